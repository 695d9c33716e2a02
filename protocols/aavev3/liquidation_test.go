package aavev3

import (
	"fmt"
	"math/big"
	"testing"

	"brink/fixed"

	"github.com/holiman/uint256"
)

func TestGoldenLiquidations(t *testing.T) {
	all := goldens(t).Liquidation
	for _, name := range []string{"3.3", "3.4", "3.5", "3.7"} {
		rows := all[name]
		if len(rows) != 12 {
			t.Fatalf("%d liquidations of %s, want 12", len(rows), name)
		}
		for i := range rows {
			r := &rows[i]
			p := pair{
				v:               versionNamed(t, name),
				collateral:      &scalars{unit: r.CollateralUnit.Int, protocolFee: uint16(r.ProtocolFeeBps.Uint64())},
				debt:            &scalars{unit: r.DebtUnit.Int},
				collateralPrice: &r.CollateralPrice.Int, debtPrice: &r.DebtPrice.Int,
				held: r.UserCollateralBalance.Int, bonus: r.LiquidationBonus.Int,
			}
			var l liquidation
			var taken uint256.Int
			if !p.sizes(&l, &taken, &r.DebtToCover.Int) {
				t.Fatalf("%s, liquidation %d reverts", name, i)
			}
			equal(t, fmt.Sprintf("%s/%d seized", name, i), &l.seized, &r.CollateralToLiquidator.Int)
			equal(t, fmt.Sprintf("%s/%d repaid", name, i), &l.repaid, &r.DebtAmountNeeded.Int)
			equal(t, fmt.Sprintf("%s/%d fee", name, i), &l.fee, &r.ProtocolFee.Int)
		}
	}
}

// bigCallResult is a liquidation on integers without bounds.
type bigCallResult struct {
	repaid, seized, fee, profit *big.Int
	writesOff                   bool
}

// bigCall walks through liquidationCall for one pair and one debt to cover, as
// the contract of each version does, beside the code under test; nil means that
// it reverts.
func bigCall(f *frame, a *account, category uint8, held, owed *leg, cover *big.Int) *bigCallResult {
	v, n := f.version, func(x int64) *big.Int { return big.NewInt(x) }
	mul := func(xs ...*big.Int) *big.Int {
		z := n(1)
		for _, x := range xs {
			z.Mul(z, x)
		}
		return z
	}
	floor := func(x, d *big.Int) *big.Int { return new(big.Int).Div(x, d) }
	ceil := func(x, d *big.Int) *big.Int { return floor(new(big.Int).Add(x, new(big.Int).Sub(d, n(1))), d) }
	half := func(x, d *big.Int) *big.Int { return floor(new(big.Int).Add(x, floor(d, n(2))), d) }
	pick := func(when bool, yes, no func(x, d *big.Int) *big.Int) func(x, d *big.Int) *big.Int {
		if when {
			return yes
		}
		return no
	}
	less := func(x, y *big.Int) bool { return x.Cmp(y) < 0 }

	hf := a.healthFactor.ToBig()
	if !less(hf, n(1e18)) || v <= V36 && f.halted && !less(hf, n(95e16)) {
		return nil
	}
	c, d := &f.reserves[held.reserve], &f.reserves[owed.reserve]
	for _, s := range []*scalars{c, d} {
		if !s.active || s.paused || v >= V31 && s.grace >= f.time {
			return nil
		}
	}
	if held.kind != collateral || v <= V35 && c.threshold == 0 {
		return nil
	}
	lb := n(int64(c.bonus))
	if isMember(f, category, held.reserve) {
		lb = n(int64(f.eModes[category].bonus))
	}
	cp, dp, cu, du := c.price.ToBig(), d.price.ToBig(), c.unit.ToBig(), d.unit.ToBig()
	cs, ds := held.scaled.Uint256(), owed.scaled.Uint256()
	ci, di := c.income.ToBig(), d.debt.ToBig()
	cb := pick(v >= V35, floor, half)(mul(cs.ToBig(), ci), bigRay)
	rd := pick(v >= V35, ceil, half)(mul(ds.ToBig(), di), bigRay)
	if rd.Sign() == 0 {
		return nil
	}
	debtBase := pick(v >= V35, ceil, floor)

	most := rd
	risky := less(n(95e16), hf)
	if v <= V32 {
		if risky {
			most = half(mul(rd, n(5000)), n(1e4))
		}
	} else if risky && !less(floor(mul(cb, cp), cu), n(2000e8)) && !less(debtBase(mul(rd, dp), du), n(2000e8)) {
		if allowed := half(mul(a.debt.ToBig(), n(5000)), n(1e4)); less(allowed, debtBase(mul(rd, dp), du)) {
			most = floor(mul(allowed, du), dp)
		}
	}
	repaid := cover
	if less(most, cover) {
		repaid = most
	}
	taken := pick(v >= V37, floor, half)(mul(floor(mul(dp, repaid, cu), mul(cp, du)), lb), n(1e4))
	if less(cb, taken) {
		taken = cb
		repaid = pick(v >= V35, ceil, half)(mul(floor(mul(cp, cb, du), mul(dp, cu)), n(1e4)), lb)
	}
	fee := n(0)
	if c.protocolFee != 0 {
		bonus := new(big.Int).Sub(taken, pick(v >= V37, floor, half)(mul(taken, n(1e4)), lb))
		fee = pick(v >= V37, ceil, half)(mul(bonus, n(int64(c.protocolFee))), n(1e4))
	}
	seized := new(big.Int).Sub(taken, fee)
	if v >= V33 && less(repaid, rd) && less(taken, cb) {
		if less(debtBase(mul(new(big.Int).Sub(rd, repaid), dp), du), n(1000e8)) ||
			less(floor(mul(new(big.Int).Sub(cb, taken), cp), cu), n(1000e8)) {
			return nil
		}
	}
	r := &bigCallResult{repaid: repaid, seized: seized, fee: fee}
	burn := pick(v >= V35, ceil, half)
	consumed := taken
	if v >= V37 {
		consumed = new(big.Int).Add(ceil(mul(seized, bigRay), ci), ceil(mul(fee, bigRay), ci))
		if cs.ToBig().Cmp(consumed) < 0 {
			consumed = cs.ToBig()
		}
		consumed = floor(mul(consumed, ci), bigRay)
	}
	r.writesOff = v >= V33 && floor(mul(consumed, cp), cu).Cmp(a.collateral.ToBig()) == 0
	burnt := repaid
	if r.writesOff {
		burnt = rd
	}
	if burn(mul(seized, bigRay), ci).Sign() == 0 || pick(v >= V35, floor, half)(mul(burnt, bigRay), di).Sign() == 0 {
		return nil
	}
	left := new(big.Int).Sub(cs.ToBig(), burn(mul(seized, bigRay), ci))
	if less(left, burn(mul(fee, bigRay), ci)) {
		if v == V300 {
			return nil
		}
		r.fee = pick(v >= V35, floor, half)(mul(left, ci), bigRay)
	}
	r.profit = new(big.Int).Sub(floor(mul(seized, cp), cu), ceil(mul(repaid, dp), du))
	return r
}

