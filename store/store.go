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
	// Blocks are ascending, up to the tip: the newest final one that the shard
	// passed through, to go back to, and every one above it.
	Blocks []chain.Ref
	// Facts are those of blocks above the final one that were not withdrawn, in
	// the order in which they were said.
	Facts []feed.Entry
}

// Log is written by the owner of a shard.
type Log interface {
	// Append adds a batch in one transaction and returns the cursor of the
	// newest entry of the store. When it returns, the batch is on disk. With an
	// error it is there whole or not at all; Tip tells which. ErrConflict when
	// the shard's tip isn't From; a shard without a tip takes any From. Final
	// never goes back: of the batch's and the tip's the higher one stands, unless
	// the batch is a resync.
	Append(ctx context.Context, b feed.Batch) (feed.Cursor, error)
	// Tip returns where a shard stands; false if it never wrote.
	Tip(ctx context.Context, shard string) (Tip, bool, error)
	// Recent is empty for a shard that never wrote.
	Recent(ctx context.Context, shard string) (Recent, error)
	// Current returns, in cursor order, what a shard said last about every
	// subject in entries of these types, the types taken together.
	Current(ctx context.Context, shard string, types []string) ([]feed.Entry, error)
	// Past returns the blocks of the way to a shard's tip that it said something of, the
	// newest first: none that it took back since, even if the chain has it again now.
	Past(ctx context.Context, shard string) ([]chain.Ref, error)
	// Standing returns the facts of blocks after a number that were not
	// withdrawn, the newest first, also of blocks that are final; those that were
	// trimmed are missing.
	Standing(ctx context.Context, shard string, after uint64) ([]feed.Entry, error)
}

// Reader is open to everybody.
type Reader interface {
	feed.Reader
	// Liquidations are newest first; next is the cursor of the next page, empty
	// at the end. Status is as of now: reverted ones are listed as such.
	// feed.ErrCursor when the query's cursor is none.
	Liquidations(ctx context.Context, q LiquidationQuery) (page []feed.Liquidation, next string, err error)
	// Stats sums up liquidations that weren't reverted.
	Stats(ctx context.Context, q StatsQuery) (feed.Stats, error)
}

// By is what sums are grouped by; the empty one is nothing.
type By string

// What sums can be grouped by. An asset is the seized one.
const (
	ByChain    By = "chain"
	ByProtocol By = "protocol"
	ByAsset    By = "asset"
	BySide     By = "side"
)

// StatsQuery selects liquidations to sum up; zero fields don't.
type StatsQuery struct {
	// Since is the earliest block time wanted, Until the first one not wanted.
	Since, Until time.Time
	ChainID      uint64
	Protocol     string
	Account      common.Address
	By           By
}

// LiquidationQuery selects liquidations; zero fields don't.
type LiquidationQuery struct {
	// Since is the earliest block time wanted, Until the first one not wanted.
	Since, Until time.Time
	ChainID      uint64
	Protocol     string
	Account      common.Address
	Liquidator   common.Address
	// Asset is the seized or the repaid one.
	Asset common.Address
	// MinUSD is the least debt repaid; liquidations of unknown worth have less.
	MinUSD float64
	Limit  int
	Cursor string
}

// Store is all of it.
type Store interface {
	Log
	Reader
	feed.Consumers
	Keeper
	// Trim drops entries that later ones about the same subject and type have
	// replaced, and facts of final blocks, except among the newest keep. Readers
	// of older cursors get feed.ErrExpired. Liquidations are kept for good.
	Trim(ctx context.Context, keep uint64) error
	Close() error
}
