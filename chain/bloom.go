package chain

import (
	"encoding/binary"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// blooms tells what blooms have in them, for any number of callers. Most of that is
// hashing, and the same addresses and topics come again in block after block, so it
// remembers those that it met last. A nil one is for a chain whose headers carry no
// usable bloom: it excludes nothing.
type blooms struct {
	addresses memo[common.Address]
	topics    memo[common.Hash]
}

// mayMatch reports whether a block can hold a wanted log.
func (b *blooms) mayMatch(h *Header, want Filter) bool {
	if len(want.Addresses) == 0 || len(want.Topics) == 0 {
		return false
	}
	return b == nil || anyHeld(&h.Bloom, want.Addresses, &b.addresses) && anyHeld(&h.Bloom, want.Topics, &b.topics)
}

// holds reports whether a block with this bloom can hold a log.
func (b *blooms) holds(bloom *types.Bloom, l *types.Log) bool {
	if b == nil {
		return true
	}
	if !b.addresses.marks(l.Address).in(bloom) {
		return false
	}
	for i := range l.Topics {
		if !b.topics.marks(l.Topics[i]).in(bloom) {
			return false
		}
	}
	return true
}

func anyHeld[K value](bloom *types.Bloom, items []K, known *memo[K]) bool {
	for _, item := range items {
		if known.marks(item).in(bloom) {
			return true
		}
	}
	return false
}

// marks are the bits that stand for a value in a bloom.
type marks [3]uint16

func marksOf(hashed common.Hash) (m marks) {
	for i := range m {
		m[i] = binary.BigEndian.Uint16(hashed[2*i:]) % types.BloomBitLength
	}
	return m
}

func (m marks) in(bloom *types.Bloom) bool {
	for _, bit := range m {
		if bloom[types.BloomByteLength-1-bit/8]&(1<<(bit%8)) == 0 {
			return false
		}
	}
	return true
}

type value interface {
	common.Address | common.Hash
	comparable
	Bytes() []byte
}

// memo holds the marks of some values: of those that end in the same bits the one
// that was asked for last.
type memo[K value] struct {
	slots [4096]atomic.Pointer[marked[K]]
}

type marked[K value] struct {
	value K
	marks marks
}

func (c *memo[K]) marks(k K) marks {
	text := k.Bytes()
	slot := &c.slots[binary.BigEndian.Uint16(text[len(text)-2:])%uint16(len(c.slots))]
	if was := slot.Load(); was != nil && was.value == k {
		return was.marks
	}
	m := marksOf(crypto.Keccak256Hash(text))
	slot.Store(&marked[K]{k, m})
	return m
}
