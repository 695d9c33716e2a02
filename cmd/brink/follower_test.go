package main

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"brink/client"
)

// follower is a program of somebody else that keeps a snapshot of the positions
// and the events after it, over a network that breaks every connection.
type follower struct {
	t    *testing.T
	done chan error
	end  context.CancelFunc

	mu        sync.Mutex
	snapshots int
	from      string
	events    []uint64
	breaks    int
}

// follow begins to watch the program, which must be there.
func (th *theater) follow() *follower {
	th.t.Helper()
	c, err := client.New("http://"+th.brittle(), client.Options{Rest: 10 * time.Millisecond})
	if err != nil {
		th.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	f := &follower{t: th.t, done: make(chan error, 1), end: cancel}
	go func() { f.done <- c.Watch(ctx, client.Want{}, f.take) }()
	th.t.Cleanup(cancel)
	return f
}

func (f *follower) take(m client.Message) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch m := m.(type) {
	case *client.Snapshot:
		f.snapshots++
		f.from = m.Cursor
	case *client.Event:
		f.events = append(f.events, m.Seq)
	case *client.Retraction:
		f.events = append(f.events, m.Seq)
	case *client.Break:
		f.breaks++
	}
	return nil
}

// holds demands that one snapshot and the events after it are all there is.
func (f *follower) holds(th *theater) {
	f.t.Helper()
	events, err := th.Events(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	var want []uint64
	for _, e := range events {
		if e.Cursor == f.from {
			want = nil
			continue
		}
		want = append(want, e.Seq)
	}
	until(f.t, "the last event", func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return len(f.events) >= len(want)
	})
	f.end()
	if err := <-f.done; !errors.Is(err, context.Canceled) {
		f.t.Fatalf("the follower ended with %v", err)
	}
	if f.snapshots != 1 || f.breaks == 0 || len(want) == 0 || !slices.Equal(f.events[:len(want)], want) {
		f.t.Fatalf("after %d snapshots, at %s, and %d broken connections came %v, not %v", f.snapshots, f.from, f.breaks, f.events, want)
	}
}

// brittle is an address at which the program answers, over connections of which
// each breaks after some time.
func (th *theater) brittle() string {
	th.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		th.t.Fatal(err)
	}
	var conns sync.WaitGroup
	conns.Go(func() {
		for n := int64(1); ; n++ {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer conn.Close()
				server, err := net.Dial("tcp", th.listen)
				if err != nil {
					return
				}
				defer server.Close()
				conns.Go(func() {
					_, _ = io.Copy(server, conn)
					server.Close()
				})
				_, _ = io.CopyN(conn, server, 500_000/n+20_000)
			})
		}
	})
	th.t.Cleanup(func() {
		l.Close()
		conns.Wait()
	})
	return l.Addr().String()
}
