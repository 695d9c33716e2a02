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
	var offers []protocols.Offer
	_, legs := f.holder(id)
	h := a.health()
	f.pairs(id, func(p pair) {
		p.once = !h.Liquidatable
		if l, ok := p.take(legs); ok && !p.halted() {
			o := f.offer(&l)
			o.Once = !p.accepted()
			offers = append(offers, o)
		}
	})
	slices.SortStableFunc(offers, protocols.MoreProfit)
	return offers
}

// pairs hands out each collateral of an account with each debt.
func (f *moment) pairs(id position.ID, each func(pair)) {
	h, legs := f.holder(id)
	vai, minted := f.minter(h, id)
	p := pair{frame: &f.frame, mode: h.mode}
	if minted {
		p.vai = &vai
	}
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
			each(p)
		}
		if minted {
			p.owed, p.forced = nil, false
			each(p)
		}
	}
}

// barred is why the contracts refuse every call against an account below the
// line. Where some pairs are halted and others lack interest, whoever accrues can
// go on at once: so that is the reason.
func (f *moment) barred(id position.ID) (why protocols.Bar) {
	var a account
	if !f.account(&a, id) {
		return ""
	}
	if h := a.health(); !h.Liquidatable {
		return ""
	}
	_, legs := f.holder(id)
	given := false
	f.pairs(id, func(p pair) {
		later := p
		later.whole = true
		_, now := p.take(legs)
		_, then := later.take(legs)
		switch {
		case now && !p.halted():
			given = true
		case !then:
		case !p.halted():
			why = protocols.BarInterest
		case why == "":
			why = protocols.BarPaused
		}
	})
	if given {
		return ""
	}
	return why
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
