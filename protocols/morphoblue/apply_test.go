package morphoblue

import (
	"errors"
	"math/big"
	"testing"

	abi "brink/abi/morphoblue"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

var (
	morphoAddress  = common.Address{1}
	irmAddress     = common.Address{2}
	factoryAddress = common.Address{3}
	someMarket     = common.Hash{0xaa}
	somebody       = common.Address{0xbb}
)

func opened(t testing.TB) (*Protocol, *state.DB) {
	t.Helper()
	db := new(state.DB)
	p, err := Open(protocols.Env{
		Name: "m", DB: db, Book: prices.NewBook(db), Genesis: true, Addresses: map[string]common.Address{Morpho: morphoAddress},
	}, &Options{AdaptiveCurveIrm: irmAddress, PreLiquidationFactory: factoryAddress})
	if err != nil {
		t.Fatal(err)
	}
	return p, db
}

func logOf(from common.Address, topics []common.Hash, words ...common.Hash) *types.Log {
	l := &types.Log{Address: from, Topics: topics, BlockTimestamp: 1000}
	for _, w := range words {
		l.Data = append(l.Data, w[:]...)
	}
	return l
}

func wordOf(x int64) common.Hash { return common.BigToHash(big.NewInt(x)) }

func addressWord(a common.Address) common.Hash { return common.BytesToHash(a[:]) }

func createLog() *types.Log {
	return logOf(morphoAddress, []common.Hash{topicCreateMarket, someMarket},
		addressWord(common.Address{0x11}), addressWord(common.Address{0x12}), addressWord(common.Address{0x13}),
		addressWord(irmAddress), wordOf(86e16))
}

// The generated decoders say what the events' topics and words are.
func TestReadersAgreeWithTheGeneratedOnes(t *testing.T) {
	m := abi.NewMorpho()
	l := createLog()
	want, err := m.UnpackCreateMarketEvent(l)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := readCreateMarket(l)
	if !ok || got.id != want.Id || got.irm != want.MarketParams.Irm || got.lltv != want.MarketParams.Lltv.Uint64() ||
		got.loanToken != want.MarketParams.LoanToken || got.collateralToken != want.MarketParams.CollateralToken {
		t.Errorf("CreateMarket: got %+v, want %+v", got, want)
	}
	who := addressWord(somebody)
	liquidated := logOf(morphoAddress, []common.Hash{topicLiquidate, someMarket, addressWord(common.Address{9}), who},
		wordOf(1), wordOf(2), wordOf(3), wordOf(4), wordOf(5))
	wantLiquidate, err := m.UnpackLiquidateEvent(liquidated)
	if err != nil {
		t.Fatal(err)
	}
	e, ok := readLiquidate(liquidated)
	if !ok || e.borrower != wantLiquidate.Borrower || e.caller != wantLiquidate.Caller ||
		e.seizedAssets.ToBig().Cmp(wantLiquidate.SeizedAssets) != 0 || e.badDebtShares.ToBig().Cmp(wantLiquidate.BadDebtShares) != 0 ||
		e.repaidShares.ToBig().Cmp(wantLiquidate.RepaidShares) != 0 || e.repaidAssets.ToBig().Cmp(wantLiquidate.RepaidAssets) != 0 {
		t.Errorf("Liquidate: got %+v, want %+v", e, wantLiquidate)
	}
	taken := logOf(morphoAddress, []common.Hash{topicBorrow, someMarket, who, who}, addressWord(common.Address{9}), wordOf(7), wordOf(8))
	wantBorrow, err := m.UnpackBorrowEvent(taken)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := readTaken(taken)
	if !ok || c.onBehalf != wantBorrow.OnBehalf || c.assets.ToBig().Cmp(wantBorrow.Assets) != 0 || c.shares.ToBig().Cmp(wantBorrow.Shares) != 0 {
		t.Errorf("Borrow: got %+v, want %+v", c, wantBorrow)
	}
}

func TestMalformedLogsAreRefused(t *testing.T) {
	p, _ := opened(t)
	var done protocols.Effects
	for _, topic := range p.Filter().Topics {
		for _, from := range []common.Address{morphoAddress, irmAddress, factoryAddress} {
			err := p.Apply(logOf(from, []common.Hash{topic}, wordOf(1)), &done)
			if err != nil && !errors.Is(err, protocols.ErrMalformed) {
				t.Errorf("%s of %s: %v", topic, from, err)
			}
			if err == nil && from == morphoAddress && topic != topicBorrowRateUpdate && topic != topicSetBorrowRate &&
				topic != topicCreatePreLiquidation && topic != topicPreLiquidate {
				t.Errorf("%s was accepted without its parameters", topic)
			}
		}
	}
}

func TestContradictionsAreReadAnew(t *testing.T) {
	p, _ := opened(t)
	var done protocols.Effects
	who := addressWord(somebody)
	for _, l := range []*types.Log{
		createLog(),
		logOf(morphoAddress, []common.Hash{topicRepay, someMarket, who, who}, wordOf(5), wordOf(5)),
	} {
		if err := p.Apply(l, &done); err != nil {
			t.Fatal(err)
		}
	}
	if p.Unread() != 1 || len(p.Wants(10).Calls) == 0 {
		t.Errorf("%d positions are to be read; a repayment of nothing was believed", p.Unread())
	}
}

func TestUndoTakesEverythingBack(t *testing.T) {
	p, db := opened(t)
	empty := db.Digest()
	db.Begin()
	var done protocols.Effects
	who := addressWord(somebody)
	for _, l := range []*types.Log{
		createLog(),
		logOf(morphoAddress, []common.Hash{topicSupplyCollateral, someMarket, who, who}, wordOf(5)),
		logOf(morphoAddress, []common.Hash{topicSetAuthorization, who, who, addressWord(common.Address{7})}, wordOf(1)),
	} {
		if err := p.Apply(l, &done); err != nil {
			t.Fatal(err)
		}
	}
	if p.Len() != 1 || db.Digest() == empty || len(done.Touched) != 1 {
		t.Fatalf("%d positions, %d touched", p.Len(), len(done.Touched))
	}
	if err := db.Undo(); err != nil {
		t.Fatal(err)
	}
	if p.Len() != 0 || db.Digest() != empty {
		t.Error("something is left")
	}
}

// FuzzApply feeds logs with arbitrary topics and data: nothing panics, and only a malformed log is an error.
func FuzzApply(f *testing.F) {
	for i := range 16 {
		f.Add(uint8(i), uint8(i), []byte{byte(i)})
	}
	f.Add(uint8(0), uint8(2), make([]byte, 160))
	f.Fuzz(func(t *testing.T, which, topics uint8, data []byte) {
		p, _ := opened(t)
		var done protocols.Effects
		all := p.Filter().Topics
		if err := p.Apply(createLog(), &done); err != nil {
			t.Fatal(err)
		}
		from := []common.Address{morphoAddress, irmAddress, factoryAddress}[int(which)%3]
		l := &types.Log{Address: from, Topics: []common.Hash{all[int(which)%len(all)]}, Data: data}
		for i := range int(topics % 5) {
			topic := someMarket
			if i > 0 && len(data) > 0 {
				topic = common.BytesToHash(data[:min(len(data), 20)])
			}
			l.Topics = append(l.Topics, topic)
		}
		if err := p.Apply(l, &done); err != nil && !errors.Is(err, protocols.ErrMalformed) {
			t.Fatal(err)
		}
		p.At(prices.View{Time: 2000}).Markets()
	})
}
