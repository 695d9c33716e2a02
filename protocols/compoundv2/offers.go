package compoundv2

import (
	"slices"

	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// Liquidation implements protocols.Frame: the largest call of each pair that the
// contracts would accept. Without dollars there is nothing to compare offers by.
// Positions too small for liquidateBorrow in an isolated pool have none. Of VAI a
// little more may be owed, and repaid, than is known: see owed.
func (f *moment) Liquidation(id position.ID) []protocols.Offer {
	var a account
	if !f.p.dollars || !f.account(&a, id) {
		return nil
	}
	h, legs := f.holder(id)
	vai, minted := f.minter(h, id)
	p := pair{frame: &f.frame, mode: h.mode}
	if minted {
		p.vai = &vai
	}
	var offers []protocols.Offer
	for i := range legs {
		p.held = &legs[i]
		if p.held.shares.IsZero() {
			continue
		}
		for j := range legs {
			if legs[j].principal.IsZero() {
				continue
			}
			p.owed = &legs[j]
			p.forced = f.markets[legs[j].market].forced || f.forcedFor(id, &legs[j])
			offers = f.consider(offers, p, legs)
		}
		if minted {
			p.owed, p.forced = nil, false
			offers = f.consider(offers, p, legs)
		}
	}
	slices.SortStableFunc(offers, moreProfit)
	return offers
}

func (f *moment) consider(offers []protocols.Offer, p pair, legs []leg) []protocols.Offer {
	if !p.open(legs) || !p.gates() {
		return offers
	}
	l, ok := p.seize()
	if !ok {
		return offers
	}
	return append(offers, f.offer(&l))
}

func (f *moment) offer(l *seizing) protocols.Offer {
	c := &f.markets[l.collateral]
	o := protocols.Offer{
		Collateral: f.p.markets.At(state.Row(l.collateral)).underlying, Debt: f.s.vai,
		Cover: l.repaid, Repay: l.repaid, SeizedTokens: l.tokens,
	}
	price := oneDollar
	if !l.ofVAI {
		o.Debt, price = f.p.markets.At(state.Row(l.debt)).underlying, &f.markets[l.debt].price
	}
	var kept, got, paid uint256.Int
	kept.Sub(&l.tokens, &l.fee)
	mulTruncate(&o.Seize, &c.exchange[accrued], &kept)
	mulTruncate(&o.Fee, &c.exchange[accrued], &l.fee)
	mulTruncate(&got, &c.price, &o.Seize)
	mulTruncate(&paid, price, &l.repaid)
	if o.Loss = got.Lt(&paid); o.Loss {
		got, paid = paid, got
	}
	o.Profit = dollars(got.Sub(&got, &paid))
	return o
}

func moreProfit(a, b protocols.Offer) int {
	signed := func(o *protocols.Offer) *uint256.Int {
		z := o.Profit
		if o.Loss {
			z.Neg(&z)
		}
		return &z
	}
	x, y := signed(&a), signed(&b)
	switch {
	case x.Sgt(y):
		return -1
	case y.Sgt(x):
		return 1
	default:
		return 0
	}
}
