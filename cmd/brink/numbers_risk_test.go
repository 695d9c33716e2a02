package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
)

func (b *audited) auditBands(t *testing.T) {
	b.auditor.t = t
	edges := []struct {
		name string
		to   *big.Rat
	}{{"0-1", big.NewRat(1, 1)}, {"1-1.05", big.NewRat(105, 100)}, {"1.05-1.1", big.NewRat(11, 10)}, {"1.1-1.25", big.NewRat(5, 4)},
		{"1.25-1.5", big.NewRat(3, 2)}, {"1.5-2", big.NewRat(2, 1)}, {"2-3", big.NewRat(3, 1)}, {"3-inf", nil}}
	want := below("chains", b.chains)
	want["positions_told"], want["positions_unknown"], want["complete"], want["complete_debt"] = fmt.Sprint(len(b.positions)), "0", "1", "1"
	sums := make(map[string]*tally)
	for _, e := range edges {
		sums[e.name] = newTally()
	}
	for _, a := range b.positions {
		now := a.at(nil)
		for _, e := range edges {
			if e.to == nil || new(big.Rat).SetFrac(now.factor, one).Cmp(e.to) < 0 {
				sums[e.name].add(&now)
				break
			}
		}
	}
	for name, s := range sums {
		s.want(want, "bands["+name+"].")
	}
	b.demand("bands", b.ask("/v1/risk/bands"), want)
}

// tally is a sum over positions.
type tally struct {
	n                int
	collateral, debt *big.Int
}

func newTally() *tally { return &tally{collateral: new(big.Int), debt: new(big.Int)} }

func (s *tally) add(z *standing) {
	s.n++
	s.collateral.Add(s.collateral, z.collateral)
	s.debt.Add(s.debt, z.debt)
}

func (s *tally) want(into map[string]string, at string) {
	into[at+"positions"], into[at+"unpriced"] = fmt.Sprint(s.n), "0"
	into[at+"collateral_usd"], into[at+"debt_usd"] = decimals(s.collateral, 8), decimals(s.debt, 8)
}

func (b *audited) auditLadder(t *testing.T) {
	b.auditor.t = t
	want := below("chains", b.chains)
	want["positions_told"], want["positions_unknown"], want["complete"], want["complete_debt"] = fmt.Sprint(len(b.positions)), "0", "1", "1"
	for i := range 2 {
		want[fmt.Sprintf("members[%s].chain_id", b.town.Aave.Asset(groups["ETH"][i]).Token.Hex())] = fmt.Sprint(devnet.ChainID)
	}
	price := b.dollar(b.town.Aave.Asset("WETH").Token)
	want["price_usd"] = decimals(price, 8)
	for _, protocol := range []string{"", "aave-v3", "morpho-blue", "compound-v2"} {
		at := ""
		if protocol != "" {
			at = "series[" + protocol + "]."
		}
		b.rungs(protocol, at, price, want)
	}
	b.demand("ladder", b.ask("/v1/risk/ladder?asset=ETH&by=protocol&from=-0.6&to=0.6&rungs=3"), want)
}

// rungs are what a ladder of ether by fifths must say of a protocol, or of all.
func (b *audited) rungs(protocol, at string, price *big.Int, want map[string]string) {
	due := func(a *account, fifths int64) bool {
		z := a.at(b.moved("ETH", part(one, big.NewInt(5+fifths), big.NewInt(5))))
		return z.due()
	}
	now := newTally()
	for fifths := int64(-3); fifths <= 3; fifths++ {
		all, joined := newTally(), newTally()
		for _, a := range b.positions {
			today := a.at(nil)
			if protocol != "" && a.protocol != protocol || !due(a, fifths) {
				continue
			}
			all.add(&today)
			if before := fifths - int64(big.NewInt(fifths).Sign()); fifths != 0 && !due(a, before) {
				joined.add(&today)
			}
		}
		if fifths == 0 {
			now = all
			continue
		}
		rung := at + "rungs[" + strings.TrimSuffix(fmt.Sprintf("%.1f", float64(fifths)/5), ".0") + "]."
		all.want(want, rung+"liquidatable.")
		joined.want(want, rung+"joined.")
		want[rung+"change"], want[rung+"unknown"] = fmt.Sprintf("%.1f", float64(fifths)/5), "0"
		want[rung+"price_usd"] = decimals(part(price, big.NewInt(5+fifths), big.NewInt(5)), 8)
	}
	now.want(want, at+"now.")
}

