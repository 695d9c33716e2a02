package rpc

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
)

// skips counts what a verifier could not verify.
type skips map[Skip]int

func (s skips) verifier() *verifier {
	return &verifier{VerifyFull, func(why Skip) { s[why]++ }}
}

// Headers of eight chains, as their nodes gave them.
func TestHashesOfRealHeaders(t *testing.T) {
	file, err := os.Open("testdata/headers.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	chains := map[uint64]int{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var row struct {
			Chain  uint64
			Header json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		told := skips{}
		if _, err := told.verifier().scanHead(row.Header); err != nil || len(told) > 0 {
			t.Errorf("chain %d: %v, skipped %v", row.Chain, err, told)
		}
		chains[row.Chain]++
		for name, change := range map[string]string{"stateRoot": goodHash, "timestamp": "0x5", "gasUsed": "0x1", "extraData": "0x77"} {
			var members map[string]any
			_ = json.Unmarshal(row.Header, &members)
			members[name] = change
			tampered, _ := json.Marshal(members)
			if _, err := told.verifier().scanHead(tampered); !errors.Is(err, chain.ErrContradiction) {
				t.Errorf("chain %d: with another %s: %v", row.Chain, name, err)
			}
		}
	}
	if len(chains) != 8 {
		t.Errorf("headers of the chains %v", chains)
	}
}

// Optional fields, in every combination of forks, as go-ethereum hashes them.
func TestHashOfLaterForks(t *testing.T) {
	h := &types.Header{Difficulty: big.NewInt(1 << 40), Number: big.NewInt(70), GasLimit: 5, GasUsed: 4, Time: 3, Extra: []byte("x")}
	zero := uint64(0)
	some := uint64(77)
	for _, add := range []func(){
		func() {}, func() { h.BaseFee = new(big.Int) }, func() { h.BaseFee = big.NewInt(1 << 50) },
		func() { h.WithdrawalsHash = &common.Hash{1} }, func() { h.BlobGasUsed = &zero }, func() { h.ExcessBlobGas = &some },
		func() { h.ParentBeaconRoot = &common.Hash{2} }, func() { h.RequestsHash = &common.Hash{3} },
		func() { h.BlockAccessListHash = &common.Hash{4} }, func() { h.SlotNumber = &some },
	} {
		add()
		text, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		told := skips{}
		got, err := told.verifier().scanHead(text)
		if err != nil || got.Hash != h.Hash() || len(told) > 0 {
			t.Errorf("%s: %v, skipped %v", text, err, told)
		}
	}
}

// What isn't known is told, and is no reason to stop.
func TestHeadersThatCannotBeVerified(t *testing.T) {
	text, _ := json.Marshal(&types.Header{Difficulty: new(big.Int), Number: big.NewInt(1)})
	for name, c := range map[string]struct {
		edit func(map[string]any)
		why  Skip
	}{
		"a field of a later fork": {func(m map[string]any) { m["laterRoot"] = goodHash }, SkipField},
		"no nonce":                {func(m map[string]any) { delete(m, "nonce") }, SkipMissing},
		"null for a field":        {func(m map[string]any) { m["mixHash"] = nil }, SkipMissing},
	} {
		var members map[string]any
		_ = json.Unmarshal(text, &members)
		c.edit(members)
		members["hash"] = goodHash
		edited, _ := json.Marshal(members)
		told := skips{}
		if _, err := told.verifier().scanHead(edited); err != nil || told[c.why] != 1 || len(told) != 1 {
			t.Errorf("%s: %v, skipped %v", name, err, told)
		}
	}
	v := &verifier{VerifyNone, nil}
	if _, err := v.scanHead(bytes.Replace(text, []byte(`"nonce"`), []byte(`"once"`), 1)); err != nil {
		t.Error(err)
	}
}

