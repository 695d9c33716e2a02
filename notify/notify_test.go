package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/notify"
	"brink/store"
	"brink/store/sqlite"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is a feed of alerts, and a notifier that may be stopped and started.
type stage struct {
	t     *testing.T
	store *sqlite.Store
	hub   *feed.Hub
	opt   notify.Options

	*notify.Notifier
	stop    func()
	version uint64
	serial  int
}

func newStage(t *testing.T, channels ...notify.Channel) *stage {
	t.Helper()
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "brink.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, store: st, hub: new(feed.Hub), opt: notify.Options{Channels: channels, Waits: []time.Duration{20 * time.Millisecond}}}
	t.Cleanup(func() { st.Close() })
	return s
}

// start runs a notifier until stop.
func (s *stage) start() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	s.Notifier = notify.New(s.opt, s.store, s.hub)
	n := s.Notifier
	go func() { done <- n.Run(ctx) }()
	var once sync.Once
	s.stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; !errors.Is(err, context.Canceled) {
				s.t.Errorf("the notifier ended with %v", err)
			}
		})
	}
	s.t.Cleanup(s.stop)
}

// tell puts alerts on the feed, all of one block.
func (s *stage) tell(alerts ...feed.Alert) {
	s.t.Helper()
	var entries []feed.Entry
	for _, a := range alerts {
		s.serial++
		data, err := json.Marshal(a)
		if err != nil {
			s.t.Fatal(err)
		}
		entries = append(entries, feed.Entry{ChainID: 1, ID: fmt.Sprintf("alert/%d", s.serial), Type: feed.AlertChanged,
			Subject: a.ID, Block: chain.Head{Time: 1}, Status: feed.Latest, Data: data})
	}
	newest, err := s.store.Commit(context.Background(), store.Commit{Consumer: "alerts", Version: s.version, Entries: entries})
	if err != nil {
		s.t.Fatal(err)
	}
	s.version++
	s.hub.Wake(newest)
}

func alert(id string, transition feed.Transition, severity, was feed.Severity) feed.Alert {
	return feed.Alert{ID: id, Rule: "health", Measure: "health_factor", Transition: transition, Severity: severity, Was: was,
		ChainID: 1, Chain: "ethereum", Subject: id, Account: "0x00000000000000000000000000000000000000A1", Mend: []feed.Remedy{}, Channels: []string{}}
}

func fired(id string) feed.Alert    { return alert(id, feed.Fired, feed.Warning, "") }
func resolved(id string) feed.Alert { return alert(id, feed.Resolved, "", feed.Warning) }

// until waits for a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("it never came to be: %s", what)
		}
	}
}

// post is a channel that remembers what it was given.
type post struct {
	mu    sync.Mutex
	got   []notify.Message
	fails func(n int) error // of the nth attempt
	tries int
}

func (p *post) Send(_ context.Context, m *notify.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	if p.fails != nil {
		if err := p.fails(p.tries); err != nil {
			return err
		}
	}
	p.got = append(p.got, *m)
	return nil
}

func (p *post) messages() []notify.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.got)
}

// told are the alerts in the order in which they arrived, a message being
// counted once however often it came.
func (p *post) told() []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range p.messages() {
		if seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		for _, a := range m.Alerts {
			out = append(out, string(a.Transition)+" "+a.ID)
		}
	}
	return out
}

func channel(name string, p notify.Sender) notify.Channel {
	return notify.Channel{Name: name, Sender: p, Fingerprint: name, Least: feed.Info, Window: 20 * time.Millisecond, Urgent: time.Millisecond,
		Digest: 5, Expiry: time.Hour, Recoveries: true}
}

