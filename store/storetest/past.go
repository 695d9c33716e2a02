package storetest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"brink/chain"
	"brink/feed"
	"brink/store"
)

// testPast adds liquidations of the past beside those that a shard tells. Each is
// listed once, whoever comes first; none is in the log; they count as final, and
// are taken back by a resync, or when another branch turns out to be final.
func testPast(t *testing.T, open Open) {
	t.Helper()
	ctx := context.Background()
	s, w := mustOpen(t, open, t.TempDir()), newWorld("1", 1)
	random := 0
	choose := func(n int) int { random++; return random % n }
	var old []feed.Entry
	for i := range 6 {
		at := chain.Head{Ref: chain.Ref{Number: uint64(i + 1), Hash: [32]byte{byte(i), 7}}, Time: uint64(500 + i)}
		old = append(old, w.liquidation(at, i, choose))
	}
	commit := func(version uint64, past ...feed.Entry) {
		t.Helper()
		if _, err := s.Commit(ctx, store.Commit{Consumer: "history/1", Version: version, Past: past, Shard: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(when string, n, reverted int) {
		t.Helper()
		list, _, err := s.Liquidations(ctx, store.LiquidationQuery{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		var stand []feed.Liquidation
		for _, l := range list {
			switch l.Status {
			case feed.Reverted:
				reverted--
			case feed.Finalized:
				stand = append(stand, l)
			default:
				t.Errorf("%s: %+v", when, l)
			}
		}
		for i := range list[1:] {
			if list[i].Block.Timestamp.Before(list[i+1].Block.Timestamp) {
				t.Errorf("%s: out of order", when)
			}
		}
		stats, err := s.Stats(ctx, store.StatsQuery{})
		if err != nil || stats.Liquidations != n || len(stand) != n || reverted != 0 {
			t.Errorf("%s: %d are listed and %d summed up, %v; want %d", when, len(stand), stats.Liquidations, err, n)
		}
		if sum := plainly(list, func(feed.Liquidation) bool { return true }); sum != stats.Tally {
			t.Errorf("%s: the totals are %+v, want %+v", when, stats.Tally, sum)
		}
	}
	commit(0, old[3:5]...)
	want("without a shard", 2, 0)
	commit(1, old[1:5]...)
	want("again", 4, 0)
	// The shard tells of two: one that is known, and one that isn't.
	from, to := chain.Ref{Number: 1, Hash: [32]byte{1}}, chain.Ref{Number: 100, Hash: [32]byte{2}}
	newest := mustAppend(t, s, feed.Batch{Shard: "1", From: from, To: to, Time: 600, Final: 90, Safe: 95, Entries: []feed.Entry{old[4], old[5]}})
	if newest != 2 {
		t.Errorf("the log's newest is %s", newest)
	}
	want("told by the shard", 5, 0)
	commit(2, old...)
	want("all", 6, 0)
	entries, _, err := s.Read(ctx, 0, 100, feed.Filter{})
	if err != nil || len(entries) != 2 {
		t.Errorf("the log has %d entries, %v", len(entries), err)
	}
	back := chain.Ref{Number: 2, Hash: [32]byte{3}}
	mustAppend(t, s, feed.Batch{Shard: "1", From: to, To: back, Time: 501, Resync: true, Final: 2, Path: []chain.Ref{back},
		Entries: []feed.Entry{old[5].Withdrawn()}})
	want("taken back", 2, 4)
	commit(3, old[2:4]...)
	want("found again", 4, 2)
	above := uint64(3)
	c := store.Commit{Consumer: "history/1", Version: 4, Past: old[2:3], Above: &above, Shard: "1"}
	if _, err := s.Commit(ctx, c); err != nil {
		t.Fatal(err)
	}
	want("another branch", 3, 3)
	commit(5, old[3])
	want("back on the first", 4, 2)
	for _, e := range entries {
		if strings.HasSuffix(e.ID, "/reverted") {
			t.Errorf("%s is in the log", e.ID)
		}
	}
}

// testExact has a shard tell of liquidations that were found before. What was found stays as it is, unless it was
// found without dollars, or was taken back; what the shard told itself is replaced when it tells of it again.
func testExact(t *testing.T, open Open) {
	t.Helper()
	s := mustOpen(t, open, t.TempDir())
	from, to := chain.Ref{Number: 1, Hash: [32]byte{1}}, chain.Ref{Number: 100, Hash: [32]byte{2}}
	told := func(id, factor string, usd *string) feed.Entry {
		l := feed.Liquidation{ChainID: 1, Account: addressOf(1), Liquidator: addressOf(2), CollateralAsset: addressOf(3), DebtAsset: addressOf(4),
			DebtUSD: usd, CollateralUSD: usd, HealthFactorBefore: &factor}
		data, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		return feed.Entry{ChainID: 1, ID: id, Type: feed.Liquidated, Subject: id, Block: chain.Head{Ref: to, Time: 600},
			Status: feed.Latest, Data: data}
	}
	usd, other := "10.00", "11.00"
	past := []feed.Entry{told("a", "1", &usd), told("b", "1", nil), told("c", "1", &usd)}
	if _, err := s.Commit(context.Background(), store.Commit{Consumer: "history/1", Past: past, Shard: "1"}); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, s, feed.Batch{Shard: "1", From: from, To: to, Time: 600, Entries: []feed.Entry{told("a", "2", &other), told("b", "2", &other),
		past[2].Withdrawn(), told("c", "2", &other), told("d", "2", &usd)}})
	mustAppend(t, s, feed.Batch{Shard: "1", From: to, To: to, Time: 600, Entries: []feed.Entry{told("a", "3", &other), told("d", "3", &other)}})
	list, _, err := s.Liquidations(context.Background(), store.LiquidationQuery{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range list {
		got = append(got, *l.HealthFactorBefore+" "+*l.DebtUSD)
	}
	if want := []string{"3 11.00", "2 11.00", "2 11.00", "1 10.00"}; !slices.Equal(got, want) {
		t.Errorf("listed are %v, want %v", got, want)
	}
	stats, err := s.Stats(context.Background(), store.StatsQuery{})
	if err != nil || stats.DebtUSD != "43.00" || stats.Liquidations != 4 {
		t.Errorf("the totals are %+v, %v", stats.Tally, err)
	}
}
