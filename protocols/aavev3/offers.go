package aavev3

import (
	"cmp"
	"slices"

	"brink/position"
	"brink/protocols"
	"brink/state"
)

// Liquidation implements protocols.Frame: the best call of each pair that the
// pool would accept. Without dollars there is nothing to compare offers by. An
// account above the line is far from the close factor's: half of its debt is
// what may be repaid when it comes down.
func (f *moment) Liquidation(id position.ID) []protocols.Offer {
	var a account
	if f.account(&a, id) != nil || f.stopped(&a) || !f.m.dollars {
		return nil
	}
	h, legs := f.holder(id)
	own, err := f.stableDebts(nil, h, state.Row(id))
	if err != nil {
		return nil
	}
	var offers []protocols.Offer
	for l := range f.liquidations(&a, h.eMode, legs, own) {
		o := f.offer(&l)
		o.Once = !a.liquidatable
		offers = append(offers, o)
	}
	slices.SortStableFunc(offers, protocols.MoreProfit)
	return offers
}

// barred is why the pool refuses every call against an account below the line: its gates are those of stopped and
// open.
func (f *moment) barred(id position.ID, legs []leg, own []stableDebt) (why protocols.Bar) {
	var a account
	switch {
	case f.account(&a, id) != nil || !a.liquidatable:
		return ""
	case f.stopped(&a):
		return protocols.BarSequencer
	}
	var held, owed []*scalars
	for i := range legs {
		switch s := &f.reserves[legs[i].reserve]; legs[i].kind { // an account of an unknown reserve is refused above
		case collateral:
			held = append(held, s)
		case borrowed:
			owed = append(owed, s)
		}
	}
	for i := range own {
		owed = append(owed, &f.reserves[own[i].reserve])
	}
	for _, c := range held {
		for _, d := range owed {
			if f.open(c) && f.open(d) {
				return ""
			}
			why = cmp.Or(f.rests(c), f.rests(d), why)
		}
	}
	return why
}

// rests is why a reserve takes no part in liquidations for a while.
func (f *frame) rests(s *scalars) protocols.Bar {
	switch {
	case s.paused:
		return protocols.BarPaused
	case f.version.gracePeriod() && s.grace >= f.time:
		return protocols.BarGrace
	}
	return ""
}

func (f *moment) offer(l *liquidation) protocols.Offer {
	o := protocols.Offer{
		Collateral: f.assets[l.collateral], Debt: f.assets[l.debt],
		Cover: l.cover, Repay: l.repaid, Seize: l.seized, Fee: l.fee,
	}
	profit := l.profit
	if profit.Sign() < 0 {
		o.Loss = true
		profit.Neg(&profit)
	}
	f.dollars(&o.Profit, &profit)
	return o
}
