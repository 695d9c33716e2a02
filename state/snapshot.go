package state

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"reflect"
	"slices"
)

// Errors of Load.
var (
	// ErrCorrupt: the file is cut short, altered, or no snapshot at all.
	ErrCorrupt = errors.New("snapshot is damaged")
	// ErrLayout: the file was written by a release with other tables.
	ErrLayout = errors.New("snapshot has another layout")
)

const magic = "brink-state-1\n"

// chunk is the size of the buffers, and bounds what a damaged length can make Load allocate at a time.
const chunk = 1 << 20

// codec is how a table goes to a file and comes back.
type codec interface {
	layout() string
	save(*writer)
	load(*reader)
}

// Save writes all tables with their journals, so that a loaded DB can still
// undo what this one could, and closes with a checksum.
func (db *DB) Save(w io.Writer) error {
	out := &writer{w: bufio.NewWriterSize(w, chunk), sum: crc32.New(castagnoli)}
	out.bytes([]byte(magic))
	out.bytes([]byte(db.layout()))
	out.uint(uint64(db.marks))
	for _, t := range db.tables {
		t.save(out)
	}
	crc := out.sum.Sum32()
	out.uint(uint64(crc))
	if out.err == nil {
		out.err = out.w.Flush()
	}
	if out.err != nil {
		return fmt.Errorf("writing snapshot: %w", out.err)
	}
	return nil
}

// Load replaces the content of all tables. They must be the ones that Save saw,
// registered in the same order, and empty. After an error the DB is unusable.
func (db *DB) Load(r io.Reader) error {
	in := &reader{r: bufio.NewReaderSize(r, chunk), sum: crc32.New(castagnoli)}
	if string(in.bytes()) != magic {
		return in.fail(ErrCorrupt)
	}
	if string(in.bytes()) != db.layout() {
		return in.fail(ErrLayout)
	}
	db.marks = int(in.uint())
	for _, t := range db.tables {
		t.load(in)
	}
	crc := in.sum.Sum32()
	if in.uint() != uint64(crc) || in.err != nil {
		return in.fail(ErrCorrupt)
	}
	return nil
}

// layout names every table with the types of its rows and the byte order.
func (db *DB) layout() string {
	s := fmt.Sprintf("order %d\n", binary.NativeEndian.Uint16([]byte{1, 2}))
	for _, t := range db.tables {
		s += t.name() + " " + t.layout() + "\n"
	}
	return s
}

func (t *Table[K, V]) layout() string {
	return layout(reflect.TypeFor[K]()) + layout(reflect.TypeFor[V]())
}

func (t *Table[K, V]) save(w *writer) {
	writeSlice(w, t.keys)
	writeSlice(w, t.rows)
	writeSlice(w, t.marks64())
	w.uint(uint64(len(t.journal)))
	for i := range t.journal {
		c := &t.journal[i]
		w.flagged(uint64(c.row), c.inserted)
		w.raw(bytesOf(&c.old))
	}
}

func (t *Table[K, V]) load(r *reader) {
	t.keys = readSlice[K](r)
	t.rows = readSlice[V](r)
	t.marks = ints(readSlice[uint64](r))
	n := r.uint()
	for range n {
		var c change[V]
		var row uint64
		row, c.inserted = r.flagged()
		c.row = Row(row)
		r.raw(bytesOf(&c.old))
		if r.err != nil {
			return
		}
		t.journal = append(t.journal, c)
	}
	t.index = indexOf(t.keys)
	if len(t.keys) != len(t.rows) || len(t.index) != len(t.keys) {
		r.fail(ErrCorrupt)
	}
}

func (t *Table[K, V]) marks64() []uint64 { return uint64s(t.marks) }

func (l *Ledger[K, H, E]) layout() string {
	return layout(reflect.TypeFor[K]()) + layout(reflect.TypeFor[H]()) + layout(reflect.TypeFor[E]())
}

func (l *Ledger[K, H, E]) save(w *writer) {
	writeSlice(w, l.keys)
	entries := 0
	w.uint(uint64(len(l.rows)))
	for i := range l.rows {
		w.raw(bytesOf(&l.rows[i].head))
		entries += int(l.rows[i].len)
	}
	w.uint(uint64(len(l.rows)))
	for i := range l.rows {
		w.raw(bytesOf(&l.rows[i].len))
	}
	w.uint(uint64(entries))
	for i := range l.rows {
		_, run := l.At(Row(i))
		w.raw(bytesOfSlice(run))
	}
	writeSlice(w, uint64s(l.marks))
	w.uint(uint64(len(l.journal)))
	for i := range l.journal {
		c := &l.journal[i]
		w.flagged(uint64(c.row), c.inserted)
		w.uint(uint64(c.oldLen))
		w.raw(bytesOf(&c.oldHead))
	}
	writeSlice(w, l.saved)
}

