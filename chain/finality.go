package chain

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// defaultDepth is how deep a block is final where neither node nor options say.
const defaultDepth = 64

// fetch is one round trip to the node, on which the questions about finality
// ride along: the tags, if there is a new head, and a block that is in doubt.
func (f *Follower) fetch(ctx context.Context, ask *Ask) (*Answer, error) {
	asked := len(ask.Headers)
	ask.Tags = ask.Tags || !f.tagged || f.heads.Latest != f.tagsAt
	doubt := f.doubt
	if doubt != nil {
		ask.Headers = append(ask.Headers, doubt.Number)
	}
	byDepth := f.depth > 0 && f.heads.Latest.Number > f.depth+f.heads.Final.Number
	if byDepth {
		ask.Headers = append(ask.Headers, f.heads.Latest.Number-f.depth)
	}
	answer, err := f.node.Fetch(ctx, ask)
	if err != nil {
		return nil, err
	}
	rest := answer.Headers[asked:]
	if doubt != nil {
		f.see(*doubt, rest[0])
		rest = rest[1:]
	}
	if byDepth && rest[0] != nil {
		f.finalize(rest[0].Head())
	}
	if answer.Tags != nil {
		f.tag(answer.Tags)
	}
	return answer, nil
}

// tag takes in the node's tags. Neither safe nor final goes back: a node that
// says so lags.
func (f *Follower) tag(tags *Tags) {
	if tags.Latest != nil {
		f.heard(tags.Latest)
	}
	f.tagged, f.tagsAt, f.untagged = true, f.heads.Latest, 0
	if f.opt.Depth > 0 {
		return
	}
	f.depth = 0
	if tags.Unknown {
		f.depth = defaultDepth
	}
	if tags.Safe != nil && tags.Safe.Number >= f.heads.Safe.Number {
		f.heads.Safe = tags.Safe.Head()
	}
	if tags.Final != nil {
		f.finalize(tags.Final.Head())
	}
}

// finalize moves the final block. The one before is put in doubt: it must
// still be there when the node is next asked.
func (f *Follower) finalize(final Head) {
	old := f.heads.Final
	switch {
	case old == Head{}:
	case final.Number < old.Number || final.Ref == old.Ref:
		return
	case final.Number == old.Number:
		f.see(old, &Header{Ref: final.Ref})
		return
	case f.doubt == nil:
		f.doubt = &old
	}
	f.heads.Final = final
}

// question looks at the final block again, and at those before it that are in doubt, first: they were final for longer.
// With the answer about one may come that another is final, and then the one that was final until now is in doubt.
func (f *Follower) question(ctx context.Context) error {
	for f.doubt != nil {
		was := f.doubt
		if _, err := f.fetch(ctx, &Ask{}); err != nil || f.violated != nil || f.doubt == was {
			return err
		}
	}
	final := f.heads.Final
	f.doubt = &final
	_, err := f.fetch(ctx, &Ask{})
	return err
}

// see compares what was final with what the node holds at its height, nil if
// it doesn't say.
func (f *Follower) see(was Head, is *Header) {
	switch {
	case is == nil:
	case is.Hash != was.Hash:
		f.violated = fmt.Errorf("%w: block %s was final, now the node holds %s", ErrFinality, was.Ref, is.Hash.TerminalString())
	case f.doubt != nil && *f.doubt == was:
		f.doubt = nil
	}
}

// recall looks for what was final before. A node that doesn't have it yet lags.
func (f *Follower) recall(ctx context.Context) error {
	f.doubt = f.recalled
	if _, err := f.fetch(ctx, &Ask{}); err != nil || f.violated != nil {
		return err
	}
	if f.doubt != nil {
		return f.wait(ctx, true)
	}
	f.recalled = nil
	return nil
}

// maxUntagged is how many blocks are delivered in a row although the tags are overdue.
const maxUntagged = 2

// tagsOverdue says that the tags are worth a round trip of their own.
func (f *Follower) tagsOverdue() bool {
	return f.heads.Latest != f.tagsAt && f.heads.Latest.Time >= f.tagsAt.Time+uint64(f.opt.TagEvery/time.Second)
}

// tagsFirst says that a block waits for the tags. The newest one doesn't, for they can be asked for while there is nothing
// after it, unless heads follow each other so quickly that there always is.
func (f *Follower) tagsFirst(h *Header) bool {
	return f.tagsOverdue() && (h.Ref != f.heads.Latest.Ref || f.untagged >= maxUntagged)
}

// undo answers that the tip is gone, as another block shows.
// Where the tip was called final, the final block itself is looked at first.
func (f *Follower) undo(ctx context.Context, after Ref, evidence Head) (Step, bool, error) {
	if final := f.heads.Final; after.Number <= final.Number {
		if err := f.question(ctx); err != nil || f.violated != nil {
			return Step{}, false, err
		}
		if f.doubt != nil || after == final.Ref {
			// The node says nothing about it, or stands by it: then it is the evidence that is wrong.
			f.branch = branch{}
			return Step{}, false, f.wait(ctx, true)
		}
	}
	f.undone++
	if f.heads.Latest.Ref == after {
		f.heads.Latest = evidence
	}
	return Step{Undo: true, Heads: f.heads}, true, nil
}

// final answers where the next block is final: from ranges fetched ahead.
func (f *Follower) final(ctx context.Context, after Ref, want Filter) (Step, bool, error) {
	if f.doubt != nil { // ranges are not linked to what came before them
		if _, err := f.fetch(ctx, &Ask{}); err != nil || f.violated != nil || f.doubt == nil {
			return Step{}, false, err
		}
		return Step{}, false, f.wait(ctx, true)
	}
	if after != f.verified && after != (Ref{Number: after.Number}) {
		// Blocks may be skipped on the way, so the parent's hash is no evidence.
		answer, err := f.fetch(ctx, &Ask{Headers: []uint64{after.Number}})
		switch {
		case err != nil || f.violated != nil:
			return Step{}, false, err
		case answer.Headers[0] == nil:
			return Step{}, false, f.wait(ctx, true)
		case answer.Headers[0].Hash != after.Hash:
			return f.undo(ctx, after, answer.Headers[0].Head())
		}
		f.verified = after
	}
	block, err := f.back.next(ctx, after.Number, f.heads.Final, want)
	if errors.Is(err, ErrContradiction) {
		// What contradicts the answers may be what was called final: it is looked at again.
		if seeErr := f.question(ctx); seeErr == nil && f.violated != nil {
			return Step{}, false, nil
		}
	}
	if err != nil {
		return Step{}, false, err
	}
	f.verified = block.Ref
	f.undone = 0
	return Step{Block: block, Heads: f.heads}, true, nil
}
