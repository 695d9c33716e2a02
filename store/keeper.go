package store

import (
	"context"

	"brink/feed"
)

// Kept is what a consumer of the feed left in the store.
type Kept struct {
	// Cursor is its place: what feed.Consumers calls where it is.
	Cursor feed.Cursor
	// Version counts its commits.
	Version uint64
	// Values are its state, by key.
	Values map[string][]byte
}

// Commit is what a consumer has made of some entries, all of it or nothing.
type Commit struct {
	Consumer string
	// Version must be that of what is kept; it becomes the next one.
	Version uint64
	// Cursor is the consumer's place from now on.
	Cursor feed.Cursor
	// Put are the values to set; nil removes one.
	Put map[string][]byte
	// Entries are appended to the log, as those of a shard with the consumer's
	// name, which has no tip and no blocks. They may not be facts.
	Entries []feed.Entry
	// Past are liquidations of final blocks that no shard told of: they are
	// listed and summed up as those of a shard, but aren't in the log, which tells
	// what happens. In log order; one that is listed already is left as it is.
	// errors.ErrUnsupported from stores that don't take any.
	Past []feed.Entry
	// Above, where it isn't nil, withdraws what was listed by Past of blocks above
	// it, before Past is: another branch has become final.
	Above *uint64
	// Shard is that of Past and Above.
	Shard string
}

// Keeper keeps the state of consumers beside their place in the log, so that
// what a consumer did, what it knows and how far it came are never apart.
type Keeper interface {
	// Kept returns all that a consumer left; the zero Kept if it never committed.
	Kept(ctx context.Context, consumer string) (Kept, error)
	// Commit is one transaction and returns the cursor of the newest entry of
	// the store. ErrConflict when another commit came first.
	Commit(ctx context.Context, c Commit) (feed.Cursor, error)
}
