package risk_test

import (
	"testing"

	"brink/risk"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

const (
	cent   = 1e6 // of 1e-8 dollars
	dollar = 1e8
)

func TestConstantProduct(t *testing.T) {
	pool := risk.ConstantProduct{Side: *uint256.NewInt(1_000_000 * dollar)}
	for _, c := range []struct {
		sold uint64
		want string
	}{
		{0, "1000000000000000000"},
		{1_000_000 * dollar, "250000000000000000"}, // as much again: a half, squared
		{3_000_000 * dollar, "62500000000000000"},
	} {
		if left := pool.Left(uint256.NewInt(c.sold)); left.Dec() != c.want {
			t.Errorf("after selling %d: %s is left, not %s", c.sold, left.Dec(), c.want)
		}
	}
	if left := (risk.ConstantProduct{}).Left(uint256.NewInt(cent)); !left.IsZero() {
		t.Errorf("an empty pool leaves %s", left.Dec())
	}
}

func TestTable(t *testing.T) {
	table := risk.Table{
		{Sold: *uint256.NewInt(100), Share: *uint256.NewInt(98e16)},
		{Sold: *uint256.NewInt(300), Share: *uint256.NewInt(90e16)},
	}
	for _, c := range []struct{ sold, want uint64 }{{0, 1e18}, {50, 99e16}, {100, 98e16}, {200, 94e16}, {300, 90e16}, {1e9, 90e16}} {
		if left := table.Left(uint256.NewInt(c.sold)); left.Uint64() != c.want {
			t.Errorf("after selling %d: %s is left, not %d", c.sold, left.Dec(), c.want)
		}
	}
}

// TestPoolsFall: nothing sells at a higher price than less of it does.
func TestPoolsFall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sold, more uint256.Int
		sold.SetUint64(rapid.Uint64().Draw(t, "sold"))
		more.AddUint64(&sold, rapid.Uint64().Draw(t, "more"))
		for _, pool := range []risk.Pool{
			risk.ConstantProduct{Side: *uint256.NewInt(rapid.Uint64().Draw(t, "side"))},
			risk.Table{{Sold: *uint256.NewInt(rapid.Uint64Min(1).Draw(t, "level")), Share: *uint256.NewInt(5e17)}},
		} {
			one, two := pool.Left(&sold), pool.Left(&more)
			if two.Gt(&one) || one.GtUint64(1e18) {
				t.Fatalf("%T: %s is left after %s, %s after %s", pool, one.Dec(), sold.Dec(), two.Dec(), more.Dec())
			}
		}
	})
}

// TestCascade: in a bottomless market only those are liquidated whom the shock
// itself reaches, and in a shallow one never fewer, at prices that only fall.
func TestCascade(t *testing.T) {
	everywhere(t, func(t *testing.T, m market) {
		quotes := m.At(m.View).Quotes()
		of := map[common.Address]int{quotes[0].Base: 0}
		run := func(side uint64) []risk.Round {
			pool := risk.ConstantProduct{Side: *uint256.NewInt(side)}
			trades := []risk.Trade{{Share: *uint256.NewInt(6e17), Pool: pool}}
			return risk.Cascade([]risk.Venue{{Market: &m.Market, Of: of}}, trades, 100)
		}
		shock := m.Shock(risk.Together(risk.Group{quotes[0].Base}, uint256.NewInt(6e17)))
		deep := run(1 << 63)
		if got := deep[0].Liquidated.Positions + deep[0].Stuck; got != shock.Liquidatable.Positions {
			t.Errorf("the first round finds %d positions, the shock %d", got, shock.Liquidatable.Positions)
		}
		shallow, deepTotal, shallowTotal := run(dollar), 0, 0
		for _, r := range deep {
			deepTotal += r.Liquidated.Positions
		}
		for i, r := range shallow {
			shallowTotal += r.Liquidated.Positions
			if i > 0 && r.Shares[0].Gt(&shallow[i-1].Shares[0]) {
				t.Errorf("the price rises in round %d", i)
			}
		}
		if shallowTotal < deepTotal {
			t.Errorf("a shallow market liquidates %d, a deep one %d", shallowTotal, deepTotal)
		}
		if last := shallow[len(shallow)-1]; last.Liquidated.Positions != 0 {
			t.Error("the cascade doesn't end")
		}
	})
}

// A market that nobody uses comes to nothing, at any price.
func TestNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, m market) {
		m.Positions = 0
		group := m.groups()[0]
		nothing := new(uint256.Int)
		for i, rung := range m.Ladder(group, risk.Shares(nothing, uint256.NewInt(2e18), 3)).Rungs {
			if rung.Liquidatable != (risk.Sum{}) || rung.Joined != (risk.Sum{}) || rung.Unknown > 0 {
				t.Errorf("rung %d is %+v", i, rung)
			}
		}
		if o := m.Shock(risk.Together(group, nothing)); o != (risk.Outcome{}) {
			t.Errorf("the shock is %+v", o)
		}
		venues := []risk.Venue{{Market: &m.Market, Of: map[common.Address]int{group[0]: 0}}}
		rounds := risk.Cascade(venues, []risk.Trade{{Pool: risk.ConstantProduct{}}}, 5)
		if len(rounds) != 1 || rounds[0].Liquidated != (risk.Sum{}) || !rounds[0].Sold[0].IsZero() || rounds[0].Unknown > 0 {
			t.Errorf("the cascade is %+v", rounds)
		}
	})
}
