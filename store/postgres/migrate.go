package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// Errors of a schema that can't be used as it is.
var (
	errNewer = errors.New("the store was written by a newer brink")
	errOlder = errors.New("the store was written by an older brink: open it once with brink watch")
)

//go:embed migrations/*.sql
var migrations embed.FS

// ready brings the schema up to date, if that is wanted, and refuses one of
// another version.
func ready(ctx context.Context, pool *pgxpool.Pool, update bool) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	steps, err := fs.Glob(files, "*.sql")
	if err != nil {
		return err
	}
	is, err := version(ctx, pool)
	if err == nil && is < len(steps) && update {
		if err = migrate(ctx, pool, files); err == nil {
			is, err = version(ctx, pool)
		}
	}
	switch {
	case err != nil:
		return err
	case is > len(steps):
		return errNewer
	case is < len(steps):
		return errOlder
	}
	return nil
}

// version counts the migrations that the schema has been through.
func version(ctx context.Context, pool *pgxpool.Pool) (is int, err error) {
	var made bool
	if err := pool.QueryRow(ctx, `SELECT to_regclass(quote_ident(current_schema()) || '.goose_db_version') IS NOT NULL`).Scan(&made); err != nil || !made {
		return 0, wrap("looking for a store", err)
	}
	err = pool.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&is)
	return is, wrap("reading the store's version", err)
}

func migrate(ctx context.Context, pool *pgxpool.Pool, files fs.FS) (err error) {
	db := stdlib.OpenDBFromPool(pool)
	defer func() { err = errors.Join(err, db.Close()) }()
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(oneAtATime{}))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return wrap("migrating", err)
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", action, err)
}

// oneAtATime lets one process of a schema migrate while the others wait.
type oneAtATime struct{}

func (oneAtATime) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(hashtextextended(current_schema() || '.migrations', 0))`)
	return err
}

func (oneAtATime) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock(hashtextextended(current_schema() || '.migrations', 0))`)
	return err
}
