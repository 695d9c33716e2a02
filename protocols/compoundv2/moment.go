package compoundv2

import (
	"math"

	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// moment is all markets at one block and under one set of prices: a frame for
// the arithmetic, and what people call its parts.
type moment struct {
	frame
	p    *Protocol
	s    settings
	view prices.View
	// supposed is an account that is otherwise than the tables say; nil for none.
	supposed *holder
}

var _ protocols.Frame = (*moment)(nil)

// At implements protocols.Protocol.
func (p *Protocol) At(view prices.View) protocols.Frame {
	s := p.global()
	f := &moment{p: p, s: s, view: view}
	f.variant, f.rounding = p.variant, p.rounding
	f.closeFactor.SetUint64(s.closeFactor)
	f.incentive.SetUint64(s.incentive)
	f.least = s.minCollateral.Uint256()
	f.paused = s.paused || s.seizePaused
	f.markets = make([]scalars, p.markets.Len())
	for i := range f.markets {
		f.scalars(&f.markets[i], p.markets.At(state.Row(i)))
	}
	f.setModes()
	f.setVAI()
	return f
}

func (f *moment) scalars(s *scalars, m *market) {
	s.listed = m.listed
	weight := m.factor
	if f.thresholds() {
		weight = m.threshold
	}
	s.threshold.SetUint64(weight)
	s.incentive.SetUint64(m.incentive)
	s.seizeShare.SetUint64(m.seizeShare)
	s.forced = m.forced || f.deprecates && m.factor == 0 && m.borrowPaused && m.reserveFactor == fixed.Wad
	s.closed, s.untakeable = m.liquidatePaused || m.repayPaused, m.seizePaused // a liquidation repays
	if m.watched {
		s.price, s.priced = f.view.Price(m.price)
	}
	rate, known := f.view.Price(m.rate)
	if m.unread || !known || !m.ledger(&s.state[stored], f.view, f.isolated) {
		return
	}
	s.sized = true
	s.state[accrued] = s.state[stored]
	now := f.view.Number
	if m.seconds {
		now = f.view.Time
	}
	if now > m.accrued {
		reserveFactor := uint256.NewInt(m.reserveFactor)
		s.reverts = !s.state[accrued].accrue(&rate, reserveFactor, now-m.accrued)
	}
	if s.priced && !s.reverts {
		s.complete(&f.frame)
	}
}

// ledger takes a market's state as it was read at the view's block.
func (m *market) ledger(l *ledger, view prices.View, badDebt bool) bool {
	l.index = m.index.Uint256()
	known := true
	for _, source := range []struct {
		to *uint256.Int
		id prices.ID
	}{{&l.cash, m.cash}, {&l.borrows, m.borrows}, {&l.reserves, m.reserves}, {&l.supply, m.supply}} {
		var ok bool
		*source.to, ok = view.Price(source.id)
		known = known && ok
	}
	if badDebt {
		l.badDebt, _ = view.Price(m.badDebt) // the oldest isolated markets have none
	}
	return known
}

func (f *moment) setModes() {
	f.modes = make(map[uint64]*modeScalars)
	for id, m := range f.p.modes.All() {
		if m.active {
			f.modes[id] = &modeScalars{fallback: m.fallback, members: make([]member, len(f.markets))}
		}
	}
	for key, e := range f.p.members.All() {
		if m := f.modes[key.mode]; m != nil {
			m.members[key.market] = *e
		}
	}
}

// setVAI takes the state of the controller and of the liquidator contract.
func (f *moment) setVAI() {
	v := &f.vai
	if f.s.controller == (common.Address{}) {
		return
	}
	v.exists = true
	var known bool
	v.index, known = f.view.Price(f.s.vaiIndex)
	v.known = known && f.s.vai != (common.Address{})
	if f.s.liquidated {
		v.treasury, _ = f.view.Price(f.s.treasury)
		v.least, _ = f.view.Price(f.s.leastVAI)
		forced, _ := f.view.Price(f.s.forceVAI)
		v.forced = !forced.IsZero()
	}
}

// Health implements protocols.Frame.
func (f *moment) Health(id position.ID) (position.Health, error) {
	var a account
	if !f.account(&a, id) {
		return position.Health{}, protocols.ErrUnknown
	}
	return a.health(), nil
}

// account evaluates a position; false where it can't be told.
func (f *moment) account(a *account, id position.ID) bool {
	h, legs := f.holder(id)
	if h.unread {
		return false
	}
	vai, minted := f.minter(h, id)
	var owner *minter
	if minted {
		owner = &vai
	}
	if f.evaluate(a, h.mode, legs, owner) != fine {
		return false
	}
	for i := range legs {
		a.forced = a.forced || f.forcedFor(id, &legs[i])
	}
	return true
}

// forcedFor reports whether a debt may be repaid without a shortfall, of this
// account alone.
func (f *moment) forcedFor(id position.ID, g *leg) bool {
	if f.p.forced.Len() == 0 || g.principal.IsZero() {
		return false
	}
	flag, _ := f.p.forced.Get(forcedKey{f.p.accounts.Key(state.Row(id)), g.market})
	return flag == 1
}

// minter is what an account has of VAI.
func (f *moment) minter(h *head, id position.ID) (m minter, ok bool) {
	if !h.mints {
		return m, false
	}
	return f.p.minters.Get(f.p.accounts.Key(state.Row(id)))
}

// Growth implements protocols.Frame.
func (f *moment) Growth(since protocols.Frame) uint64 {
	old := since.(*moment)
	var most uint64
	grow := func(now, then *uint256.Int) {
		var grown uint256.Int
		if then.IsZero() {
			return
		}
		if _, less := grown.SubOverflow(now, then); less {
			return
		}
		if !fixed.MulDivCeil(&grown, &grown, uint256.NewInt(fixed.Percent), then) || !grown.IsUint64() {
			most = math.MaxUint64
			return
		}
		most = max(most, grown.Uint64())
	}
	for i := range min(len(f.markets), len(old.markets)) {
		grow(&f.markets[i].state[accrued].index, &old.markets[i].state[accrued].index)
	}
	grow(&f.vai.index, &old.vai.index)
	return most
}

// Worth implements protocols.Frame.
func (f *moment) Worth(id position.ID) (position.Worth, error) {
	var a account
	if !f.account(&a, id) {
		return position.Worth{}, protocols.ErrUnknown
	}
	return position.Worth{
		Collateral: dollars(&a.sums[accrued].value), Debt: dollars(&a.sums[accrued].debt), Known: f.p.dollars,
	}, nil
}

// perDollarUnit is how much of a sum is 1e-8 dollars.
const perDollarUnit = 1e10

// dollars is a sum in 1e-8 dollars, rounded down.
func dollars(sum *uint256.Int) (z uint256.Int) {
	z.Div(sum, uint256.NewInt(perDollarUnit))
	return z
}

// Value implements protocols.Frame.
func (f *moment) Value(asset common.Address, amount *uint256.Int) (uint256.Int, bool) {
	var z uint256.Int
	if !f.p.dollars {
		return z, false
	}
	if asset == f.s.vai && f.vai.exists {
		return dollars(amount), true
	}
	for i := range f.markets {
		s := &f.markets[i]
		if f.p.markets.At(state.Row(i)).underlying == asset && s.listed && s.priced {
			ok := mulTruncate(&z, &s.price, amount)
			return dollars(&z), ok
		}
	}
	return z, false
}

// Fetch implements protocols.Fetcher.
func (f *moment) Fetch(ids []position.ID) { state.Fetch(f.p.accounts, ids) }
