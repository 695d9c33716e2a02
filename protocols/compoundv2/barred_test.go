package compoundv2

import (
	"math/big"
	"slices"
	"testing"

	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

var otherToken = common.HexToAddress("0xc0de03")

// indebted gives alice two debts, in a market each, that are so much above the line together when all interest of 23
// blocks is counted, which is some 1e13 of each. The second market was accrued in the block given.
func (s *stage) indebted(beyond int64, accrued uint64) position.ID {
	s.t.Helper()
	a := s.world()
	at := s.position(10000, 200)
	s.p.list(otherToken, true)
	row, _ := s.p.markets.Row(otherToken)
	first, _ := s.p.markets.Get(debtToken)
	s.p.change(row, func(m *market) {
		*m = first
		m.accrued = accrued
	})
	if err := s.p.watch(); err != nil {
		s.t.Fatal(err)
	}
	for _, data := range [][]byte{
		calls.token.PackGetCash(), calls.token.PackTotalBorrows(), calls.token.PackTotalReserves(),
		calls.token.PackTotalSupply(), s.p.ratePerSlot(),
	} {
		a.set(otherToken, data, a[string(debtToken[:])+string(data)])
	}
	price := calls.oracle.PackGetUnderlyingPrice
	a.set(oracle, price(otherToken), big.NewInt(1e18))
	s.read(a, 9000)
	owed := new(big.Int).Mul(big.NewInt(250), big.NewInt(1e18))
	for range 5 { // each but misses what interest its own change adds
		var ignored protocols.Effects
		err := s.p.edit(alice, row, &ignored, func(g *leg) error {
			g.entered, g.index = true, first.index
			g.principal.Set(uint256.MustFromBig(owed))
			return nil
		})
		if err != nil {
			s.t.Fatal(err)
		}
		h, err := s.p.At(s.p.book.View(9000).In(100)).Health(at)
		if err != nil {
			s.t.Fatal(err)
		}
		owed.Add(owed, h.Collateral.ToBig()).Sub(owed, h.Debt.ToBig()).Add(owed, big.NewInt(beyond))
	}
	return at
}

// TestBarred: what is said of an account of which nothing is offered, and that nothing is said where something is.
func TestBarred(t *testing.T) {
	const far, near, before = 1e18, 1000, -1000 // the interest of one market makes no difference, all of it, or none
	const long, now = 77, 100                   // blocks
	pause := func(action int, tokens ...common.Address) func(*stage) {
		return func(s *stage) {
			for _, token := range tokens {
				s.apply(comptroller, topicActionPausedMarket, 2, token, action, 1)
			}
		}
	}
	both := func(s *stage) {
		pause(actionRepay, debtToken)(s)
		pause(actionLiquidate, otherToken)(s)
	}
	everything := func(s *stage) { s.apply(comptroller, topicProtocolPaused, 0, 1) }
	guardian := func(s *stage) { s.p.set(func(g *settings) { g.seizePaused = true }) }
	small := func(s *stage) {
		s.p.set(func(g *settings) { setWide(&g.minCollateral, uint256.MustFromDecimal("1000000000000000000000")) })
	}
	for _, c := range []struct {
		what, variant string
		beyond        int64
		accrued       uint64
		change        func(*stage)
		offers        int
		want          protocols.Bar
	}{
		{"short", "venus", far, long, nil, 2, ""},
		{"not yet short", "venus", before, long, nil, 0, ""},
		{"not yet short, paused", "venus", before, long, everything, 0, ""},
		{"short by interest", "venus", near, long, nil, 0, protocols.BarInterest},
		{"short by interest", "venus-isolated", near, long, nil, 0, protocols.BarInterest},
		{"short by interest", "compound", near, long, nil, 0, protocols.BarInterest},
		{"short by interest that one call adds", "venus", near, now, nil, 1, ""},
		{"one debt's liquidation paused", "venus", far, long, pause(actionLiquidate, debtToken), 1, ""},
		{"one debt's repayment paused", "venus-isolated", far, long, pause(actionRepay, debtToken), 1, ""},
		{"every debt paused", "venus", far, long, both, 0, protocols.BarPaused},
		{"the collateral paused", "venus-isolated", far, long, pause(actionSeize, heldToken), 0, protocols.BarPaused},
		{"everything paused", "venus", far, long, everything, 0, protocols.BarPaused},
		{"all seizing paused", "compound", far, long, guardian, 0, protocols.BarPaused},
		{"short by interest, one paused", "venus", near, long, pause(actionRepay, debtToken), 0, protocols.BarInterest},
		{"short by interest, all paused", "venus", near, long, both, 0, protocols.BarPaused},
		{"what one call adds, paused", "venus", near, now, pause(actionLiquidate, debtToken), 0, protocols.BarInterest},
		{"too small", "venus-isolated", far, long, small, 0, ""},
	} {
		s := newStage(t, c.variant)
		at := s.indebted(c.beyond, c.accrued)
		if c.change != nil {
			c.change(s)
		}
		frame := s.p.At(s.p.book.View(9000).In(100))
		later := func(o protocols.Offer) bool { return o.Once }
		offers, got := slices.DeleteFunc(frame.Liquidation(at), later), frame.Describe(at).Barred
		if len(offers) != c.offers || got != c.want {
			t.Errorf("%s, %s: %d offers, barred by %q, want %d and %q", c.variant, c.what, len(offers), got, c.offers, c.want)
		}
	}
}
