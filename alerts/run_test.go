package alerts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/store/sqlite"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// nothing is seen beside the feed.
type nothing struct{}

func (nothing) Chains() []feed.Chain { return nil }

func (nothing) MarketsOf(uint64) ([]feed.Market, feed.BlockRef, bool) {
	return nil, feed.BlockRef{}, false
}

// town is a chain whose shard says how some positions stand, at random, with
// reorganisations.
type town struct {
	store  *sqlite.Store
	hub    *feed.Hub
	random *rand.Rand
	blocks []chain.Head
	stands []map[int]string // health factors after each block
	serial int
}

func (w *town) tip() chain.Head { return w.blocks[len(w.blocks)-1] }

func (w *town) entry(entryType, subject string, body any) feed.Entry {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	w.serial++
	return feed.Entry{ChainID: 1, ID: fmt.Sprint("entry/", w.serial), Type: entryType, Subject: subject, Block: w.tip(), Status: feed.Latest, Data: data}
}

func (w *town) position(i int, factor string) feed.Entry {
	p := feed.Position{ID: fmt.Sprint("1:demo:", i), ChainID: 1, Deployment: "demo", Account: common.BytesToAddress([]byte{byte(i)}).Hex(),
		Status: position.Near, HealthFactor: &factor, Collaterals: []feed.Leg{}, Debts: []feed.Leg{}, Block: feed.NewBlockRef(w.tip())}
	return w.entry(feed.PositionChanged, p.ID, p)
}

// step appends a block, or takes one back.
func (w *town) step(t *testing.T) {
	t.Helper()
	from := w.tip()
	b := feed.Batch{Shard: "1", From: from.Ref}
	if len(w.blocks) > 3 && w.random.IntN(5) == 0 {
		w.blocks = w.blocks[:len(w.blocks)-1]
		before, now := w.stands[len(w.stands)-1], w.stands[len(w.stands)-2]
		w.stands = w.stands[:len(w.stands)-1]
		b.Undo = true
		b.Entries = append(b.Entries, w.entry(feed.Reorg, "1", map[string]any{"undone": feed.NewBlockRef(from)}))
		for i := range 3 {
			if before[i] != now[i] {
				b.Entries = append(b.Entries, w.position(i, now[i]))
			}
		}
	} else {
		w.serial++
		w.blocks = append(w.blocks, chain.Head{Ref: chain.Ref{Number: from.Number + 1, Hash: common.Hash{1, byte(w.serial >> 8), byte(w.serial)}}, Time: from.Time + 12})
		stands := map[int]string{}
		for i := range 3 {
			stands[i] = w.stands[len(w.stands)-1][i]
			if w.random.IntN(2) == 0 || stands[i] == "" {
				stands[i] = []string{"1.02", "1.2", "1.27", "1.29", "1.4"}[w.random.IntN(5)]
				b.Entries = append(b.Entries, w.position(i, stands[i]))
			}
		}
		w.stands = append(w.stands, stands)
	}
	b.To, b.Time = w.tip().Ref, w.tip().Time
	newest, err := w.store.Append(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	w.hub.Wake(newest)
}

// The watcher is stopped and started at random moments, among blocks and
// reorganisations. What it said is what one that was never stopped says, and its
// last word on each position is the severity that the position deserves.
func TestStoppedAtAnyMomentTheWatcherSaysTheSame(t *testing.T) {
	ctx := t.Context()
	var said [2][]string
	for run := range said {
		st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "brink.db"))
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(3, 14))
		w := &town{store: st, hub: new(feed.Hub), random: random, stands: []map[int]string{{}},
			blocks: []chain.Head{{Ref: chain.Ref{Number: 1, Hash: common.Hash{1}}, Time: 1000}}}
		opt := Options{Chains: map[uint64]string{1: "ethereum"}, Rules: []Rule{{
			Name: "health", Measure: HealthFactor, Levels: []Level{
				{Severity: feed.Warning, Enter: z("1.25"), Leave: z("1.28")}, {Severity: feed.Critical, Enter: z("1.1"), Leave: z("1.15"), Blocks: 1}},
		}}}
		make := func() *Watcher {
			watcher := New(opt, st, w.hub, nothing{}, slog.New(slog.DiscardHandler))
			if err := watcher.begin(ctx); err != nil {
				t.Fatal(err)
			}
			return watcher
		}
		watcher, stops := make(), rand.New(rand.NewPCG(1, 1))
		for range 300 {
			w.step(t)
			if run == 1 && stops.IntN(3) == 0 {
				watcher = make()
			}
			if _, err := watcher.round(ctx, time.Unix(0, 0)); err != nil {
				t.Fatal(err)
			}
		}
		entries, _, err := st.Read(ctx, 0, 100_000, feed.Filter{Types: []string{feed.AlertChanged}})
		if err != nil {
			t.Fatal(err)
		}
		last := map[string]feed.Alert{}
		for _, e := range entries {
			var a feed.Alert
			if err := json.Unmarshal(e.Data, &a); err != nil {
				t.Fatal(err)
			}
			last[a.Subject] = a
			said[run] = append(said[run], fmt.Sprint(e.ID, " ", e.Cursor, " ", tellOf(&a)))
		}
		for i := range 3 {
			factor, a := w.stands[len(w.stands)-1][i], last[fmt.Sprint("1:demo:", i)]
			v, _ := parse(factor)
			if enter := z("1.25"); v.Lt(&enter) == a.Over() && factor != "1.27" {
				t.Errorf("position %d stands at %s, the last word is %s", i, factor, tellOf(&a))
			}
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(said[0]) < 100 || !slices.Equal(said[0], said[1]) {
		t.Errorf("%d alerts by the one, %d by the other", len(said[0]), len(said[1]))
	}
	if !strings.Contains(strings.Join(said[0], "\n"), "withdrawn") {
		t.Error("nothing was withdrawn: the story is too calm")
	}
}

