package feed_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// log is a log in memory.
type log struct {
	mu      sync.Mutex
	entries []feed.Entry
	floor   feed.Cursor
	places  map[string]feed.Cursor
}

func (l *log) add(eventType string) feed.Cursor {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := feed.Cursor(len(l.entries) + 1)
	l.entries = append(l.entries, feed.Entry{Cursor: c, Type: eventType})
	return c
}

func (l *log) Read(_ context.Context, after feed.Cursor, limit int, want feed.Filter) ([]feed.Entry, feed.Range, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := feed.Range{Oldest: l.floor + 1, Newest: feed.Cursor(len(l.entries))}
	if after < l.floor || after > kept.Newest {
		return nil, kept, feed.ErrExpired
	}
	var page []feed.Entry
	for _, e := range l.entries[after:] {
		if len(page) < limit && (len(want.Types) == 0 || slices.Contains(want.Types, e.Type)) {
			page = append(page, e)
		}
	}
	return page, kept, nil
}

func (l *log) Resume(_ context.Context, consumer string) (feed.Cursor, error) {
	return l.places[consumer], nil
}

func (l *log) Advance(_ context.Context, consumer string, to feed.Cursor) error {
	l.places[consumer] = to
	return nil
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestHub(t *testing.T) {
	ctx := within(t)
	var hub feed.Hub
	hub.Wake(5)
	if err := hub.Wait(ctx, 4); err != nil {
		t.Fatalf("waiting for what is there: %v", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	hub.Wake(3)
	if err := hub.Wait(ended, 5); !errors.Is(err, context.Canceled) {
		t.Fatalf("waiting for what isn't there: %v", err)
	}
	var g sync.WaitGroup
	for range 20 {
		g.Go(func() {
			for after := feed.Cursor(5); after < 200; after++ {
				if err := hub.Wait(ctx, after); err != nil {
					t.Errorf("waiting after %s: %v", after, err)
					return
				}
			}
		})
	}
	for c := feed.Cursor(6); c <= 200; c++ {
		hub.Wake(c)
	}
	g.Wait()
}

// Entries are added while others follow, with and without a filter; each sees
// all that it wants, once.
func TestFollow(t *testing.T) {
	const n = 2000
	ctx := within(t)
	l, hub := new(log), new(feed.Hub)
	var g sync.WaitGroup
	for _, want := range []feed.Filter{{}, {Types: []string{"b", "last"}}, {Types: []string{"last"}}} {
		g.Go(func() {
			var seen []feed.Cursor
			done := errors.New("done")
			_, err := feed.Follow(ctx, l, hub, 0, want, func(entries []feed.Entry) error {
				for _, e := range entries {
					seen = append(seen, e.Cursor)
					if e.Type == "last" {
						return done
					}
				}
				return nil
			})
			if sees := []int{n + 1, 1, n/2 + 1}[len(want.Types)]; len(seen) != sees || !slices.IsSorted(seen) {
				t.Errorf("%v saw %d entries, want %d", want.Types, len(seen), sees)
			}
			if err != done {
				t.Errorf("%v: %v", want.Types, err)
			}
		})
	}
	for i := range n {
		hub.Wake(l.add([]string{"a", "b"}[i%2]))
	}
	hub.Wake(l.add("last"))
	g.Wait()
}

func TestConsume(t *testing.T) {
	ctx := within(t)
	l, hub := &log{places: map[string]feed.Cursor{}}, new(feed.Hub)
	for range 600 {
		hub.Wake(l.add("a"))
	}
	broken := errors.New("broken")
	var seen []feed.Cursor
	// Each run breaks at one of these; what was not done is handed out again.
	for _, at := range []feed.Cursor{100, 256, 300, 599, 600} {
		err := feed.Consume(ctx, l, hub, "c", feed.Filter{}, func(entries []feed.Entry) error {
			if len(seen) > 0 && entries[0].Cursor > seen[len(seen)-1]+1 {
				t.Errorf("a gap after %s", seen[len(seen)-1])
			}
			for _, e := range entries {
				if seen = append(seen, e.Cursor); e.Cursor == at {
					return broken
				}
			}
			return nil
		})
		if !errors.Is(err, broken) {
			t.Fatalf("breaking at %s: %v", at, err)
		}
	}
	slices.Sort(seen)
	if all := slices.Compact(seen); len(all) != 600 {
		t.Fatalf("%d of 600 entries were seen", len(all))
	}
	l.floor = 590
	if err := feed.Consume(ctx, l, hub, "late", feed.Filter{}, nil); !errors.Is(err, feed.ErrExpired) {
		t.Fatalf("a consumer whose place has expired: %v", err)
	}
}

func TestRangeStart(t *testing.T) {
	for kept, want := range map[feed.Range]feed.Cursor{{}: 0, {Oldest: 1, Newest: 9}: 0, {Oldest: 5, Newest: 9}: 4, {Oldest: 10, Newest: 9}: 9} {
		if got := kept.Start(); got != want {
			t.Errorf("%v starts after %s, want %s", kept, got, want)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	for _, s := range []string{"", "v1.0", "v1.18446744073709551615", "v1.18446744073709551616", "v1.01", "v2.1", "v1.-1", "1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := feed.ParseCursor(s)
		if err != nil {
			if !errors.Is(err, feed.ErrCursor) || c != 0 {
				t.Fatalf("%q: %d, %v", s, c, err)
			}
			return
		}
		if s != "" && c.String() != s {
			t.Fatalf("%q is read as %s", s, c)
		}
	})
}

func ExampleCursor() {
	c, err := feed.ParseCursor("v1.42")
	fmt.Println(uint64(c), err)
	_, err = feed.ParseCursor("42")
	fmt.Println(err)
	// Output:
	// 42 <nil>
	// not a cursor: want v1.<number>, as the feed gave it
}

// Of each type of entry it is known what it is about.
func TestTopic(t *testing.T) {
	who := common.HexToAddress("0x00000000000000000000000000000000000000aa")
	position := feed.Topic{ChainID: 1, Deployment: "1:aave", Account: who}
	for _, of := range []struct {
		entryType, subject, data string
		want                     feed.Topic
	}{
		{feed.PositionBand, "1:aave:" + who.Hex(), "", position},
		{feed.Liquidated, "1:morpho:0x" + strings.Repeat("1", 64) + ":" + who.Hex(), "", feed.Topic{ChainID: 1, Deployment: "1:morpho", Account: who}},
		{feed.ParityMismatch, "1:aave:" + who.Hex(), "", position},
		{feed.OracleStale, "1:aave:" + who.Hex(), "", feed.Topic{ChainID: 1, Deployment: "1:aave"}},
		{feed.ChainStatus, "1", "", feed.Topic{ChainID: 1}},
		{feed.Reorg, "1", "", feed.Topic{ChainID: 1}},
		{feed.AlertChanged, "rule/1:aave:" + who.Hex(), `{"deployment":"aave","account":"` + who.Hex() + `"}`, position},
		{feed.AlertChanged, "blind/1", `{"deployment":"","account":""}`, feed.Topic{ChainID: 1}},
		{feed.PositionBand, "1:aave:", "", feed.Topic{ChainID: 1, Deployment: "1:aave"}},
		{feed.PositionBand, "", "", feed.Topic{ChainID: 1}},
	} {
		e := feed.Entry{ChainID: 1, Type: of.entryType, Subject: of.subject, Data: []byte(of.data)}
		of.want.Type = of.entryType
		if got := e.Topic(); got != of.want {
			t.Errorf("%s %s: %+v, want %+v", of.entryType, of.subject, got, of.want)
		}
	}
}
