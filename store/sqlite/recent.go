package sqlite

import (
	"context"
	"errors"
	"slices"
	"sync"

	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// mostRecent is how many entries are remembered: some blocks in which much happens.
const mostRecent = 1024

// recent are the newest entries, as they were put into the log. Those who follow it all read the same within a moment of
// its being written.
type recent struct {
	mu      sync.Mutex
	entries []feed.Entry // one after the other
	floor   feed.Cursor  // entries up to here may be missing from the log
}

// add takes in the newest entries of the log. Commits may tell of theirs in another order than they were made in: then
// what is remembered begins anew.
func (r *recent) add(entries []feed.Entry, newest feed.Cursor) {
	if len(entries) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	first := newest - feed.Cursor(len(entries)) + 1
	if n := len(r.entries); n > 0 && r.entries[n-1].Cursor >= first {
		return
	} else if n > 0 && r.entries[n-1].Cursor+1 != first {
		r.entries = nil
	}
	// What a reader holds stays what it is: entries are only put behind it.
	over := max(0, len(r.entries)+len(entries)-mostRecent)
	r.entries = r.entries[min(over, len(r.entries)):]
	for i := max(0, len(entries)-mostRecent); i < len(entries); i++ {
		e := entries[i]
		if e.Cursor = first + feed.Cursor(i); !e.HasLog {
			e.TxHash, e.LogIndex = common.Hash{}, 0
		}
		if len(e.Data) == 0 {
			e.Data = nil
		}
		r.entries = append(r.entries, e)
	}
}

// raise says up to where entries may be missing.
func (r *recent) raise(floor feed.Cursor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.floor = max(r.floor, floor)
}

// begin takes in where the log begins.
func (s *Store) begin(ctx context.Context) error {
	_, kept, err := s.Reader.Read(ctx, 0, 0, feed.Filter{})
	if err != nil && !errors.Is(err, feed.ErrExpired) {
		return err
	}
	s.recent.raise(kept.Start())
	return nil
}

// read is Read as far as all that it answers is remembered; else it isn't ok.
func (r *recent) read(after feed.Cursor, limit int, want feed.Filter) (found []feed.Entry, kept feed.Range, ok bool) {
	r.mu.Lock()
	all, floor := r.entries, r.floor
	r.mu.Unlock()
	if len(all) == 0 || after+1 < all[0].Cursor || after >= all[len(all)-1].Cursor || after < floor {
		return nil, kept, false
	}
	kept = feed.Range{Oldest: floor + 1, Newest: all[len(all)-1].Cursor}
	for _, e := range all[after+1-all[0].Cursor:] {
		if len(found) == limit {
			break
		}
		if (want.ChainID == 0 || want.ChainID == e.ChainID) && (len(want.Types) == 0 || slices.Contains(want.Types, e.Type)) {
			found = append(found, e)
		}
	}
	return found, kept, true
}

// Read is documented at feed.Reader.
func (s *Store) Read(ctx context.Context, after feed.Cursor, limit int, want feed.Filter) ([]feed.Entry, feed.Range, error) {
	if found, kept, ok := s.recent.read(after, limit, want); ok && ctx.Err() == nil {
		return found, kept, nil
	}
	return s.Reader.Read(ctx, after, limit, want)
}
