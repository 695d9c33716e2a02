package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"brink/feed"
	"brink/position"

	"golang.org/x/term"
)

// rows is how many positions the table shows.
const rows = 12

// table shows the positions nearest to liquidation, in place on a terminal and
// as a line a block elsewhere.
type table struct {
	out    io.Writer
	moving bool
	drawn  int // lines to go back over
}

func newTable(out io.Writer, wanted bool) *table {
	file, isFile := out.(*os.File)
	return &table{out: out, moving: wanted && isFile && term.IsTerminal(int(file.Fd()))}
}

// show draws what brink says of the newest block.
func (t *table) show(st *stage, w *watcher, positions []feed.Position) {
	counts, compared := map[position.Status]int{}, 0
	for _, n := range w.Compared {
		compared += n
	}
	for _, p := range positions {
		counts[p.Status]++
	}
	head := fmt.Sprintf("%s · near %d · liquidatable %d · bad debt %d · compared %d · mismatches %d", st.event,
		counts[position.Near], counts[position.Liquidatable], counts[position.BadDebt], compared, len(w.Mismatches))
	if !t.moving {
		fmt.Fprintln(t.out, head)
		return
	}
	lines := []string{head, fmt.Sprintf("%-44s %-13s %-13s %20s %16s %16s %18s", "account", "deployment", "status", "health factor", "collateral $", "debt $", "liquidation price")}
	for _, p := range positions[:min(rows, len(positions))] {
		lines = append(lines, fmt.Sprintf("%-44s %-13s %-13s %20s %16s %16s %18s",
			p.Account, p.Deployment, p.Status, text(p.HealthFactor), text(p.CollateralUSD), text(p.DebtUSD), firstPrice(p)))
	}
	var b strings.Builder
	if t.drawn > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", t.drawn)
	}
	for _, line := range lines {
		fmt.Fprintf(&b, "\x1b[2K%s\n", line)
	}
	fmt.Fprint(&b, "\x1b[J")
	t.drawn = len(lines)
	fmt.Fprint(t.out, b.String())
}

// firstPrice is the largest collateral's, at which the position can be liquidated.
func firstPrice(p feed.Position) string {
	for _, l := range p.Collaterals {
		if l.LiquidationPriceUSD != nil {
			return l.Symbol + " " + *l.LiquidationPriceUSD
		}
	}
	return ""
}

func text(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}
