package state

import (
	"iter"
	"math/bits"

	"github.com/holiman/uint256"
)

// Ledger is a Table whose rows carry, beside a head H, a run of entries E: the
// legs of a position. A run lies in one piece in memory.
type Ledger[K comparable, H, E any] struct {
	label   string
	index   map[K]Row
	keys    []K
	rows    []run[H]
	arena   []E
	free    [10][]uint32 // unused spans of the arena, by class
	journal []runChange[H]
	saved   []E // the old entries of the journal, back to back
	marks   []int
}

type run[H any] struct {
	head  H
	off   uint32
	len   uint8 // entries in use
	class uint8 // 1<<(class-1) entries are reserved; 0: none
}

type runChange[H any] struct {
	row      Row
	inserted bool
	oldHead  H
	oldLen   uint8
}

// NewLedger adds a ledger to the DB, under the rules of NewTable. A run holds
// at most 255 entries.
func NewLedger[K comparable, H, E any](db *DB, name string) *Ledger[K, H, E] {
	mustBePlain[K](name)
	mustBePlain[H](name)
	mustBePlain[E](name)
	l := &Ledger[K, H, E]{label: name, index: make(map[K]Row)}
	db.register(l)
	return l
}

// Len returns the number of rows; rows are numbered from 0 to Len()-1.
func (l *Ledger[K, H, E]) Len() int { return len(l.rows) }

// Row returns the row of a key.
func (l *Ledger[K, H, E]) Row(k K) (Row, bool) {
	r, ok := l.index[k]
	return r, ok
}

// Key returns the key of a row.
func (l *Ledger[K, H, E]) Key(r Row) K { return l.keys[r] }

// At returns a row's head and entries for reading: they must not be written
// through, nor kept across the next change.
func (l *Ledger[K, H, E]) At(r Row) (*H, []E) {
	row := &l.rows[r]
	return &row.head, l.arena[row.off : row.off+uint32(row.len)]
}

// Insert adds a row for a key that has none.
func (l *Ledger[K, H, E]) Insert(k K, h H, entries []E) Row {
	r := Row(len(l.rows))
	l.index[k] = r
	l.keys = append(l.keys, k)
	l.rows = append(l.rows, run[H]{head: h})
	l.write(&l.rows[r], entries)
	if len(l.marks) > 0 {
		l.journal = append(l.journal, runChange[H]{row: r, inserted: true})
	}
	return r
}

// Set replaces a row's head and entries. The entries may be those of At,
// changed by way of a copy.
func (l *Ledger[K, H, E]) Set(r Row, h H, entries []E) {
	row := &l.rows[r]
	if len(l.marks) > 0 {
		old := l.arena[row.off : row.off+uint32(row.len)]
		l.saved = append(l.saved, old...)
		l.journal = append(l.journal, runChange[H]{row: r, oldHead: row.head, oldLen: row.len})
	}
	row.head = h
	l.write(row, entries)
}

// All yields every row in the order of insertion.
func (l *Ledger[K, H, E]) All() iter.Seq2[Row, K] {
	return func(yield func(Row, K) bool) {
		for i, k := range l.keys {
			if !yield(Row(i), k) {
				return
			}
		}
	}
}

// write copies entries into the row's span, moving the row to a larger span
// when they don't fit.
func (l *Ledger[K, H, E]) write(row *run[H], entries []E) {
	if len(entries) > 255 {
		panic("state: a run of more than 255 entries")
	}
	if need := len(entries); need > l.reserved(row) {
		l.release(row)
		row.class = class(need)
		row.off = l.reserve(row.class)
	}
	row.len = uint8(len(entries))
	copy(l.arena[row.off:], entries)
}

// class is that of the smallest span for so many entries: none, or of half of two to its power.
func class(entries int) uint8 {
	if entries == 0 {
		return 0
	}
	return uint8(bits.Len(uint(entries-1))) + 1
}

func (l *Ledger[K, H, E]) reserved(row *run[H]) int {
	return 1 << row.class >> 1
}

func (l *Ledger[K, H, E]) reserve(class uint8) uint32 {
	if spans := l.free[class]; len(spans) > 0 {
		off := spans[len(spans)-1]
		l.free[class] = spans[:len(spans)-1]
		return off
	}
	off := uint32(len(l.arena))
	l.arena = append(l.arena, make([]E, 1<<(class-1))...)
	return off
}

func (l *Ledger[K, H, E]) release(row *run[H]) {
	if row.class > 0 {
		l.free[row.class] = append(l.free[row.class], row.off)
	}
}

func (l *Ledger[K, H, E]) name() string { return l.label }

func (l *Ledger[K, H, E]) mark() { l.marks = append(l.marks, len(l.journal)) }

func (l *Ledger[K, H, E]) undo() {
	last := len(l.marks) - 1
	for i := len(l.journal) - 1; i >= l.marks[last]; i-- {
		c := &l.journal[i]
		row := &l.rows[c.row]
		if c.inserted {
			l.release(row)
			delete(l.index, l.keys[c.row])
			l.keys, l.rows = l.keys[:c.row], l.rows[:c.row]
			continue
		}
		cut := len(l.saved) - int(c.oldLen)
		row.head = c.oldHead
		l.write(row, l.saved[cut:])
		l.saved = l.saved[:cut]
	}
	l.journal = l.journal[:l.marks[last]]
	l.marks = l.marks[:last]
}

func (l *Ledger[K, H, E]) forget(marks int) {
	before := len(l.journal)
	gone := 0
	cut := before
	if marks < len(l.marks) {
		cut = l.marks[marks]
	}
	for i := range l.journal[:cut] {
		gone += int(l.journal[i].oldLen)
	}
	l.journal, l.marks = trimJournal(l.journal, l.marks, marks)
	l.saved = l.saved[:copy(l.saved, l.saved[gone:])]
}

func (l *Ledger[K, H, E]) digest(sum *uint256.Int) {
	d := newDigester(l.label, sum)
	for i := range l.rows {
		h, entries := l.At(Row(i))
		d.add(bytesOf(&l.keys[i]), bytesOf(h), bytesOfSlice(entries))
	}
}
