package main

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"brink/feed"

	tea "charm.land/bubbletea/v2"
)

// grey is how numbers look that are not of now.
const grey tone = "\x1b[2m"

// furniture is how many lines the screen has beside the rows: name, truth,
// trouble or filter, the table's head, the selected row at length, and keys.
const furniture = 6

// room is how many rows there is space for.
func (s screen) room() int { return max(1, s.height-furniture) }

// View implements tea.Model.
func (s screen) View() tea.View {
	v := tea.NewView(s.draw())
	v.AltScreen, v.WindowTitle = true, "brink "+s.server
	return v
}

func (s screen) draw() string {
	t := s.sheet()
	selected := max(0, min(s.row[s.tab], t.rows-1))
	first := max(0, min(selected-s.room()/2, t.rows-s.room()))
	lines := []string{s.title(t), s.truth(), s.notice(), "  " + t.lines[0]}
	for i := first; i < first+s.room(); i++ {
		switch {
		case i >= t.rows:
			lines = append(lines, "")
		case i == selected:
			lines = append(lines, "› "+t.lines[1+i])
		default:
			lines = append(lines, "  "+t.lines[1+i])
		}
	}
	detail := ""
	if t.rows > 0 {
		detail = t.detail(selected)
	}
	return strings.Join(append(lines, detail, s.inTone("tab next  / filter  s sort  ↑↓ move  r ask now  q end", grey)), "\n")
}

// inTone is text in a tone, where colours are wanted.
func (s screen) inTone(text string, t tone) string {
	if !s.colours {
		return text
	}
	return string(t) + text + string(reset)
}

func (s screen) title(t table) string {
	parts := []string{s.inTone("brink", head) + " " + oneLine(s.server)}
	for i, name := range tabNames {
		name = strconv.Itoa(i+1) + " " + name
		if i == s.tab {
			name = s.inTone("["+name+"]", head)
		}
		parts = append(parts, name)
	}
	count := strconv.Itoa(t.rows)
	if t.rows != t.all {
		count += " of " + strconv.Itoa(t.all)
	}
	if s.tab == positionsTab && s.seen.more {
		count += ", the first of more"
	}
	parts = append(parts, count+" by "+tabSorts[s.tab][s.sorted[s.tab]])
	return strings.Join(parts, "  ")
}

// truth says of when the numbers are.
func (s screen) truth() string {
	var parts []string
	for _, c := range s.seen.chains {
		text := oneLine(c.Name) + ": "
		if c.Processed == nil {
			text += string(c.State)
		} else {
			age := time.Duration(c.LagSeconds)*time.Second + s.now.Sub(s.seen.at).Round(time.Second)
			text += fmt.Sprintf("as of block %d, %s ago", c.Processed.Number, age)
			if c.Finalized != nil {
				text += fmt.Sprintf(", finalized to %d", c.Finalized.Number)
			}
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " · ")
}

// notice is what the user must know before trusting a number, or the filter.
func (s screen) notice() string {
	switch old := s.old(); {
	case s.typing:
		return "/" + s.filter + "▏"
	case old != "":
		return s.inTone("! "+old, bad)
	case s.seen.at.IsZero():
		return "asking " + oneLine(s.server) + " …"
	case s.filter != "":
		return "filter: " + s.filter + "  (esc clears)"
	default:
		return ""
	}
}

// old says why numbers are not of now; empty when they are.
func (s screen) old() string {
	if s.trouble != nil {
		text := oneLine(s.trouble.Error())
		if s.seen.at.IsZero() {
			return text
		}
		return "numbers are of " + s.seen.at.Format(time.TimeOnly) + ": " + text
	}
	for _, c := range s.seen.chains {
		if c.State == feed.Stale || c.State == feed.Halted {
			return oneLine(fmt.Sprintf("chain %s is %s: %s", c.Name, c.State, c.Reason))
		}
	}
	return ""
}

// table is one tab, drawn: a head and its rows.
type table struct {
	lines     []string
	rows, all int
	// detail says more of a row.
	detail func(int) string
}

func (s screen) sheet() table {
	switch s.tab {
	case liquidationsTab:
		rows := s.seen.liquidations
		if s.sorted[s.tab] == 1 {
			rows = largest(rows)
		}
		return tableOf(s, topLiquidationColumns(), rows, liquidationDetail)
	case chainsTab:
		return tableOf(s, chainColumns(), s.seen.chains, func(c feed.Chain) string { return oneLine(c.Reason) })
	default:
		return tableOf(s, topPositionColumns(), s.seen.positions, positionDetail)
	}
}

// tableOf draws the rows that the filter lets through; grey when they are old.
func tableOf[T any](s screen, columns []column[T], rows []T, detail func(T) string) table {
	t := table{all: len(rows)}
	if needle := strings.ToLower(s.filter); needle != "" {
		rows = slices.Clone(rows)
		rows = slices.DeleteFunc(rows, func(row T) bool {
			return !slices.ContainsFunc(columns, func(c column[T]) bool { return strings.Contains(strings.ToLower(c.text(row)), needle) }) &&
				!strings.Contains(strings.ToLower(detail(row)), needle)
		})
	}
	old := s.old() != ""
	var out strings.Builder
	// A strings.Builder takes everything.
	_ = writeTable(&out, columns, rows, s.colours && !old)
	t.lines = strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if old {
		for i := range t.lines {
			t.lines[i] = s.inTone(t.lines[i], grey)
		}
	}
	t.rows = len(rows)
	t.detail = func(i int) string { return detail(rows[i]) }
	return t
}

// largest are the liquidations by what was repaid, unknown worth last.
func largest(rows []feed.Liquidation) []feed.Liquidation {
	worth := func(l feed.Liquidation) *big.Rat {
		if l.DebtUSD != nil {
			if r, ok := new(big.Rat).SetString(*l.DebtUSD); ok {
				return r
			}
		}
		return big.NewRat(-1, 1)
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b feed.Liquidation) int { return worth(b).Cmp(worth(a)) })
	return rows
}

