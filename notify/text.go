package notify

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"

	"brink/feed"

	"github.com/holiman/uint256"
)

// Links are where a reader can look further; empty ones are left out.
type Links struct {
	// Page is the address of brink's page, Explorer what an account's address is
	// put behind; Explorers, by chain id, where that is another.
	Page, Explorer string
	Explorers      map[uint64]string
}

// Text is a message in words: plain, without markup.
type Text struct {
	Title string
	Lines []string
	Links []Link
}

// Link is one place to look further.
type Link struct{ Name, URL string }

func (t Text) String() string {
	return strings.Join(append([]string{t.Title}, t.Lines...), "\n")
}

// wordLimit bounds what of foreign text is shown; a token's symbol can be
// anything.
const wordLimit = 40

// word makes foreign text harmless: one line, printable, of bounded length,
// written in one direction.
func word(s string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
	if len(runes) > wordLimit {
		runes = append(runes[:wordLimit-1], '…')
	}
	return string(runes)
}

// phrase is word for a longer text.
func phrase(s string) string {
	var words []string
	for _, w := range strings.Fields(s) {
		words = append(words, word(w))
	}
	out := strings.Join(words, " ")
	if runes := []rune(out); len(runes) > 6*wordLimit {
		out = string(runes[:6*wordLimit-1]) + "…"
	}
	return out
}

// short is an address without its middle.
func short(address string) string {
	if len(address) != 42 {
		return word(address)
	}
	return address[:6] + "…" + address[38:]
}

// whom names what an alert is about.
func whom(a *feed.Alert) string {
	switch {
	case a.Name != "":
		return word(a.Name) + " (" + short(a.Account) + ")"
	case a.Account != "":
		return short(a.Account)
	case a.Measure == "blind":
		return "the view of " + word(a.Chain)
	}
	return word(a.Subject)
}

// where names the place: chain, protocol, deployment, market.
func where(a *feed.Alert) string {
	var parts []string
	for _, part := range []string{a.Chain, a.Protocol, a.Deployment, a.Market} {
		if part == "" {
			continue
		}
		if len(part) > 42 {
			part = part[:10] + "…"
		}
		parts = append(parts, word(part))
	}
	return strings.Join(parts, " / ")
}

// measures are the names of what is measured.
var measures = map[string]string{
	"health_factor": "health factor", "drop_to_liquidation": "distance to liquidation", "unknown": "can't be told",
	"liquidated": "liquidated", "bad_debt": "bad debt", "parameter_change": "parameters changed", "at_risk_usd": "debt at risk",
	"liquidatable_usd": "debt that can be liquidated",
	"bad_debt_usd":     "debt that nothing covers", "liquidated_usd": "debt repaid by liquidations", "utilisation": "utilisation", "oracle_stale": "price is stale or unreadable", "oracle_deviation": "price deviation",
	"blind": "watcher is blind",
}

func measured(a *feed.Alert) string {
	if name, ok := measures[a.Measure]; ok {
		return name
	}
	return word(a.Measure)
}

// shown is a value as people read it: shares as percent, the rest with the
// decimals that matter.
func shown(measure string, v *string) string {
	if v == nil {
		return "unknown"
	}
	switch {
	case measure == "drop_to_liquidation" || measure == "oracle_deviation" || measure == "utilisation":
		return percent(*v)
	case strings.HasSuffix(measure, "_usd"):
		return cut(*v, 2) + " USD"
	}
	return cut(*v, 4)
}

// cut drops decimals beyond so many; downward, so that a factor just below a
// line never reads as if it were on it.
func cut(v string, decimals int) string {
	v = word(v)
	if dot := strings.IndexByte(v, '.'); dot >= 0 && len(v) > dot+1+decimals {
		return strings.TrimRight(strings.TrimRight(v[:dot+1+decimals], "0"), ".")
	}
	return v
}

// percent writes a share such as 0.1234 as 12.34 %.
func percent(v string) string {
	z, ok := wadOf(v)
	if !ok {
		return word(v)
	}
	return cut(feed.Decimal(&z, 16), 2) + " %"
}

func wadOf(v string) (z uint256.Int, ok bool) {
	whole, fraction, _ := strings.Cut(v, ".")
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", max(0, 18-len(fraction))), "0")
	if len(fraction) > 18 || digits == "" {
		return z, digits == "" && whole != ""
	}
	return z, z.SetFromDecimal(digits) == nil
}

// Title is an alert in one line.
func Title(a *feed.Alert) string {
	severity := a.Severity
	if severity == "" {
		severity = a.Was
	}
	var state string
	switch a.Transition {
	case feed.Resolved:
		state = "RESOLVED"
	case feed.Withdrawn:
		state = "WITHDRAWN"
		if a.Severity != "" {
			state += ", now " + string(a.Severity)
		}
	default:
		state = strings.ToUpper(word(string(severity)))
	}
	return fmt.Sprintf("%s: %s: %s", state, whom(a), sentence(a))
}

