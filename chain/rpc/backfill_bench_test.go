package rpc

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
)

const (
	oldBlocks  = 5_000
	oldPerEach = 10 // logs a block
)

// history is a node whose chain is all there and final: every answer was put together beforehand, so that it costs
// nothing but its bytes.
type history struct {
	logs    []string // by block, JSON without the array's brackets
	headers []string
	numbers map[common.Hash]uint64
}

func newHistory(tb testing.TB) *history {
	tb.Helper()
	h := &history{numbers: make(map[common.Hash]uint64)}
	var parent common.Hash
	for n := range uint64(oldBlocks + 1) {
		var receipts types.Receipts
		receipt := &types.Receipt{Logs: []*types.Log{}}
		for i := range oldPerEach {
			l := sample(n, uint(i))
			receipt.Logs = append(receipt.Logs, &l)
		}
		receipt.Bloom = types.CreateBloom(receipt)
		receipts = append(receipts, receipt)
		head := &types.Header{
			Number: new(big.Int).SetUint64(n), ParentHash: parent, Difficulty: new(big.Int), BaseFee: big.NewInt(7),
			Bloom: types.MergeBloom(receipts), Time: 1000 + n, GasLimit: 30_000_000,
			WithdrawalsHash: &common.Hash{1}, ParentBeaconRoot: &common.Hash{2}, RequestsHash: &common.Hash{3},
			BlobGasUsed: new(uint64), ExcessBlobGas: new(uint64),
		}
		parent = head.Hash()
		text, err := json.Marshal(head)
		if err != nil {
			tb.Fatal(err)
		}
		h.headers = append(h.headers, string(text))
		h.numbers[parent] = n
		var logs []string
		for _, l := range receipt.Logs {
			l.BlockHash = parent
			logs = append(logs, logText(l))
		}
		h.logs = append(h.logs, strings.Join(logs, ","))
	}
	return h
}

func (h *history) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var raw json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&raw); err != nil {
		http.Error(w, "not a request", http.StatusBadRequest)
		return
	}
	var requests []request
	batch := json.Unmarshal(raw, &requests) == nil
	if !batch {
		requests = make([]request, 1)
		_ = json.Unmarshal(raw, &requests[0])
	}
	var out strings.Builder
	for i, q := range requests {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"jsonrpc":"2.0","id":%s,"result":`, q.ID)
		h.answer(&out, q)
		out.WriteByte('}')
	}
	text := out.String()
	if batch {
		text = "[" + text + "]"
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(text)))
	_, _ = fmt.Fprint(w, text)
}

func (h *history) answer(out *strings.Builder, q request) {
	switch Method(q.Method) {
	case MethodChainID:
		out.WriteString(`"0x539"`)
	case MethodCode:
		out.WriteString(`"0x"`)
	case MethodBlock:
		var tag string
		_ = json.Unmarshal(q.Params[0], &tag)
		number := uint64(oldBlocks)
		if n, err := hexutil.DecodeUint64(tag); err == nil {
			number = n
		}
		out.WriteString(h.headers[number])
	case MethodLogs:
		var filter struct {
			BlockHash          *common.Hash
			FromBlock, ToBlock hexutil.Uint64
		}
		_ = json.Unmarshal(q.Params[0], &filter)
		if filter.BlockHash != nil {
			filter.FromBlock = hexutil.Uint64(h.numbers[*filter.BlockHash])
			filter.ToBlock = filter.FromBlock
		}
		out.WriteString("[" + strings.Join(h.logs[filter.FromBlock:filter.ToBlock+1], ",") + "]")
	default:
		out.WriteString("null")
	}
}

// BenchmarkBackfill is a chain's past: as the follower delivers it, with headers, hashes and blooms verified, every log
// checked and all in order; and as the bare answers to the same questions for logs, unread, and read by go-ethereum.
func BenchmarkBackfill(b *testing.B) {
	server := httptest.NewServer(newHistory(b))
	defer server.Close()
	ctx := context.Background()
	report := func(b *testing.B) {
		b.ReportMetric(float64(oldBlocks*oldPerEach)*float64(b.N)/b.Elapsed().Seconds(), "logs/s")
	}
	const size = 1_000
	follow := func(b *testing.B, verify Verify) {
		client, err := Dial(ctx, Options{ChainID: 1337, Endpoints: []Endpoint{{Name: "bench", URL: server.URL}}, Poll: 1e15, Verify: verify})
		if err != nil {
			b.Fatal(err)
		}
		defer client.Close()
		for b.Loop() {
			f := chain.NewFollower(client, chain.FollowerOptions{NoBloom: verify == VerifyNone})
			logs := 0
			for tip := (chain.Ref{}); tip.Number < oldBlocks; {
				step, err := f.Next(ctx, tip, want)
				if err != nil || step.Block == nil {
					b.Fatal(step, err)
				}
				tip, logs = step.Block.Ref, logs+len(step.Block.Logs)
			}
			f.Close()
			if logs != oldBlocks*oldPerEach {
				b.Fatalf("%d logs", logs)
			}
		}
		report(b)
	}
	b.Run("follower", func(b *testing.B) { follow(b, VerifyFull) })
	b.Run("unverified", func(b *testing.B) { follow(b, VerifyNone) })
	ranges := func(ask func(from, to int64)) {
		var work sync.WaitGroup
		turns := make(chan struct{}, 4)
		for from := int64(1); from <= oldBlocks; from += size {
			turns <- struct{}{}
			work.Go(func() {
				ask(from, min(from+size-1, oldBlocks))
				<-turns
			})
		}
		work.Wait()
	}
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			ranges(func(from, to int64) {
				body := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x%x","toBlock":"0x%x"}]}`, from, to)
				answer, err := http.Post(server.URL, "application/json", strings.NewReader(body))
				if err != nil {
					b.Error(err)
					return
				}
				defer answer.Body.Close()
				var into [1 << 16]byte
				for err == nil {
					_, err = answer.Body.Read(into[:])
				}
			})
		}
		report(b)
	})
	b.Run("ethclient", func(b *testing.B) {
		client, err := ethclient.Dial(server.URL)
		if err != nil {
			b.Fatal(err)
		}
		defer client.Close()
		for b.Loop() {
			ranges(func(from, to int64) {
				logs, err := client.FilterLogs(ctx, ethereum.FilterQuery{FromBlock: big.NewInt(from), ToBlock: big.NewInt(to),
					Addresses: slices.Clone(want.Addresses), Topics: [][]common.Hash{want.Topics}})
				if err != nil || int64(len(logs)) != (to-from+1)*oldPerEach {
					b.Error(len(logs), err)
				}
			})
		}
		report(b)
	})
}
