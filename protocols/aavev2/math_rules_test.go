package aavev2

import (
	"errors"
	"math/big"
	"testing"

	"brink/fixed"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

func lo(n uint64) fixed.U128 { return fixed.U128{Lo: n} }

// twoReserves price a unit of ten at 2, at a threshold of 60 %.
func twoReserves() *frame {
	f := &frame{time: 1000, closeFactor: usualCloseFactor, reserves: make([]scalars, 2)}
	for i := range f.reserves {
		s := &f.reserves[i]
		*s = scalars{income: fixed.Ray(), debt: fixed.Ray(), listed: true, active: true, threshold: 6000, bonus: 10_500}
		s.setPrice(uint256.NewInt(2))
		s.setDecimals(1)
	}
	return f
}

func TestStableDebtIsValuedWithTheVariable(t *testing.T) {
	f := twoReserves()
	legs := []leg{
		{stored: lo(1000), reserve: 0, kind: collateral},
		{stored: lo(104), reserve: 0, kind: borrowed},
		{stored: lo(4), reserve: 0, kind: stable, updated: f.time},
	}
	var a account
	// 104 + 4 = 108 units are worth ⌊21.6⌋ = 21; apart they would be 20 + 0
	if err := f.evaluate(&a, legs); err != nil || a.debt.Uint64() != 21 || a.collateral.Uint64() != 200 {
		t.Errorf("the debt is %s of %s (%v), want 21 of 200", &a.debt, &a.collateral, err)
	}
	legs[1].reserve, legs[2].reserve = 1, 1
	if err := f.evaluate(&a, legs); err != nil || a.debt.Uint64() != 21 {
		t.Errorf("in another reserve the debt is %s (%v), want 21", &a.debt, err)
	}
	// a stable debt of 100 % a year doubles and more in a year
	legs[2] = leg{stored: lo(1000), rate: yearly(100), updated: 0, reserve: 1, kind: stable}
	f.time = secondsPerYear
	if err := f.evaluate(&a, legs); err != nil || a.debt.Uint64() != 2*(104+2667)/10 {
		t.Errorf("after a year the debt is %s (%v), want %d", &a.debt, err, 2*(104+2667)/10)
	}
	f.time, legs[2].updated = 5, 6
	if err := f.evaluate(&a, legs); !errors.Is(err, errRevert) {
		t.Errorf("a debt of the future gives %v", err)
	}
}

func yearly(percent uint64) fixed.U128 {
	rate := fixed.Ray()
	rate.Mul(&rate, uint256.NewInt(percent))
	rate.Div(&rate, uint256.NewInt(100))
	var u fixed.U128
	u.Set(&rate)
	return u
}

func TestWhatMakesAPositionUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*frame)
		want  error
	}{
		"nothing":                            {func(*frame) {}, nil},
		"no price of the collateral":         {func(f *frame) { f.reserves[0].priced = false }, errUnknownPrice},
		"no price of a debt that is no more": {func(f *frame) { f.reserves[1].priced = false }, errUnknownPrice},
		"a collateral that rebases":          {func(f *frame) { f.reserves[0].rebasing = true }, errUnknownBalance},
		"a rebasing asset that backs nothing": {func(f *frame) {
			f.reserves[0].rebasing, f.reserves[0].threshold = true, 0
		}, nil},
		"indices that can't be":           {func(f *frame) { f.reserves[0].reverts = true }, errRevert},
		"a reserve that was never listed": {func(f *frame) { f.reserves = f.reserves[:1] }, errUnknownReserve},
	} {
		f := twoReserves()
		c.spoil(f)
		var a account
		if err := f.evaluate(&a, []leg{{stored: lo(1000), kind: collateral}, {reserve: 1, kind: borrowed}}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestLiquidationGates(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*frame)
		allowed bool
	}{
		"open":                            {func(*frame) {}, true},
		"paused":                          {func(f *frame) { f.paused = true }, false},
		"inactive debt":                   {func(f *frame) { f.reserves[1].active = false }, false},
		"inactive collateral":             {func(f *frame) { f.reserves[0].active = false }, false},
		"a grace period of the debt":      {func(f *frame) { f.reserves[1].grace = f.time }, true},
		"grace periods of both":           {func(f *frame) { f.reserves[0].grace, f.reserves[1].grace = f.time, f.time }, false},
		"one of them just over":           {func(f *frame) { f.reserves[0].grace, f.reserves[1].grace = f.time-1, f.time }, true},
		"a collateral that backs nothing": {func(f *frame) { f.reserves[0].threshold = 0 }, false},
	} {
		f := twoReserves()
		c.change(f)
		legs := []leg{{stored: lo(1000), kind: collateral}, {stored: lo(610), reserve: 1, kind: borrowed}}
		var a account
		if err := f.evaluate(&a, legs); err != nil || !a.liquidatable {
			t.Fatalf("%s: the account is %+v (%v), want it liquidatable", name, a, err)
		}
		if _, ok := f.liquidate(&legs[0], legs[1:]); ok && f.paused == c.allowed {
			t.Errorf("%s: allowed is %v, want %v", name, !c.allowed, c.allowed)
		} else if !ok && c.allowed {
			t.Errorf("%s: there is no offer", name)
		}
	}
}

