package notify_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/feed"
	"brink/notify"
)

// What people complained of in programs of this kind, a test each; docs/alerts.md
// lists them.

// Three hundred messages a minute in a crash: many alerts are one message.
func TestHundredsOfMessagesAMinuteAreADigest(t *testing.T) {
	p := new(post)
	s := newStage(t, channel("phone", p))
	s.start()
	for block := range 5 {
		var alerts []feed.Alert
		for i := range 100 {
			alerts = append(alerts, alert(fmt.Sprintf("p%d", block*100+i), feed.Fired, feed.Critical, ""))
		}
		s.tell(alerts...)
	}
	until(t, "500 alerts", func() bool { return len(p.told()) == 500 })
	if n := len(p.messages()); n > 10 {
		t.Errorf("500 alerts came in %d messages", n)
	}
	text := p.messages()[0].Words(notify.Links{})
	if !strings.Contains(text.Title, "alerts: ") || len(text.Lines) > 21 {
		t.Errorf("the digest is %q with %d lines", text.Title, len(text.Lines))
	}
}

// One channel that fails must not stop another.
func TestFailingChannelStopsNoOther(t *testing.T) {
	bad, good := &post{fails: func(int) error { return &notify.Failure{Reason: notify.Network} }}, new(post)
	hangs := &post{}
	s := newStage(t, channel("bad", bad), channel("hangs", slow{hangs}), channel("good", good))
	s.start()
	for i := range 10 {
		s.tell(fired(fmt.Sprint(i)))
	}
	until(t, "ten alerts", func() bool { return len(good.told()) == 10 })
	if n := len(bad.told()) + len(hangs.told()); n != 0 {
		t.Errorf("%d alerts came through channels that don't work", n)
	}
}

// 429 with retry_after: the channel is left alone for so long.
func TestRetryAfterIsHonoured(t *testing.T) {
	var first, second time.Time
	p := new(post)
	p.fails = func(n int) error {
		if n == 1 {
			first = time.Now()
			return &notify.Failure{Reason: notify.RateLimited, Code: 429, After: 300 * time.Millisecond}
		}
		second = time.Now()
		return nil
	}
	s := newStage(t, channel("phone", p))
	s.start()
	s.tell(fired("a"))
	until(t, "a message", func() bool { return len(p.messages()) == 1 })
	if second.Sub(first) < 300*time.Millisecond {
		t.Errorf("the second attempt came after %s", second.Sub(first))
	}
	if m := s.Deliveries(10); len(m) != 1 || m[0].State != notify.Sent || m[0].Attempts != 2 {
		t.Errorf("deliveries: %+v", m)
	}
}

// Woken at night: quiet hours hold back what isn't critical, and nothing else.
func TestWokenAtNightByWhatIsCriticalAlone(t *testing.T) {
	quiet, err := notify.ParseQuiet("22:00-07:00", "Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	now := time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)
	p := new(post)
	c := channel("phone", p)
	c.Quiet = quiet
	s := newStage(t, c)
	s.opt.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); now = now.Add(time.Millisecond); return now }
	s.start()
	s.tell(fired("a"), alert("b", feed.Fired, feed.Critical, ""), alert("c", feed.Escalated, feed.Critical, feed.Warning))
	until(t, "the critical ones", func() bool { return len(p.told()) == 2 })
	if slices.Contains(p.told(), "fired a") {
		t.Error("a warning came at night")
	}
	mu.Lock()
	now = time.Date(2026, 3, 3, 6, 0, 1, 0, time.UTC)
	mu.Unlock()
	s.tell(fired("d")) // wakes the channel, as its own pulse would within a minute
	until(t, "the warning", func() bool { return slices.Contains(p.told(), "fired a") })
}

// "1 a second for a chat, 20 a minute for a group": what a channel takes a minute
// is kept, and nothing is lost by it.
func TestRateLimitsOfTelegramAreKept(t *testing.T) {
	var times []time.Time
	p := &post{fails: func(int) error { times = append(times, time.Now()); return nil }}
	c := channel("phone", p)
	c.Digest, c.PerMinute = 100, 600
	s := newStage(t, c)
	s.start()
	var alerts []feed.Alert
	for i := range 12 {
		alerts = append(alerts, fired(fmt.Sprint(i)))
	}
	s.tell(alerts...)
	until(t, "all alerts", func() bool { return len(p.told()) == 12 })
	// Five may come at once, the others a tenth of a second after each other.
	if least, took := 690*time.Millisecond, times[11].Sub(times[0]); took < least {
		t.Errorf("12 messages were sent within %s", took)
	}
}
