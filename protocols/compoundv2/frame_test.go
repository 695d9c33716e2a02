package compoundv2

import (
	"errors"
	"math/big"
	"testing"

	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

var oracle = common.HexToAddress("0x0ac1e")

// answers are what a contract says to a call, by address and first bytes of the data.
type answers map[string]*big.Int

func (a answers) set(at common.Address, data []byte, z *big.Int) { a[string(at[:])+string(data)] = z }

// world is what is read of the two markets and the oracle: cash, borrows, reserves and supply of a thousand,
// five hundred, ten and some tokens, and a rate for each slot.
func (s *stage) world() answers {
	s.t.Helper()
	s.apply(comptroller, topicNewPriceOracle, 0, common.Address{}, oracle)
	a := make(answers)
	units := func(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e18)) }
	for i, token := range []common.Address{debtToken, heldToken} {
		a.set(token, calls.token.PackGetCash(), units(1000))
		a.set(token, calls.token.PackTotalBorrows(), units(500))
		a.set(token, calls.token.PackTotalReserves(), units(10))
		a.set(token, calls.token.PackTotalSupply(), new(big.Int).Add(units(70000), big.NewInt(12345)))
		a.set(token, s.p.ratePerSlot(), big.NewInt(3_000_000_007))
		a.set(oracle, calls.oracle.PackGetUnderlyingPrice(token), new(big.Int).Add(units(int64(1+2*i)), big.NewInt(7)))
	}
	return a
}

// read answers the book as of a block time.
func (s *stage) read(a answers, time uint64) {
	s.t.Helper()
	q := s.p.book.Query(0, time, func(prices.ID) {})
	results := make([]chain.Result, len(q.Calls))
	for i, c := range q.Calls {
		z, ok := a[string(c.To[:])+string(c.Data)]
		results[i].Reverted = !ok
		if ok {
			results[i].Data = common.BigToHash(z).Bytes()
		}
	}
	if err := q.Answer(results); err != nil {
		s.t.Fatal(err)
	}
}