func TestLiquidationSizes(t *testing.T) {
	for name, c := range map[string]struct {
		closeFactor   uint16
		held, owed    uint64
		own           uint64 // of it at a stable rate
		repaid, seize uint64
	}{
		"half":                        {5000, 1000, 610, 0, 305, 320},
		"all":                         {10_000, 1000, 610, 0, 610, 640},
		"more than there is":          {10_000, 300, 610, 0, 286, 300},
		"both kinds of debt":          {5000, 1000, 110, 500, 305, 320},
		"only stable":                 {5000, 1000, 0, 610, 305, 320},
		"a unit of which half is one": {5000, 1000, 1, 0, 1, 1},
	} {
		f := twoReserves()
		f.closeFactor = c.closeFactor
		owed := []leg{{stored: lo(c.owed), reserve: 1, kind: borrowed}}
		if c.own > 0 {
			owed = append(owed, leg{stored: lo(c.own), reserve: 1, kind: stable, updated: f.time})
		}
		l, ok := f.liquidate(&leg{stored: lo(c.held), kind: collateral}, owed)
		if !ok || l.repaid.Uint64() != c.repaid || l.seized.Uint64() != c.seize {
			t.Errorf("%s: %s is taken for %s (%v), want %d for %d", name, &l.seized, &l.repaid, ok, c.seize, c.repaid)
		}
	}
	f := twoReserves()
	for name, legs := range map[string][]leg{
		"what is no collateral": {{stored: lo(9), kind: supplied}, {stored: lo(9), reserve: 1, kind: borrowed}},
		"an empty collateral":   {{kind: collateral}, {stored: lo(9), reserve: 1, kind: borrowed}},
		"a debt of the past":    {{stored: lo(9), kind: collateral}, {reserve: 1, kind: repaid}},
		"no debt":               {{stored: lo(9), kind: collateral}, {stored: lo(9), reserve: 1, kind: supplied}},
	} {
		if l, ok := f.liquidate(&legs[0], legs[1:]); ok {
			t.Errorf("%s: %+v is offered", name, l)
		}
	}
}

// TestHealthFactorAgainstUnboundedIntegers writes the contract's formula down
// a second time.
func TestHealthFactorAgainstUnboundedIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &frame{}
		var legs []leg
		C, D, ST := new(big.Int), new(big.Int), new(big.Int)
		for i := range rapid.IntRange(1, 5).Draw(t, "reserves") {
			s := scalars{income: fixed.Ray(), debt: fixed.Ray(), listed: true, threshold: uint16(rapid.IntRange(0, 9500).Draw(t, "threshold"))}
			s.income.AddUint64(&s.income, rapid.Uint64().Draw(t, "income"))
			s.debt.AddUint64(&s.debt, rapid.Uint64().Draw(t, "debt"))
			s.setPrice(uint256.NewInt(rapid.Uint64().Draw(t, "price")))
			s.setDecimals(uint8(rapid.IntRange(0, 18).Draw(t, "decimals")))
			f.reserves = append(f.reserves, s)
			for _, k := range []kind{collateral, borrowed} {
				l := leg{stored: lo(rapid.Uint64().Draw(t, "stored")), reserve: uint32(i), kind: k}
				legs = append(legs, l)
				index := &s.income
				if k == borrowed {
					index = &s.debt
				}
				value := half(new(big.Int).SetUint64(l.stored.Lo), index.ToBig(), "1000000000000000000000000000")
				value.Mul(value, s.price.ToBig()).Div(value, s.unit.ToBig())
				switch {
				case k == borrowed:
					D.Add(D, value)
				case s.threshold != 0:
					C.Add(C, value)
					ST.Add(ST, value.Mul(value, big.NewInt(int64(s.threshold))))
				}
			}
		}
		want := new(big.Int).SetBytes(new(uint256.Int).SetAllOne().Bytes())
		if D.Sign() != 0 {
			mean := new(big.Int)
			if C.Sign() != 0 {
				mean.Div(ST, C)
			}
			want = half(C, mean, "10000")
			want.Mul(want, big.NewInt(1e18)).Add(want, new(big.Int).Rsh(D, 1)).Div(want, D)
		}
		var a account
		if err := f.evaluate(&a, legs); err != nil {
			t.Fatal(err)
		}
		if a.collateral.ToBig().Cmp(C) != 0 || a.debt.ToBig().Cmp(D) != 0 || a.healthFactor.ToBig().Cmp(want) != 0 {
			t.Fatalf("%s of %s at %s, want %s of %s at %s", &a.debt, &a.collateral, &a.healthFactor, D, C, want)
		}
	})
}