// However much is told, the log of it stays small, in memory as in the store:
// here after a run that was allowed a longer one.
func TestDeliveryLogIsBounded(t *testing.T) {
	s := newStage(t, channel("phone", new(post)))
	put := map[string][]byte{}
	for i := range 1200 {
		m := notify.Message{ID: fmt.Sprint("msg_", i), Channel: "phone", State: notify.Sent, Settled: time.Unix(int64(i), 0), Alerts: []feed.Alert{fired("past")}}
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		put["settled "+m.ID] = data
	}
	if _, err := s.store.Commit(t.Context(), store.Commit{Consumer: notify.Consumer, Put: put}); err != nil {
		t.Fatal(err)
	}
	s.start()
	var alerts []feed.Alert
	for i := range 200 {
		alerts = append(alerts, fired(fmt.Sprintf("p%d", i)))
	}
	alerts[150].Severity = feed.Critical
	s.tell(alerts...)
	until(t, "the digest is sent", func() bool { m := s.Deliveries(1); return len(m) == 1 && m[0].State == notify.Sent && m[0].Omitted > 0 })
	log := s.Deliveries(5000)
	if len(log) != 1000 || log[999].ID != "msg_201" {
		t.Errorf("the log has %d messages, the oldest is %s", len(log), log[len(log)-1].ID)
	}
	if m := log[0]; len(m.Alerts) != 20 || m.Omitted != 180 || m.Alerts[0].ID != "p150" {
		t.Errorf("the digest is logged with %d alerts and %d more, the first %s", len(m.Alerts), m.Omitted, m.Alerts[0].ID)
	}
	kept, err := s.store.Kept(t.Context(), notify.Consumer)
	if err != nil {
		t.Fatal(err)
	}
	entries, bytes := 0, 0
	for key, value := range kept.Values {
		if strings.HasPrefix(key, "settled ") {
			entries, bytes = entries+1, bytes+len(value)
		}
	}
	if entries != 1000 || bytes > 1<<20 {
		t.Errorf("%d messages of %d bytes are kept", entries, bytes)
	}
}

// slow never answers.
type slow struct{ notify.Sender }

func (slow) Send(ctx context.Context, _ *notify.Message) error {
	<-ctx.Done()
	return ctx.Err()
}

// The notifier is stopped at random moments, its receiver fails at random, the
// answer of some attempts is lost: every alert arrives, in order, and what
// arrives twice has one id.
func TestKilledAtAnyMomentNothingIsLost(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	p := new(post)
	lost := &forgetful{post: p, random: rand.New(rand.NewPCG(2, 4))}
	s := newStage(t, channel("phone", lost))
	var want []string
	for i := range 60 {
		s.start()
		a := fired(fmt.Sprint(i))
		want = append(want, "fired "+a.ID)
		s.tell(a)
		if random.IntN(3) > 0 {
			n := len(p.messages())
			until(t, "a message", func() bool { return len(p.messages()) > n || lost.tried() > 3 })
		}
		s.stop()
	}
	s.start()
	until(t, "all alerts", func() bool { return len(p.told()) >= len(want) })
	got := p.told()
	if !slices.Equal(got, want) {
		t.Errorf("arrived: %v", got)
	}
}

// forgetful takes messages and sometimes says that it didn't, or the reverse of
// a failure: that it did not take one.
type forgetful struct {
	*post
	random *rand.Rand
	n      int
}

func (f *forgetful) Send(ctx context.Context, m *notify.Message) error {
	f.mu.Lock()
	dice := f.random.IntN(4)
	f.n++
	f.mu.Unlock()
	switch dice {
	case 0:
		return &notify.Failure{Reason: notify.Status, Code: 502}
	case 1:
		_ = f.post.Send(ctx, m)
		return &notify.Failure{Reason: notify.Timeout}
	}
	return f.post.Send(ctx, m)
}

func (f *forgetful) tried() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.n
}

// While a channel fails alerts gather, and when it is back they come at once.
func TestOutageEndsWithADigest(t *testing.T) {
	down := true
	p := new(post)
	p.fails = func(int) error {
		if down {
			return &notify.Failure{Reason: notify.Network}
		}
		return nil
	}
	s := newStage(t, channel("phone", p))
	s.start()
	for i := range 100 {
		s.tell(fired(fmt.Sprint(i)))
	}
	until(t, "attempts", func() bool { p.mu.Lock(); defer p.mu.Unlock(); return p.tries > 3 })
	p.mu.Lock()
	down = false
	p.mu.Unlock()
	until(t, "all alerts", func() bool { return len(p.told()) == 100 })
	if n := len(p.messages()); n > 20 {
		t.Errorf("100 alerts came in %d messages", n)
	}
}

