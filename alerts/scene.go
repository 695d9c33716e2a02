package alerts

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"brink/feed"
	"brink/position"

	"github.com/holiman/uint256"
)

// settings reads words of the form key=value.
func settings(words []string, allowed ...string) (map[string]string, error) {
	given := map[string]string{}
	for _, word := range words {
		key, value, ok := strings.Cut(word, "=")
		if !ok || !slices.Contains(allowed, key) {
			return nil, fmt.Errorf("%q is not one of %s, with = and a value", word, strings.Join(allowed, ", "))
		}
		given[key] = value
	}
	return given, nil
}

// near is the line below which scenarios' positions are near.
var near = uint256.NewInt(1.10e18)

// position says how a position stands. It has one collateral, WETH, and one
// debt, USDC.
func (s *scenario) position(words []string) error {
	if len(words) < 2 {
		return errors.New("position wants an account and how it stands")
	}
	given, err := settings(words[1:], "hf", "debt", "collateral", "price", "liquidation", "threshold", "status", "deployment", "protocol", "market")
	if err != nil {
		return err
	}
	p, err := s.subject(words[0], given)
	if err != nil {
		return err
	}
	if err := describe(&p, given); err != nil {
		return err
	}
	s.state(feed.PositionChanged, p.ID, p)
	return nil
}

// describe fills in how a position stands.
func describe(p *feed.Position, given map[string]string) error {
	for _, key := range []string{"hf", "debt", "collateral", "price", "liquidation", "threshold"} {
		if v, ok := given[key]; ok {
			if _, ok := parse(v); !ok {
				return fmt.Errorf("%s=%s is no number", key, v)
			}
		}
	}
	optional := func(key string) *string {
		if v, ok := given[key]; ok {
			return &v
		}
		return nil
	}
	p.HealthFactor, p.DebtUSD, p.CollateralUSD = optional("hf"), optional("debt"), optional("collateral")
	if z, ok := number(p.HealthFactor); ok {
		switch {
		case z.Lt(wad):
			p.Status = position.Liquidatable
		case z.Lt(near):
			p.Status = position.Near
		}
	}
	if status, ok := given["status"]; ok {
		p.Status = position.Status(status)
		if !slices.Contains([]position.Status{position.Healthy, position.Near, position.Liquidatable, position.BadDebt, position.Unknown}, p.Status) {
			return fmt.Errorf("status=%s is none", status)
		}
	}
	if p.Status == position.Unknown {
		p.HealthFactor = nil
		return nil
	}
	enabled := true
	weth := feed.Leg{Asset: "WETH", Symbol: "WETH", Decimals: 18, Enabled: &enabled, PriceUSD: optional("price"), ValueUSD: p.CollateralUSD,
		LiquidationPriceUSD: optional("liquidation"), LiquidationThreshold: optional("threshold")}
	usdc := feed.Leg{Asset: "USDC", Symbol: "USDC", Decimals: 6, ValueUSD: p.DebtUSD, Raw: "0", Amount: "0"}
	if owed, ok := debt(p); ok {
		raw := up(&owed, uint256.NewInt(1), uint256.NewInt(1e12))
		usdc.Raw, usdc.Amount = raw.Dec(), feed.Decimal(&raw, 6)
	}
	weth.Raw, weth.Amount = "0", "0"
	if value, ok := number(p.CollateralUSD); ok {
		if price, ok := number(weth.PriceUSD); ok && !price.IsZero() {
			raw := up(&value, wad, &price)
			weth.Raw, weth.Amount = raw.Dec(), feed.Decimal(&raw, 18)
		}
	}
	p.Collaterals, p.Debts = []feed.Leg{weth}, []feed.Leg{usdc}
	return nil
}

func (s *scenario) close(words []string) error {
	if len(words) == 0 {
		return errors.New("close wants an account")
	}
	given, err := settings(words[1:], "deployment", "protocol", "market")
	if err != nil {
		return err
	}
	p, err := s.subject(words[0], given)
	if err != nil {
		return err
	}
	s.state(feed.PositionClosed, p.ID, p)
	return nil
}

func (s *scenario) liquidated(words []string) error { return s.fact(feed.Liquidated, words) }

func (s *scenario) badDebt(words []string) error { return s.fact(feed.BadDebt, words) }

// fact says that something happened in the tip.
func (s *scenario) fact(entryType string, words []string) error {
	if len(words) == 0 {
		return errors.New("an account is missing")
	}
	given, err := settings(words[1:], "debt", "collateral", "deployment", "protocol", "market")
	if err != nil {
		return err
	}
	p, err := s.subject(words[0], given)
	if err != nil {
		return err
	}
	f := fact{Protocol: p.Protocol, Deployment: p.Deployment, Market: p.Market, Account: p.Account}
	if v, ok := given["debt"]; ok {
		f.DebtUSD, f.USD = &v, &v
	}
	if v, ok := given["collateral"]; ok {
		f.CollateralUSD = &v
	}
	f.CollateralSymbol, f.DebtSymbol = "WETH", "USDC"
	if entryType == feed.BadDebt {
		f.Asset = "USDC"
	}
	e := s.say(entryType, p.ID, f)
	top := &s.blocks[len(s.blocks)-1]
	top.facts = append(top.facts, e)
	return nil
}

