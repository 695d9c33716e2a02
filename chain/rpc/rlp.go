package rpc

import (
	"math/bits"

	"github.com/ethereum/go-ethereum/rlp"
)

// RLP is written by hand where a block has thousands of pieces of it: sizes
// first, so that nothing is moved afterwards.

// appendList begins a list whose content is so long.
func appendList(b []byte, size int) []byte { return appendHead(b, 0xc0, size) }

func appendHead(b []byte, kind byte, size int) []byte {
	if size < 56 {
		return append(b, kind+byte(size))
	}
	n := sizeOfSize(size)
	b = append(b, kind+55+byte(n))
	for n--; n >= 0; n-- {
		b = append(b, byte(size>>(8*n)))
	}
	return b
}

func sizeOfSize(size int) int { return (bits.Len(uint(size)) + 7) / 8 }

// appendString writes a string of bytes.
func appendString(b, s []byte) []byte {
	if len(s) == 1 && s[0] < 0x80 {
		return append(b, s[0])
	}
	return append(appendHead(b, 0x80, len(s)), s...)
}

// listSize is how long a list is with its head.
func listSize(size int) int { return int(rlp.ListSize(uint64(size))) }

// stringSize is how long a string is with its head.
func stringSize(s []byte) int { return int(rlp.BytesSize(s)) }
