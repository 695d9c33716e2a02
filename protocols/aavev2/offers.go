package aavev2

import (
	"slices"

	"brink/position"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// Liquidation implements protocols.Frame: the largest call of each pair that
// the pool would accept.
func (f *moment) Liquidation(id position.ID) []protocols.Offer {
	var a account
	if f.account(&a, id) != nil || f.paused {
		return nil
	}
	_, legs := f.holder(id)
	var found []liquidation
	for i := range legs {
		for j := range legs {
			if l, ok := f.liquidate(&legs[i], legs[j:]); ok {
				found = append(found, l)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b liquidation) int {
		switch {
		case a.profit.Sgt(&b.profit):
			return -1
		case b.profit.Sgt(&a.profit):
			return 1
		default:
			return 0
		}
	})
	offers := make([]protocols.Offer, len(found))
	for i := range found {
		offers[i] = f.offer(&found[i])
		offers[i].Once = !a.liquidatable
	}
	return offers
}

// barred is why the pool refuses every call against an account below the line: its gates are those of the pool and
// its reserves.
func (f *moment) barred(id position.ID, legs []leg) (why protocols.Bar) {
	var a account
	switch {
	case f.account(&a, id) != nil || !a.liquidatable:
		return ""
	case f.paused:
		return protocols.BarPaused
	}
	for i := range legs {
		for j := range legs {
			if legs[i].kind != collateral || !legs[j].owes() {
				continue
			}
			// Reserves that aren't there would have been an error above.
			c, d := &f.reserves[legs[i].reserve], &f.reserves[legs[j].reserve]
			if !f.rests(c, d) {
				return ""
			}
			why = protocols.BarGrace
		}
	}
	return why
}

func (f *moment) offer(l *liquidation) protocols.Offer {
	o := protocols.Offer{
		Collateral: f.assets[l.collateral], Debt: f.assets[l.debt], Cover: l.cover, Repay: l.repaid, Seize: l.seized,
	}
	var profit uint256.Int
	o.Loss = l.profit.Sign() < 0
	o.Unpriced = !f.rate.dollars(&o.Profit, profit.Abs(&l.profit))
	return o
}
