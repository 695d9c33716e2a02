package aavev2

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

// moment is the market at one time and under one set of prices: a frame for the
// arithmetic, and what people call its parts.
type moment struct {
	frame
	p      *Protocol
	m      market
	view   prices.View
	rate   exchange
	assets []common.Address // by reserve id
	// supposed is an account that is otherwise than the tables say; nil for none.
	supposed *holder
}

var _ protocols.Frame = (*moment)(nil)

// At implements protocols.Protocol.
func (p *Protocol) At(view prices.View) protocols.Frame {
	m := p.settings()
	f := &moment{p: p, m: m, view: view, rate: exchangeOf(m, view)}
	f.time, f.paused, f.closeFactor = view.Time, m.paused, m.closeFactor
	f.reserves, f.assets = make([]scalars, p.reserves.Len()), make([]common.Address, p.reserves.Len())
	for asset, r := range p.reserves.All() {
		if int(r.id) < len(f.reserves) {
			f.assets[r.id] = asset
			f.reserves[r.id] = f.scalars(asset, r)
		}
	}
	return f
}

func (f *moment) scalars(asset common.Address, r *reserve) scalars {
	s := scalars{threshold: r.threshold, bonus: r.bonus, listed: true, active: r.active, rebasing: f.p.rebasing[asset]}
	s.setDecimals(r.decimals)
	if price, known := f.view.Price(r.price); known {
		s.setPrice(&price)
	}
	if r.grace != prices.None {
		until, known := f.view.Price(r.grace)
		if s.grace = until.Uint64(); !known || !until.IsUint64() {
			s.grace = math.MaxUint64
		}
	}
	s.accrue(&r.indices, f.time)
	return s
}

// Health implements protocols.Frame.
func (f *moment) Health(id position.ID) (position.Health, error) {
	var a account
	if err := f.account(&a, id); err != nil {
		return position.Health{}, err
	}
	return position.Health{
		Factor: a.healthFactor, Collateral: a.collateral, Debt: a.debt,
		Liquidatable: a.liquidatable, Insolvent: a.collateral.Lt(&a.debt),
	}, nil
}

// account evaluates a position. Every reason not to know it is ErrUnknown: the
// caller only asks whether, and the answer is the same.
func (f *moment) account(a *account, id position.ID) error {
	h, legs := f.holder(id)
	if h.unread || f.evaluate(a, legs) != nil {
		return protocols.ErrUnknown
	}
	return nil
}

// Growth implements protocols.Frame. No debt at a rate of its own grows faster
// than one that began when the older frame was made, at the highest rate that
// anybody has had.
func (f *moment) Growth(since protocols.Frame) uint64 {
	old := since.(*moment)
	var most uint64
	for i := range f.reserves {
		if i < len(old.reserves) {
			most = max(most, growth(&old.reserves[i].debt, &f.reserves[i].debt))
		}
	}
	top, one := f.m.topRate.Uint256(), fixed.Ray()
	if top.IsZero() || f.time <= old.time {
		return most
	}
	var factor uint256.Int
	if !compoundedInterest(&factor, &top, f.time-old.time) {
		return math.MaxUint64
	}
	return max(most, growth(&one, &factor))
}

// growth is in basis points, rounded up.
func growth(from, to *uint256.Int) uint64 {
	var grown uint256.Int
	if _, less := grown.SubOverflow(to, from); less || from.IsZero() {
		return 0
	}
	if !fixed.MulDivCeil(&grown, &grown, uint256.NewInt(fixed.Percent), from) || !grown.IsUint64() {
		return math.MaxUint64
	}
	return grown.Uint64()
}

// Worth implements protocols.Frame.
func (f *moment) Worth(id position.ID) (position.Worth, error) {
	var a account
	if err := f.account(&a, id); err != nil {
		return position.Worth{}, err
	}
	var w position.Worth
	w.Known = f.rate.dollars(&w.Collateral, &a.collateral) && f.rate.dollars(&w.Debt, &a.debt)
	return w, nil
}

// Value implements protocols.Frame.
func (f *moment) Value(asset common.Address, amount *uint256.Int) (uint256.Int, bool) {
	var z uint256.Int
	r, ok := f.p.reserves.Get(asset)
	if !ok {
		return z, false
	}
	s := &f.reserves[r.id]
	if !s.priced || !fixed.MulDivFloor(&z, amount, &s.price, &s.unit) {
		return z, false
	}
	known := f.rate.dollars(&z, &z)
	return z, known
}

// Fetch implements protocols.Fetcher.
func (f *moment) Fetch(ids []position.ID) { state.Fetch(f.p.accounts, ids) }
