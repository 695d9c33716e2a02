package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"brink/feed"
	"brink/position"
	"brink/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/shopspring/decimal"
)

// answer is a body in the shape that huma wants.
type answer[T any] struct{ Body T }

type chainList struct {
	Chains []feed.Chain `json:"chains"`
}

func (s *Server) chains(context.Context, *struct{}) (*answer[chainList], error) {
	return &answer[chainList]{chainList{s.tidyChains()}}, nil
}

func (s *Server) tidyChains() []feed.Chain {
	chains := list(s.live.Chains())
	for i := range chains {
		chains[i].Endpoints = list(chains[i].Endpoints)
		chains[i].Deployments = list(chains[i].Deployments)
	}
	return chains
}

// list makes JSON's empty list of Go's.
func list[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}

type marketsInput struct {
	Chain    string `query:"chain" maxLength:"64" doc:"chain ID, or name in the configuration"`
	Protocol string `query:"protocol" maxLength:"64"`
}

func (s *Server) markets(ctx context.Context, in *marketsInput) (*answer[MarketPage], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	if err := s.watched(id, in.Protocol, ""); err != nil {
		return nil, err
	}
	page, err := s.live.Markets(ctx, MarketQuery{id, in.Protocol})
	if err != nil {
		return nil, s.failed("reading the markets", err)
	}
	page.Markets, page.Chains = tidyMarkets(page.Markets), list(page.Chains)
	return &answer[MarketPage]{page}, nil
}

