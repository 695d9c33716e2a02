package storetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// testLiquidations pages through a history under many filters, with other
// liquidations arriving between pages, and compares with a plain selection.
func testLiquidations(t *testing.T, open Open) {
	s, m := mustOpen(t, open, t.TempDir()), newModel()
	choose := rand.New(rand.NewPCG(5, 5)).IntN
	for _, w := range []*world{newWorld("1", 1), newWorld("31337", 31337)} {
		for range 150 {
			b := w.batch(choose)
			mustAppend(t, s, b)
			m.append(b)
		}
	}
	all := m.listed()
	middle := all[len(all)/2].Block.Timestamp
	for name, q := range map[string]store.LiquidationQuery{
		"all":        {},
		"since":      {Since: middle},
		"until":      {Until: middle},
		"chain":      {ChainID: 31337},
		"protocol":   {Protocol: "sky"},
		"account":    {Account: common.HexToAddress(addressOf(1))},
		"liquidator": {Liquidator: common.HexToAddress(addressOf(11))},
		"asset":      {Asset: common.HexToAddress(addressOf(21))},
		"worth":      {MinUSD: 2000.5},
		"several": {ChainID: 1, Asset: common.HexToAddress(addressOf(20)), Account: common.HexToAddress(addressOf(2)),
			Since: middle.Add(-20 * time.Second), MinUSD: 1},
		"none": {Account: common.HexToAddress(addressOf(99))},
	} {
		want := selectPlainly(all, q)
		if len(want) == 0 && name != "none" {
			t.Fatalf("%s: the history has none", name)
		}
		for _, limit := range []int{1, 7, 1000} {
			equal(t, name, pages(t, s, q, limit), want)
		}
	}
	for _, cursor := range []string{"x", "v1.1", "v1.1.x", "v1.01.1", "v2.1.1", "v1.9223372036854775808.1"} {
		if _, _, err := s.Liquidations(context.Background(), store.LiquidationQuery{Cursor: cursor}); !errors.Is(err, feed.ErrCursor) {
			t.Errorf("cursor %q: %v, want ErrCursor", cursor, err)
		}
	}
}

func pages(t *testing.T, s store.Reader, q store.LiquidationQuery, limit int) (found []feed.Liquidation) {
	t.Helper()
	q.Limit = limit
	for range 1000 {
		page, next, err := s.Liquidations(context.Background(), q)
		if err != nil {
			t.Fatalf("reading liquidations: %v", err)
		}
		if len(page) > limit || next != "" && len(page) < limit {
			t.Fatalf("a page of %d has %d liquidations, next is %q", limit, len(page), next)
		}
		found = append(found, page...)
		if q.Cursor = next; next == "" {
			return found
		}
	}
	t.Fatalf("the pages have no end")
	return nil
}

func selectPlainly(all []feed.Liquidation, q store.LiquidationQuery) []feed.Liquidation {
	none := common.Address{}
	return slices.DeleteFunc(slices.Clone(all), func(l feed.Liquidation) bool {
		usd := -1.0
		if l.DebtUSD != nil {
			usd, _ = strconv.ParseFloat(*l.DebtUSD, 64)
		}
		time := l.Block.Timestamp
		return !q.Since.IsZero() && time.Before(q.Since) || !q.Until.IsZero() && !time.Before(q.Until) ||
			q.ChainID != 0 && l.ChainID != q.ChainID || q.Protocol != "" && l.Protocol != q.Protocol ||
			q.Account != none && common.HexToAddress(l.Account) != q.Account ||
			q.Liquidator != none && common.HexToAddress(l.Liquidator) != q.Liquidator ||
			q.Asset != none && common.HexToAddress(l.CollateralAsset) != q.Asset && common.HexToAddress(l.DebtAsset) != q.Asset ||
			q.MinUSD > 0 && usd < q.MinUSD
	})
}
