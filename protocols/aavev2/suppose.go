package aavev2

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
	accountEdit
}

// holder is an account as the frame has it.
func (f *moment) holder(id position.ID) (*head, []leg) {
	if o := f.supposed; o != nil && o.id == id {
		return &o.head, o.legs
	}
	return f.p.accounts.At(state.Row(id))
}

// Suppose implements protocols.Frame. Debts are borrowed and repaid at the
// variable rate.
func (f *moment) Suppose(id position.ID, changes ...protocols.Change) (protocols.Frame, error) {
	h, legs := f.holder(id)
	if h.unread {
		return nil, protocols.ErrUnknown
	}
	g := *f
	g.supposed = &holder{id: id, head: *h, accountEdit: accountEdit{slices.Clone(legs)}}
	for i := range changes {
		if err := g.change(&changes[i]); err != nil {
			return nil, err
		}
	}
	return &g, nil
}

func (f *moment) change(c *protocols.Change) error {
	r, ok := f.p.reserves.Get(c.Asset)
	switch {
	case c.Deed == protocols.SetMode:
		return fmt.Errorf("%w: this version has no efficiency modes", protocols.ErrImpossible)
	case !ok || int(r.id) >= len(f.reserves) || f.reserves[r.id].reverts || f.reserves[r.id].rebasing:
		return fmt.Errorf("%w: %s is not listed, or its balances are unknown", protocols.ErrImpossible, c.Asset)
	case c.Deed == protocols.SetThreshold:
		f.reserves = slices.Clone(f.reserves)
		f.reserves[r.id].threshold = c.Threshold
		return nil
	}
	return f.supposed.change(&f.reserves[r.id], r.id, c)
}

// change moves the account's balance or debt in a reserve.
func (o *holder) change(s *scalars, reserve uint32, c *protocols.Change) error {
	k, index := supplied, &s.income
	if c.Deed == protocols.Borrow || c.Deed == protocols.Repay {
		k, index = borrowed, &s.debt
	}
	l := o.leg(reserve, k)
	if c.Deed == protocols.Supply {
		l.kind = collateral
	}
	amount, away := c.Amount, c.Deed == protocols.Withdraw || c.Deed == protocols.Repay
	if away {
		var all uint256.Int
		scaled := l.stored.Uint256()
		if !fixed.RayMulHalfUp(&all, &scaled, index) {
			return protocols.ErrImpossible
		}
		switch more := amount.Gt(&all); {
		case more && c.Deed == protocols.Withdraw:
			return fmt.Errorf("%w: only %s of %s are there", protocols.ErrImpossible, all.Dec(), c.Asset)
		case more:
			amount = all
		}
	}
	next, err := moved(l.stored, &amount, index, away)
	if err != nil {
		return fmt.Errorf("%w: %s is too much", protocols.ErrImpossible, amount.Dec())
	}
	l.stored = next
	owes := o.has(reserve, stable)
	o.legs = slices.DeleteFunc(o.legs, func(l leg) bool {
		return l.stored.IsZero() && l.reserve == reserve && l.kind != stable && !(l.owes() && owes)
	})
	return nil
}