// Attempts are repeated as Standard Webhooks lists it, a fifth sooner or later.
func TestRetriesAreThoseOfStandardWebhooks(t *testing.T) {
	for dice, share := range map[float64]float64{0: 0.8, 0.5: 1, 0.999: 1.2} {
		n := notify.New(notify.Options{Random: func() float64 { return dice }}, nil, nil)
		for i, want := range []string{"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h", "24h", "24h"} {
			d, err := time.ParseDuration(want)
			if err != nil {
				t.Fatal(err)
			}
			if got := n.Pause(i + 1); math.Abs(float64(got)-share*float64(d)) > 0.001*float64(d) {
				t.Errorf("after %d failures it waits %s, want %s times %v", i+1, got, want, share)
			}
		}
	}
}

// 410 disables a channel until it leads elsewhere.
func TestGoneDisablesTheChannel(t *testing.T) {
	p := &post{fails: func(int) error { return &notify.Failure{Reason: notify.Gone, Code: 410} }}
	s := newStage(t, channel("hook", p))
	s.start()
	s.tell(fired("a"))
	until(t, "a failure", func() bool { m := s.Deliveries(1); return len(m) == 1 && m[0].State == notify.Failed })
	s.tell(fired("b"))
	s.stop()
	s.start()
	s.tell(fired("c"))
	s.stop()
	if p.tries != 1 {
		t.Errorf("%d attempts at a channel that is gone", p.tries)
	}
	p.fails = nil
	s.opt.Channels[0].Fingerprint = "elsewhere"
	s.start()
	s.tell(fired("d"))
	until(t, "an alert elsewhere", func() bool { return slices.Contains(p.told(), "fired d") })
}

// A message that will never be taken holds up nothing.
func TestRejectedMessageHoldsUpNothing(t *testing.T) {
	p := new(post)
	p.fails = func(n int) error {
		if n == 1 {
			return &notify.Failure{Reason: notify.Rejected, Code: 400}
		}
		return nil
	}
	s := newStage(t, channel("phone", p))
	s.start()
	s.tell(fired("a"))
	until(t, "a failure", func() bool { return len(s.Deliveries(1)) == 1 && s.Deliveries(1)[0].State == notify.Failed })
	s.tell(fired("b"))
	until(t, "the next", func() bool { return len(p.told()) == 1 })
}

// "About to be liquidated" doesn't arrive when it isn't true any more; what
// still holds does, however late.
func TestStaleAlertExpiresUnlessItStillHolds(t *testing.T) {
	var mu sync.Mutex
	now, down := time.Now(), true
	p := new(post)
	p.fails = func(int) error {
		mu.Lock()
		defer mu.Unlock()
		if down {
			return &notify.Failure{Reason: notify.Network}
		}
		return nil
	}
	one, two := channel("one", p), channel("two", new(post))
	one.Digest = 100
	s := newStage(t, one, two)
	s.opt.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	pass := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); now = now.Add(d) }
	s.start()
	s.tell(fired("past"))
	pass(time.Second)
	s.tell(fired("holds"))
	until(t, "the first is tried", func() bool { p.mu.Lock(); defer p.mu.Unlock(); pass(time.Millisecond); return p.tries > 0 })
	s.tell(resolved("past"))
	until(t, "the end of the first is known", func() bool { return len(s.Holding()) == 1 })
	pass(2 * time.Hour)
	until(t, "the first has expired", func() bool {
		pass(time.Second)
		s.tell(alert("x", feed.Fired, feed.Info, ""))
		return slices.ContainsFunc(s.Deliveries(50), func(m notify.Message) bool { return m.State == notify.Lapsed })
	})
	mu.Lock()
	down = false
	mu.Unlock()
	until(t, "what holds arrives", func() bool { pass(time.Second); return slices.Contains(p.told(), "fired holds") })
	if slices.Contains(p.told(), "fired past") {
		t.Error("an alert arrived two hours late that was over")
	}
}

