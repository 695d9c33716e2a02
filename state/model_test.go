package state

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type headRow struct {
	A uint16
	B bool
	_ uint8
}

type entry struct {
	X uint32
	Y uint32
}

// tables are what the model is compared with.
type tables struct {
	db     *DB
	plain  *Table[uint16, uint64]
	ledger *Ledger[[4]byte, headRow, entry]
}

func newTables() *tables {
	db := new(DB)
	return &tables{db, NewTable[uint16, uint64](db, "plain"), NewLedger[[4]byte, headRow, entry](db, "ledger")}
}

// world is the same in maps.
type world struct {
	plain  map[uint16]uint64
	ledger map[[4]byte]run1
}

type run1 struct {
	head    headRow
	entries []entry
}

func (w world) clone() world {
	c := world{maps.Clone(w.plain), make(map[[4]byte]run1)}
	for k, v := range w.ledger {
		c.ledger[k] = run1{v.head, slices.Clone(v.entries)}
	}
	return c
}

// TestTablesAreMapsThatUndo does the same to tables and to maps.
func TestTablesAreMapsThatUndo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tt := newTables()
		now := world{make(map[uint16]uint64), make(map[[4]byte]run1)}
		var marks []world
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				k, v := rapid.Uint16Range(0, 20).Draw(t, "k"), rapid.Uint64().Draw(t, "v")
				tt.plain.Put(k, v)
				now.plain[k] = v
			},
			"set": func(t *rapid.T) {
				k := [4]byte{rapid.Byte().Draw(t, "k") % 20}
				h := headRow{A: rapid.Uint16().Draw(t, "a"), B: rapid.Bool().Draw(t, "b")}
				entries := make([]entry, rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 4, 5, 8, 9, 17, 255}).Draw(t, "n"))
				for i := range entries {
					entries[i] = entry{uint32(i), h.entrySeed()}
				}
				if row, ok := tt.ledger.Row(k); ok {
					tt.ledger.Set(row, h, entries)
				} else {
					tt.ledger.Insert(k, h, entries)
				}
				now.ledger[k] = run1{h, entries}
			},
			"begin": func(*rapid.T) {
				tt.db.Begin()
				marks = append(marks, now.clone())
			},
			"undo": func(t *rapid.T) {
				err := tt.db.Undo()
				if (err == nil) != (len(marks) > 0) {
					t.Fatalf("undo of %d marks: %v", len(marks), err)
				}
				if err == nil {
					now = marks[len(marks)-1]
					marks = marks[:len(marks)-1]
				}
			},
			"forget": func(t *rapid.T) {
				keep := rapid.IntRange(0, 6).Draw(t, "keep")
				tt.db.Forget(keep)
				marks = marks[max(0, len(marks)-keep):]
			},
			"reload": func(t *rapid.T) {
				var file bytes.Buffer
				if err := tt.db.Save(&file); err != nil {
					t.Fatal(err)
				}
				digest := tt.db.Digest()
				tt = newTables()
				if err := tt.db.Load(&file); err != nil {
					t.Fatal(err)
				}
				if tt.db.Digest() != digest || tt.db.Marks() != len(marks) {
					t.Fatal("a snapshot holds something else")
				}
			},
			"": func(t *rapid.T) { tt.compare(t, now) },
		})
		fresh := newTables()
		fresh.fill(now)
		if fresh.db.Digest() != tt.db.Digest() {
			t.Fatal("the digest depends on how the rows came")
		}
	})
}

func (h headRow) entrySeed() uint32 { return uint32(h.A) * 7 }

func (tt *tables) compare(t *rapid.T, now world) {
	if tt.plain.Len() != len(now.plain) || tt.ledger.Len() != len(now.ledger) {
		t.Fatalf("%d and %d rows, want %d and %d", tt.plain.Len(), tt.ledger.Len(), len(now.plain), len(now.ledger))
	}
	seen := 0
	for k, v := range tt.plain.All() {
		if got, ok := tt.plain.Get(k); !ok || got != *v || now.plain[k] != got {
			t.Fatalf("row %d is %d, want %d", k, got, now.plain[k])
		}
		seen++
	}
	if seen != len(now.plain) {
		t.Fatalf("%d rows yielded of %d", seen, len(now.plain))
	}
	for row, k := range tt.ledger.All() {
		h, entries := tt.ledger.At(row)
		want := now.ledger[k]
		if found, ok := tt.ledger.Row(k); !ok || found != row || tt.ledger.Key(row) != k ||
			*h != want.head || !slices.Equal(entries, want.entries) {
			t.Fatalf("run %v is %v %v, want %v", k, *h, entries, want)
		}
	}
}

// fill puts rows in, in the order of their keys backwards.
func (tt *tables) fill(now world) {
	for _, k := range slices.Backward(slices.Sorted(maps.Keys(now.plain))) {
		tt.plain.Put(k, now.plain[k])
	}
	keys := slices.SortedFunc(maps.Keys(now.ledger), func(a, b [4]byte) int { return bytes.Compare(b[:], a[:]) })
	for _, k := range keys {
		tt.ledger.Insert(k, now.ledger[k].head, now.ledger[k].entries)
	}
}

// TestReusedSpans takes the same runs back again and again: their spans must not pile up.
func TestReusedSpans(t *testing.T) {
	db := new(DB)
	l := NewLedger[uint32, uint32, entry](db, "ledger")
	for round := range 1000 {
		db.Begin()
		for i := range uint32(20) {
			l.Insert(i, 0, make([]entry, 1+round%9))
		}
		if err := db.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if most := 20 * (1 + 2 + 4 + 8 + 16); len(l.arena) > most {
		t.Errorf("the arena has %d entries, at most %d were in use", len(l.arena), most)
	}
}

func TestMistakesOfTheProgramPanic(t *testing.T) {
	for name, f := range map[string]func(db *DB){
		"a pointer": func(db *DB) { NewTable[uint8, *int](db, "x") },
		"a string":  func(db *DB) { NewTable[string, uint8](db, "x") },
		"padding": func(db *DB) {
			NewTable[uint8, struct {
				A uint8
				B uint64
			}](db, "x")
		},
		"padding in entries": func(db *DB) {
			NewLedger[uint8, uint8, struct {
				A uint8
				B uint64
			}](db, "x")
		},
		"two tables of a name": func(db *DB) { NewTable[uint8, uint8](db, "x"); NewTable[uint8, uint8](db, "x") },
		"a table after a mark": func(db *DB) { db.Begin(); NewTable[uint8, uint8](db, "x") },
		"a run of 256 entries": func(db *DB) { NewLedger[uint8, uint8, entry](db, "x").Insert(0, 0, make([]entry, 256)) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if r := recover(); r == nil || !bytes.HasPrefix([]byte(fmt.Sprint(r)), []byte("state: ")) {
					t.Errorf("panic is %v", r)
				}
			}()
			f(new(DB))
		})
	}
}
