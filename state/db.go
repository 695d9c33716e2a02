package state

import (
	"errors"
	"fmt"
	"slices"

	"github.com/holiman/uint256"
)

// ErrNoMark is returned by Undo when no mark is left to go back to.
var ErrNoMark = errors.New("no mark to undo to")

// Row is a row's dense index in its table, stable until its insertion is undone.
type Row uint32

// table is what a DB asks of the tables that registered with it.
type table interface {
	name() string
	mark()
	undo()
	forget(marks int)
	digest(sum *uint256.Int)
	codec
}

// DB is a set of tables that move through blocks together.
type DB struct {
	tables []table
	marks  int
}

// Marks returns how many marks can be undone.
func (db *DB) Marks() int { return db.marks }

// Begin sets a mark: everything changed from here on is what Undo takes back.
func (db *DB) Begin() {
	for _, t := range db.tables {
		t.mark()
	}
	db.marks++
}

// Undo restores every table to the newest mark and drops that mark.
func (db *DB) Undo() error {
	if db.marks == 0 {
		return ErrNoMark
	}
	for _, t := range db.tables {
		t.undo()
	}
	db.marks--
	return nil
}

// Forget drops the oldest marks until at most keep are left; what lies before
// them can no longer be undone.
func (db *DB) Forget(keep int) {
	drop := db.marks - keep
	if drop <= 0 {
		return
	}
	for _, t := range db.tables {
		t.forget(drop)
	}
	db.marks = keep
}

// Digest is a hash over all rows of all tables but those named. It depends on what is stored
// under which key, not on the order in which it came: a state that took blocks
// back equals one that never saw them.
func (db *DB) Digest(without ...string) [32]byte {
	var sum uint256.Int
	for _, t := range db.tables {
		if !slices.Contains(without, t.name()) {
			t.digest(&sum)
		}
	}
	return sum.Bytes32()
}

func (db *DB) register(t table) {
	for _, other := range db.tables {
		if other.name() == t.name() {
			panic(fmt.Sprintf("state: two tables are called %q", t.name()))
		}
	}
	if db.marks != 0 {
		panic(fmt.Sprintf("state: table %q registered after the first mark", t.name()))
	}
	db.tables = append(db.tables, t)
}
