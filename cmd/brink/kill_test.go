package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"brink/engine"
	"brink/feed"
	"brink/store/sqlite"
)

// TestFault29EveryWritePoint kills processes that run a shard a thousand times, each in the middle of something that
// it writes. What the store, the snapshot and the receiver of the feed hold in the end is what they hold when nobody
// was killed: the same entries, in every life in which no kill came between the blocks of a reorganisation; else the
// same facts, each said and taken back once, and the same last words.
func TestFault29EveryWritePoint(t *testing.T) {
	const kills, lives, each = 1000, 2, 50
	var mu sync.Mutex
	tally := make(map[string]int)
	total := func() (n int) {
		mu.Lock()
		defer mu.Unlock()
		for _, k := range tally {
			n += k
		}
		return n
	}
	var group sync.WaitGroup
	for life := range lives {
		group.Go(func() {
			for seed := uint64(life); total() < kills && !t.Failed(); seed += lives {
				deaths := liveAndDie(t, seed, each, life == 0)
				mu.Lock()
				for name, n := range deaths {
					tally[name] += n
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	t.Log(tally)
	for what, least := range map[string]int{
		"write of -wal": 200, "sync of -wal": 50, "write of a snapshot": 20, "before it is in its place": 20, "delivery": 50,
		"while undoing": 100,
	} {
		n := 0
		for name, k := range tally {
			if strings.Contains(name, what) {
				n += k
			}
		}
		if n < least {
			t.Errorf("%d of %d were killed in a %s", n, total(), what)
		}
	}
}

// fates are what a victim may die in, with how many such points may come before.
var fates = []fate{{At: 250}, {At: 250}, {At: 250}, {At: 8, Kind: "sync"}, {At: 5, Kind: "snapshot"}, {At: 6, Kind: "delivery"}}

// liveAndDie plays a seed with so many kills, and without any, and compares. It returns where it was killed.
func liveAndDie(t *testing.T, seed uint64, kills int, spare bool) map[string]int {
	t.Helper()
	killed, steady := t.TempDir(), t.TempDir()
	random := rand.New(rand.NewPCG(seed, 29))
	tally := make(map[string]int)
	for range kills {
		f := fates[random.IntN(len(fates))]
		f.At, f.How, f.Spare = 1+random.IntN(f.At), random.IntN(3), spare
		name, err := runVictim(killed, seed, f)
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			return tally
		}
		if name == "" {
			break // it came to its end
		}
		tally[name]++
	}
	for _, folder := range []string{killed, steady} {
		if name, err := runVictim(folder, seed, fate{}); err != nil || name != "" {
			t.Errorf("seed %d: %s%v", seed, name, err)
			return tally
		}
	}
	if err := compareLives(killed, steady, spare); err != nil {
		t.Errorf("seed %d: %v", seed, err)
	}
	return tally
}

// runVictim runs a victim until it dies or ends, and returns where it died.
func runVictim(folder string, seed uint64, f fate) (string, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	c := exec.Command("brink-victim")
	c.Dir = folder
	c.Env = append(os.Environ(), fmt.Sprintf("%s=%d", victimSeed, seed), victimFate+"="+string(text))
	out, err := c.CombinedOutput()
	said := strings.TrimSpace(string(out))
	if err == nil {
		return "", nil
	}
	status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
	name, dead := strings.CutPrefix(said, "killed in a ")
	if !ok || !status.Signaled() || status.Signal() != syscall.SIGKILL || !dead {
		return "", fmt.Errorf("the process ended with %w: %s", err, said)
	}
	return name, nil
}

// compareLives demands that one who was killed has left what another has.
func compareLives(killed, steady string, bitByBit bool) error {
	a, err := readLife(killed)
	if err != nil {
		return err
	}
	b, err := readLife(steady)
	if err != nil {
		return err
	}
	if a.digest != b.digest {
		return errors.New("the tables differ")
	}
	if !maps.Equal(a.standing, b.standing) {
		return fmt.Errorf("%d facts stand, without kills %d", len(a.standing), len(b.standing))
	}
	for subject, word := range b.words {
		if a.words[subject] != word {
			return fmt.Errorf("the last word on %s is %q, without kills %q", subject, a.words[subject], word)
		}
	}
	if len(a.words) != len(b.words) {
		return fmt.Errorf("something was said of %d positions, without kills of %d", len(a.words), len(b.words))
	}
	for i := range max(len(a.lines), len(b.lines)) {
		if bitByBit && (i >= len(a.lines) || i >= len(b.lines) || forgotten(a.lines[i]) != forgotten(b.lines[i])) {
			return fmt.Errorf("of %d and %d entries, entry %d is\n%v, without kills\n%v", len(a.lines), len(b.lines), i+1,
				a.lines[min(i, len(a.lines)):min(i+3, len(a.lines))], b.lines[min(i, len(b.lines)):min(i+3, len(b.lines))])
		}
	}
	return nil
}

// forgotten is an entry without since when a position is liquidatable: a kill in the middle of a reorganisation may make
// that unknown.
func forgotten(line string) string { return sinceWhen.ReplaceAllString(line, "") }

var sinceWhen = regexp.MustCompile(`"liquidatable_(?:blocks|seconds)":(?:null|\d+)|"liquidatable_since":{[^}]*},`)

// life is what a victim left.
type life struct {
	digest   string
	lines    []string
	standing map[string]bool   // facts that were said and not taken back
	words    map[string]string // the last on each position that is open
}

// readLife reads what a victim left. Cursors have no gap; what is said stands until it is taken back, once.
func readLife(folder string) (l life, err error) {
	digest, err := os.ReadFile(filepath.Join(folder, victimDigest))
	if err != nil {
		return l, err
	}
	r, err := sqlite.OpenReader(context.Background(), filepath.Join(folder, victimDB))
	if err != nil {
		return l, err
	}
	defer func() { _ = r.Close() }()
	entries, _, err := r.Read(context.Background(), 0, 1<<30, feed.Filter{})
	if err != nil {
		return l, err
	}
	l = life{digest: string(digest), standing: make(map[string]bool), words: make(map[string]string)}
	for i := range entries {
		e := &entries[i]
		if e.Cursor != feed.Cursor(i+1) {
			return l, fmt.Errorf("entry %d has cursor %s", i+1, e.Cursor)
		}
		l.lines = append(l.lines, fmt.Sprintf("%s %s %s %s %s", e.ID, e.Type, e.Status, e.Block.Ref, e.Data))
		if err := l.hear(e); err != nil {
			return l, err
		}
	}
	return l, l.received(folder)
}

func (l *life) hear(e *feed.Entry) error {
	id, reverted := strings.CutSuffix(e.ID, "/reverted")
	switch {
	case feed.Fact(e.Type) && l.standing[id] != reverted:
		return fmt.Errorf("entry %s: %s is said again, or withdrawn without having been said", e.Cursor, e.ID)
	case reverted:
		delete(l.standing, id)
	case feed.Fact(e.Type):
		l.standing[id] = true
	case e.Type == feed.PositionClosed:
		delete(l.words, e.Subject)
	case slices.Contains(engine.PositionTypes(), e.Type):
		var p feed.Position
		if err := json.Unmarshal(e.Data, &p); err != nil {
			return err
		}
		l.words[e.Subject] = string(p.Status)
	}
	return nil
}

// received demands that the receiver got every entry, under one name each, and nothing else; what it got again is what
// came last.
func (l *life) received(folder string) error {
	text, err := os.ReadFile(filepath.Join(folder, victimReceipt))
	if err != nil {
		return err
	}
	got := 0
	for line := range strings.Lines(string(text)) {
		at, id, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		cursor, err := strconv.Atoi(at)
		switch {
		case err != nil:
			return err
		case cursor > got+1 || cursor > len(l.lines):
			return fmt.Errorf("the receiver got entry %d after %d of %d", cursor, got, len(l.lines))
		case !strings.HasPrefix(l.lines[cursor-1], id+" "):
			return fmt.Errorf("the receiver got entry %d as %s, it is %s", cursor, id, l.lines[cursor-1])
		}
		got = max(got, cursor)
	}
	if got != len(l.lines) {
		return fmt.Errorf("the receiver got %d of %d entries", got, len(l.lines))
	}
	return nil
}
