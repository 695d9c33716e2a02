package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store/sqlite"

	"github.com/ethereum/go-ethereum/common"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
	"go.uber.org/goleak"
)

// The server leaves these two behind when it ends.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server.(*fileStore).flushStreamStateLoop"),
		goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server/ats.Register.func1"))
}

// broker is a server that can die, come back, and lose what it had.
type broker interface {
	start()
	kill()
	dial() (*nats.Conn, error)
	folder() string
}

// within is the server of this package.
type within struct {
	t      *testing.T
	dir    string
	listen string
	mu     sync.Mutex
	server *Server
}

func (w *within) start() {
	w.t.Helper()
	s, err := Serve(w.listen, w.dir, "BRINK", "brink", "secret-of-the-writer")
	if err != nil {
		w.t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.server, w.listen = s, s.Addr().String()
}

func (w *within) kill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.server != nil {
		w.server.Close()
		w.server = nil
	}
}

func (w *within) dial() (*nats.Conn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.server == nil {
		return nil, errors.New("the server is dead")
	}
	return w.server.Dial()
}

func (w *within) folder() string { return w.dir }

// debian is Debian's nats-server, a process of its own.
type debian struct {
	t         *testing.T
	dir, port string
	process   *exec.Cmd
}

func newDebian(t *testing.T) *debian {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	return &debian{t: t, dir: t.TempDir(), port: port}
}

func (d *debian) start() {
	d.t.Helper()
	program := "../../bin/nats-server"
	if found, err := exec.LookPath("nats-server"); err == nil {
		program = found
	}
	d.process = exec.Command(program, "-js", "-a", "127.0.0.1", "-p", d.port, "-sd", d.dir)
	if err := d.process.Start(); err != nil {
		d.t.Fatalf("starting nats-server, which scripts/setup puts into bin: %v", err)
	}
}

func (d *debian) kill() {
	if d.process != nil {
		_ = d.process.Process.Kill()
		_ = d.process.Wait()
		d.process = nil
	}
}

func (d *debian) dial() (*nats.Conn, error) {
	return nats.Connect("nats://127.0.0.1:"+d.port, nats.NoReconnect())
}

func (d *debian) folder() string { return d.dir }

// counter is an observer that tests look at.
type counter struct {
	through, published, failed atomic.Int64
	connected                  atomic.Bool
}

func (c *counter) Connected(is bool) { c.connected.Store(is) }
func (c *counter) Published(n int, through feed.Cursor) {
	c.published.Add(int64(n))
	c.through.Store(int64(through))
}
func (c *counter) Failed() { c.failed.Add(1) }

// begun is the cursor after which logs begin here, as brink's do.
const begun = 1_700_000_000 << 20

// town is a log with a writer and a sink that can be stopped and started.
type town struct {
	t     *testing.T
	store *sqlite.Store
	hub   *feed.Hub
	tip   chain.Ref
	said  int
	seen  *counter
	sink  *Sink
	stop  func()
}

func newTown(t *testing.T, dial func() (*nats.Conn, error)) *town {
	t.Helper()
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "brink.db"))
	if err == nil {
		err = st.Begin(t.Context(), begun)
	}
	if err != nil {
		t.Fatal(err)
	}
	w := &town{t: t, store: st, hub: new(feed.Hub), seen: new(counter), stop: func() {}}
	w.sink = New(st, w.hub, Options{Stream: "BRINK", Prefix: "brink", Replicas: 1, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Observer: w.seen, Redact: func(text string) string { return text }}, dial)
	t.Cleanup(func() {
		w.stop()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *town) start() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.sink.Run(ctx) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			w.t.Errorf("the sink ended: %v", err)
		}
	})
}

// say appends n entries.
func (w *town) say(n int) {
	w.t.Helper()
	to := chain.Head{Ref: chain.Ref{Number: w.tip.Number + 1}, Time: 12}
	to.Hash = common.Hash{byte(to.Number >> 8), byte(to.Number), 7}
	batch := feed.Batch{Shard: "1", From: w.tip, To: to.Ref, Time: to.Time}
	for range n {
		w.said++
		batch.Entries = append(batch.Entries, feed.Entry{ChainID: 1, ID: fmt.Sprintf("%d:p", w.said), Type: feed.PositionOpened,
			Subject: fmt.Sprint(w.said % 5), Block: to, Status: feed.Latest, Data: json.RawMessage(`{"protocol":"aave-v3"}`)})
	}
	cursor, err := w.store.Append(w.t.Context(), batch)
	if err != nil {
		w.t.Fatal(err)
	}
	w.tip = to.Ref
	w.hub.Wake(cursor)
}

