package chain

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Errors of a Node's answers.
var (
	// ErrContradiction: an answer contradicts itself, the question, or the header of its block.
	ErrContradiction = errors.New("node contradicts itself")
	// ErrUnknownBlock: the node doesn't know a block of this hash, or not yet.
	ErrUnknownBlock = errors.New("block is not known to the node")
	// ErrTooMuch: the node refuses to answer about so many blocks or logs at once.
	ErrTooMuch = errors.New("too much for one request")
)

// RangeError is ErrTooMuch for logs of a range of blocks.
type RangeError struct {
	// Blocks is how many blocks the node suggests to ask for, zero when it suggests nothing.
	Blocks uint64
}

func (e *RangeError) Error() string { return ErrTooMuch.Error() }
func (e *RangeError) Unwrap() error { return ErrTooMuch }

// Check names what a node's answer is held against.
type Check string

const (
	CheckHeader   Check = "header_hash"   // the hash of a header is that of its fields
	CheckReceipts Check = "receipts_root" // receipts, and with them all logs, are those of the header
	CheckBloom    Check = "bloom"         // logs are in the header's bloom
	CheckLogs     Check = "logs"          // logs are what was asked for, once each and in order
	CheckRange    Check = "range"         // logs of a range are all that a block drawn from it has
	CheckBlocks   Check = "blocks"        // blocks are what was asked for, and agree with each other
	CheckCalls    Check = "calls"         // results of calls can be decoded
)

// Checks are all of them.
func Checks() []Check {
	return []Check{CheckHeader, CheckReceipts, CheckBloom, CheckLogs, CheckRange, CheckBlocks, CheckCalls}
}

// Contradiction is ErrContradiction, and says which check found it.
type Contradiction struct {
	Check Check
	text  string
}

// Contradict makes the error of a check.
func Contradict(check Check, format string, args ...any) error {
	return &Contradiction{check, fmt.Sprintf(format, args...)}
}

func (e *Contradiction) Error() string { return ErrContradiction.Error() + ": " + e.text }
func (e *Contradiction) Unwrap() error { return ErrContradiction }

// Header is what a node says of a block.
type Header struct {
	Ref
	Parent common.Hash
	Time   uint64
	Bloom  types.Bloom
	// Receipts is the root of the block's receipts, zero where it isn't known.
	Receipts common.Hash
}

// Head returns the block's name and time.
func (h *Header) Head() Head { return Head{h.Ref, h.Time} }

// Node is what a Follower asks of a chain's nodes. Its methods are safe for
// many goroutines.
type Node interface {
	// Announced returns, oldest first, the headers that were announced as the
	// chain's head after the cursor, the cursor to ask with next time, and a
	// channel that is closed when there are more. It doesn't wait. Zero is the
	// first cursor; old announcements may be missing.
	Announced(since uint64) (heads []*Header, next uint64, more <-chan struct{})

	// Fetch answers everything that is asked in one round trip, or nothing.
	Fetch(ctx context.Context, ask *Ask) (*Answer, error)

	// Call answers all calls as of the block, in order, or none.
	Call(ctx context.Context, at Ref, calls []Call) ([]Result, error)

	// Fees are what transactions of the block paid for being part of it, in order
	// and in the smallest unit of the chain's coin: for gas, and where it is
	// another chain's rollup for its place there. Nil is unknown: the node doesn't
	// tell, or not in that coin. Nothing vouches for it but the node's word.
	Fees(ctx context.Context, at Ref, txs []common.Hash) ([]*uint256.Int, error)

	// Contradictions is how many answers a check has refused.
	Contradictions() uint64
}

// Ask is what goes to a node in one round trip.
type Ask struct {
	// Tags asks which blocks are latest, safe and final.
	Tags bool
	// Headers are numbers of blocks on the chain that the node holds for canonical.
	Headers []uint64
	Logs    []LogQuery
	// Check, if given, looks at an answer before it is accepted. An error of it
	// counts as the answering endpoint's failure. It may be called by several
	// goroutines, with the answers of several endpoints.
	Check func(*Answer) error
}

// LogQuery asks for the wanted logs of one Block, by its hash, or, without
// one, of the canonical blocks From to To, both included.
type LogQuery struct {
	Block    *Header
	From, To uint64
	Want     Filter
	// Receipts says that logs of a Block are only to be had out of its receipts:
	// there are too many for an answer about logs.
	Receipts bool
}

// Answer has one element for each that was asked, in the same order.
type Answer struct {
	// Tags is nil when they weren't asked for.
	Tags *Tags
	// Headers are nil where the node has no such block.
	Headers []*Header
	Logs    []LogAnswer
}

// LogAnswer is the wanted logs in log order. Err is ErrUnknownBlock or
// ErrTooMuch: answers of the node that concern this query alone.
type LogAnswer struct {
	Logs []types.Log
	Err  error
}

// Tags are the blocks that a node names, nil where it names none.
type Tags struct {
	Latest, Safe, Final *Header
	// Unknown says that the node doesn't know the tags safe and finalized.
	Unknown bool
}

// checkBlock reports whether logs can be the header's logs that the filter wants.
func checkBlock(h *Header, want Filter, logs []types.Log, b *blooms) error {
	for i := range logs {
		l := &logs[i]
		switch {
		case l.BlockHash != h.Hash || l.BlockNumber != h.Number:
			return Contradict(CheckLogs, "log of block %d (%s) in answer about block %s",
				l.BlockNumber, l.BlockHash.TerminalString(), h.Ref)
		case i > 0 && l.Index <= logs[i-1].Index:
			return Contradict(CheckLogs, "log %d after log %d of block %s", l.Index, logs[i-1].Index, h.Ref)
		case !b.holds(&h.Bloom, l):
			return Contradict(CheckBloom, "log %d of block %s is not in its bloom", l.Index, h.Ref)
		}
		if err := checkLog(want, l); err != nil {
			return err
		}
	}
	return nil
}

func checkLog(want Filter, l *types.Log) error {
	if l.Removed {
		return Contradict(CheckLogs, "log %d of block %d is marked as removed", l.Index, l.BlockNumber)
	}
	if !want.Wants(l) {
		return Contradict(CheckLogs, "log %d of block %d was not asked for", l.Index, l.BlockNumber)
	}
	return nil
}
