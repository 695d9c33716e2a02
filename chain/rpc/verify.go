package rpc

import (
	"slices"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Verify says what is verified by computation. More than that is never left
// out: parents, blooms, and that an answer is to its question.
type Verify string

const (
	// VerifyFull, the default, recomputes the hash of every header, and the root of
	// the receipts of every block near the head that may hold a wanted log.
	VerifyFull Verify = "full"
	// VerifyHeaders is for chains whose receipts don't have the root that their
	// headers say: logs are asked for by block hash.
	VerifyHeaders Verify = "headers"
	// VerifyReceipts is for chains whose headers say the root, but not all that
	// their own hash is made of.
	VerifyReceipts Verify = "receipts"
	// VerifyNone is for chains whose block hashes aren't those of their headers.
	VerifyNone Verify = "none"
)

// Skip says why something could not be verified.
type Skip string

const (
	SkipField    Skip = "unknown_field"    // the header has a field that we don't know
	SkipMissing  Skip = "missing_field"    // the header lacks one that its hash is made of
	SkipRoot     Skip = "no_receipts_root" // the header doesn't say it
	SkipReceipts Skip = "no_receipts"      // the node doesn't serve them
	SkipKind     Skip = "unknown_receipt"  // the root is another, and there are receipts of a kind that we don't know
	SkipSystem   Skip = "system_receipt"   // receipts at the end or the beginning that the root doesn't cover
)

// Skips are all of them.
func Skips() []Skip {
	return []Skip{SkipField, SkipMissing, SkipRoot, SkipReceipts, SkipKind, SkipSystem}
}

// verifier holds what a node says against what can be computed.
type verifier struct {
	verify  Verify
	skipped func(Skip)
}

// header reports whether a header's fields have its hash, as far as that can be told.
func (v *verifier) header(f *fields) (sure bool, err error) {
	switch {
	case v.verify == VerifyNone || v.verify == VerifyReceipts:
		return false, nil
	case f.other:
		v.skipped(SkipField)
		return false, nil
	case f.seen&hasHashed != hasHashed:
		v.skipped(SkipMissing)
		return false, nil
	}
	if f.hash() != f.Hash {
		return false, chain.Contradict(chain.CheckHeader, "the fields of block %s don't have its hash", f.Ref)
	}
	return true, nil
}

// unsettled reports whether a header that nobody could verify may be from before
// its receipts were there: Sonic's nodes announce such with an empty bloom
// (0xsoniclabs/sonic:evmcore/dummy_block.go, ToJson).
func unsettled(f *fields) bool {
	return f.Bloom == types.Bloom{} && f.Receipts != types.EmptyReceiptsHash
}

// anything is a bloom that excludes nothing.
func anything() (b types.Bloom) {
	for i := range b {
		b[i] = 0xff
	}
	return b
}

// roots reports whether the roots of receipts are recomputed.
func (v *verifier) roots() bool { return v.verify == VerifyFull || v.verify == VerifyReceipts }

// wantsReceipts reports whether the logs of a block are to be taken from its
// receipts.
func (v *verifier) wantsReceipts(h *chain.Header) bool {
	if !v.roots() {
		return false
	}
	if h.Receipts == (common.Hash{}) {
		v.skipped(SkipRoot)
		return false
	}
	return true
}

// receipts holds the receipts of a block against its header.
func (v *verifier) receipts(h *chain.Header, all []receipt, logs []types.Log) error {
	if !v.roots() || h.Receipts == (common.Hash{}) {
		return nil
	}
	values := encoded(all, logs)
	if listRoot(values) == h.Receipts {
		return nil
	}
	last, first := len(all)-1, pseudo(all)
	switch {
	case last >= 0 && all[last].system() && listRoot(values[:last]) == h.Receipts,
		first > 0 && listRoot(values[first:]) == h.Receipts:
		v.skipped(SkipSystem)
	case slices.ContainsFunc(all, func(r receipt) bool { return !r.known() }) && bloomOf(logs) == h.Bloom:
		v.skipped(SkipKind)
	default:
		return chain.Contradict(chain.CheckReceipts, "the receipts of block %s don't have the root of its header", h.Ref)
	}
	return nil
}

// bloomOf is the bloom of logs.
func bloomOf(logs []types.Log) (bloom types.Bloom) {
	for i := range logs {
		bloom.Add(logs[i].Address[:])
		for k := range logs[i].Topics {
			bloom.Add(logs[i].Topics[k][:])
		}
	}
	return bloom
}
