package main

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"
	"brink/store/postgres"
	"brink/store/sqlite"

	"github.com/jackc/pgx/v5"
)

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
