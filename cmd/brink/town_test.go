package main

import (
	"context"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"brink/devnet"
	"brink/feed"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// One account with positions on Aave, Morpho Blue and Venus is one answer, by
// the server, by its accounts alone, and by one look without either; its totals
// are what the contracts say, added up by hand.
func TestAnAccountInThreeProtocols(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th, town := raiseTown(t, node, 40)
	whale := devnet.Whale()
	p := th.watch()
	for range 22 { // into the crash
		th.step()
	}
	th.compare(p)
	collateral, debt := totalsByHand(t, town, whale.Address)
	want := web.Totals{Positions: 3, CollateralUSD: feed.Dollars(uint256.MustFromBig(collateral)), DebtUSD: feed.Dollars(uint256.MustFromBig(debt)), Complete: true}
	var account web.Account
	if err := th.Get(t.Context(), "/v1/accounts/"+whale.Address.Hex(), &account); err != nil {
		t.Fatal(err)
	}
	if share := account.Totals.CompleteDebt; share == nil || *share != "1" {
		t.Errorf("%v of the debt is in the total", share)
	}
	account.Totals.CompleteDebt = nil
	if account.Totals != want {
		t.Errorf("the server says %+v, the contracts %+v", account.Totals, want)
	}
	protocols := map[string]bool{}
	for _, p := range account.Positions {
		protocols[p.Protocol] = true
		if p.HealthFactor == nil || p.Native == nil || len(p.Collaterals) == 0 || len(p.Debts) == 0 {
			t.Errorf("position is not told: %+v", p)
		}
	}
	if len(protocols) != 3 {
		t.Errorf("there are positions in %v", protocols)
	}

	look := func(args ...string) result {
		return brink(t, append([]string{"position", whale.Address.Hex(), "-c", filepath.Join(th.folder, "brink.yaml")}, args...)...)
	}
	r := look("-o", "json")
	var positions []feed.Position
	if err := json.Unmarshal([]byte(r.stdout), &positions); err != nil || r.stderr != "" {
		t.Fatalf("%v: %+v", err, r)
	}
	got := web.Total(positions)
	if got.CompleteDebt == nil || *got.CompleteDebt != "1" {
		t.Errorf("one look has %v of the debt in its total", got.CompleteDebt)
	}
	got.CompleteDebt = nil
	if got != want {
		t.Errorf("one look says %+v, the contracts %+v", got, want)
	}
	for _, p := range positions {
		for _, q := range account.Positions {
			if p.ID == q.ID && (*p.HealthFactor != *q.HealthFactor || *p.Native != *q.Native || p.Block != q.Block) {
				t.Errorf("one look and the server differ: %s %+v, %s %+v", *p.HealthFactor, *p.Native, *q.HealthFactor, *q.Native)
			}
		}
	}
	for _, format := range []string{"csv", "ndjson"} {
		if r := look("-o", format); strings.Count(r.stdout, whale.Address.Hex()) < 3 || r.stderr != "" {
			t.Errorf("as %s: %+v", format, r)
		}
	}
	if r := look(); !strings.Contains(r.stdout, "TOTAL DEBT USD") || !strings.Contains(r.stdout, " "+short(&want.DebtUSD, 2)+"\n") {
		t.Errorf("the table says %s, want %s", r.stdout, want.DebtUSD)
	}

	// Without dollars for Morpho's tokens the sum is not complete, and says so.
	th.edit(t, "usd_oracle", "# usd_oracle")
	r = look("-o", "json")
	positions = nil
	if err := json.Unmarshal([]byte(r.stdout), &positions); err != nil {
		t.Fatalf("%v: %+v", err, r)
	}
	if got := web.Total(positions); got.Complete || got.CompleteDebt != nil || got.Positions != 3 {
		t.Errorf("without a feed the total is %+v", got)
	}
	for _, p := range positions {
		if p.Protocol == "morpho-blue" && (p.CollateralUSD != nil || p.DebtUSD != nil || p.HealthFactor == nil) {
			t.Errorf("without a feed Morpho's position is %+v", p)
		}
	}
	if r := look(); !strings.Contains(r.stdout, " at least ") {
		t.Errorf("the table doesn't say that something is unknown: %s", r.stdout)
	}
}

// raiseTown is raise with all three protocols.
func raiseTown(t *testing.T, node devnet.Node, accounts int) (*theater, *devnet.Town) {
	t.Helper()
	t.Cleanup(func() { _ = node.Close() })
	chain, err := devnet.NewChain(t.Context(), node)
	if err != nil {
		t.Fatal(err)
	}
	town, err := devnet.DeployTown(t.Context(), chain, devnet.V36)
	if err != nil {
		t.Fatal(err)
	}
	play, err := town.NewPlay(t.Context(), devnet.PlayOptions{Seed: 7, Accounts: accounts})
	if err != nil {
		t.Fatal(err)
	}
	if err := play.History(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	th := &theater{t: t, play: play, folder: t.TempDir(), listen: freePort(t)}
	th.Inspector = devnet.Inspector{URL: "http://" + th.listen, Market: town.Aave, Town: town}
	text := "listen: " + th.listen + "\n" + string(town.Configuration(1e9))
	if err := os.WriteFile(filepath.Join(th.folder, "brink.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return th, town
}

// edit replaces a word of the configuration.
func (th *theater) edit(t *testing.T, old, by string) {
	t.Helper()
	path := filepath.Join(th.folder, "brink.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), old, by, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// totalsByHand adds up what the contracts say an account has and owes, in 1e-8
// dollars, each protocol's sum rounded down.
func totalsByHand(t *testing.T, town *devnet.Town, who common.Address) (collateral, debt *big.Int) {
	t.Helper()
	ctx, head := context.Background(), town.Aave.Chain.Head().Hash
	aave, err := town.Aave.AccountData(ctx, head, who)
	if err != nil {
		t.Fatal(err)
	}
	collateral, debt = aave[0].Collateral, aave[0].Debt

	// Dollars against ether: the whale's market. The price is dollars' by ether's.
	market := town.Morpho.Markets[0]
	prices, err := town.Aave.Prices(ctx, head)
	if err != nil {
		t.Fatal(err)
	}
	var dollar *big.Int
	for i, asset := range town.Aave.Assets {
		if asset.Token == market.Loan.Token {
			dollar = prices[i]
		}
	}
	truth, err := town.Morpho.Truth(ctx, head, market, []common.Address{who})
	if err != nil {
		t.Fatal(err)
	}
	loans := func(amount *big.Int) *big.Int {
		z := new(big.Int).Mul(amount, dollar)
		return z.Div(z, market.Loan.Units(1))
	}
	_, owed := truth.Sums(market, &truth.Positions[0])
	pledged := new(big.Int).Mul(truth.Positions[0].Collateral, truth.Price)
	pledged.Div(pledged, new(big.Int).Exp(big.NewInt(10), big.NewInt(36), nil))
	collateral, debt = new(big.Int).Add(collateral, loans(pledged)), new(big.Int).Add(debt, loans(owed))

	venus, err := town.Venus.Accounts(ctx, head, true, who)
	if err != nil {
		t.Fatal(err)
	}
	// The comptroller's sums have 18 decimals: a share is worth its part at the price, each step rounded down.
	wad, held, owing := big.NewInt(1e18), new(big.Int), new(big.Int)
	part := func(x, y *big.Int) *big.Int { z := new(big.Int).Mul(x, y); return z.Div(z, wad) }
	for _, h := range venus[0].Holdings {
		if h.Entered {
			held.Add(held, part(part(h.Exchange, h.Price), h.Shares))
		}
		owing.Add(owing, part(h.Price, h.Debt))
	}
	cut := big.NewInt(1e10)
	return collateral.Add(collateral, held.Div(held, cut)), debt.Add(debt, owing.Div(owing, cut))
}