// An empty bloom excludes logs only if it is vouched for: by the hash, or because there are no receipts at all.
func TestBloomsThatNobodyVouchesFor(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(map[string]any)
		may  bool
	}{
		"as hashed":                        {func(map[string]any) {}, false},
		"before the receipts are there":    {func(m map[string]any) { m["epoch"], m["receiptsRoot"] = "0x1", common.Hash{} }, true},
		"with receipts, and unknown":       {func(m map[string]any) { m["epoch"] = "0x1" }, true},
		"without receipts, and unknown":    {func(m map[string]any) { m["epoch"], m["receiptsRoot"] = "0x1", types.EmptyReceiptsHash }, false},
		"with a bloom of others, not sure": {func(m map[string]any) { m["epoch"], m["logsBloom"] = "0x1", types.BytesToBloom([]byte{1}) }, false},
	} {
		text, _ := json.Marshal(&types.Header{Difficulty: new(big.Int), Number: big.NewInt(1), ReceiptHash: common.Hash{9}})
		var members map[string]any
		_ = json.Unmarshal(text, &members)
		c.edit(members)
		edited, _ := json.Marshal(members)
		h, err := skips{}.verifier().scanHead(edited)
		if err != nil || want.MayMatch(h.Bloom) != c.may {
			t.Errorf("%s: it may hold what is wanted: %t, %v", name, !c.may, err)
		}
	}
}

// block is receipts of a seeded block, as a node of go-ethereum gives them.
func block(rng *rand.Rand, n int) (types.Receipts, *chain.Header) {
	h := header(7)
	var receipts types.Receipts
	var index uint
	for i := range n {
		r := &types.Receipt{
			Type: []byte{0, 1, 2, 3, 4}[rng.IntN(5)], Status: uint64(rng.IntN(2)), CumulativeGasUsed: uint64(i+1) * 21_000,
			TxHash: common.Hash{byte(i), 9}, BlockHash: h.Hash, BlockNumber: new(big.Int).SetUint64(h.Number), TransactionIndex: uint(i),
			Logs: []*types.Log{},
		}
		for range rng.IntN(4) {
			l := sample(7, index)
			l.TxHash, l.TxIndex, l.Data = r.TxHash, uint(i), make([]byte, rng.IntN(100))
			if rng.IntN(3) == 0 {
				l.Address = common.Address{byte(rng.IntN(3))}
			}
			index++
			r.Logs = append(r.Logs, &l)
		}
		r.Bloom = types.CreateBloom(r)
		receipts = append(receipts, r)
	}
	h.Receipts = types.DeriveSha(receipts, trie.NewListHasher())
	h.Bloom = types.MergeBloom(receipts)
	return receipts, h
}

func verified(v *verifier, h *chain.Header, text []byte) ([]types.Log, error) {
	s := &scanner{b: text}
	all, logs, found, err := s.receipts()
	if err == nil {
		err = s.end()
	}
	if err == nil && !found {
		err = chain.ErrUnknownBlock
	}
	if err == nil {
		err = v.receipts(h, all, logs)
	}
	return logs, err
}

// The root is go-ethereum's for every number of receipts, and no log can be
// left out, added, changed or moved.
func TestRootOfReceipts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 15, 16, 17, 127, 128, 129, 130, 255, 256, 257, 300} {
		receipts, h := block(rng, n)
		text, _ := json.Marshal(receipts)
		if n == 0 {
			text = []byte("[]")
		}
		told := skips{}
		v := told.verifier()
		logs, err := verified(v, h, text)
		if err != nil || len(told) > 0 {
			t.Fatalf("%d receipts: %v, %v", n, err, told)
		}
		var count int
		for _, r := range receipts {
			count += len(r.Logs)
		}
		if len(logs) != count {
			t.Fatalf("%d logs of %d", len(logs), count)
		}
		for name, tamper := range map[string]func(*types.Receipt){
			"a log left out":   func(r *types.Receipt) { r.Logs = r.Logs[1:] },
			"a log twice":      func(r *types.Receipt) { r.Logs = append(r.Logs, r.Logs[0]) },
			"another address":  func(r *types.Receipt) { r.Logs[0].Address[3]++ },
			"another topic":    func(r *types.Receipt) { r.Logs[0].Topics[1][3]++ },
			"a topic less":     func(r *types.Receipt) { r.Logs[0].Topics = r.Logs[0].Topics[:1] },
			"other data":       func(r *types.Receipt) { r.Logs[0].Data = append(r.Logs[0].Data, 0) },
			"another outcome":  func(r *types.Receipt) { r.Status = 1 - r.Status },
			"another bloom":    func(r *types.Receipt) { r.Bloom[5]++ },
			"another gas used": func(r *types.Receipt) { r.CumulativeGasUsed++ },
		} {
			var copies types.Receipts
			_ = json.Unmarshal(text, &copies)
			for _, r := range copies {
				if len(r.Logs) > 0 {
					tamper(r)
					bad, _ := json.Marshal(copies)
					if _, err := verified(v, h, bad); !errors.Is(err, chain.ErrContradiction) {
						t.Errorf("%s of %d: %v", name, n, err)
					}
					break
				}
			}
		}
	}
}

