package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"brink/chain"
	"brink/chain/sim"
	"brink/config"
	"brink/engine"
	"brink/engine/till"
	"brink/feed"
	"brink/metrics"
	"brink/prices"
	"brink/state"
	"brink/store"
	"brink/store/sqlite"
	"brink/store/sqlite/disk"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/prometheus/client_golang/prometheus"
)

// Files beside a victim's store, and what tells it who it is.
const (
	victimSeed    = "BRINK_VICTIM_SEED"
	victimFate    = "BRINK_VICTIM_FATE"
	victimDB      = "brink.db"
	victimMoment  = "moment"
	victimReceipt = "delivered"
	victimDigest  = "digest"
)

const moments = 60

// victim is a process that runs a shard as brink does, on a chain that a seed
// decides, in the folder where it stands, and kills itself in the middle of the
// n-th thing that it writes: before, half-way or after it.
func victim() {
	if err := new(suicide).live(context.Background()); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
}

// fate is when a victim dies.
type fate struct {
	// At is the write point, of those of a Kind; zero: never. How is 0 before, 1
	// half-way and 2 after it.
	At   int
	Kind string
	How  int
	// Spare says that it doesn't die in the middle of a reorganisation.
	Spare bool
}

// suicide counts what it writes.
type suicide struct {
	fate
	// The store writes beside the shard too: one point at a time.
	mu      sync.Mutex
	written int  // points of its kind
	undoing bool // in the middle of a reorganisation

	seed   uint64
	store  store.Store
	shard  *shard
	tale   *tale
	node   *sim.Node
	moment int
}

// point passes a write point, or dies there.
func (v *suicide) point(name string, size int, do func(size int) error) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if strings.Contains(name, v.Kind) && !(v.undoing && v.Spare) {
		v.written++
	}
	if v.written != v.At || v.At == 0 {
		return do(size)
	}
	if v.How > 0 {
		_ = do(size * v.How / 2)
	}
	fmt.Println("killed in a", name, map[bool]string{true: "while undoing"}[v.undoing])
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func (v *suicide) live(ctx context.Context) (err error) {
	if v.seed, err = strconv.ParseUint(os.Getenv(victimSeed), 10, 64); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(os.Getenv(victimFate)), &v.fate); err != nil {
		return err
	}
	if err := disk.Install(func(a disk.Act, do func(int) error) error {
		return v.point(string(a.Kind)+" of "+strings.TrimPrefix(filepath.Base(a.Path), victimDB), a.Size, do)
	}); err != nil {
		return err
	}
	st, err := sqlite.Open(ctx, victimDB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	v.store = st
	if err := v.raise(ctx); err != nil {
		return err
	}
	for {
		if err := v.catchUp(ctx); err != nil {
			return err
		}
		if v.moment == moments {
			digest := v.shard.Digest()
			return os.WriteFile(victimDigest, []byte(hex.EncodeToString(digest[:])), 0o600)
		}
		if err := v.happen(); err != nil {
			return err
		}
		v.node.Announce(v.tale.Head().Ref)
	}
}

// happen lets the next thing happen on the chain. That isn't the victim's: what happened has happened, and nobody dies
// before it is noted.
func (v *suicide) happen() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.tale.happen(v.moment)
	v.moment++
	v.undoing = !v.tale.holds(v.shard.Tip())
	return replace(victimMoment, func(w io.Writer) error {
		_, err := io.WriteString(w, strconv.Itoa(v.moment))
		return err
	})
}

// born is one that has just begun, on a store of its own.
func born(t *testing.T, seed uint64) *suicide {
	t.Helper()
	t.Chdir(t.TempDir())
	st, err := sqlite.Open(t.Context(), victimDB)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	v := &suicide{seed: seed, store: st}
	if err := v.raise(t.Context()); err != nil {
		t.Fatal(err)
	}
	return v
}

// grown is one born some moments ago, which has caught up.
func grown(t *testing.T, seed uint64, moments int) *suicide {
	t.Helper()
	v := born(t, seed)
	for ; v.moment < moments; v.moment++ {
		v.tale.happen(v.moment)
	}
	v.node.Announce(v.tale.Head().Ref)
	if err := v.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return v
}

// raise brings the chain, and then the shard, to where they were.
func (v *suicide) raise(ctx context.Context) error {
	if text, err := os.ReadFile(victimMoment); err == nil {
		if v.moment, err = strconv.Atoi(string(text)); err != nil {
			return err
		}
	}
	v.tale = newTale(v.seed)
	for i := range v.moment {
		v.tale.happen(i)
	}
	v.node = sim.NewNode(v.tale.Chain)
	v.node.Announce(v.tale.Head().Ref)

	meters := metrics.New(prometheus.NewRegistry(), metrics.Options{Bands: engine.Bands()})
	v.shard = &shard{
		chain: config.Chain{ID: 7, Name: "tale"}, store: v.store, hub: new(feed.Hub), out: io.Discard, log: slog.New(slog.DiscardHandler),
		metrics: meters.Chain("tale", []metrics.Deployment{{Name: "till", Protocol: "till"}}), snapshots: snapshots{depot: snapshotFile(victimDB + ".7.snapshot")},
		source: chain.NewFollower(v.node, chain.FollowerOptions{}),
	}
	for {
		db := new(state.DB)
		book := prices.NewBook(db)
		v.shard.Engine = engine.New(engine.Options{ChainID: 7}, db, book, []engine.Deployment{
			{Name: "till", Family: "till", Protocol: till.Open("till", v.tale.now.Address, db, book)},
		})
		err := v.shard.resume(ctx)
		var unusable *unusableError
		if !errors.As(err, &unusable) {
			return err
		}
	}
}

