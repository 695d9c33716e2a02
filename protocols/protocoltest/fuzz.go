package protocoltest

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// opSize is how many bytes say what to do with one log.
const opSize = 6

// Fuzz applies logs of the tape with bytes changed: whatever a contract that is
// listened to may emit, it is applied or refused, never a panic, and it can be
// taken back.
func Fuzz(f *testing.F, s Suite) {
	f.Add([]byte{0, 3, 0, 0, 0xff, 1})
	f.Add([]byte{0, 40, 0, 33, 1, 2, 0, 41, 0, 33, 1, 0})
	f.Add([]byte{0, 99, 0, 70, 0x80, 0, 0, 9, 0, 90, 7, 0, 1, 7, 0, 64, 0xff, 0})
	var r *runner
	var logs []types.Log
	f.Fuzz(func(t *testing.T, ops []byte) {
		if r == nil {
			r = s.start(t)
			for _, step := range r.all() {
				if step.Block != nil {
					logs = append(logs, step.Block.Logs...)
				}
			}
		}
		r.t = t
		block := mutants(logs, ops)
		before := r.db.Digest()
		r.p.Prepare(block)
		r.db.Begin()
		for i := range block {
			var done protocols.Effects
			r.p.Liquidated(&block[i])
			err := r.p.Apply(&block[i], &done)
			if err != nil && !errors.Is(err, protocols.ErrMalformed) && !errors.Is(err, protocols.ErrUnsupported) {
				t.Fatalf("an error that says nothing: %v", err)
			}
			if err != nil {
				break // the deployment is given up
			}
		}
		r.look()
		r.must(r.db.Undo())
		if r.db.Digest() != before {
			t.Fatal("what was applied isn't taken back")
		}
	})
}

// mutants are up to 64 of the logs, changed.
func mutants(logs []types.Log, ops []byte) (block []types.Log) {
	for ; len(ops) >= opSize && len(block) < 64; ops = ops[opSize:] {
		l := logs[int(binary.BigEndian.Uint16(ops))%len(logs)]
		l.Topics, l.Data = mutate(l.Topics, l.Data, int(binary.BigEndian.Uint16(ops[2:])), ops[4], int(ops[5]%4))
		block = append(block, l)
	}
	return block
}

// look asks all that can be asked: a wrong number is the audits' to find, a
// panic is ours.
func (r *runner) look() {
	frame := r.p.At(r.book.View(r.tip.Time).In(r.tip.Number))
	for i := range r.p.Len() {
		id := position.ID(i)
		_, _ = frame.Health(id)
		_, _ = frame.Worth(id)
		frame.Describe(id)
		frame.Liquidation(id)
	}
	frame.Markets()
	r.p.Filter()
	r.p.Wants(500)
}

// mutate flips a byte of a log's topics and data taken together, and drops or
// adds a topic, or a word of data.
func mutate(topics []common.Hash, data []byte, at int, flip byte, how int) ([]common.Hash, []byte) {
	topics, data = slices.Clone(topics), slices.Clone(data)
	switch {
	case how == 1 && len(topics) > 1:
		topics = topics[:len(topics)-1]
	case how == 2 && len(topics) < 4:
		topics = append(topics, common.Hash{flip})
	case how == 3:
		data = append(data, flip)
	}
	if at %= 32*len(topics) + max(1, len(data)); at < 32*len(topics) {
		if at >= 32 { // another first topic is another event
			topics[at/32][at%32] ^= flip
		}
	} else if i := at - 32*len(topics); i < len(data) {
		data[i] ^= flip
	}
	return topics, data
}