// settle waits until the stream holds all that was said.
func (w *town) settle() {
	w.t.Helper()
	until(w.t, "the stream to hold everything", func() bool {
		_, kept, err := w.store.Read(w.t.Context(), 0, 1, feed.Filter{})
		if err != nil && !errors.Is(err, feed.ErrExpired) {
			w.t.Fatal(err)
		}
		return w.seen.connected.Load() && w.seen.through.Load() == int64(kept.Newest)
	})
}

// compare demands that the stream is the log, from a cursor on.
func (w *town) compare(b broker, from feed.Cursor) {
	w.t.Helper()
	conn, err := b.dial()
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close()
	nc, err := js.New(conn)
	if err != nil {
		w.t.Fatal(err)
	}
	stream, err := nc.Stream(w.t.Context(), "BRINK")
	if err != nil {
		w.t.Fatal(err)
	}
	entries, kept, err := w.store.Read(w.t.Context(), from-1, 1_000_000, feed.Filter{})
	if err != nil {
		w.t.Fatal(err)
	}
	state, shift := stream.CachedInfo().State, uint64(0)
	if _, old := b.(*debian); old {
		shift = state.LastSeq - uint64(kept.Newest)
	} else if state.FirstSeq != uint64(from) || state.Msgs != uint64(len(entries)) {
		w.t.Fatalf("the stream holds %d messages from %d on; want %d from %d", state.Msgs, state.FirstSeq, len(entries), from)
	}
	if state.LastSeq != uint64(kept.Newest)+shift || state.NumDeleted > 0 || len(entries) == 0 {
		w.t.Fatalf("the stream ends at %d with %d deleted; want %d, and %d entries", state.LastSeq, state.NumDeleted, kept.Newest, len(entries))
	}
	for i := range entries {
		e := &entries[i]
		m, err := stream.GetMsg(w.t.Context(), uint64(e.Cursor)+shift)
		if err != nil {
			w.t.Fatal(err)
		}
		want, _ := json.Marshal(e.Envelope())
		if m.Subject != "brink.1.aave-v3.position.opened.v1" || m.Header.Get(js.MsgIDHeader) != e.Cursor.String() || string(m.Data) != string(want) {
			w.t.Fatalf("message %d is %s %s, want %s", e.Cursor, m.Subject, m.Data, want)
		}
	}
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func brokers(t *testing.T, run func(*testing.T, broker)) {
	for name, make := range map[string]func(*testing.T) broker{
		"within": func(t *testing.T) broker { return &within{t: t, dir: t.TempDir(), listen: "127.0.0.1:0"} },
		"debian": func(t *testing.T) broker { return newDebian(t) },
	} {
		t.Run(name, func(t *testing.T) {
			b := make(t)
			b.start()
			defer b.kill()
			run(t, b)
		})
	}
}

// Whichever side dies or loses what it had, the stream becomes the log, entry
// by entry, with nothing missing and nothing twice.
func TestStreamIsTheLog(t *testing.T) {
	brokers(t, func(t *testing.T, b broker) {
		w := newTown(t, b.dial)
		chance := rand.New(rand.NewPCG(8, 5))
		w.start()
		for range 24 {
			w.say(1 + chance.IntN(400))
			switch chance.IntN(5) {
			case 0: // the sink's process ends, perhaps in the middle
				w.stop()
				w.say(chance.IntN(3) + 1)
				w.start()
			case 1: // the server dies and comes back
				b.kill()
				w.say(3)
				b.start()
			case 2: // and has lost everything
				b.kill()
				if err := os.RemoveAll(filepath.Join(b.folder(), "jetstream")); err != nil {
					t.Fatal(err)
				}
				b.start()
			case 3:
				w.settle()
			}
		}
		w.settle()
		w.compare(b, begun+1)
	})
}

// A stream that was left behind by a log that forgets goes on with what there
// is; the gap shows in its sequences.
func TestForgottenEntries(t *testing.T) {
	brokers(t, func(t *testing.T, b broker) {
		w := newTown(t, b.dial)
		w.start()
		w.say(50)
		w.settle()
		w.stop()
		w.say(500)
		if err := w.store.Trim(t.Context(), 100); err != nil {
			t.Fatal(err)
		}
		w.start()
		w.say(7)
		w.settle()
		w.compare(b, begun+451)
	})
}

// Into another log's stream nothing is written.
func TestForeignStream(t *testing.T) {
	brokers(t, func(t *testing.T, b broker) {
		first := newTown(t, b.dial)
		first.start()
		first.say(30)
		first.settle()
		first.stop()
		for _, n := range []int{10, 30, 60} {
			other := newTown(t, b.dial)
			other.said = 1000
			other.say(n)
			if err := other.sink.session(t.Context()); !errors.Is(err, ErrForeign) {
				t.Errorf("%d entries of another log: %v", n, err)
			}
		}
		first.compare(b, begun+1)
	})
}

// Two processes that copy one log make one stream.
func TestTwoWriters(t *testing.T) {
	brokers(t, func(t *testing.T, b broker) {
		w := newTown(t, b.dial)
		ctx, cancel := context.WithCancel(t.Context())
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { _ = w.sink.Run(ctx) })
		}
		for range 20 {
			w.say(37)
		}
		until(t, "the whole log", func() bool { return w.seen.through.Load() == begun+int64(w.said) })
		cancel()
		both.Wait()
		w.compare(b, begun+1)
	})
}

