package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"
	"brink/store/postgres"
	"brink/store/postgres/cluster"

	"github.com/jackc/pgx/v5"
)

// lease is how long machines hold their leases here.
const lease = 3 * time.Second

// city is a store and a chain's node on networks of their own, and machines that
// are wired to both.
type city struct {
	*theater
	store, chain *bridge
	cluster      *cluster.Cluster
	url          string // of the store, from here
	db           *pgx.Conn
}

// machine is one of several that watch with one configuration: a program in a
// network namespace, and its wires.
type machine struct {
	*theater
	*room
	*program
	store, chain *wire
	args         []string
}

// found starts a chain with a market and a PostgreSQL.
func found(t *testing.T, accounts int) *city {
	t.Helper()
	c := &city{store: newBridge(t, "store", "10.0.1.1/24"), chain: newBridge(t, "chain", "10.0.2.1/24")}
	node, err := devnet.StartGeth(devnet.GethOptions{Host: c.chain.at.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	c.theater = raise(t, node, accounts)
	if c.cluster, err = cluster.Start(t.Context(), c.store.at); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	if c.url, err = c.cluster.Store(t.Context(), t.Name()); err != nil {
		t.Fatal(err)
	}
	c.prepare()
	return c
}

// prepare makes the tables, and lets the database itself note who moves a shard's tip, and under which lease.
func (c *city) prepare() {
	c.t.Helper()
	ctx := c.t.Context()
	st, err := postgres.Open(ctx, c.url)
	if err != nil {
		c.t.Fatal(err)
	}
	_ = st.Close()
	if c.db, err = pgx.Connect(ctx, c.url); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = c.db.Close(context.Background()) })
	for _, statement := range []string{
		`CREATE TABLE writers (n bigserial, epoch bigint NOT NULL, writer inet NOT NULL)`,
		`CREATE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO writers (epoch, writer) SELECT epoch, inet_client_addr() FROM leases WHERE name = 'shard/' || NEW.shard;
			RETURN NEW; END $$`,
		`CREATE TRIGGER noted AFTER INSERT OR UPDATE ON tips FOR EACH ROW EXECUTE FUNCTION note_writer()`,
	} {
		if _, err := c.db.Exec(ctx, statement); err != nil {
			c.t.Fatal(err)
		}
	}
}

// ask asks the database for one value.
func ask[T any](c *city, question string, args ...any) (answer T) {
	c.t.Helper()
	if err := c.db.QueryRow(c.t.Context(), question, args...).Scan(&answer); err != nil {
		c.t.Fatalf("%s: %v", question, err)
	}
	return answer
}

// epoch counts the owners that the chain has had.
func (c *city) epoch() int {
	return ask[int](c, `SELECT coalesce(max(epoch), 0) FROM leases WHERE name = 'shard/31337'`)
}

// takenOver waits for another owner than that of an epoch, as long as it may take.
func (c *city) takenOver(epoch int) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 2*lease)
	defer cancel()
	tick := time.NewTicker(lease / 100)
	defer tick.Stop()
	for c.epoch() == epoch {
		select {
		case <-tick.C:
		case <-ctx.Done():
			c.t.Fatal("nobody has taken the chain over within two lease times")
		}
	}
}

// machine starts the n-th machine, which does what a command says.
func (c *city) machine(n int, command string) *machine {
	c.t.Helper()
	own := *c.theater
	m := &machine{theater: &own, room: newRoom(c.t)}
	m.store, m.chain = c.store.join(c.t, m.room, n), c.chain.join(c.t, m.room, n)
	_, port, err := net.SplitHostPort(c.cluster.Address())
	if err != nil {
		c.t.Fatal(err)
	}
	url, err := cluster.Through(c.url, net.JoinHostPort(c.store.at.Addr().String(), port))
	if err != nil {
		c.t.Fatal(err)
	}
	own.listen = m.chain.at.String() + ":8080"
	own.Inspector = devnet.Inspector{URL: "http://" + own.listen, Market: c.Market}
	m.args = m.inside(brinkProgram(c.t), command, "--listen", own.listen, "--store-url", url, "--store-lease", lease.String())
	m.restart()
	return m
}

