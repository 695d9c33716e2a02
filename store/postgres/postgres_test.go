package postgres_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store"
	"brink/store/postgres"
	"brink/store/postgres/cluster"
	"brink/store/storetest"

	"github.com/ethereum/go-ethereum/common"
	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"
)

// serverKey names the server's address to processes that the suite starts.
const serverKey = "BRINK_TEST_POSTGRES"

var (
	server   *cluster.Cluster
	killable bool // this process is one that the suite starts
)

func TestMain(m *testing.M) {
	// SQLite's run has the many; here a step is a hundred questions to a server.
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	code, err := run(m)
	if err = errors.Join(err, goleak.Find()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	if address := os.Getenv(serverKey); address != "" {
		server, killable = cluster.At(address), true
		return m.Run(), nil
	}
	if server, err = cluster.Start(context.Background()); err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if err := os.Setenv(serverKey, server.Address()); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// child is the application that processes call themselves which the suite starts and kills.
const child = "child"

// open opens a store once nothing is under way any more of what a killed process had asked the server for.
func open(place string) (store.Store, error) {
	ctx := context.Background()
	url, err := server.Store(ctx, place)
	if err != nil {
		return nil, err
	}
	if killable {
		return postgres.Open(ctx, url+"&application_name="+child)
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer conn.Close(ctx)
	left, deadline := 1, time.Now().Add(time.Minute)
	for left > 0 && time.Now().Before(deadline) {
		if err := conn.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", child).Scan(&left); err != nil {
			return nil, err
		}
	}
	if left > 0 {
		return nil, fmt.Errorf("%d connections of killed processes are still there", left)
	}
	return postgres.Open(ctx, url)
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

// BenchmarkStore runs the suite's benchmarks.
func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

func mustOpen(t *testing.T, url string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// fresh is the URL of a store that nobody has opened.
func fresh(t *testing.T) string {
	t.Helper()
	url, err := server.Store(t.Context(), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// batch is the nth of a history of three entries a block.
func batch(n int) feed.Batch {
	at := func(n int) chain.Ref {
		return chain.Ref{Number: uint64(n), Hash: common.Hash{1, byte(n >> 8), byte(n)}}
	}
	b := feed.Batch{Shard: "1", From: at(n - 1), To: at(n), Time: uint64(n)}
	for i := range 3 {
		b.Entries = append(b.Entries, feed.Entry{ChainID: 1, ID: fmt.Sprintf("%d/%d", n, i), Type: feed.PositionBand,
			Subject: strings.Repeat("s", 1+n%7), Block: chain.Head{Ref: b.To, Time: b.Time}, Status: feed.Latest, Data: []byte(`{}`)})
	}
	return b
}

func mustAppend(t *testing.T, s *postgres.Store, n int) feed.Cursor {
	t.Helper()
	cursor, err := s.Append(t.Context(), batch(n))
	if err != nil {
		t.Fatal(err)
	}
	return cursor
}

// Processes that come up together make the tables once.
func TestOpenedTogether(t *testing.T) {
	url := fresh(t)
	var g errgroup.Group
	for range 4 {
		g.Go(func() error {
			s, err := postgres.Open(t.Context(), url)
			if err != nil {
				return err
			}
			return errors.Join(s.Begin(t.Context(), 1000), s.Close())
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := mustAppend(t, mustOpen(t, url), 1); got != 1003 {
		t.Fatalf("the first batch ends at %s", got)
	}
}

// A schema of another version is refused and left as it is.
func TestVersions(t *testing.T) {
	url := fresh(t)
	if _, err := postgres.OpenReader(t.Context(), url); err == nil || !strings.Contains(err.Error(), "older brink") {
		t.Errorf("reading where there is nothing yet: %v", err)
	}
	mustOpen(t, url)
	r, err := postgres.OpenReader(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, kept, err := r.Read(t.Context(), 0, 1, feed.Filter{}); err != nil || kept.Newest != 0 {
		t.Errorf("reading: %v, %v", kept, err)
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if _, err := conn.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)`); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Open(t.Context(), url); err == nil || !strings.Contains(err.Error(), "newer brink") {
		t.Errorf("a newer store: %v", err)
	}
}

// The password is in no error, wherever it stands.
func TestPasswordIsNotTold(t *testing.T) {
	const password = "s3cret%21word"
	for _, url := range []string{
		"postgres://brink:" + password + "@127.0.0.1:1/brink", "postgres://127.0.0.1:1/brink?user=x&password=" + password,
		"postgres://brink:" + password + "@127.0.0.1:port/brink", "postgres://brink:" + password + "@127.0.0.1/brink?sslmode=none",
	} {
		_, err := postgres.Open(t.Context(), url)
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%v", err)
		}
	}
}

// Who waits is woken by what another process wrote, and without notifications
// looks by itself.
func TestWatch(t *testing.T) {
	url := fresh(t)
	writer, reader := mustOpen(t, url), mustOpen(t, url)
	for _, c := range []struct {
		name  string
		every time.Duration
		mute  bool
	}{{"told", time.Hour, false}, {"looks", time.Millisecond, true}} {
		t.Run(c.name, func(t *testing.T) {
			if c.mute {
				silence(t, url)
			}
			var hub feed.Hub
			ctx, stop := context.WithCancel(t.Context())
			listens := make(chan struct{}, 1)
			var g errgroup.Group
			g.Go(func() error {
				reader.Watch(ctx, c.every, func(newest feed.Cursor) {
					hub.Wake(newest)
					select {
					case listens <- struct{}{}:
					default:
					}
				}, func(err error) { t.Error(err) })
				return nil
			})
			<-listens
			tip, _, err := writer.Tip(t.Context(), "1")
			if err != nil {
				t.Fatal(err)
			}
			cursor := mustAppend(t, writer, int(tip.Number)+1)
			waiting, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			if err := hub.Wait(waiting, cursor-1); err != nil {
				t.Error(err)
			}
			stop()
			if err := g.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// silence makes the store tell its news on a channel that nobody hears.
func silence(t *testing.T, url string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if _, err := conn.Exec(t.Context(), `CREATE OR REPLACE FUNCTION log_channel() RETURNS text LANGUAGE sql VOLATILE AS
		$$ SELECT 'nobody_' || pg_backend_pid() $$`); err != nil {
		t.Fatal(err)
	}
}
