package store

import (
	"context"
	"errors"
	"time"

	"brink/chain"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// Errors of a store.
var (
	// ErrConflict: the shard's tip is not what the batch came from; somebody
	// else wrote.
	ErrConflict = errors.New("shard tip has moved")
	// ErrExpired: the cursor lies before the oldest entry kept.
	ErrExpired = errors.New("cursor has expired")
	// ErrLocked: another process holds the store.
	ErrLocked = errors.New("store is in use by another process")
)

// Tip is where a shard stands.
type Tip struct {
	chain.Head
	Safe, Final uint64
}

// Recent is what a shard said about blocks that were not final yet: enough to
// withdraw it when they turn out not to be part of the chain.
type Recent struct {
	Blocks []chain.Ref  // ascending, up to the tip
	Facts  []feed.Entry // not withdrawn yet, in the order in which they were said
}

// Range are the oldest and newest cursors that can be read; both zero when empty.
type Range struct{ Oldest, Newest feed.Cursor }

// Filter narrows a Read; zero fields don't.
type Filter struct {
	ChainID uint64
	Types   []string
}

// Log is written by the owner of a shard.
type Log interface {
	// Append adds a batch in one transaction and returns the cursor of the
	// newest entry of the store. ErrConflict when the shard's tip isn't From; a
	// shard without a tip takes any From.
	Append(ctx context.Context, b feed.Batch) (feed.Cursor, error)
	// Tip returns where a shard stands; false if it never wrote.
	Tip(ctx context.Context, shard string) (Tip, bool, error)
	Recent(ctx context.Context, shard string) (Recent, error)
	// Current returns the last entry about every subject of these types.
	Current(ctx context.Context, shard string, types []string) ([]feed.Entry, error)
}

// Reader is open to everybody.
type Reader interface {
	// Read returns up to limit entries after a cursor, in order, and what range
	// can be read. ErrExpired when after lies before the oldest but one.
	Read(ctx context.Context, after feed.Cursor, limit int, want Filter) ([]feed.Entry, Range, error)
	// Liquidations are newest first; next is the cursor of the next page, empty
	// at the end. Status is as of now.
	Liquidations(ctx context.Context, q LiquidationQuery) (page []feed.Liquidation, next string, err error)
}

// LiquidationQuery selects liquidations; zero fields don't.
type LiquidationQuery struct {
	Since, Until               time.Time
	ChainID                    uint64
	Protocol                   string
	Account, Liquidator, Asset common.Address
	MinUSD                     float64
	Limit                      int
	Cursor                     string
}

// Consumers remember how far each reader has come.
type Consumers interface {
	Resume(ctx context.Context, consumer string) (feed.Cursor, error)
	Advance(ctx context.Context, consumer string, to feed.Cursor) error
}

// Store is all of it.
type Store interface {
	Log
	Reader
	Consumers
	Close() error
}
