package risk_test

import (
	"slices"
	"testing"

	"brink/protocols"
	"brink/risk"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

func TestLiquidity(t *testing.T) {
	n := func(z uint64) uint256.Int { return *uint256.NewInt(z) }
	whole := protocols.Market{Decimals: 6, Price: n(99_000_001), Priced: true, Sized: true, Liquid: true,
		Supplied: n(3_000_000), Borrowed: n(1_000_000), Available: n(2_000_000)}
	var sum risk.Liquidity
	sum.Count(&whole)
	sum.Count(&whole)
	pledged, huge := whole, whole
	pledged.Pledged = true
	huge.Supplied.SetAllOne()
	sum.Count(&pledged)
	sum.Count(&huge)
	for _, change := range []func(*protocols.Market){
		func(m *protocols.Market) { m.Priced = false }, func(m *protocols.Market) { m.Sized = false }, func(m *protocols.Market) { m.Liquid = false },
	} {
		m := whole
		change(&m)
		sum.Count(&m)
	}
	if want := (risk.Liquidity{Markets: 6, Supplied: n(594_000_006), Borrowed: n(198_000_002), Available: n(396_000_004), Unknown: 4}); sum != want {
		t.Errorf("got %+v, want %+v", sum, want)
	}
}

func TestDebtors(t *testing.T) {
	var d risk.Debtors
	if len(d.Top(3)) != 0 || d.Len() != 0 {
		t.Error("nobody owes something")
	}
	for i, debt := range []uint64{5, 1, 7, 2, 1, 4} {
		d.Owe(common.Address{byte(i % 4)}, uint256.NewInt(debt))
	}
	want := []risk.Debtor{{common.Address{2}, *uint256.NewInt(7)}, {common.Address{0}, *uint256.NewInt(6)}, {common.Address{1}, *uint256.NewInt(5)}}
	if got := d.Top(3); !slices.Equal(got, want) || d.Len() != 4 || !d.Sum.Eq(uint256.NewInt(20)) {
		t.Errorf("got %v of %d who owe %s", got, d.Len(), d.Sum.Dec())
	}
	if got := d.Top(9); len(got) != 4 || got[3].Account != (common.Address{3}) {
		t.Errorf("got %v", got)
	}
}

func TestDeviation(t *testing.T) {
	for _, c := range []struct{ low, high, want uint64 }{{100, 103, 3e16}, {7, 7, 0}, {3, 4, 333333333333333333}} {
		if got := risk.Deviation(uint256.NewInt(c.low), uint256.NewInt(c.high)); !got.Eq(uint256.NewInt(c.want)) {
			t.Errorf("from %d to %d it is %s", c.low, c.high, got.Dec())
		}
	}
	most := new(uint256.Int).SetAllOne()
	if got := risk.Deviation(uint256.NewInt(1), most); !got.Eq(most) {
		t.Errorf("what doesn't fit is %s", got.Dec())
	}
}
