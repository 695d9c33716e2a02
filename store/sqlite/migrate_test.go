package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// olden is a store as a release of a version left it, with so many liquidations
// in it, every seventh reverted and every fifth without dollars.
func olden(t *testing.T, version, n int) (path string, want []feed.Liquidation) {
	t.Helper()
	ctx := context.Background()
	path = filepath.Join(t.TempDir(), "brink.db")
	db, err := connect(path, url.Values{"_txlock": {"immediate"}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i, m := range steps[:version] {
		if err := m.step(ctx, db, i+1); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`INSERT INTO tips VALUES ('1', 1000000, x'01', 5000000, 999999, 999999)`); err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		l := feed.Liquidation{ChainID: 1, Protocol: []string{"aave-v3", "morpho-blue"}[i%2], Side: []string{"long", "short", "pair"}[i%3],
			Account: common.BigToAddress(big.NewInt(int64(1 + i%50))).Hex(), Liquidator: common.BigToAddress(big.NewInt(int64(1000 + i%7))).Hex(),
			CollateralAsset: common.BigToAddress(big.NewInt(int64(2000 + i%4))).Hex(), CollateralSymbol: fmt.Sprint("A", i%4), Status: feed.Latest}
		at := int64(4_000_000 + 97*i)
		l.Block.Number, l.Block.Timestamp = uint64(i), time.Unix(at, 0).UTC()
		if i%5 != 0 {
			debt, collateral := fmt.Sprintf("%d.%02d", 1000*i+7, i%100), fmt.Sprintf("%d.00000001", 1100*i+8)
			l.DebtUSD, l.CollateralUSD = &debt, &collateral
		}
		data, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		columns, marks := `seq, shard, id, chain_id, protocol, account, liquidator, collateral_asset, debt_asset, block_number, time, reverted, data`, `?,?,?,?,?,?,?,?,?,?,?,?,?`
		args := []any{i + 1, "1", fmt.Sprint("1:", i), 1, l.Protocol, address(l.Account), address(l.Liquidator), address(l.CollateralAsset),
			address(l.DebtAsset), i, at, i%7 == 0, data}
		if version >= 3 {
			columns, marks = columns+`, side, debt, collateral`, marks+`,?,?,?`
			args = append(args, l.Side, column(units(l.DebtUSD)), column(units(l.CollateralUSD)))
		}
		if _, err := tx.Exec(`INSERT INTO liquidations (`+columns+`) VALUES (`+marks+`)`, args...); err != nil {
			t.Fatal(err)
		}
		if i%7 != 0 {
			want = append(want, l)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return path, want
}

// A store of an earlier release has the totals that its liquidations have, with
// nothing lost, and goes on from there.
func TestStoresOfEarlierReleases(t *testing.T) {
	ctx := context.Background()
	for _, version := range []int{1, 2, 3, 4} {
		path, want := olden(t, version, 2000)
		s, err := Open(ctx, path)
		if err != nil {
			t.Fatalf("version %d: %v", version, err)
		}
		var debt, collateral big.Int
		sides, unpriced := map[string]int{}, 0
		for i := range want {
			sides[want[i].Side]++
			if want[i].DebtUSD == nil {
				unpriced++
				continue
			}
			debt.Add(&debt, big.NewInt(units(want[i].DebtUSD)))
			collateral.Add(&collateral, big.NewInt(units(want[i].CollateralUSD)))
		}
		for _, account := range []common.Address{{}, common.HexToAddress(want[0].Account)} {
			n := len(want)
			if account != (common.Address{}) {
				n = 0
				for i := range want {
					if want[i].Account == account.Hex() {
						n++
					}
				}
			}
			got, err := s.Stats(ctx, store.StatsQuery{By: store.BySide, Account: account})
			if err != nil || got.Liquidations != n {
				t.Errorf("version %d, %s: %+v, %v, want %d", version, account, got.Tally, err, n)
			}
			if account != (common.Address{}) {
				continue
			}
			if a, b := units(&got.DebtUSD), units(&got.CollateralUSD); a != debt.Int64() || b != collateral.Int64() || got.Unpriced != unpriced {
				t.Errorf("version %d: %+v, want %d, %d, %d without dollars", version, got.Tally, &debt, &collateral, unpriced)
			}
			for _, g := range got.Groups {
				if g.Liquidations != sides[g.Key] {
					t.Errorf("version %d: %d of side %s, want %d", version, g.Liquidations, g.Key, sides[g.Key])
				}
			}
		}
		page, _, err := s.Liquidations(ctx, store.LiquidationQuery{Limit: 5000})
		if err != nil || len(page) != 2000 {
			t.Errorf("version %d: %d are listed, %v", version, len(page), err)
		}
		// What the new release withdraws leaves the totals.
		if _, err := s.Append(ctx, feed.Batch{Shard: "1", From: tipOf(t, s), To: tipOf(t, s), Entries: []feed.Entry{
			{ChainID: 1, ID: "1:1/reverted", Type: feed.Liquidated, Subject: "x", Status: feed.Reverted}}}); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Stats(ctx, store.StatsQuery{}); err != nil || got.Liquidations != len(want)-1 {
			t.Errorf("version %d: after a withdrawal %d, %v", version, got.Liquidations, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func tipOf(t *testing.T, s *Store) chain.Ref {
	t.Helper()
	tip, _, err := s.Tip(context.Background(), "1")
	if err != nil {
		t.Fatal(err)
	}
	return tip.Ref
}
