package main

import (
	"fmt"
	"io"
	"strconv"

	"brink/feed"
	"brink/web"
)

// leg is one asset of a position, as a row.
type leg struct {
	feed.Position
	feed.Leg
	side string
}

// legsOf are the rows of positions. What is supplied without being enabled as
// collateral backs no debt.
func legsOf(positions []feed.Position) []leg {
	var rows []leg
	for _, p := range positions {
		for _, l := range p.Collaterals {
			side := "collateral"
			if l.Enabled != nil && !*l.Enabled {
				side = "supplied"
			}
			rows = append(rows, leg{p, l, side})
		}
		for _, l := range p.Debts {
			rows = append(rows, leg{p, l, "debt"})
		}
	}
	return rows
}

// writePositions prints positions in detail: for people how each stands and
// below that what it consists of, as CSV a row an asset.
func writePositions(w io.Writer, format outputFormat, positions []feed.Position) error {
	switch format {
	case outputCSV:
		return writeList(w, format, legColumns(), legsOf(positions))
	case outputTable:
		if len(positions) == 0 {
			_, err := fmt.Fprintln(w, "No positions.")
			return err
		}
		if err := writeList(w, format, standColumns(), positions); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		if err := writeList(w, format, assetColumns(), legsOf(positions)); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		return writeList(w, format, totalColumns(), totalsOf(positions))
	default:
		return writeList(w, format, nil, positions)
	}
}

// standColumns tell how a position stands.
func standColumns() []column[feed.Position] {
	type p = feed.Position
	return []column[p]{
		{name: "ACCOUNT", text: func(p p) string { return p.Account }},
		{name: "CHAIN", right: true, text: func(p p) string { return decimal(p.ChainID) }},
		{name: "DEPLOYMENT", text: func(p p) string { return place(p.Deployment, p.Market) }},
		{name: "STATUS", text: func(p p) string { return string(p.Status) }, tone: func(p p) tone { return statusTone(p.Status) }},
		{name: "HEALTH FACTOR", right: true, text: func(p p) string { return short(p.HealthFactor, 18) }},
		{name: "COLLATERAL USD", right: true, text: func(p p) string { return short(p.CollateralUSD, 2) }},
		{name: "DEBT USD", right: true, text: func(p p) string { return short(p.DebtUSD, 2) }},
		{name: "BLOCK", right: true, text: func(p p) string { return decimal(p.Block.Number) }},
	}
}

// assetColumns tell what a position consists of.
func assetColumns() []column[leg] {
	return []column[leg]{
		{name: "ACCOUNT", text: func(l leg) string { return l.Account }},
		{name: "DEPLOYMENT", text: func(l leg) string { return place(l.Deployment, l.Market) }},
		{name: "SIDE", text: func(l leg) string { return l.side }},
		{name: "ASSET", text: func(l leg) string { return l.Symbol }},
		{name: "AMOUNT", right: true, text: func(l leg) string { return l.Amount }},
		{name: "PRICE USD", right: true, text: func(l leg) string { return short(l.PriceUSD, 8) }},
		{name: "VALUE USD", right: true, text: func(l leg) string { return short(l.ValueUSD, 2) }},
		{name: "LIQUIDATION PRICE USD", right: true, text: func(l leg) string { return short(l.LiquidationPriceUSD, 8) }},
	}
}

// accountTotal is an account over all protocols and chains.
type accountTotal struct {
	account string
	web.Totals
	unknown int // positions whose worth is, and so left out
}

// totalsOf sums up each account, in the order in which they appear.
func totalsOf(positions []feed.Position) []accountTotal {
	var accounts []string
	by := make(map[string][]feed.Position)
	for _, p := range positions {
		if by[p.Account] == nil {
			accounts = append(accounts, p.Account)
		}
		by[p.Account] = append(by[p.Account], p)
	}
	totals := make([]accountTotal, len(accounts))
	for i, account := range accounts {
		totals[i] = accountTotal{account: account, Totals: web.Total(by[account])}
		for _, p := range by[account] {
			if p.CollateralUSD == nil || p.DebtUSD == nil {
				totals[i].unknown++
			}
		}
	}
	return totals
}

// totalColumns tell what an account has in all.
func totalColumns() []column[accountTotal] {
	type t = accountTotal
	return []column[t]{
		{name: "ACCOUNT", text: func(t t) string { return t.account }},
		{name: "POSITIONS", right: true, text: func(t t) string { return strconv.Itoa(t.Positions) }},
		{name: "WORTH UNKNOWN", right: true, text: func(t t) string { return strconv.Itoa(t.unknown) }},
		{name: "TOTAL COLLATERAL USD", right: true, text: func(t t) string { return t.total(t.CollateralUSD) }},
		{name: "TOTAL DEBT USD", right: true, text: func(t t) string { return t.total(t.DebtUSD) }},
	}
}

// total is a sum that may lack a part.
func (t *accountTotal) total(sum string) string {
	if !t.Complete {
		return "at least " + short(&sum, 2)
	}
	return short(&sum, 2)
}

func legColumns() []column[leg] {
	return []column[leg]{
		{name: "id", text: func(l leg) string { return l.ID }},
		{name: "chain id", text: func(l leg) string { return decimal(l.ChainID) }},
		{name: "protocol", text: func(l leg) string { return l.Protocol }},
		{name: "deployment", text: func(l leg) string { return l.Deployment }},
		{name: "market", text: func(l leg) string { return l.Market }},
		{name: "account", text: func(l leg) string { return l.Account }},
		{name: "status", text: func(l leg) string { return string(l.Status) }},
		{name: "health factor", text: func(l leg) string { return whole(l.HealthFactor) }},
		{name: "collateral usd", text: func(l leg) string { return whole(l.CollateralUSD) }},
		{name: "debt usd", text: func(l leg) string { return whole(l.DebtUSD) }},
		{name: "side", text: func(l leg) string { return l.side }},
		{name: "asset", text: func(l leg) string { return l.Asset }},
		{name: "symbol", text: func(l leg) string { return l.Symbol }},
		{name: "decimals", text: func(l leg) string { return strconv.Itoa(int(l.Decimals)) }},
		{name: "amount", text: func(l leg) string { return l.Amount }},
		{name: "raw", text: func(l leg) string { return l.Raw }},
		{name: "price usd", text: func(l leg) string { return whole(l.PriceUSD) }},
		{name: "value usd", text: func(l leg) string { return whole(l.ValueUSD) }},
		{name: "liquidation threshold", text: func(l leg) string { return whole(l.LiquidationThreshold) }},
		{name: "liquidation price usd", text: func(l leg) string { return whole(l.LiquidationPriceUSD) }},
		{name: "block", text: func(l leg) string { return decimal(l.Block.Number) }},
	}
}
