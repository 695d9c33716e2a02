package aavev3

import (
	"testing"

	"brink/fixed"
	"brink/position"
	"brink/state"

	"github.com/holiman/uint256"
)

// stableMarket is a market of 3.0.2 in which every account owes at a rate of its own, beside its other debt.
func stableMarket(t *testing.T, rate uint64) (*Protocol, func(seconds uint64) *moment) {
	t.Helper()
	_, p, view := largeMarket(t, 10)
	m := p.settings()
	m.version = V302
	p.market.Put(0, m)
	for i := range uint32(10) {
		user := p.accounts.Key(state.Row(i))
		h, legs := p.accounts.At(state.Row(i))
		next := *h
		next.stable = true
		p.accounts.Set(state.Row(i), next, legs)
		s := stable{principal: fixed.U128{Lo: 1e18}, updated: view.Time}
		s.rate.Set(new(uint256.Int).Mul(uint256.NewInt(rate), uint256.NewInt(1e18)))
		p.stable.Put(stableKey{user, legs[2].reserve}, s)
	}
	return p, func(seconds uint64) *moment { return p.At(view.At(view.Time + seconds)).(*moment) }
}

func TestStableDebtsAllocateNothing(t *testing.T) {
	p, at := stableMarket(t, 1e8)
	f := at(100)
	n := testing.AllocsPerRun(10, func() {
		for id := range p.Len() {
			if _, err := f.Health(position.ID(id)); err != nil {
				t.Fatal(err)
			}
		}
	})
	if n != 0 {
		t.Errorf("evaluating allocates %v times", n)
	}
}

// TestGrowthIsThatOfTheFastestDebt compares it with what accounts owe.
func TestGrowthIsThatOfTheFastestDebt(t *testing.T) {
	for _, rate := range []uint64{1, 3e7, 5e8, 3e9} { // of a ray: from nothing to three hundred percent a year
		p, at := stableMarket(t, rate)
		for _, seconds := range []uint64{12, 3600, 86_400, 30 * 86_400, 365 * 86_400} {
			before, after := at(seconds), at(2*seconds)
			growth := after.Growth(before)
			most := uint64(0)
			for id := range p.Len() {
				var old, now account
				if before.account(&old, position.ID(id)) != nil || after.account(&now, position.ID(id)) != nil {
					t.Fatal("an account can't be evaluated")
				}
				var z uint256.Int
				z.Sub(&now.debt, &old.debt)
				fixed.MulDivFloor(&z, &z, uint256.NewInt(fixed.Percent), &old.debt)
				most = max(most, z.Uint64())
			}
			if growth < most || growth > 2*most+20 && rate < 1e9 {
				t.Errorf("at a rate of %d in %d seconds debts grow by %d basis points, Growth says %d", rate, seconds, most, growth)
			}
		}
		if got := at(0).Growth(at(100)); got != 0 {
			t.Errorf("back in time Growth is %d", got)
		}
	}
}
