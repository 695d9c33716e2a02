package chain

import (
	"encoding/binary"
	"sync"

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
	return b == nil || anyHeld(&h.Bloom, want.Addresses, &b.addresses, addressText) && anyHeld(&h.Bloom, want.Topics, &b.topics, topicText)
}

// holds reports whether a block with this bloom can hold a log.
func (b *blooms) holds(bloom *types.Bloom, l *types.Log) bool {
	if b == nil {
		return true
	}
	if !b.addresses.marks(&l.Address, addressText).in(bloom) {
		return false
	}
	for i := range l.Topics {
		if !b.topics.marks(&l.Topics[i], topicText).in(bloom) {
			return false
		}
	}
	return true
}

func addressText(a *common.Address) []byte { return a[:] }
func topicText(t *common.Hash) []byte      { return t[:] }

func anyHeld[K comparable](bloom *types.Bloom, items []K, known *memo[K], text func(*K) []byte) bool {
	for i := range items {
		if known.marks(&items[i], text).in(bloom) {
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

// memo holds the marks of some values: of those that end in the same bits the one
// that was asked for last. It allocates nothing.
type memo[K comparable] struct {
	slots [4096]struct {
		sync.Mutex
		value K
		marks marks
		held  bool
	}
}

func (c *memo[K]) marks(k *K, text func(*K) []byte) marks {
	b := text(k)
	slot := &c.slots[binary.BigEndian.Uint16(b[len(b)-2:])%uint16(len(c.slots))]
	slot.Lock()
	defer slot.Unlock()
	if !slot.held || slot.value != *k {
		slot.value, slot.marks, slot.held = *k, marksOf(crypto.Keccak256Hash(b)), true
	}
	return slot.marks
}
