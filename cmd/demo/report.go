package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"os"
	"strconv"
	"strings"
	"time"

	"brink/web"

	"github.com/shopspring/decimal"
)

// report is what a crash did, and what brink said of it before. Dollars are decimal strings.
type report struct {
	Source      string      `json:"source"`
	Began       time.Time   `json:"began"`
	PaceSeconds int         `json:"pace_seconds"`
	Accounts    int         `json:"accounts"`
	PoolUSD     string      `json:"pool_usd"`
	Shock       web.Outcome `json:"foretold_by_shock"`
	Cascade     []web.Round `json:"foretold_by_cascade"`
	Assumed     []string    `json:"assumptions"`
	Happened    happened    `json:"happened"`
	Before      web.Ladder  `json:"ladder_before"`
	After       web.Ladder  `json:"ladder_after"`
	Moments     []moment    `json:"moments"`
	Compared    int         `json:"positions_compared"`
	Mismatches  []string    `json:"mismatches"`
}

// happened is the sum over the crash. BadDebtUSD is what stood uncovered at its end, WrittenOffUSD what contracts
// recorded as lost on the way.
type happened struct {
	Liquidations  int             `json:"liquidations"`
	Positions     int             `json:"positions"`
	Unpriced      int             `json:"unpriced"`
	DebtUSD       decimal.Decimal `json:"debt_usd"`
	CollateralUSD decimal.Decimal `json:"collateral_usd"`
	BadDebtUSD    decimal.Decimal `json:"bad_debt_usd"`
	WrittenOffUSD decimal.Decimal `json:"written_off_usd"`
}

// moment is one block. Changes are since the crash began; the bad debt is what stands uncovered.
type moment struct {
	At            time.Time       `json:"at"`
	ETH           string          `json:"eth_change"`
	BTC           string          `json:"btc_change"`
	Liquidations  int             `json:"liquidations"`
	DebtUSD       decimal.Decimal `json:"debt_usd"`
	CollateralUSD decimal.Decimal `json:"collateral_usd"`
	Liquidatable  int             `json:"liquidatable"`
	BadDebtUSD    decimal.Decimal `json:"bad_debt_usd"`
	WrittenOffUSD decimal.Decimal `json:"written_off_usd"`
}

//go:embed report.html
var reportPage string

