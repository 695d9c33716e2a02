package compoundv2

import (
	"brink/position"

	"github.com/holiman/uint256"
)

// account is a position as evaluate finds it.
type account struct {
	sums [2]totals // by when
	// forced: a debt may be repaid by anybody without a shortfall.
	forced bool
}

// evaluate sums an account up. vai is what it has minted, nil if nothing.
func (f *frame) evaluate(a *account, mode uint64, legs []leg, vai *minter) outcome {
	for i := range legs {
		g := &legs[i]
		if o := f.add(&a.sums, mode, g); o != fine {
			return o
		}
		a.forced = a.forced || !g.principal.IsZero() && int(g.market) < len(f.markets) && f.markets[g.market].forced
	}
	if vai == nil {
		return fine
	}
	if !f.vai.known {
		return unknown
	}
	var owed uint256.Int
	if !f.vai.owed(&owed, vai) {
		return reverts
	}
	for at := range a.sums {
		if _, over := a.sums[at].debt.AddOverflow(&a.sums[at].debt, &owed); over {
			return reverts
		}
	}
	return fine
}

// short reports a shortfall.
func (t *totals) short() bool { return t.debt.Gt(&t.collateral) }

// health is the account in the house's terms: as a liquidation finds it after
// every market was touched, and beside it as the comptroller's view tells it.
func (a *account) health() position.Health {
	now, then := &a.sums[accrued], &a.sums[stored]
	h := position.Health{
		Collateral: now.collateral, Debt: now.debt,
		Liquidatable: now.short() || a.forced && !now.debt.IsZero(),
		Insolvent:    now.value.Lt(&now.debt),
	}
	quotient(&h.Factor, &now.collateral, &now.debt)
	if now.collateral != then.collateral || now.debt != then.debt {
		h.Lagging = true
		h.Stored.Collateral, h.Stored.Debt = then.collateral, then.debt
		quotient(&h.Stored.Factor, &then.collateral, &then.debt)
	}
	return h
}