// restart starts the program, which must not run.
func (m *machine) restart() {
	p := &program{Cmd: exec.Command(m.args[0], m.args[1:]...), ended: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = m.folder, &p.log, &p.log
	p.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.Start(); err != nil {
		m.t.Fatal(err)
	}
	go func() {
		_ = p.Wait()
		close(p.ended)
	}()
	m.t.Cleanup(func() { p.end(syscall.SIGKILL) })
	m.program = p
}

// owns reports whether the machine watches the chain, as it says itself.
func (m *machine) owns() bool { return m.shows(`brink_chain_owned{chain="local"} 1`) }

// shows reports whether a line is among the machine's metrics now.
func (m *machine) shows(line string) bool {
	response, err := http.Get(m.URL + "/metrics")
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return err == nil && bytes.Contains(text, []byte("\n"+line+"\n"))
}

// standsAtHead waits until a machine says that the chain is live at its head, be
// it by itself or by the store.
func (m *machine) standsAtHead() {
	m.t.Helper()
	head := m.Market.Chain.Head()
	err := m.Await(m.t.Context(), func() error {
		var answer struct{ Chains []feed.Chain }
		if err := m.Get(m.t.Context(), "/v1/chains", &answer); err != nil {
			return err
		}
		c := answer.Chains[0]
		if c.Processed == nil || c.Processed.Hash != head.Hash || c.State != feed.Live {
			return fmt.Errorf("the chain is %s (%s) at %v, not at %d", c.State, c.Reason, c.Processed, head.Number)
		}
		return nil
	})
	if err != nil {
		m.t.Fatalf("%v\n%s", err, m.fate())
	}
}

// fate is what the program said, once it is gone.
func (m *machine) fate() string {
	m.program.end(syscall.SIGKILL)
	return m.program.log.String()
}

// owner waits for the one machine that watches, as the store says and the machine itself.
func (c *city) owner(all []*machine) (found *machine) {
	c.t.Helper()
	err := c.Await(c.t.Context(), func() error {
		who := ask[string](c, `SELECT coalesce(max(owner), '') FROM leases WHERE name = 'shard/31337'`)
		for _, m := range all {
			if strings.HasSuffix(who, fmt.Sprintf("/%d", m.program.Process.Pid)) && m.owns() {
				found = m
				return nil
			}
		}
		return errors.New("nobody watches the chain")
	})
	if err != nil {
		var said []string
		for _, m := range all {
			said = append(said, m.fate())
		}
		c.t.Fatalf("%v\n%s", err, strings.Join(said, "\n"))
	}
	return found
}

// gapless follows the store's log from its beginning, by hints and by looking,
// and demands that no number is left out or comes twice.
func gapless(t *testing.T, url string) (seen *atomic.Uint64) {
	t.Helper()
	r, err := postgres.OpenReader(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	seen = new(atomic.Uint64)
	ctx, stop := context.WithCancel(context.Background())
	var hub feed.Hub
	done := make(chan error, 2)
	go func() {
		r.Watch(ctx, heraldEvery, hub.Wake, func(err error) { t.Error(err) })
		done <- nil
	}()
	go func() {
		_, err := feed.Follow(ctx, r, &hub, 0, feed.Filter{}, func(entries []feed.Entry) error {
			for _, e := range entries {
				if before := seen.Swap(uint64(e.Cursor)); before != 0 && uint64(e.Cursor) != before+1 {
					return fmt.Errorf("entry %d comes after %d", e.Cursor, before)
				}
			}
			return nil
		})
		done <- err
	}()
	t.Cleanup(func() {
		stop()
		for range 2 {
			if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
		_ = r.Close()
	})
	return seen
}

// awaits waits until a count is not zero.
func (c *city) awaits(question string, args ...any) {
	c.t.Helper()
	err := c.Await(c.t.Context(), func() error {
		if ask[int](c, question, args...) == 0 {
			return fmt.Errorf("none: %s", question)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// refusals counts the steps of former owners that the server says it refused.
func (c *city) refusals() int {
	c.t.Helper()
	said, err := c.cluster.Said()
	if err != nil {
		c.t.Fatal(err)
	}
	return strings.Count(said, "ERROR:  lease shard/31337 was taken over by")
}