// Strangers can read from the server within, from any cursor, and change nothing.
func TestReadersOnlyRead(t *testing.T) {
	b := &within{t: t, dir: t.TempDir(), listen: "127.0.0.1:0"}
	b.start()
	defer b.kill()
	w := newTown(t, b.dial)
	w.start()
	w.say(20)
	w.settle()
	refused := make(chan error, 10)
	conn, err := nats.Connect("nats://"+b.listen, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err }))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	nc, err := js.New(conn, js.WithDefaultTimeout(2*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := nc.OrderedConsumer(t.Context(), "BRINK", js.OrderedConsumerConfig{DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: begun + 11})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := reader.Fetch(10, js.FetchMaxWait(10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	next := uint64(begun + 11)
	for m := range batch.Messages() {
		if about, err := m.Metadata(); err != nil || about.Sequence.Stream != next {
			t.Fatalf("got %v, %v, want %d", about, err, next)
		}
		next++
	}
	if next != begun+21 || batch.Error() != nil {
		t.Fatalf("read up to %d: %v", next-1, batch.Error())
	}
	if _, err := conn.Request("brink.1.aave-v3.position.opened.v1", []byte("{}"), 2*time.Second); err == nil {
		t.Error("a stranger has written")
	}
	if err := nc.DeleteStream(t.Context(), "BRINK"); err == nil {
		t.Error("a stranger has removed the stream")
	}
	if _, err := nc.CreateStream(t.Context(), js.StreamConfig{Name: "MINE", Subjects: []string{"mine"}}); err == nil {
		t.Error("a stranger has made a stream")
	}
	if err := <-refused; !errors.Is(err, nats.ErrPermissionViolation) {
		t.Errorf("refused with %v", err)
	}
	if _, err := nats.Connect("nats://" + writerName + "@" + b.listen); err == nil {
		t.Error("a stranger is the writer")
	}
	w.compare(b, begun+1)
}

func TestSubject(t *testing.T) {
	s := &Sink{opt: Options{Prefix: "p"}}
	for want, e := range map[string]feed.Entry{
		"p.1.aave-v3.liquidation.v1":   {ChainID: 1, Type: feed.Liquidated, Data: json.RawMessage(`{"protocol":"aave-v3"}`)},
		"p.10.aave-v2.liquidation.v1":  {ChainID: 10, Type: feed.Liquidated, Data: json.RawMessage(`{"protocol":"aave-v2"}`)},
		"p._._.alert.v1":               {Type: feed.AlertChanged, Data: json.RawMessage(`[]`)},
		"p.2._.chain.status.v1":        {ChainID: 2, Type: feed.ChainStatus, Data: json.RawMessage(`{"protocol":"a.b >*"}`)},
		"p.3._.position.closed.v1":     {ChainID: 3, Type: feed.PositionClosed, Data: json.RawMessage(`{"protocol":7}`)},
		"p.18446744073709551615._.x.y": {ChainID: 1<<64 - 1, Type: "x.y"},
	} {
		if got := s.subject(&e); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
