package state_test

import (
	"testing"

	"brink/state"
)

// Fetching bears rows without entries, and more rows than it waits for at a time. It changes nothing.
func TestFetch(t *testing.T) {
	db := new(state.DB)
	l := state.NewLedger[uint32, uint32, uint64](db, "ledger")
	rows := []state.Row{l.Insert(1000, 0, nil)} // nobody has entries
	state.Fetch(l, rows)
	for i := range uint32(300) {
		entries := make([]uint64, i%4)
		for j := range entries {
			entries[j] = uint64(i)
		}
		rows = append(rows, l.Insert(i, i, entries))
	}
	before := db.Digest()
	state.Fetch(l, rows)
	if db.Digest() != before {
		t.Error("fetching changes what is there")
	}
}
