package compoundv3

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

// moment is the market at one time and under one set of prices.
type moment struct {
	p      *Protocol
	view   prices.View
	r      rules
	m      totals
	base   priced
	assets []scalars // by row
	// now are the indices with the interest until the moment, rates those by
	// which it comes; known says that they can be told.
	now, rates indices
	known      bool
	exchange   exchange
	// supposed is an account that is otherwise than the tables say; nil for none.
	supposed *holder
}

var _ protocols.Frame = (*moment)(nil)

// scalars are an asset at the moment.
type scalars struct {
	priced
	liquidateFactor, liquidationFactor uint256.Int
	bit                                uint32 // in assetsIn; none where it isn't listed
}

// At implements protocols.Protocol.
func (p *Protocol) At(view prices.View) protocols.Frame {
	f := &moment{p: p, view: view, r: p.rule(), m: p.total(), assets: make([]scalars, 0, p.assets.Len())}
	for _, a := range p.assets.All() {
		s := scalars{priced: pricedAt(view, a.price, a.scale)}
		s.liquidateFactor.SetUint64(a.liquidateFactor)
		s.liquidationFactor.SetUint64(a.liquidationFactor)
		if a.listed {
			s.bit = 1 << a.offset
		}
		f.assets = append(f.assets, s)
	}
	if !f.r.known || f.m.known == 0 {
		return f
	}
	f.base = pricedAt(view, f.r.price, f.r.baseScale)
	s := f.m.sums()
	f.now, f.rates, f.known = s.accruedIndices(&f.r.supply, &f.r.borrow, view.Time)
	f.exchange = p.exchange(&f.r, &f.base, view)
	return f
}

func pricedAt(view prices.View, source prices.ID, scale uint64) (a priced) {
	a.price, a.known = view.Price(source)
	a.known = a.known && !a.price.IsZero() && scale > 0
	a.scale.SetUint64(scale)
	return a
}

// Health implements protocols.Frame. Where nothing is owed nobody asks the price
// feeds, and if one has no answer Collateral stays zero.
func (f *moment) Health(id position.ID) (position.Health, error) {
	h, legs := f.holder(id)
	var out position.Health
	if h.unread != 0 || !f.known {
		return out, protocols.ErrUnknown
	}
	b := f.backing(h, legs)
	if !f.evaluate(&out, h, &b) {
		return position.Health{}, protocols.ErrUnknown
	}
	return out, nil
}

// backing sums up the collateral that the contract counts.
func (f *moment) backing(h *head, legs []leg) backing {
	b := backing{known: true}
	for i := range legs {
		s := &f.assets[legs[i].asset]
		if h.assetsIn&s.bit == 0 {
			continue
		}
		var amount, value uint256.Int
		legs[i].amount.Into(&amount)
		if !s.worth(&value, &amount) {
			return backing{}
		}
		b.add(&value, &s.liquidateFactor)
	}
	return b
}

// evaluate judges an account twice: as a liquidation would, and as the
// contract's view does. It doesn't allocate.
//
// Source: compound-finance/comet:contracts/CometWithExtendedAssetList.sol (isLiquidatable).
func (f *moment) evaluate(out *position.Health, h *head, b *backing) bool {
	var principal, debt, stored uint256.Int
	if h.owes {
		h.principal.Into(&principal)
		if !b.known || !f.base.debt(&debt, f.now.borrow, &principal) || !f.base.debt(&stored, f.m.borrow, &principal) {
			return false
		}
	}
	var now position.Sums
	out.Lagging = true
	if !weigh(&now, &b.power, &debt) || !weigh(&out.Stored, &b.power, &stored) {
		return false
	}
	out.Factor, out.Collateral, out.Debt = now.Factor, now.Collateral, now.Debt
	out.Liquidatable = b.power.Lt(&debt)
	out.Insolvent = b.worth.Lt(&debt)
	return true
}

// Growth implements protocols.Frame.
func (f *moment) Growth(since protocols.Frame) uint64 {
	old := since.(*moment)
	if old.known != f.known {
		return math.MaxUint64
	}
	if !f.known || f.now.borrow <= old.now.borrow {
		return 0
	}
	var grown uint256.Int
	if !fixed.MulDivCeil(&grown, uint256.NewInt(f.now.borrow-old.now.borrow), uint256.NewInt(fixed.Percent),
		uint256.NewInt(old.now.borrow)) || !grown.IsUint64() {
		return math.MaxUint64
	}
	return grown.Uint64()
}

// Worth implements protocols.Frame.
func (f *moment) Worth(id position.ID) (position.Worth, error) {
	health, err := f.Health(id)
	if err != nil {
		return position.Worth{}, err
	}
	h, legs := f.holder(id)
	b := f.backing(h, legs)
	if !b.known {
		return position.Worth{}, nil
	}
	var w position.Worth
	w.Known = f.exchange.dollars(&w.Collateral, &b.worth) && f.exchange.dollars(&w.Debt, &health.Debt)
	return w, nil
}

// Value implements protocols.Frame.
func (f *moment) Value(token common.Address, amount *uint256.Int) (z uint256.Int, ok bool) {
	of := f.priced(token)
	ok = of != nil && of.worth(&z, amount) && f.exchange.dollars(&z, &z)
	return z, ok
}

// priced finds base or a kind of collateral; nil where it is neither.
func (f *moment) priced(token common.Address) *priced {
	if row, ok := f.p.assets.Row(token); ok && f.assets[row].bit != 0 {
		return &f.assets[row].priced
	}
	if f.r.known && token == f.r.baseToken {
		return &f.base
	}
	return nil
}

// Fetch implements protocols.Fetcher.
func (f *moment) Fetch(ids []position.ID) { state.Fetch(f.p.accounts, ids) }