func (l *Ledger[K, H, E]) load(r *reader) {
	l.keys = readSlice[K](r)
	heads := readSlice[H](r)
	lens := readSlice[uint8](r)
	entries := readSlice[E](r)
	l.marks = ints(readSlice[uint64](r))
	n := r.uint()
	for range n {
		var c runChange[H]
		var row uint64
		row, c.inserted = r.flagged()
		c.row, c.oldLen = Row(row), uint8(r.uint())
		r.raw(bytesOf(&c.oldHead))
		if r.err != nil {
			return
		}
		l.journal = append(l.journal, c)
	}
	l.saved = readSlice[E](r)
	l.index = indexOf(l.keys)
	if len(l.keys) != len(heads) || len(lens) != len(heads) || len(l.index) != len(l.keys) {
		r.fail(ErrCorrupt)
		return
	}
	arena := 0
	for _, n := range lens {
		arena += 1 << class(int(n)) >> 1
	}
	l.arena = make([]E, 0, arena)
	l.rows = make([]run[H], 0, len(heads))
	for i, h := range heads {
		if int(lens[i]) > len(entries) {
			r.fail(ErrCorrupt)
			return
		}
		l.rows = append(l.rows, run[H]{head: h})
		l.write(&l.rows[i], entries[:lens[i]])
		entries = entries[lens[i]:]
	}
}

func indexOf[K comparable](keys []K) map[K]Row {
	index := make(map[K]Row, len(keys))
	for i, k := range keys {
		index[k] = Row(i)
	}
	return index
}

func uint64s(in []int) []uint64 {
	out := make([]uint64, len(in))
	for i, v := range in {
		out[i] = uint64(v)
	}
	return out
}

func ints(in []uint64) []int {
	out := make([]int, len(in))
	for i, v := range in {
		out[i] = int(v)
	}
	return out
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// writer keeps the first error and sums what it wrote.
type writer struct {
	w   *bufio.Writer
	sum hash.Hash32
	err error
}

func (w *writer) raw(b []byte) {
	if w.err == nil {
		w.sum.Write(b)
		_, w.err = w.w.Write(b)
	}
}

func (w *writer) uint(v uint64) { w.raw(binary.LittleEndian.AppendUint64(nil, v)) }

// flagged writes a number below 2^63 and a bit.
func (w *writer) flagged(v uint64, flag bool) {
	v <<= 1
	if flag {
		v |= 1
	}
	w.uint(v)
}

func (w *writer) bytes(b []byte) {
	w.uint(uint64(len(b)))
	w.raw(b)
}

func writeSlice[T any](w *writer, s []T) {
	w.uint(uint64(len(s)))
	w.raw(bytesOfSlice(s))
}

// reader keeps the first error, after which it yields zeros.
type reader struct {
	r   *bufio.Reader
	sum hash.Hash32
	err error
}

func (r *reader) fail(err error) error {
	if r.err == nil {
		r.err = err
	}
	return fmt.Errorf("reading snapshot: %w", r.err)
}

func (r *reader) raw(b []byte) {
	if r.err != nil {
		clear(b)
		return
	}
	if _, err := io.ReadFull(r.r, b); err != nil {
		r.err = fmt.Errorf("%w: %w", ErrCorrupt, err)
		clear(b)
		return
	}
	r.sum.Write(b)
}

func (r *reader) uint() uint64 {
	var b [8]byte
	r.raw(b[:])
	return binary.LittleEndian.Uint64(b[:])
}

func (r *reader) flagged() (uint64, bool) {
	v := r.uint()
	return v >> 1, v&1 == 1
}

func (r *reader) bytes() []byte { return readSlice[byte](r) }

// readSlice takes what is really there chunk by chunk, so that a damaged length
// can't make it allocate more than a chunk beyond the file's size, and then puts
// it in one piece without room to spare.
func readSlice[T any](r *reader) []T {
	n := r.uint()
	var zero T
	step := uint64(max(1, chunk/max(1, len(bytesOf(&zero)))))
	var parts [][]T
	for n > 0 && r.err == nil {
		part := make([]T, min(n, step))
		r.raw(bytesOfSlice(part))
		parts = append(parts, part)
		n -= uint64(len(part))
	}
	if r.err != nil {
		return nil
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return slices.Concat(parts...)
}