type positionsInput struct {
	Chain      string            `query:"chain" maxLength:"64" doc:"chain ID, or name in the configuration"`
	Protocol   string            `query:"protocol" maxLength:"64"`
	Deployment string            `query:"deployment" maxLength:"64"`
	Account    address           `query:"account"`
	Asset      address           `query:"asset" doc:"one that the position holds or owes"`
	Status     []position.Status `query:"status" maxItems:"5" nullable:"false" enum:"healthy,near,liquidatable,bad_debt,unknown" doc:"several with commas between. Without it, and without account, positions without debt are left out"`
	MaxHealth  factor            `query:"max_health" doc:"the highest health factor; leaves out unknown ones"`
	MinHealth  factor            `query:"min_health" doc:"the lowest health factor; leaves out unknown ones"`
	MinDebtUSD dollars           `query:"min_debt_usd" doc:"the least debt; leaves out unknown worth"`
	Moved      string            `query:"moved" maxLength:"64" doc:"a group of the configuration by its name, or the address of one asset: leaves positions that are liquidatable when its price has changed as change says, all else as today. What a rung of the ladder counts"`
	Change     change            `query:"change" doc:"of today's price of moved: -0.1 is a tenth less"`
	Unless     change            `query:"unless" doc:"leaves out those that are liquidatable already at this change"`
	Sort       Sort              `query:"sort" enum:"health,debt,collateral,profit,name" default:"health" doc:"lowest health factor, largest debt, largest collateral or what earns most to liquidate first; what can't be told comes last. By name nothing moves from one page to the next"`
	Limit      int               `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor     string            `query:"cursor" maxLength:"1024" doc:"next of the page before"`
}

func (s *Server) positions(ctx context.Context, in *positionsInput) (*answer[PositionPage], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	if err := s.watched(id, in.Protocol, in.Deployment); err != nil {
		return nil, err
	}
	q := PositionQuery{ChainID: id, Protocol: in.Protocol, Deployment: in.Deployment, Account: in.Account.Address,
		Asset: in.Asset.Address, Status: in.Status, MaxHealth: in.MaxHealth.Int, MinHealth: in.MinHealth.Int, MinDebt: in.MinDebtUSD.Int,
		Sort: in.Sort, Limit: in.Limit}
	if q.If, err = in.supposed(); err != nil {
		return nil, err
	}
	if err := q.After(in.Cursor); err != nil {
		return nil, wrong("query.cursor", in.Cursor, "%v", err)
	}
	page, err := s.live.Positions(ctx, q)
	if err != nil {
		return nil, s.refused("reading the positions", err)
	}
	page.tidy()
	return &answer[PositionPage]{page}, nil
}

// supposed is the price that moved, nil where none is asked for.
func (in *positionsInput) supposed() (*Supposed, error) {
	switch {
	case in.Moved == "" && in.Change.Change == nil && in.Unless.Change == nil:
		return nil, nil
	case in.Moved == "":
		return nil, wrong("query.moved", "", "change and unless need an asset that moves")
	case in.Change.Change == nil:
		return nil, wrong("query.change", "", "say by how much %s moves", in.Moved)
	}
	return &Supposed{in.Moved, *in.Change.Change, in.Unless.Change}, nil
}

func (p *PositionPage) tidy() {
	p.Positions, p.Chains = list(p.Positions), list(p.Chains)
	for i := range p.Positions {
		tidy(&p.Positions[i])
	}
}

func tidy(p *feed.Position) { p.Collaterals, p.Debts = list(p.Collaterals), list(p.Debts) }

type positionInput struct {
	ID string `path:"id" maxLength:"512"`
}

func (s *Server) position(ctx context.Context, in *positionInput) (*answer[feed.Position], error) {
	p, known, err := s.live.Position(ctx, in.ID)
	switch {
	case err != nil:
		return nil, s.failed("reading the position", err)
	case !known:
		return nil, huma.Error404NotFound("there is no such position",
			&huma.ErrorDetail{Location: "path.id", Value: in.ID, Message: "want an id as /v1/positions gives it"})
	}
	tidy(&p)
	return &answer[feed.Position]{p}, nil
}

type accountInput struct {
	Address address `path:"address"`
}

// Account is everything that an address holds.
type Account struct {
	Account string `json:"account"`
	Totals  Totals `json:"totals"`
	// Liquidated is how often the account was, and what that cost it.
	Liquidated []Losses `json:"liquidated"`
	PositionPage
}

// Losses are an account's liquidations within a window, or all that are known.
type Losses struct {
	Window string `json:"window" enum:"1h,4h,12h,24h,7d,all"`
	feed.Tally
}

// lossWindows are the windows of Losses, beside all time.
var lossWindows = []string{"1h", "4h", "12h", "24h", "7d", "all"}

func (s *Server) losses(ctx context.Context, account common.Address) ([]Losses, error) {
	now := time.Now().UTC().Truncate(time.Second)
	all := make([]Losses, 0, len(lossWindows))
	for _, window := range lossWindows {
		q := store.StatsQuery{Account: account}
		if length, limited := windows[window]; limited {
			q.Since = now.Add(-length)
		}
		found, err := s.log.Stats(ctx, q)
		if err != nil {
			return nil, s.failed("summing up the liquidations", err)
		}
		all = append(all, Losses{window, found.Tally})
	}
	return all, nil
}

// Totals are sums over positions. They leave out what can't be told, and then
// are not Complete.
type Totals struct {
	Positions     int    `json:"positions"`
	CollateralUSD string `json:"collateral_usd"`
	DebtUSD       string `json:"debt_usd"`
	Complete      bool   `json:"complete" doc:"false when the worth of a position is unknown, and so left out, or chains lacks one of those configured"`
	// CompleteDebt is nil where what the others owe isn't known either.
	CompleteDebt *string `json:"complete_debt" doc:"the share of debt in dollars that is in the sum, from 0 to 1; null where what is left out isn't known either"`
}

func (s *Server) account(ctx context.Context, in *accountInput) (*answer[Account], error) {
	page, err := s.live.Positions(ctx, PositionQuery{Account: in.Address.Address, Sort: ByHealth})
	if err != nil {
		return nil, s.failed("reading the positions", err)
	}
	page.tidy()
	losses, err := s.losses(ctx, in.Address.Address)
	if err != nil {
		return nil, err
	}
	totals := Total(page.Positions)
	if !s.covered(0, page.Chains) {
		totals.Complete, totals.CompleteDebt = false, nil
	}
	return &answer[Account]{Account{Account: in.Address.Hex(), Totals: totals, Liquidated: losses, PositionPage: page}}, nil
}

// covered reports whether an answer is of all configured chains, or of the one
// that was asked for: what is in the memory of another process it isn't of.
func (s *Server) covered(id uint64, by []ChainBlock) bool {
	for _, c := range s.live.Chains() {
		if (id == 0 || id == c.ChainID) && !slices.ContainsFunc(by, func(b ChainBlock) bool { return b.ChainID == c.ChainID }) {
			return false
		}
	}
	return true
}

// Total sums up positions.
func Total(positions []feed.Position) Totals {
	t := Totals{Positions: len(positions), Complete: true}
	var collateral, debt, left decimal.Decimal
	dark := false
	for i := range positions {
		p := &positions[i]
		t.Complete = add(&collateral, p.CollateralUSD) && t.Complete
		if !add(&debt, p.DebtUSD) {
			t.Complete = false
			dark = !owed(&left, p) || dark
		}
	}
	t.CollateralUSD, t.DebtUSD = cents(collateral), cents(debt)
	if !dark {
		share := "1"
		if left.IsPositive() {
			share = debt.Shift(4).Div(debt.Add(left)).Floor().Shift(-4).String()
		}
		t.CompleteDebt = &share
	}
	return t
}

// owed adds what a position owes that can't be told: its debts may have prices all
// the same. One without a leg was never read.
func owed(left *decimal.Decimal, p *feed.Position) bool {
	known := len(p.Collaterals)+len(p.Debts) > 0
	for i := range p.Debts {
		known = add(left, p.Debts[i].ValueUSD) && known
	}
	return known
}

func add(sum *decimal.Decimal, text *string) bool {
	if text == nil {
		return false
	}
	d, err := decimal.NewFromString(*text)
	*sum = sum.Add(d)
	return err == nil
}

// cents writes at least two decimals, and no zeros after them.
func cents(d decimal.Decimal) string {
	_, fraction, _ := strings.Cut(d.String(), ".")
	return d.StringFixed(max(2, int32(len(fraction))))
}