// What held before brink was started, or before a rule was written, is told as
// well; and Run ends with its context.
func TestFirstStartAndNewRules(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "brink.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	w := &town{store: st, hub: new(feed.Hub), stands: []map[int]string{{}}, blocks: []chain.Head{{Ref: chain.Ref{Number: 1, Hash: common.Hash{1}}, Time: 1000}}}
	b := feed.Batch{Shard: "1", From: w.tip().Ref, To: w.tip().Ref, Time: 1000, Entries: []feed.Entry{w.position(1, "1.05")}}
	if _, err := st.Append(ctx, b); err != nil {
		t.Fatal(err)
	}
	rule := Rule{Name: "one", Measure: HealthFactor, Levels: []Level{{Severity: feed.Critical, Enter: z("1.1"), Leave: z("1.1")}}}
	want := []string{"fired critical one", "fired critical two", "resolved one"}
	for i, rules := range [][]Rule{{rule}, {rule, {Name: "two", Measure: HealthFactor, Levels: rule.Levels}}, {{Name: "two", Measure: HealthFactor, Levels: rule.Levels}}} {
		run, stop := context.WithCancel(ctx)
		done := make(chan error, 1)
		watcher := New(Options{Rules: rules, Chains: map[uint64]string{1: "ethereum"}}, st, w.hub, nothing{}, slog.New(slog.DiscardHandler))
		go func() { done <- watcher.Run(run) }()
		wait, patience := context.WithTimeout(ctx, 20*time.Second)
		var told []string
		for len(told) <= i && wait.Err() == nil {
			entries, kept, err := st.Read(wait, 0, 100, feed.Filter{Types: []string{feed.AlertChanged}})
			if err != nil {
				t.Fatal(err)
			}
			if told = nil; len(entries) <= i {
				_ = w.hub.Wait(wait, kept.Newest)
				continue
			}
			for _, e := range entries {
				var a feed.Alert
				if err := json.Unmarshal(e.Data, &a); err != nil {
					t.Fatal(err)
				}
				told = append(told, tellOf(&a))
			}
		}
		patience()
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
		if len(told) != i+1 || !strings.HasPrefix(told[i], want[i]) {
			t.Fatalf("with %d rules: %v", len(rules), told)
		}
	}
	cancel()
}
