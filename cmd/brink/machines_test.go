package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"reflect"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"brink/devnet"
	"brink/devnet/fault"
	"brink/feed"
	"brink/store/postgres"
	"brink/store/postgres/cluster"
)

// machine is one of several that watch with one configuration: a program, and
// the network between it and the store.
type machine struct {
	*theater
	*fault.Pipe
	*program
	args []string
}

// machines starts a PostgreSQL and gives a theater's folder to machines of its
// store, whose URL it returns.
func (th *theater) machines(serve int, watch int) (url string, all []*machine) {
	th.t.Helper()
	server, err := cluster.Start(th.t.Context())
	if err != nil {
		th.t.Fatal(err)
	}
	th.t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			th.t.Error(err)
		}
	})
	if url, err = server.Store(th.t.Context(), th.t.Name()); err != nil {
		th.t.Fatal(err)
	}
	for i := range serve + watch {
		pipe, err := fault.NewPipe(server.Address())
		if err != nil {
			th.t.Fatal(err)
		}
		th.t.Cleanup(pipe.Close)
		through, err := cluster.Through(url, pipe.Address())
		if err != nil {
			th.t.Fatal(err)
		}
		own := *th
		own.listen = freePort(th.t)
		own.Inspector = devnet.Inspector{URL: "http://" + own.listen, Market: th.Market}
		m := &machine{theater: &own, Pipe: pipe, args: []string{"watch", "--listen", own.listen, "--store-url", through, "--store-lease", "3s"}}
		if i < serve {
			m.args[0] = "serve"
		}
		m.restart()
		all = append(all, m)
	}
	return url, all
}

// restart starts the program, which must not run.
func (m *machine) restart() {
	p := &program{Cmd: exec.Command(brinkProgram(m.t), m.args...), ended: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = m.folder, &p.log, &p.log
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
func (m *machine) owns() bool {
	response, err := http.Get(m.URL + "/livez")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return m.metric(`brink_chain_owned{chain="local"}`) == 1
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

// owner waits for the one machine that watches.
func owner(t *testing.T, all []*machine) (found *machine) {
	t.Helper()
	err := all[0].Await(t.Context(), func() error {
		found = nil
		for _, m := range all {
			if m.owns() {
				found = m
			}
		}
		if found == nil {
			return errors.New("nobody watches the chain")
		}
		return nil
	})
	if err != nil {
		var said []string
		for _, m := range all {
			said = append(said, m.fate())
		}
		t.Fatalf("%v\n%s", err, strings.Join(said, "\n"))
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

// TestSeveralMachines lets three machines watch one chain over one store while
// the one that does it is killed, or cut off from the store, again and again. A
// fourth only serves. In the end the feed tells everything once, and what is
// known of positions is what a machine knows that nothing ever happened to.
func TestSeveralMachines(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	calm := th.watch()
	url, all := th.machines(1, 3)
	spectator, all := all[0], all[1:]
	owner(t, all)
	seen := gapless(t, url)
	random := rand.New(rand.NewPCG(8, 8))
	for round := range 6 {
		for range 1 + random.IntN(4) {
			th.step()
		}
		m := owner(t, all)
		cut := round%3 == 1
		switch {
		case cut:
			m.Blackhole(true)
		case round%3 == 0:
			m.program.end(syscall.SIGKILL)
		default:
			m.program.end(syscall.SIGTERM)
		}
		for range 1 + random.IntN(4) {
			th.step()
		}
		spectator.standsAtHead() // by what an heir stored
		if cut {
			m.Blackhole(false)
		} else {
			m.restart()
		}
	}
	heir := owner(t, all)
	for _, m := range all {
		m.standsAtHead()
	}
	heir.compare(heir.program)
	heir.feedHolds()
	th.compare(calm)
	head := th.Market.Chain.Head().Hash
	want, err := th.Positions(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	got, err := heir.Positions(t.Context(), head)
	if err != nil || len(want) == 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d positions are known, %v, undisturbed %d", len(got), err, len(want))
	}
	events, err := spectator.Events(t.Context())
	if err != nil || len(events) == 0 || events[len(events)-1].Seq < seen.Load() {
		t.Errorf("who only serves tells %d events, %v", len(events), err)
	}
}
