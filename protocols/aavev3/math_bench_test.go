package aavev3

import (
	"math/big"
	"testing"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// benchmarked is how many accounts a benchmark goes through; a power of two.
const benchmarked = 4096

// benchmarkAccounts are accounts of three collaterals and two debts.
func benchmarkAccounts(v Version) (*frame, [][]leg) {
	d := newDice(3)
	f := d.market(v, false)
	for i := range f.reserves {
		s := &f.reserves[i]
		s.threshold = 7500 + uint16(i)*100
		s.income, s.debt = fixed.Ray(), fixed.Ray()
		s.income.AddUint64(&s.income, d.Uint64())
		s.debt.AddUint64(&s.debt, d.Uint64())
		s.setDecimals(18)
		s.price = uint256.Int{1e8 + d.Uint64N(1e12)}
		if i%3 == 0 {
			s.setDecimals(6)
			s.price = uint256.Int{1e8}
		}
	}
	f.seal()
	accounts := make([][]leg, benchmarked)
	for i := range accounts {
		for j := range uint32(5) {
			l := leg{reserve: j, kind: collateral}
			l.scaled = fixed.U128{Lo: d.Uint64(), Hi: d.Uint64N(100)}
			if f.reserves[j].unit.LtUint64(1e9) {
				l.scaled = fixed.U128{Lo: d.Uint64N(1e12)}
			}
			if j >= 3 {
				l.kind = borrowed
			}
			accounts[i] = append(accounts[i], l)
		}
	}
	return f, accounts
}

// BenchmarkAccount puts the evaluation beside the same formula written down
// plainly on 256-bit integers and on math/big: no versions, no checks. The two
// must find the same number.
func BenchmarkAccount(b *testing.B) {
	f, accounts := benchmarkAccounts(V37)
	market := newBigMarket(f)
	var a account
	var plain uint256.Int
	for _, legs := range accounts {
		if err := f.evaluate(&a, 0, legs, nil); err != nil {
			b.Fatal(err)
		}
		plainFactor(&plain, f, legs)
		if naive := bigFactor(f, market, legs); plain != a.healthFactor || naive.Cmp(plain.ToBig()) != 0 {
			b.Fatalf("brink finds %s, uint256 %s, big %s", a.healthFactor.Dec(), plain.Dec(), naive)
		}
	}
	i := 0
	b.Run("brink", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			i++
			if err := f.evaluate(&a, 0, accounts[i&(benchmarked-1)], nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("uint256", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			i++
			plainFactor(&plain, f, accounts[i&(benchmarked-1)])
		}
	})
	b.Run("big", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			i++
			bigFactor(f, market, accounts[i&(benchmarked-1)])
		}
	})
	b.Run("wide", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			i++
			if err := f.evaluateWide(&a, 0, accounts[i&(benchmarked-1)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func plainFactor(z *uint256.Int, f *frame, legs []leg) {
	ray := fixed.Ray()
	var weighted, debt, x, m uint256.Int
	for i := range legs {
		l := &legs[i]
		s := &f.reserves[l.reserve]
		l.scaled.Into(&x)
		if l.kind == collateral {
			x.Mul(&x, &s.income)
			x.Div(&x, &ray)
			x.Mul(&x, &s.price)
			x.Div(&x, &s.unit)
			weighted.Add(&weighted, x.Mul(&x, m.SetUint64(uint64(s.threshold))))
			continue
		}
		x.Mul(&x, &s.debt)
		if x.DivMod(&x, &ray, &m); !m.IsZero() {
			x.AddUint64(&x, 1)
		}
		x.Mul(&x, &s.price)
		if x.DivMod(&x, &s.unit, &m); !m.IsZero() {
			x.AddUint64(&x, 1)
		}
		debt.Add(&debt, &x)
	}
	z.Mul(&weighted, m.SetUint64(fixed.Wad))
	z.Add(z, m.Rsh(&debt, 1))
	z.Div(z, &debt)
	z.Div(z, m.SetUint64(fixed.Percent))
}

// bigMarket is a frame's numbers, converted beforehand.
type bigMarket struct{ incomes, debts, prices, units []*big.Int }

func newBigMarket(f *frame) *bigMarket {
	m := &bigMarket{}
	for i := range f.reserves {
		s := &f.reserves[i]
		m.incomes = append(m.incomes, s.income.ToBig())
		m.debts = append(m.debts, s.debt.ToBig())
		m.prices = append(m.prices, s.price.ToBig())
		m.units = append(m.units, s.unit.ToBig())
	}
	return m
}

func bigFactor(f *frame, m *bigMarket, legs []leg) *big.Int {
	weighted, debt := new(big.Int), new(big.Int)
	rest, one := new(big.Int), big.NewInt(1)
	for i := range legs {
		l := &legs[i]
		s := &f.reserves[l.reserve]
		x := new(big.Int).SetUint64(l.scaled.Hi)
		x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(l.scaled.Lo))
		if l.kind == collateral {
			x.Mul(x, m.incomes[l.reserve])
			x.Div(x, bigRay)
			x.Mul(x, m.prices[l.reserve])
			x.Div(x, m.units[l.reserve])
			weighted.Add(weighted, x.Mul(x, big.NewInt(int64(s.threshold))))
			continue
		}
		x.Mul(x, m.debts[l.reserve])
		if x.DivMod(x, bigRay, rest); rest.Sign() != 0 {
			x.Add(x, one)
		}
		x.Mul(x, m.prices[l.reserve])
		if x.DivMod(x, m.units[l.reserve], rest); rest.Sign() != 0 {
			x.Add(x, one)
		}
		debt.Add(debt, x)
	}
	z := weighted.Mul(weighted, big.NewInt(1e18))
	z.Add(z, new(big.Int).Rsh(debt, 1))
	z.Div(z, debt)
	return z.Div(z, big.NewInt(1e4))
}

// BenchmarkAccrue computes one reserve's scalars for a block.
func BenchmarkAccrue(b *testing.B) {
	x := newIndices()
	x.liquidityRate.Lo, x.variableRate.Lo = 0x4bd8b5a1e0000000, 0x3bd8b5a1e0000000
	x.liquidityRate.Hi, x.variableRate.Hi = 1_300_000, 2_700_000
	x.updated = 1_750_000_000
	for _, v := range []Version{V33, V37} {
		b.Run(v.String(), func(b *testing.B) {
			b.ReportAllocs()
			var s scalars
			now := x.updated
			for b.Loop() {
				now += 12
				if s.accrue(v, &x, now); s.reverts {
					b.Fatal("the indices can't be computed")
				}
			}
		})
	}
}
