package storetest

import (
	"cmp"
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// testStats sums up a history under many filters and compares with a plain sum.
func testStats(t *testing.T, open Open) {
	s, m := mustOpen(t, open, t.TempDir()), newModel()
	choose := rand.New(rand.NewPCG(6, 6)).IntN
	for _, w := range []*world{newWorld("1", 1), newWorld("31337", 31337)} {
		for range 150 {
			b := w.batch(choose)
			mustAppend(t, s, b)
			m.append(b)
		}
	}
	all := m.listed()
	middle := all[len(all)/2].Block.Timestamp
	for name, q := range map[string]store.StatsQuery{
		"all":      {},
		"since":    {Since: middle, By: store.BySide},
		"until":    {Until: middle, By: store.ByAsset},
		"chain":    {ChainID: 31337, By: store.ByProtocol},
		"protocol": {Protocol: "sky", By: store.ByChain},
		"account":  {Account: common.HexToAddress(addressOf(1)), By: store.ByAsset},
		"none":     {Account: common.HexToAddress(addressOf(99)), By: store.ByAsset},
	} {
		got, err := s.Stats(context.Background(), q)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		chosen := selectPlainly(all, store.LiquidationQuery{Since: q.Since, Until: q.Until, ChainID: q.ChainID, Protocol: q.Protocol, Account: q.Account})
		same(t, name, got.Tally, plainly(chosen, func(feed.Liquidation) bool { return true }))
		total := 0
		for _, g := range got.Groups {
			same(t, name+" "+g.Key, g.Tally, plainly(chosen, func(l feed.Liquidation) bool { return keyOf(&l, q.By) == g.Key }))
			total += g.Liquidations
		}
		if q.By != "" && total != got.Liquidations {
			t.Errorf("%s: the groups have %d liquidations together, not %d", name, total, got.Liquidations)
		}
		checkParties(t, name, got, chosen)
	}
}

func checkParties(t *testing.T, name string, got feed.Stats, chosen []feed.Liquidation) {
	t.Helper()
	for who, parties := range map[string]struct {
		got []feed.Party
		of  func(*feed.Liquidation) string
	}{
		"account":    {got.Accounts, func(l *feed.Liquidation) string { return l.Account }},
		"liquidator": {got.Liquidators, func(l *feed.Liquidation) string { return l.Liquidator }},
	} {
		want := leading(chosen, parties.of)
		if len(parties.got) != min(10, len(want)) {
			t.Errorf("%s: %d of %d are named by %s", name, len(parties.got), len(want), who)
			continue
		}
		for i, p := range parties.got {
			same(t, name+" "+who, p, want[i])
		}
	}
	for _, l := range chosen {
		if l.Status != feed.Reverted && l.DebtUSD != nil && units(*l.DebtUSD).Cmp(units(*got.Biggest.DebtUSD)) > 0 {
			t.Errorf("%s: the biggest is said to repay %s, one repays %s", name, *got.Biggest.DebtUSD, *l.DebtUSD)
		}
	}
}

// leading are all parties, those with most debt first.
func leading(chosen []feed.Liquidation, of func(*feed.Liquidation) string) (parties []feed.Party) {
	seen := map[string]bool{}
	for i := range chosen {
		address := of(&chosen[i])
		if chosen[i].Status == feed.Reverted || seen[address] {
			continue
		}
		seen[address] = true
		sum := plainly(chosen, func(l feed.Liquidation) bool { return of(&l) == address })
		parties = append(parties, feed.Party{Address: address, Liquidations: sum.Liquidations, DebtUSD: sum.DebtUSD,
			CollateralUSD: sum.CollateralUSD, BonusUSD: sum.BonusUSD, Unpriced: sum.Unpriced})
	}
	slices.SortFunc(parties, func(a, b feed.Party) int {
		return cmp.Or(units(b.DebtUSD).Cmp(units(a.DebtUSD)), cmp.Compare(b.Liquidations, a.Liquidations),
			common.HexToAddress(a.Address).Cmp(common.HexToAddress(b.Address)))
	})
	return parties
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

func keyOf(l *feed.Liquidation, by store.By) string {
	chain := strconv.FormatUint(l.ChainID, 10)
	return map[store.By]string{store.ByChain: chain, store.ByProtocol: l.Protocol, store.BySide: l.Side,
		store.ByAsset: chain + ":" + l.CollateralAsset}[by]
}

// units reads dollars with two or eight decimals.
func units(dollars string) *big.Int {
	whole, part, _ := strings.Cut(dollars, ".")
	z, _ := new(big.Int).SetString(whole+part+strings.Repeat("0", 8-len(part)), 10)
	return z
}

// plainly sums up what is wanted.
func plainly(all []feed.Liquidation, want func(feed.Liquidation) bool) feed.Tally {
	var t feed.Tally
	debt, collateral := new(big.Int), new(big.Int)
	accounts := map[string]bool{}
	for _, l := range all {
		if l.Status == feed.Reverted || !want(l) {
			continue
		}
		t.Liquidations++
		accounts[l.Account] = true
		if l.DebtUSD == nil || l.CollateralUSD == nil {
			t.Unpriced++
			continue
		}
		debt.Add(debt, units(*l.DebtUSD))
		collateral.Add(collateral, units(*l.CollateralUSD))
	}
	t.Liquidated = len(accounts)
	t.DebtUSD, t.CollateralUSD, t.BonusUSD = written(debt), written(collateral), written(new(big.Int).Sub(collateral, debt))
	return t
}

// written is an amount of 1e-8 dollars with at least two decimals.
func written(z *big.Int) string {
	digits := new(big.Int).Abs(z).String()
	digits = strings.Repeat("0", max(0, 9-len(digits))) + digits
	at := len(digits) - 8
	part := strings.TrimRight(digits[at:], "0")
	text := digits[:at] + "." + part + strings.Repeat("0", max(0, 2-len(part)))
	if z.Sign() < 0 {
		return "-" + text
	}
	return text
}
