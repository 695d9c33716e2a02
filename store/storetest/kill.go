package storetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"brink/feed"
	"brink/store"
)

const (
	// placeKey tells a process of the test binary that it is the one to be killed.
	placeKey = "BRINK_STORETEST_PLACE"
	kills    = 25
	acks     = 60
)

// testKill kills a process that appends, again and again at random moments,
// and wants the store to stand at the end of a batch: the last one that was
// acknowledged, or a later one.
func testKill(t *testing.T, open Open) {
	if place := os.Getenv(placeKey); place != "" {
		appendUntilKilled(t, open, place)
	}
	place := t.TempDir()
	script := newScript()
	random := rand.New(rand.NewPCG(7, 7))
	for range kills {
		acked := killOne(t, place, 1+random.IntN(acks))
		s := mustOpen(t, open, place)
		at := newest(t, s)
		if at < acked {
			t.Fatalf("%s was acknowledged, the store ends at %s", acked, at)
		}
		script.to(t, at).check(t, s)
		if err := s.Close(); err != nil {
			t.Fatalf("closing: %v", err)
		}
	}
}

// script is a history that is the same in every process.
type script struct {
	world *world
	model *model
	intn  chooser
}

func newScript() *script {
	return &script{newWorld("1", 1), newModel(), rand.New(rand.NewPCG(3, 3)).IntN}
}

// next is the next batch that says something, so that each has its own cursor.
func (s *script) next() feed.Batch {
	for {
		if b := s.world.batch(s.intn); len(b.Entries) > 0 {
			s.model.append(b)
			return b
		}
		s.model.append(s.world.last)
	}
}

// to plays the script up to a cursor, which must be the end of a batch.
func (s *script) to(t fataler, cursor feed.Cursor) *model {
	t.Helper()
	for s.model.newest < cursor {
		s.next()
	}
	if s.model.newest != cursor {
		t.Fatalf("the store ends at %s, in the middle of a batch", cursor)
	}
	return s.model
}

func newest(t fataler, s store.Reader) feed.Cursor {
	t.Helper()
	_, kept, err := s.Read(context.Background(), 0, 1, feed.Filter{})
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	return kept.Newest
}

// killOne starts a process, kills it after some acknowledgements and returns
// the last one.
func killOne(t *testing.T, place string, after int) feed.Cursor {
	t.Helper()
	var levels []string
	for _, level := range strings.Split(t.Name(), "/") {
		levels = append(levels, "^"+regexp.QuoteMeta(level)+"$")
	}
	child := exec.Command(os.Args[0], "-test.run="+strings.Join(levels, "/"), "-test.count=1")
	child.Env = append(os.Environ(), placeKey+"="+place)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatalf("piping: %v", err)
	}
	if err := child.Start(); err != nil {
		t.Fatalf("starting: %v", err)
	}
	var acked feed.Cursor
	var said []string
	for lines := bufio.NewScanner(out); after > 0 && lines.Scan(); {
		said = append(said, lines.Text())
		if n, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			cursor, err := strconv.ParseUint(n, 10, 64)
			if err != nil {
				t.Fatalf("reading an acknowledgement: %v", err)
			}
			acked = feed.Cursor(cursor)
			after--
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatalf("killing: %v", err)
	}
	if child.Wait(); after > 0 {
		t.Fatalf("the process ended by itself: %s", strings.Join(said, "\n"))
	}
	return acked
}

// appendUntilKilled goes on with the script from where the store is.
func appendUntilKilled(t *testing.T, open Open, place string) {
	s := mustOpen(t, open, place)
	script := newScript()
	script.to(t, newest(t, s))
	for {
		b := script.next()
		fmt.Printf("ack %d\n", mustAppend(t, s, b))
	}
}
