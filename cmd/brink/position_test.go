package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"brink/devnet"
	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
)

// addresses are the accounts of the play as arguments.
func (th *theater) addresses() (addresses []common.Address, texts []string) {
	for _, a := range th.play.Accounts() {
		addresses, texts = append(addresses, a.Address), append(texts, a.Address.Hex())
	}
	return addresses, texts
}

// One look without an index says what the pool says, over the whole story.
func TestPositionSaysWhatThePoolSays(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 12)
	addresses, texts := th.addresses()
	args := append([]string{"position", "-o", "json", "-c", filepath.Join(th.folder, "brink.yaml")}, texts...)
	endings := map[int]bool{}
	for range devnet.StoryLength {
		th.step()
		r := brink(t, args...)
		var positions []feed.Position
		if err := json.Unmarshal([]byte(r.stdout), &positions); err != nil || r.stderr != "" {
			t.Fatalf("%v: %s", err, r.stderr)
		}
		th.agree(addresses, positions)
		want := exitOK
		if slices.ContainsFunc(positions, func(p feed.Position) bool { return p.Status == position.Liquidatable || p.Status == position.BadDebt }) {
			want = exitCheck
		}
		if r.code != want {
			t.Fatalf("exit code %d, want %d: %s", r.code, want, r.stdout)
		}
		endings[r.code] = true
	}
	if !endings[exitOK] || !endings[exitCheck] {
		t.Errorf("the story only ended with %v", endings)
	}
}

// agree compares positions with the pool's own view at their block.
func (th *theater) agree(addresses []common.Address, positions []feed.Position) {
	th.t.Helper()
	found := map[string]feed.Position{}
	for _, p := range positions {
		found[p.Account] = p
	}
	data, err := th.Market.AccountData(th.t.Context(), th.Market.Chain.Head().Hash, addresses...)
	if err != nil {
		th.t.Fatal(err)
	}
	for i, want := range data {
		p, there := found[addresses[i].Hex()]
		if !there {
			if want.Collateral.Sign() != 0 || want.Debt.Sign() != 0 {
				th.t.Fatalf("%s has a position, and none is shown", addresses[i])
			}
			continue
		}
		if p.Native == nil || p.Native.HealthFactor != want.HealthFactor.String() ||
			p.Native.Collateral != want.Collateral.String() || p.Native.Debt != want.Debt.String() {
			th.t.Fatalf("%s: shows %+v, the pool says %+v", addresses[i], p.Native, want)
		}
	}
}

// The table and the exit codes of what can go wrong.
func TestPositionForPeople(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 6)
	_, texts := th.addresses()
	file := filepath.Join(th.folder, "brink.yaml")

	r := brink(t, append([]string{"position", "-c", file}, texts...)...)
	stand, rest, _ := strings.Cut(r.stdout, "\n\n")
	assets, totals, _ := strings.Cut(rest, "\n\n")
	if r.stderr != "" || !strings.HasPrefix(stand, "ACCOUNT ") || !strings.Contains(stand, "HEALTH FACTOR") ||
		!strings.HasPrefix(assets, "ACCOUNT ") || !strings.Contains(assets, "LIQUIDATION PRICE USD") || !strings.Contains(assets, "WETH") ||
		strings.Count(totals, "\n") != 1+6 || !strings.Contains(totals, "TOTAL DEBT USD") {
		t.Errorf("printed %s%s", r.stderr, r.stdout)
	}
	csv := brink(t, append([]string{"position", "-o", "csv", "-c", file}, texts...)...)
	if rows, lines := strings.Count(csv.stdout, "\n"), strings.Count(assets, "\n"); rows != lines+1 || !strings.HasPrefix(csv.stdout, "id,chain_id,") {
		t.Errorf("%d rows of CSV, %d lines of assets:\n%s", rows, lines, csv.stdout)
	}
	stranger := "0x5B38Da6a701c568545dCfcB03FcB875f56beddC4"
	if r := brink(t, "position", stranger, "-c", file); r.code != exitOK || r.stdout != "No positions.\n" {
		t.Errorf("%+v", r)
	}
	url := node.HTTP()
	for args, want := range map[string]result{
		stranger + " --preset gnosis --rpc " + url: {exitFailed, "", "brink: chain gnosis: connecting: no endpoint available: " +
			"endpoint rpc: wrong chain id: the node serves chain 31337, not 100\n"},
		stranger + " --rpc " + url:               {exitUsage, "", "brink: --rpc and --preset belong together\n"},
		stranger + " --preset gnosis --rpc here": {exitUsage, "", "brink: --rpc must begin with ws://, wss://, http:// or https://\n"},
		stranger[:41]:                            {exitUsage, "", fmt.Sprintf("brink: %q is not an address: write 0x and 40 hexadecimal digits\n", stranger[:41])},
		"":                                       {exitUsage, "", "brink: expected an ADDRESS; see brink position --help\n"},
	} {
		if got := brink(t, append([]string{"position"}, strings.Fields(args)...)...); got != want {
			t.Errorf("%s: %+v, want %+v", args, got, want)
		}
	}
	th.configure("", th.Market.Provider.Hex(), th.Market.Multicall.Hex())
	r = brink(t, "position", stranger, "-c", file)
	if r.code != exitFailed || r.stdout != "" || !strings.HasPrefix(r.stderr, "brink: chain local: deployment aave-local: ") {
		t.Errorf("%+v", r)
	}
}
