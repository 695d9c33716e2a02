package feed

import (
	"context"
	"fmt"
)

// pageSize bounds what a follower holds in memory.
const pageSize = 256

// Follow hands every wanted entry after a cursor to do, in order and without a
// gap, and waits for more until ctx ends, do fails or the cursor expires. It
// returns the cursor up to which do has been given everything.
func Follow(ctx context.Context, r Reader, hub *Hub, after Cursor, want Filter, do func([]Entry) error) (Cursor, error) {
	for {
		page, err := Next(ctx, r, after, pageSize, want)
		if err != nil {
			return after, fmt.Errorf("reading the feed after %s: %w", after, err)
		}
		if len(page.Entries) > 0 {
			if err := do(page.Entries); err != nil {
				return after, err
			}
		}
		if after = page.Through; len(page.Entries) == pageSize {
			continue
		}
		if err := hub.Wait(ctx, after); err != nil {
			return after, err
		}
	}
}

// Ledger is a log that remembers its consumers.
type Ledger interface {
	Reader
	Consumers
}

// Consume follows the log under a name that it resumes from: each entry is
// handed to do at least once, whatever stops the process between. A consumer
// whose place has expired gets ErrExpired: it must take in the whole state,
// Advance to its cursor, and start again.
func Consume(ctx context.Context, l Ledger, hub *Hub, name string, want Filter, do func([]Entry) error) error {
	after, err := l.Resume(ctx, name)
	if err != nil {
		return fmt.Errorf("resuming consumer %s: %w", name, err)
	}
	_, err = Follow(ctx, l, hub, after, want, func(entries []Entry) error {
		if err := do(entries); err != nil {
			return err
		}
		to := entries[len(entries)-1].Cursor
		if err := l.Advance(ctx, name, to); err != nil {
			return fmt.Errorf("advancing consumer %s to %s: %w", name, to, err)
		}
		return nil
	})
	return err
}
