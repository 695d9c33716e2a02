package devnet_test

import (
	"math/big"
	"testing"

	"brink/devnet"
	"brink/engine"
	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
)

// stands is how an account stands, and what is behind the price of an asset.
func (w *watcher) stands(account common.Address, asset *devnet.Asset) (status position.Status, behind []engine.FeedLook) {
	w.t.Helper()
	w.inspect(func(d *engine.DeploymentLook) {
		if id, ok := d.ID(position.Key{Account: account}); ok {
			status = d.Row(id).Status
		}
		for _, market := range d.Markets() {
			if market.Asset == asset.Token {
				behind, _ = d.Feeds(&market)
			}
		}
	})
	return status, behind
}

// told is a position as it is told.
func (w *watcher) told(id position.ID) (p feed.Position) {
	w.inspect(func(d *engine.DeploymentLook) { p = d.Describe(id) })
	return p
}

// TestFault26BadFeeds lets a real oracle's feeds answer what is no price, take each other's place, and fall silent.
// Whatever they do, everybody stands as the pool says.
func TestFault26BadFeeds(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			l := open(t, version)
			m := l.market
			_, borrower := settled(l)
			weth, usdc := m.Asset("WETH"), m.Asset("USDC")
			w := l.watch()
			w.heartbeat = 3600
			w.build()
			w.pair()
			w.race()
			demand := func(status position.Status, source common.Address, stale bool) {
				t.Helper()
				w.follow()
				got, behind := w.stands(borrower.Address, weth)
				if got != status {
					t.Fatalf("at %s: the borrower is %s, not %s", w.Tip(), got, status)
				}
				if len(behind) != 1 || behind[0].Address != source || behind[0].Stale != stale {
					t.Fatalf("at %s: the feed is told as %+v, it is %s", w.Tip(), behind, source)
				}
			}
			demand(position.Healthy, weth.Feed, false)
			for _, answer := range []int64{0, -1} {
				l.run(m.SetPrice(weth, big.NewInt(answer)))
				demand(position.Unknown, weth.Feed, false)
			}
			l.run(m.SetPrice(weth, big.NewInt(weth.Price)))
			demand(position.Healthy, weth.Feed, false)

			// Ether at the price of a dollar; and back.
			l.run(m.SetSource(weth.Token, usdc.Feed))
			demand(position.BadDebt, usdc.Feed, false)
			l.run(m.SetSource(weth.Token, weth.Feed), m.SetPrice(usdc, big.NewInt(usdc.Price)))
			demand(position.Healthy, weth.Feed, false)

			// Silence: the pool goes on at the old price, and so does the watcher, but says so.
			if said := w.said[feed.OracleStale+" latest"]; said != 0 {
				t.Fatalf("%d prices were said to be stale too early", said)
			}
			if _, err := m.Chain.Commit(t.Context(), 7200); err != nil {
				t.Fatal(err)
			}
			demand(position.Healthy, weth.Feed, true)
			stale := w.said[feed.OracleStale+" latest"]
			if stale != len(m.Assets) {
				t.Fatalf("%d prices were said to be stale, of %d", stale, len(m.Assets))
			}
			l.run(m.SetPrice(weth, big.NewInt(weth.Price)))
			demand(position.Healthy, weth.Feed, false)
			if said := w.said[feed.OracleStale+" latest"]; said != stale+1 {
				t.Fatalf("%d prices were said to be fresh again, not one", said-stale)
			}
			if err := m.Chain.Rewind(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
			l.idle(3)
			demand(position.Healthy, weth.Feed, false)
			if said := w.said[feed.OracleStale+" latest"]; said != 2*stale+2 {
				t.Fatalf("%d words about silence when it was taken back, not %d", said, 2*stale+2)
			}
		})
	}
}

// forwarder passes what it is asked on to the contract that it was told last, by 32 bytes alone.
const forwarder = "0x60218060095f395ff3" + "36602014601b57" + "365f5f37" + "5f5f365f5f5f545af1" + "3d5f5f3e" + "3d5ff3" + "5b5f355f5500"

// TestFault26SwappedAggregator puts other aggregators behind the proxy that a real oracle asks: with other decimals,
// which the oracle doesn't look at, and with another price; one that isn't asked any more goes on talking.
func TestFault26SwappedAggregator(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			l := open(t, version)
			m := l.market
			_, borrower := settled(l)
			weth := m.Asset("WETH")
			w := l.watch()
			w.heartbeat = 3600
			w.build()
			w.pair()
			w.race()
			proxy := l.run(devnet.Call{Name: "create", From: m.Admin, Data: common.FromHex(forwarder)}).Results[0].Receipt.ContractAddress
			point := func(at common.Address) devnet.Call {
				return devnet.Call{Name: "point", From: m.Admin, To: &proxy, Data: common.LeftPadBytes(at[:], 32)}
			}
			demand := func(status position.Status) {
				t.Helper()
				w.follow() // which compares everybody with the pool
				if got, _ := w.stands(borrower.Address, weth); got != status {
					t.Fatalf("at %s: the borrower is %s, not %s", w.Tip(), got, status)
				}
			}
			l.run(point(weth.Feed))
			l.run(m.SetSource(weth.Token, proxy))
			demand(position.Healthy)

			fine, err := m.NewFeed(t.Context(), 18, new(big.Int).Mul(big.NewInt(weth.Price), big.NewInt(1e10)))
			if err != nil {
				t.Fatal(err)
			}
			l.run(point(fine))
			demand(position.Healthy)

			low, err := m.NewFeed(t.Context(), 8, big.NewInt(weth.Price*44/100))
			if err != nil {
				t.Fatal(err)
			}
			l.run(point(low))
			demand(position.Liquidatable)
			l.run(m.SetPrice(weth, big.NewInt(2*weth.Price))) // to the first, which isn't asked any more
			demand(position.Liquidatable)
			if err := m.Chain.Rewind(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
			l.idle(3)
			demand(position.Healthy)

			l.run(point(common.Address{})) // nobody is there
			demand(position.Unknown)
			l.run(point(low))
			demand(position.Liquidatable)
		})
	}
}
