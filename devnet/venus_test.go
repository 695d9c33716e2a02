package devnet_test

import (
	"math/big"
	"slices"
	"testing"

	"brink/devnet"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// TestRandomHistoriesAreSeenAsVenusSeesThem compares every account after every block, on every branch, in every
// way to come to know them: what the comptroller's view says of it, and what it would say with all markets
// accrued. What brink offers to liquidators is tried on the contracts, and so are liquidation prices.
func TestRandomHistoriesAreSeenAsVenusSeesThem(t *testing.T) {
	once(t)
	rapid.Check(t, func(rt *rapid.T) {
		l := openVenus(rt)
		h := beginVenus(rt, l, 24)
		w := l.watch(whole)
		w.race()
		w.compare()
		watchers := []*venusWatcher{w}
		var offers, limits int
		barred := make(map[protocols.Bar]int)
		for h.total() < 1000 {
			what := rapid.IntRange(0, 99).Draw(rt, "what")
			depth := min(1+uint64(what%8), max(h.first, l.Chain.Head().Number)-h.first)
			if what >= 92 && depth > 0 {
				h.reorg(depth)
			} else {
				h.block(rapid.IntRange(5, 35).Draw(rt, "acts"))
			}
			for _, w := range watchers {
				w.follow()
			}
			offers += w.tryOffers()
			limits += w.tryLimits(2)
			w.tryBarred(barred)
			if len(watchers) == 1 && h.total() > 300 {
				for _, late := range []*venusWatcher{l.watch(current), l.watch(chosen, l.crowd[2:9]...)} {
					late.join(l.Chain.Head().Number)
					watchers = append(watchers, late)
				}
				h.first = l.Chain.Head().Number + 1 // they know nothing of what was before
			}
			if what%25 == 0 {
				w.restart()
			}
		}
		fresh := l.watch(whole)
		fresh.race()
		if fresh.db.Digest() != w.db.Digest() {
			t.Fatalf("at %s: the state isn't what it would be from scratch", w.Tip())
		}
		t.Log(h.report(), w.said)
		t.Log("compared", w.compared, watchers[1].compared, watchers[2].compared, "lagging", w.lagging, "audits", w.audits,
			"undone", w.undone, "offers tried", offers, "liquidation prices tried", limits, "offered for nothing", barred)
		for _, a := range venusActs {
			if h.done[a.name] == 0 {
				t.Errorf("no %s happened", a.name)
			}
		}
		for what, n := range map[string]int{
			"undone": w.undone, "audits": w.audits, "offers": offers, "limits": limits, "lagging": w.lagging,
			"liquidations": len(w.liquidations),
		} {
			if n == 0 {
				t.Errorf("no %s", what)
			}
		}
	})
}

// tryOffers makes every offer on the contracts, at the tip's state and without leaving a trace, and demands that
// they take just what brink says, and refuse one unit more unless the collateral is what ends it. What is told for
// later they must refuse.
func (w *venusWatcher) tryOffers() int {
	w.t.Helper()
	frame := w.frame()
	tip := w.Tip().Hash
	n := 0
	for _, account := range w.crowd {
		id, known := w.protocol.ID(position.Key{Account: account})
		if !known {
			continue
		}
		for _, o := range frame.Liquidation(id) {
			debt, collateral := w.byAsset(o.Debt), w.byAsset(o.Collateral)
			if n == 12 {
				return n
			}
			taken, err := w.TryLiquidation(w.t.Context(), tip, debt, collateral, account, o.Cover.ToBig())
			if err != nil {
				w.t.Fatal(err)
			}
			if o.Once {
				if taken != nil {
					w.t.Fatalf("at %s: of %s %v are taken already: %+v", w.Tip(), account, taken, o)
				}
				continue
			}
			n++
			if taken == nil || taken.Cmp(o.SeizedTokens.ToBig()) != 0 {
				w.t.Fatalf("at %s: of %s %v are taken, brink says %v: %+v", w.Tip(), account, taken, &o.SeizedTokens, o)
			}
			if debt == nil {
				continue // of VAI the call adds interest that can't be known
			}
			more := new(big.Int).Add(o.Cover.ToBig(), big.NewInt(1))
			again, err := w.TryLiquidation(w.t.Context(), tip, debt, collateral, account, more)
			if err != nil {
				w.t.Fatal(err)
			}
			if again != nil {
				w.t.Fatalf("at %s: of %s one unit more can be repaid than %+v", w.Tip(), account, o)
			}
		}
	}
	return n
}

func (w *venusWatcher) byAsset(asset common.Address) *devnet.VenusMarket {
	at := slices.IndexFunc(w.Markets, func(m *devnet.VenusMarket) bool { return m.Token == asset })
	if at < 0 {
		return nil // VAI
	}
	return w.Markets[at]
}

// tryLimits looks for the price at which brink's verdict changes, of some accounts and each of their
// assets, demands that the contracts' changes there too, and that this is the price that people are shown.
func (w *venusWatcher) tryLimits(most int) int {
	w.t.Helper()
	frame := w.frame()
	n := 0
	for i := range w.crowd {
		account := w.crowd[(uint64(i)+w.Tip().Number)%uint64(len(w.crowd))]
		id, known := w.protocol.ID(position.Key{Account: account})
		if h, err := frame.Health(id); !known || err != nil || !h.HasDebt() || h.Factor.Gt(uint256.NewInt(2e18)) {
			continue
		}
		d := frame.Describe(id)
		for _, leg := range slices.Concat(d.Collaterals, d.Debts) {
			if m := w.byAsset(leg.Asset); m != nil && !leg.LiquidationPrice.IsZero() && n < most {
				w.tryLimit(frame, id, account, m, &leg)
				n++
			}
		}
	}
	return n
}

func (w *venusWatcher) tryLimit(frame protocols.Frame, id position.ID, account common.Address, m *devnet.VenusMarket, leg *protocols.Leg) {
	w.t.Helper()
	markets := frame.Markets()
	at := slices.IndexFunc(markets, func(k protocols.Market) bool { return k.Asset == m.Token })
	short := func(price *uint256.Int) bool {
		h, err := w.protocol.At(w.view().With(markets[at].Source, price)).Health(id)
		return err == nil && h.Collateral.Lt(&h.Debt)
	}
	// the boundary's last eight digits aren't shown: it lies within one unit of what is
	scale := uint256.MustFromBig(w.Mantissa(m, 1))
	low := new(uint256.Int).Mul(&leg.LiquidationPrice, scale)
	high := new(uint256.Int).Add(low, scale)
	lowShort, highShort := short(low), short(high)
	if lowShort == highShort {
		w.t.Fatalf("at %s: %s: the verdict at %v is the same as one unit above", w.Tip(), account, &leg.LiquidationPrice)
	}
	for {
		mid := new(uint256.Int).Add(low, high)
		if mid.Rsh(mid, 1); mid.Eq(low) {
			break
		}
		if short(mid) == lowShort {
			low = mid
		} else {
			high = mid
		}
	}
	for price, want := range map[*uint256.Int]bool{low: lowShort, high: highShort} {
		got, err := w.TryPrice(w.t.Context(), w.Tip().Hash, m, price.ToBig(), account)
		if err != nil {
			w.t.Fatal(err)
		}
		if got != want {
			w.t.Fatalf("at %s: %s has a shortfall at %v: %t, brink says %t", w.Tip(), account, price, got, want)
		}
	}
}