// write puts the report into two files, a page and its data.
func (r *report) write(name string) (err error) {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if err := os.WriteFile(name+".json", append(data, '\n'), 0o644); err != nil { //nolint:gosec // for everybody to read
		return fmt.Errorf("writing the report: %w", err)
	}
	page, err := template.New("report").Funcs(template.FuncMap{"cents": cents}).Parse(reportPage)
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	file, err := os.Create(name + ".html")
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := page.Execute(file, r); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// plot is one chart: lines over the same places, bars below them.
type plot struct {
	Title, Summary string
	Lines          []line
	Bars           string
	Left, Right    string // the first and the last place
	Top, Bottom    string // the most and the least value
}

type line struct{ Name, Class, Points string }

// The plane of a chart, in SVG's units; the page leaves room for words around it.
const plotWidth, plotHeight = 860.0, 220.0

// scale draws values from the lowest to the highest over the whole plane.
type scale struct{ low, high float64 }

func (s *scale) take(values []float64) {
	for _, v := range values {
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
}

func (s *scale) y(v float64) float64 {
	if s.high == s.low {
		return plotHeight
	}
	return plotHeight * (s.high - v) / (s.high - s.low)
}

func x(i, n int) float64 { return plotWidth * float64(i) / float64(max(n-1, 1)) }

func (s *scale) points(values []float64) string {
	var b strings.Builder
	for i, v := range values {
		fmt.Fprintf(&b, "%.1f,%.1f ", x(i, len(values)), s.y(v))
	}
	return b.String()
}

func (s *scale) bars(values []float64) string {
	var b strings.Builder
	for i, v := range values {
		if v > 0 {
			fmt.Fprintf(&b, "M%.1f,%.1fV%.1f", x(i, len(values)), plotHeight, s.y(v))
		}
	}
	return b.String()
}

// over is a number of each moment, for drawing.
func (r *report) over(of func(*moment) float64) []float64 {
	values := make([]float64, len(r.Moments))
	for i := range r.Moments {
		values[i] = of(&r.Moments[i])
	}
	return values
}

func percent(change string) float64 {
	f, _ := strconv.ParseFloat(change, 64) // for drawing; it was written here
	return 100 * f
}

func (r *report) clock(i int) string { return r.Moments[i].At.Format("15:04") + " UTC" }

// Plots are the page's charts.
func (r *report) Plots() []plot {
	n := len(r.Moments)
	if n == 0 {
		return nil
	}
	first, last := r.clock(0), r.clock(n-1)
	eth, btc := r.over(func(m *moment) float64 { return percent(m.ETH) }), r.over(func(m *moment) float64 { return percent(m.BTC) })
	var prices scale
	prices.take(eth)
	prices.take(btc)
	debt := r.over(func(m *moment) float64 { return m.DebtUSD.InexactFloat64() })
	var sizes scale
	sizes.take(debt)
	bad := r.over(func(m *moment) float64 { return m.BadDebtUSD.InexactFloat64() })
	var sum decimal.Decimal
	lost := r.over(func(m *moment) float64 { sum = sum.Add(m.WrittenOffUSD); return sum.InexactFloat64() })
	var shorts scale
	shorts.take(bad)
	shorts.take(lost)
	return []plot{
		{Title: "Prices since the crash began", Left: first, Right: last, Top: fmt.Sprintf("%+.1f %%", prices.high), Bottom: fmt.Sprintf("%+.1f %%", prices.low),
			Summary: fmt.Sprintf("Ether fell by %.1f %% at most.", -prices.low),
			Lines:   []line{{"ETH", "a", prices.points(eth)}, {"BTC", "b", prices.points(btc)}}},
		{Title: "Debt repaid in liquidations, a block", Left: first, Right: last, Top: dollars(sizes.high), Bottom: "0 $",
			Summary: fmt.Sprintf("%d liquidations repaid %s.", r.Happened.Liquidations, dollars(r.Happened.DebtUSD.InexactFloat64())), Bars: sizes.bars(debt)},
		{Title: "Debt that collateral doesn't cover", Left: first, Right: last, Top: dollars(shorts.high), Bottom: "0 $",
			Summary: fmt.Sprintf("%s were uncovered at the end, %s had been written off.", dollars(r.Happened.BadDebtUSD.InexactFloat64()), dollars(r.Happened.WrittenOffUSD.InexactFloat64())),
			Lines:   []line{{"bad debt", "c", shorts.points(bad)}, {"written off until then", "a", shorts.points(lost)}}},
		r.ladders(),
	}
}

// ladders draws what falls of ether make liquidatable, before and after.
func (r *report) ladders() plot {
	var both scale
	of := func(l *web.Ladder) (debts []float64) {
		for i := range l.Rungs {
			f, _ := strconv.ParseFloat(l.Rungs[i].Liquidatable.DebtUSD, 64) // for drawing
			debts = append(debts, f)
		}
		return debts
	}
	before, after := of(&r.Before), of(&r.After)
	both.take(before)
	both.take(after)
	return plot{Title: "Debt liquidatable when ether falls", Left: "half of the price of the moment", Right: "today's",
		Top: dollars(both.high), Bottom: "0 $", Summary: "The wall before the crash, and what of it was left after.",
		Lines: []line{{"before", "a", both.points(before)}, {"after", "b", both.points(after)}}}
}

// Rounds and Closed sum the cascade up.
func (r *report) Rounds() int { return len(r.Cascade) }

// Closed is what the cascade liquidates in all its rounds.
func (r *report) Closed() (all happened, err error) {
	for i := range r.Cascade {
		round := &r.Cascade[i]
		all.Positions += round.Liquidated.Positions
		for _, z := range []struct {
			to   *decimal.Decimal
			text string
		}{{&all.DebtUSD, round.Liquidated.DebtUSD}, {&all.CollateralUSD, round.Liquidated.CollateralUSD}, {&all.BadDebtUSD, round.BadDebtUSD}} {
			d, err := decimal.NewFromString(z.text)
			if err != nil {
				return all, fmt.Errorf("reading the cascade: %w", err)
			}
			*z.to = z.to.Add(d)
		}
	}
	return all, nil
}

// cents writes dollars, however they are kept, for people.
func cents(of any) (string, error) {
	d, err := decimal.NewFromString(fmt.Sprint(of))
	if err != nil {
		return "", fmt.Errorf("writing %v: %w", of, err)
	}
	return d.StringFixed(2), nil
}

func dollars(f float64) string { return strconv.FormatFloat(f, 'f', 0, 64) + " $" }
