package engine_test

import (
	"context"
	"errors"
	"testing"

	"brink/chain"
	"brink/engine"
	"brink/feed"
)

// hasty answers the first question as of another block, as a node may whose head moves on while it answers.
type hasty struct {
	chain.Reader
	other chain.Reader
}

func (h *hasty) Call(ctx context.Context, calls []chain.Call) ([]chain.Result, error) {
	r := h.Reader
	if h.other != nil {
		r, h.other = h.other, nil
	}
	return r.Call(ctx, calls)
}

// TestAnswersOfAnotherBlock: prices and positions of the next block aren't taken for those of this one. Nothing is said of
// it before the node says the same twice.
func TestAnswersOfAnotherBlock(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{})
	w.set(who(1), 10, 980)
	w.mine(12)
	r.follow()
	w.mine(12)
	calls := r.Ahead()
	step, err := w.next(t.Context(), r.Tip(), r.Filter())
	if err != nil {
		t.Fatal(err)
	}
	tip, right := r.Tip(), step.Block.Reader
	w.now.price = w.now.price / 100 * 99
	w.mine(12)
	next, err := w.next(t.Context(), step.Block.Ref, r.Filter())
	if err != nil {
		t.Fatal(err)
	}
	told := len(r.record.entries)
	for _, early := range []bool{false, true} {
		step.Block.Reader = &hasty{right, next.Block.Reader}
		if early {
			step.Block.Ahead = chain.NewAhead(t.Context(), calls, step.Block.Reader.Call)
		}
		if err := r.Step(t.Context(), step); !errors.Is(err, chain.ErrContradiction) || r.Tip() != tip {
			t.Fatalf("asked ahead is %v: %v, at %s", early, err, r.Tip())
		}
	}
	if err := r.Step(t.Context(), step); err != nil { // again, with the answers that were wrong at hand
		t.Fatal(err)
	}
	r.publish()
	r.follow()
	r.compare()
	if n := len(r.since(told, feed.ParityMismatch)); n > 0 || r.wrong > 0 {
		t.Errorf("%d mismatches said, %d found", n, r.wrong)
	}
}
