package feed

import (
	"context"
	"errors"
)

// ErrExpired is returned for a cursor that can't be read from: entries after it
// have been dropped, or it lies beyond the newest because the log that gave it
// is gone. Its holder must look at the whole state anew.
var ErrExpired = errors.New("cursor has expired")

// Range are the oldest and newest cursors that can be read. A log without
// entries has the zero Range; one whose entries were all dropped has an Oldest
// above its Newest.
type Range struct{ Oldest, Newest Cursor }

// Start is the cursor after which everything that is kept can be read.
func (r Range) Start() Cursor {
	if r.Oldest == 0 {
		return 0
	}
	return r.Oldest - 1
}

// Filter narrows a Read; zero fields don't.
type Filter struct {
	ChainID uint64
	Types   []string
}

// Reader reads the log from any cursor.
type Reader interface {
	// Read returns up to limit entries after a cursor, in order, and what range
	// can be read, both as of one moment. ErrExpired when after lies before the
	// oldest but one or beyond the newest; the range is told even then.
	Read(ctx context.Context, after Cursor, limit int, want Filter) ([]Entry, Range, error)
}

// Consumers remember how far each reader has come.
type Consumers interface {
	// Resume returns where the consumer is; the zero Cursor if it never advanced.
	Resume(ctx context.Context, consumer string) (Cursor, error)
	// Advance moves the consumer. It may go back, to read again.
	Advance(ctx context.Context, consumer string, to Cursor) error
}

// Page is one answer of Next.
type Page struct {
	Entries []Entry
	// Through is the cursor up to which the filter has been answered: nothing
	// that it wants lies between it and the last of Entries.
	Through Cursor
	Range   Range
}

// Next reads one page and says how far it reaches, which under a filter is
// further than its last entry.
func Next(ctx context.Context, r Reader, after Cursor, limit int, want Filter) (Page, error) {
	entries, kept, err := r.Read(ctx, after, limit, want)
	if err != nil {
		return Page{Range: kept}, err
	}
	through := kept.Newest
	if len(entries) == limit {
		through = entries[limit-1].Cursor
	}
	return Page{Entries: entries, Through: max(through, after), Range: kept}, nil
}