// signed reads a profit.
func signed(z *uint256.Int) *big.Int {
	if z.Sign() < 0 {
		return new(big.Int).Neg(new(uint256.Int).Neg(z).ToBig())
	}
	return z.ToBig()
}

// distressed draws an account that is liquidatable or nearly so, worth anything
// from dust to far beyond the pool's size limits.
func (d dice) distressed(v Version) (f *frame, category uint8, legs []leg) {
	f = d.market(v, false)
	for i := range f.reserves {
		s := &f.reserves[i]
		s.active, s.paused = !d.chance(30), d.chance(30)
		if d.chance(20) {
			s.grace = f.time - 1 + uint64(d.IntN(3))
		}
	}
	f.halted = d.chance(10)
	dollars := 1e8 * []float64{0.00001, 1, 900, 1100, 2100, 3000, 20_000, 5e6}[d.IntN(8)]
	worthOf := func(id int, base float64) fixed.U128 {
		s := &f.reserves[id]
		x, _ := big.NewFloat(base * s.unit.Float64() / s.price.Float64()).Int(nil)
		z := *uint256.MustFromBig(x)
		fixed.RayDivFloor(&z, &z, &s.income)
		var u fixed.U128
		u.Set(&z)
		return u
	}
	category = uint8(d.IntN(4))
	var backing float64
	for _, id := range d.Perm(8)[:1+d.IntN(3)] {
		share := dollars * (0.2 + d.Float64())
		legs = append(legs, leg{scaled: worthOf(id, share), reserve: uint32(id), kind: collateral})
		threshold := f.reserves[id].threshold
		if isMember(f, category, uint32(id)) && (threshold != 0 || v >= V36) {
			threshold = f.eModes[category].threshold
		}
		backing += share * float64(threshold) / 1e4
	}
	borrows := 1 + d.IntN(2)
	for _, id := range d.Perm(8)[:borrows] {
		share := backing / (0.85 + 0.17*d.Float64()) / float64(borrows)
		legs = append(legs, leg{scaled: worthOf(id, share), reserve: uint32(id), kind: borrowed})
	}
	return f, category, legs
}