// Receipts of the OP stack and of Arbitrum are encoded as those chains do it.
func TestReceiptsOfOtherChains(t *testing.T) {
	_, h := block(rand.New(rand.NewPCG(1, 2)), 0)
	logsBloom := hexutil.Encode(make([]byte, 256))
	encode := func(kind byte, fields ...any) []byte {
		text, err := rlp.EncodeToBytes(append([]any{[]byte{1}, uint64(21_000), make([]byte, 256), []any{}}, fields...))
		if err != nil {
			t.Fatal(err)
		}
		return append([]byte{kind}, text...)
	}
	receiptText := func(more string) string {
		return `{"status":"0x1","cumulativeGasUsed":"0x5208","logsBloom":"` + logsBloom + `","logs":[],"gasUsed":"0x5208"` + more + `}`
	}
	for name, c := range map[string]struct {
		text  string
		value []byte
	}{
		"deposit":               {receiptText(`,"type":"0x7e","depositNonce":"0x12d","depositReceiptVersion":"0x1"`), encode(depositType, uint64(301), uint64(1))},
		"deposit before Canyon": {receiptText(`,"type":"0x7e","depositNonce":"0x12d"`), encode(depositType)},
		"Arbitrum's internal":   {receiptText(`,"type":"0x6a","gasUsedForL1":"0x0","l1BlockNumber":"0x1"`), encode(arbInternal)},
		"Arbitrum's deposit":    {receiptText(`,"type":"0x64"`), encode(arbDeposit)},
		"Arbitrum's retryable":  {receiptText(`,"type":"0x69","timeboosted":false`), encode(0x69)},
		"Arbitrum's legacy":     {receiptText(`,"type":"0x78"`), encode(arbLegacy)[1:]},
		"Ronin's sponsored":     {receiptText(`,"type":"0x64"`), encode(0x64)},
		"Hemi's payout":         {receiptText(`,"type":"0x7d"`), encode(0x7d)},
		"Celo's":                {receiptText(`,"type":"0x7b","baseFee":"0x43d573"`), encode(celoType, uint64(4445555))},
		"Celo's, free":          {receiptText(`,"type":"0x7b","baseFee":"0x0"`), encode(celoType, uint64(0))},
		"Celo's, of before":     {receiptText(`,"type":"0x7b","baseFee":null`), encode(celoType)},
		"Morph's own":           {receiptText(`,"type":"0x7f"`), encode(0x7f)},
	} {
		h.Receipts = listRoot([][]byte{c.value})
		told := skips{}
		if _, err := verified(told.verifier(), h, []byte("["+c.text+"]")); err != nil || len(told) > 0 {
			t.Errorf("%s: %v, skipped %v", name, err, told)
		}
	}
	h.Receipts = listRoot([][]byte{encode(2)})
	h.Bloom = types.Bloom{}
	ordinary := receiptText(`,"type":"0x2"`)
	fromNobody := strings.Replace(ordinary, `"gasUsed":"0x5208"`,
		`"gasUsed":"0x0","from":"`+common.Address{}.Hex()+`","to":"`+common.Address{}.Hex()+`"`, 1)
	costsNothing := strings.ReplaceAll(strings.Replace(ordinary, `"cumulativeGasUsed":"0x5208"`, `"cumulativeGasUsed":"0x0"`, 1),
		`"gasUsed":"0x5208"`, `"gasUsed":"0x0"`)
	for name, c := range map[string]struct {
		text string
		why  Skip
	}{
		"a last one that the root doesn't cover": {ordinary + "," + fromNobody, SkipSystem},
		"first ones that the root doesn't cover": {costsNothing + "," + costsNothing + "," + ordinary, SkipSystem},
		"one of unknown kind":                    {receiptText(`,"type":"0x7b"`), SkipKind},
		"none that the root covers":              {costsNothing, ""},
		"another that the root doesn't cover":    {ordinary + "," + ordinary, ""},
	} {
		told := skips{}
		_, err := verified(told.verifier(), h, []byte("["+c.text+"]"))
		if c.why == "" && !errors.Is(err, chain.ErrContradiction) || c.why != "" && (err != nil || told[c.why] != 1) {
			t.Errorf("%s: %v, skipped %v", name, err, told)
		}
	}
}

