package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"brink/feed"
	"brink/web"

	"github.com/spf13/cobra"
)

// question is a web.Simulation as a client writes it.
type question struct {
	Chain    string         `json:"chain,omitempty"`
	Protocol string         `json:"protocol,omitempty"`
	Shocks   []shockText    `json:"shocks,omitempty"`
	Path     string         `json:"path,omitempty"`
	Cascade  *cascadeText   `json:"cascade,omitempty"`
	Position string         `json:"position,omitempty"`
	Changes  []deedText     `json:"changes,omitempty"`
	Goal     map[string]any `json:"goal,omitempty"`
}

type shockText struct {
	Asset  string `json:"asset"`
	Change string `json:"change"`
}

type cascadeText struct {
	Pools []poolText `json:"pools"`
}

type poolText struct {
	Asset           string `json:"asset"`
	ConstantProduct string `json:"constant_product_usd"`
}

type deedText struct {
	Do     string `json:"do"`
	Asset  string `json:"asset"`
	Amount string `json:"amount"`
}

// simulateFlags are what the command line says.
type simulateFlags struct {
	question
	shocks, pools, deeds []string
	goal, url            string
	format               outputFormat
}

func newSimulateCommand(a *app) *cobra.Command {
	var f simulateFlags
	command := &cobra.Command{
		Use:   "simulate",
		Short: "Ask a running server what would be liquidated if prices moved",
		Long: `Ask a running server what would be liquidated if prices moved, what would follow
if seized collateral were sold, and how a position would stand if something were
done to it. Nothing is sent to any chain. What follows from sales is an estimate,
and says so.`,
		Example: `  brink simulate --shock ETH=-0.2 --shock BTC=-0.1
  brink simulate --shock ETH=-0.2 --pool ETH=50000000
  brink simulate --path 2025-10-10
  brink simulate --position 1:aave-v3:0x5B38… --do repay=0xA0b8…:1000 --goal 1.5`,
		RunE: func(c *cobra.Command, _ []string) error { return a.simulate(c, &f) },
	}
	f.format.addFlag(command)
	addURLFlag(command, &f.url)
	flags := command.Flags()
	flags.StringArrayVar(&f.shocks, "shock", nil, "a price that moves, as GROUP=CHANGE or ADDRESS=CHANGE; -0.2 is a fall by a fifth")
	flags.StringVar(&f.Path, "path", "", "a historical crash by its name, instead of shocks")
	flags.StringArrayVar(&f.pools, "pool", nil, "what seized collateral is sold to, as GROUP=DOLLARS on each side of a pool of constant product")
	flags.StringVar(&f.Chain, "chain", "", "only this chain")
	flags.StringVar(&f.Protocol, "protocol", "", "only this protocol")
	flags.StringVar(&f.Position, "position", "", "id of a position to tell before and after")
	flags.StringArrayVar(&f.deeds, "do", nil, "what is done to it, as supply, withdraw, borrow or repay=ADDRESS:AMOUNT in whole tokens")
	flags.StringVar(&f.goal, "goal", "", "health factor to reach: tells what to supply or repay")
	return command
}

// ask makes the question out of the flags.
func (f *simulateFlags) ask() error {
	for _, text := range f.shocks {
		asset, change, ok := strings.Cut(text, "=")
		if !ok {
			return usageError("--shock %q: want GROUP=CHANGE, such as ETH=-0.2", text)
		}
		f.Shocks = append(f.Shocks, shockText{asset, change})
	}
	for _, text := range f.pools {
		asset, side, ok := strings.Cut(text, "=")
		if !ok {
			return usageError("--pool %q: want GROUP=DOLLARS, such as ETH=50000000", text)
		}
		if f.Cascade == nil {
			f.Cascade = new(cascadeText)
		}
		f.Cascade.Pools = append(f.Cascade.Pools, poolText{asset, side})
	}
	for _, text := range f.deeds {
		do, rest, ok := strings.Cut(text, "=")
		asset, amount, ok2 := strings.Cut(rest, ":")
		if !ok || !ok2 || !slices.Contains([]string{"supply", "withdraw", "borrow", "repay"}, do) {
			return usageError("--do %q: want supply, withdraw, borrow or repay=ADDRESS:AMOUNT", text)
		}
		f.Changes = append(f.Changes, deedText{do, asset, amount})
	}
	if f.goal != "" {
		f.Goal = map[string]any{"health_factor": f.goal}
	}
	if len(f.Shocks) == 0 && f.Path == "" && f.Cascade == nil && f.Position == "" {
		return usageError("nothing is asked: give --shock, --path, --pool or --position")
	}
	return nil
}

