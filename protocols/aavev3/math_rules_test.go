package aavev3

import (
	"errors"
	"testing"

	"brink/fixed"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

func yearly(percent uint64) fixed.U128 {
	var u fixed.U128
	rate := fixed.Ray()
	rate.Mul(&rate, uint256.NewInt(percent))
	u.Set(rate.Div(&rate, uint256.NewInt(100)))
	return u
}

func TestAccrueStoresWhatTheContractStores(t *testing.T) {
	for _, c := range []struct {
		name                 string
		v                    Version
		liquidityRate        uint64
		borrowed             bool
		dt                   uint64
		wantIncome, wantDebt bool // which indices move
	}{
		{"both", V302, 3, true, 100, true, true},
		{"same block", V302, 3, true, 0, false, false},
		{"nothing borrowed", V37, 3, false, 100, true, false},
		{"no income", V37, 0, true, 100, false, true},
		{"no income in 3.0.0", V300, 0, true, 100, false, false},
		{"no income in 3.0.1", V301, 0, true, 100, false, true},
	} {
		x := newIndices()
		x.liquidityRate, x.variableRate, x.updated = yearly(c.liquidityRate), yearly(5), 1000
		before := x
		if err := x.accrue(c.v, c.borrowed, 1000+c.dt); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if moved := x.liquidityIndex != before.liquidityIndex; moved != c.wantIncome {
			t.Errorf("%s: the liquidity index moved is %v, want %v", c.name, moved, c.wantIncome)
		}
		if moved := x.variableIndex != before.variableIndex; moved != c.wantDebt {
			t.Errorf("%s: the debt index moved is %v, want %v", c.name, moved, c.wantDebt)
		}
		if x.updated != 1000+c.dt || x.liquidityRate != before.liquidityRate || x.variableRate != before.variableRate {
			t.Errorf("%s: leaves %+v", c.name, x)
		}
	}
}

func TestAccrueAgreesWithTheNormalizedIndices(t *testing.T) {
	x := newIndices()
	x.liquidityRate, x.variableRate, x.updated = yearly(3), yearly(5), 1000
	var income, debt uint256.Int
	if err := errors.Join(x.income(&income, 5000), x.debt(V37, &debt, 5000), x.accrue(V37, true, 5000)); err != nil {
		t.Fatal(err)
	}
	if x.liquidityIndex.Uint256() != income || x.variableIndex.Uint256() != debt {
		t.Errorf("stored %s and %s, normalized %s and %s", x.liquidityIndex, x.variableIndex, &income, &debt)
	}
}

func TestIndicesRevert(t *testing.T) {
	x := newIndices()
	x.updated = 1000
	x.liquidityRate, x.variableRate = yearly(3), yearly(5)
	before := x
	if err := x.accrue(V37, true, 999); !errors.Is(err, errRevert) || x != before {
		t.Errorf("time runs backwards: %v, %+v", err, x)
	}
	x.variableRate = fixed.U128{Lo: ^uint64(0), Hi: ^uint64(0)}
	x.variableIndex = x.variableRate
	before = x
	for v := V300; v <= V37; v++ {
		if err := x.accrue(v, true, 1<<39); !errors.Is(err, errRevert) || x != before {
			t.Errorf("%v: an absurd rate: %v, %+v", v, err, x)
		}
	}
}

// TestEventsLeadToTheBalance lets a token mint and burn as the contract does and
// follows it by its events alone.
func TestEventsLeadToTheBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Version(rapid.IntRange(int(V300), int(V37)).Draw(t, "version"))
		of := side(rapid.IntRange(0, 1).Draw(t, "side"))
		index, last := fixed.Ray(), fixed.Ray()
		var truth uint256.Int
		var followed fixed.U128
		for range rapid.IntRange(1, 12).Draw(t, "events") {
			index.AddUint64(&index, rapid.Uint64().Draw(t, "growth")>>rapid.UintRange(0, 63).Draw(t, "width"))
			amount := uint256.NewInt(rapid.Uint64Min(1).Draw(t, "amount") >> rapid.UintRange(0, 60).Draw(t, "size"))
			burning := rapid.Bool().Draw(t, "burning")

			var increase, delta, before, after uint256.Int
			v.balance(&before, of, &truth, &last)
			v.balance(&increase, of, &truth, &index)
			increase.Sub(&increase, &before)
			if !v.mintedOrBurnt(&delta, of, amount, &index, burning) || delta.IsZero() || burning && delta.Gt(&truth) {
				continue
			}
			if burning {
				truth.Sub(&truth, &delta)
			} else {
				truth.Add(&truth, &delta)
			}
			// from 3.5 the tokens tell the difference of balances, before it the
			// amount and the interest
			var up, down uint256.Int
			if v.balance(&after, of, &truth, &index); v.directedRounding() {
				up, down = after, before
			} else if up = increase; burning {
				down = *amount
			} else {
				up.Add(&up, amount)
			}
			var err error
			if value := new(uint256.Int); burning && !up.Gt(&down) {
				followed, err = v.burned(of, followed, value.Sub(&down, &up), &increase, &index)
			} else {
				followed, err = v.minted(of, followed, value.Sub(&up, &down), &increase, &index)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := followed.Uint256(); got != truth {
				t.Fatalf("%v: the events lead to %s, the token holds %s", v, &got, &truth)
			}
			last = index
		}
	})
}

