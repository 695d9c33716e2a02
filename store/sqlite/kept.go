package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"brink/feed"
	"brink/store"
)

// Kept is documented at store.Keeper.
func (r *Reader) Kept(ctx context.Context, consumer string) (k store.Kept, err error) {
	err = r.view(ctx, "reading what consumer "+consumer+" keeps", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT cursor, version FROM consumers WHERE name = ?`, consumer).Scan(&k.Cursor, &k.Version)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		rows, err := all(ctx, tx, scanValue, `SELECT key, value FROM kept WHERE consumer = ?`, consumer)
		if err != nil || len(rows) == 0 {
			return err
		}
		k.Values = make(map[string][]byte, len(rows))
		for _, v := range rows {
			k.Values[v.key] = v.value
		}
		return nil
	})
	return k, err
}

type keptValue struct {
	key   string
	value []byte
}

func scanValue(r row) (v keptValue, err error) {
	err = r.Scan(&v.key, &v.value)
	v.value = notNull(v.value)
	return v, err
}

// Commit is documented at store.Keeper.
func (s *Store) Commit(ctx context.Context, c store.Commit) (feed.Cursor, error) {
	cursor, err := s.commit(ctx, c)
	if err != nil {
		return 0, fmt.Errorf("committing consumer %s at %s: %w", c.Consumer, c.Cursor, err)
	}
	return cursor, nil
}

func (s *Store) commit(ctx context.Context, c store.Commit) (feed.Cursor, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	a := s.appending(ctx, tx, c.Consumer)
	if err := a.claim(c); err != nil {
		return 0, err
	}
	if err := a.put(c); err != nil {
		return 0, err
	}
	cursor, err := a.entries(c.Entries)
	if err != nil {
		return 0, err
	}
	a.shard = c.Shard
	if c.Above != nil {
		if err := a.revertPast(*c.Above); err != nil {
			return 0, err
		}
	}
	if err := a.past(c.Past); err != nil {
		return 0, err
	}
	if err := a.flush(); err != nil {
		return 0, err
	}
	return cursor, s.end(tx, c.Entries, cursor)
}

// put keeps what the consumer wants kept, in the order of the keys.
func (a *appending) put(c store.Commit) error {
	rows := make([]any, 0, 3*len(c.Put))
	for _, key := range slices.Sorted(maps.Keys(c.Put)) {
		if value := c.Put[key]; value != nil {
			rows = append(rows, c.Consumer, key, value)
		} else if err := a.run(a.stmts.dropValue, c.Consumer, key); err != nil {
			return err
		}
	}
	return a.insert(&a.stmts.setValue, rows)
}

// claim moves the consumer on, if nobody else did.
func (a *appending) claim(c store.Commit) error {
	var version uint64
	err := a.tx.StmtContext(a.ctx, a.stmts.version).QueryRowContext(a.ctx, c.Consumer).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if version != c.Version {
		return fmt.Errorf("%w: there are %d commits, not %d", store.ErrConflict, version, c.Version)
	}
	return a.run(a.stmts.claim, c.Consumer, uint64(c.Cursor), version+1)
}
