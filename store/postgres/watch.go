package postgres

import (
	"context"
	"fmt"
	"time"

	"brink/feed"

	"github.com/jackc/pgx/v5"
)

// Watch tells wake the newest cursor whenever the log has grown, whoever wrote,
// until ctx ends. Notifications make it prompt; it looks every so often without.
// What goes wrong is handed to failed, and tried again.
func (r *Reader) Watch(ctx context.Context, every time.Duration, wake func(feed.Cursor), failed func(error)) {
	for ctx.Err() == nil {
		if err := r.listen(ctx, every, wake); ctx.Err() == nil {
			failed(fmt.Errorf("listening to the store: %w", err))
		}
		pause(ctx, every)
	}
}

// listen watches on one connection until that fails.
func (r *Reader) listen(ctx context.Context, every time.Duration, wake func(feed.Cursor)) error {
	conn, err := r.dial(ctx)
	if err != nil {
		return err
	}
	defer hangUp(conn)
	var channel string
	if err := ask(ctx, conn, `SELECT log_channel()`, &channel); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `LISTEN `+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	for {
		var newest feed.Cursor
		if err := ask(ctx, conn, `SELECT newest FROM log`, &newest); err != nil {
			return err
		}
		wake(newest)
		waiting, cancel := context.WithTimeout(ctx, every)
		_, err := conn.WaitForNotification(waiting)
		over := waiting.Err() != nil
		cancel()
		if err != nil && (!over || ctx.Err() != nil) {
			return err
		}
	}
}

// dial makes a connection of its own, beside the pool's.
func (r *Reader) dial(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, r.pool.Config().ConnConfig)
}

// hangUp closes a connection, waiting for nobody.
func hangUp(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}

// soon is how long an answer to a small question may take.
const soon = 5 * time.Second

func ask(ctx context.Context, conn *pgx.Conn, question string, answer any, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, soon)
	defer cancel()
	return conn.QueryRow(ctx, question, args...).Scan(answer)
}

// pause sleeps, but not beyond the end of ctx.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
