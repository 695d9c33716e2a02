package state

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"testing"
)

// saved is a small file with everything in it: rows, runs, journals, marks.
func saved(t testing.TB) (file []byte, digest [32]byte) {
	t.Helper()
	tt := newTables()
	for i := range uint16(5) {
		tt.plain.Put(i, uint64(i))
		tt.ledger.Insert([4]byte{byte(i)}, headRow{A: i}, make([]entry, i))
	}
	tt.db.Begin()
	tt.plain.Put(2, 7)
	tt.plain.Put(9, 9)
	tt.db.Begin()
	tt.ledger.Set(1, headRow{A: 77}, make([]entry, 4))
	tt.ledger.Insert([4]byte{9}, headRow{B: true}, make([]entry, 1))
	var b bytes.Buffer
	if err := tt.db.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), tt.db.Digest()
}

// TestFault30DamagedSnapshots cuts a file everywhere and flips each of its bits.
func TestFault30DamagedSnapshots(t *testing.T) {
	file, digest := saved(t)
	if got := newTables(); got.db.Load(bytes.NewReader(file)) != nil || got.db.Digest() != digest {
		t.Fatal("an unharmed file doesn't load")
	}
	for n := range file {
		if err := newTables().db.Load(bytes.NewReader(file[:n])); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(file), err)
		}
	}
	for bit := range 8 * len(file) {
		damaged := bytes.Clone(file)
		damaged[bit/8] ^= 1 << (bit % 8)
		if err := newTables().db.Load(bytes.NewReader(damaged)); !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrLayout) {
			t.Fatalf("bit %d flipped: %v", bit, err)
		}
	}
}

func TestSnapshotsOfOtherTables(t *testing.T) {
	file, _ := saved(t)
	for name, db := range map[string]*DB{
		"none": new(DB),
		"another name": func() *DB {
			db := new(DB)
			NewTable[uint16, uint64](db, "plain")
			NewLedger[[4]byte, headRow, entry](db, "other")
			return db
		}(),
		"another row": func() *DB {
			db := new(DB)
			NewTable[uint16, uint32](db, "plain")
			NewLedger[[4]byte, headRow, entry](db, "ledger")
			return db
		}(),
	} {
		if err := db.Load(bytes.NewReader(file)); !errors.Is(err, ErrLayout) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// full is a disk with room for so many bytes.
type full int

var errFull = errors.New("disk is full")

func (f *full) Write(b []byte) (int, error) {
	if *f -= full(len(b)); *f < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestSaveTellsOfAFullDisk(t *testing.T) {
	file, _ := saved(t)
	tt := newTables()
	if err := tt.db.Load(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	room := full(len(file) - 1)
	if err := tt.db.Save(&room); !errors.Is(err, errFull) {
		t.Errorf("saving says %v", err)
	}
	if err := tt.db.Save(io.Discard); err != nil {
		t.Error(err)
	}
}

// FuzzLoad demands that no file makes Load panic, not even one whose checksum is right, and that what it accepts
// is what Save writes.
func FuzzLoad(f *testing.F) {
	file, _ := saved(f)
	f.Add(file, false)
	f.Add(file, true)
	f.Add(file[:len(file)/2], true)
	f.Add([]byte(magic), false)
	f.Fuzz(func(t *testing.T, data []byte, sum bool) {
		if sum && len(data) > 8 {
			data = data[:len(data)-8]
			data = binary.LittleEndian.AppendUint64(data[:len(data):len(data)], uint64(crc32.Checksum(data, castagnoli)))
		}
		tt := newTables()
		if tt.db.Load(bytes.NewReader(data)) != nil {
			return
		}
		var again bytes.Buffer
		if err := tt.db.Save(&again); err != nil {
			t.Fatal(err)
		}
		if other := newTables(); other.db.Load(&again) != nil || other.db.Digest() != tt.db.Digest() {
			t.Fatal("a file that loads isn't kept")
		}
	})
}
