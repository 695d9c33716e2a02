package morphoblue

import (
	"slices"

	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Liquidation implements protocols.Frame: the one call of liquidate that takes
// most and, while the position is healthy, that of each contract which its owner
// lets act early. Cover is the shares to be announced; where it is zero, Seize
// is announced instead.
func (f *moment) Liquidation(id position.ID) []protocols.Offer {
	health, err := f.Health(id)
	if err != nil || !health.HasDebt() {
		return nil
	}
	at := f.p.positions.Key(state.Row(id))
	h := f.holding(id)
	m, l := f.p.markets.At(h.market), &f.loans[h.market]
	collateral, shares := h.collateral.Uint256(), h.borrowShares.Uint256()
	var z liquidation
	var offers []protocols.Offer
	if l.liquidate(&z, &collateral, &shares) {
		o := f.offer(m, l, &z)
		o.Once = !health.Liquidatable
		offers = append(offers, o)
	}
	if health.Liquidatable {
		return offers
	}
	for contract, o := range f.p.offers.All() {
		if o.market != at.market || !f.p.permitted(at.account, contract) || !f.preLiquidate(&z, l, o, &collateral, &shares) {
			continue
		}
		offer := f.offer(m, l, &z)
		offer.Via = contract
		offers = append(offers, offer)
	}
	slices.SortStableFunc(offers, protocols.MoreProfit)
	return offers
}

func (p *Protocol) permitted(authorizer, authorized common.Address) bool {
	given, _ := p.permissions.Get(permission{authorizer, authorized})
	return given == 1
}

// preLiquidate sets z to what a contract of pre-liquidation would do, if Morpho
// would let it: what is left must be healthy at the price of the market's own
// oracle.
func (f *moment) preLiquidate(z *liquidation, l *marketMoment, o *preLiquidation, collateral, shares *uint256.Int) bool {
	early := l.loan
	var priced bool
	if early.price, priced = f.view.Price(o.price); !priced {
		return false
	}
	if !early.preLiquidate(z, &o.terms, collateral, shares) || z.shares.IsZero() {
		return false
	}
	t := l.totals
	zeroFloorSub(&t.borrowAssets, &t.borrowAssets, &z.repaid)
	t.borrowShares.Sub(&t.borrowShares, &z.shares)
	after := l.loan
	after.debt = t.borrowed()
	var held, owed uint256.Int
	held.Sub(collateral, &z.seized)
	owed.Sub(shares, &z.shares)
	var left position.Health
	return after.evaluate(&left, &held, &owed) && !left.Liquidatable
}

// offer values a liquidation at the price of the market's oracle.
func (f *moment) offer(m *market, l *marketMoment, z *liquidation) protocols.Offer {
	o := protocols.Offer{Collateral: m.collateralToken, Debt: m.loanToken, Repay: z.repaid, Seize: z.seized}
	if z.byShares {
		o.Cover = z.shares
	}
	var got, gain uint256.Int
	if !l.quoted(&got, &z.seized) {
		o.Unpriced = true
		return o
	}
	if o.Loss = got.Lt(&z.repaid); o.Loss {
		gain.Sub(&z.repaid, &got)
	} else {
		gain.Sub(&got, &z.repaid)
	}
	var known bool
	o.Profit, known = f.Value(m.loanToken, &gain)
	o.Unpriced = !known
	return o
}
