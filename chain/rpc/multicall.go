package rpc

import (
	"encoding/binary"

	"brink/chain"
)

// aggregate3 is the selector of Multicall3's aggregate3((address,bool,bytes)[]).
const aggregate3 = 0x82ad56cb

const word = 32

// packAggregate is the call data of aggregate3 for some of the calls, each
// allowed to fail.
func packAggregate(calls []chain.Call, reads []int) []byte {
	size := 4 + 2*word
	for _, i := range reads {
		size += 5*word + padded(len(calls[i].Data))
	}
	b := make([]byte, 0, size)
	b = binary.BigEndian.AppendUint32(b, aggregate3)
	b = appendWord(b, word)
	b = appendWord(b, len(reads))
	offset := word * len(reads)
	for _, i := range reads {
		b = appendWord(b, offset)
		offset += 4*word + padded(len(calls[i].Data))
	}
	for _, i := range reads {
		c := &calls[i]
		b = append(append(b, make([]byte, 12)...), c.To[:]...)
		b = appendWord(b, 1)
		b = appendWord(b, 3*word)
		b = appendWord(b, len(c.Data))
		b = append(b, c.Data...)
		b = append(b, make([]byte, padded(len(c.Data))-len(c.Data))...)
	}
	return b
}

func padded(n int) int { return (n + word - 1) / word * word }

func appendWord(b []byte, v int) []byte {
	b = append(b, make([]byte, word-8)...)
	return binary.BigEndian.AppendUint64(b, uint64(v))
}

// unpackAggregate decodes (bool,bytes)[] of exactly n elements.
func unpackAggregate(b []byte, n int) ([]chain.Result, error) {
	d := unpacker{b: b}
	list := d.at(0, d.offset(0, 0))
	if d.length(list) != n {
		d.bad = true
	}
	results := make([]chain.Result, n)
	for i := range results {
		if d.bad {
			return nil, chain.Contradict(chain.CheckCalls, "answer of Multicall3 can't be decoded")
		}
		tuple := d.at(list+word, d.offset(list+word, i))
		ok := d.uint(tuple)
		data := d.at(tuple, d.offset(tuple, 1))
		size := d.length(data)
		if ok > 1 || d.bad || data+word+size > len(b) {
			d.bad = true
			continue
		}
		results[i] = chain.Result{Data: b[data+word : data+word+size : data+word+size], Reverted: ok == 0}
	}
	if d.bad {
		return nil, chain.Contradict(chain.CheckCalls, "answer of Multicall3 can't be decoded")
	}
	return results, nil
}

// unpacker reads ABI words. Once something is out of bounds it is bad.
type unpacker struct {
	b   []byte
	bad bool
}

func (d *unpacker) uint(at int) uint64 {
	if at < 0 || at+word > len(d.b) {
		d.bad = true
		return 0
	}
	for _, c := range d.b[at : at+word-8] {
		if c != 0 {
			d.bad = true
		}
	}
	return binary.BigEndian.Uint64(d.b[at+word-8 : at+word])
}

// length is a count or size, bounded by what there is.
func (d *unpacker) length(at int) int {
	v := d.uint(at)
	if v > uint64(len(d.b)) {
		d.bad = true
		return 0
	}
	return int(v)
}

// offset is the i-th word after a base.
func (d *unpacker) offset(base, i int) int { return d.length(base + i*word) }

// at adds an offset to a base.
func (d *unpacker) at(base, offset int) int { return base + offset }