// position gives alice collateral and a debt, at an index of one in block 77, second 7777.
func (s *stage) position(tokens, debt int64) position.ID {
	s.t.Helper()
	one := new(big.Int).SetUint64(1e18)
	shares, owed := new(big.Int).Mul(big.NewInt(tokens), one), new(big.Int).Mul(big.NewInt(debt), one)
	for i, token := range []common.Address{debtToken, heldToken} {
		row, _ := s.p.markets.Row(token)
		s.p.change(row, func(m *market) {
			m.factor, m.threshold, m.incentive = 75e16, 80e16, 108e16
			m.reserveFactor, m.accrued = 2e17, 77
			if m.seconds {
				m.accrued = 7777
			}
		})
		var ignored protocols.Effects
		err := s.p.edit(alice, row, &ignored, func(g *leg) error {
			g.entered = true
			if i == 0 {
				g.principal.Set(uint256.MustFromBig(owed))
				g.index = s.p.markets.At(row).index
			} else {
				g.shares.Set(uint256.MustFromBig(shares))
			}
			return nil
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	s.p.set(func(g *settings) { g.closeFactor, g.incentive = 5e17, 108e16 })
	row, _ := s.p.accounts.Row(alice)
	return id(row)
}

// want are the two sums by the formulas, on unbounded integers, so many slots after the last accrual.
func want(variant string, r rounding, tokens, debt, slots int64) (collateral, owed *big.Int) {
	one := big.NewInt(1e18)
	units := func(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), one) }
	factor := new(big.Int).Mul(big.NewInt(3_000_000_007), big.NewInt(slots))
	interest := mulDown(factor, units(500))
	index := new(big.Int).Add(one, mulDown(factor, one))
	assets := new(big.Int).Add(units(1490), interest)
	assets.Sub(assets, mulDown(big.NewInt(2e17), interest))
	exchange := assets.Mul(assets, one)
	exchange.Div(exchange, new(big.Int).Add(units(70000), big.NewInt(12345)))
	price := new(big.Int).Add(units(3), big.NewInt(7))
	var weight *big.Int
	switch {
	case variant == "venus-isolated":
		weight = mulDown(big.NewInt(80e16), mulDown(exchange, price))
	case variant == "venus":
		weight = mulDown(mulDown(big.NewInt(80e16), exchange), price)
	case r == halfUp:
		weight = mulHalfUp(mulHalfUp(big.NewInt(75e16), exchange), price)
	default:
		weight = mulDown(mulDown(big.NewInt(75e16), exchange), price)
	}
	balance := new(big.Int).Mul(units(debt), index)
	balance.Div(balance, one)
	return mulDown(weight, units(tokens)), mulDown(new(big.Int).Add(one, big.NewInt(7)), balance)
}

// TestHealth holds every variant against the formulas, as its markets stand and accrued: by blocks, or by
// seconds.
func TestHealth(t *testing.T) {
	for _, c := range []struct {
		variant string
		r       rounding
		slots   int64 // at block 100, second 9000
	}{
		{"compound", truncated, 23}, {"compound", halfUp, 23}, {"venus", truncated, 23}, {"venus-isolated", truncated, 23},
		{"moonwell", truncated, 1223}, {"benqi", truncated, 1223},
	} {
		s := newStage(t, c.variant)
		s.p.rounding = c.r
		a := s.world()
		at := s.position(10000, 400)
		s.read(a, 9000)
		h, err := s.p.At(s.p.book.View(9000).In(100)).Health(at)
		if err != nil {
			t.Errorf("%s: %v", c.variant, err)
			continue
		}
		for _, x := range []struct {
			what             string
			collateral, debt uint256.Int
			slots            int64
		}{{"stored", h.Stored.Collateral, h.Stored.Debt, 0}, {"accrued", h.Collateral, h.Debt, c.slots}} {
			collateral, debt := want(c.variant, c.r, 10000, 400, x.slots)
			if x.collateral.ToBig().Cmp(collateral) != 0 || x.debt.ToBig().Cmp(debt) != 0 {
				t.Errorf("%s, %s: %v and %v, want %v and %v", c.variant, x.what, &x.collateral, &x.debt, collateral, debt)
			}
		}
		if !h.Lagging || h.Liquidatable != h.Collateral.Lt(&h.Debt) {
			t.Errorf("%s: %+v", c.variant, h)
		}
	}
}

// TestUnknown: without a price, or without a market's state, nothing is said.
func TestUnknown(t *testing.T) {
	s := newStage(t, "compound")
	a := s.world()
	at := s.position(10000, 400)
	silence := func(to common.Address, data []byte, z *big.Int) {
		t.Helper()
		was := a[string(to[:])+string(data)]
		if z == nil {
			delete(a, string(to[:])+string(data))
		} else {
			a.set(to, data, z)
		}
		s.read(a, 9000)
		if h, err := s.p.At(s.p.book.View(9000).In(100)).Health(at); !errors.Is(err, protocols.ErrUnknown) {
			t.Errorf("%+v, %v", h, err)
		}
		a.set(to, data, was)
	}
	silence(oracle, calls.oracle.PackGetUnderlyingPrice(heldToken), nil)
	silence(oracle, calls.oracle.PackGetUnderlyingPrice(heldToken), new(big.Int))
	silence(debtToken, calls.token.PackTotalSupply(), nil)
	silence(debtToken, s.p.ratePerSlot(), nil)
	s.read(a, 9000)
	if _, err := s.p.At(s.p.book.View(9000).In(100)).Health(at); err != nil {
		t.Error(err)
	}
}

// TestGates: a market that was given up, forced liquidations, pauses, and collateral too small for an isolated
// pool's liquidateBorrow.
func TestGates(t *testing.T) {
	offers := func(variant string, debt int64, change func(*stage)) []protocols.Offer {
		t.Helper()
		s := newStage(t, variant)
		a := s.world()
		at := s.position(10000, debt)
		if change != nil {
			change(s)
		}
		s.read(a, 9000)
		return s.p.At(s.p.book.View(9000).In(100)).Liquidation(at)
	}
	const safe, short = 400, 630 // owed against collateral of about 638
	row := func(s *stage, token common.Address) state.Row {
		r, _ := s.p.markets.Row(token)
		return r
	}
	deprecated := func(s *stage) {
		s.p.change(row(s, debtToken), func(m *market) { m.factor, m.borrowPaused, m.reserveFactor = 0, true, 1e18 })
	}
	forced := func(s *stage) { s.apply(comptroller, topicForced, 1, debtToken, 1) }
	forcedForOne := func(s *stage) { s.apply(comptroller, topicForcedForUser, 2, alice, debtToken, 1) }
	closed := func(s *stage) { s.apply(comptroller, topicActionPausedMarket, 2, debtToken, actionLiquidate, 1) }
	small := func(s *stage) {
		s.p.set(func(g *settings) { setWide(&g.minCollateral, uint256.MustFromDecimal("1000000000000000000000")) })
	}
	for _, c := range []struct {
		what, variant string
		debt          int64
		change        func(*stage)
		want          bool
		whole         bool // all of the debt may be repaid
		once          bool // refused only for want of a shortfall
	}{
		{"safe", "compound", safe, nil, false, false, true},
		{"short", "compound", short, nil, true, false, false},
		{"given up", "compound", safe, deprecated, true, true, false},
		{"given up", "moonwell", safe, deprecated, false, false, true},
		{"forced", "venus", safe, forced, true, true, false},
		{"forced for one", "venus", safe, forcedForOne, true, true, false},
		{"forced", "venus-isolated", safe, forced, true, true, false},
		{"closed", "venus", short + 50, closed, false, false, false},
		{"short", "venus-isolated", short + 50, nil, true, false, false},
		{"safe", "venus-isolated", safe, nil, false, false, true},
		{"safe and too small", "venus-isolated", safe, small, false, false, false},
		{"safe and closed", "venus", safe, closed, false, false, false},
		{"too small", "venus-isolated", short + 50, small, false, false, false},
	} {
		found := offers(c.variant, c.debt, c.change)
		if (len(found) == 1) != (c.want || c.once) || c.once && !found[0].Once {
			t.Errorf("%s, %s: %+v", c.variant, c.what, found)
			continue
		}
		if len(found) == 1 {
			all := found[0].Repay.ToBig().Cmp(new(big.Int).Mul(big.NewInt(c.debt), big.NewInt(1e18))) >= 0
			if all != c.whole {
				t.Errorf("%s, %s: %v is repaid", c.variant, c.what, &found[0].Repay)
			}
		}
	}
}

// TestHealthAllocatesNothing is the hot path's promise.
func TestHealthAllocatesNothing(t *testing.T) {
	s := newStage(t, "venus")
	a := s.world()
	at := s.position(10000, 400)
	s.read(a, 9000)
	frame := s.p.At(s.p.book.View(9000).In(100))
	if n := testing.AllocsPerRun(100, func() { _, _ = frame.Health(at) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkHealth(b *testing.B) {
	s := newStage(b, "venus")
	a := s.world()
	at := s.position(10000, 400)
	s.read(a, 9000)
	frame := s.p.At(s.p.book.View(9000).In(100))
	for b.Loop() {
		_, _ = frame.Health(at)
	}
}
