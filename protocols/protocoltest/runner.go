package protocoltest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"brink/chain"
	"brink/chain/tape"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/core/types"
)

// runner takes a protocol through a tape, block by block, with no more than the
// order that protocols.Protocol states.
type runner struct {
	t      *testing.T
	db     *state.DB
	book   *prices.Book
	p      protocols.Protocol
	source *tape.Tape
	tip    chain.Head
	trail  []chain.Head // tips before each block
	reader chain.Reader
	// frame is the protocol at the tip; nil where the tape has no prices.
	frame        protocols.Frame
	liquidations int
	undone       int
	seen         *[]chain.Step
}

func (s Suite) start(t *testing.T) *runner {
	t.Helper()
	source, err := tape.Open(bytes.NewReader(s.Tape))
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{t: t, db: new(state.DB), source: source, tip: chain.Head{Ref: source.Start()}}
	r.book = prices.NewBook(r.db)
	env := s.Env
	env.Name, env.DB, env.Book, env.Genesis = "suite", r.db, r.book, true
	if r.p, err = s.Open(env); err != nil {
		t.Fatal(err)
	}
	return r
}

// step does what comes next on the tape; false at its end.
func (r *runner) step() bool {
	r.t.Helper()
	want := r.p.Filter()
	step, err := r.source.Next(context.Background(), r.tip.Ref, want)
	if errors.Is(err, io.EOF) {
		return false
	}
	if err != nil {
		r.t.Fatalf("after %s: %v", r.tip, err)
	}
	if step.Undo {
		r.undo()
		r.undone++
		return true
	}
	if r.seen != nil {
		*r.seen = append(*r.seen, step)
	}
	r.block(step.Block, want)
	return true
}

func (r *runner) block(b *chain.Block, want chain.Filter) {
	r.t.Helper()
	r.reader = b.Reader
	logs := b.Logs
	for {
		if err := r.ask(r.p.Prepare(logs)); err != nil {
			r.t.Fatalf("preparing %s: %v", b.Ref, err)
		}
		r.db.Begin()
		priced := r.prices(0, b.Time)
		known := r.book.Len()
		r.fold(logs)
		if wider := r.p.Filter(); !want.Covers(wider) {
			want = want.Union(wider)
			r.must(r.db.Undo())
			var err error
			if logs, err = b.Reader.Logs(context.Background(), want); err != nil {
				r.t.Fatalf("fetching more of %s: %v", b.Ref, err)
			}
			continue
		}
		for q := r.p.Wants(500); len(q.Calls) > 0; q = r.p.Wants(500) {
			r.must(r.ask(q))
		}
		priced = priced && r.prices(known, b.Time)
		r.trail = append(r.trail, r.tip)
		r.tip, r.frame = b.Head(), nil
		if priced {
			r.frame = r.p.At(r.book.View(b.Time).In(b.Number))
		}
		return
	}
}

func (r *runner) fold(logs []types.Log) {
	r.t.Helper()
	var done protocols.Effects
	for i := range logs {
		r.must(r.p.Apply(&logs[i], &done))
	}
	r.liquidations += len(done.Liquidations)
}

// prices reads the sources from one on; false if the tape doesn't have them,
// as of blocks in which nobody was evaluated.
func (r *runner) prices(from int, time uint64) bool {
	r.t.Helper()
	err := r.ask(r.book.Query(prices.ID(from), time, func(prices.ID) {}))
	if errors.Is(err, tape.ErrMissing) {
		return false
	}
	r.must(err)
	if poller, ok := r.p.(protocols.Poller); ok && from == 0 {
		err := r.ask(poller.Poll(time))
		if errors.Is(err, tape.ErrMissing) {
			return false
		}
		r.must(err)
	}
	return true
}

func (r *runner) undo() {
	r.t.Helper()
	if len(r.trail) == 0 {
		return
	}
	r.must(r.db.Undo())
	r.tip = r.trail[len(r.trail)-1]
	r.trail = r.trail[:len(r.trail)-1]
	r.frame = nil
}

func (r *runner) ask(q chain.Query) error {
	if len(q.Calls) == 0 {
		return nil
	}
	results, err := r.reader.Call(context.Background(), q.Calls)
	if err != nil {
		return err
	}
	return q.Answer(results)
}

func (r *runner) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatalf("after %s: %v", r.tip, err)
	}
}
