package notify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"brink/feed"
	"brink/notify"
	"brink/store"
	"brink/store/sqlite"
)

var errDead = errors.New("the process is dead")

// mortal is a process that dies at one moment: before or after it writes something
// down, before or after a channel takes a message.
type mortal struct {
	*sqlite.Store
	taker *post
	die   context.CancelFunc

	mu      sync.Mutex
	moments int
	last    int // the moment at which it dies
}

// dead counts a moment; from the last one on the process does nothing.
func (m *mortal) dead() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.moments++; m.moments >= m.last {
		m.die()
	}
	return m.moments >= m.last
}

func (m *mortal) Commit(ctx context.Context, c store.Commit) (feed.Cursor, error) {
	if m.dead() {
		return 0, errDead
	}
	cursor, err := m.Store.Commit(context.WithoutCancel(ctx), c)
	if m.dead() {
		return 0, errDead
	}
	return cursor, err
}

func (m *mortal) Send(ctx context.Context, message *notify.Message) error {
	if m.dead() {
		return errDead
	}
	err := m.taker.Send(ctx, message)
	if m.dead() {
		return errDead
	}
	return err
}

// The process dies at every single moment of a story, one after the other, and is
// started again: each alert arrives, in order, under one id.
func TestKilledAtEveryMomentNothingIsLostOrTwice(t *testing.T) {
	single := channel("phone", nil)
	single.Digest = 100
	forgetful, digest := single, single
	forgetful.Forgetful, digest.Digest = true, 1
	for _, c := range []struct {
		notify.Channel
		want []string
	}{
		{single, []string{"fired a", "fired b", "resolved a", "happened c"}},
		{forgetful, []string{"fired a", "fired b", "resolved a", "happened c"}},
		{digest, []string{"resolved a", "fired b", "happened c"}}, // the last word on each
	} {
		last := 1
		for dies(t, c.Channel, last, c.want) {
			last++
		}
		if last < 8 {
			t.Errorf("the story has %d moments alone", last)
		}
	}
}

// dies tells a story, and reports whether it was long enough for a death at that
// moment.
func dies(t *testing.T, c notify.Channel, last int, want []string) bool {
	p := new(post)
	s := newStage(t)
	s.tell(fired("a"), fired("b"))
	s.tell(resolved("a"), alert("c", feed.Happened, feed.Warning, ""))
	ctx, die := context.WithCancel(t.Context())
	c.Sender = &mortal{Store: s.store, taker: p, die: die, last: last}
	s.opt.Channels = []notify.Channel{c}
	done := make(chan error, 1)
	go func() { done <- notify.New(s.opt, c.Sender.(*mortal), s.hub).Run(ctx) }()
	quiet := func() bool {
		m := s.box(t)
		return len(m) == 0 && len(p.told()) > 0
	}
	until(t, "its death, or the end of the story", func() bool { return ctx.Err() != nil || quiet() })
	died := ctx.Err() != nil
	die()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatalf("killed at moment %d it ended with %v", last, err)
	}
	s.opt.Channels[0].Sender = p
	s.start()
	until(t, fmt.Sprint("all alerts after a death at moment ", last), func() bool { return quiet() && len(p.told()) >= len(want) })
	s.stop()
	if got := p.told(); !slices.Equal(got, want) {
		t.Errorf("killed at moment %d: told %v, want %v", last, got, want)
	}
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	return died
}

// box are the keys of what waits in the store.
func (s *stage) box(t *testing.T) (waits []string) {
	t.Helper()
	kept, err := s.store.Kept(t.Context(), notify.Consumer)
	if err != nil {
		t.Fatal(err)
	}
	for key := range kept.Values {
		if strings.HasPrefix(key, "item ") || strings.HasPrefix(key, "message ") {
			waits = append(waits, key)
		}
	}
	return waits
}
