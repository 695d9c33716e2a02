package chain

import (
	"bytes"
	"context"
	"slices"
)

// Early is a Source that can ask as of the next block while its logs are fetched, so that who knows already what to ask
// of it waits for one round trip and not for two.
type Early interface {
	Source
	// Ahead says what the next Block's Ahead is to be asked for, if that is the newest one.
	Ahead(calls []Call)
}

// Ahead is what was asked as of a block in advance. Nil is nothing.
type Ahead struct {
	calls   []Call
	done    chan struct{}
	results []Result
	err     error
	given   bool
}

// NewAhead asks as of a block, beside the caller, until ctx ends.
func NewAhead(ctx context.Context, calls []Call, ask func(context.Context, []Call) ([]Result, error)) *Ahead {
	a := &Ahead{calls: calls, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		a.results, a.err = ask(ctx, calls)
	}()
	return a
}

// Answer waits for the answers to calls, one for each. It isn't ok if other ones were asked, if it failed, or if they were
// given before, for who takes a block anew may have found them wrong: then they must be asked.
func (a *Ahead) Answer(ctx context.Context, calls []Call) (results []Result, ok bool) {
	if a == nil || a.given || !slices.EqualFunc(a.calls, calls, func(a, b Call) bool { return a.To == b.To && bytes.Equal(a.Data, b.Data) }) {
		return nil, false
	}
	select {
	case <-a.done:
		a.given = a.err == nil
		return a.results, a.given
	case <-ctx.Done():
		return nil, false
	}
}

// ahead asks in advance as of the newest block, once.
type ahead struct {
	calls []Call // of the next block
	at    Ref    // as of which was asked last
	*Ahead
	stop context.CancelFunc
	// contradictions is how many there were before. An endpoint that is found to contradict itself about the block's logs
	// may be the one that answered.
	contradictions uint64
}

// Ahead implements Early.
func (f *Follower) Ahead(calls []Call) { f.early.calls = calls }

// askAhead asks as of the block that is to be delivered.
func (f *Follower) askAhead(ctx context.Context, h *Header) {
	if len(f.early.calls) == 0 || h.Ref != f.heads.Latest.Ref || h.Ref == f.early.at {
		return
	}
	calls := f.early.calls
	f.stopAhead()
	ctx, stop := context.WithCancel(ctx)
	f.early = ahead{at: h.Ref, stop: stop, contradictions: f.node.Contradictions(), Ahead: NewAhead(ctx, calls, func(ctx context.Context, calls []Call) ([]Result, error) {
		return f.node.Call(ctx, h.Ref, calls)
	})}
}

// asked is what was asked in advance as of a block.
func (f *Follower) asked(h *Header) *Ahead {
	if f.early.at != h.Ref || f.early.contradictions != f.node.Contradictions() {
		return nil
	}
	return f.early.Ahead
}

// stopAhead ends what is under way and waits for it.
func (f *Follower) stopAhead() {
	if f.early.Ahead != nil {
		f.early.stop()
		<-f.early.done
	}
	f.early = ahead{}
}
