package morphoblue

import (
	"fmt"
	"slices"

	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// holder is a position that a frame supposes to be otherwise than it is.
type holder struct {
	id position.ID
	holding
}

// holding is a position as the frame has it.
func (f *moment) holding(id position.ID) *holding {
	if o := f.supposed; o != nil && o.id == id {
		return &o.holding
	}
	return f.p.positions.At(state.Row(id))
}

// Suppose implements protocols.Frame. Markets have no modes, and their thresholds
// are for good.
func (f *moment) Suppose(id position.ID, changes ...protocols.Change) (protocols.Frame, error) {
	h := f.holding(id)
	if h.unread || !f.loans[h.market].accrued {
		return nil, protocols.ErrUnknown
	}
	g := *f
	g.supposed = &holder{id, *h}
	g.loans = slices.Clone(f.loans)
	m := f.p.markets.At(h.market)
	for i := range changes {
		c := &changes[i]
		var ok bool
		switch {
		case c.Asset == m.collateralToken && (c.Deed == protocols.Supply || c.Deed == protocols.Withdraw):
			ok = g.supposed.pledge(c)
		case c.Asset == m.loanToken && (c.Deed == protocols.Borrow || c.Deed == protocols.Repay):
			ok = g.supposed.owe(&g.loans[h.market], c)
		default:
			return nil, fmt.Errorf("%w: in this market %s is the collateral and %s is borrowed, and nothing else can change",
				protocols.ErrImpossible, m.collateralToken, m.loanToken)
		}
		if !ok {
			return nil, fmt.Errorf("%w: %s of %s is more than there is", protocols.ErrImpossible, c.Amount.Dec(), c.Asset)
		}
	}
	return &g, nil
}

// pledge supplies or withdraws collateral.
func (o *holder) pledge(c *protocols.Change) bool {
	z := o.collateral.Uint256()
	var failed bool
	if c.Deed == protocols.Supply {
		_, failed = z.AddOverflow(&z, &c.Amount)
	} else {
		_, failed = z.SubOverflow(&z, &c.Amount)
	}
	return !failed && o.collateral.Set(&z)
}

// owe borrows or repays, and moves the market's totals.
//
// Source: morpho-org/morpho-blue:src/Morpho.sol (borrow, repay).
func (o *holder) owe(l *marketMoment, c *protocols.Change) bool {
	owed, t := o.borrowShares.Uint256(), &l.totals
	var shares, all uint256.Int
	assets := c.Amount
	if c.Deed == protocols.Borrow {
		if !l.debt.toSharesUp(&shares, &assets) || !fits128(&assets) || !fits128(&shares) {
			return false
		}
		owed.Add(&owed, &shares)
		t.borrowShares.Add(&t.borrowShares, &shares)
		t.borrowAssets.Add(&t.borrowAssets, &assets)
		if !fits128(&t.borrowShares) || !fits128(&t.borrowAssets) {
			return false
		}
	} else {
		if !l.debt.toAssetsUp(&all, &owed) {
			return false
		}
		if shares = owed; assets.Lt(&all) {
			if !l.debt.toSharesDown(&shares, &assets) {
				return false
			}
		} else {
			assets = all
		}
		if shares.Gt(&owed) {
			return false
		}
		owed.Sub(&owed, &shares)
		t.borrowShares.Sub(&t.borrowShares, &shares)
		zeroFloorSub(&t.borrowAssets, &t.borrowAssets, &assets)
	}
	l.debt = t.borrowed()
	return o.borrowShares.Set(&owed)
}
