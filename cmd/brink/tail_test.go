package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/feed"
)

// tailing is a running "brink tail".
type tailing struct {
	t            *testing.T
	stdout, errs output
	cancel       context.CancelCauseFunc
	code         chan int
}

func startTail(s *site, args ...string) *tailing {
	s.t.Helper()
	s.t.Setenv("BRINK_CONFIG", "")
	ctx, cancel := context.WithCancelCause(context.Background())
	r := &tailing{t: s.t, cancel: cancel, code: make(chan int, 1)}
	args = append([]string{"tail", "--url", "http://" + s.addr}, args...)
	go func() {
		r.code <- (&app{stdin: strings.NewReader(""), stdout: &r.stdout, stderr: &r.errs}).run(ctx, args)
	}()
	s.t.Cleanup(func() { cancel(errInterrupted) })
	return r
}

// seqs waits for n events and returns their numbers.
func (r *tailing) seqs(n int) (seqs []uint64) {
	r.t.Helper()
	var lines []string
	until(r.t, fmt.Sprintf("%d events", n), func() bool {
		lines = r.stdout.lines()
		return lines[0] != "" && len(lines) >= n
	})
	for _, line := range lines {
		var event feed.Envelope
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			r.t.Fatalf("%v: %s", err, line)
		}
		seqs = append(seqs, event.Seq)
	}
	return seqs
}

// end waits until it has ended and returns what it exited with.
func (r *tailing) end() int {
	r.t.Helper()
	select {
	case code := <-r.code:
		return code
	case <-time.After(30 * time.Second):
		r.t.Fatalf("tail doesn't end: %q", r.errs.lines())
		return 0
	}
}

func count(from, to uint64) (all []uint64) {
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

func TestTailGoesOnFromACursor(t *testing.T) {
	s := newSite(t)
	for range 3 {
		s.say(pageRows/2, feed.OracleUpdated)
	}
	r := startTail(s, "--after", "v1.3")
	r.seqs(3*pageRows/2 - 3)
	s.say(2, feed.PositionOpened)
	if got, want := r.seqs(3*pageRows/2-1), count(4, 3*pageRows/2+2); !slices.Equal(got, want) {
		t.Errorf("the events are %d, from %d to %d; want %d to %d", len(got), got[0], got[len(got)-1], want[0], want[len(want)-1])
	}
	if line := r.stdout.lines()[0]; !strings.Contains(line, `"data":{"a":"\u003cb\u003e"}}`) {
		t.Errorf("an event isn't as the server told it: %s", line)
	}
	r.cancel(errInterrupted)
	if code := r.end(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if got := r.errs.lines(); got[0] != "" {
		t.Errorf("printed %q", got)
	}
}

func TestTailBeginsWithWhatComesNext(t *testing.T) {
	s := newSite(t)
	s.say(5, feed.OracleUpdated)
	r := startTail(s, "--kind", "liquidation,reorg.v1")
	// Until it listens, what is said is not yet what comes next.
	until(t, "the first event", func() bool {
		s.say(1, feed.OracleUpdated)
		s.say(1, feed.Reorg)
		return r.stdout.lines()[0] != ""
	})
	for _, line := range r.stdout.lines() {
		if !strings.Contains(line, `"type":"reorg.v1"`) {
			t.Errorf("an event that wasn't asked for: %s", line)
		}
	}
	r.cancel(errTerminated)
	if code := r.end(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// A server that goes away and comes back costs no event and doubles none.
func TestTailComesBack(t *testing.T) {
	s := newSite(t)
	s.say(3, feed.OracleUpdated)
	r := startTail(s, "--from-oldest")
	r.seqs(3)
	for round := range 2 {
		s.stop()
		s.start()
		s.say(2, feed.OracleUpdated)
		r.seqs(5 + 2*round)
	}
	if got, want := r.seqs(7), count(1, 7); !slices.Equal(got, want) {
		t.Errorf("the events are %v, want %v", got, want)
	}
	if got := r.errs.lines(); !strings.HasSuffix(got[0], "; going on after v1.3") {
		t.Errorf("printed %q", got)
	}
}

func TestTailOfAnExpiredCursor(t *testing.T) {
	s := newSite(t)
	for range 5 {
		s.say(2, feed.Reorg)
	}
	if err := s.store.Trim(context.Background(), 4); err != nil {
		t.Fatal(err)
	}
	r := startTail(s, "--after", "v1.2")
	if code := r.end(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	want := "brink: the events after v1.2 are no longer kept: the oldest cursor is v1.6; go on with --after v1.6, or with --from-oldest"
	if got := r.errs.lines(); len(got) != 1 || got[0] != want {
		t.Errorf("printed %q, want %q", got, want)
	}
	r = startTail(s, "--after", "v1.2", "--from-oldest")
	if got, want := r.seqs(4), count(7, 10); !slices.Equal(got, want) {
		t.Errorf("the events are %v, want %v", got, want)
	}
	if got := r.errs.lines(); len(got) != 1 || got[0] != "brink: events after v1.2 are no longer kept; going on after v1.6" {
		t.Errorf("printed %q", got)
	}
}