// TestLiquidationEqualsTheContract compares every call that is proposed with a
// second reading of the contract, and looks for a better one at random.
func TestLiquidationEqualsTheContract(t *testing.T) {
	d := newDice(4)
	var proposed, above, partial, writtenOff, dust, refused int
	for range 12_000 {
		v := V300 + Version(d.IntN(int(V37)))
		f, category, legs := d.distressed(v)
		var a account
		if err := f.evaluate(&a, category, legs, nil); err != nil {
			t.Fatal(err)
		}
		below := a // what is told of an account above the line is as if it had just come down to it
		if !a.liquidatable {
			below.healthFactor.SetUint64(1e18 - 1)
		}
		for i := range legs {
			for j := range legs {
				held, owed := &legs[i], &legs[j]
				if held.kind != collateral || owed.kind != borrowed {
					continue
				}
				got, ok := liquidation{}, false
				if !f.stopped(&a) {
					got, ok = f.liquidate(&a, category, held, owed, nil)
				}
				full := bigCall(f, &below, category, held, owed, bigLimit)
				if !ok {
					refused++
					for _, x := range []*big.Int{bigLimit, big.NewInt(1 + d.Int64N(1e6)), big.NewInt(1 + d.Int64())} {
						if v == V300 && x != bigLimit {
							continue // where the fee doesn't fit, a smaller part isn't looked for
						}
						if other := bigCall(f, &below, category, held, owed, x); other != nil {
							t.Fatalf("%v: nothing proposed, but covering %s is accepted: %+v", v, x, other)
						}
					}
					continue
				}
				want := bigCall(f, &below, category, held, owed, got.cover.ToBig())
				if want == nil {
					t.Fatalf("%v: %+v reverts", v, got)
				}
				if got.repaid.ToBig().Cmp(want.repaid) != 0 || got.seized.ToBig().Cmp(want.seized) != 0 ||
					got.fee.ToBig().Cmp(want.fee) != 0 || signed(&got.profit).Cmp(want.profit) != 0 || got.writesOff != want.writesOff {
					t.Fatalf("%v: proposes %+v, the contract does %+v", v, got, want)
				}
				proposed++
				if !a.liquidatable {
					above++
				}
				if full == nil {
					dust++
					next := new(big.Int).Add(got.cover.ToBig(), big.NewInt(1))
					if more := bigCall(f, &below, category, held, owed, next); more != nil {
						t.Fatalf("%v: proposes %+v, but one more is accepted: %+v", v, got, more)
					}
				}
				if want.writesOff {
					writtenOff++
				}
				if f.better(t, d, &below, category, held, owed, &got) {
					partial++
				}
			}
		}
	}
	t.Logf("%d proposed, of them %d above the line, %d partial, %d where the maximum leaves dust, %d with a write-off; %d refused", proposed, above, partial, dust, writtenOff, refused)
	if proposed < 10_000 || above < 100 || partial == 0 || dust == 0 || writtenOff == 0 || refused == 0 {
		t.Error("the random accounts miss a case")
	}
}

// better tries other debts to cover and fails when one pays more than rounding
// explains. It reports whether the proposal repays only part of the debt.
func (f *frame) better(t *testing.T, d dice, a *account, category uint8, held, owed *leg, got *liquidation) bool {
	t.Helper()
	var rd uint256.Int
	if !f.owed(&rd, &f.reserves[owed.reserve], owed, nil) {
		t.Fatal("the debt overflows")
	}
	slack := new(big.Int)
	for _, s := range []*scalars{&f.reserves[held.reserve], &f.reserves[owed.reserve]} {
		slack.Add(slack, new(big.Int).Div(s.price.ToBig(), s.unit.ToBig()))
	}
	slack.Mul(slack.Add(slack, big.NewInt(2)), big.NewInt(2))
	tries := []*big.Int{rd.ToBig(), new(big.Int).Add(got.cover.ToBig(), big.NewInt(1))}
	for range 6 {
		x := new(big.Int).Mul(rd.ToBig(), new(big.Int).SetUint64(d.Uint64()))
		tries = append(tries, x.Rsh(x, 64))
	}
	for _, x := range tries {
		other := bigCall(f, a, category, held, owed, x)
		if other != nil && other.profit.Cmp(new(big.Int).Add(signed(&got.profit), slack)) > 0 {
			t.Fatalf("%v: proposes %+v, but covering %s gives %+v", f.version, got, x, other)
		}
	}
	return got.repaid.Lt(&rd)
}