// mintedOrBurnt is the scaled amount that a token mints or burns.
func (v Version) mintedOrBurnt(z *uint256.Int, of side, amount, index *uint256.Int, burning bool) bool {
	if v.directedRounding() && !burning {
		of = 1 - of // minting rounds the other way
	}
	return v.burnt(z, of, amount, index)
}

func TestEventsThatContradict(t *testing.T) {
	held := fixed.U128{Lo: 100}
	one, huge := fixed.Ray(), new(uint256.Int).SetAllOne()
	for v := V300; v <= V37; v++ {
		for name, call := range map[string]func() (fixed.U128, error){
			"a burn beyond the balance": func() (fixed.U128, error) {
				return v.burned(aToken, held, uint256.NewInt(101), &uint256.Int{}, &one)
			},
			"a burn that overflows":  func() (fixed.U128, error) { return v.burned(aToken, held, huge, huge, &one) },
			"a mint beyond 128 bits": func() (fixed.U128, error) { return v.minted(debtToken, held, huge, &uint256.Int{}, &one) },
			"an index of zero": func() (fixed.U128, error) {
				return v.minted(debtToken, held, uint256.NewInt(5), &uint256.Int{}, &uint256.Int{})
			},
		} {
			if got, err := call(); !errors.Is(err, errContradiction) || got != held {
				t.Errorf("%v: %s gives %s, %v", v, name, got, err)
			}
		}
	}
}

func TestTransferred(t *testing.T) {
	index := fixed.Ray()
	index.Mul(&index, uint256.NewInt(2))
	amount, scaled := uint256.NewInt(1001), uint256.NewInt(501)
	for _, c := range []struct {
		v            Version
		value, other *uint256.Int
	}{
		{V300, amount, scaled}, {V300, scaled, amount}, {V300, amount, amount}, {V301, scaled, amount},
		{V302, scaled, amount}, {V302, scaled, nil}, {V37, scaled, nil},
	} {
		got, err := c.v.transferred(c.value, c.other, &index)
		if err != nil || got != (fixed.U128{Lo: 501}) {
			t.Errorf("%v: a BalanceTransfer of %s moves %s (%v), want 501", c.v, c.value, got, err)
		}
	}
	if _, err := V300.transferred(scaled, nil, &index); !errors.Is(err, errContradiction) {
		t.Errorf("a transfer that could be in either unit gives %v", err)
	}
	if _, err := V37.transferred(new(uint256.Int).SetAllOne(), amount, &index); !errors.Is(err, errContradiction) {
		t.Errorf("a transfer beyond 128 bits gives %v", err)
	}
}

// oldMarket has two reserves at a price of 2 and unit 10, in one category.
func oldMarket(v Version) *frame {
	f := &frame{version: v, time: 1, reserves: make([]scalars, 2), eModes: make([]eMode, 2)}
	f.eModes[1] = eMode{ltv: 9000, threshold: 9500, bonus: 10_100}
	for i := range f.reserves {
		s := &f.reserves[i]
		*s = scalars{income: fixed.Ray(), debt: fixed.Ray(), listed: true, active: true, category: 1, ltv: 5000, threshold: 6000, bonus: 10_500}
		s.setPrice(uint256.NewInt(2))
		s.setDecimals(1)
	}
	f.seal()
	return f
}

func TestStableDebtIsValuedWithTheVariable(t *testing.T) {
	f := oldMarket(V302)
	legs := []leg{{scaled: fixed.U128{Lo: 1000}, reserve: 0, kind: collateral}, {scaled: fixed.U128{Lo: 104}, reserve: 0, kind: borrowed}}
	var a account
	// 104 + 4 = 108 units are worth ⌊21.6⌋ = 21; apart they would be 20 + 0
	if err := f.evaluate(&a, 0, legs, []stableDebt{{reserve: 0, balance: uint256.Int{4}}}); err != nil || a.debt.Uint64() != 21 {
		t.Errorf("the debt is %s (%v), want 21", &a.debt, err)
	}
	// and a stable debt alone counts too
	if err := f.evaluate(&a, 0, legs, []stableDebt{{reserve: 1, balance: uint256.Int{500}}}); err != nil || a.debt.Uint64() != 120 {
		t.Errorf("the debt is %s (%v), want 120", &a.debt, err)
	}
	if err := f.evaluate(&a, 0, legs[:1], []stableDebt{{reserve: 1, balance: uint256.Int{700}}}); err != nil || !a.liquidatable {
		t.Fatalf("the account is %+v (%v), want it liquidatable", a, err)
	}
	// the health factor of 120/140 frees the whole debt: 735 of 1000 are taken
	l, ok := mostProfitable(f, &a, 0, legs[:1], []stableDebt{{reserve: 1, balance: uint256.Int{700}}})
	if !ok || l.repaid.Uint64() != 700 || l.seized.Uint64() != 735 || l.debt != 1 {
		t.Errorf("the liquidation is %+v (%v), want 735 for 700", l, ok)
	}
}

