package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"brink/feed"
	"brink/web"

	"github.com/spf13/cobra"
)

func newLiquidationsCommand(a *app) *cobra.Command {
	var f filters
	command := &cobra.Command{
		Use:   "liquidations",
		Short: "Ask a running server for liquidations, newest first, or for their totals",
		Long: `Ask a running server for liquidations, newest first; or with --window for their
totals over the last hours or days, and with --by for what makes them up.`,
		Example: `  brink liquidations --since 24h --min-usd 1000
  brink liquidations --window 24h --by asset
  brink liquidations --since 2026-11-01T00:00:00Z --until 2026-11-02T00:00:00Z --limit 0 -o csv`,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("window") || c.Flags().Changed("by") {
				return a.liquidationTotals(c, &f)
			}
			query, err := f.query("since", "until", "chain", "protocol", "account", "liquidator", "asset", "min-usd")
			if err != nil {
				return err
			}
			for _, name := range []string{"since", "until"} {
				if !query.Has(name) {
					continue
				}
				moment, err := moment(query.Get(name), time.Now())
				if err != nil {
					return usageError("--%s: %w", name, err)
				}
				query.Set(name, moment)
			}
			server, err := a.newClient(c, f.url)
			if err != nil {
				return err
			}
			rows, more, err := pages(c.Context(), server, "/v1/liquidations", query, f.limit,
				func(p *web.LiquidationPage) ([]feed.Liquidation, *string) { return p.Liquidations, p.Next })
			if err != nil {
				return err
			}
			if err := writeList(a.stdout, f.format, liquidationColumns(f.format), rows); err != nil {
				return err
			}
			a.tellMore(more, f.limit)
			return nil
		},
	}
	f.addTo(command)
	f.add("since", "earliest block time, such as 2026-11-22T00:00:00Z, or so long ago, such as 24h")
	f.add("until", "first block time that isn't wanted, written likewise")
	f.add("chain", "chain id, or name in the server's configuration")
	f.add("protocol", "protocol, such as aave-v3")
	f.add("account", "address that was liquidated")
	f.add("liquidator", "address that liquidated")
	f.add("asset", "address of the seized or the repaid asset")
	f.add("window", "totals instead of a list: over 1h, 4h, 12h, 24h or 7d")
	f.add("by", "totals by chain, protocol, asset or side as well")
	f.add("min-usd", "least debt repaid in dollars; leaves out unknown worth")
	f.addLimit()
	return command
}

// moment is a time as the server takes it, given so or as an age.
func moment(text string, now time.Time) (string, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 16); err == nil {
			return now.Add(-time.Duration(n) * 24 * time.Hour).UTC().Format(time.RFC3339), nil
		}
	}
	if age, err := time.ParseDuration(text); err == nil {
		return now.Add(-age).UTC().Format(time.RFC3339), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return "", fmt.Errorf("want a time such as 2026-11-22T00:00:00Z or an age such as 24h, not %q", text)
	}
	return at.UTC().Format(time.RFC3339), nil
}

// counted is empty where it isn't known.
func counted(n *uint64) string {
	if n == nil {
		return ""
	}
	return decimal(*n)
}

func liquidationColumns(format outputFormat) []column[feed.Liquidation] {
	type l = feed.Liquidation
	dollars := func(text *string) string { return short(text, 2) }
	if format == outputCSV {
		dollars = whole
	}
	columns := []column[l]{
		{name: "TIME", text: func(l l) string { return l.Block.Timestamp.Format(time.RFC3339) }},
		{name: "CHAIN", right: true, text: func(l l) string { return decimal(l.ChainID) }},
		{name: "DEPLOYMENT", text: func(l l) string { return place(l.Deployment, l.Market) }},
		{name: "ACCOUNT", text: func(l l) string { return l.Account }},
		{name: "SEIZED", text: func(l l) string { return l.CollateralSymbol }},
		{name: "SEIZED USD", right: true, text: func(l l) string { return dollars(l.CollateralUSD) }},
		{name: "REPAID", text: func(l l) string { return l.DebtSymbol }},
		{name: "REPAID USD", right: true, text: func(l l) string { return dollars(l.DebtUSD) }},
		{name: "BONUS USD", right: true, text: func(l l) string { return dollars(l.BonusUSD) }},
		{name: "STATUS", text: func(l l) string { return string(l.Status) }, tone: func(l l) tone {
			if l.Status == feed.Reverted {
				return warn
			}
			return plain
		}},
		{name: "TX", text: func(l l) string { return l.TxHash.Hex() }},
	}
	if format != outputCSV {
		return columns
	}
	return append(columns, []column[l]{
		{name: "protocol", text: func(l l) string { return l.Protocol }},
		{name: "liquidator", text: func(l l) string { return l.Liquidator }},
		{name: "collateral asset", text: func(l l) string { return l.CollateralAsset }},
		{name: "collateral raw", text: func(l l) string { return l.CollateralRaw }},
		{name: "debt asset", text: func(l l) string { return l.DebtAsset }},
		{name: "debt raw", text: func(l l) string { return l.DebtRaw }},
		{name: "side", text: func(l l) string { return l.Side }},
		{name: "health factor before", text: func(l l) string { return whole(l.HealthFactorBefore) }},
		{name: "share closed", text: func(l l) string { return whole(l.ShareClosed) }},
		{name: "bad debt usd", text: func(l l) string { return whole(l.BadDebtUSD) }},
		{name: "protocol fee raw", text: func(l l) string { return whole(l.ProtocolFeeRaw) }},
		{name: "protocol fee usd", text: func(l l) string { return whole(l.ProtocolFeeUSD) }},
		{name: "gas paid raw", text: func(l l) string { return whole(l.GasPaidRaw) }},
		{name: "liquidatable blocks", text: func(l l) string { return counted(l.LiquidatableBlocks) }},
		{name: "liquidatable seconds", text: func(l l) string { return counted(l.LiquidatableFor) }},
		{name: "log index", text: func(l l) string { return decimal(uint64(l.LogIndex)) }},
		{name: "block", text: func(l l) string { return decimal(l.Block.Number) }},
	}...)
}
