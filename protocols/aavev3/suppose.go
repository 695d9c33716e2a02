package aavev3

import (
	"fmt"
	"math"
	"slices"

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
	if c.Deed == protocols.SetMode {
		if c.Mode > math.MaxUint8 || c.Mode != 0 && int(c.Mode) >= len(f.eModes) {
			return fmt.Errorf("%w: there is no efficiency mode %d", protocols.ErrImpossible, c.Mode)
		}
		f.supposed.head.eMode = uint8(c.Mode)
		return nil
	}
	r, ok := f.p.reserves.Get(c.Asset)
	if !ok || !r.listed || f.reserves[r.id].reverts {
		return fmt.Errorf("%w: %s is not listed", protocols.ErrImpossible, c.Asset)
	}
	if c.Deed == protocols.SetThreshold {
		f.reserves = slices.Clone(f.reserves)
		f.reserves[r.id].threshold = c.Threshold
		return nil
	}
	return f.supposed.move(f, &f.reserves[r.id], r.id, c)
}

// move changes the account's balance or debt in a reserve.
func (o *holder) move(f *moment, s *scalars, reserve uint32, c *protocols.Change) error {
	of, index := aToken, &s.income
	if c.Deed == protocols.Borrow || c.Deed == protocols.Repay {
		of, index = debtToken, &s.debt
	}
	l := o.leg(reserve, of)
	if c.Deed == protocols.Supply {
		l.kind = collateral
	}
	scaled := l.scaled.Uint256()
	var delta, all uint256.Int
	more := c.Deed == protocols.Supply || c.Deed == protocols.Borrow
	amount := &c.Amount
	if !more {
		if !f.version.balance(&all, of, &scaled, index) {
			return protocols.ErrImpossible
		}
		switch less := amount.Gt(&all); {
		case less && c.Deed == protocols.Withdraw:
			return fmt.Errorf("%w: only %s of %s are there", protocols.ErrImpossible, all.Dec(), c.Asset)
		case less:
			amount = &all
		}
	}
	switch {
	case more && (!f.version.issued(&delta, of, amount, index) || !accumulate(&scaled, &delta)):
		return fmt.Errorf("%w: %s is too much", protocols.ErrImpossible, amount.Dec())
	case more:
	case !f.version.burnt(&delta, of, amount, index):
		return protocols.ErrImpossible
	case delta.Gt(&scaled):
		scaled.Clear()
	default:
		scaled.Sub(&scaled, &delta)
	}
	if !l.scaled.Set(&scaled) {
		return fmt.Errorf("%w: %s is too much", protocols.ErrImpossible, amount.Dec())
	}
	o.legs = slices.DeleteFunc(o.legs, func(l leg) bool { return l.scaled.IsZero() && l.reserve == reserve })
	return nil
}

// issued sets z to the scaled amount that minting an amount adds. Source: as balance.
func (v Version) issued(z *uint256.Int, of side, amount, index *uint256.Int) bool {
	if of == aToken {
		return v.burnt(z, debtToken, amount, index) // what one gives rounds down
	}
	return v.burnt(z, aToken, amount, index)
}