// Where the root can't be computed, because a receipt is of unknown kind, no log can be left out that the header's bloom
// shows, whatever the receipts' own blooms say.
func TestLogsOfUnknownReceipts(t *testing.T) {
	receipts, h := block(rand.New(rand.NewPCG(1, 2)), 5)
	own := receipts[len(receipts)-1]
	own.Type, own.Logs = 0x7b, []*types.Log{{Address: common.Address{0xee}, Topics: []common.Hash{{0xee}}}}
	own.Bloom = types.CreateBloom(own)
	h.Bloom, h.Receipts = types.MergeBloom(receipts), common.Hash{0xee} // made of more than nodes tell
	for _, drop := range []bool{false, true} {
		if drop {
			own.Logs = []*types.Log{}
		}
		text, err := json.Marshal(receipts)
		if err != nil {
			t.Fatal(err)
		}
		told := skips{}
		if _, err := verified(told.verifier(), h, text); errors.Is(err, chain.ErrContradiction) != drop || told[SkipKind] == btoi(drop) {
			t.Errorf("a log left out: %t: %v, skipped %v", drop, err, told)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Where nodes don't tell all that hashes are made of, receipts are verified all the same.
func TestReceiptsAlone(t *testing.T) {
	text, err := json.Marshal(&types.Header{Difficulty: new(big.Int), Number: big.NewInt(7), ReceiptHash: common.Hash{5}})
	if err != nil {
		t.Fatal(err)
	}
	v := &verifier{VerifyReceipts, nil}
	h, err := v.scanHead(bytes.Replace(text, []byte(`"gasUsed":"0x0"`), []byte(`"gasUsed":"0x1"`), 1))
	if err != nil || !v.wantsReceipts(h) {
		t.Fatalf("%+v, %v", h, err)
	}
	if _, err := verified(v, h, []byte("[]")); !errors.Is(err, chain.ErrContradiction) {
		t.Errorf("no receipts although the root is that of some: %v", err)
	}
	h.Receipts = types.EmptyReceiptsHash
	if _, err := verified(v, h, []byte("[]")); err != nil {
		t.Error(err)
	}
}

func FuzzScanReceipts(f *testing.F) {
	receipts, h := block(rand.New(rand.NewPCG(1, 2)), 3)
	text, _ := json.Marshal(receipts)
	f.Add(text)
	f.Add([]byte("null"))
	v := skips{}.verifier()
	f.Fuzz(func(t *testing.T, raw []byte) {
		if logs, err := verified(v, h, raw); err == nil && len(logs) != len(receipts[0].Logs)+len(receipts[1].Logs)+len(receipts[2].Logs) {
			t.Fatalf("%d logs have the root", len(logs))
		}
	})
}
