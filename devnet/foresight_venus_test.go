package devnet_test

import (
	"math/big"

	"brink/devnet"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// venusOracle is Venus as a ground.
type venusOracle struct {
	*venusWatcher
	h *venusHistory
}

func newVenusOracle(rt *rapid.T) *venusOracle {
	l := openVenus(rt)
	h := beginVenus(rt, l, 30)
	for h.total() < 400 {
		h.block(20)
	}
	// VAI's interest isn't known before somebody adds it, so there is none from here on
	if _, err := l.Chain.Run(rt.Context(), append(l.SetVAIRates(0, 0), l.AccrueVAI(h.rich))...); err != nil {
		rt.Fatal(err)
	}
	w := l.watch(whole)
	w.race()
	return &venusOracle{w, h}
}

func (o *venusOracle) stands(block devnet.Block) map[position.Key]stance {
	all := make(map[position.Key]stance)
	for account, sums := range o.truth(block.Hash).accrued {
		if sums.refused() {
			continue
		}
		factor := endless
		if sums.debt.Sign() > 0 {
			factor = new(big.Int).Mul(sums.collateral, wad)
			factor.Div(factor, sums.debt)
		}
		all[position.Key{Account: account}] = stance{sums.collateral.String(), sums.debt.String(), factor.String(), sums.Shortfall.Sign() > 0}
	}
	return all
}

// of is the market of a token, nil if it has none.
func (o *venusOracle) of(token common.Address) *devnet.VenusMarket {
	for _, m := range o.Markets {
		if m.Token == token {
			return m
		}
	}
	return nil
}

func (o *venusOracle) feed(q protocols.Quote, answer *big.Int) (call devnet.Call, ok bool) {
	m := o.of(q.Base)
	if m == nil {
		return call, false
	}
	return o.SetPrice(m, answer), true
}

func (o *venusOracle) deed(key position.Key, c *protocols.Change, leg *protocols.Leg) []devnet.Call {
	user, m := someone(o.h.users, key.Account), o.of(c.Asset)
	if user == nil || m == nil && c.Deed != protocols.SetMode {
		return nil
	}
	amount := c.Amount.ToBig()
	switch c.Deed {
	case protocols.Supply:
		calls := []devnet.Call{o.Supply(*user, m, amount)}
		if leg == nil || !leg.Enabled {
			calls = append(calls, o.Enter(*user, m))
		}
		return calls
	case protocols.Withdraw:
		return []devnet.Call{o.Withdraw(*user, m, amount)}
	case protocols.Borrow:
		return []devnet.Call{o.Borrow(*user, m, amount)}
	case protocols.Repay:
		if !c.Amount.Lt(&leg.Amount) {
			amount = devnet.All
		}
		return []devnet.Call{o.Repay(*user, m, amount, user.Address)}
	case protocols.SetMode:
		return []devnet.Call{o.EnterMode(*user, int64(c.Mode))}
	default:
		return []devnet.Call{o.SetWeights(m, int64(c.Threshold)/20, int64(c.Threshold)/10)}
	}
}

// refused implements ground: Venus refuses by codes too, but whatever happens leaves a log. The oracle leaves none.
func (o *venusOracle) refused(r devnet.Result) bool {
	return r.Reverted() || len(r.Receipt.Logs) == 0 && *r.To != o.Oracle
}

func (o *venusOracle) grants(key position.Key, offer *protocols.Offer) bool {
	taken, err := o.TryLiquidation(o.Context(), o.Chain.Head().Hash, o.of(offer.Debt), o.of(offer.Collateral), key.Account, offer.Cover.ToBig())
	if err != nil {
		o.Fatal(err)
	}
	return taken != nil
}

func (o *venusOracle) thresholds() []common.Address {
	var all []common.Address
	for _, m := range o.Markets {
		all = append(all, m.Token)
	}
	return all
}

func (o *venusOracle) modes() uint64 { return uint64(o.Modes) }
