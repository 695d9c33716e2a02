package main

import (
	"strings"

	"brink/config"
	"brink/engine"
	"brink/metrics"
	"brink/position"
	protocol "brink/protocols"
	"brink/risk"

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

// addShocks sets what falls of all prices but those of stable assets would come
// to, where the configuration says which ones are stable.
func addShocks(markets []metrics.Market, c config.Chain, d *engine.DeploymentLook) {
	steady := map[common.Address]bool{protocol.Dollar: true, protocol.Unnamed: true}
	told := false
	for asset, stable := range stable(c.Groups) {
		steady[asset] = steady[asset] || stable
		told = told || stable
	}
	if !told {
		return
	}
	index := make(map[string]int, len(markets))
	for i := range markets {
		index[markets[i].Market] = i
	}
	m := risk.Market{Positions: d.Positions, View: d.View(), At: d.At}
	quotes := m.At(m.View).Quotes()
	for _, fall := range falls {
		moves := make(risk.Moves)
		for _, q := range quotes {
			for _, asset := range []common.Address{q.Base, q.In} {
				if !steady[asset] {
					moves[asset] = *uint256.NewInt(fall)
				}
			}
		}
		outcomes := make([]risk.Outcome, len(markets))
		m.ShockBy(moves, func(id position.ID) *risk.Outcome { return &outcomes[index[d.Key(id).Market]] })
		for i := range outcomes {
			o := &outcomes[i]
			markets[i].Shocks = append(markets[i].Shocks, metrics.Shock{
				Collateral: inDollars(&o.Liquidatable.Collateral), Debt: inDollars(&o.Liquidatable.Debt), BadDebt: inDollars(&o.BadDebt),
			})
		}
	}
}
