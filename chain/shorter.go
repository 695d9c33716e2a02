package chain

import (
	"context"
	"time"
)

// rest waits where there is nothing after the tip, and has time for what a block doesn't wait for.
func (f *Follower) rest(ctx context.Context, after Ref) error {
	if f.tagsOverdue() {
		_, err := f.fetch(ctx, &Ask{})
		return err
	}
	if f.looked.IsZero() {
		f.looked = time.Now()
	}
	if news, err := f.waitUntil(ctx, f.looked.Add(f.opt.Still)); news || err != nil {
		return err
	}
	return f.look(ctx, after)
}

// miss waits a moment where the node doesn't have what it announced.
func (f *Follower) miss(ctx context.Context, after Ref) error {
	if time.Since(f.looked) < f.opt.Still {
		return f.wait(ctx, true)
	}
	return f.look(ctx, after)
}

// look asks where the chain ends, for one that got shorter may say nothing of
// it. One end before the tip, or before what was announced, is a node that
// lags; the same end twice, with no news in between, is the end.
func (f *Follower) look(ctx context.Context, after Ref) error {
	f.looked = time.Now()
	was := f.short
	answer, err := f.fetch(ctx, &Ask{Tags: true})
	if err != nil {
		return err
	}
	head := answer.Tags.Latest
	switch {
	case head == nil || head.Number >= max(after.Number, f.heads.Latest.Number) || head.Number < f.heads.Final.Number:
		f.short = nil // nothing ends before a final block: that is a node that is far behind
	case was != nil && was.Ref == head.Ref:
		f.shorten(head)
	default:
		f.short = head
	}
	return nil
}

// shorten makes a block the last of the chain, for now.
func (f *Follower) shorten(end *Header) {
	if f.branch.at(end.Number) == nil {
		f.branch = branch{headers: []*Header{end}}
	}
	f.branch.cut(end.Number + 1)
	f.end, f.short = end, nil
	f.heads.Latest = end.Head()
}

// waitUntil returns when there is news, at a moment, or when ctx has ended.
func (f *Follower) waitUntil(ctx context.Context, moment time.Time) (news bool, err error) {
	t := time.NewTimer(time.Until(moment))
	defer t.Stop()
	select {
	case <-f.more:
		return true, nil
	case <-t.C:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}
