package protocoltest

import (
	"fmt"
	"math/big"
	"testing"

	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// Weighed holds a position against what protocols.Linear promises, and protocols.Bounded.
// It reports whether anything was promised.
func Weighed(f protocols.Linear, id position.ID) (promised bool, err error) {
	terms, ok := f.Terms(id, nil)
	if !ok {
		return false, nil
	}
	scalars := f.Scalars()
	backs, owes := new(big.Float), new(big.Float)
	owing := false
	for _, t := range terms {
		if int(t.Slot) >= len(scalars) || scalars[t.Slot] != scalars[t.Slot] {
			return false, nil
		}
		worth := new(big.Float).Mul(big.NewFloat(t.Amount), big.NewFloat(scalars[t.Slot]))
		if t.Owed {
			owes.Add(owes, worth)
			owing = owing || t.Amount > 0
		} else {
			backs.Add(backs, worth)
		}
	}
	if backs.Cmp(big.NewFloat(1e36)) >= 0 || owes.Cmp(big.NewFloat(1e36)) >= 0 {
		return false, nil
	}
	h, err := f.Health(id)
	if err != nil {
		return true, fmt.Errorf("it is unknown: %w", err)
	}
	if h.Liquidatable && !h.Factor.LtUint64(1e18) {
		return true, fmt.Errorf("liquidatable with a factor of %s", h.Factor.Dec())
	}
	debt, slack := new(big.Float).SetInt(h.Debt.ToBig()), big.NewFloat(float64(2*len(terms)))
	if !owing {
		if h.HasDebt() {
			return true, fmt.Errorf("nothing is owed by its terms, %s is by the contract", h.Debt.Dec())
		}
		return true, nil
	}
	least := new(big.Float).Quo(owes, big.NewFloat(4))
	if least.Sub(least, slack); debt.Cmp(least) < 0 {
		return true, fmt.Errorf("debt %s, terms promise %v", h.Debt.Dec(), least)
	}
	least.Quo(new(big.Float).Sub(backs, slack), new(big.Float).Add(owes, slack))
	least.Mul(least, big.NewFloat(1e18*(1-1e-9)))
	least.Sub(least, big.NewFloat(1e9))
	factor := new(big.Float).SetInt(h.Factor.ToBig())
	if h.HasDebt() && factor.Cmp(least) < 0 {
		return true, fmt.Errorf("factor %s, terms promise %v", h.Factor.Dec(), least)
	}
	if most, ok := bound(f, terms, scalars); ok && h.HasDebt() && factor.Cmp(most) > 0 {
		return true, fmt.Errorf("factor %s, terms promise no more than %v", h.Factor.Dec(), most)
	}
	return true, nil
}

// bound is the factor that protocols.Bounded promises at most, where it promises one.
func bound(f protocols.Linear, terms []protocols.Term, scalars []float64) (most *big.Float, ok bool) {
	bounded, ok := f.(protocols.Bounded)
	if !ok {
		return nil, false
	}
	ceilings := bounded.Ceilings()
	slack := big.NewFloat(float64(2 * len(terms)))
	backs, owes := new(big.Float).Set(slack), new(big.Float).Neg(slack)
	for _, t := range terms {
		switch {
		case t.Owed:
			owes.Add(owes, new(big.Float).Mul(big.NewFloat(max(0, t.Amount-2)), big.NewFloat(scalars[t.Slot])))
		case int(t.Slot) >= len(ceilings) || ceilings[t.Slot] != ceilings[t.Slot]:
			return nil, false
		default:
			backs.Add(backs, new(big.Float).Mul(big.NewFloat(t.Amount+2), big.NewFloat(ceilings[t.Slot])))
		}
	}
	if owes.Sign() <= 0 {
		return nil, false
	}
	most = backs.Quo(backs, owes)
	most.Mul(most, big.NewFloat(1e18*(1+1e-9)))
	return most.Add(most, big.NewFloat(1e9)), true
}

// weighs holds everybody against the promise at every block, also at other
// prices, where a protocol makes one.
func (s Suite) weighs(t *testing.T) {
	r := s.start(t)
	promised := 0
	linear := false
	for r.step() {
		if r.frame == nil {
			continue
		}
		if _, linear = r.frame.(protocols.Linear); !linear {
			return
		}
		view := r.book.View(r.tip.Time).In(r.tip.Number)
		for _, percent := range []uint64{100, 60, 93, 180} {
			f := r.p.At(shifted(view, r.book.Len(), percent)).(protocols.Linear)
			for i := range r.p.Len() {
				ok, err := Weighed(f, position.ID(i))
				if err != nil {
					t.Fatalf("at %s, prices at %d %%, %v: %v", r.tip, percent, r.p.Key(position.ID(i)), err)
				}
				if ok {
					promised++
				}
			}
		}
	}
	if promised == 0 {
		t.Error("nothing is ever promised")
	}
}

// shifted moves every other price.
func shifted(view prices.View, sources int, percent uint64) prices.View {
	other := make(map[prices.ID]uint256.Int)
	for id := prices.ID(0); int(id) < sources; id += 2 {
		if price, ok := view.Price(id); ok {
			price.Mul(&price, uint256.NewInt(percent))
			other[id] = *price.Div(&price, uint256.NewInt(100))
		}
	}
	return view.WithAll(other)
}