func (a *app) simulate(command *cobra.Command, f *simulateFlags) error {
	if err := f.ask(); err != nil {
		return err
	}
	server, err := a.newClient(command, f.url)
	if err != nil {
		return err
	}
	var answer web.Simulated
	if err := server.post(command.Context(), "/v1/risk/simulate", f.question, &answer); err != nil {
		return err
	}
	if f.format == outputJSON || f.format == outputNDJSON {
		encoder := json.NewEncoder(a.stdout)
		if f.format == outputJSON {
			encoder.SetIndent("", "  ")
		}
		return encoder.Encode(answer)
	}
	if f.format == outputTable {
		tellPosition(a.stdout, &answer)
	}
	if rows := scenes(&answer); len(rows) > 0 {
		if err := writeList(a.stdout, f.format, sceneColumns, rows); err != nil {
			return err
		}
	}
	for _, text := range answer.Assumed {
		fmt.Fprintln(a.stderr, "brink: "+text)
	}
	return nil
}

// tellPosition prints a position before and after, and how to reach the goal.
func tellPosition(w io.Writer, answer *web.Simulated) {
	for _, p := range []struct {
		when string
		p    *feed.Position
	}{{"before", answer.Before}, {"after", answer.After}} {
		if p.p != nil {
			fmt.Fprintf(w, "%-7s %s  health %s  collateral %s  debt %s\n", p.when, p.p.Status,
				whole(p.p.HealthFactor), short(p.p.CollateralUSD, 2), short(p.p.DebtUSD, 2))
		}
	}
	for _, g := range answer.Goals {
		fmt.Fprintf(w, "goal    %s %s %s\n", g.Do, g.Amount, g.Symbol)
	}
}

// scene is a row of what would be liquidated.
type scene struct {
	name, changes          string
	sum                    web.Sum
	badDebt, sold, unknown string
}

func scenes(answer *web.Simulated) []scene {
	var rows []scene
	add := func(name, changes string, o *web.Outcome) {
		rows = append(rows, scene{name, changes, o.Liquidatable, o.BadDebtUSD, "", decimal(uint64(o.Unknown))})
	}
	if answer.Shock != nil {
		for i := range answer.Shock.Deployments {
			add(answer.Shock.Deployments[i].Deployment, "", &answer.Shock.Deployments[i].Outcome)
		}
		add("all", "", answer.Shock)
	}
	for i := range answer.Path {
		add(answer.Path[i].At, written(answer.Path[i].Changes), &answer.Path[i].Outcome)
	}
	for i, r := range answer.Cascade {
		rows = append(rows, scene{fmt.Sprintf("round %d (estimate)", i+1), written(r.Changes), r.Liquidated, r.BadDebtUSD, written(r.SoldUSD), ""})
	}
	return rows
}

// written writes a table of names in their order.
func written(of map[string]string) string {
	var parts []string
	for name, text := range of {
		parts = append(parts, name+" "+short(&text, 4))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

var sceneColumns = []column[scene]{
	{name: "WHERE", text: func(s scene) string { return s.name }},
	{name: "CHANGES", text: func(s scene) string { return s.changes }},
	{name: "LIQUIDATABLE", right: true, text: func(s scene) string { return decimal(uint64(s.sum.Positions)) }},
	{name: "COLLATERAL USD", right: true, text: func(s scene) string { return short(&s.sum.CollateralUSD, 2) }},
	{name: "DEBT USD", right: true, text: func(s scene) string { return short(&s.sum.DebtUSD, 2) }},
	{name: "BAD DEBT USD", right: true, text: func(s scene) string { return short(&s.badDebt, 2) }},
	{name: "SOLD USD", right: true, text: func(s scene) string { return s.sold }},
	{name: "UNKNOWN", right: true, text: func(s scene) string { return s.unknown }},
}
