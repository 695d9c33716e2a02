package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"brink/chain"
	"brink/devnet"
	"brink/feed"
	"brink/store"
	"brink/store/postgres"
	"brink/store/postgres/cluster"
	"brink/store/sqlite"

	"github.com/ethereum/go-ethereum/common"
)

// listed are all liquidations of a store, newest first, as JSON without what only
// a watch can know, and their totals.
func listed(t *testing.T, path string) (lines []string, stats feed.Stats) {
	t.Helper()
	r, err := sqlite.OpenReader(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	return listedBy(t, r)
}

func listedBy(t *testing.T, r store.Reader) (lines []string, stats feed.Stats) {
	t.Helper()
	found, _, err := r.Liquidations(t.Context(), store.LiquidationQuery{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range found {
		if l.Status != feed.Finalized {
			continue
		}
		l.LiquidatableBlocks, l.LiquidatableFor, l.Status = nil, nil, ""
		if l.Protocol == "compound-v2" { // whose contracts tell a debt in whole units alone
			l.HealthFactorBefore, l.ShareClosed = cut(t, l.HealthFactorBefore), cut(t, l.ShareClosed)
		}
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(text))
	}
	if stats, err = r.Stats(t.Context(), store.StatsQuery{By: store.ByAsset}); err != nil {
		t.Fatal(err)
	}
	return lines, stats
}

// TestBackfill finds on all three protocols what a watch from the first block on
// tells, to the last digit; is killed while it is at it and goes on; and leaves
// what is known to a watch on the same store alone.
func TestBackfill(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th, _ := raiseTown(t, node, 25)
	for range devnet.StoryLength {
		th.step()
	}
	for range 40 { // so that the crash is final
		th.step()
	}
	p := th.watch()
	th.compare(p)
	p.end(syscall.SIGTERM)
	watched := filepath.Join(th.folder, "brink.db")
	want, _ := listed(t, watched)
	if len(want) < 5 {
		t.Fatalf("the story has %d liquidations", len(want))
	}

	config, err := os.ReadFile(filepath.Join(th.folder, "brink.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	again := t.TempDir()
	path := filepath.Join(again, "brink.yaml")
	if err := os.WriteFile(path, config, 0o600); err != nil {
		t.Fatal(err)
	}
	fill := func(folder string) *exec.Cmd {
		c := exec.Command(brinkProgram(t), "backfill", "--since", "2000-01-01T00:00:00Z")
		c.Dir = folder
		return c
	}
	killed := fill(again)
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "a liquidation is found", func() bool {
		r, err := sqlite.OpenReader(context.Background(), filepath.Join(again, "brink.db"))
		if err != nil {
			return false
		}
		defer r.Close()
		found, _, err := r.Liquidations(t.Context(), store.LiquidationQuery{})
		return err == nil && len(found) > 0
	})
	_ = killed.Process.Kill()
	_ = killed.Wait()
	out, err := fill(again).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, stats := listed(t, filepath.Join(again, "brink.db"))
	same := func(what string, got []string) {
		t.Helper()
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("%s: %d liquidations, the watch has %d; number %d is\n%s\nwant\n%s", what, len(got), len(want), i,
					append(got, "none", "none")[min(i, len(got))], append(want, "none")[min(i, len(want))])
			}
		}
	}
	same("backfilled", got)
	if stats.Liquidations != len(want) || stats.Unpriced > 0 {
		t.Errorf("the totals are %+v", stats.Tally)
	}

	// Beside a watch on the same store, and again: everything is known.
	th.folder = again
	p = th.watch()
	th.compare(p) // it has the store
	out, err = fill(again).CombinedOutput()
	if err != nil || !strings.Contains(string(out), " 0 liquidations added") {
		t.Fatalf("%v: %s", err, out)
	}
	th.compare(p)
	p.end(syscall.SIGTERM)
	got, _ = listed(t, filepath.Join(again, "brink.db"))
	same("watched after a backfill", got)

	// Where it was, another branch has become final: it begins anew.
	stray(t, filepath.Join(again, "brink.db"))
	out, err = fill(again).Output()
	var name string
	var added, known int
	if _, scanned := fmt.Sscanf(string(out), "%s %d liquidations added, %d known before, from block 1 ", &name, &added, &known); err != nil ||
		scanned != nil || added+known != len(want) {
		t.Fatalf("%v, %v: %s", err, scanned, out)
	}
	if n := withdrawn(t, filepath.Join(again, "brink.db")); n != 1 {
		t.Errorf("%d liquidations of the other branch are withdrawn", n)
	}
	got, _ = listed(t, filepath.Join(again, "brink.db"))
	same("after another branch", got)

	// On a store that processes share it is the same.
	server, err := cluster.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	url, err := server.Store(t.Context(), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{fmt.Sprintf(" %d liquidations added", len(want)), " 0 liquidations added"} {
		shared := fill(again)
		shared.Args = append(shared.Args, "--store-url", url)
		if out, err = shared.CombinedOutput(); err != nil || !strings.Contains(string(out), what) {
			t.Fatalf("%v: %s", err, out)
		}
	}
	r, err := postgres.OpenReader(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, shared := listedBy(t, r)
	same("on a shared store", got)
	if shared.Tally != stats.Tally {
		t.Errorf("the totals are %+v, want %+v", shared.Tally, stats.Tally)
	}
}

// stray lets a store remember that the search ended on a branch that isn't there any more, and that its last block but
// one liquidated somebody.
func stray(t *testing.T, path string) {
	t.Helper()
	s, err := sqlite.OpenBeside(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	consumer := "history/" + strconv.Itoa(devnet.ChainID)
	kept, err := s.Kept(t.Context(), consumer)
	if err != nil {
		t.Fatal(err)
	}
	var place searched
	if err := json.Unmarshal(kept.Values[keptPlace], &place); err != nil {
		t.Fatal(err)
	}
	place.At.Hash[0]++
	text, err := json.Marshal(place)
	if err != nil {
		t.Fatal(err)
	}
	at := chain.Head{Ref: chain.Ref{Number: place.At.Number - 1, Hash: common.Hash{1}}, Time: uint64(time.Now().Unix())}
	body, err := json.Marshal(feed.Liquidation{ChainID: devnet.ChainID, Protocol: "aave-v3", Block: feed.NewBlockRef(at)})
	if err != nil {
		t.Fatal(err)
	}
	c := store.Commit{Consumer: consumer, Version: kept.Version, Cursor: kept.Cursor, Put: map[string][]byte{keptPlace: text},
		Shard: strconv.Itoa(devnet.ChainID),
		Past:  []feed.Entry{{ChainID: devnet.ChainID, ID: "of another branch", Type: feed.Liquidated, Block: at, Status: feed.Latest, Data: body, HasLog: true}}}
	if _, err := s.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// withdrawn counts the liquidations that a store lists as reverted.
func withdrawn(t *testing.T, path string) (n int) {
	t.Helper()
	r, err := sqlite.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	found, _, err := r.Liquidations(t.Context(), store.LiquidationQuery{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	for i := range found {
		if found[i].Status == feed.Reverted && found[i].Block.Hash == (common.Hash{1}) {
			n++
		}
	}
	return n
}

// cut is as many digits of a number as a unit of a debt decides over.
func cut(t *testing.T, text *string) *string {
	t.Helper()
	if text == nil {
		t.Fatal("a liquidation's position isn't known")
	}
	f, err := strconv.ParseFloat(*text, 64)
	if err != nil {
		t.Fatal(err)
	}
	rounded := strconv.FormatFloat(f, 'f', 7, 64)
	return &rounded
}
