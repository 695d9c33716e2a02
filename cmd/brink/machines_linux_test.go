package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"
	"brink/store/postgres"
	"brink/store/postgres/cluster"
	"brink/store/sqlite"

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

// blows are what can happen to a machine. Each returns how to mend it.
var blows = []struct {
	name string
	fall func(*machine) (mend func())
}{
	{"killed", func(m *machine) func() { m.program.end(syscall.SIGKILL); return m.restart }},
	{"cut off from the store", func(m *machine) func() { return m.store.pull() }},
	{"ended", func(m *machine) func() { m.program.end(syscall.SIGTERM); return m.restart }},
	{"not heard by the store", func(m *machine) func() { return m.store.silence() }},
	{"not hearing the store", func(m *machine) func() { return m.store.deafen() }},
	{"suspended", func(m *machine) func() {
		_ = m.program.Process.Signal(syscall.SIGSTOP)
		return func() { _ = m.program.Process.Signal(syscall.SIGCONT) }
	}},
	{"cut off from everything", func(m *machine) func() {
		store, chain := m.store.pull(), m.chain.pull()
		return func() { store(); chain() }
	}},
	{"killed while cut off", func(m *machine) func() {
		mend := m.store.pull()
		m.program.end(syscall.SIGKILL)
		return func() { mend(); m.restart() }
	}},
}

// strike lets steps go on until the feed has got so many more entries, and there, whatever is being done just then, a
// machine suffers a blow.
func (c *city) strike(m *machine, blow func(*machine) func(), seen *atomic.Uint64, after uint64) (mend func()) {
	c.t.Helper()
	fallen := make(chan func())
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for target := seen.Load() + after; seen.Load() < target; {
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
		fallen <- blow(m)
	}()
	for range devnet.StoryLength {
		c.step()
		select {
		case mend = <-fallen:
			return mend
		default:
		}
	}
	c.t.Fatalf("the feed stands at %d\n%s", seen.Load(), m.fate())
	return nil
}

// TestSeveralMachines lets three machines, each in a network namespace, watch one chain over one store, while the one
// that does it, or another, is killed, suspended, or cut off in one direction or both, in the middle of whatever it
// does. A fourth only serves. Whenever the owner fell another takes over within two lease times. In the end the feed
// has told everything once, each owner alone has written in its time, and what is known is what a program knows that
// nothing ever happened to.
func TestSeveralMachines(t *testing.T) {
	if !alone(t) {
		return
	}
	c := found(t, 20)
	calm := c.watch()
	spectator := c.machine(1, "serve")
	all := []*machine{c.machine(2, "watch"), c.machine(3, "watch"), c.machine(4, "watch")}
	c.owner(all)
	seen := gapless(t, c.url)
	random := rand.New(rand.NewPCG(8, 8))
	for round := range 3 * len(blows) / 2 {
		blow := blows[round%len(blows)]
		m := c.owner(all)
		epoch := c.epoch()
		victim := m
		if round >= len(blows) { // in the second turn perhaps a bystander
			victim = all[random.IntN(len(all))]
		}
		mend := c.strike(victim, blow.fall, seen, random.Uint64N(20))
		if victim == m {
			c.takenOver(epoch)
		}
		for range random.IntN(3) {
			c.step()
		}
		spectator.standsAtHead() // by what an owner stored
		mend()
	}
	heir := c.owner(all)
	for _, m := range all {
		m.standsAtHead()
	}
	heir.compare(heir.program)
	heir.feedHolds()
	c.compare(calm)
	c.sameAs(heir)
	c.ownersWroteAlone(len(blows))
	events, err := spectator.Events(t.Context())
	if err != nil || len(events) == 0 || events[len(events)-1].Seq < seen.Load() {
		t.Errorf("who only serves tells %d events, %v", len(events), err)
	}
}

