package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"brink/config"
	"brink/fixed"
	"brink/metrics"
	"brink/position"
	protocol "brink/protocols"
	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// tipsOf names the blocks at which chains stand.
func tipsOf(looks []chainLook) string {
	var tips strings.Builder
	for _, c := range looks {
		tips.WriteString(c.look.Tip.Hash.Hex())
	}
	return tips.String()
}

// falls are what is left of prices in each of metrics.Shocks, wads.
var falls = []uint64{99e16, 95e16, 90e16, 80e16}

// Shocks implements web.Live. It is computed once for each set of tips.
func (l *live) Shocks(_ context.Context, q web.MarketQuery) (out web.Shocks, err error) {
	l.heavy.Lock()
	defer l.heavy.Unlock()
	of := ""
	l.look(func(looks []chainLook) {
		out = l.shocked
		if of = fmt.Sprint(tipsOf(looks), q); of != l.shockedOf {
			out = shocksOf(looks, q)
		}
	})
	l.shockedOf, l.shocked = of, out
	return out, err
}

func shocksOf(looks []chainLook, q web.MarketQuery) (out web.Shocks) {
	looks = slices.DeleteFunc(slices.Clone(looks), func(c chainLook) bool { return !tellsStable(c.shard.chain) })
	s := simulation{venues: venues(looks, q)}
	if len(s.venues) == 0 {
		return out
	}
	out.Chains = blocks(looks)
	for _, share := range append([]uint64{fixed.Wad}, falls...) {
		left := uint256.NewInt(share)
		outcome := s.outcome(func(v *venue) risk.Moves { return falling(v.chain, v.At(v.View).Quotes(), left) })
		outcome.Deployments = nil
		out.Shocks = append(out.Shocks, web.Fall{Change: changeOf(left), Outcome: outcome})
	}
	return out
}

// tellsStable reports whether a chain's configuration says which assets are stable.
func tellsStable(c config.Chain) bool {
	for _, stable := range stable(c.Groups) {
		if stable {
			return true
		}
	}
	return false
}

// falling moves all that is quoted but stable assets to a share of today's price.
func falling(c config.Chain, quotes []quote, left *uint256.Int) risk.Moves {
	stable := stable(c.Groups)
	moves := make(risk.Moves)
	for _, q := range quotes {
		for _, asset := range []common.Address{q.Base, q.In} {
			if asset != protocol.Dollar && asset != protocol.Unnamed && !stable[asset] {
				moves[asset] = *left
			}
		}
	}
	return moves
}

// addShocks sets what falls of all prices but those of stable assets would come
// to, where the configuration says which ones are stable.
func addShocks(markets []metrics.Market, v *venue) {
	if !tellsStable(v.chain) {
		return
	}
	index := make(map[string]int, len(markets))
	for i := range markets {
		index[markets[i].Market] = i
	}
	quotes := v.At(v.View).Quotes()
	for _, fall := range falls {
		moves := falling(v.chain, quotes, uint256.NewInt(fall))
		outcomes := make([]risk.Outcome, len(markets))
		v.ShockBy(moves, func(id position.ID) *risk.Outcome { return &outcomes[index[v.d.Key(id).Market]] })
		for i := range outcomes {
			o := &outcomes[i]
			markets[i].Shocks = append(markets[i].Shocks, metrics.Shock{
				Collateral: inDollars(&o.Liquidatable.Collateral), Debt: inDollars(&o.Liquidatable.Debt), BadDebt: inDollars(&o.BadDebt),
			})
		}
	}
}
