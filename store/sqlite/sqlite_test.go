package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"brink/store"
	"brink/store/sqlite"
	"brink/store/storetest"
)

func open(place string) (store.Store, error) {
	return sqlite.Open(context.Background(), filepath.Join(place, "brink.db"))
}

func TestStore(t *testing.T) { storetest.Run(t, open) }
