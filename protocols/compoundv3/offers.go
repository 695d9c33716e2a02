package compoundv3

import (
	"slices"

	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// Liquidation implements protocols.Frame. A liquidator absorbs the account, for
// which he neither pays nor gets anything, and then buys its collateral from the
// contract: Cover and Repay are the base to be given to buyCollateral, Seize what
// it gives for that, one offer a kind of collateral. There are none while absorbing
// or buying is paused, nor where the reserves are too full for anything to be sold.
// What others left unsold is for sale as well, and not told here.
func (f *moment) Liquidation(id position.ID) []protocols.Offer {
	health, err := f.Health(id)
	if err != nil || !health.HasDebt() || f.m.pauses&(absorbPaused|buyPaused) != 0 {
		return nil
	}
	h, legs := f.holder(id)
	var a absorption
	if !f.absorb(&a, h, legs) || !f.sells(h, &a) {
		return nil
	}
	var offers []protocols.Offer
	for i := range legs {
		if s := &f.assets[legs[i].asset]; h.assetsIn&s.bit != 0 {
			if o, ok := f.offer(s, &legs[i]); ok {
				o.Once = !health.Liquidatable
				offers = append(offers, o)
			}
		}
	}
	slices.SortStableFunc(offers, protocols.MoreProfit)
	return offers
}

// absorb sets z to what becomes of an account that is absorbed.
func (f *moment) absorb(z *absorption, h *head, legs []leg) bool {
	var credit uint256.Int
	for i := range legs {
		s := &f.assets[legs[i].asset]
		if h.assetsIn&s.bit == 0 {
			continue
		}
		value, amount := uint256.Int{}, legs[i].amount.Uint256()
		if !s.worth(&value, &amount) || !mulFactor(&value, &value, &s.liquidationFactor) {
			return false
		}
		if _, over := credit.AddOverflow(&credit, &value); over {
			return false
		}
	}
	principal := h.principal.Uint256()
	return z.absorb(f.now, &f.base, &principal, &credit)
}

// sells reports whether the contract sells collateral after an absorption: while
// its reserves are below their target.
//
// Source: compound-finance/comet:contracts/Comet.sol (buyCollateral).
func (f *moment) sells(h *head, a *absorption) bool {
	s, principal := f.m.sums(), h.principal.Uint256()
	target := f.r.targetReserves.Uint256()
	var reserves uint256.Int
	return s.settle(&principal, a) && f.reserves(&reserves, &s) && (reserves.Sign() < 0 || reserves.Lt(&target))
}

// reserves sets z to those that such totals leave, a signed number.
func (f *moment) reserves(z *uint256.Int, s *sums) bool {
	cash, known := f.view.Price(f.r.cash)
	return known && f.known && s.reserves(z, f.now, &cash)
}

func (f *moment) offer(s *scalars, l *leg) (o protocols.Offer, ok bool) {
	var terms sale
	amount := l.amount.Uint256()
	if !terms.discounted(&s.priced, &f.base, &s.liquidationFactor, uint256.NewInt(f.r.storeFront)) ||
		!terms.most(&o.Repay, &o.Seize, &amount) {
		return o, false
	}
	o.Collateral, o.Debt, o.Cover = f.p.assets.Key(state.Row(l.asset)), f.r.baseToken, o.Repay
	var got, paid uint256.Int
	if !s.worth(&got, &o.Seize) || !f.base.worth(&paid, &o.Repay) {
		return o, false
	}
	if o.Loss = got.Lt(&paid); o.Loss {
		got, paid = paid, got
	}
	o.Unpriced = !f.exchange.dollars(&o.Profit, got.Sub(&got, &paid))
	return o, true
}
