package totals

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The leading of many sums are those at the front of them all in order.
func TestLeading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSums[int]()
		for range rapid.IntRange(0, 60).Draw(t, "rows") {
			dollars := rapid.Int64Range(Unpriced, 3).Draw(t, "dollars")
			s.add(rapid.IntRange(0, 25).Draw(t, "key"), dollars, dollars)
		}
		want := make([]int, len(s.keys))
		for i := range want {
			want[i] = i
		}
		slices.SortFunc(want, func(a, b int) int {
			x, y := &s.tallies[a], &s.tallies[b]
			return cmp.Or(y.debt.Cmp(&x.debt), cmp.Compare(y.n, x.n), cmp.Compare(s.keys[a], s.keys[b]))
		})
		most := rapid.IntRange(0, 30).Draw(t, "most")
		if got := s.leading(most, cmp.Compare[int]); !slices.Equal(got, want[:min(most, len(want))]) {
			t.Fatalf("the leading %d are %v of %v", most, got, want)
		}
	})
}
