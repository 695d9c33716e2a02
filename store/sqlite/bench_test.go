package sqlite_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store"
	"brink/store/sqlite"

	"github.com/ethereum/go-ethereum/common"
)

func benchStore(b *testing.B) *sqlite.Store {
	b.Helper()
	s, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "brink.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// block is the nth batch with so many entries of one type.
func block(n, entries int, eventType string) feed.Batch {
	at := func(n int) chain.Ref {
		return chain.Ref{Number: uint64(n), Hash: common.Hash{byte(n >> 16), byte(n >> 8), byte(n), 1}}
	}
	out := feed.Batch{Shard: "1", From: at(n - 1), To: at(n), Time: uint64(n), Final: uint64(max(0, n-64))}
	for i := range entries {
		k := n*entries + i
		e := feed.Entry{ChainID: 1, ID: fmt.Sprintf("1:%d", k), Type: eventType, Subject: fmt.Sprintf("1:aave:%d", k%50_000),
			Block: chain.Head{Ref: out.To, Time: out.Time}, HasLog: true, LogIndex: uint(i), Status: feed.Latest,
			Data: json.RawMessage(`{"id":"1:aave:0x0000000000000000000000000000000000000001","health_factor":"1.021345678901234567","debt_usd":"9876.54"}`)}
		if eventType == feed.Liquidated {
			usd := fmt.Sprintf("%d.00", k%1000)
			e.Data, _ = json.Marshal(feed.Liquidation{Account: common.BytesToAddress([]byte{1, byte(k >> 8), byte(k)}).Hex(),
				Liquidator: common.BytesToAddress([]byte{2, byte(k)}).Hex(), CollateralAsset: common.BytesToAddress([]byte{3, byte(k % 30)}).Hex(),
				DebtAsset: common.BytesToAddress([]byte{3, byte(k % 7)}).Hex(), DebtUSD: &usd, CollateralUSD: &usd, Block: feed.NewBlockRef(e.Block)})
		}
		out.Entries = append(out.Entries, e)
	}
	return out
}

// BenchmarkAppend is a busy block of 250 entries, on disk when it returns.
func BenchmarkAppend(b *testing.B) {
	s := benchStore(b)
	n := 0
	for b.Loop() {
		n++
		if _, err := s.Append(context.Background(), block(n, 250, feed.PositionBand)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(250*n)/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkRead is a page of 250 out of the middle of 250,000 entries.
func BenchmarkRead(b *testing.B) {
	s := benchStore(b)
	for n := 1; n <= 250; n++ {
		if _, err := s.Append(context.Background(), block(n, 1000, feed.PositionBand)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if page, _, err := s.Read(context.Background(), 100_000, 250, feed.Filter{}); err != nil || len(page) != 250 {
			b.Fatal(len(page), err)
		}
	}
}

// aMillion fills a store with a million liquidations, a block each so many seconds, as those
// of the past: they are listed and summed up like all others, and the log needn't hold them.
func aMillion(b *testing.B, pace int) *sqlite.Store {
	b.Helper()
	s := benchStore(b)
	const blocks, commits = 500, 20
	for n := range commits {
		c := store.Commit{Consumer: "history/1", Version: uint64(n), Shard: "1"}
		for i := range blocks / commits {
			at := n*blocks/commits + i + 1
			batch := block(at, 2000, feed.Liquidated)
			for j := range batch.Entries {
				batch.Entries[j].Block.Time = uint64(at*pace + j*pace/2000)
			}
			c.Past = append(c.Past, batch.Entries...)
		}
		if _, err := s.Commit(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// BenchmarkLiquidations are pages of 100 out of a million liquidations.
func BenchmarkLiquidations(b *testing.B) {
	s := aMillion(b, 1)
	for name, q := range map[string]store.LiquidationQuery{
		"newest": {}, "account": {Account: common.BytesToAddress([]byte{1, 1, 1})}, "asset": {Asset: common.BytesToAddress([]byte{3, 29})},
		"large": {MinUSD: 999}, "none": {MinUSD: 1e12},
	} {
		q.Limit = 100
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := s.Liquidations(context.Background(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStats are the totals of windows out of a million liquidations within
// a year: a day has 2,740 and a week 19,180 of them.
func BenchmarkStats(b *testing.B) {
	const pace = 63_072 // seconds a block
	s := aMillion(b, pace)
	for _, window := range []time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour} {
		for _, by := range []store.By{"", store.ByAsset} {
			b.Run(fmt.Sprintf("%s by %s", window, by), func(b *testing.B) {
				for b.Loop() {
					since := time.Unix(501*pace, 0).Add(-window)
					if stats, err := s.Stats(context.Background(), store.StatsQuery{Since: since, By: by}); err != nil || stats.Liquidations == 0 {
						b.Fatal(stats.Liquidations, err)
					}
				}
			})
		}
	}
}
