package main

import (
	"brink/feed"
	"brink/web"

	"github.com/spf13/cobra"
)

func newPositionsCommand(a *app) *cobra.Command {
	var f filters
	command := &cobra.Command{
		Use:   "positions",
		Short: "Ask a running server for positions, nearest to liquidation first",
		Long: `Ask a running server for positions with debt, nearest to liquidation first. All
rows of a chain are as of one block. The table cuts numbers off, the other
formats give every digit.`,
		Example: `  brink positions --max-health 1.05 --min-debt-usd 10000
  brink positions --status liquidatable,bad_debt --limit 0 -o ndjson
  brink positions --account 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4`,
		RunE: func(c *cobra.Command, _ []string) error {
			query, err := f.query("chain", "protocol", "deployment", "account", "asset", "status", "max-health", "min-debt-usd", "sort")
			if err != nil {
				return err
			}
			server, err := a.newClient(c, f.url)
			if err != nil {
				return err
			}
			rows, more, err := pages(c.Context(), server, "/v1/positions", query, f.limit,
				func(p *web.PositionPage) ([]feed.Position, *string) { return p.Positions, p.Next })
			if err != nil {
				return err
			}
			if err := writeList(a.stdout, f.format, positionColumns(f.format), rows); err != nil {
				return err
			}
			a.tellMore(more, f.limit)
			return nil
		},
	}
	f.addTo(command)
	f.add("chain", "chain id, or name in the server's configuration")
	f.add("protocol", "protocol, such as aave-v3")
	f.add("deployment", "deployment's name in the server's configuration")
	f.add("account", "address that has the position")
	f.add("asset", "address of an asset that the position holds or owes")
	f.add("status", "healthy, near, liquidatable, bad_debt or unknown; several with commas between")
	f.add("max-health", "highest health factor; leaves out unknown ones")
	f.add("min-debt-usd", "least debt in dollars; leaves out unknown worth")
	f.add("sort", "health, debt, collateral or profit (default health)")
	f.addLimit()
	return command
}

func positionColumns(format outputFormat) []column[feed.Position] {
	type p = feed.Position
	if format == outputCSV {
		return []column[p]{
			{name: "id", text: func(p p) string { return p.ID }},
			{name: "chain id", text: func(p p) string { return decimal(p.ChainID) }},
			{name: "protocol", text: func(p p) string { return p.Protocol }},
			{name: "deployment", text: func(p p) string { return p.Deployment }},
			{name: "market", text: func(p p) string { return p.Market }},
			{name: "account", text: func(p p) string { return p.Account }},
			{name: "status", text: func(p p) string { return string(p.Status) }},
			{name: "health factor", text: func(p p) string { return whole(p.HealthFactor) }},
			{name: "collateral usd", text: func(p p) string { return whole(p.CollateralUSD) }},
			{name: "debt usd", text: func(p p) string { return whole(p.DebtUSD) }},
			{name: "block", text: func(p p) string { return decimal(p.Block.Number) }},
		}
	}
	return []column[p]{
		{name: "ACCOUNT", text: func(p p) string { return p.Account }},
		{name: "CHAIN", right: true, text: func(p p) string { return decimal(p.ChainID) }},
		{name: "DEPLOYMENT", text: func(p p) string { return place(p.Deployment, p.Market) }},
		{name: "STATUS", text: func(p p) string { return string(p.Status) }, tone: func(p p) tone { return statusTone(p.Status) }},
		{name: "HEALTH", right: true, text: func(p p) string { return short(p.HealthFactor, 6) }},
		{name: "COLLATERAL USD", right: true, text: func(p p) string { return short(p.CollateralUSD, 2) }},
		{name: "DEBT USD", right: true, text: func(p p) string { return short(p.DebtUSD, 2) }},
		{name: "HOLDS", text: func(p p) string { return amounts(p.Collaterals) }},
		{name: "OWES", text: func(p p) string { return amounts(p.Debts) }},
	}
}
