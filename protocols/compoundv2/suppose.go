package compoundv2

import (
	"fmt"
	"slices"

	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
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

// Suppose implements protocols.Frame. What is done in a market accrues it, and
// changes its totals; VAI's can't be supposed.
func (f *moment) Suppose(id position.ID, changes ...protocols.Change) (protocols.Frame, error) {
	h, legs := f.holder(id)
	if h.unread {
		return nil, protocols.ErrUnknown
	}
	g := *f
	g.supposed = &holder{id: id, head: *h, legs: slices.Clone(legs)}
	g.markets = slices.Clone(f.markets)
	for i := range changes {
		if err := g.change(&changes[i]); err != nil {
			return nil, err
		}
	}
	return &g, nil
}

func (f *moment) change(c *protocols.Change) error {
	if c.Deed == protocols.SetMode {
		if f.modes[c.Mode] == nil && c.Mode != 0 {
			return fmt.Errorf("%w: there is no efficiency mode %d", protocols.ErrImpossible, c.Mode)
		}
		f.supposed.head.mode = c.Mode
		return nil
	}
	row, ok := f.marketOf(c.Asset)
	if !ok {
		return fmt.Errorf("%w: %s has no market that can be told", protocols.ErrImpossible, c.Asset)
	}
	s := &f.markets[row]
	if c.Deed == protocols.SetThreshold {
		s.threshold.SetUint64(uint64(c.Threshold) * 1e14)
	} else if err := f.supposed.change(f, s, row, c); err != nil {
		return err
	}
	if s.complete(&f.frame); s.reverts {
		return fmt.Errorf("%w: the contract would revert", protocols.ErrImpossible)
	}
	return nil
}

// marketOf finds an asset's market among those that can be told.
func (f *moment) marketOf(asset common.Address) (row uint32, ok bool) {
	for i := range f.markets {
		s := &f.markets[i]
		if s.listed && s.priced && s.sized && !s.reverts && f.p.markets.At(state.Row(i)).underlying == asset {
			return uint32(i), true
		}
	}
	return 0, false
}

// change moves the account's tokens or debt in a market, and the market's totals.
//
// Source: compound-finance/compound-protocol:contracts/CToken.sol (mintFresh,
// redeemFresh, borrowFresh, repayBorrowFresh); venusprotocol/isolated-pools:
// contracts/VToken.sol (_redeemFresh).
func (o *holder) change(f *moment, s *scalars, market uint32, c *protocols.Change) error {
	at, found := slices.BinarySearchFunc(o.legs, market, compareMarkets)
	if !found {
		o.legs = slices.Insert(o.legs, at, leg{market: market})
	}
	g, l := &o.legs[at], &s.state[accrued]
	var ok bool
	switch c.Deed {
	case protocols.Supply:
		g.entered = true
		ok = g.mint(l, &s.exchange[accrued], &c.Amount)
	case protocols.Withdraw:
		ok = g.redeem(l, &s.exchange[accrued], &c.Amount, f.isolated)
	default:
		g.entered = true
		ok = g.owe(l, s, c)
	}
	if !ok {
		return fmt.Errorf("%w: %s of %s is more than there is", protocols.ErrImpossible, c.Amount.Dec(), c.Asset)
	}
	s.state[stored] = *l
	return nil
}

func (g *leg) mint(l *ledger, exchange, amount *uint256.Int) bool {
	var tokens uint256.Int
	shares := g.shares.Uint256()
	return divExp(&tokens, amount, exchange) && plus(&shares, &tokens) && g.shares.Set(&shares) &&
		plus(&l.supply, &tokens) && plus(&l.cash, amount)
}

func (g *leg) redeem(l *ledger, exchange, amount *uint256.Int, up bool) bool {
	var tokens, paid uint256.Int
	shares := g.shares.Uint256()
	if !divExp(&tokens, amount, exchange) {
		return false
	}
	paid = *amount
	if up {
		if !mulTruncate(&paid, &tokens, exchange) {
			return false
		}
		if !paid.IsZero() && !paid.Eq(amount) {
			tokens.AddUint64(&tokens, 1)
		}
		if !mulTruncate(&paid, &tokens, exchange) {
			return false
		}
	}
	return minus(&shares, &tokens) && g.shares.Set(&shares) && minus(&l.supply, &tokens) && minus(&l.cash, &paid)
}

// owe borrows or repays: the debt is stored anew at today's index.
func (g *leg) owe(l *ledger, s *scalars, c *protocols.Change) bool {
	var debt uint256.Int
	if !s.owed(&debt, g, accrued) {
		return false
	}
	amount := c.Amount
	var ok bool
	if c.Deed == protocols.Borrow {
		ok = plus(&debt, &amount) && minus(&l.cash, &amount) && plus(&l.borrows, &amount)
	} else {
		if amount.Gt(&debt) {
			amount = debt
		}
		ok = minus(&debt, &amount) && plus(&l.cash, &amount)
		if !minus(&l.borrows, &amount) {
			l.borrows.Clear() // what all owe together can be a rounding less
		}
	}
	return ok && g.principal.Set(&debt) && g.index.Set(&l.index)
}

func plus(z, x *uint256.Int) bool {
	_, over := z.AddOverflow(z, x)
	return !over
}

func minus(z, x *uint256.Int) bool {
	if x.Gt(z) {
		return false
	}
	z.Sub(z, x)
	return true
}