// half is x·y/d, a half rounded up.
func half(x, y *big.Int, d string) *big.Int {
	n, _ := new(big.Int).SetString(d, 10)
	z := new(big.Int).Mul(x, y)
	return z.Add(z, new(big.Int).Rsh(n, 1)).Div(z, n)
}

// TestLiquidationPriceIsTheNearest walks away from today's price step by step.
func TestLiquidationPriceIsTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := twoReserves()
		f.reserves[1].threshold = 8000
		f.reserves[0].setPrice(uint256.NewInt(rapid.Uint64Range(2, 3000).Draw(t, "price")))
		f.reserves[1].setPrice(uint256.NewInt(rapid.Uint64Range(1, 300).Draw(t, "other price")))
		legs := []leg{
			{stored: lo(rapid.Uint64Range(1, 1000).Draw(t, "held")), reserve: 0, kind: collateral},
			{stored: lo(rapid.Uint64Range(1, 1000).Draw(t, "other")), reserve: 1, kind: collateral},
			{stored: lo(rapid.Uint64Range(1, 5000).Draw(t, "owed")), reserve: 1, kind: borrowed},
		}
		verdict := func(price uint64) bool {
			g := *f
			g.reserves = append([]scalars(nil), f.reserves...)
			g.reserves[0].setPrice(uint256.NewInt(price))
			var a account
			if err := g.evaluate(&a, legs); err != nil {
				t.Fatal(err)
			}
			return a.liquidatable
		}
		today := f.reserves[0].price.Uint64()
		now := verdict(today)
		want, found := uint64(0), false
		for p := today; p > 1 && p < 100_000 && !found; {
			next := p - 1
			if now {
				next = p + 1
			}
			if found = verdict(next) != now; found {
				if want = next; now {
					want = p
				}
			}
			p = next
		}
		var z uint256.Int
		ok, err := f.liquidationPrice(&z, legs, 0)
		if err != nil || ok != found && z.LtUint64(100_000) || found && z.Uint64() != want {
			t.Fatalf("from %d the verdict turns at %s (%v, %v), want %d (%v)", today, &z, ok, err, want, found)
		}
	})
}

func TestEvaluateDoesNotAllocate(t *testing.T) {
	f := twoReserves()
	legs := []leg{
		{stored: lo(1000), reserve: 0, kind: collateral}, {stored: lo(104), reserve: 0, kind: borrowed},
		{stored: lo(70), rate: yearly(5), reserve: 0, kind: stable}, {stored: lo(1000), reserve: 1, kind: collateral},
	}
	var a account
	if n := testing.AllocsPerRun(100, func() {
		if f.evaluate(&a, legs) != nil {
			t.Error("the account can't be evaluated")
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestEventsThatContradict(t *testing.T) {
	one := fixed.Ray()
	huge := new(uint256.Int).SetAllOne()
	for name, call := range map[string]func() (fixed.U128, error){
		"a burn beyond the balance": func() (fixed.U128, error) { return moved(lo(100), uint256.NewInt(101), &one, true) },
		"a mint beyond 128 bits":    func() (fixed.U128, error) { return moved(lo(100), new(uint256.Int).Lsh(&one, 60), &one, false) },
		"an amount that overflows":  func() (fixed.U128, error) { return moved(lo(100), huge, &one, false) },
		"an index of zero":          func() (fixed.U128, error) { return moved(lo(100), &one, new(uint256.Int), false) },
	} {
		if got, err := call(); !errors.Is(err, errContradiction) || got != lo(100) {
			t.Errorf("%s gives %s, %v", name, got, err)
		}
	}
	for name, e := range map[string]stableChange{
		"more interest than debt":   {current: *uint256.NewInt(5), increase: *uint256.NewInt(6)},
		"a burn beyond the balance": {current: *uint256.NewInt(5), amount: *uint256.NewInt(6)},
		"a debt beyond 128 bits":    {current: *huge},
	} {
		if got, err := principalAfter(&e, false); !errors.Is(err, errContradiction) {
			t.Errorf("%s gives %s, %v", name, got, err)
		}
	}
	e := stableChange{current: *uint256.NewInt(105), increase: *uint256.NewInt(5), amount: *uint256.NewInt(3), minted: true}
	if got, err := principalAfter(&e, false); err != nil || got != lo(103) {
		t.Errorf("a small repayment leaves %s (%v), want 103", got, err)
	}
	if got, err := principalAfter(&e, true); err != nil || got != lo(108) {
		t.Errorf("a borrowing leaves %s (%v), want 108", got, err)
	}
}