// auditFalls compares falls of all prices but those of stable assets.
func (b *audited) auditFalls(t *testing.T) {
	b.auditor.t = t
	want := below("chains", b.chains)
	usd, eur := b.moved("USD", new(big.Int)), b.moved("EUR", new(big.Int))
	for change, percent := range map[string]int64{"0": 100, "-0.01": 99, "-0.05": 95, "-0.1": 90, "-0.2": 80} {
		at := "shocks[" + change + "]."
		due, insolvent, short := newTally(), newTally(), new(big.Int)
		for _, a := range b.positions {
			z := a.at(func(token common.Address) *big.Int {
				if usd(token).Sign() == 0 || eur(token).Sign() == 0 {
					return one
				}
				return part(one, big.NewInt(percent), big.NewInt(100))
			})
			if z.due() {
				due.add(&z)
			}
			if z.collateral.Cmp(z.debt) < 0 {
				insolvent.add(&z)
				short.Add(short, new(big.Int).Sub(z.debt, z.collateral))
			}
		}
		due.want(want, at+"liquidatable.")
		insolvent.want(want, at+"insolvent.")
		want[at+"change"], want[at+"bad_debt_usd"], want[at+"positions_told"] = change, decimals(short, 8), fmt.Sprint(len(b.positions))
		want[at+"positions_unknown"], want[at+"complete"], want[at+"complete_debt"] = "0", "1", "1"
	}
	for range 2 { // the second answer is kept from the first
		b.demand("falls", b.ask("/v1/risk/shocks"), want)
	}
}

// auditSupposed demands that the positions behind a rung are those that the rung counts, and that its amounts are
// what they hold and owe.
func (b *audited) auditSupposed(t *testing.T) {
	b.auditor.t = t
	weth := b.town.Aave.Asset("WETH").Token.Hex()
	behind := func(query string) (n int, held, owed *big.Rat) {
		held, owed = new(big.Rat), new(big.Rat)
		for _, p := range b.ask("/v1/positions?limit=1000&moved=" + weth + query)["positions"].([]any) {
			n++
			for side, sum := range map[string]*big.Rat{"collaterals": held, "debts": owed} {
				for _, l := range p.(map[string]any)[side].([]any) {
					if leg := l.(map[string]any); leg["asset"] == weth {
						amount, _ := new(big.Rat).SetString(leg["amount"].(string))
						sum.Add(sum, amount)
					}
				}
			}
		}
		return n, held, owed
	}
	compare := func(what string, sum map[string]any, query string) int {
		n, held, owed := behind(query)
		if fmt.Sprint(sum["positions"]) != fmt.Sprint(n) || !equal(sum["collateral_amount"].(string), held.RatString()) || !equal(sum["debt_amount"].(string), owed.RatString()) {
			t.Errorf("%s: %v, but behind it are %d positions that hold %s and owe %s", what, sum, n, held.FloatString(18), owed.FloatString(18))
		}
		return n
	}
	ladder := b.ask("/v1/risk/ladder?amounts=true&by=mode&from=-0.6&to=0.6&rungs=3&asset=" + weth)
	seen, before := 0, map[bool]string{false: "0", true: "0"}
	rungs := ladder["rungs"].([]any)
	slices.SortFunc(rungs, func(x, y any) int {
		return cmp.Compare(math.Abs(figure(t, x.(map[string]any)["change"])), math.Abs(figure(t, y.(map[string]any)["change"])))
	})
	for _, r := range rungs {
		rung := r.(map[string]any)
		change := rung["change"].(string)
		up := !strings.HasPrefix(change, "-")
		seen += compare(change, rung["liquidatable"].(map[string]any), "&change="+change)
		seen += compare("to "+change, rung["joined"].(map[string]any), "&change="+change+"&unless="+before[up])
		before[up] = change
	}
	total := 0.0
	for _, s := range ladder["series"].([]any) {
		total += figure(t, s.(map[string]any)["now"].(map[string]any)["positions"])
	}
	if now := figure(t, ladder["now"].(map[string]any)["positions"]); total != now || seen == 0 {
		t.Errorf("of %v positions %v are in some mode or none; %d were behind rungs", now, total, seen)
	}
	b.problem(t, "GET", "/v1/positions?moved=TULIP&change=-0.1", "", "query.moved")
}

