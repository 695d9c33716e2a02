package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
)

// Errors of a file that can't be used as it is.
var (
	errForeign = errors.New("the file is not a brink store")
	errNewer   = errors.New("the store was written by a newer brink")
	errOlder   = errors.New("the store was written by an older brink: open it once with brink watch")
)

// application marks the files that are ours ("brnk").
const application = 0x62726e6b

//go:embed migrations/*.sql
var migrations embed.FS

// migration is a step from one version of the file to the next: SQL, and what it
// can't do.
type migration struct {
	name string
	fill func(context.Context, *sql.Tx) error
}

// steps are the migrations in order; a file's version counts those it has been
// through.
var steps = []migration{{name: "migrations/0001_feed.sql"}, {name: "migrations/0002_kept.sql"},
	{name: "migrations/0003_totals.sql"}, {name: "migrations/0004_base.sql"}, {"migrations/0005_packs.sql", fillPacks}, {name: "migrations/0006_subjects.sql"},
	{name: "migrations/0007_settled.sql"}}

func migrate(ctx context.Context, db *sql.DB) error {
	version, err := version(ctx, db)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return errNewer
	}
	for i, m := range steps[version:] {
		if err := m.step(ctx, db, version+i+1); err != nil {
			return fmt.Errorf("migrating with %s: %w", m.name, err)
		}
	}
	return nil
}

func (m migration) step(ctx context.Context, db *sql.DB, version int) error {
	text, err := migrations.ReadFile(m.name)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", application, version)
	if _, err := tx.ExecContext(ctx, string(text)+mark); err != nil {
		return err
	}
	if m.fill != nil {
		if err := m.fill(ctx, tx); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// version is 0 for an empty file.
func version(ctx context.Context, db *sql.DB) (int, error) {
	var app, version, tables int
	err := db.QueryRowContext(ctx, "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"+
		" FROM pragma_application_id, pragma_user_version").Scan(&app, &version, &tables)
	if err != nil {
		return 0, fmt.Errorf("reading the store's version: %w", err)
	}
	if app != application && tables > 0 {
		return 0, errForeign
	}
	return version, nil
}

func checkVersion(ctx context.Context, db *sql.DB) error {
	version, err := version(ctx, db)
	switch {
	case err != nil:
		return err
	case version > len(steps):
		return errNewer
	case version < len(steps):
		return errOlder
	}
	return nil
}
