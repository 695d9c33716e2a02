package chain

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Errors that a Source or Reader can answer with, beside those of the context.
var (
	// ErrUnavailable: no endpoint could answer now; the same question may succeed later.
	ErrUnavailable = errors.New("no endpoint available")
	// ErrGone: the node no longer holds the state of the block that a read was pinned to.
	ErrGone = errors.New("state of the block is not available on the node")
	// ErrFinality: a block that the chain had called final is no longer part of it.
	ErrFinality = errors.New("finality violated")
)

// Ref names one block. The zero Hash means "any block of this number": a
// start is given by number alone.
type Ref struct {
	Number uint64
	Hash   common.Hash
}

func (r Ref) String() string { return fmt.Sprintf("%d (%s)", r.Number, r.Hash.TerminalString()) }

// Head is a block that a chain calls latest, safe or final, with its
// timestamp in seconds. The zero Head means that the chain named none.
type Head struct {
	Ref
	Time uint64
}

// Heads are the chain's own tags at the time of a step.
type Heads struct{ Latest, Safe, Final Head }

// Block is one block as far as brink wants it.
type Block struct {
	Ref
	Parent common.Hash
	Time   uint64
	// Logs are those that the Filter asked for, in log order, each with
	// BlockTimestamp set to Time.
	Logs []types.Log
	// Reader answers as of this block's hash.
	Reader Reader
	// Ahead is what was asked in advance as of this block; see Early.
	Ahead *Ahead
}

// Head returns the block's name and time.
func (b *Block) Head() Head { return Head{b.Ref, b.Time} }

// Step is what comes after a tip: exactly one of the next block, or Undo.
type Step struct {
	// Block is the next block. Below the final block its number may jump,
	// when the blocks between hold nothing that the filter wants.
	Block *Block
	// Undo says that the tip is no longer part of the chain: take back its
	// effects and ask again with its predecessor.
	Undo bool
	Heads
}

// Source answers what comes after a block. It keeps no position for its
// caller: the same question may be asked twice. Next waits until there is an
// answer or ctx ends.
type Source interface {
	Next(ctx context.Context, after Ref, want Filter) (Step, error)
}

// Call is a read of a contract: an eth_call without sender or value.
type Call struct {
	To   common.Address
	Data []byte
}

// Result is a contract's answer. Reverted is an answer too: the contract
// refused, at this block, for every honest node.
type Result struct {
	Data     []byte
	Reverted bool
}

// Reader reads as of one block's hash.
type Reader interface {
	// Call answers all calls, in order, or none.
	Call(ctx context.Context, calls []Call) ([]Result, error)
	// Logs are the block's logs under another filter than it was fetched with.
	Logs(ctx context.Context, want Filter) ([]types.Log, error)
	// Fees are what transactions of the block paid for being part of it, in order;
	// see Node.
	Fees(ctx context.Context, txs []common.Hash) ([]*uint256.Int, error)
}

// Query is a question to a Reader together with what is to be done with the
// answer, so that many askers can share one round trip. The zero Query asks
// nothing.
type Query struct {
	Calls []Call
	// Answer gets one result a call. Its error concerns the asker alone.
	Answer func([]Result) error
}

// Word returns the i-th 32-byte word of an answer, or false if the contract
// refused or answered too little.
func (r Result) Word(i int) ([]byte, bool) {
	if r.Reverted || len(r.Data) < 32*(i+1) {
		return nil, false
	}
	return r.Data[32*i : 32*(i+1)], true
}
