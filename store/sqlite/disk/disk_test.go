package disk_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"brink/store/sqlite/disk"

	_ "modernc.org/sqlite"
)

// What SQLite writes passes, and what is failed is SQLite's error and leaves nothing behind.
func TestWritesPass(t *testing.T) {
	acts := make(map[disk.Kind]int)
	var fail disk.Kind
	if err := disk.Install(func(a disk.Act, do func(int) error) error {
		if a.Kind == fail {
			return syscall.EIO
		}
		acts[a.Kind]++
		return do(a.Size)
	}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	do := func(text string) error {
		_, err := db.ExecContext(context.Background(), text)
		return err
	}
	if err := do("CREATE TABLE t (n)"); err != nil {
		t.Fatal(err)
	}
	for want := 1; want < 4; want++ {
		for _, kind := range []disk.Kind{disk.Write, disk.Sync} {
			fail = kind
			if err := do("INSERT INTO t VALUES (1)"); err == nil || !strings.Contains(err.Error(), "I/O") {
				t.Errorf("a failed %s: %v", kind, err)
			}
		}
		fail = ""
		if err := do("INSERT INTO t VALUES (2)"); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.QueryRowContext(context.Background(), "SELECT count(*) FROM t").Scan(&n); err != nil || n != want {
			t.Errorf("%d rows, want %d; %v", n, want, err)
		}
	}
	if acts[disk.Write] == 0 || acts[disk.Sync] == 0 {
		t.Errorf("SQLite did %v", acts)
	}
}