// price says what a price is now.
func (s *scenario) price(words []string) error {
	if len(words) < 2 {
		return errors.New("price wants a symbol, and a price, unknown or stale")
	}
	given, err := settings(words[2:], "deployment", "protocol", "market")
	if err != nil {
		return err
	}
	p := price{Protocol: given["protocol"], Deployment: given["deployment"], Market: given["market"], Asset: words[0], Symbol: words[0]}
	subject := strconv.FormatUint(s.chain, 10) + ":" + p.Deployment + ":" + p.Asset
	entryType := feed.OracleUpdated
	switch words[1] {
	case "stale":
		entryType, p.Stale = feed.OracleStale, new(bool)
		*p.Stale = true
	case "unknown":
	default:
		if _, ok := parse(words[1]); !ok {
			return fmt.Errorf("%q is no price", words[1])
		}
		p.PriceUSD = &words[1]
	}
	s.state(entryType, subject, p)
	return nil
}

// market says how a market is seen as of the tip.
func (s *scenario) market(words []string) error {
	if len(words) == 0 {
		return errors.New("market wants a symbol, and what is known of it")
	}
	given, err := settings(words[1:], "utilisation", "supply_cap", "borrow_cap", "bonus", "ltv", "frozen", "paused", "deployment", "protocol", "market")
	if err != nil {
		return err
	}
	m := feed.Market{ChainID: s.chain, Deployment: cmp.Or(given["deployment"], "demo"), Protocol: cmp.Or(given["protocol"], "aave-v3"), Market: given["market"],
		Asset: words[0], Symbol: words[0], SupplyCap: given["supply_cap"], BorrowCap: given["borrow_cap"], LiquidationBonus: given["bonus"], LTV: given["ltv"],
		Active: true, Frozen: given["frozen"] == "true", Paused: given["paused"] == "true"}
	if v, ok := given["utilisation"]; ok {
		if _, ok := parse(v); !ok {
			return fmt.Errorf("utilisation=%s is no number", v)
		}
		m.Utilisation = &v
	}
	s.m.lookAtMarkets([]feed.Market{m}, s.chain, feed.NewBlockRef(s.tip))
	return nil
}

// collect takes the alerts that were made; the silent ones are for nobody.
func (s *scenario) collect() {
	s.m.settleSums()
	_, entries := s.m.changes()
	for _, e := range entries {
		var a feed.Alert
		if err := json.Unmarshal(e.Data, &a); err != nil {
			panic("alerts: an alert can't be read: " + err.Error())
		}
		if a.Silent == "" {
			s.queue = append(s.queue, a)
		}
	}
}

// leftover ends a row of expectations: nothing else may have been told.
func (s *scenario) leftover() {
	if s.expected {
		s.fail(s.queue...)
		s.queue, s.expected = nil, false
	}
}

func (s *scenario) fail(unexpected ...feed.Alert) {
	for i := range unexpected {
		s.failures = append(s.failures, Failure{s.line, "not expected: " + tellOf(&unexpected[i])})
	}
}

// tellOf writes an alert as it would be expected.
func tellOf(a *feed.Alert) string {
	words := []string{string(a.Transition)}
	if a.Severity != "" {
		words = append(words, string(a.Severity))
	}
	words = append(words, a.Rule, who(a))
	if a.Value != nil {
		words = append(words, "value="+*a.Value)
	}
	return fmt.Sprintf("%s (block %d)", strings.Join(words, " "), a.Block.Number)
}

func who(a *feed.Alert) string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Account != "":
		return a.Account
	}
	return a.Subject
}

// expect takes the next alert that was told, which must be this one.
func (s *scenario) expect(words []string) error {
	if len(words) == 0 {
		return errors.New("expect wants a transition, or nothing")
	}
	s.collect()
	s.expected = true
	if words[0] == "nothing" {
		return nil
	}
	if len(words) < 2 {
		return errors.New("expect wants a transition and a rule")
	}
	if len(s.queue) == 0 {
		s.failures = append(s.failures, Failure{s.line, "nothing was told; expected: " + strings.Join(words, " ")})
		return nil
	}
	a := s.queue[0]
	s.queue = s.queue[1:]
	has := []string{string(a.Transition), string(a.Severity), a.Rule, a.Name, a.Account, a.Subject, a.Chain}
	if a.Value != nil {
		has = append(has, "value="+*a.Value)
	}
	for _, word := range words {
		if !slices.Contains(has, word) {
			s.failures = append(s.failures, Failure{s.line, fmt.Sprintf("told: %s; expected: %s", tellOf(&a), strings.Join(words, " "))})
			break
		}
	}
	return nil
}
