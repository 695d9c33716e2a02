package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
)

var numeric = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// leaves calls fn with every number below a value. What stands in a list goes by its asset, its name, or its place.
func leaves(path string, value any, fn func(path, number string)) {
	switch v := value.(type) {
	case map[string]any:
		for key, below := range v {
			if path != "" {
				key = path + "." + key
			}
			leaves(key, below, fn)
		}
	case []any:
		for i, below := range v {
			name := fmt.Sprint(i)
			if m, ok := below.(map[string]any); ok {
				for _, key := range []string{"change", "band", "key", "deployment", "group", "asset"} {
					if text, ok := m[key].(string); ok {
						name = text
						break
					}
				}
			}
			leaves(path+"["+name+"]", below, fn)
		}
	case json.Number:
		fn(path, v.String())
	case string:
		if numeric.MatchString(v) {
			fn(path, v)
		}
	}
}

// auditor compares an answer with what was computed again.
type auditor struct {
	t       *testing.T
	checked map[string]int
}

// demand compares every number of an answer; what is wanted must be there, and nothing else.
func (a *auditor) demand(what string, answer any, want map[string]string) {
	a.t.Helper()
	left := make(map[string]bool, len(want))
	for path := range want {
		left[path] = true
	}
	leaves("", answer, func(path, got string) {
		delete(left, path)
		expected, known := want[path]
		switch {
		case known && !equal(got, expected):
			a.t.Errorf("%s: %s is %s, the contracts' answers make %s", what, path, got, expected)
		case known:
			a.checked[what]++
		default:
			a.t.Errorf("%s: %s is %s, which nobody computes again", what, path, got)
		}
	})
	for path := range left {
		a.t.Errorf("%s lacks %s, the contracts' answers make %s", what, path, want[path])
	}
}

// equal compares two decimal numbers.
func equal(a, b string) bool {
	x, ok := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	return ok && ok2 && x.Cmp(y) == 0
}

// ask is an answer with its numbers as they are written.
func (th *theater) ask(path string) map[string]any {
	th.t.Helper()
	var raw json.RawMessage
	if err := th.Get(th.t.Context(), path, &raw); err != nil {
		th.t.Fatal(err)
	}
	return decode(th.t, raw)
}

