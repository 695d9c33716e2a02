package aavev3

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
	assets []common.Address // by reserve id
	// supposed is an account that is otherwise than the tables say; nil for none.
	supposed *holder
}

var _ protocols.Frame = (*moment)(nil)

// At implements protocols.Protocol.
func (p *Protocol) At(view prices.View) protocols.Frame {
	m := p.settings()
	f := &moment{p: p, m: m, view: view}
	f.version, f.time = m.version, view.Time
	if m.version.sentinel() && m.sentinel != (common.Address{}) {
		allowed, known := view.Price(m.halted)
		f.halted = !known || allowed.IsZero()
	}
	size := uint32(0)
	for _, r := range p.reserves.All() {
		size = max(size, r.id+1) // also of dropped ones: accounts may keep their bits
	}
	f.reserves, f.assets = make([]scalars, size), make([]common.Address, size)
	for asset, r := range p.reserves.All() {
		if r.listed {
			f.assets[r.id] = asset
			f.reserves[r.id] = f.scalars(r)
		}
	}
	for id, c := range p.eModes.All() {
		for int(id) >= len(f.eModes) {
			f.eModes = append(f.eModes, eMode{})
		}
		f.eModes[id] = f.eMode(c)
	}
	f.seal()
	return f
}

func (f *moment) scalars(r *reserve) scalars {
	s := scalars{
		ltv: r.ltv, threshold: r.threshold, bonus: r.bonus, protocolFee: r.protocolFee,
		category: r.category, listed: true, active: r.active, paused: r.paused, grace: r.gracePeriodUntil,
	}
	s.setDecimals(r.decimals)
	if price, known := f.view.Price(r.price); known {
		s.setPrice(&price)
	}
	s.accrue(f.version, &r.indices, f.time)
	return s
}

func (f *moment) eMode(c *category) eMode {
	e := eMode{
		ltv: c.ltv, threshold: c.threshold, bonus: c.bonus, isolated: c.isolated,
		members: c.members, ltvZero: c.ltvZero,
	}
	if f.version.eModePrice() && c.sourced {
		e.sourced = true
		e.price, e.priced = f.view.Price(c.price)
	}
	return e
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
	if h.unread {
		return protocols.ErrUnknown
	}
	var few [4]stableDebt
	own, err := f.stableDebts(few[:0], h, state.Row(id))
	if err != nil || f.evaluate(a, h.eMode, legs, own) != nil {
		return protocols.ErrUnknown
	}
	return nil
}

// stableDebts appends an account's debts at rates of their own, with interest.
func (f *moment) stableDebts(debts []stableDebt, h *head, row state.Row) ([]stableDebt, error) {
	if !h.stable {
		return debts, nil
	}
	user := f.p.accounts.Key(row)
	for id := range f.reserves {
		s, ok := f.p.stable.Get(stableKey{user, uint32(id)})
		if !ok || s.principal.IsZero() {
			continue
		}
		d := stableDebt{reserve: uint32(id)}
		if err := s.owes(f.version, &d.balance, f.time); err != nil {
			return nil, err
		}
		debts = append(debts, d)
	}
	return debts, nil
}

// owes sets z to a stable debt with its interest, rounded half up.
//
// Source: aave/aave-v3-core:contracts/protocol/tokenization/StableDebtToken.sol (balanceOf).
func (s *stable) owes(v Version, z *uint256.Int, now uint64) error {
	if now < s.updated {
		return errRevert
	}
	x := indices{variableIndex: s.principal, variableRate: s.rate, updated: s.updated}
	return x.debt(v, z, now)
}

// Growth implements protocols.Frame.
func (f *moment) Growth(since protocols.Frame) uint64 {
	old := since.(*moment).reserves
	var most uint64
	for i := range f.reserves {
		if i >= len(old) || old[i].debt.IsZero() {
			continue
		}
		var grown uint256.Int
		if _, less := grown.SubOverflow(&f.reserves[i].debt, &old[i].debt); less {
			continue
		}
		if !fixed.MulDivCeil(&grown, &grown, uint256.NewInt(fixed.Percent), &old[i].debt) || !grown.IsUint64() {
			return math.MaxUint64
		}
		most = max(most, grown.Uint64())
	}
	return max(most, f.stableGrowth(since.(*moment).time))
}

// stableGrowth is Growth of the debt with the highest rate of its own. What it
// has grown before only makes its series, which is cut off, grow slower.
func (f *moment) stableGrowth(since uint64) uint64 {
	var highest, factor uint256.Int
	for _, s := range f.p.stable.All() {
		if rate := s.rate.Uint256(); !s.principal.IsZero() && rate.Gt(&highest) {
			highest = rate
		}
	}
	if highest.IsZero() || f.time <= since {
		return 0
	}
	one := fixed.Ray()
	if !compoundedInterest(f.version, &factor, &highest, f.time-since) {
		return math.MaxUint64
	}
	factor.Sub(&factor, &one)
	if !fixed.MulDivCeil(&factor, &factor, uint256.NewInt(fixed.Percent), &one) || !factor.IsUint64() {
		return math.MaxUint64
	}
	return factor.Uint64()
}

// Worth implements protocols.Frame.
func (f *moment) Worth(id position.ID) (position.Worth, error) {
	var a account
	if err := f.account(&a, id); err != nil {
		return position.Worth{}, err
	}
	w := position.Worth{Known: f.m.dollars}
	f.dollars(&w.Collateral, &a.collateral)
	f.dollars(&w.Debt, &a.debt)
	return w, nil
}

const dollarUnit = 1e8 // of everything that protocols call dollars

// dollars sets z to base units in 1e-8 dollars, rounded down.
func (f *moment) dollars(z, base *uint256.Int) {
	if f.m.baseUnit == dollarUnit {
		*z = *base
		return
	}
	var product uint256.Int
	product.Mul(base, uint256.NewInt(dollarUnit))
	z.Div(&product, uint256.NewInt(f.m.baseUnit))
}

// Value implements protocols.Frame.
func (f *moment) Value(asset common.Address, amount *uint256.Int) (uint256.Int, bool) {
	var z uint256.Int
	r, ok := f.p.reserves.Get(asset)
	if !ok || !r.listed || !f.m.dollars {
		return z, false
	}
	s := &f.reserves[r.id]
	if !s.priced {
		return z, false
	}
	if _, over := z.MulOverflow(amount, &s.price); over {
		return z, false
	}
	z.Div(&z, &s.unit)
	f.dollars(&z, &z)
	return z, true
}

// Fetch implements protocols.Fetcher.
func (f *moment) Fetch(ids []position.ID) { state.Fetch(f.p.accounts, ids) }
