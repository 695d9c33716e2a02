package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// Bench measures a store: a busy block, a page of the log, and pages and totals of a million liquidations.
func Bench(b *testing.B, open Open) {
	b.Run("append", func(b *testing.B) { benchAppend(b, mustOpen(b, open, b.TempDir())) })
	b.Run("read", func(b *testing.B) { benchRead(b, mustOpen(b, open, b.TempDir())) })
	b.Run("liquidations", func(b *testing.B) { benchLiquidations(b, mustOpen(b, open, b.TempDir())) })
	b.Run("totals", func(b *testing.B) { benchTotals(b, mustOpen(b, open, b.TempDir())) })
}

// benchBlock is the nth batch with so many entries of one type.
func benchBlock(n, entries int, eventType string) feed.Batch {
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

// benchAppend is a busy block of 250 entries, on disk when it returns.
func benchAppend(b *testing.B, s store.Store) {
	n := 0
	for b.Loop() {
		n++
		if _, err := s.Append(context.Background(), benchBlock(n, 250, feed.PositionBand)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(250*n)/b.Elapsed().Seconds(), "entries/s")
}

// benchRead is a page of 250 out of the middle of 250,000 entries.
func benchRead(b *testing.B, s store.Store) {
	for n := 1; n <= 250; n++ {
		if _, err := s.Append(context.Background(), benchBlock(n, 1000, feed.PositionBand)); err != nil {
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
func aMillion(b *testing.B, s store.Store, pace int) {
	b.Helper()
	const blocks, commits = 500, 20
	for n := range commits {
		c := store.Commit{Consumer: "history/1", Version: uint64(n), Shard: "1"}
		for i := range blocks / commits {
			at := n*blocks/commits + i + 1
			batch := benchBlock(at, 2000, feed.Liquidated)
			for j := range batch.Entries {
				batch.Entries[j].Block.Time = uint64(at*pace + j*pace/2000)
			}
			c.Past = append(c.Past, batch.Entries...)
		}
		if _, err := s.Commit(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
}

// benchLiquidations are pages of 100 out of a million liquidations.
func benchLiquidations(b *testing.B, s store.Store) {
	aMillion(b, s, 1)
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

// benchTotals are the totals of windows out of a million liquidations within
// a year: a day has 2,740 and a week 19,180 of them.
func benchTotals(b *testing.B, s store.Store) {
	const pace = 63_072 // seconds a block
	aMillion(b, s, pace)
	for _, window := range []time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour} {
		for _, by := range []store.By{"", store.ByAsset} {
			b.Run(fmt.Sprintf("%.0fh%s", window.Hours(), map[store.By]string{store.ByAsset: " by asset"}[by]), func(b *testing.B) {
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
