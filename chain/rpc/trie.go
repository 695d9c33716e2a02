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
	t := hasher{keccak: crypto.NewKeccakState()}
	return t.hash(t.node(entries, 0))
}

// hasher encodes and hashes the nodes of a trie in one piece of memory.
type hasher struct {
	keccak crypto.KeccakState
	sum    common.Hash
	text   []byte
}

// node encodes the part of a trie below a depth, to be used before the next
// node is. No path is the beginning of another, so a branch has no value of its
// own.
func (t *hasher) node(entries []entry, depth int) []byte {
	const most = 16*(1+common.HashLength) + 1
	var fixed [most]byte
	content := fixed[:0]
	first := entries[0]
	if len(entries) == 1 {
		key := compact(first.path[depth:], true)
		t.text = appendList(t.text[:0], stringSize(key)+stringSize(first.value))
		t.text = appendString(appendString(t.text, key), first.value)
		return t.text
	}
	last, shared := entries[len(entries)-1].path, depth
	for first.path[shared] == last[shared] {
		shared++
	}
	if shared > depth {
		content = appendString(content, compact(first.path[depth:shared], false))
		content = t.refer(content, t.node(entries, shared))
	} else {
		for half := range byte(16) {
			n := 0
			for n < len(entries) && entries[n].path[depth] == half {
				n++
			}
			if n == 0 {
				content = appendString(content, nil)
				continue
			}
			content = t.refer(content, t.node(entries[:n], depth+1))
			entries = entries[n:]
		}
		content = appendString(content, nil)
	}
	t.text = append(appendList(t.text[:0], len(content)), content...)
	return t.text
}

// refer writes a node into its parent: its hash, unless it is shorter.
func (t *hasher) refer(content, node []byte) []byte {
	if len(node) < common.HashLength {
		return append(content, node...)
	}
	t.hash(node)
	return appendString(content, t.sum[:])
}

func (t *hasher) hash(text []byte) common.Hash {
	t.keccak.Reset()
	_, _ = t.keccak.Write(text)
	_, _ = t.keccak.Read(t.sum[:])
	return t.sum
}

// compact puts two half bytes into one. The first says whether it is a leaf,
// and whether there is an odd number.
func compact(path []byte, leaf bool) []byte {
	flag := byte(len(path) & 1)
	if leaf {
		flag |= 2
	}
	out := make([]byte, 1, 1+len(path)/2)
	out[0] = flag << 4
	if flag&1 != 0 {
		out[0] |= path[0]
		path = path[1:]
	}
	for i := 0; i < len(path); i += 2 {
		out = append(out, path[i]<<4|path[i+1])
	}
	return out
}