func positionDetail(p feed.Position) string {
	text := p.ID
	for _, leg := range p.Collaterals {
		if leg.LiquidationPriceUSD != nil {
			text += fmt.Sprintf("  %s liquidates at %s, now %s", leg.Symbol, short(leg.LiquidationPriceUSD, 4), short(leg.PriceUSD, 4))
		}
	}
	return oneLine(text)
}

func liquidationDetail(l feed.Liquidation) string {
	return oneLine(fmt.Sprintf("%s  by %s  tx %s", l.Account, l.Liquidator, l.TxHash))
}

// brief is an address by its ends.
func brief(address string) string {
	if len(address) < 12 {
		return address
	}
	return address[:6] + "…" + address[len(address)-4:]
}

func topPositionColumns() []column[feed.Position] {
	type p = feed.Position
	return []column[p]{
		{name: "HEALTH", right: true, text: func(p p) string { return short(p.HealthFactor, 6) }, tone: func(p p) tone { return statusTone(p.Status) }},
		{name: "STATUS", text: func(p p) string { return string(p.Status) }, tone: func(p p) tone { return statusTone(p.Status) }},
		{name: "DEBT USD", right: true, text: func(p p) string { return short(p.DebtUSD, 2) }},
		{name: "COLLATERAL USD", right: true, text: func(p p) string { return short(p.CollateralUSD, 2) }},
		{name: "ACCOUNT", text: func(p p) string { return brief(p.Account) }},
		{name: "CHAIN", right: true, text: func(p p) string { return decimal(p.ChainID) }},
		{name: "DEPLOYMENT", text: func(p p) string { return p.Deployment }},
		{name: "HOLDS", text: func(p p) string { return amounts(p.Collaterals) }},
		{name: "OWES", text: func(p p) string { return amounts(p.Debts) }},
	}
}

func topLiquidationColumns() []column[feed.Liquidation] {
	type l = feed.Liquidation
	return []column[l]{
		{name: "TIME", text: func(l l) string { return l.Block.Timestamp.Format(time.DateTime) }},
		{name: "REPAID USD", right: true, text: func(l l) string { return short(l.DebtUSD, 2) }},
		{name: "REPAID", text: func(l l) string { return l.DebtSymbol }},
		{name: "SEIZED USD", right: true, text: func(l l) string { return short(l.CollateralUSD, 2) }},
		{name: "SEIZED", text: func(l l) string { return l.CollateralSymbol }},
		{name: "ACCOUNT", text: func(l l) string { return brief(l.Account) }},
		{name: "SIDE", text: func(l l) string { return l.Side }},
		{name: "CHAIN", right: true, text: func(l l) string { return decimal(l.ChainID) }},
		{name: "DEPLOYMENT", text: func(l l) string { return place(l.Deployment, brief(l.Market)) }},
		{name: "STATUS", text: func(l l) string { return string(l.Status) }, tone: func(l l) tone {
			if l.Status == feed.Reverted {
				return warn
			}
			return plain
		}},
	}
}
