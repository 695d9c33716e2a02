package main

import (
	"encoding/json"
	"fmt"

	"brink/feed"
	"brink/web"

	"github.com/spf13/cobra"
)

// liquidationTotals asks for totals and prints them: as JSON whole, otherwise a
// row for everything and one for each group.
func (a *app) liquidationTotals(command *cobra.Command, f *filters) error {
	for _, name := range []string{"since", "until", "liquidator", "asset", "min-usd", "limit"} {
		if command.Flags().Changed(name) {
			return usageError("--%s doesn't go with totals", name)
		}
	}
	query, err := f.query("window", "by", "chain", "protocol", "account")
	if err != nil {
		return err
	}
	server, err := a.newClient(command, f.url)
	if err != nil {
		return err
	}
	var stats web.Stats
	if err := server.get(command.Context(), "/v1/stats", query, &stats); err != nil {
		return err
	}
	if f.format == outputJSON {
		encoder := json.NewEncoder(a.stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(stats)
	}
	rows := append([]feed.Group{{Key: "all", Tally: stats.Tally}}, stats.Groups...)
	if err := writeList(a.stdout, f.format, tallyColumns(f.format), rows); err != nil {
		return err
	}
	if b := stats.Biggest; b != nil && f.format == outputTable {
		_, err = fmt.Fprintf(a.stdout, "\nbiggest: %s repaid by %s for %s in %s, tx %s\n",
			short(b.DebtUSD, 2), b.Liquidator, b.Account, place(b.Deployment, b.Market), b.TxHash)
	}
	return err
}

func tallyColumns(format outputFormat) []column[feed.Group] {
	type g = feed.Group
	dollars := func(text string) string { return short(&text, 2) }
	if format == outputCSV {
		dollars = func(text string) string { return text }
	}
	name := func(g g) string {
		if g.Symbol != "" && format != outputCSV {
			return g.Symbol
		}
		return g.Key
	}
	return []column[g]{
		{name: "WHAT", text: name},
		{name: "LIQUIDATIONS", right: true, text: func(g g) string { return decimal(uint64(g.Liquidations)) }},
		{name: "ACCOUNTS", right: true, text: func(g g) string { return decimal(uint64(g.Liquidated)) }},
		{name: "SEIZED USD", right: true, text: func(g g) string { return dollars(g.CollateralUSD) }},
		{name: "REPAID USD", right: true, text: func(g g) string { return dollars(g.DebtUSD) }},
		{name: "BONUS USD", right: true, text: func(g g) string { return dollars(g.BonusUSD) }},
		{name: "UNPRICED", right: true, text: func(g g) string { return decimal(uint64(g.Unpriced)) }},
	}
}