// sentence is what is the matter, in a few words.
func sentence(a *feed.Alert) string {
	switch {
	case a.Value != nil && a.ValueWas != nil && *a.Value != *a.ValueWas:
		return fmt.Sprintf("%s %s → %s", measured(a), shown(a.Measure, a.ValueWas), shown(a.Measure, a.Value))
	case a.Value != nil:
		return measured(a) + " " + shown(a.Measure, a.Value)
	case a.Transition == feed.Resolved && a.Position != nil && a.Position.HealthFactor == nil && a.Measure == "health_factor":
		return "no debt is left"
	}
	return measured(a)
}

// Words is an alert in full.
func Words(a *feed.Alert, links Links) Text {
	t := Text{Title: Title(a)}
	add := func(format string, args ...any) { t.Lines = append(t.Lines, fmt.Sprintf(format, args...)) }
	if place := where(a); place != "" {
		add("%s", place)
	}
	if a.Text != "" {
		add("%s", phrase(a.Text))
	}
	if a.Reason != "" {
		add("%s", phrase(a.Reason))
	}
	if a.Threshold != nil {
		add("rule %s, threshold %s", word(a.Rule), shown(a.Measure, a.Threshold))
	} else {
		add("rule %s", word(a.Rule))
	}
	if a.Position != nil {
		t.Lines = append(t.Lines, positionLines(a)...)
	}
	if a.Transition == feed.Resolved {
		add("it lasted %s", lasted(a))
	} else if a.Transition != feed.Happened {
		add("since %s", a.Since.UTC().Format(time.RFC3339))
	}
	add("as of block %d, %s", a.Block.Number, a.Block.Timestamp.UTC().Format(time.RFC3339))
	t.Links = linksOf(a, links)
	return t
}

func lasted(a *feed.Alert) string {
	return max(0, a.Block.Timestamp.Sub(a.Since)).Round(time.Second).String()
}

func positionLines(a *feed.Alert) []string {
	var lines []string
	p := a.Position
	for _, l := range p.Collaterals {
		if l.LiquidationPriceUSD == nil || l.PriceUSD == nil {
			continue
		}
		line := fmt.Sprintf("liquidation at %s %s USD, now %s USD", word(l.Symbol), cut(*l.LiquidationPriceUSD, 4), cut(*l.PriceUSD, 4))
		if fall, ok := fall(*l.PriceUSD, *l.LiquidationPriceUSD); ok {
			line += " (-" + fall + ")"
		}
		lines = append(lines, line)
	}
	if p.CollateralUSD != nil && p.DebtUSD != nil {
		lines = append(lines, fmt.Sprintf("collateral %s USD, debt %s USD", cut(*p.CollateralUSD, 2), cut(*p.DebtUSD, 2)))
	}
	if len(a.Mend) > 0 && a.Target != nil {
		var ways []string
		for _, m := range a.Mend {
			ways = append(ways, fmt.Sprintf("%s %s %s", m.Action, word(m.Amount), word(m.Symbol)))
		}
		lines = append(lines, fmt.Sprintf("to reach %s: %s", cut(*a.Target, 4), strings.Join(ways, ", or ")))
	}
	return lines
}

// fall is the share by which a price lies above another.
func fall(price, line string) (string, bool) {
	p, ok1 := wadOf(price)
	l, ok2 := wadOf(line)
	if !ok1 || !ok2 || p.IsZero() || l.Gt(&p) {
		return "", false
	}
	var gap uint256.Int
	gap.Sub(&p, &l)
	if _, over := gap.MulDivOverflow(&gap, uint256.NewInt(1e18), &p); over {
		return "", false
	}
	return percent(feed.Decimal(&gap, 18)), true
}

func linksOf(a *feed.Alert, links Links) []Link {
	var out []Link
	page := strings.TrimSuffix(links.Page, "/")
	switch {
	case page == "":
	case a.Position != nil:
		out = append(out, Link{"position", page + "/#/position/" + a.Position.ID})
	case a.Account == "":
		out = append(out, Link{"brink", page + "/#/overview"})
	}
	if page != "" && a.Account != "" {
		out = append(out, Link{"account", page + "/#/account/" + a.Account})
	}
	if explorer := cmp.Or(links.Explorers[a.ChainID], links.Explorer); explorer != "" && a.Account != "" {
		out = append(out, Link{"explorer", explorer + a.Account})
	}
	return out
}

// digestLines is the most alerts that a digest lists one by one.
const digestLines = 20

// Digest is many alerts in one message: how many of what, and the worst.
func Digest(alerts []feed.Alert, links Links) Text {
	counts := map[feed.Severity]int{}
	over := 0
	for i := range alerts {
		if alerts[i].Over() {
			over++
		} else {
			counts[alerts[i].Severity]++
		}
	}
	var parts []string
	for _, s := range []feed.Severity{feed.Critical, feed.Warning, feed.Info} {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[s], s))
		}
	}
	if over > 0 {
		parts = append(parts, fmt.Sprintf("%d over", over))
	}
	t := Text{Title: fmt.Sprintf("%d alerts: %s", len(alerts), strings.Join(parts, ", "))}
	for i, a := range worstFirst(alerts) {
		if i == digestLines {
			t.Lines = append(t.Lines, fmt.Sprintf("and %d more", len(alerts)-i))
			break
		}
		t.Lines = append(t.Lines, Title(&a))
	}
	if links.Page != "" {
		t.Links = []Link{{"brink", strings.TrimSuffix(links.Page, "/") + "/#/watch"}}
	}
	return t
}
