package chain

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"
)

// What blooms remembers doesn't change what it says, which is what go-ethereum says
// of the same bloom: also where an address and a topic have the same digits, and
// where values take each other's place in memory.
func TestBloomsAreThoseOfEthereum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := new(blooms)
		draw := func(name string) common.Hash {
			return common.Hash{
				20: byte(rapid.IntRange(0, 15).Draw(t, name)), 30: byte(rapid.SampledFrom([]int{0, 16, 32}).Draw(t, name+"'s page")),
			}
		}
		log := func() *types.Log {
			l := &types.Log{Address: common.BytesToAddress(draw("address").Bytes()[12:])}
			for range rapid.IntRange(1, 4).Draw(t, "topics") {
				l.Topics = append(l.Topics, draw("topic"))
			}
			return l
		}
		for range 20 {
			var h Header
			for range rapid.IntRange(0, 40).Draw(t, "logs") {
				l := log()
				alone := types.CreateBloom(&types.Receipt{Logs: []*types.Log{l}})
				for i := range alone {
					h.Bloom[i] |= alone[i]
				}
				if !b.holds(&alone, l) {
					t.Fatalf("the bloom of a log alone lacks it: %v", l)
				}
			}
			l := log()
			want := h.Bloom.Test(l.Address[:])
			for _, topic := range l.Topics {
				want = want && h.Bloom.Test(topic[:])
			}
			if got := b.holds(&h.Bloom, l); got != want {
				t.Fatalf("holds %v: %t", l, got)
			}
			f := NewFilter([]common.Address{l.Address, {1}}, []common.Hash{l.Topics[0]})
			if got, want := b.mayMatch(&h, f), f.MayMatch(h.Bloom); got != want {
				t.Fatalf("may match %v: %t", f, got)
			}
		}
	})
}

func TestChainsWithoutBlooms(t *testing.T) {
	var none *blooms
	l := &types.Log{Address: common.Address{1}, Topics: []common.Hash{{2}}}
	if !none.holds(new(types.Bloom), l) || !none.mayMatch(new(Header), NewFilter([]common.Address{{1}}, []common.Hash{{2}})) {
		t.Error("a bloom that means nothing excludes a log")
	}
	if none.mayMatch(new(Header), Filter{}) {
		t.Error("a filter that wants nothing may match")
	}
}
