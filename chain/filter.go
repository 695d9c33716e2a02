package chain

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Filter says which logs are wanted: those of any of the Addresses whose first
// topic is any of the Topics. Both are sorted and without doubles; a filter
// without addresses wants nothing.
type Filter struct {
	Addresses []common.Address
	Topics    []common.Hash
}

// NewFilter sorts its arguments in place and drops doubles.
func NewFilter(addresses []common.Address, topics []common.Hash) Filter {
	slices.SortFunc(addresses, common.Address.Cmp)
	slices.SortFunc(topics, common.Hash.Cmp)
	return Filter{slices.Compact(addresses), slices.Compact(topics)}
}

// Union wants what either wants, and maybe more: topics of one at addresses of
// the other. Whoever applies a log must look at its address anyway.
func (f Filter) Union(g Filter) Filter {
	if f.Covers(g) {
		return f
	}
	return NewFilter(slices.Concat(f.Addresses, g.Addresses), slices.Concat(f.Topics, g.Topics))
}

// Covers reports whether every log that g wants is wanted by f.
func (f Filter) Covers(g Filter) bool {
	for _, a := range g.Addresses {
		if _, ok := slices.BinarySearchFunc(f.Addresses, a, common.Address.Cmp); !ok {
			return false
		}
	}
	for _, t := range g.Topics {
		if _, ok := slices.BinarySearchFunc(f.Topics, t, common.Hash.Cmp); !ok {
			return false
		}
	}
	return true
}

// Wants reports whether the log passes the filter.
func (f Filter) Wants(l *types.Log) bool {
	if len(l.Topics) == 0 {
		return false
	}
	if _, ok := slices.BinarySearchFunc(f.Topics, l.Topics[0], common.Hash.Cmp); !ok {
		return false
	}
	_, ok := slices.BinarySearchFunc(f.Addresses, l.Address, common.Address.Cmp)
	return ok
}

// MayMatch reports whether a block with this bloom can hold a wanted log. An
// all-zero bloom excludes everything, which is the truth on most chains; a
// source of a chain that leaves blooms empty must not ask.
func (f Filter) MayMatch(bloom types.Bloom) bool {
	return anyIn(bloom, f.Addresses) && anyIn(bloom, f.Topics)
}

func anyIn[T interface{ Bytes() []byte }](bloom types.Bloom, items []T) bool {
	return slices.ContainsFunc(items, func(item T) bool { return bloom.Test(item.Bytes()) })
}

// Equal reports whether both want the same.
func (f Filter) Equal(g Filter) bool {
	return slices.Equal(f.Addresses, g.Addresses) && slices.Equal(f.Topics, g.Topics)
}