func TestQuietUntil(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, berlin) }
	for _, c := range []struct {
		hours    string
		at, want time.Time
	}{
		{"22:00-07:00", at(3, 21, 59), at(3, 21, 59)}, {"22:00-07:00", at(3, 22, 0), at(4, 7, 0)}, {"22:00-07:00", at(4, 6, 59), at(4, 7, 0)},
		{"22:00-07:00", at(4, 7, 0), at(4, 7, 0)}, {"12:00-13:30", at(4, 12, 30), at(4, 13, 30)}, {"12:00-13:30", at(4, 11, 0), at(4, 11, 0)},
		{"22:00-07:00", at(31, 23, 0), time.Date(2026, 4, 1, 7, 0, 0, 0, berlin)}, {"22:00-07:00", at(28, 23, 0), at(29, 7, 0)}, {"", at(1, 1, 1), at(1, 1, 1)},
	} {
		q, err := notify.ParseQuiet(c.hours, "Europe/Berlin")
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Until(c.at); !got.Equal(c.want) {
			t.Errorf("%s at %s: until %s, want %s", c.hours, c.at, got, c.want)
		}
	}
	for _, hours := range []string{"22-7", "22:00", "25:00-07:00", "07:00-07:00"} {
		if _, err := notify.ParseQuiet(hours, ""); err == nil {
			t.Errorf("%q was read", hours)
		}
	}
	if _, err := notify.ParseQuiet("22:00-07:00", "Mars/Base"); err == nil {
		t.Error("a zone of no clock was read")
	}
}