func TestEModePriceSource(t *testing.T) {
	legs := []leg{{scaled: fixed.U128{Lo: 1000}, reserve: 0, kind: collateral}, {scaled: fixed.U128{Lo: 100}, reserve: 1, kind: borrowed}}
	for _, c := range []struct {
		name     string
		v        Version
		category uint8
		priced   bool
		price    uint64
		want     error
		debt     uint64
	}{
		{"outside of the category", V31, 0, true, 7, nil, 20},
		{"inside", V31, 1, true, 7, nil, 70},
		{"a source that answers zero", V31, 1, true, 0, nil, 20},
		{"an unknown source", V31, 1, false, 0, errUnknownPrice, 0},
	} {
		f := oldMarket(c.v)
		e := &f.eModes[1]
		e.sourced, e.priced, e.price = true, c.priced, *uint256.NewInt(c.price)
		var a account
		err := f.evaluate(&a, c.category, legs, nil)
		if !errors.Is(err, c.want) || err == nil && a.debt.Uint64() != c.debt {
			t.Errorf("%s: the debt is %s (%v), want %d (%v)", c.name, &a.debt, err, c.debt, c.want)
		}
		var z uint256.Int
		if _, found, err := f.liquidationPrice(&z, c.category, legs, nil, 0); c.price == 7 && c.category == 1 && (found || err != nil) {
			t.Errorf("%s: a price that doesn't count has the line %s (%v)", c.name, &z, err)
		}
	}
}

// mostProfitable is the best call against an account below the line, if there is one.
func mostProfitable(f *frame, a *account, category uint8, legs []leg, own []stableDebt) (best liquidation, ok bool) {
	if f.stopped(a) {
		return best, false
	}
	for l := range f.liquidations(a, category, legs, own) {
		if !ok || l.profit.Sgt(&best.profit) {
			best, ok = l, true
		}
	}
	return best, ok
}

func TestFault27LiquidationGates(t *testing.T) {
	legs := []leg{{scaled: fixed.U128{Lo: 1000}, reserve: 0, kind: collateral}, {scaled: fixed.U128{Lo: 610}, reserve: 1, kind: borrowed}}
	for _, c := range []struct {
		name    string
		v       Version
		change  func(f *frame)
		allowed bool
	}{
		{"open", V31, func(*frame) {}, true},
		{"inactive", V31, func(f *frame) { f.reserves[1].active = false }, false},
		{"paused", V31, func(f *frame) { f.reserves[0].paused = true }, false},
		{"grace period", V31, func(f *frame) { f.reserves[0].grace = f.time }, false},
		{"grace period over", V31, func(f *frame) { f.reserves[0].grace = f.time - 1 }, true},
		{"before grace periods", V302, func(f *frame) { f.reserves[0].grace = f.time }, true},
		{"sentinel", V36, func(f *frame) { f.halted = true }, false},
		{"sentinel, deep below", V36, func(f *frame) { f.halted = true; f.reserves[0].threshold = 3000 }, true},
		{"after the sentinel", V37, func(f *frame) { f.halted = true }, true},
	} {
		f := oldMarket(c.v)
		c.change(f)
		var a account
		if err := f.evaluate(&a, 0, legs, nil); err != nil || !a.liquidatable {
			t.Fatalf("%s: the account is %+v (%v), want it liquidatable", c.name, a, err)
		}
		if _, ok := mostProfitable(f, &a, 0, legs, nil); ok != c.allowed {
			t.Errorf("%s: allowed is %v, want %v", c.name, ok, c.allowed)
		}
	}
}

func TestMostProfitablePair(t *testing.T) {
	f := oldMarket(V31)
	f.reserves[1].bonus = 11_000
	legs := []leg{
		{scaled: fixed.U128{Lo: 100_000}, reserve: 0, kind: collateral},
		{scaled: fixed.U128{Lo: 100_000}, reserve: 1, kind: collateral},
		{scaled: fixed.U128{Lo: 130_000}, reserve: 0, kind: borrowed},
	}
	var a account
	if err := f.evaluate(&a, 0, legs, nil); err != nil {
		t.Fatal(err)
	}
	l, ok := mostProfitable(f, &a, 0, legs, nil)
	if !ok || l.collateral != 1 || l.bonus != 11_000 || l.seized.Uint64() != 100_000 || l.repaid.Uint64() != 90_909 {
		t.Errorf("the best is %+v (%v), want all of reserve 1 for 90909", l, ok)
	}
	if l.profit.Uint64() != 20_000-18_182 {
		t.Errorf("the profit is %s, want 1818", &l.profit)
	}
}

func TestEvaluateDoesNotAllocate(t *testing.T) {
	f, accounts := benchmarkAccounts(V37)
	var a account
	if n := testing.AllocsPerRun(100, func() {
		if f.evaluate(&a, 0, accounts[0], nil) != nil || f.evaluateWide(&a, 0, accounts[0]) != nil {
			t.Error("the account can't be evaluated")
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
