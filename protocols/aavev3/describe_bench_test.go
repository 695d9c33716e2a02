package aavev3

import (
	"testing"

	"brink/position"
)

// BenchmarkDescribe is what is looked up of a position that the feed tells of: two collaterals and a debt.
func BenchmarkDescribe(b *testing.B) {
	_, p, view := largeMarket(b, benchmarked)
	f := p.At(view)
	i := 0
	each := func(name string, look func(position.ID) error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				i++
				if err := look(position.ID(i & (benchmarked - 1))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	each("describe", func(id position.ID) error { f.Describe(id); return nil })
	each("worth", func(id position.ID) error { _, err := f.Worth(id); return err })
	each("liquidation", func(id position.ID) error { f.Liquidation(id); return nil })
}
