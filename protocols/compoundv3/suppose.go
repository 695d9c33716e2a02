package compoundv3

import (
	"fmt"
	"slices"

	"brink/fixed"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// holder is an account that a frame supposes to be otherwise than it is.
type holder struct {
	id   position.ID
	head head
	legs []leg
}

// holder is an account as the frame has it.
func (f *moment) holder(id position.ID) (*head, []leg) {
	if o := f.supposed; o != nil && o.id == id {
		return &o.head, o.legs
	}
	return f.p.accounts.At(state.Row(id))
}

// Suppose implements protocols.Frame. Base that is supplied by who owes some
// repays it; there are no modes.
func (f *moment) Suppose(id position.ID, changes ...protocols.Change) (protocols.Frame, error) {
	h, legs := f.holder(id)
	if h.unread != 0 || !f.known {
		return nil, protocols.ErrUnknown
	}
	g := *f
	g.supposed = &holder{id, *h, slices.Clone(legs)}
	for i := range changes {
		if err := g.change(&changes[i]); err != nil {
			return nil, err
		}
	}
	return &g, nil
}

func (f *moment) change(c *protocols.Change) error {
	at, listed := f.p.assets.Row(c.Asset)
	listed = listed && f.assets[at].bit != 0
	ok := false
	switch {
	case c.Deed == protocols.SetMode:
		return fmt.Errorf("%w: this market has no modes", protocols.ErrImpossible)
	case c.Deed == protocols.SetThreshold && listed:
		f.assets = slices.Clone(f.assets)
		f.assets[at].liquidateFactor.SetUint64(uint64(c.Threshold) * (fixed.Wad / fixed.Percent))
		return nil
	case c.Deed == protocols.Supply && listed:
		ok = f.supposed.pledge(f, at, &c.Amount, more)
	case c.Deed == protocols.Withdraw && listed:
		ok = f.supposed.pledge(f, at, &c.Amount, less)
	case c.Deed != protocols.SetThreshold && c.Asset == f.r.baseToken:
		ok = f.moveBase(c)
	default:
		return fmt.Errorf("%w: %s is not an asset of this market for that", protocols.ErrImpossible, c.Asset)
	}
	if !ok {
		return fmt.Errorf("%w: %s of %s is more than there is", protocols.ErrImpossible, c.Amount.Dec(), c.Asset)
	}
	return nil
}

// pledge supplies or withdraws collateral.
func (o *holder) pledge(f *moment, at state.Row, amount *uint256.Int, do func(z, x *uint256.Int) bool) bool {
	if amount.BitLen() > 128 {
		return false
	}
	return f.p.change(&o.head, &o.legs, f.p.assets.Key(at), func(z *uint256.Int) bool { return do(z, amount) })
}

// moveBase supplies, withdraws, borrows or repays base, on indices that are
// accrued first.
//
// Source: compound-finance/comet:contracts/Comet.sol (supplyBase, withdrawBase).
func (f *moment) moveBase(c *protocols.Change) bool {
	h, amount := &f.supposed.head, c.Amount
	old := signed{h.principal.Uint256(), h.owes}
	var balance signed
	if !old.present(&balance, f.now) || amount.BitLen() > 128 {
		return false
	}
	in := c.Deed == protocols.Supply || c.Deed == protocols.Repay
	switch {
	case c.Deed == protocols.Repay && !balance.negative:
		amount.Clear()
	case c.Deed == protocols.Repay && amount.Gt(&balance.size):
		amount = balance.size
	case c.Deed == protocols.Withdraw && (balance.negative || amount.Gt(&balance.size)):
		return false
	}
	balance.add(signed{amount, !in})
	var principal signed
	if !balance.principal(&principal, f.now) || !h.principal.Set(&principal.size) {
		return false
	}
	h.owes = principal.negative
	f.m.indices, f.m.accrued = f.now, f.view.Time
	f.pay(&amount, in)
	return f.m.shift(old, principal)
}

// pay moves base into the contract, or out of it.
func (f *moment) pay(amount *uint256.Int, in bool) {
	cash, known := f.view.Price(f.r.cash)
	if !known {
		return
	}
	if in {
		cash.Add(&cash, amount)
	} else if !less(&cash, amount) {
		cash.Clear()
	}
	f.view = f.view.With(f.r.cash, &cash)
}

// shift replaces one principal by another in the totals.
func (t *totals) shift(old, next signed) bool {
	supplied, borrowed := t.supplied.Uint256(), t.borrowed.Uint256()
	side := func(negative bool) *uint256.Int {
		if negative {
			return &borrowed
		}
		return &supplied
	}
	if z := side(old.negative); !less(z, &old.size) {
		z.Clear()
	}
	z := side(next.negative)
	z.Add(z, &next.size)
	return t.supplied.Set(&supplied) && t.borrowed.Set(&borrowed)
}
