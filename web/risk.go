package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"brink/feed"
	"brink/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/ethereum/go-ethereum/common"
)

// Risk answers about other prices than today's, and about what isn't done yet.
type Risk interface {
	// Bands sums up positions by band of the health factor.
	Bands(ctx context.Context, q MarketQuery) (Bands, error)
	// Shocks says what falls of nearly all prices at once make liquidatable.
	Shocks(ctx context.Context, q MarketQuery) (Shocks, error)
	// Ladder, and Simulate, return a *Refused for what can't be meant.
	Ladder(ctx context.Context, q LadderQuery) (Ladder, error)
	Simulate(ctx context.Context, s *Simulation) (Simulated, error)
	// Condition says how sound the markets are together.
	Condition(ctx context.Context, q MarketQuery) (Condition, error)
}

// Refused says which field of a question can't be meant, and why.
type Refused struct {
	Field   string
	Value   any
	Message string
}

func (r *Refused) Error() string { return r.Field + ": " + r.Message }

// refused is the problem of a *Refused, or of another failure.
func (s *Server) refused(action string, err error) error {
	var r *Refused
	if errors.As(err, &r) {
		return wrong(r.Field, r.Value, "%s", r.Message)
	}
	return s.failed(action, err)
}

// Sum is a sum over positions.
type Sum struct {
	Positions     int    `json:"positions"`
	CollateralUSD string `json:"collateral_usd"`
	DebtUSD       string `json:"debt_usd"`
	Unpriced      int    `json:"unpriced" doc:"positions whose dollars aren't known and aren't in the sums"`
	// Held and Owed are nil unless a ladder's amounts are asked for.
	Held *string `json:"collateral_amount,omitempty" doc:"of the ladder's one asset, what they hold, in whole tokens; only where amounts are asked for"`
	Owed *string `json:"debt_amount,omitempty" doc:"likewise what they owe"`
}

// Knowledge says how much of a market an answer covers.
type Knowledge struct {
	Told     int    `json:"positions_told" doc:"positions with debt that can be told"`
	Unknown  int    `json:"positions_unknown" doc:"positions that can't be told now: they are in no sum"`
	Complete string `json:"complete" doc:"the share of positions that can be told, from 0 to 1"`
	// CompleteDebt is nil where some debt isn't known in dollars.
	CompleteDebt *string `json:"complete_debt" doc:"the share of debt in dollars that can be told, from 0 to 1; null where what the others owe isn't known either, or some debt has no price in dollars"`
}

// Bands is positions by band of the health factor.
type Bands struct {
	Bands []Band `json:"bands"`
	Knowledge
	Chains []ChainBlock `json:"chains"`
}

// Band is the positions with debt whose health factor lies within two edges.
type Band struct {
	Band string `json:"band"`
	Sum
}

func (s *Server) bands(ctx context.Context, in *marketsInput) (*answer[Bands], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	if err := s.watched(id, in.Protocol, ""); err != nil {
		return nil, err
	}
	bands, err := s.live.Bands(ctx, MarketQuery{id, in.Protocol})
	if err != nil {
		return nil, s.refused("summing up the positions", err)
	}
	bands.Bands, bands.Chains = list(bands.Bands), list(bands.Chains)
	return &answer[Bands]{bands}, nil
}

type ladderInput struct {
	Asset    string `query:"asset" required:"true" minLength:"1" maxLength:"64" doc:"a group of the configuration by its name, whose assets move together, or the address of one asset that moves alone"`
	Chain    string `query:"chain" maxLength:"64" doc:"chain ID, or name in the configuration"`
	Protocol string `query:"protocol" maxLength:"64"`
	By       string `query:"by" enum:"protocol,chain,mode" doc:"what to tell separately as well; a mode is an efficiency mode: <chain id>:<deployment>:<number>, or none"`
	Amounts  bool   `query:"amounts" doc:"sum up tokens as well; only of one asset, by its address"`
	From     change `query:"from" doc:"the lowest price, as a change of today's: -0.5 is half of it, the default"`
	To       change `query:"to" doc:"the highest price, likewise; 0.5 by default"`
	Rungs    int    `query:"rungs" minimum:"1" maximum:"100" default:"25" doc:"prices on each side of today's"`
}

