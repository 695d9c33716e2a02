package chain

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// FollowerOptions are a chain's habits. Zero values stand for the defaults.
type FollowerOptions struct {
	// Depth is how many blocks behind the head a block counts as final, whatever
	// the node says. Zero stands for the node's own tags, and for 64 blocks where
	// it has none.
	Depth uint64
	// MaxRange is the most blocks of one request for logs; 10,000 by default.
	MaxRange uint64
	// NoBloom says that the chain's headers carry no usable bloom.
	NoBloom bool
	// Ranges is how many ranges of final blocks are fetched at a time; 4 by default.
	Ranges int
	// Window is how many headers are asked for in one round trip; 100 by default.
	Window int
	// Final is a block that was final when the chain was followed before. Nothing
	// is told until the node shows that it still is there; none without a hash.
	Final Ref
	// TagEvery is how much older than the head, in block time, the safe and final
	// block may become before they are asked for on their own; 12 s by default.
	TagEvery time.Duration
	// Retry is how long to wait before asking again for a block that the node
	// announced but doesn't have; 250 ms by default.
	Retry time.Duration
	// Still is how often to look where the chain ends when nothing new is
	// announced. A chain that ends at the same block before the tip at two such
	// looks in a row has got shorter; 30 s by default.
	Still time.Duration

	blooms *blooms
}

func (o FollowerOptions) withDefaults() FollowerOptions {
	set := func(v *uint64, def uint64) {
		if *v == 0 {
			*v = def
		}
	}
	set(&o.MaxRange, 10_000)
	if o.Ranges == 0 {
		o.Ranges = 4
	}
	if o.Window == 0 {
		o.Window = 100
	}
	if o.TagEvery == 0 {
		o.TagEvery = 12 * time.Second
	}
	if o.Retry == 0 {
		o.Retry = 250 * time.Millisecond
	}
	if o.Still == 0 {
		o.Still = 30 * time.Second
	}
	if !o.NoBloom {
		o.blooms = new(blooms)
	}
	return o
}

// Follower is the Source of a live chain. Blocks that the chain calls final are
// fetched as ranges, ahead of the caller, but for the newest; the others one by
// one, checked against their headers. It keeps no position, only caches: any question is
// answered as if it were the first.
//
// Next is for one caller at a time. Readers of its blocks are for any number.
type Follower struct {
	node Node
	opt  FollowerOptions

	cursor uint64 // of heads heard
	more   <-chan struct{}
	heads  Heads
	branch branch
	joined Ref // final block that the branch led to when it was last looked
	undone int // undos in a row

	looked time.Time // when it was last looked where the chain ends
	short  *Header   // where it ended then, if before the tip
	end    *Header   // last block of a chain that got shorter, and where it has grown to since

	tagsAt   Head   // latest head when the tags were asked for
	tagged   bool   // tags were asked for
	untagged int    // blocks delivered since then although the tags were overdue
	depth    uint64 // of the final block, zero when the node names it
	doubt    *Head  // block that was final, to be seen again
	recalled *Head  // block that was final before this follower was made, until it is seen
	violated error

	fetched     map[common.Hash][]types.Log // logs of headers of the branch, under fetchedWant
	fetchedWant Filter

	early    ahead
	back     backfill
	verified Ref // last block delivered as final
}

// NewFollower follows the chain that a node tells of. Close it after the last Next.
func NewFollower(node Node, opt FollowerOptions) *Follower {
	opt = opt.withDefaults()
	f := &Follower{node: node, opt: opt, depth: opt.Depth, fetched: make(map[common.Hash][]types.Log),
		back: backfill{node: node, opt: opt, size: min(firstRange, opt.MaxRange)}}
	if opt.Final.Hash != (common.Hash{}) {
		f.recalled = &Head{Ref: opt.Final}
	}
	f.hear()
	return f
}

// Close ends what is under way and waits for it.
func (f *Follower) Close() {
	f.stopAhead()
	f.back.close()
}

