package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/feed"
	"brink/web"

	"github.com/prometheus/client_golang/prometheus"
)

// event is one block of a stream.
type event struct{ id, name, data, comment string }

// listener reads a stream.
type listener struct {
	t      testing.TB
	body   io.ReadCloser
	lines  *bufio.Reader
	header http.Header
	cancel func()
}

// listen opens a stream, from a cursor if one is given.
func (s *site) listen(path, lastEventID string) *listener {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if lastEventID != "" {
		r.Header.Set("Last-Event-ID", lastEventID)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	if resp.StatusCode != 200 {
		s.t.Fatalf("GET %s: %s", path, resp.Status)
	}
	l := &listener{s.t, resp.Body, bufio.NewReader(resp.Body), resp.Header, cancel}
	s.t.Cleanup(l.close)
	return l
}

func (l *listener) close() {
	l.cancel()
	l.body.Close()
}

// block reads up to an empty line.
func (l *listener) block() (event, error) {
	var e event
	for {
		line, err := l.lines.ReadString('\n')
		if err != nil {
			return e, err
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch name {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data = value
		case "":
			if value == "" {
				return e, nil
			}
			e.comment = value
		}
	}
}

func (l *listener) next() event {
	l.t.Helper()
	e, err := l.block()
	if err != nil {
		l.t.Fatalf("reading the stream: %v", err)
	}
	return e
}

// expect wants the next events to have these cursors, one after another.
func (l *listener) expect(from, to feed.Cursor) {
	l.t.Helper()
	for c := from; c <= to; c++ {
		e := l.next()
		if e.id != c.String() || e.name != "" {
			l.t.Fatalf("got %+v, want event %s", e, c)
		}
		if got := decode[feed.Envelope](l.t, e.data); got.Cursor != c.String() || got.Seq != uint64(c) || got.SpecVersion != "1.0" {
			l.t.Fatalf("event %s holds %+v", c, got)
		}
	}
}

func TestStream(t *testing.T) {
	s := newSite(t, web.Options{})
	s.say(3, feed.PositionBand)
	l := s.listen("/v1/events/stream", "")
	for name, want := range map[string]string{"Content-Type": "text/event-stream; charset=utf-8",
		"Cache-Control": "no-store", "X-Accel-Buffering": "no"} {
		if got := l.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if e := l.next(); e.id != "v1.3" || e.data != "" {
		t.Fatalf("the stream begins with %+v", e)
	}
	s.say(2, feed.PositionBand)
	l.expect(4, 5)
	s.listenAll("/v1/events/stream?after=v1.0", "", 1, 5)
	s.listenAll("/v1/events/stream?after=v1.0", "v1.4", 5, 5)
	s.say(1, feed.OracleUpdated)
	l.expect(6, 6)
}

// listenAll opens a stream that holds these events at once.
func (s *site) listenAll(path, lastEventID string, from, to feed.Cursor) {
	s.t.Helper()
	l := s.listen(path, lastEventID)
	defer l.close()
	l.next()
	l.expect(from, to)
}

// More events than any page or the tail holds, read from the beginning while
// others are appended.
func TestStreamCatchesUp(t *testing.T) {
	s := newSite(t, web.Options{})
	const blocks, each = 60, 100
	live := s.listen("/v1/events/stream", "")
	live.next()
	for range blocks / 2 {
		s.say(each, feed.PositionBand)
	}
	var g sync.WaitGroup
	g.Go(func() {
		late := s.listen("/v1/events/stream?after=v1.0", "")
		late.next()
		late.expect(1, blocks*each)
	})
	for range blocks / 2 {
		s.say(each, feed.PositionBand)
	}
	g.Wait()
	live.expect(1, blocks*each)
}

func TestStreamFilter(t *testing.T) {
	s := newSite(t, web.Options{Heartbeat: time.Millisecond})
	for _, kind := range []string{feed.PositionBand, feed.Liquidated, feed.PositionBand, feed.OracleUpdated, feed.Liquidated} {
		s.say(1, kind)
	}
	events := func(query string, n int) (ids []string) {
		l := s.listen("/v1/events/stream?after=v1.0"+query, "")
		defer l.close()
		l.next()
		for len(ids) < n {
			if e := l.next(); e.data != "" {
				ids = append(ids, e.id)
			}
		}
		// The sign of life tells how far the filter was answered.
		if e := l.next(); e.comment == "" || e.id != "v1.5" || e.data != "" {
			t.Errorf("%s: the sign of life is %+v", query, e)
		}
		return ids
	}
	for query, want := range map[string]string{
		"&type=liquidation.v1": "[v1.2 v1.5]", "&type=oracle.updated.v1,liquidation.v1": "[v1.2 v1.4 v1.5]",
		"&chain=local&type=oracle.updated.v1": "[v1.4]", "&chain=7": "[]",
	} {
		n := strings.Count(want, "v1.")
		if got := fmt.Sprint(events(query, n)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// Streams at the end of the log, of everything, of a part, and of parts with others between them.
func TestStreamSharesTheTail(t *testing.T) {
	s := newSite(t, web.Options{})
	first := s.listen("/v1/events/stream", "")
	first.next()
	first.close()
	wants := map[string]string{"": "123456", "type=liquidation.v1": "235", "type=liquidation.v1,oracle.updated.v1": "2356", "type=reorg.v1": ""}
	behind := make(map[string]*listener)
	for query := range wants {
		behind[query] = s.listen("/v1/events/stream?"+query, "")
		behind[query].next()
	}
	s.say(1, feed.PositionBand)
	s.say(2, feed.Liquidated)
	s.say(1, feed.PositionBand)
	s.say(1, feed.Liquidated)
	s.say(1, feed.OracleUpdated)
	for query, want := range wants {
		late := s.listen("/v1/events/stream?after=v1.0&"+query, "")
		late.next()
		for _, cursor := range want {
			for name, l := range map[string]*listener{"behind": behind[query], "late": late} {
				if e := l.next(); e.id != "v1."+string(cursor) || decode[feed.Envelope](t, e.data).Cursor != e.id {
					t.Fatalf("%q, %s: %+v, want event %c of %s", query, name, e, cursor, want)
				}
			}
		}
	}
}

// The server is stopped and started again; the stream goes on at its cursor.
func TestStreamResumesAfterRestart(t *testing.T) {
	s := newSite(t, web.Options{})
	l := s.listen("/v1/events/stream", "")
	l.next()
	s.say(3, feed.PositionBand)
	l.expect(1, 2)
	s.stop()
	l.expect(3, 3)
	if _, err := l.block(); err == nil {
		t.Fatal("the stream goes on after the server stopped")
	}
	s.start(web.Options{})
	s.say(2, feed.PositionBand)
	l = s.listen("/v1/events/stream", "v1.3")
	l.next()
	l.expect(4, 5)
}

func TestStreamReset(t *testing.T) {
	s := newSite(t, web.Options{})
	for range 10 {
		s.say(5, feed.PositionBand)
	}
	if err := s.store.Trim(context.Background(), 20); err != nil {
		t.Fatal(err)
	}
	for _, cursor := range []string{"v1.29", "v1.51"} {
		l := s.listen("/v1/events/stream", cursor)
		l.next()
		if e := l.next(); e.name != "reset" || e.id != "v1.50" || e.data != `{"oldest":"v1.30"}` {
			t.Fatalf("from %s: %+v", cursor, e)
		}
		l.close()
	}
	l := s.listen("/v1/events/stream", "v1.30")
	l.next()
	l.expect(31, 50)
	s.say(1, feed.PositionBand)
	l.expect(51, 51)
}

// A client that reads nothing, or by drops, is cut off, others are not held up, and it comes back to where it was.
func TestFault33SlowClient(t *testing.T) {
	for name, drop := range map[string]time.Duration{"reads nothing": 0, "reads by drops": 10 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			registry := prometheus.NewPedanticRegistry()
			s := newSite(t, web.Options{Patience: time.Second, Registerer: registry})
			conn, err := narrow(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprintf(conn, "GET /v1/events/stream?after=v1.0 HTTP/1.1\r\nHost: localhost\r\n\r\n")
			quick := s.listen("/v1/events/stream", "")
			quick.next()
			cut := make(chan struct{})
			text := sip(conn, drop, cut)
			deadline := time.Now().Add(patience)
			newest := feed.Cursor(0)
			for metric(t, registry, "brink_feed_clients_dropped_total", "sse", "slow") == 0 {
				if time.Now().After(deadline) {
					t.Fatal("the slow client was not cut off")
				}
				from := newest + 1
				newest = s.say(2000, feed.PositionBand)
				quick.expect(from, newest)
			}
			close(cut)
			ids := strings.Split(<-text, "\nid: ")
			if len(ids) < 3 {
				t.Fatalf("the client got %d events", len(ids))
			}
			// The last event may be cut in the middle.
			last, _, _ := strings.Cut(ids[len(ids)-2], "\n")
			at, err := feed.ParseCursor(last)
			if err != nil || at == 0 {
				t.Fatalf("the last whole event is %q: %v", last, err)
			}
			l := s.listen("/v1/events/stream", last)
			l.next()
			l.expect(at+1, newest)
		})
	}
}

// sip reads a byte each time that so much time has passed, nothing if that is 0, and when the connection was cut what
// was on its way.
func sip(conn net.Conn, each time.Duration, cut <-chan struct{}) <-chan string {
	text := make(chan string, 1)
	go func() {
		var got []byte
		var tick <-chan time.Time
		if each > 0 {
			ticker := time.NewTicker(each)
			defer ticker.Stop()
			tick = ticker.C
		}
		for drop := make([]byte, 1); ; {
			select {
			case <-tick:
				n, _ := conn.Read(drop)
				got = append(got, drop[:n]...)
			case <-cut:
				rest, _ := io.ReadAll(conn)
				text <- string(append(got, rest...))
				return
			}
		}
	}()
	return text
}

// metric is the value of a metric that has all these values of labels.
func metric(t *testing.T, g prometheus.Gatherer, name string, labels ...string) float64 {
	t.Helper()
	families, err := g.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			found := 0
			for _, l := range m.GetLabel() {
				if slices.Contains(labels, l.GetValue()) {
					found++
				}
			}
			if f.GetName() == name && found == len(labels) {
				return m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	t.Fatalf("there is no %s with %s", name, labels)
	return 0
}

// A client that goes away is noticed.
func TestFault33ClientLeaves(t *testing.T) {
	registry := prometheus.NewPedanticRegistry()
	s := newSite(t, web.Options{Registerer: registry})
	l := s.listen("/v1/events/stream", "")
	l.next()
	if got := metric(t, registry, "brink_feed_clients", "sse"); got != 1 {
		t.Fatalf("%v clients", got)
	}
	l.close()
	for deadline := time.Now().Add(patience); metric(t, registry, "brink_feed_clients", "sse") != 0; {
		if time.Now().After(deadline) {
			t.Fatal("the client that left is still counted")
		}
	}
}

func TestFault33TooManyStreams(t *testing.T) {
	s := newSite(t, web.Options{Streams: 1})
	l := s.listen("/v1/events/stream", "")
	l.next()
	if _, header := s.get("/v1/events/stream", 503); header.Get("Retry-After") == "" {
		t.Fatal("no Retry-After")
	}
	l.close()
	for deadline := time.Now().Add(patience); ; {
		resp, err := http.Head(s.url + "/v1/events/stream")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == 200 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the place of the client that left stays taken")
		}
	}
}

func TestEvents(t *testing.T) {
	s := newSite(t, web.Options{})
	body, _ := s.get("/v1/events", 200)
	if got := strings.TrimSpace(body); got != `{"events":[],"next":"v1.0","oldest":"v1.0","more":false}` {
		t.Fatalf("%s", got)
	}
	for range 10 {
		s.say(5, feed.PositionBand)
	}
	var got []string
	for next := ""; len(got) < 50; {
		body, _ := s.get("/v1/events?limit=7&after="+next, 200)
		page := decode[web.EventPage](t, body)
		for _, e := range page.Events {
			got = append(got, e.Cursor)
		}
		if last := page.Events[len(page.Events)-1].Cursor; page.Next != last {
			t.Fatalf("next is %s, the last event %s", page.Next, last)
		}
		next = page.Next
	}
	for i := range got {
		if got[i] != feed.Cursor(i+1).String() {
			t.Fatalf("event %d is %s", i+1, got[i])
		}
	}
	body, _ = s.get("/v1/events?type=reorg.v1", 200)
	if page := decode[web.EventPage](t, body); len(page.Events) != 0 || page.Next != "v1.50" {
		t.Fatalf("a filter that nothing passes: %s", body)
	}
	body, header := s.get("/v1/events?after=v1.3&limit=2&chain=local", 200, "Accept", "application/x-ndjson")
	lines := strings.Split(strings.TrimSpace(body), "\n")
	if len(lines) != 2 || decode[feed.Envelope](t, lines[1]).Cursor != "v1.5" || header.Get("Content-Type") != "application/x-ndjson" ||
		header.Get("Link") != `</v1/events?after=v1.5&chain=local&limit=2>; rel="next"` {
		t.Fatalf("%s\n%v", body, header)
	}
	if err := s.store.Trim(context.Background(), 20); err != nil {
		t.Fatal(err)
	}
	for _, after := range []string{"v1.0", "v1.29", "v1.51"} {
		body, _ := s.get("/v1/events?after="+after, 410)
		if !strings.Contains(body, `"oldest_cursor":"v1.30"`) || !strings.Contains(body, "cursor-expired") {
			t.Fatalf("%s", body)
		}
	}
	body, _ = s.get("/v1/events?limit=1", 200)
	if page := decode[web.EventPage](t, body); page.Events[0].Cursor != "v1.31" || page.Oldest != "v1.30" {
		t.Fatalf("%s", body)
	}
}
