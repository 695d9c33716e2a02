package web

import (
	"context"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
)

// Condition is how sound the watched markets are together.
type Condition struct {
	Stablecoins []Liquidity     `json:"stablecoins" doc:"what there is to borrow and to withdraw of the configuration's stable assets, by chain"`
	Near        []Concentration `json:"near" doc:"whose debt is near liquidation or beyond: of everything, and then by deployment"`
	WrittenOff  []WrittenOff    `json:"written_off" doc:"debt that contracts wrote off as lost, whoever bore it, by market and asset, where any was; of deployments that aren't known to write any off, or that are followed for some accounts alone, nothing is here"`
	Deviations  []Deviation     `json:"deviations" doc:"how far two prices of one asset are apart, where there are two, the widest first"`
	Knowledge
	Chains []ChainBlock `json:"chains"`
}

// Liquidity is what the markets of a chain that lend stable assets hold.
type Liquidity struct {
	ChainID      uint64 `json:"chain_id"`
	Markets      int    `json:"markets"`
	SuppliedUSD  string `json:"supplied_usd"`
	BorrowedUSD  string `json:"borrowed_usd"`
	AvailableUSD string `json:"available_usd"`
	Unknown      int    `json:"markets_unknown" doc:"markets among them of which a size or the price isn't known: nothing of them is in the sums"`
}

// Concentration is how much of the debt near liquidation few accounts owe.
type Concentration struct {
	ChainID    uint64  `json:"chain_id,omitempty" doc:"left out of what is over all"`
	Protocol   string  `json:"protocol,omitempty"`
	Deployment string  `json:"deployment,omitempty"`
	Accounts   int     `json:"accounts" doc:"who has a position near liquidation or beyond, and whose debt is known in dollars"`
	DebtUSD    string  `json:"debt_usd" doc:"what they owe in such positions"`
	TopUSD     string  `json:"top10_debt_usd" doc:"what the ten owe that owe most of it"`
	TopShare   *string `json:"top10_share" doc:"the same as a share, from 0 to 1; null without debt"`
	Top        []Owing `json:"top10"`
	BadDebtUSD string  `json:"bad_debt_usd" doc:"of all positions: debt that collateral doesn't cover"`
	// WrittenOffUSD, with what isn't in it, is the sum of the condition's list.
	WrittenOffUSD     *string `json:"written_off_usd" doc:"debt that contracts wrote off as lost, at today's prices; null where all of it is unknown: of a deployment that is followed for some accounts alone or has been given up"`
	WrittenOffSince   *uint64 `json:"written_off_since" doc:"the first block that is counted; null where nothing is, and over all"`
	WrittenOffUnknown int     `json:"written_off_unknown" doc:"of what isn't in the sum: losses whose amount or price isn't known, and deployments of which nothing is known"`
	Unpriced          int     `json:"unpriced" doc:"positions near liquidation whose dollars aren't known and aren't in the sums"`
	Unknown           int     `json:"positions_unknown" doc:"positions of which it can't be told whether they are near: they are in no sum"`
}

// WrittenOff is what a contract wrote off of one asset.
type WrittenOff struct {
	ChainID    uint64  `json:"chain_id"`
	Protocol   string  `json:"protocol"`
	Deployment string  `json:"deployment"`
	Market     string  `json:"market"`
	Asset      string  `json:"asset"`
	Symbol     string  `json:"symbol"`
	Decimals   uint8   `json:"decimals"`
	Amount     *string `json:"amount" doc:"in whole tokens; null where their decimals aren't known"`
	Raw        string  `json:"raw"`
	USD        *string `json:"usd" doc:"at today's price; null where that isn't known"`
	Times      uint64  `json:"times" doc:"how often something was written off"`
	Unknown    uint64  `json:"unknown" doc:"of as many of these times it isn't known how much, if anything: they are in no sum"`
}

// Owing is an account with what it owes.
type Owing struct {
	Account string `json:"account"`
	DebtUSD string `json:"debt_usd"`
}

// Deviation is how far the prices of an asset are apart that markets go by. Within a
// chain an asset is its address. Over chains assets are one where the configuration
// has them in one group and they have the same symbol; a gap both of whose ends are on
// one chain isn't told again there.
type Deviation struct {
	ChainID uint64     `json:"chain_id,omitempty" doc:"left out of what is over chains"`
	Group   string     `json:"group,omitempty" doc:"of what is over chains: the group that has the asset on each"`
	Asset   string     `json:"asset,omitempty" doc:"left out of what is over chains"`
	Symbol  string     `json:"symbol"`
	Share   string     `json:"deviation" doc:"by which the highest price is above the lowest: 0.01 is one per cent"`
	Low     MarketName `json:"low"`
	High    MarketName `json:"high"`
}

// MarketName is a market with its price.
type MarketName struct {
	ChainID    uint64 `json:"chain_id"`
	Deployment string `json:"deployment"`
	Market     string `json:"market"`
	PriceUSD   string `json:"price_usd"`
}

func (s *Server) condition(ctx context.Context, in *marketsInput) (*answer[Condition], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	if err := s.watched(id, in.Protocol, ""); err != nil {
		return nil, err
	}
	out, err := s.live.Condition(ctx, MarketQuery{id, in.Protocol})
	if err != nil {
		return nil, s.refused("looking at the markets", err)
	}
	out.Stablecoins, out.Near, out.Deviations, out.Chains = list(out.Stablecoins), list(out.Near), list(out.Deviations), list(out.Chains)
	out.WrittenOff = list(out.WrittenOff)
	for i := range out.Near {
		out.Near[i].Top = list(out.Near[i].Top)
	}
	return &answer[Condition]{out}, nil
}

func (s *Server) registerCondition(api huma.API) {
	huma.Register(api, operation("condition", "/v1/risk/markets", "How sound the markets are: liquidity, concentration, bad debt, deviation of prices"), s.condition)
}

// tidyMarkets leaves no list null.
func tidyMarkets(markets []feed.Market) []feed.Market {
	for i := range markets {
		markets[i].Feeds = list(markets[i].Feeds)
	}
	return list(markets)
}