// LadderQuery asks for a ladder.
type LadderQuery struct {
	MarketQuery
	Asset    string
	By       string
	From, To Change
	Rungs    int
	// Amounts asks for sums of tokens.
	Amounts bool
}

// Ladder is what is liquidatable at which price of a group. Sums are in dollars
// at today's prices.
type Ladder struct {
	Asset   string   `json:"asset"`
	Members []Member `json:"members"`
	// PriceUSD is that of the first member that has one.
	PriceUSD *string `json:"price_usd"`
	Now      Sum     `json:"now" doc:"what is liquidatable at today's prices"`
	Rungs    []Rung  `json:"rungs"`
	Knowledge
	Series []Series     `json:"series,omitempty"`
	Chains []ChainBlock `json:"chains"`
}

// Member is an asset of a group.
type Member struct {
	ChainID uint64 `json:"chain_id"`
	Asset   string `json:"asset"`
}

// Series is the part of a ladder that belongs to one chain, protocol or mode.
type Series struct {
	Key   string `json:"key"`
	Now   Sum    `json:"now"`
	Rungs []Rung `json:"rungs"`
}

// Rung is one price.
type Rung struct {
	Change       string  `json:"change" doc:"of today's price: -0.05 is 5 % less"`
	PriceUSD     *string `json:"price_usd"`
	Liquidatable Sum     `json:"liquidatable" doc:"all that is liquidatable at this price"`
	Joined       Sum     `json:"joined" doc:"of that, what isn't at the rung next to this one towards today's price"`
	Unknown      int     `json:"unknown" doc:"positions that can be told today and not at this price"`
}

func (s *Server) ladder(ctx context.Context, in *ladderInput) (*answer[Ladder], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	if err := s.watched(id, in.Protocol, ""); err != nil {
		return nil, err
	}
	q := LadderQuery{MarketQuery{id, in.Protocol}, in.Asset, in.By, in.From.or(-5e17), in.To.or(5e17), in.Rungs, in.Amounts}
	switch {
	case in.Amounts && !common.IsHexAddress(in.Asset):
		return nil, wrong("query.amounts", true, "tokens of several assets have no sum: ask for one by its address")
	case q.From.Up():
		return nil, wrong("query.from", in.From.String(), "want a price that isn't above today's")
	case q.To.Down():
		return nil, wrong("query.to", in.To.String(), "want a price that isn't below today's")
	case q.From.Share.Eq(&q.To.Share):
		return nil, wrong("query.to", in.To.String(), "from and to are both today's price: nothing lies between")
	}
	ladder, err := s.live.Ladder(ctx, q)
	if err != nil {
		return nil, s.refused("making the ladder", err)
	}
	ladder.Members, ladder.Rungs, ladder.Chains = list(ladder.Members), list(ladder.Rungs), list(ladder.Chains)
	return &answer[Ladder]{ladder}, nil
}

// Shocks are falls of all prices but those of stable assets, all at once.
type Shocks struct {
	Shocks []Fall       `json:"shocks" doc:"from today's prices down; empty where the configuration doesn't say which assets are stable"`
	Chains []ChainBlock `json:"chains" doc:"those whose configuration says it; the others aren't in the sums"`
}

// Fall is how positions stand after one of them.
type Fall struct {
	Change string `json:"change" doc:"of today's prices: -0.05 is 5 % less"`
	Outcome
}

func (s *Server) shocks(ctx context.Context, in *marketsInput) (*answer[Shocks], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	if err := s.watched(id, in.Protocol, ""); err != nil {
		return nil, err
	}
	shocks, err := s.live.Shocks(ctx, MarketQuery{id, in.Protocol})
	if err != nil {
		return nil, s.refused("moving all prices", err)
	}
	shocks.Shocks, shocks.Chains = list(shocks.Shocks), list(shocks.Chains)
	return &answer[Shocks]{shocks}, nil
}

