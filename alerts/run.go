package alerts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"time"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// Consumer is the name under which the machine keeps its state, and that of the
// shard of its entries.
const Consumer = "alerts"

// Store is what the machine needs of a store.
type Store interface {
	feed.Reader
	store.Keeper
	Tip(ctx context.Context, shard string) (store.Tip, bool, error)
	Current(ctx context.Context, shard string, types []string) ([]feed.Entry, error)
}

// Live is what can be seen beside the feed.
type Live interface {
	// Chains tells how well each chain is seen now.
	Chains() []feed.Chain
	// MarketsOf are the markets of a chain, and the block that they are of; false
	// while there is none.
	MarketsOf(chainID uint64) ([]feed.Market, feed.BlockRef, bool)
}

// Watcher follows the feed and says what people are to be told.
type Watcher struct {
	opt   Options
	store Store
	hub   *feed.Hub
	live  Live
	log   *slog.Logger

	m       *machine
	seen    map[uint64]common.Hash // block as of which markets were looked at, by chain
	cursor  feed.Cursor            // heard up to here
	kept    feed.Cursor            // as the store has it
	version uint64
}

// New makes a watcher.
func New(opt Options, st Store, hub *feed.Hub, live Live, log *slog.Logger) *Watcher {
	return &Watcher{opt: opt, store: st, hub: hub, live: live, log: log}
}

const (
	pageSize = 256
	// pulse is the longest pause between two looks at the time: blocks without
	// news wake nobody.
	pulse = time.Second
	// stride is how far the place in the store may lag behind when there is
	// nothing else to write.
	stride = 1000
)

// Run follows the feed until ctx ends. After an error, also that somebody else
// committed, it reads what is kept and goes on from there.
func (w *Watcher) Run(ctx context.Context) error {
	for {
		err := w.follow(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.log.Warn("Cannot watch for alerts, trying again", "error", err)
		wait(ctx, pulse)
	}
}

// follow begins with what is kept, and ends with an error.
func (w *Watcher) follow(ctx context.Context) error {
	if err := w.begin(ctx); err != nil {
		return err
	}
	for {
		more, err := w.round(ctx, time.Now())
		if err != nil {
			return err
		}
		if !more {
			w.rest(ctx)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// rest waits for entries, or for a pulse.
func (w *Watcher) rest(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, pulse)
	defer cancel()
	_ = w.hub.Wait(ctx, w.cursor) // its only error is that of ctx
}

func wait(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// begin takes in what is kept, and where that is of other rules or too old, all
// that stands on the feed.
func (w *Watcher) begin(ctx context.Context) error {
	kept, err := w.store.Kept(ctx, Consumer)
	if err != nil {
		return err
	}
	w.m, w.seen = newMachine(w.opt), map[uint64]common.Hash{}
	w.cursor, w.kept, w.version = kept.Cursor, kept.Cursor, kept.Version
	same, err := w.m.load(kept.Values)
	if err != nil {
		return err
	}
	_, _, err = w.store.Read(ctx, w.cursor, 1, feed.Filter{Types: types})
	expired := errors.Is(err, feed.ErrExpired)
	if err != nil && !expired {
		return err
	}
	if same && !expired {
		return nil
	}
	if expired && kept.Version > 0 {
		w.log.Warn("The feed was shortened beyond what was heard: what happened in between is not told", "cursor", w.cursor.String())
	}
	return w.survey(ctx, expired || kept.Version == 0)
}

// survey hears the last word on everything, and goes on from here if asked to.
func (w *Watcher) survey(ctx context.Context, here bool) error {
	_, kept, err := w.store.Read(ctx, w.cursor, 1, feed.Filter{})
	if err != nil && !errors.Is(err, feed.ErrExpired) {
		return err
	}
	var all []feed.Entry
	for _, id := range slices.Sorted(maps.Keys(w.opt.Chains)) {
		entries, err := w.store.Current(ctx, strconv.FormatUint(id, 10), stateTypes)
		if err != nil {
			return err
		}
		all = append(all, entries...)
	}
	slices.SortFunc(all, func(a, b feed.Entry) int { return cmp.Compare(a.Cursor, b.Cursor) })
	w.m.forget()
	for name := range w.m.subjects {
		delete(w.m.subjects, name)
		w.m.dirty[keySubject+name] = true
	}
	for i := range all {
		if err := w.m.hear(&all[i]); err != nil {
			return err
		}
	}
	if here {
		w.cursor = kept.Newest
	}
	return w.commit(ctx, map[string][]byte{keyRules: w.m.fingerprint()})
}

// round hears a page of entries and lets the time pass that they came with. It
// reports whether there is more to hear.
func (w *Watcher) round(ctx context.Context, now time.Time) (more bool, err error) {
	tips, err := w.tips(ctx)
	if err != nil {
		return false, err
	}
	page, err := feed.Next(ctx, w.store, w.cursor, pageSize, feed.Filter{Types: types})
	if err != nil {
		return false, fmt.Errorf("reading the feed after %s: %w", w.cursor, err)
	}
	for i := range page.Entries {
		if err := w.m.hear(&page.Entries[i]); err != nil {
			return false, err
		}
	}
	w.cursor = page.Through
	more = len(page.Entries) == pageSize
	if !more {
		// All that was said up to these tips has been heard.
		for _, id := range slices.Sorted(maps.Keys(tips)) {
			w.m.tick(id, tips[id])
		}
		w.look(now)
	}
	return more, w.commit(ctx, nil)
}

// look takes in what the feed doesn't tell. Markets are those of the block that
// was heard last, or of a later one whose entries are still to come.
func (w *Watcher) look(now time.Time) {
	w.m.look(w.live.Chains(), now)
	if !w.m.wantsMarkets() {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(w.opt.Chains)) {
		if markets, at, ok := w.live.MarketsOf(id); ok && at.Hash != w.seen[id] {
			w.seen[id] = at.Hash
			w.m.lookAtMarkets(markets, id, at)
		}
	}
}

func (w *Watcher) tips(ctx context.Context) (map[uint64]store.Tip, error) {
	tips := make(map[uint64]store.Tip)
	for id := range w.opt.Chains {
		tip, known, err := w.store.Tip(ctx, strconv.FormatUint(id, 10))
		if err != nil {
			return nil, err
		}
		if known {
			tips[id] = tip
		}
	}
	return tips, nil
}

// commit writes what changed, if anything did. After an error all is read anew.
func (w *Watcher) commit(ctx context.Context, more map[string][]byte) error {
	put, entries := w.m.changes()
	maps.Copy(put, more)
	if len(put) == 0 && len(entries) == 0 && w.cursor < w.kept+stride {
		return nil
	}
	newest, err := w.store.Commit(ctx, store.Commit{
		Consumer: Consumer, Version: w.version, Cursor: w.cursor, Put: put, Entries: entries,
	})
	if err != nil {
		return err
	}
	w.version++
	w.kept = w.cursor
	if len(entries) > 0 {
		w.hub.Wake(newest)
	}
	return nil
}
