package client_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"brink/client"
	"brink/feed"
)

// errEnough ends a follower that has seen what it wanted.
var errEnough = errors.New("enough")

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// collect follows until n events have come, and returns their numbers.
func collect(t *testing.T, c *client.Client, want client.Want, from string, n int) (seqs []uint64) {
	t.Helper()
	err := c.Follow(within(t), want, from, func(m client.Message) error {
		if e, is := m.(*client.Event); is {
			if seqs = append(seqs, e.Seq); len(seqs) == n {
				return errEnough
			}
		}
		return nil
	})
	if err != errEnough {
		t.Fatalf("following ended with %v after %d events", err, len(seqs))
	}
	return seqs
}

func count(from, to uint64) (all []uint64) {
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

// Connections are cut at any byte and the server is started anew, while events
// come and when they lie in the log: every event comes once, in order.
func TestFollowOverBrokenConnections(t *testing.T) {
	s := newSite(t)
	random := rand.New(rand.NewPCG(7, 7))
	first := int64(1 << 20) // who gets no answer at all is told so
	proxy := newCutter(t, func() string { return s.addr }, func() int64 {
		defer func() { first = 0 }()
		return first + random.Int64N(40_000) + 600
	})
	for range 100 {
		s.say(feed.PositionBand, subject(1), subject(2))
	}
	const more = 300
	wrote := make(chan struct{})
	seen := make(chan uint64, 1000)
	go func() {
		defer close(wrote)
		last := uint64(0)
		for i := range more {
			for last+20 < uint64(200+i) { // the follower keeps up: most of it comes over the stream, and a page gets through
				last = <-seen
			}
			if i%100 == 50 {
				s.stop()
				s.start()
			}
			s.say(feed.PositionBand, subject(i))
		}
	}()
	var seqs []uint64
	breaks := 0
	err := s.client(proxy.addr()).Follow(within(t), client.Want{}, client.FromOldest, func(m client.Message) error {
		switch m := m.(type) {
		case *client.Break:
			breaks++
		case *client.Event:
			seqs = append(seqs, m.Seq)
			select {
			case seen <- m.Seq:
			default:
			}
			if len(seqs) == 200+more {
				return errEnough
			}
		}
		return nil
	})
	if err != errEnough {
		t.Fatalf("following ended with %v after %d events", err, len(seqs))
	}
	<-wrote
	if want := count(1, 200+more); !slices.Equal(seqs, want) {
		t.Fatalf("got %v", seqs)
	}
	if breaks < 5 {
		t.Errorf("the connection broke %d times: this tests too little", breaks)
	}
}

// What a server no longer keeps is told, and what it keeps comes.
// No connection lasts for a page of what has come meanwhile: less is asked for, until it gets through.
func TestFollowOverConnectionsTooShortForAPage(t *testing.T) {
	s := newSite(t)
	var answered atomic.Bool
	proxy := newCutter(t, func() string { return s.addr }, func() int64 {
		if answered.Load() {
			return 8_000
		}
		return 1 << 20
	})
	s.say(feed.PositionBand, subject(1))
	const more = 600
	var seqs []uint64
	err := s.client(proxy.addr()).Follow(within(t), client.Want{}, client.FromOldest, func(m client.Message) error {
		if e, is := m.(*client.Event); is {
			if seqs = append(seqs, e.Seq); len(seqs) == 1 {
				answered.Store(true)
				s.stop()
				s.start()
				for i := range more {
					s.say(feed.PositionBand, subject(i))
				}
			}
		}
		if len(seqs) == 1+more {
			return errEnough
		}
		return nil
	})
	if err != errEnough || !slices.Equal(seqs, count(1, 1+more)) {
		t.Fatalf("following ended with %v after %v", err, seqs)
	}
}

func TestFollowFromAnExpiredCursor(t *testing.T) {
	s := newSite(t)
	for range 5 {
		s.say(feed.PositionBand, subject(1), subject(2))
	}
	if err := s.store.Trim(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	var reset *client.Reset
	var seqs []uint64
	err := s.client(s.addr).Follow(within(t), client.Want{}, "v1.2", func(m client.Message) error {
		switch m := m.(type) {
		case *client.Reset:
			reset = m
		case *client.Event:
			if seqs = append(seqs, m.Seq); len(seqs) == 4 {
				return errEnough
			}
		}
		return nil
	})
	if err != errEnough || reset == nil || *reset != (client.Reset{Lost: "v1.2", Oldest: "v1.6"}) || !slices.Equal(seqs, count(7, 10)) {
		t.Fatalf("%v, %+v, %v", err, reset, seqs)
	}
}

// What isn't wanted isn't told of, from the log and from the stream alike.
func TestFollowWhatIsWanted(t *testing.T) {
	s := newSite(t)
	c := s.client(s.addr)
	for range 3 {
		s.say(feed.PositionBand, subject(1), subject(2))
		s.say(feed.OracleUpdated, "31337:comet:"+account(1).Hex())
		s.say(feed.Reorg, "31337")
	}
	for name, of := range map[string]struct {
		want client.Want
		seqs []uint64
	}{
		"account":    {client.Want{Account: account(1).Hex()}, []uint64{1, 5, 9}},
		"deployment": {client.Want{Deployment: "comet"}, []uint64{3, 7, 11}},
		"protocol":   {client.Want{Protocol: "aave-v3"}, []uint64{1, 2, 5, 6, 9, 10}},
		"type":       {client.Want{Types: []string{feed.Reorg}, Chain: "local"}, []uint64{4, 8, 12}},
	} {
		if got := collect(t, c, of.want, client.FromOldest, len(of.seqs)); !slices.Equal(got, of.seqs) {
			t.Errorf("%s: %v, want %v", name, got, of.seqs)
		}
	}
	var refused *client.Refusal
	err := c.Follow(within(t), client.Want{Protocol: "aave-v9"}, "", func(client.Message) error { return nil })
	if !errors.As(err, &refused) || refused.Status != 422 {
		t.Errorf("a protocol that nobody watches: %v", err)
	}
}

// Among many events those of one account are found, although the server looks
// at a part of the log at a time.
func TestFollowOneAmongMany(t *testing.T) {
	s := newSite(t)
	many := slices.Repeat([]string{subject(2)}, 18_000)
	s.say(feed.Reorg, many...)
	s.say(feed.PositionBand, subject(1))
	s.say(feed.Reorg, many...)
	s.say(feed.PositionBand, subject(1))
	if got := collect(t, s.client(s.addr), client.Want{Account: account(1).Hex()}, client.FromOldest, 2); !slices.Equal(got, []uint64{18_001, 36_002}) {
		t.Errorf("got %v", got)
	}
}

// A retraction is a value of its own, with what it takes back.
func TestRetraction(t *testing.T) {
	s := newSite(t)
	s.say(feed.Liquidated, subject(1))
	facts, err := s.store.Recent(t.Context(), "31337")
	if err != nil || len(facts.Facts) != 1 {
		t.Fatalf("%+v, %v", facts, err)
	}
	b := feed.Batch{Shard: "31337", From: s.tip.Ref, Undo: true, Entries: []feed.Entry{facts.Facts[0].Withdrawn()}}
	s.append(b)
	var of string
	err = s.client(s.addr).Follow(within(t), client.Want{Account: account(1).Hex()}, client.FromOldest, func(m client.Message) error {
		switch m := m.(type) {
		case *client.Event:
			body, err := m.Body()
			if _, is := body.(*feed.Liquidation); !is || err != nil {
				t.Errorf("its body is %T, %v", body, err)
			}
			of = m.ID
		case *client.Retraction:
			if m.Of != of || of == "" || m.Status != feed.Reverted {
				t.Errorf("it takes back %q, not %q", m.Of, of)
			}
			return errEnough
		}
		return nil
	})
	if err != errEnough {
		t.Fatal(err)
	}
}

// The snapshot is read page by page while events come. Afterwards nothing is
// missing, and nothing comes that its page held already.
func TestWatchSnapshotThenEvents(t *testing.T) {
	s := newSite(t)
	s.say(feed.PositionBand, subject(1))
	last := subject(2499)
	s.shown.mu.Lock()
	s.shown.n = 2500
	s.shown.during = func(page int) {
		if page > 1 {
			s.say(feed.PositionBand, subject(0), last) // the last page holds the second, none the first
		}
	}
	s.shown.mu.Unlock()
	var snapshot *client.Snapshot
	var told []string
	err := s.client(s.addr).Watch(within(t), client.Want{}, func(m client.Message) error {
		switch m := m.(type) {
		case *client.Snapshot:
			snapshot = m
			s.say(feed.PositionBand, last)
		case *client.Event:
			if told = append(told, m.Subject); m.Subject == last {
				return errEnough
			}
		}
		return nil
	})
	if err != errEnough {
		t.Fatal(err)
	}
	var names []string
	for _, p := range snapshot.Positions {
		names = append(names, p.ID)
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != 2500 || len(names) != 2500 {
		t.Errorf("the snapshot has %d positions", len(names))
	}
	if want := []string{subject(0), subject(0), last}; !slices.Equal(told, want) {
		t.Errorf("afterwards came %v", told)
	}
}

// When the server forgot what came after the snapshot there is another one; a
// server that is away in between is waited for.
func TestWatchBeginsAnewAfterExpiry(t *testing.T) {
	s := newSite(t)
	s.say(feed.PositionBand, subject(1))
	snapshots := 0
	err := s.client(s.addr).Watch(within(t), client.Want{}, func(m client.Message) error {
		if _, is := m.(*client.Snapshot); !is {
			return nil
		}
		if snapshots++; snapshots == 2 {
			return errEnough
		}
		s.stop()
		s.start()
		for range 5 {
			s.say(feed.PositionBand, subject(1))
		}
		return s.store.Trim(t.Context(), 3)
	})
	if err != errEnough {
		t.Fatalf("%v after %d snapshots", err, snapshots)
	}
}

// A connection over which nothing comes counts as broken.
func TestSilence(t *testing.T) {
	s := newSite(t)
	c, err := client.New("http://"+s.addr, client.Options{Silence: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	err = c.Follow(within(t), client.Want{}, client.FromNext, func(m client.Message) error {
		if b, is := m.(*client.Break); is {
			return b.Why
		}
		return nil
	})
	if err == nil || err.Error() != "the stream went silent" {
		t.Errorf("it ended with %v", err)
	}
}

// Errors name the server and nothing else of its URL.
func TestErrorsHoldNoSecrets(t *testing.T) {
	s := newSite(t)
	s.stop()
	c, err := client.New("http://user:marked-secret@"+s.addr+"/marked-secret?key=marked-secret", client.Options{Token: "marked-secret"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Snapshot(within(t), client.Want{})
	if err == nil || strings.Contains(err.Error(), "marked-secret") || !strings.Contains(err.Error(), s.addr) {
		t.Errorf("%v", err)
	}
	if _, err := client.New("localhost:8080", client.Options{}); err != client.ErrURL {
		t.Errorf("no URL: %v", err)
	}
}
