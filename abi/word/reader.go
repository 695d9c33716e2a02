package word

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Reader reads a log's topics and data strictly: a word that isn't what its
// type allows makes OK false for good, and what was read is only to be used
// when OK is still true at the end. Topics are counted from 0, the event's own;
// words of data from 0 too.
type Reader struct {
	log     *types.Log
	indexed int // topics that are counted as the first words
	ok      bool
}

// Read begins a log that must have this many topics, the first included, and
// exactly this many words of data.
func Read(l *types.Log, topics, data int) Reader {
	return Reader{log: l, ok: len(l.Topics) == topics && len(l.Data) == 32*data}
}

// ReadOpen begins a log whose data may go on behind these words.
func ReadOpen(l *types.Log, topics, data int) Reader {
	return Reader{log: l, ok: len(l.Topics) == topics && len(l.Data) >= 32*data}
}

// ReadAll begins a log that must have this many parameters of a word each, some
// of which may be indexed, as that differs among contracts that declare the same
// event. Words are then all parameters: the indexed ones first, in their order,
// and then the others.
func ReadAll(l *types.Log, parameters int) Reader {
	indexed := len(l.Topics) - 1
	ok := indexed >= 0 && len(l.Data)%32 == 0 && indexed+len(l.Data)/32 == parameters
	return Reader{log: l, indexed: max(0, indexed), ok: ok}
}

// OK reports whether everything so far was as its type demands.
func (r *Reader) OK() bool { return r.ok }

// Topic is the i-th topic as it stands.
func (r *Reader) Topic(i int) (h common.Hash) {
	if r.ok {
		h = r.log.Topics[i]
	}
	return h
}

// TopicAddress is the i-th topic as an address.
func (r *Reader) TopicAddress(i int) (a common.Address) {
	if r.ok {
		r.address(r.log.Topics[i][:], &a)
	}
	return a
}

// TopicSmall is the i-th topic as a number up to limit.
func (r *Reader) TopicSmall(i int, limit uint64) uint64 {
	if !r.ok {
		return 0
	}
	var z uint256.Int
	z.SetBytes32(r.log.Topics[i][:])
	return r.small(&z, limit)
}

// word is the i-th word, if the log is as it must be.
func (r *Reader) word(i int) []byte {
	if i < r.indexed {
		return r.log.Topics[i+1][:]
	}
	i -= r.indexed
	return r.log.Data[32*i : 32*i+32]
}

// Word is the i-th word of data as it stands.
func (r *Reader) Word(i int) (h common.Hash) {
	if r.ok {
		copy(h[:], r.word(i))
	}
	return h
}

// Address is the i-th word of data as an address.
func (r *Reader) Address(i int) (a common.Address) {
	if r.ok {
		r.address(r.word(i), &a)
	}
	return a
}

// Uint is the i-th word of data as a number.
func (r *Reader) Uint(i int) (z uint256.Int) {
	if r.ok {
		z.SetBytes32(r.word(i))
	}
	return z
}

// Small is the i-th word of data as a number up to limit.
func (r *Reader) Small(i int, limit uint64) uint64 {
	z := r.Uint(i)
	return r.small(&z, limit)
}

// Bool is the i-th word of data as a boolean.
func (r *Reader) Bool(i int) bool { return r.Small(i, 1) == 1 }

func (r *Reader) address(word []byte, a *common.Address) {
	if [12]byte(word) != ([12]byte{}) {
		r.ok = false
		return
	}
	copy(a[:], word[12:])
}

func (r *Reader) small(z *uint256.Int, limit uint64) uint64 {
	if !z.IsUint64() || z[0] > limit {
		r.ok = false
		return 0
	}
	return z[0]
}
