package devnet_test

import (
	"math/big"
	"testing"

	"brink/devnet"
	"brink/position"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// TestVenusRefusesWhatIsBarred brings a position below the line by the interest of two debts that no single call counts,
// and pauses it then: whatever keeps brink from offering anything is what the contracts wait for.
func TestVenusRefusesWhatIsBarred(t *testing.T) {
	h := beginVenus(nil, openVenus(t), 1)
	user, collateral, debts := h.users[0], h.Market("WETH"), []*devnet.VenusMarket{h.Market("USDC"), h.Market("USDT")}
	run := func(calls ...devnet.Call) {
		t.Helper()
		if _, err := h.Chain.Run(t.Context(), calls...); err != nil {
			t.Fatal(err)
		}
	}
	run(h.Supply(user, collateral, h.worth(collateral, 1e8)), h.Enter(user, collateral))
	run(h.Borrow(user, debts[0], h.worth(debts[0], 3e7)), h.Borrow(user, debts[1], h.worth(debts[1], 3e7)))
	for range 50 {
		if _, err := h.Chain.Commit(t.Context(), 3); err != nil {
			t.Fatal(err)
		}
	}
	w := h.watch(whole)
	w.race()
	id, known := w.protocol.ID(position.Key{Account: user.Address})
	if !known {
		t.Fatal("the borrower isn't known")
	}
	run(h.SetPrice(collateral, w.brinkOf(id, collateral).ToBig()))

	taken := func(debt *devnet.VenusMarket, accrued []*devnet.VenusMarket) *big.Int {
		t.Helper()
		got, err := w.TryLiquidation(t.Context(), w.Tip().Hash, debt, collateral, user.Address, h.worth(debt, 1000), accrued...)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	stands := func(why protocols.Bar, takes bool, accrued ...*devnet.VenusMarket) {
		t.Helper()
		w.follow()
		frame := w.frame()
		health, err := frame.Health(id)
		if err != nil || !health.Liquidatable {
			t.Fatalf("%+v, %v", health, err)
		}
		if got, offers := frame.Describe(id).Barred, w.tryOffers(); got != why || (offers > 0) != (why == "") {
			t.Fatalf("%d offers are taken, barred by %q, want %q", offers, got, why)
		}
		for _, debt := range debts {
			if got := taken(debt, accrued); (got != nil) != takes {
				t.Fatalf("barred by %q, with %d markets accrued: of %s the contracts give %v", why, len(accrued), debt.Symbol, got)
			}
		}
	}
	stands(protocols.BarInterest, false)
	stands(protocols.BarInterest, true, debts...)
	run(h.SetPause(debts[0], devnet.VenusRepay, true), h.SetPause(debts[1], devnet.VenusLiquidate, true))
	stands(protocols.BarPaused, false, debts...)
	run(h.SetPause(debts[0], devnet.VenusRepay, false), h.SetPause(debts[1], devnet.VenusLiquidate, false))
	run(h.SetPause(collateral, devnet.VenusSeize, true))
	stands(protocols.BarPaused, false, debts...)
	run(h.SetPause(collateral, devnet.VenusSeize, false))
	stands(protocols.BarInterest, false)
	run(h.Accrue(h.rich, debts[0]), h.Accrue(h.rich, debts[1]))
	stands("", true)
}

// brinkOf is the highest price of a collateral at which a position is below the line.
func (w *venusWatcher) brinkOf(id position.ID, m *devnet.VenusMarket) *uint256.Int {
	w.t.Helper()
	var source protocols.Market
	for _, k := range w.frame().Markets() {
		if k.Asset == m.Token {
			source = k
		}
	}
	low, high := new(uint256.Int), uint256.MustFromBig(w.Mantissa(m, m.Price))
	for mid := new(uint256.Int); ; {
		if mid.Add(low, high).Rsh(mid, 1).Eq(low) {
			return low
		}
		h, err := w.protocol.At(w.view().With(source.Source, mid)).Health(id)
		switch {
		case err != nil:
			w.t.Fatal(err)
		case h.Liquidatable:
			low.Set(mid)
		default:
			high.Set(mid)
		}
	}
}

// tryBarred makes liquidations of everybody below the line of whom nothing is offered, and demands that the contracts
// refuse them all; with every market accrued too, unless that is what is said to be wanting.
func (w *venusWatcher) tryBarred(said map[protocols.Bar]int) {
	w.t.Helper()
	frame := w.frame()
	for _, account := range w.crowd {
		id, known := w.protocol.ID(position.Key{Account: account})
		if h, err := frame.Health(id); !known || err != nil || !h.Liquidatable || len(frame.Liquidation(id)) > 0 {
			continue
		}
		d := frame.Describe(id)
		said[d.Barred]++
		accrued := w.Markets
		if d.Barred == protocols.BarInterest {
			accrued = nil
		}
		for _, debt := range d.Debts {
			for _, collateral := range d.Collaterals {
				for _, part := range []uint{1, 8} {
					amount := new(big.Int).Rsh(debt.Amount.ToBig(), part)
					got, err := w.TryLiquidation(
						w.t.Context(), w.Tip().Hash, w.byAsset(debt.Asset), w.byAsset(collateral.Asset), account, amount, accrued...)
					if err != nil {
						w.t.Fatal(err)
					}
					if got != nil {
						w.t.Fatalf("at %s: of %s, barred by %q, %v of %s are given for %v of %s",
							w.Tip(), account, d.Barred, got, collateral.Symbol, amount, debt.Symbol)
					}
				}
			}
		}
	}
}
