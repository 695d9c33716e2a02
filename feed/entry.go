package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

// Types of entries.
const (
	Liquidated         = "liquidation.v1"
	PositionOpened     = "position.opened.v1"
	PositionBand       = "position.band_changed.v1"
	PositionUnderwater = "position.liquidatable.v1"
	PositionClosed     = "position.closed.v1"
	PositionChanged    = "position.changed.v1" // of a named account: told of smaller movements
	BadDebt            = "bad_debt.v1"
	OracleUpdated      = "oracle.updated.v1"
	OracleStale        = "oracle.stale.v1"
	Reorg              = "reorg.v1"
	ParityMismatch     = "parity.mismatch.v1"
	ChainStatus        = "chain.status.v1"
	AlertChanged       = "alert.v1"
)

// Fact reports whether entries of this type report something that happened in
// their block, and so must be withdrawn with it. The others tell a state, which
// the next entry about the same subject replaces.
func Fact(entryType string) bool { return entryType == Liquidated || entryType == BadDebt }

// Status is how firmly the chain stands behind an entry's block.
type Status string

// The states of an entry. Reverted entries name in their subject what they
// withdraw.
const (
	Latest    Status = "latest"
	Safe      Status = "safe"
	Finalized Status = "finalized"
	Reverted  Status = "reverted"
)

// Cursor numbers entries, from 1 up without a gap. The zero Cursor is before
// the first.
type Cursor uint64

// ErrCursor is returned for text that is no cursor.
var ErrCursor = errors.New("not a cursor")

func (c Cursor) String() string { return "v1." + strconv.FormatUint(uint64(c), 10) }

// ParseCursor reads what String wrote; empty text is the zero Cursor.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return 0, nil
	}
	digits, ok := strings.CutPrefix(s, "v1.")
	n, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil || Cursor(n).String() != s {
		return 0, fmt.Errorf("%w: want v1.<number>, as the feed gave it", ErrCursor)
	}
	return Cursor(n), nil
}

// Entry is one thing said, as of a block.
type Entry struct {
	// Cursor is given by the store.
	Cursor  Cursor
	ChainID uint64
	// ID names what happened for good: the same log in another block has
	// another ID, the withdrawal of an entry has its ID with "/reverted" behind.
	ID      string
	Type    string
	Subject string
	Block   chain.Head
	// TxHash and LogIndex are those of the log behind the entry, if there is one.
	TxHash   common.Hash
	LogIndex uint
	HasLog   bool
	Status   Status
	// Data is the subject's whole truth as json.Marshal writes it.
	Data json.RawMessage
}

// Withdrawn is the entry that takes e back.
func (e Entry) Withdrawn() Entry {
	e.Cursor = 0
	e.ID += "/reverted"
	e.Status = Reverted
	return e
}

// Batch is what one step of a shard adds to the log, all of it or nothing.
type Batch struct {
	// Shard is "<chain id>" or a name that begins so.
	Shard string
	// From must be the shard's tip in the store; To becomes it.
	From, To chain.Ref
	// Time is the block time of To; Undo says that To is the predecessor of From.
	Time uint64
	Undo bool
	// Resync says that blocks which were final are not part of the chain: that
	// the shard goes back to To, and its final block with it.
	Resync bool
	// Path, if given, are the blocks that lead to To, ascending, as far as they
	// can still be taken back. It is given when To is not the next block after
	// From, nor the one before.
	Path    []chain.Ref
	Safe    uint64
	Final   uint64
	Entries []Entry
}

// Envelope is an entry as programs see it: the names of CloudEvents 1.0, and ours.
type Envelope struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`
	Source          string          `json:"source"`
	Type            string          `json:"type"`
	Subject         string          `json:"subject"`
	Time            time.Time       `json:"time"`
	DataContentType string          `json:"datacontenttype"`
	Cursor          string          `json:"cursor"`
	Seq             uint64          `json:"seq"`
	ChainID         uint64          `json:"chain_id"`
	Block           BlockRef        `json:"block"`
	TxHash          *common.Hash    `json:"tx_hash"`
	LogIndex        *uint           `json:"log_index"`
	Status          Status          `json:"status" enum:"latest,safe,finalized,reverted"`
	Data            json.RawMessage `json:"data"`
}

// Envelope wraps the entry.
func (e *Entry) Envelope() Envelope {
	env := Envelope{
		SpecVersion: "1.0", ID: e.ID, Source: "brink", Type: e.Type, Subject: e.Subject,
		Time: time.Unix(int64(e.Block.Time), 0).UTC(), DataContentType: "application/json",
		Cursor: e.Cursor.String(), Seq: uint64(e.Cursor), ChainID: e.ChainID,
		Block: NewBlockRef(e.Block), Status: e.Status, Data: e.Data,
	}
	if e.HasLog {
		env.TxHash, env.LogIndex = &e.TxHash, &e.LogIndex
	}
	return env
}