func decode(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	var answer map[string]any
	if err := decoder.Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// audited is a town that brink watches, and everybody's position as the contracts' answers make it, by brink's id.
type audited struct {
	*theater
	*notary
	*auditor
	watcher   *program
	positions map[string]*account
	chains    map[string]string // what must stand below chains of most answers
	lost      map[string]int    // in how many assets debt was written off, by deployment
	began     uint64            // the head when the watch began: of before nobody knows since when somebody is due
}

func openBooks(t *testing.T) *audited {
	t.Helper()
	const accounts, weeks = 40, 2
	// so that the crash lies in the last two days, and totals have something to add up
	begins := time.Now().Add(-devnet.Length(accounts, weeks) - 48*time.Hour)
	node, err := devnet.StartGeth(devnet.GethOptions{Genesis: uint64(begins.Unix())})
	if err != nil {
		t.Fatal(err)
	}
	th, town := raiseTown(t, node, accounts)
	began := town.Aave.Chain.Head().Number
	p := th.watch()
	for range 26 { // into the crash
		th.step()
	}
	b := &audited{theater: th, watcher: p, auditor: &auditor{t, make(map[string]int)}, notary: &notary{t: t, town: town}, began: began}
	b.open()
	return b
}

// open reads everybody's position as of the head.
func (b *audited) open() {
	b.theater.compare(b.watcher)
	b.block, b.positions = b.town.Aave.Chain.Head(), make(map[string]*account)
	for query := "?limit=100"; query != ""; {
		page := b.ask("/v1/positions" + query)
		for _, p := range page["positions"].([]any) {
			position := p.(map[string]any)
			b.positions[position["id"].(string)] = b.read(position)
		}
		query = ""
		if next, ok := page["next"].(string); ok {
			query = "?limit=100&cursor=" + url.QueryEscape(next)
		}
	}
	b.chains = map[string]string{"[0].chain_id": fmt.Sprint(devnet.ChainID), "[0].block.number": fmt.Sprint(b.block.Number)}
}

// below puts a path before those of what is wanted.
func below(path string, want map[string]string) map[string]string {
	out := make(map[string]string, len(want))
	for key, value := range want {
		out[path+key] = value
	}
	return out
}

// TestEveryNumber computes every number of the API again from what the contracts answer, one call after the other and
// in integers of its own. It fails where there is a number that nobody computes.
func TestEveryNumber(t *testing.T) {
	b := openBooks(t)
	t.Run("positions", b.auditPositions)
	t.Run("accounts", b.auditAccount)
	t.Run("markets", b.auditMarkets)
	t.Run("chains", b.auditChains)
	t.Run("bands", b.auditBands)
	t.Run("ladder", b.auditLadder)
	t.Run("falls", b.auditFalls)
	t.Run("supposed", b.auditSupposed)
	t.Run("shock", b.auditShock)
	t.Run("condition", b.auditCondition)
	t.Run("liquidations", b.auditLiquidations)
	t.Run("stats", b.auditStats)
	t.Run("cascade", b.auditCascade)
	t.Run("offers", b.auditOffers)
	t.Run("what if", b.auditWhatIf)
	t.Run("refusals", b.refusals)
	t.Run("losses", b.auditLosses)
	t.Log(b.checked)
	for _, protocol := range []string{"aave-v3", "morpho-blue", "compound-v2"} {
		for _, what := range []string{"offers of ", "offers to come of "} {
			if b.checked[what+protocol] == 0 {
				t.Errorf("no %s%s", what, protocol)
			}
		}
	}
}

func (b *audited) auditPositions(t *testing.T) {
	b.auditor.t = t
	page := b.ask("/v1/positions?limit=1000")
	single := make(map[string]string)
	for _, p := range page["positions"].([]any) {
		position := p.(map[string]any)
		id := position["id"].(string)
		b.demand("positions", p, b.wanted(position))
		single[position["protocol"].(string)] = id
	}
	if len(page["positions"].([]any)) < 40 || len(single) != 3 {
		t.Errorf("there are %d positions, in %d protocols", len(page["positions"].([]any)), len(single))
	}
	for _, id := range single {
		a := b.positions[id]
		p := b.ask("/v1/positions/" + url.PathEscape(id))
		want := b.wanted(p)
		if in := b.in(p); in != "" {
			want["liquidatable_in_seconds"] = in
		}
		limits, _ := p["limits"].([]any)
		for _, l := range limits {
			limit := l.(map[string]any)
			path := fmt.Sprintf("limits[%v].change", limit["change"])
			want[path] = b.limit(a, limit)
		}
		b.demand("position", p, want)
	}
}

// groups are those of the configuration that the devnet writes.
var groups = map[string][]string{
	"ETH": {"WETH", "wstETH"}, "BTC": {"WBTC", "BTCB"}, "LINK": {"LINK"}, "USD": {"USDC", "DAI", "USDT", "VAI"}, "EUR": {"EURS"},
}

// moved is what is left of prices when a group keeps a share.
func (b *audited) moved(group string, share *big.Int) shares {
	return func(token common.Address) *big.Int {
		for _, asset := range append(slices.Clone(b.town.Aave.Assets), b.town.Morpho.Assets...) {
			if asset.Token == token && slices.Contains(groups[group], asset.Symbol) {
				return share
			}
		}
		for _, m := range b.town.Venus.Markets {
			if m.Token == token && slices.Contains(groups[group], m.Symbol) {
				return share
			}
		}
		return one
	}
}

// limit is the change that a limit says, if the verdict changes there and nowhere one step beside; else a word.
func (b *audited) limit(a *account, limit map[string]any) string {
	change, _ := new(big.Rat).SetString(limit["change"].(string))
	share := new(big.Rat).Add(change, big.NewRat(1, 1))
	share.Mul(share, new(big.Rat).SetInt(one))
	beyond := big.NewInt(1)
	if limit["above"].(bool) {
		beyond.Neg(beyond)
	}
	group := limit["group"].(string)
	at, beside := a.at(b.moved(group, share.Num())), a.at(b.moved(group, beyond.Add(beyond, share.Num())))
	if !share.IsInt() || !at.due() || beside.due() {
		return "another"
	}
	return limit["change"].(string)
}

func (b *audited) auditAccount(t *testing.T) {
	b.auditor.t = t
	whale := devnet.Whale().Address
	answer := b.ask("/v1/accounts/" + whale.Hex())
	collateral, debt, n := new(big.Int), new(big.Int), 0
	for _, p := range answer["positions"].([]any) {
		position := p.(map[string]any)
		a := b.read(position)
		b.demand("positions", p, b.wanted(position))
		now := a.at(nil)
		collateral.Add(collateral, now.collateral)
		debt.Add(debt, now.debt)
		n++
	}
	delete(answer, "positions")
	want := below("chains", b.chains)
	want["totals.positions"] = fmt.Sprint(n)
	want["totals.complete_debt"] = "1"
	want["totals.collateral_usd"], want["totals.debt_usd"] = decimals(collateral, 8), decimals(debt, 8)
	maps.Copy(want, b.losses(answer["account"].(string)))
	b.demand("account", answer, want)
}

// losses sums up an account's liquidations from the list of them, whose figures TestBackfill and
// TestOffersAreWhatThePoolDoes hold.
func (b *audited) losses(account string) map[string]string {
	want, now := make(map[string]string), time.Now()
	rows := b.ask("/v1/liquidations?limit=1000&account=" + account)["liquidations"].([]any)
	for i, length := range []time.Duration{time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 1 << 62} {
		sums := map[string]*big.Rat{"debt_usd": new(big.Rat), "collateral_usd": new(big.Rat), "bonus_usd": new(big.Rat)}
		n := 0
		for _, r := range rows {
			row := r.(map[string]any)
			at, err := time.Parse(time.RFC3339, row["block"].(map[string]any)["timestamp"].(string))
			if err != nil {
				b.auditor.t.Fatal(err)
			}
			if row["status"] == "reverted" || now.Sub(at) > length {
				continue
			}
			n++
			for name, sum := range sums {
				usd, ok := new(big.Rat).SetString(fmt.Sprint(row[name]))
				if !ok {
					b.auditor.t.Fatalf("%s of a liquidation is %v", name, row[name])
				}
				sum.Add(sum, usd)
			}
		}
		at := fmt.Sprintf("liquidated[%d].", i)
		want[at+"liquidations"], want[at+"accounts_liquidated"], want[at+"unpriced"] = fmt.Sprint(n), fmt.Sprint(min(n, 1)), "0"
		for name, sum := range sums {
			want[at+name] = sum.RatString()
		}
	}
	return want
}

func (b *audited) auditChains(t *testing.T) {
	b.auditor.t = t
	head := fmt.Sprint(b.block.Number)
	want := map[string]string{
		"chains[0].chain_id": fmt.Sprint(devnet.ChainID), "chains[0].complete": "1", "chains[0].lag_blocks": "0",
		"chains[0].head.number": head, "chains[0].processed.number": head, "chains[0].endpoints[0].head": head,
	}
	tags := make(map[string]*big.Int)
	for tag, number := range map[string]int64{"safe": -4, "finalized": -3} {
		h, err := b.town.Aave.Chain.Node.Client().HeaderByNumber(t.Context(), big.NewInt(number))
		if err != nil {
			t.Fatal(err)
		}
		tags[tag] = h.Number
	}
	for i, n := range b.everybody() {
		want[fmt.Sprintf("chains[0].deployments[%d].complete", i)] = "1"
		want[fmt.Sprintf("chains[0].deployments[%d].positions", i)] = fmt.Sprint(n)
	}
	answer := b.ask("/v1/chains")
	chain := answer["chains"].([]any)[0].(map[string]any)
	lag, err := chain["lag_seconds"].(json.Number).Int64()
	if age := time.Now().Unix() - int64(b.block.Time); err != nil || lag > age || lag < age-60 { // it goes with the clock
		t.Errorf("the chain lags %d seconds (%v), its head is %d seconds old", lag, err, age)
	}
	delete(chain, "lag_seconds")
	for tag, number := range tags { // a tag may be asked for just before it moves with the head
		said := chain[tag].(map[string]any)["number"].(json.Number).String()
		if before := new(big.Int).Sub(number, big.NewInt(1)); said != before.String() {
			said = number.String()
		}
		want["chains[0]."+tag+".number"] = said
	}
	b.demand("chains", answer, want)
}
