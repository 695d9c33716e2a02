package morphoblue

import (
	"math"

	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// moment is all markets at one time and under one set of prices.
type moment struct {
	p     *Protocol
	view  prices.View
	loans []marketMoment // by row
	// supposed is a position that is otherwise than the tables say; nil for none.
	supposed *holder
}

var _ protocols.Frame = (*moment)(nil)

// marketMoment is a market with the interest until the moment.
type marketMoment struct {
	loan
	totals totals
	id     common.Hash
	rate   uint256.Int // of borrowing, a wad a second
	// accrued says that totals and loan.debt are known, priced that loan.price is.
	accrued, priced bool
}

// At implements protocols.Protocol.
func (p *Protocol) At(view prices.View) protocols.Frame {
	f := &moment{p: p, view: view, loans: make([]marketMoment, 0, p.markets.Len())}
	for id, m := range p.markets.All() {
		l := marketMoment{id: id}
		l.lltv.SetUint64(m.lltv)
		l.price, l.priced = view.Price(m.price)
		rates, _ := p.rates.Get(id)
		l.totals, l.accrued = m.accrue(&l.rate, p.model(m), &rates, view.Time)
		l.debt = l.totals.borrowed()
		f.loans = append(f.loans, l)
	}
	return f
}

// accrue returns a market's totals as the contract would make them at a time
// before it does anything else, and sets rate to that of borrowing since the
// last update. It reports false where that isn't known, or the contract would
// revert.
func (m *market) accrue(rate *uint256.Int, by model, rates *modelRate, now uint64) (totals, bool) {
	t := m.totals()
	if m.dark || now < m.lastUpdate {
		return t, false
	}
	elapsed := now - m.lastUpdate
	known := true
	switch by {
	case noInterest:
		return t, true
	case adaptive:
		adaptiveCurve(rate, &t, m.rateAtTarget, elapsed)
	case fixedRate:
		*rate, known = rates.rate, rates.known == 1
	case foreign:
		*rate, known = rates.rate, rates.known == 1 && rates.at == now
	}
	if elapsed == 0 || t.borrowAssets.IsZero() {
		return t, true
	}
	if !known {
		return t, false
	}
	_, ok := t.accrueInterest(rate, elapsed, m.fee)
	return t, ok
}

// Health implements protocols.Frame. Where nothing is owed nobody asks the
// oracle, and if it has no answer Collateral stays zero.
func (f *moment) Health(id position.ID) (position.Health, error) {
	h := f.holding(id)
	l := &f.loans[h.market]
	var out position.Health
	if h.unread || !l.accrued {
		return out, protocols.ErrUnknown
	}
	if !l.priced {
		if !h.borrowShares.IsZero() {
			return out, protocols.ErrUnknown
		}
		out.Factor.SetAllOne()
		return out, nil
	}
	collateral, shares := h.collateral.Uint256(), h.borrowShares.Uint256()
	if !l.evaluate(&out, &collateral, &shares) {
		return position.Health{}, protocols.ErrUnknown
	}
	return out, nil
}

// Growth implements protocols.Frame.
func (f *moment) Growth(since protocols.Frame) uint64 {
	old := since.(*moment).loans
	var most uint64
	for i := range f.loans {
		if i >= len(old) {
			continue
		}
		was, is := &old[i], &f.loans[i]
		if was.id != is.id || was.accrued != is.accrued {
			return math.MaxUint64
		}
		if is.accrued {
			most = max(most, was.debt.growth(&is.debt))
		}
	}
	return most
}

// growth is how much more a share is worth at another rate, in basis points
// rounded up.
func (r *rate) growth(later *rate) uint64 {
	// both shares and assets have 129 bits at most, and one in 1e12 is enough
	precision := uint256.NewInt(fixed.Wad)
	var was, is uint256.Int
	if !fixed.MulDivFloor(&was, &r.assets, precision, &r.shares) ||
		!mulDivUp(&is, &later.assets, precision, &later.shares) {
		return math.MaxUint64
	}
	if !is.Gt(&was) {
		return 0
	}
	is.Sub(&is, &was)
	if !mulDivUp(&is, &is, uint256.NewInt(fixed.Percent), &was) || !is.IsUint64() {
		return math.MaxUint64
	}
	return is.Uint64()
}

// Worth implements protocols.Frame.
func (f *moment) Worth(id position.ID) (position.Worth, error) {
	health, err := f.Health(id)
	if err != nil {
		return position.Worth{}, err
	}
	h := f.holding(id)
	l := &f.loans[h.market]
	m := f.p.markets.At(h.market)
	var quoted uint256.Int
	collateral := h.collateral.Uint256()
	if !l.priced && !collateral.IsZero() || !l.quoted(&quoted, &collateral) {
		return position.Worth{}, nil
	}
	var w position.Worth
	var backed, owed bool
	w.Collateral, backed = f.Value(m.loanToken, &quoted)
	w.Debt, owed = f.Value(m.loanToken, &health.Debt)
	w.Known = backed && owed
	return w, nil
}

// Value implements protocols.Frame, where a feed is configured for the asset.
func (f *moment) Value(asset common.Address, amount *uint256.Int) (z uint256.Int, ok bool) {
	t, known := f.p.tokens.Get(asset)
	if !known || !t.known {
		return z, false
	}
	answer, priced := f.view.Price(t.feed)
	if !priced || answer.Sign() <= 0 {
		return z, false
	}
	unit := powerOfTen(t.decimals + t.feedUnit)
	if _, over := answer.MulOverflow(&answer, uint256.NewInt(dollar)); over {
		return z, false
	}
	ok = fixed.MulDivFloor(&z, amount, &answer, &unit)
	return z, ok
}

const dollar = 1e8 // of everything that protocols call dollars

// powerOfTen is 10^n for n up to twice mostDecimals.
func powerOfTen(n uint8) (z uint256.Int) {
	z.Exp(uint256.NewInt(10), uint256.NewInt(uint64(n)))
	return z
}