// Acknowledged is quiet while it holds; what is worse gets through.
func TestAcknowledgeAndSnooze(t *testing.T) {
	p := new(post)
	s := newStage(t, channel("phone", p))
	s.start()
	s.tell(fired("a"), fired("b"))
	until(t, "both", func() bool { return len(p.told()) == 2 })
	if err := s.Acknowledge(t.Context(), "nothing", 0); !errors.Is(err, notify.ErrUnknown) {
		t.Errorf("acknowledging nothing: %v", err)
	}
	if err := errors.Join(s.Acknowledge(t.Context(), "a", 0), s.Acknowledge(t.Context(), "b", time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.stop()
	s.start()
	s.tell(alert("a", feed.Reminded, feed.Warning, feed.Warning), resolved("b"), fired("b"),
		alert("a", feed.Escalated, feed.Critical, feed.Warning), alert("b", feed.Escalated, feed.Critical, feed.Warning),
		resolved("a"), fired("a"))
	until(t, "what is worse, and what is new", func() bool { return len(p.told()) >= 6 })
	got := p.told()
	slices.Sort(got)
	want := []string{"escalated a", "escalated b", "fired a", "fired a", "fired b", "resolved a"}
	if !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
}

// Who is told what is a matter of the channel and of the rule.
func TestRouting(t *testing.T) {
	all, worst, named := new(post), new(post), new(post)
	critical, some := channel("critical", worst), channel("named", named)
	critical.Least, some.Recoveries = feed.Critical, false
	s := newStage(t, channel("all", all), critical, some)
	s.start()
	b := fired("b")
	b.Channels = []string{"named"}
	silent := fired("silent")
	silent.Silent = "floor"
	s.tell(fired("a"), b, silent, alert("c", feed.Fired, feed.Critical, ""), alert("c", feed.Resolved, "", feed.Critical), resolved("a"))
	for p, want := range map[*post]string{all: "fired a, fired c, resolved a, resolved c", worst: "fired c, resolved c", named: "fired a, fired b, fired c"} {
		until(t, want, func() bool { return len(p.told()) >= strings.Count(want, ",")+1 })
		got := p.told()
		slices.Sort(got)
		if strings.Join(got, ", ") != want {
			t.Errorf("told %v, want %s", got, want)
		}
	}
}

// Quiet hours of a rule hold back what isn't critical of that rule alone.
func TestQuietHoursOfARule(t *testing.T) {
	quiet, err := notify.ParseQuiet("00:00-23:59", "")
	if err != nil {
		t.Fatal(err)
	}
	p := new(post)
	s := newStage(t, channel("phone", p))
	begun := time.Now()
	s.opt.Now = func() time.Time { return time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC).Add(time.Since(begun)) }
	s.opt.Quiet = map[string]notify.Quiet{"health": quiet}
	s.start()
	other := fired("c")
	other.Rule = "other"
	s.tell(fired("a"), alert("b", feed.Fired, feed.Critical, ""), other)
	until(t, "what the quiet isn't about", func() bool { return len(p.told()) == 2 })
	if slices.Contains(p.told(), "fired a") {
		t.Error("a warning came in its rule's quiet hours")
	}
}

// Of a channel that knows no ids nobody can tell whether it took a message whose
// sender died on the way: the repetition says so, and nothing else does.
func TestRepetitionSaysThatItMayBeOne(t *testing.T) {
	var mu sync.Mutex
	var bodies []string
	var after func() error
	c := channel("chat", senderFunc(func(_ context.Context, m *notify.Message) error {
		mu.Lock()
		defer mu.Unlock()
		bodies = append(bodies, m.Words(notify.Links{}).String())
		if len(bodies) > 1 {
			return nil
		}
		return after()
	}))
	c.Forgetful = true
	const doubt = "this may have been sent before"
	for name, of := range map[string]struct {
		err   error
		doubt bool
	}{
		"no answer":       {&notify.Failure{Reason: notify.Timeout}, true},
		"a refusal":       {&notify.Failure{Reason: notify.Status, Code: 503}, false},
		"nobody is there": {&notify.Failure{Reason: notify.Network, Unsent: true}, false},
	} {
		bodies, after = nil, func() error { return of.err }
		s := newStage(t, c)
		s.start()
		s.tell(fired("a"))
		until(t, "the second attempt", func() bool { mu.Lock(); defer mu.Unlock(); return len(bodies) == 2 })
		s.stop()
		if strings.Contains(bodies[0], doubt) || strings.Contains(bodies[1], doubt) != of.doubt {
			t.Errorf("after %s came %q", name, bodies)
		}
	}

	// The process dies after the channel took it, and before that is written down.
	bodies = nil
	s := newStage(t, c)
	dying, die := context.WithCancel(context.Background())
	after = func() error { die(); return context.Canceled }
	s.tell(fired("a"))
	if err := notify.New(s.opt, s.store, s.hub).Run(dying); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	s.start()
	until(t, "the repetition", func() bool { mu.Lock(); defer mu.Unlock(); return len(bodies) == 2 })
	if strings.Contains(bodies[0], doubt) || !strings.Contains(bodies[1], doubt) {
		t.Errorf("after a death came %q", bodies)
	}
}

type senderFunc func(context.Context, *notify.Message) error

func (f senderFunc) Send(ctx context.Context, m *notify.Message) error { return f(ctx, m) }

// What helps is asked anew when the alert is sent, where it can be.
func TestMendIsAsked(t *testing.T) {
	p := new(post)
	s := newStage(t, channel("phone", p))
	s.opt.Mend = func(a *feed.Alert) ([]feed.Remedy, bool) {
		return []feed.Remedy{{Action: "repay", Symbol: "USDC", Amount: "7"}}, a.ID == "a"
	}
	s.start()
	target := "1.5"
	for _, id := range []string{"a", "b", "c"} {
		a := fired(id)
		a.Mend = []feed.Remedy{{Action: "repay", Symbol: "USDC", Amount: "8"}}
		if id != "c" {
			a.Target = &target
		}
		s.tell(a)
	}
	until(t, "all three", func() bool { return len(p.told()) == 3 })
	for _, m := range p.messages() {
		for _, a := range m.Alerts {
			if got := a.Mend[0].Amount; (got == "7") != (a.ID == "a") {
				t.Errorf("%s says %s", a.ID, got)
			}
		}
	}
}