// catchUp brings the shard to the head, saves now and then, and delivers what was said.
func (v *suicide) catchUp(ctx context.Context) error {
	for v.shard.Tip() != v.tale.Head().Ref {
		v.mu.Lock()
		v.undoing = !v.tale.holds(v.shard.Tip())
		v.mu.Unlock()
		if err := v.shard.step(ctx); err != nil {
			return err
		}
		if v.shard.Tip().Hash[0]%8 == 0 {
			if err := v.save(); err != nil {
				return err
			}
		}
		if err := v.deliver(ctx); err != nil {
			return err
		}
	}
	return v.deliver(ctx)
}

func (v *suicide) save() error {
	return replace(victimDB+".7.snapshot", func(w io.Writer) error {
		if err := v.shard.Save(deadly{w, v}); err != nil {
			return err
		}
		return v.point("snapshot before it is in its place", 0, func(int) error { return nil })
	})
}

// deadly is a file of which each write is a point.
type deadly struct {
	io.Writer
	v *suicide
}

func (d deadly) Write(b []byte) (int, error) {
	return len(b), d.v.point("write of a snapshot", len(b), func(size int) error {
		_, err := d.Writer.Write(b[:size])
		return err
	})
}

// deliver tells a receiver outside what is new on the feed, and then keeps how far it came.
func (v *suicide) deliver(ctx context.Context) error {
	const consumer = "receiver"
	for {
		kept, err := v.store.Kept(ctx, consumer)
		if err != nil {
			return err
		}
		page, err := feed.Next(ctx, v.store, kept.Cursor, 4, feed.Filter{})
		if err != nil || len(page.Entries) == 0 {
			return err
		}
		var lines string
		for i := range page.Entries {
			lines += receipt(&page.Entries[i])
		}
		if err := v.point("delivery", 2, func(size int) error { return v.tell(lines, size) }); err != nil {
			return err
		}
		if _, err := v.store.Commit(ctx, store.Commit{Consumer: consumer, Version: kept.Version, Cursor: page.Through}); err != nil {
			return err
		}
	}
}

func receipt(e *feed.Entry) string { return fmt.Sprintf("%d %s\n", e.Cursor, e.ID) }

// tell gives the lines to the receiver, if all of them.
func (v *suicide) tell(lines string, size int) error {
	if size < 2 {
		return nil // it broke off: the receiver has nothing
	}
	f, err := os.OpenFile(victimReceipt, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(lines)
	return errors.Join(err, f.Close())
}

// tale is a chain whose every moment is decided by a seed.
type tale struct {
	*sim.Chain
	seed   uint64
	final  uint64
	states []till.Contract // after each canonical block
	logs   [][]types.Log   // in it
	now    till.Contract
}

func newTale(seed uint64) *tale {
	c := till.Contract{Address: common.Address{0x71}, Price: 100 * till.Unit, Accounts: map[common.Address]till.Account{}}
	w := &tale{Chain: sim.New(), seed: seed, now: c, states: []till.Contract{clone(c)}, logs: [][]types.Log{nil}}
	w.mine(rand.New(rand.NewPCG(seed, 0)), true)
	return w
}

func clone(c till.Contract) till.Contract {
	c.Accounts = maps.Clone(c.Accounts)
	return c
}

// holds reports whether a block is on the canonical branch.
func (w *tale) holds(b chain.Ref) bool {
	return b.Hash == common.Hash{} || b.Number < uint64(len(w.states)) && w.Blocks(chain.Filter{})[b.Number].Ref == b
}

// happen is the i-th moment: some blocks, or others in the place of the newest.
func (w *tale) happen(i int) {
	random := rand.New(rand.NewPCG(w.seed, uint64(i)))
	head := w.Head().Number
	if depth := min(uint64(1+random.IntN(9)), head-w.final); depth > 0 && random.IntN(3) == 0 {
		gone := w.logs[head-depth+1:]
		w.Rewind(int(depth))
		w.states, w.logs = w.states[:head-depth+1], w.logs[:head-depth+1]
		w.now = clone(w.states[head-depth])
		for i := range int(depth) + random.IntN(2) {
			w.mine(random, i < len(gone) && random.IntN(2) == 0)
		}
	} else {
		for range 1 + random.IntN(4) {
			w.mine(random, true)
		}
	}
	if n := w.Head().Number; random.IntN(3) == 0 && n > w.final+12 {
		w.final = n - 12
		w.Settle(n-6, w.final)
	}
}

// mine adds a block in which things happen, or nothing.
func (w *tale) mine(random *rand.Rand, busy bool) {
	var logs []types.Log
	for n := random.IntN(5); busy && n > 0; n-- {
		who := common.Address{0xAC, byte(random.IntN(12))}
		switch kind := random.IntN(10); {
		case kind < 6:
			a := till.Account{Collateral: 9 + random.Uint64N(3), Debt: []uint64{0, 600, 850, 900, 950, 1000, 2500}[random.IntN(7)]}
			logs = append(logs, till.SetLog(w.now.Address, who, a.Collateral, a.Debt))
			a.Debt *= till.Unit
			w.now.Accounts[who] = a
		case kind < 8:
			logs = append(logs, till.SeizeLog(w.now.Address, who))
		default:
			w.now.Price = (70 + random.Uint64N(60)) * till.Unit
		}
	}
	held, time := clone(w.now), w.Head().Time+12
	w.State(func(call chain.Call) (chain.Result, bool) { return held.Call(call, time) })
	w.MineAt(time, logs...)
	w.states, w.logs = append(w.states, held), append(w.logs, logs)
}
