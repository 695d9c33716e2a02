package rpc

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// entry is a value of a trie, under a path of half bytes.
type entry struct {
	path  []byte
	value []byte
}

// listRoot is the root of the trie that holds values under their encoded
// indices, as headers commit to transactions and receipts.
func listRoot(values [][]byte) common.Hash {
	if len(values) == 0 {
		return types.EmptyReceiptsHash
	}
	entries := make([]entry, len(values))
	nibbles := make([]byte, 0, 6*len(values))
	var key []byte
	for i, value := range values {
		key = rlp.AppendUint64(key[:0], uint64(i))
		start := len(nibbles)
		for _, b := range key {
			nibbles = append(nibbles, b>>4, b&15)
		}
		entries[i] = entry{nibbles[start:], value}
	}
	slices.SortFunc(entries, func(a, b entry) int { return slices.Compare(a.path, b.path) })
	return crypto.Keccak256Hash(subtree(entries, 0))
}

// subtree encodes the part of a trie below a depth. No path is the beginning of
// another, so a branch has no value of its own.
func subtree(entries []entry, depth int) []byte {
	first := entries[0]
	if len(entries) == 1 {
		return pair(compact(first.path[depth:], true), func(w rlp.EncoderBuffer) { w.WriteBytes(first.value) })
	}
	last, shared := entries[len(entries)-1].path, depth
	for first.path[shared] == last[shared] {
		shared++
	}
	if shared > depth {
		below := subtree(entries, shared)
		return pair(compact(first.path[depth:shared], false), func(w rlp.EncoderBuffer) { reference(w, below) })
	}
	w := rlp.NewEncoderBuffer(nil)
	list := w.List()
	for half := range byte(16) {
		n := 0
		for n < len(entries) && entries[n].path[depth] == half {
			n++
		}
		if n == 0 {
			w.WriteBytes(nil)
			continue
		}
		reference(w, subtree(entries[:n], depth+1))
		entries = entries[n:]
	}
	w.WriteBytes(nil)
	return finish(w, list)
}

// pair encodes a leaf or an extension.
func pair(key []byte, value func(rlp.EncoderBuffer)) []byte {
	w := rlp.NewEncoderBuffer(nil)
	list := w.List()
	w.WriteBytes(key)
	value(w)
	return finish(w, list)
}

func finish(w rlp.EncoderBuffer, list int) []byte {
	w.ListEnd(list)
	text := w.ToBytes()
	_ = w.Flush() // gives the buffer back; there is nothing to write to
	return text
}

// reference writes a node into its parent: its hash, unless it is shorter.
func reference(w rlp.EncoderBuffer, node []byte) {
	if len(node) < common.HashLength {
		_, _ = w.Write(node)
		return
	}
	w.WriteBytes(crypto.Keccak256(node))
}

// compact puts two half bytes into one. The first says whether it is a leaf,
// and whether there is an odd number.
func compact(path []byte, leaf bool) []byte {
	flag := byte(len(path) & 1)
	if leaf {
		flag |= 2
	}
	out := []byte{flag << 4}
	if flag&1 != 0 {
		out[0] |= path[0]
		path = path[1:]
	}
	for i := 0; i < len(path); i += 2 {
		out = append(out, path[i]<<4|path[i+1])
	}
	return out
}
