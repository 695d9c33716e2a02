package notify_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"brink/feed"
	"brink/notify"
)

// dropped counts what no channel was given because too much waited.
type dropped struct {
	n, longest atomic.Int64
}

func (d *dropped) Attempted(string, string)   {}
func (d *dropped) Failed(string, string)      {}
func (d *dropped) Accepted(string, time.Time) {}
func (d *dropped) Queue(_ string, length int) {
	d.longest.Store(max(d.longest.Load(), int64(length)))
}

func (d *dropped) Suppressed(_, reason string) {
	if reason == "overflow" {
		d.n.Add(1)
	}
}

// While a receiver is down ten thousand alerts wait for it on disk, also through a restart. Of more than that the oldest
// that aren't critical go, each of them counted and told in the log; all others arrive, in order.
func TestFault34OutboxIsBounded(t *testing.T) {
	const bound, over, critical = 10_000, 300, 40
	var up atomic.Bool
	hook := &post{fails: func(int) error {
		if !up.Load() {
			return &notify.Failure{Reason: notify.Network}
		}
		return nil
	}}
	s := newStage(t, channel("hook", hook))
	var said bytes.Buffer
	seen := new(dropped)
	s.opt.Observer, s.opt.Log = seen, slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelError}))
	s.start()
	want := []string{"fired first"}
	s.tell(fired("first"))
	until(t, "an attempt", func() bool { d := s.Deliveries(1); return len(d) == 1 && d[0].Attempts > 0 })
	tell := func(from, to int) {
		var alerts []feed.Alert
		for i := from; i < to; i++ {
			a := fired(fmt.Sprint("m", i))
			if i < critical {
				a = alert(a.ID, feed.Fired, feed.Critical, "")
			}
			if alerts = append(alerts, a); i < critical || i >= critical+over {
				want = append(want, "fired "+a.ID)
			}
		}
		s.tell(alerts...)
	}
	tell(0, bound)
	until(t, "that all of them wait", func() bool { return seen.longest.Load() == bound+1 })
	if n := seen.n.Load(); n != 0 {
		t.Errorf("%d alerts were dropped within the bound", n)
	}
	s.stop()
	s.start()
	tell(bound, bound+over)
	until(t, "that what is too much was dropped", func() bool { return seen.n.Load() == over })
	up.Store(true)
	until(t, "all others", func() bool { return len(hook.told()) >= len(want) })
	until(t, "that nothing waits", func() bool {
		return !slices.ContainsFunc(s.Deliveries(10), func(m notify.Message) bool { return m.State == notify.Waiting })
	})
	s.stop()
	if got := hook.told(); !slices.Equal(got, want) {
		t.Errorf("%d alerts arrived, want %d", len(got), len(want))
	}
	if n := strings.Count(said.String(), "Too many alerts wait for a channel"); n != over || seen.n.Load() != over || seen.longest.Load() != bound+1 {
		t.Errorf("%d were dropped, of which the log tells %d; %d waited at most", seen.n.Load(), n, seen.longest.Load())
	}
}
