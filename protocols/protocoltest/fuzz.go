package protocoltest

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"brink/chain"
	"brink/position"
	"brink/prices"
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
			if d, ok := r.p.(protocols.Discoverer); ok {
				_ = d.Discover(&block[i])
			}
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

// FuzzAnswers lets contracts answer anything to whatever they are asked: prices
// and what stands behind them, what changes in every block, positions and
// markets that are to be read, audits. It is never a panic, and it can be taken
// back.
func FuzzAnswers(f *testing.F, s Suite) {
	f.Add([]byte{0})
	f.Add([]byte{2, 0})
	f.Add([]byte{9, 1, 3, 32, 3, 255, 64, 2})
	f.Add([]byte{64, 255, 64, 32, 64, 0, 1, 5})
	var r *runner
	var logs []types.Log
	f.Fuzz(func(t *testing.T, script []byte) {
		if r == nil {
			r = s.start(t)
			for _, step := range r.all() {
				if step.Block != nil {
					logs = append(logs, step.Block.Logs...)
				}
			}
			r.must(r.book.TraceFeeds())
		}
		r.t = t
		before := r.db.Digest()
		r.db.Begin()
		said := answers{script: script}
		said.give(r.p.Prepare(logs))
		for from, round := 0, 0; from < r.book.Len() && round < 6; round++ {
			n := r.book.Len()
			said.give(r.book.Query(prices.ID(from), r.tip.Time, func(prices.ID) {}))
			from = n
			r.must(r.book.TraceFeeds())
		}
		if poller, ok := r.p.(protocols.Poller); ok {
			said.give(poller.Poll(r.tip.Time))
		}
		var ids []position.ID
		for i := range r.p.Len() {
			ids = append(ids, position.ID(i))
			r.p.Distrust(position.ID(i))
		}
		for range 4 {
			said.give(r.p.Wants(500))
		}
		said.give(r.p.Audit(ids, func(position.ID, position.Health, error) {}))
		r.look()
		for id := range r.book.Len() {
			r.book.Feeds(prices.ID(id))
		}
		r.must(r.db.Undo())
		if r.db.Digest() != before {
			t.Fatal("what was answered isn't taken back")
		}
	})
}

// answers are what a script lets contracts say: two bytes an answer, again and
// again.
type answers struct {
	script []byte
	at     int
}

func (a *answers) byte() byte {
	if len(a.script) == 0 {
		return 0
	}
	a.at++
	return a.script[(a.at-1)%len(a.script)]
}

// give answers a query. An error is its asker's own affair.
func (a *answers) give(q chain.Query) {
	if len(q.Calls) == 0 {
		return
	}
	results := make([]chain.Result, len(q.Calls))
	for i := range results {
		results[i] = a.next()
	}
	_ = q.Answer(results)
}

// next is a refusal, or so many words, the first of them drawn and the others
// as well or like it; a byte too much now and then.
func (a *answers) next() chain.Result {
	shape, value := a.byte(), a.byte()
	r := chain.Result{Reverted: shape == 0}
	for i := range int(shape % 64) {
		if i > 0 && shape >= 128 {
			value = a.byte()
		}
		r.Data = append(r.Data, word(value)...)
	}
	if shape&64 != 0 {
		r.Data = append(r.Data, value)
	}
	return r
}

// word is a number up to 64, a multiple of 32 as offsets are, a power of two, an
// address, a negative number, or the largest.
func word(value byte) []byte {
	w := make([]byte, 32)
	switch {
	case value < 64:
		w[31] = value
	case value < 96:
		binary.BigEndian.PutUint16(w[30:], 32*uint16(value-64))
	case value < 224:
		bit := 2 * (int(value) - 96)
		w[31-bit/8] = 1 << (bit % 8)
	case value < 240:
		copy(w[12:], slices.Repeat([]byte{value}, common.AddressLength))
	default:
		copy(w, slices.Repeat([]byte{0xff}, 32))
		w[31] -= 255 - value
	}
	return w
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
