package main

import (
	"encoding/json"
	"io"
	"maps"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// whatIf asks the program what it would be like if something were done to a position.
func (b *audited) whatIf(t *testing.T, id string, more ...string) map[string]any {
	t.Helper()
	asked := brink(t, append([]string{"simulate", "--url", b.URL, "--position", id, "-o", "json"}, more...)...)
	if asked.code != 0 {
		t.Fatalf("%v: %+v", more, asked)
	}
	return decode(t, []byte(asked.stdout))
}

// auditWhatIf repays a part of a debt in thought, and then what is said to reach a health factor.
func (b *audited) auditWhatIf(t *testing.T) {
	b.auditor.t = t
	done := make(map[string]bool)
	for _, id := range slices.Sorted(maps.Keys(b.positions)) {
		a := b.positions[id]
		if done[a.protocol] || len(a.owed) != 1 || a.at(nil).due() {
			continue
		}
		done[a.protocol] = true
		debt := &a.owed[0]
		digits := int64(len(debt.unit.String()) - 1)
		goal := decimals(new(big.Int).Lsh(a.at(nil).factor, 1), 18)
		quarter := new(big.Int).Rsh(debt.raw, 2)
		repay := "repay=" + debt.token.Hex() + ":"
		before := a.want(b.notary)
		answer := b.whatIf(t, id, "--do", repay+decimals(quarter, digits), "--goal", goal)
		b.demand("positions", answer["before"], before)
		after := answer["after"].(map[string]any)
		left, _ := new(big.Int).SetString(after["debts"].([]any)[0].(map[string]any)["raw"].(string), 10)
		paid := new(big.Int).Sub(debt.raw, left)
		if paid.Sub(paid, quarter).CmpAbs(big.NewInt(1)) > 0 {
			t.Errorf("%s: of %s were repaid %s, %s are left", id, debt.raw, quarter, left)
		}
		ways, _ := answer["goals"].([]any)
		if len(ways) == 0 {
			t.Errorf("%s: nothing reaches a health factor of %s", id, goal)
		}
		for _, w := range ways {
			way := w.(map[string]any)
			raw, _ := new(big.Int).SetString(way["raw"].(string), 10)
			unit := b.word(common.HexToAddress(way["asset"].(string)), "decimals()").Int64()
			for amount, reaches := range map[*big.Int]bool{raw: true, new(big.Int).Sub(raw, big.NewInt(1)): false} {
				do := way["do"].(string) + "=" + way["asset"].(string) + ":" + decimals(amount, unit)
				then := b.whatIf(t, id, "--do", repay+decimals(quarter, digits), "--do", do)["after"].(map[string]any)
				factor, _ := then["health_factor"].(string) // null without debt
				if reached := factor == "" || atLeast(factor, goal); reached != reaches {
					t.Errorf("%s: after %s its health factor is %s", id, do, factor)
				}
			}
		}
	}
	if len(done) != 3 {
		t.Errorf("there was something to repay in %v", done)
	}
	id := slices.Sorted(maps.Keys(b.positions))[0]
	if asked := brink(t, "simulate", "--url", b.URL, "--position", id, "--goal", "5"); asked.code != 0 ||
		!strings.Contains(asked.stdout, "before ") || !strings.Contains(asked.stdout, "goal ") {
		t.Errorf("for people: %+v", asked)
	}
}

func atLeast(x, y string) bool {
	a, _ := new(big.Rat).SetString(x)
	b, _ := new(big.Rat).SetString(y)
	return a.Cmp(b) >= 0
}

// refusals asks a server for what can't be meant: each answer is a problem that names the field.
func (b *audited) refusals(t *testing.T) {
	ids := slices.Sorted(maps.Keys(b.positions))
	at := slices.IndexFunc(ids, func(id string) bool { return strings.Contains(id, ":aave-local:") })
	usdc := b.town.Aave.Asset("USDC").Token.Hex()
	with := func(changes string) string { return `{"position":"` + ids[at] + `","changes":[` + changes + `]}` }
	for body, field := range map[string]string{
		`{"shocks":[{"asset":"TULIP","change":"-0.5"}]}`:                                      "body.shocks[0].asset",
		`{"shocks":[{"asset":"0x00000000000000000000000000000000000000ff","change":"-0.5"}]}`: "body.shocks[0].asset",
		`{"shocks":[{"asset":"ETH","change":"-0.5"},{"asset":"ETH","change":"0.5"}]}`:         "body.shocks[1].asset",
		`{"shocks":[{"asset":"ETH","change":"-1.01"}]}`:                                       "body.shocks[0].change",
		`{"shocks":[{"asset":"ETH","change":"1e9"}]}`:                                         "body.shocks[0].change",
		`{"shocks":[{"asset":"ETH","change":"NaN"}]}`:                                         "body.shocks[0].change",
		`{"shocks":[{"asset":"ETH"}]}`:                                                        "body.shocks[0]",
		`{"path":"1929-10-24"}`:                                                               "body.path",
		`{"path":"2025-10-10","shocks":[{"asset":"ETH","change":"0"}]}`:                       "body.path",
		`{"chain":"mars"}`: "body.chain",
		`{"protocol":"aave-v2","shocks":[{"asset":"ETH","change":"0"}]}`:                                                       "body.protocol",
		`{"cascade":{"pools":[{"asset":"ETH"}]}}`:                                                                              "body.cascade.pools[0]",
		`{"cascade":{"pools":[{"asset":"TULIP","constant_product_usd":"1"}]}}`:                                                 "body.cascade.pools[0].asset",
		`{"cascade":{"pools":[{"asset":"ETH","levels":[{"sold_usd":"5","change":"-0.1"},{"sold_usd":"4","change":"-0.2"}]}]}}`: "body.cascade.pools[0].levels[1]",
		`{"position":"31337:aave-local:nobody"}`:                                                                               "body.position",
		`{"changes":[{"do":"mode","mode":1}]}`:                                                                                 "body.position",
		with(`{"do":"repay","amount":"5"}`):                                                                                    "body.changes[0].asset",
		with(`{"do":"repay","asset":"` + usdc + `"}`):                                                                          "body.changes[0].amount",
		with(`{"do":"repay","asset":"` + usdc + `","amount":"-5"}`):                                                            "body.changes[0].amount",
		with(`{"do":"repay","asset":"` + usdc + `","amount":"five"}`):                                                          "body.changes[0].amount",
		with(`{"do":"repay","asset":"` + usdc + `","amount":"0.0000001"}`):                                                     "body.changes[0].amount",
		with(`{"do":"repay","asset":"0x00000000000000000000000000000000000000ff","amount":"1"}`):                               "body.changes[0].asset",
		with(`{"do":"withdraw","asset":"` + usdc + `","amount":"999999999999"}`):                                               "body.changes[0]",
		with(`{"do":"mode"}`):            "body.changes[0].mode",
		with(`{"do":"mode","mode":200}`): "body.changes[0]",
		with(`{"do":"threshold","asset":"` + usdc + `","threshold":10001}`): "body.changes[0].threshold",
	} {
		b.problem(t, "POST", "/v1/risk/simulate", body, field)
	}
	for query, field := range map[string]string{
		"asset=TULIP": "query.asset", "asset=ETH&from=-1.5": "query.from", "asset=ETH&to=much": "query.to", "asset=ETH&rungs=0": "query.rungs",
		"asset=ETH&protocol=aave-v2": "query.protocol", "asset=ETH&chain=1": "query.chain", "": "query.asset",
	} {
		b.problem(t, "GET", "/v1/risk/ladder?"+query, "", field)
	}
	b.problem(t, "GET", "/v1/risk/bands?chain=mars", "", "query.chain")
	for _, change := range []string{"-1", "1000000000"} { // absurd, and meant
		if asked := brink(t, "simulate", "--url", b.URL, "--shock", "ETH="+change); asked.code != 0 {
			t.Errorf("a change of %s: %+v", change, asked)
		}
	}
	if asked := brink(t, "simulate", "--url", b.URL, "--shock", "TULIP=-0.5"); asked.code == 0 || !strings.Contains(asked.stderr, "body.shocks[0].asset") {
		t.Errorf("an unknown asset: %+v", asked)
	}
}

func (b *audited) problem(t *testing.T, method, path, body, field string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, b.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var problem struct {
		Errors []struct{ Location string } `json:"errors"`
	}
	if err := json.Unmarshal(text, &problem); err != nil || response.StatusCode != http.StatusUnprocessableEntity ||
		response.Header.Get("Content-Type") != "application/problem+json" || len(problem.Errors) == 0 || problem.Errors[0].Location != field {
		t.Errorf("%s %s: %d %s, want a problem with %s", path, body, response.StatusCode, text, field)
	}
}