// sameAs demands that a machine and its store know what the program knows that nothing happened to.
func (c *city) sameAs(m *machine) {
	c.t.Helper()
	ctx, head := c.t.Context(), c.Market.Chain.Head().Hash
	want, err := c.Positions(ctx, head)
	if err != nil {
		c.t.Fatal(err)
	}
	got, err := m.Positions(ctx, head)
	if err != nil || len(want) == 0 || !reflect.DeepEqual(got, want) {
		c.t.Errorf("%d positions are known, %v, undisturbed %d", len(got), err, len(want))
	}
	calm, err := sqlite.OpenReader(ctx, filepath.Join(c.folder, "brink.db"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = calm.Close() }()
	shared, err := postgres.OpenReader(ctx, c.url)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = shared.Close() }()
	a, b := c.heard(shared), c.heard(calm)
	if !maps.Equal(a.standing, b.standing) || len(b.standing) == 0 {
		c.t.Errorf("%d facts stand, undisturbed %d", len(a.standing), len(b.standing))
	}
	if !maps.Equal(a.words, b.words) || len(b.words) == 0 {
		c.t.Errorf("the last words on positions are\n%v, undisturbed\n%v", a.words, b.words)
	}
}

// heard is what a feed comes to. Each fact is said, and taken back, once.
func (c *city) heard(r feed.Reader) (l life) {
	c.t.Helper()
	l = life{standing: make(map[string]bool), words: make(map[string]string)}
	entries, _, err := r.Read(c.t.Context(), 0, 1<<30, feed.Filter{})
	for i := range entries {
		err = errors.Join(err, l.hear(&entries[i]))
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return l
}

// ownersWroteAlone demands that in the time of each owner nobody else has moved the tip, and nobody after it.
func (c *city) ownersWroteAlone(least int) {
	c.t.Helper()
	owners := ask[int](c, `SELECT count(DISTINCT epoch) FROM writers`)
	mixed := ask[int](c, `SELECT count(*) FROM (SELECT epoch FROM writers GROUP BY epoch HAVING count(DISTINCT writer) > 1) mixed`)
	late := ask[int](c, `SELECT count(*) FROM (SELECT epoch < lag(epoch) OVER (ORDER BY n) AS late FROM writers) w WHERE late`)
	machines := ask[int](c, `SELECT count(DISTINCT writer) FROM writers`)
	if owners < least || machines < 2 || mixed > 0 || late > 0 {
		c.t.Errorf("of %d owners, on %d machines, %d did not write alone, and %d steps came after their time", owners, machines, mixed, late)
	}
}

// TestSuspendedOwner suspends an owner whose next step is on its way already: it waits in the database for the log's row,
// which the test has. When another machine has taken over the step goes on, before any of the heir's, and is refused.
// The owner wakes up with its old memory, learns that it lost, and begins anew.
func TestSuspendedOwner(t *testing.T) {
	if !alone(t) {
		return
	}
	c := found(t, 5)
	all := []*machine{c.machine(1, "watch"), c.machine(2, "watch")}
	first := c.owner(all)
	gapless(t, c.url)
	c.step()
	first.standsAtHead()
	epoch := c.epoch()
	blocker, err := pgx.Connect(t.Context(), c.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = blocker.Close(context.Background()) }()
	if _, err := blocker.Exec(t.Context(), `BEGIN; SELECT newest FROM log FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	c.step()
	c.awaits(`SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%step_batch%' AND wait_event_type = 'Lock' AND client_addr = $1`, first.store.at)
	_ = first.program.Process.Signal(syscall.SIGSTOP)
	c.takenOver(epoch)
	if refused := c.refusals(); refused != 0 {
		t.Fatalf("%d steps were refused before the log's row was free", refused)
	}
	if _, err := blocker.Exec(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	heir := c.owner(all)
	heir.standsAtHead()
	if refused := c.refusals(); heir == first || refused != 1 {
		t.Fatalf("%d steps of the former owner were refused, want one", refused)
	}
	_ = first.program.Process.Signal(syscall.SIGCONT)
	if err := first.Await(t.Context(), func() error {
		if !first.shows("brink_leases_lost_total 1") || first.owns() {
			return errors.New("the former owner doesn't say that it lost its leases once")
		}
		return nil
	}); err != nil {
		t.Fatalf("%v\n%s", err, first.fate())
	}
	c.step()
	for _, m := range all {
		m.standsAtHead()
	}
	heir.compare(heir.program)
	c.ownersWroteAlone(2)
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