// Next returns what comes after a block; see Source. ErrUnavailable means that
// the node could not answer although it was asked for a while. ErrFinality is
// final: every later call returns it too.
func (f *Follower) Next(ctx context.Context, after Ref, want Filter) (Step, error) {
	for {
		f.hear()
		if f.violated != nil {
			return Step{}, f.violated
		}
		step, ok, err := f.next(ctx, after, want)
		if err != nil || ok {
			return step, err
		}
	}
}

// next makes one step towards an answer: a few round trips at most, or a wait.
func (f *Follower) next(ctx context.Context, after Ref, want Filter) (Step, bool, error) {
	switch {
	case !f.tagged:
		_, err := f.fetch(ctx, &Ask{})
		return Step{}, false, err
	case f.recalled != nil:
		return Step{}, false, f.recall(ctx)
	case after.Number < f.heads.Final.Number:
		if err := f.link(ctx, after.Number+1); err != nil || f.violated != nil {
			return Step{}, false, err
		}
		if f.linked(after.Number + 1) {
			return f.live(ctx, after, want)
		}
		return f.final(ctx, after, want)
	default:
		return f.live(ctx, after, want)
	}
}

// hear takes in what was announced.
func (f *Follower) hear() {
	var heads []*Header
	heads, f.cursor, f.more = f.node.Announced(f.cursor)
	for _, h := range heads {
		f.heard(h)
		f.looked = time.Now()
	}
}

// heard takes in one head. Heads beyond a gap are fetched by number later; a
// head below the latest is a node that lags, unless it contradicts the branch:
// then the chain has gone another way and isn't as long yet.
func (f *Follower) heard(h *Header) {
	if old := f.branch.at(h.Number); old != nil && old.Hash != h.Hash && h.Number < f.heads.Latest.Number {
		f.shorten(h)
	}
	if f.end != nil && h.Number > f.end.Number {
		f.end = h
	}
	if f.short != nil && h.Ref != f.short.Ref {
		f.short = nil
	}
	if len(f.branch.headers) == 0 || h.Number >= f.branch.headers[0].Number && h.Number <= f.branch.end() {
		f.branch.put(h)
	}
	if h.Number >= f.heads.Latest.Number {
		f.heads.Latest = h.Head()
	}
}

// wait returns when there is news or ctx has ended; if soon, then after a
// moment at the latest.
func (f *Follower) wait(ctx context.Context, soon bool) error {
	var timer <-chan time.Time
	if soon {
		t := time.NewTimer(f.opt.Retry)
		defer t.Stop()
		timer = t.C
	}
	select {
	case <-f.more:
	case <-timer:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// deliver is the step to a block.
func (f *Follower) deliver(h *Header, logs []types.Log) Step {
	f.undone = 0
	b := newBlock(f.node, f.opt, h, logs)
	b.Ahead = f.asked(h)
	return Step{Block: b, Heads: f.heads}
}

func newBlock(node Node, opt FollowerOptions, h *Header, logs []types.Log) *Block {
	return &Block{Ref: h.Ref, Parent: h.Parent, Time: h.Time, Logs: logs, Reader: &reader{node, h, opt.blooms}}
}

// reader reads as of one block.
type reader struct {
	node   Node
	head   *Header
	blooms *blooms
}

func (r *reader) Call(ctx context.Context, calls []Call) ([]Result, error) {
	return r.node.Call(ctx, r.head.Ref, calls)
}

func (r *reader) Fees(ctx context.Context, txs []common.Hash) ([]*uint256.Int, error) {
	return r.node.Fees(ctx, r.head.Ref, txs)
}

func (r *reader) Logs(ctx context.Context, want Filter) ([]types.Log, error) {
	if !r.blooms.mayMatch(r.head, want) {
		return nil, nil
	}
	answer, err := r.node.Fetch(ctx, &Ask{
		Logs:  []LogQuery{{Block: r.head, Want: want}},
		Check: func(a *Answer) error { return checkBlock(r.head, want, a.Logs[0].Logs, r.blooms) },
	})
	if err != nil {
		return nil, err
	}
	stamp(r.head, answer.Logs[0].Logs)
	return answer.Logs[0].Logs, answer.Logs[0].Err
}

func stamp(h *Header, logs []types.Log) {
	for i := range logs {
		logs[i].BlockTimestamp = h.Time
	}
}
