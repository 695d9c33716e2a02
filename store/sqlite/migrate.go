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

// steps are the migrations in order; a file's version counts those it has been
// through.
var steps = []string{"migrations/0001_feed.sql", "migrations/0002_kept.sql", "migrations/0003_totals.sql",
	"migrations/0004_base.sql"}

func migrate(ctx context.Context, db *sql.DB) error {
	version, err := version(ctx, db)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return errNewer
	}
	for i, name := range steps[version:] {
		if err := step(ctx, db, name, version+i+1); err != nil {
			return fmt.Errorf("migrating with %s: %w", name, err)
		}
	}
	return nil
}

func step(ctx context.Context, db *sql.DB, name string, version int) error {
	text, err := migrations.ReadFile(name)
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
