package aavev3

import (
	"slices"

	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// Liquidation implements protocols.Frame: the best call of each pair that the
// pool would accept. Without dollars there is nothing to compare offers by.
func (f *moment) Liquidation(id position.ID) []protocols.Offer {
	var a account
	if f.account(&a, id) != nil || !f.mayLiquidate(&a) || !f.m.dollars {
		return nil
	}
	h, legs := f.holder(id)
	own, err := f.stableDebts(nil, h, state.Row(id))
	if err != nil {
		return nil
	}
	var offers []protocols.Offer
	for i := range legs {
		for j := range legs {
			if l, ok := f.liquidate(&a, h.eMode, &legs[i], &legs[j], owedAtOwnRate(own, &legs[j])); ok {
				offers = append(offers, f.offer(&l))
			}
		}
		for j := range own {
			if hasDebtLeg(legs, own[j].reserve) {
				continue
			}
			debt := leg{reserve: own[j].reserve, kind: borrowed}
			if l, ok := f.liquidate(&a, h.eMode, &legs[i], &debt, &own[j].balance); ok {
				offers = append(offers, f.offer(&l))
			}
		}
	}
	slices.SortStableFunc(offers, moreProfit)
	return offers
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

func moreProfit(a, b protocols.Offer) int {
	signed := func(o *protocols.Offer) *uint256.Int {
		z := new(uint256.Int).Set(&o.Profit)
		if o.Loss {
			z.Neg(z)
		}
		return z
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