// figure is a number of an answer for comparisons.
func figure(t *testing.T, value any) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(fmt.Sprint(value), 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (b *audited) auditShock(t *testing.T) {
	b.auditor.t = t
	asked := brink(t, "simulate", "--url", b.URL, "--shock", "ETH=-0.3", "-o", "json")
	if asked.code != 0 {
		t.Fatalf("%+v", asked)
	}
	want := below("chains", b.chains)
	for deployment, protocol := range map[string]string{"": "", "aave-local": "aave-v3", "morpho-local": "morpho-blue", "venus-local": "compound-v2"} {
		at := "shock."
		if deployment != "" {
			at = "shock.deployments[" + deployment + "]."
			want[at+"chain_id"] = fmt.Sprint(devnet.ChainID)
		}
		due, insolvent, short, told := newTally(), newTally(), new(big.Int), 0
		for _, a := range b.positions {
			if protocol != "" && a.protocol != protocol {
				continue
			}
			told++
			z := a.at(b.moved("ETH", part(one, big.NewInt(7), big.NewInt(10))))
			if z.due() {
				due.add(&z)
			}
			if z.collateral.Cmp(z.debt) < 0 {
				insolvent.add(&z)
				short.Add(short, new(big.Int).Sub(z.debt, z.collateral))
			}
		}
		due.want(want, at+"liquidatable.")
		insolvent.want(want, at+"insolvent.")
		want[at+"bad_debt_usd"], want[at+"positions_told"] = decimals(short, 8), fmt.Sprint(told)
		want[at+"positions_unknown"], want[at+"complete"], want[at+"complete_debt"] = "0", "1", "1"
	}
	b.demand("shock", decode(t, []byte(asked.stdout)), want)
}

// auditCascade plays the rounds of a cascade again: who is closed in each, and how far the pool lets the price fall for
// what the rounds before have sold: each position's debt with the bonus of the best call, which is tried on the contracts.
func (b *audited) auditCascade(t *testing.T) {
	b.auditor.t = t
	const side = 3_000_000
	var raw json.RawMessage
	question := map[string]any{
		"shocks":  []any{map[string]string{"asset": "ETH", "change": "-0.25"}},
		"cascade": map[string]any{"pools": []any{map[string]any{"asset": "ETH", "constant_product_usd": fmt.Sprint(side)}}},
	}
	if err := b.Post(t.Context(), "/v1/risk/simulate", question, &raw); err != nil {
		t.Fatal(err)
	}
	answer := decode(t, raw)
	delete(answer, "shock") // auditShock
	rounds := answer["cascade"].([]any)
	want := below("chains", b.chains)
	pool := new(big.Int).Mul(big.NewInt(side), ten(8))
	shock, sold, closed, all := part(one, big.NewInt(3), big.NewInt(4)), new(big.Int), make(map[string]bool), 0
	for i := range rounds {
		root := part(pool, one, new(big.Int).Add(pool, sold))
		share := part(shock, part(root, root, one), one)
		due, short, more, stuck := newTally(), new(big.Int), new(big.Int), 0
		for id, a := range b.positions {
			z := a.at(b.moved("ETH", share))
			if closed[id] || !z.due() {
				continue
			}
			part, ok := b.sells(id, a, &z, "ETH", share)
			if !ok {
				stuck++
				continue
			}
			more.Add(more, part)
			closed[id] = true
			due.add(&z)
			if z.collateral.Cmp(z.debt) < 0 {
				short.Add(short, new(big.Int).Sub(z.debt, z.collateral))
			}
		}
		at := fmt.Sprintf("cascade[%d].", i)
		due.want(want, at+"liquidated.")
		want[at+"changes.ETH"] = decimals(new(big.Int).Sub(share, one), 18)
		want[at+"bad_debt_usd"], want[at+"stuck"], want[at+"sold_usd.ETH"] = decimals(short, 8), fmt.Sprint(stuck), decimals(more, 8)
		want[at+"positions_unknown"] = "0"
		sold.Add(sold, more)
		all += due.n
	}
	if len(rounds) < 3 || all == 0 {
		t.Errorf("a cascade of %d rounds closes %d positions", len(rounds), all)
	}
	b.demand("cascade", answer, want)
}

// auditOffers tries on the contracts what is offered of everybody whom a deep fall of one group brings down.
func (b *audited) auditOffers(t *testing.T) {
	b.auditor.t = t
	share := part(one, big.NewInt(3), big.NewInt(10))
	for _, group := range []string{"ETH", "BTC", "LINK"} {
		for id, a := range b.positions {
			z := a.at(b.moved(group, share))
			if !z.due() {
				continue
			}
			if _, ok := b.sells(id, a, &z, group, share); !ok {
				t.Errorf("%s is due, and nothing of it is offered", id)
			}
		}
	}
}

// sells is what of a position's part in a group is sold when it is closed at a share of the group's price; false where no
// call takes it.
func (b *audited) sells(id string, a *account, z *standing, group string, share *big.Int) (*big.Int, bool) {
	b.auditor.t.Helper()
	var raw json.RawMessage
	change := decimals(new(big.Int).Sub(share, one), 18)
	question := map[string]any{"position": id, "shocks": []any{map[string]string{"asset": group, "change": change}}}
	if err := b.Post(b.auditor.t.Context(), "/v1/risk/simulate", question, &raw); err != nil {
		b.auditor.t.Fatal(err)
	}
	moved := b.moved(group, share)
	list, _ := decode(b.auditor.t, raw)["after"].(map[string]any)["liquidation"].([]any)
	tried := b.takes(a, moved, list)
	if len(list) == 0 {
		return nil, false
	}
	best := list[0].(map[string]any)
	leaves("liquidation[0]", best, func(path, number string) {
		if !equal(number, tried[path]) {
			b.auditor.t.Errorf("%s of %s at %s is %s, the contracts make %s", path, id, change, number, tried[path])
		}
	})
	worth := func(h *holding, raw *big.Int) *big.Int {
		if a.protocol == "compound-v2" {
			return new(big.Int).Div(part(part(h.price, moved.of(h.token), one), raw, one), ten(10))
		}
		return part(raw, part(b.dollar(h.token), moved.of(h.token), one), h.unit)
	}
	collateral, debt := legOf(a.held, best["collateral_asset"]), legOf(a.owed, best["debt_asset"])
	got := worth(collateral, new(big.Int).Add(integer(best["seize_raw"]), integer(best["protocol_fee_raw"])))
	closes := part(z.debt, got, worth(debt, integer(best["repay_raw"])))
	if closes.Cmp(z.collateral) > 0 {
		closes = z.collateral
	}
	all, sold := new(big.Int), new(big.Int)
	for _, worth := range z.counts {
		all.Add(all, worth)
	}
	for token, worth := range z.counts {
		if moved.of(token).Cmp(one) != 0 {
			sold.Add(sold, part(closes, worth, all))
		}
	}
	return sold, true
}
