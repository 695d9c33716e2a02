package aavev3

import (
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

// BenchmarkAccount puts the evaluation beside the same rules on plain 256-bit
// integers and on math/big.
func BenchmarkAccount(b *testing.B) {
	for _, v := range []Version{V34, V37} {
		f, accounts := benchmarkAccounts(v)
		var a account
		i := 0
		b.Run(v.String()+"/brink", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				i++
				if err := f.evaluate(&a, 0, accounts[i&(benchmarked-1)], nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(v.String()+"/uint256", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				i++
				if err := f.evaluateWide(&a, 0, accounts[i&(benchmarked-1)]); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(v.String()+"/big", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				i++
				if _, reverts := bigAccount(f, 0, accounts[i&(benchmarked-1)]); reverts {
					b.Fatal("the account reverts")
				}
			}
		})
	}
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
