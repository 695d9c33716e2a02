package devnet_test

import (
	"math/big"
	"strings"

	"brink/devnet"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// morphoOracle is Morpho Blue as a ground.
type morphoOracle struct {
	*morphoWatcher
	h *morphoHistory
}

func newMorphoOracle(rt *rapid.T) *morphoOracle {
	l := openMorpho(rt)
	h := beginMorpho(rt, l, 30)
	for h.total() < 400 {
		h.block(20)
	}
	w := l.watch(whole)
	w.race()
	return &morphoOracle{w, h}
}

func (o *morphoOracle) stands(block devnet.Block) map[position.Key]stance {
	all := make(map[position.Key]stance)
	for _, k := range o.Markets {
		truth := o.truth(block.Hash)[k.ID]
		for i := range truth.Positions {
			p := &truth.Positions[i]
			if truth.Price == nil || strings.Contains(p.Verdict, "arithmetic") {
				continue // it reverts on the way to a verdict
			}
			backing, debt, factor := judge(k, truth, p)
			all[position.Key{Market: k.ID.Hex(), Account: o.crowd[i]}] = stance{backing.String(), debt.String(), factor.String(), due(p)}
		}
	}
	return all
}

func (o *morphoOracle) feed(q protocols.Quote, answer *big.Int) (call devnet.Call, ok bool) {
	for _, k := range o.Markets {
		if k.Collateral.Token == q.Base && k.Loan.Token == q.In {
			return o.SetQuote(k, answer), true
		}
	}
	if asset := listed(o.Assets, q.Base); asset != nil && q.In == protocols.Dollar {
		return o.SetPrice(asset, answer), false // it decides over nobody
	}
	return call, false
}

// market is the one of that name.
func (o *morphoOracle) market(name string) *devnet.MorphoMarket {
	for _, k := range o.Markets {
		if k.ID.Hex() == name {
			return k
		}
	}
	return nil
}

func (o *morphoOracle) deed(key position.Key, c *protocols.Change, leg *protocols.Leg) []devnet.Call {
	k, user := o.market(key.Market), someone(o.h.users, key.Account)
	if user == nil {
		return nil
	}
	amount := c.Amount.ToBig()
	switch c.Deed {
	case protocols.Supply:
		return []devnet.Call{o.SupplyCollateral(*user, k, amount, user.Address)}
	case protocols.Withdraw:
		return []devnet.Call{o.WithdrawCollateral(*user, k, amount)}
	case protocols.Borrow:
		return []devnet.Call{o.Borrow(*user, k, amount, none)}
	case protocols.Repay:
		if !c.Amount.Lt(&leg.Amount) { // all of it: Morpho wants shares
			id, _ := o.protocol.ID(key)
			held, _ := o.protocol.Holding(id)
			return []devnet.Call{o.Repay(*user, k, none, held.BorrowShares.ToBig(), user.Address)}
		}
		return []devnet.Call{o.Repay(*user, k, amount, none, user.Address)}
	default:
		return nil
	}
}

func (o *morphoOracle) refused(r devnet.Result) bool { return r.Reverted() }

func (o *morphoOracle) grants(key position.Key, offer *protocols.Offer) bool {
	seize, shares := offer.Seize.ToBig(), offer.Cover.ToBig()
	if shares.Sign() > 0 {
		seize = none
	}
	return o.Chain.Works(o.Context(), o.Liquidate(o.h.rich, o.market(key.Market), key.Account, seize, shares))
}

func (o *morphoOracle) thresholds() []common.Address { return nil }
func (o *morphoOracle) modes() uint64                { return 0 }
