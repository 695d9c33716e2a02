package main

import (
	"fmt"
	"slices"
	"strings"

	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// venue is a deployment that holds still, as risk sees it.
type venue struct {
	risk.Market
	d     *engine.DeploymentLook
	chain config.Chain
}

// venues are the deployments that a query covers.
func venues(looks []chainLook, q web.MarketQuery) []venue {
	var all []venue
	for _, c := range looks {
		for i := range c.look.Deployments {
			d := &c.look.Deployments[i]
			if q.ChainID != 0 && q.ChainID != c.shard.chain.ID || q.Protocol != "" && q.Protocol != d.Family {
				continue
			}
			all = append(all, venue{risk.Market{Positions: d.Positions, View: d.View(), At: d.At, Stop: c.stop}, d, c.shard.chain})
		}
	}
	return all
}

func blocks(looks []chainLook) []web.ChainBlock {
	var all []web.ChainBlock
	for _, c := range looks {
		all = append(all, web.ChainBlock{ChainID: c.shard.chain.ID, Block: feed.NewBlockRef(c.look.Tip)})
	}
	return all
}

// groupOf are the assets on a chain that a name stands for: those of a group, or
// the one whose address it is. It is empty where the chain has none.
func groupOf(c config.Chain, name string) risk.Group {
	if common.IsHexAddress(name) {
		return risk.Group{common.HexToAddress(name)}
	}
	for _, g := range c.Groups {
		if g.Name == name {
			return g.Assets
		}
	}
	return nil
}

// recognised refuses a name that stands for nothing in any of the venues: a typing
// error must not look like an asset that nobody holds.
func recognised(all []venue, field, name string) error {
	var names []string
	for i := range all {
		v := &all[i]
		if group := groupOf(v.chain, name); len(group) > 0 && v.holds(group) {
			return nil
		}
		for _, g := range v.chain.Groups {
			if !slices.Contains(names, g.Name) {
				names = append(names, g.Name)
			}
		}
	}
	message := "no watched market knows this asset"
	if !common.IsHexAddress(name) {
		message = fmt.Sprintf("no group with assets of a watched market has this name; the configuration has %s", strings.Join(names, ", "))
	}
	return &web.Refused{Field: field, Value: name, Message: message}
}

// holds reports whether a market has any asset of a group.
func (v *venue) holds(group risk.Group) bool {
	return slices.ContainsFunc(v.At(v.View).Quotes(), func(q quote) bool {
		return slices.Contains(group, q.Base) || slices.Contains(group, q.In)
	})
}

// price is what a whole token of the first of a group's assets costs, in 1e-8 dollars.
func (v *venue) price(group risk.Group) (uint256.Int, bool) {
	markets := v.At(v.View).Markets()
	for _, asset := range group {
		for i := range markets {
			if markets[i].Asset == asset && markets[i].Priced {
				return markets[i].Price, true
			}
		}
	}
	return uint256.Int{}, false
}

// sumJSON and its like write what risk computes.
func sumJSON(s *risk.Sum) web.Sum {
	return web.Sum{Positions: s.Positions, CollateralUSD: feed.Dollars(&s.Collateral), DebtUSD: feed.Dollars(&s.Debt), Unpriced: s.Unpriced}
}

// knowledge says what an answer covers.
func knowledge(told, unknown int, debts *known) web.Knowledge {
	k := web.Knowledge{Told: told, Unknown: unknown, Complete: "1", CompleteDebt: debts.share()}
	if all := told + unknown; unknown > 0 {
		k.Complete = feed.Decimal(uint256.NewInt(uint64(10_000*told/all)), 4)
	}
	return k
}

func outcomeJSON(o *risk.Outcome, debts *known) web.Outcome {
	return web.Outcome{Liquidatable: sumJSON(&o.Liquidatable), Insolvent: sumJSON(&o.Insolvent),
		BadDebtUSD: feed.Dollars(&o.BadDebt), Knowledge: knowledge(o.Told, o.Unknown, debts)}
}

// changeOf is the change that leads to a share.
func changeOf(share *uint256.Int) string { return web.Change{Share: *share}.String() }
