package chain

import (
	"context"
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// maxAhead is for how many blocks logs are asked in one round trip while
// catching up near the head.
const maxAhead = 16

// live answers where the next block isn't final yet. Only another hash at the
// tip's height or before it, a child with another parent, or an end before the
// tip that stays, says that the tip is gone.
func (f *Follower) live(ctx context.Context, after Ref, want Filter) (Step, bool, error) {
	known := after.Hash != common.Hash{}
	child, same := f.branch.at(after.Number+1), f.branch.at(after.Number)
	switch {
	case known && same != nil && same.Hash != after.Hash:
		return f.undo(ctx, after, same.Head())
	case known && child != nil && child.Parent != after.Hash:
		return f.undo(ctx, after, child.Head())
	case known && f.heads.Latest.Number == after.Number && f.heads.Latest.Hash != after.Hash:
		return f.undo(ctx, after, f.heads.Latest)
	case known && f.end != nil && after.Number > f.end.Number:
		return f.undo(ctx, after, f.end.Head())
	case child != nil:
		return f.advance(ctx, child, want)
	case f.heads.Latest.Number > after.Number:
		return Step{}, false, f.walk(ctx, after)
	default:
		return Step{}, false, f.rest(ctx, after)
	}
}

// walk fetches the headers after a block. In the middle of a reorg it fetches
// more and more of those before it too, because they will be asked for next.
func (f *Follower) walk(ctx context.Context, after Ref) error {
	from := after.Number + 1
	if f.undone > 0 {
		from -= min(uint64(1)<<min(f.undone, 6), after.Number)
	}
	to := min(f.heads.Latest.Number, after.Number+uint64(f.opt.Window))
	ask := &Ask{}
	for n := from; n <= to; n++ {
		ask.Headers = append(ask.Headers, n)
	}
	answer, err := f.fetch(ctx, ask)
	if err != nil {
		return err
	}
	for n := from; n <= to; n++ {
		h := answer.Headers[n-from]
		if h == nil || n > from && h.Parent != answer.Headers[n-from-1].Hash {
			break // the node lags behind its own announcement, or reorganised while it answered
		}
		f.branch.put(h)
	}
	if f.branch.at(after.Number+1) == nil {
		return f.miss(ctx, after)
	}
	return nil
}

// advance delivers the next block.
func (f *Follower) advance(ctx context.Context, h *Header, want Filter) (Step, bool, error) {
	if !f.fetchedWant.Equal(want) {
		clear(f.fetched)
		f.fetchedWant = want
	}
	f.askAhead(ctx, h)
	logs, ok := f.fetched[h.Hash]
	ok = ok || !f.opt.blooms.mayMatch(h, want)
	if !ok || f.tagsFirst(h) {
		if err := f.fetchLogs(ctx, h, want); err != nil {
			return Step{}, false, err
		}
		if f.violated != nil || f.branch.at(h.Number) != h || f.passed(h) {
			return Step{}, false, nil // what came with the answer changed the picture
		}
	}
	if !ok {
		if logs, ok = f.fetched[h.Hash]; !ok {
			// The node has the header but not the block: gone, or not there yet.
			f.branch.cut(h.Number)
			return Step{}, false, f.wait(ctx, true)
		}
	}
	if f.tagsOverdue() {
		f.untagged++
	}
	return f.deliver(h, logs), true, nil
}

// passed reports whether what is final has come past a block of the branch by another way: then it must be asked for
// anew, for it may be of a branch that is gone.
func (f *Follower) passed(h *Header) bool {
	return h.Number <= f.heads.Final.Number && !f.linked(h.Number)
}

// fetchLogs fetches the logs of a block of the branch, and of those that follow.
func (f *Follower) fetchLogs(ctx context.Context, h *Header, want Filter) error {
	ask := &Ask{}
	for n := h.Number; len(ask.Logs) < maxAhead; n++ {
		next := f.branch.at(n)
		if next == nil {
			break
		}
		if _, ok := f.fetched[next.Hash]; !ok && f.opt.blooms.mayMatch(next, want) {
			ask.Logs = append(ask.Logs, LogQuery{Block: next, Want: want})
		}
	}
	ask.Check = func(a *Answer) error {
		for i, q := range ask.Logs {
			if err := checkBlock(q.Block, want, a.Logs[i].Logs, f.opt.blooms); err != nil {
				return err
			}
		}
		return nil
	}
	answer, err := f.fetch(ctx, ask)
	if err != nil {
		return err
	}
	f.forget(h)
	for i, q := range ask.Logs {
		switch a := answer.Logs[i]; {
		case a.Err == nil:
			stamp(q.Block, a.Logs)
			f.fetched[q.Block.Hash] = a.Logs
		case q.Block == h && !errors.Is(a.Err, ErrUnknownBlock):
			return a.Err
		}
	}
	return nil
}

// forget drops the logs of blocks that are behind, or no longer on the branch.
func (f *Follower) forget(h *Header) {
	keep := make(map[common.Hash][]types.Log, maxAhead)
	for n := h.Number; ; n++ {
		next := f.branch.at(n)
		if next == nil {
			break
		}
		if logs, ok := f.fetched[next.Hash]; ok {
			keep[next.Hash] = logs
		}
	}
	f.fetched = keep
}
