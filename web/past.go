package web

import (
	"context"
	"errors"
	"strconv"
	"time"

	"brink/feed"
	"brink/store"
)

type liquidationsInput struct {
	Since      time.Time `query:"since" doc:"earliest block time"`
	Until      time.Time `query:"until" doc:"first block time that isn't wanted"`
	Chain      string    `query:"chain" maxLength:"64" doc:"chain ID, or name in the configuration"`
	Protocol   string    `query:"protocol" maxLength:"64"`
	Account    address   `query:"account"`
	Liquidator address   `query:"liquidator"`
	Asset      address   `query:"asset" doc:"the seized or the repaid one"`
	MinUSD     dollars   `query:"min_usd" doc:"the least debt repaid; leaves out unknown worth"`
	Limit      int       `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor     string    `query:"cursor" maxLength:"64" doc:"next of the page before"`
}

// LiquidationPage is a page of liquidations, newest first.
type LiquidationPage struct {
	Liquidations []feed.Liquidation `json:"liquidations"`
	// Next is the cursor of the next page, nil at the end.
	Next *string `json:"next"`
}

func (s *Server) liquidations(ctx context.Context, in *liquidationsInput) (*answer[LiquidationPage], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	if !in.Since.IsZero() && !in.Until.IsZero() && !in.Since.Before(in.Until) {
		return nil, wrong("query.until", in.Until, "want a time after since")
	}
	q := store.LiquidationQuery{Since: in.Since, Until: in.Until, ChainID: id, Protocol: in.Protocol,
		Account: in.Account.Address, Liquidator: in.Liquidator.Address, Asset: in.Asset.Address,
		Limit: in.Limit, Cursor: in.Cursor}
	if in.MinUSD.Int != nil {
		// A filter for display: what lies within rounding of the limit may pass.
		if q.MinUSD, err = strconv.ParseFloat(feed.Dollars(in.MinUSD.Int), 64); err != nil {
			return nil, wrong("query.min_usd", in.MinUSD, "%v", err)
		}
	}
	found, next, err := s.log.Liquidations(ctx, q)
	if err != nil {
		return nil, s.failed("reading the liquidations", err)
	}
	page := LiquidationPage{Liquidations: list(found)}
	if next != "" {
		page.Next = &next
	}
	return &answer[LiquidationPage]{page}, nil
}

// Wanted narrows what of the feed is wanted.
type Wanted struct {
	Chain      string   `query:"chain" maxLength:"64" doc:"chain ID, or name in the configuration"`
	Type       []string `query:"type" maxItems:"20" nullable:"false" doc:"types of events, several with commas between"`
	Protocol   string   `query:"protocol" maxLength:"64" doc:"leaves out what is about no deployment of it"`
	Deployment string   `query:"deployment" maxLength:"64" doc:"leaves out what is about no deployment"`
	Account    address  `query:"account" doc:"leaves out what is about no account"`
}

func (s *Server) filter(in *Wanted) (feed.Selection, error) {
	id, err := s.chainID(in.Chain)
	want := feed.Selection{Filter: feed.Filter{ChainID: id, Types: in.Type}, Account: in.Account.Address}
	if err != nil || in.Protocol == "" && in.Deployment == "" {
		return want, err
	}
	if err := s.watched(id, in.Protocol, in.Deployment); err != nil {
		return want, err
	}
	for _, c := range s.live.Chains() {
		for _, d := range c.Deployments {
			if (in.Protocol == "" || in.Protocol == d.Protocol) && (in.Deployment == "" || in.Deployment == d.Name) {
				want.Deployments = append(want.Deployments, strconv.FormatUint(c.ChainID, 10)+":"+d.Name)
			}
		}
	}
	if len(want.Deployments) == 0 {
		return want, wrong("query.deployment", in.Deployment, "it is none of the protocol %s", in.Protocol)
	}
	return want, nil
}

// read is feed.Select with the problem for an expired cursor.
func (s *Server) read(ctx context.Context, after feed.Cursor, limit int, want feed.Selection) (feed.Page, error) {
	page, err := feed.Select(ctx, s.log, after, limit, want)
	if errors.Is(err, feed.ErrExpired) {
		return page, newExpired(page.Range)
	}
	if err != nil {
		return page, s.failed("reading the feed", err)
	}
	return page, nil
}

// kept is the range that can be read.
func (s *Server) kept(ctx context.Context) (feed.Range, error) {
	_, kept, err := s.log.Read(ctx, 0, 1, feed.Filter{})
	if err != nil && !errors.Is(err, feed.ErrExpired) {
		return kept, s.failed("reading the feed", err)
	}
	return kept, nil
}
