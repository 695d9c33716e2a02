package state

import (
	"iter"

	"github.com/holiman/uint256"
)

// Table is a set of rows V by key K. Rows are never deleted but by Undo: a
// thing that ends is a row that says so.
type Table[K comparable, V any] struct {
	label   string
	index   map[K]Row
	keys    []K
	rows    []V
	journal []change[V]
	marks   []int // length of journal at each mark
}

// change is what it takes to undo one Put: the row's old value, or its insertion.
type change[V any] struct {
	row      Row
	inserted bool
	old      V
}

// NewTable adds a table to the DB. The name must be unique in it and stay the
// same from release to release. K and V must be plain data without pointers or
// padding; anything else is a mistake of the program and panics.
func NewTable[K comparable, V any](db *DB, name string) *Table[K, V] {
	mustBePlain[K](name)
	mustBePlain[V](name)
	t := &Table[K, V]{label: name, index: make(map[K]Row)}
	db.register(t)
	return t
}

// Len returns the number of rows; rows are numbered from 0 to Len()-1.
func (t *Table[K, V]) Len() int { return len(t.rows) }

// Row returns the row of a key.
func (t *Table[K, V]) Row(k K) (Row, bool) {
	r, ok := t.index[k]
	return r, ok
}

// Key returns the key of a row.
func (t *Table[K, V]) Key(r Row) K { return t.keys[r] }

// At returns a row for reading: it must not be written through, nor kept
// across the next Put or Undo.
func (t *Table[K, V]) At(r Row) *V { return &t.rows[r] }

// Get returns a copy of a key's value.
func (t *Table[K, V]) Get(k K) (V, bool) {
	r, ok := t.index[k]
	if !ok {
		var zero V
		return zero, false
	}
	return t.rows[r], true
}

// Put stores a value under a key, new or old.
func (t *Table[K, V]) Put(k K, v V) Row {
	r, ok := t.index[k]
	if ok {
		t.Set(r, v)
		return r
	}
	r = Row(len(t.rows))
	t.index[k] = r
	t.keys = append(t.keys, k)
	t.rows = append(t.rows, v)
	t.record(change[V]{row: r, inserted: true})
	return r
}

// Set stores a value in an existing row.
func (t *Table[K, V]) Set(r Row, v V) {
	t.record(change[V]{row: r, old: t.rows[r]})
	t.rows[r] = v
}

// All yields every row in the order of insertion; the pointer is for reading.
func (t *Table[K, V]) All() iter.Seq2[K, *V] {
	return func(yield func(K, *V) bool) {
		for i := range t.rows {
			if !yield(t.keys[i], &t.rows[i]) {
				return
			}
		}
	}
}

// record journals a change, unless there is no mark that it could be undone to.
func (t *Table[K, V]) record(c change[V]) {
	if len(t.marks) > 0 {
		t.journal = append(t.journal, c)
	}
}

func (t *Table[K, V]) name() string { return t.label }

func (t *Table[K, V]) mark() { t.marks = append(t.marks, len(t.journal)) }

func (t *Table[K, V]) undo() {
	last := len(t.marks) - 1
	for i := len(t.journal) - 1; i >= t.marks[last]; i-- {
		c := &t.journal[i]
		if c.inserted {
			delete(t.index, t.keys[c.row])
			t.keys, t.rows = t.keys[:c.row], t.rows[:c.row]
			continue
		}
		t.rows[c.row] = c.old
	}
	t.journal = t.journal[:t.marks[last]]
	t.marks = t.marks[:last]
}

func (t *Table[K, V]) forget(marks int) {
	t.journal, t.marks = trimJournal(t.journal, t.marks, marks)
}

func (t *Table[K, V]) digest(sum *uint256.Int) {
	d := newDigester(t.label, sum)
	for i := range t.rows {
		d.add(bytesOf(&t.keys[i]), bytesOf(&t.rows[i]))
	}
}

// trimJournal drops the changes before the marks-th mark and rebases the rest.
func trimJournal[C any](journal []C, marks []int, drop int) ([]C, []int) {
	cut := len(journal)
	if drop < len(marks) {
		cut = marks[drop]
	}
	n := copy(journal, journal[cut:])
	clear(journal[n:])
	kept := copy(marks, marks[drop:])
	for i := range marks[:kept] {
		marks[i] -= cut
	}
	return journal[:n], marks[:kept]
}