type statsInput struct {
	Window   string  `query:"window" enum:"1h,4h,12h,24h,7d" default:"24h" doc:"how far back from now"`
	By       string  `query:"by" enum:"chain,protocol,asset,side" doc:"what to tell separately; an asset is the seized one"`
	Chain    string  `query:"chain" maxLength:"64" doc:"chain ID, or name in the configuration"`
	Protocol string  `query:"protocol" maxLength:"64"`
	Account  address `query:"account" doc:"the one that was liquidated"`
}

// Stats are totals of liquidations within a window.
type Stats struct {
	Window string    `json:"window"`
	Since  time.Time `json:"since"`
	feed.Stats
	DebtOutstandingUSD string  `json:"debt_outstanding_usd" doc:"all debt that is watched now and can be told: complete_debt says how much of it that is"`
	ShareOfDebt        *string `json:"share_of_debt" doc:"debt repaid in liquidations over the debt outstanding now; null without any, or when that of a chain isn't known here"`
	// Knowledge is of the debt outstanding.
	Knowledge
	Chains []ChainBlock `json:"chains" doc:"those whose debt outstanding this is; liquidations are those of all"`
}

var windows = map[string]time.Duration{
	"1h": time.Hour, "4h": 4 * time.Hour, "12h": 12 * time.Hour, "24h": 24 * time.Hour, "7d": 7 * 24 * time.Hour,
}

func (s *Server) stats(ctx context.Context, in *statsInput) (*answer[Stats], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	since := time.Now().Add(-windows[in.Window]).UTC().Truncate(time.Second)
	found, err := s.log.Stats(ctx, store.StatsQuery{Since: since, ChainID: id, Protocol: in.Protocol,
		Account: in.Account.Address, By: store.By(in.By)})
	if err != nil {
		return nil, s.failed("summing up the liquidations", err)
	}
	bands, err := s.live.Bands(ctx, MarketQuery{id, in.Protocol})
	if err != nil {
		return nil, s.refused("summing up the positions", err)
	}
	out := Stats{Window: in.Window, Since: since, Stats: found, Knowledge: bands.Knowledge, Chains: list(bands.Chains)}
	out.DebtOutstandingUSD, out.ShareOfDebt = shareOfDebt(&found, bands.Bands)
	if !s.covered(id, bands.Chains) {
		out.ShareOfDebt, out.CompleteDebt = nil, nil
	}
	return &answer[Stats]{out}, nil
}

func (s *Server) simulate(ctx context.Context, in *struct{ Body Simulation }) (*answer[Simulated], error) {
	out, err := s.live.Simulate(ctx, &in.Body)
	if err != nil {
		return nil, s.refused("simulating", err)
	}
	out.Chains = list(out.Chains)
	return &answer[Simulated]{out}, nil
}

// registerRisk adds the paths of this file.
func (s *Server) registerRisk(api huma.API) {
	huma.Register(api, operation("stats", "/v1/stats", "Totals of liquidations"), s.stats)
	huma.Register(api, operation("series", "/v1/stats/series", "Totals of liquidations by parts of a window"), s.statsSeries)
	huma.Register(api, operation("bands", "/v1/risk/bands", "Positions by band of the health factor"), s.bands)
	s.registerCondition(api)
	huma.Register(api, operation("ladder", "/v1/risk/ladder", "What is liquidatable at which price of an asset"), s.ladder)
	huma.Register(api, operation("shocks", "/v1/risk/shocks", "What would be liquidatable if nearly all prices fell"), s.shocks)
	simulate := operation("simulate", "/v1/risk/simulate", "What if prices moved, or something were done to a position")
	simulate.Method = http.MethodPost
	huma.Register(api, simulate, s.simulate)
}
