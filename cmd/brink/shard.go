package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/metrics"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// shard runs one chain: it asks what comes next, lets the engine apply it, and
// stores what there is to say.
type shard struct {
	*engine.Engine
	chain     config.Chain
	client    *rpc.Client
	source    chain.Source
	store     store.Store
	hub       *feed.Hub
	snapshots snapshots
	herald    *herald
	metrics   *metrics.Chain
	node      *metrics.Node[rpc.Method, rpc.Reason, chain.Check, rpc.Skip]
	log       *slog.Logger
	out       io.Writer // for progress
	catching  *progress // while far behind, from the block from
	from      uint64
	broken    map[string]error // deployments that were told to be degraded

	mu sync.Mutex
	// elsewhere is how the chain stands by the store, while it isn't this
	// process that watches it; the engine may not be looked at then.
	elsewhere *feed.Chain
	trouble   string    // why nothing new can be said; empty when all is well
	halted    bool      // for good
	waits     bool      // for an operator
	caught    bool      // has reached the head once
	moved     time.Time // when the last step was done
}

// pause is how long a shard waits before it tries again what failed.
const pause = 2 * time.Second

// connect dials until an endpoint answers: nodes come back. An endpoint of
// another chain doesn't.
func (s *shard) connect(ctx context.Context) error {
	for ctx.Err() == nil {
		client, err := dial(ctx, s.chain, s.node, s.log)
		if err == nil {
			s.mu.Lock()
			s.client, s.moved = client, time.Now()
			s.mu.Unlock()
			return s.demandCode(ctx)
		}
		if errors.Is(err, rpc.ErrChainID) {
			return checkFailed(err)
		}
		s.note(err.Error())
		s.log.Warn("No endpoint can be reached, trying again", "error", err)
		wait(ctx, pause)
	}
	return nil
}

// demandCode refuses configured addresses that are no contracts: nothing would
// ever be heard of them.
func (s *shard) demandCode(ctx context.Context) error {
	for _, d := range s.chain.Deployments {
		roles := slices.Sorted(maps.Keys(d.Addresses))
		for _, role := range roles {
			empty, err := s.client.NoCode(ctx, []common.Address{d.Addresses[role]})
			if err != nil {
				return fmt.Errorf("chain %s: %w", s.chain.Name, err)
			}
			if len(empty) > 0 {
				return checkFailed(fmt.Errorf("chain %s: deployment %s: there is no code at its %s %s; is it of another chain?",
					s.chain.Name, d.Name, role, empty[0]))
			}
		}
	}
	return nil
}

// lastFinal is the newest final block that the store knows, without a hash if there is none.
func (s *shard) lastFinal(ctx context.Context) (chain.Ref, error) {
	tip, known, err := s.store.Tip(ctx, s.Shard())
	if err != nil || !known {
		return chain.Ref{}, err
	}
	recent, err := s.store.Recent(ctx, s.Shard())
	if err != nil || len(recent.Blocks) == 0 || recent.Blocks[0].Number > tip.Final {
		return chain.Ref{}, err
	}
	return recent.Blocks[0], nil
}

// run follows the chain until ctx ends. An error ends only this chain: it is
// told, and the others go on.
func (s *shard) run(ctx context.Context) error {
	defer s.snapshots.stop()
	if err := s.persist(ctx, s.begin); err != nil {
		return err
	}
	thrift()
	for ctx.Err() == nil {
		if err := s.persist(ctx, s.step); err != nil {
			return err
		}
		s.note("")
		s.snapshots.maybe(s.Engine, s.unsaved)
	}
	s.save()
	return nil
}

// persist does what it takes until it is done or ctx ends, over all trouble that may pass.
func (s *shard) persist(ctx context.Context, do func(context.Context) error) error {
	for {
		err := do(ctx)
		switch {
		case err == nil, ctx.Err() != nil:
			return nil
		case errors.Is(err, chain.ErrFinality), errors.Is(err, engine.ErrUndo), errors.Is(err, store.ErrConflict):
			s.halt(err)
			return fmt.Errorf("chain %s stops: %w", s.chain.Name, err)
		}
		s.note(err.Error())
		s.log.Warn("Cannot go on, trying again", "error", err)
		wait(ctx, pause)
	}
}

// save saves a snapshot now.
func (s *shard) save() {
	if err := s.snapshots.save(s.Engine); err != nil {
		s.unsaved(err)
	}
}

// unsaved tells that there is no new snapshot. One that is another's to save
// was given up.
func (s *shard) unsaved(err error) {
	if errors.Is(err, errLost) {
		return
	}
	s.metrics.Unsaved()
	s.log.Warn("Cannot save a snapshot", "error", err)
}

// step does one step, from the node to the store.
func (s *shard) step(ctx context.Context) error {
	if early, ok := s.source.(chain.Early); ok {
		early.Ahead(s.Ahead())
	}
	step, err := s.source.Next(ctx, s.Tip(), s.Filter())
	if err != nil {
		return err
	}
	began := time.Now()
	if err := s.Step(ctx, step); err != nil {
		return err
	}
	s.metrics.Took(metrics.PhaseStep, time.Since(began))
	if err := s.publish(ctx); err != nil {
		return err
	}
	s.observe(step)
	return nil
}

// publish stores the engine's batch, as often as it takes: what was said must
// not be lost to a full disk.
func (s *shard) publish(ctx context.Context) error {
	for {
		batch, any := s.Batch()
		if !any {
			return nil
		}
		began := time.Now()
		upTo, err := s.store.Append(ctx, batch)
		if err == nil {
			s.metrics.Took(metrics.PhaseStore, time.Since(began))
			s.Published(upTo)
			s.hub.Wake(upTo)
			return nil
		}
		if ctx.Err() != nil || errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("storing block %s: %w", batch.To, err)
		}
		if tip, known, tipErr := s.store.Tip(ctx, s.Shard()); tipErr == nil && known && tip.Ref == batch.To && batch.From != batch.To {
			s.Published(s.Cursor()) // it was stored although the answer was an error
			return nil
		}
		s.metrics.Unstored()
		s.note(fmt.Sprintf("storing block %s: %v", batch.To, err))
		s.log.Error("Cannot store, trying again", "block", batch.To.Number, "error", err)
		wait(ctx, pause)
	}
}

func (s *shard) observe(step chain.Step) {
	tip := s.Tip()
	s.tellBroken()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moved = time.Now()
	if step.Block == nil {
		s.log.Info("Took a block back", "tip", tip.Number)
		return
	}
	behind := step.Latest.Number - min(step.Latest.Number, step.Block.Number)
	if behind <= 1 && !s.caught {
		s.caught = true
		thrift() // now that all is there that there will be
	}
	s.tellProgress(tip.Number, behind)
	if behind == 0 {
		s.metrics.Delay(max(0, time.Since(time.Unix(int64(step.Block.Time), 0)))) // clocks differ
	}
	s.log.Debug("Processed a block", "block", step.Block.Number, "logs", len(step.Block.Logs), "behind", behind)
}

// tellProgress shows how far catching up is, where it is far.
func (s *shard) tellProgress(at, behind uint64) {
	const far = 1000
	if s.catching == nil && !s.caught && behind >= far {
		s.from = at
		s.catching = newProgress(s.out, s.log, "Catching up with "+s.chain.Name, behind)
	}
	if s.catching == nil {
		return
	}
	s.catching.set(at - s.from)
	if s.caught {
		s.catching.close()
		s.catching = nil
	}
}

// tellBroken logs, once, each deployment that was given up.
func (s *shard) tellBroken() {
	broken := s.Broken()
	for name, err := range broken {
		if s.broken[name] == nil {
			s.log.Error("Deployment is degraded, its positions are unknown", "deployment", name, "error", err)
		}
	}
	s.broken = broken
}

func (s *shard) note(trouble string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = trouble
}

// halt ends the chain for good. Where final blocks are gone it stays halted,
// also after a restart, until an operator resynchronises it.
func (s *shard) halt(err error) {
	if errors.Is(err, chain.ErrFinality) {
		s.bar(fmt.Sprintf("%v; brink resync %s lets it go on", err, s.chain.Name))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.waits {
		s.halted, s.trouble = true, err.Error()
	}
}

// bar halts the chain until an operator resynchronises it.
func (s *shard) bar(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.waits {
		s.halted, s.waits, s.trouble = true, true, why
	}
}

// why is what the trouble is.
func (s *shard) why() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble
}

// barred reports whether the chain is halted until an operator resynchronises it.
func (s *shard) barred() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waits
}

// resume loads the snapshot, if there is one, and what the store remembers.
func (s *shard) resume(ctx context.Context) error {
	loaded, err := s.snapshots.load(s.Engine)
	if err != nil {
		return err
	}
	tip, known, err := s.store.Tip(ctx, s.Shard())
	if err != nil {
		return fmt.Errorf("reading the store's tip: %w", err)
	}
	if !known {
		return nil
	}
	recent, err := s.store.Recent(ctx, s.Shard())
	if err != nil {
		return fmt.Errorf("reading the store's newest blocks: %w", err)
	}
	stored := engine.Stored{Tip: tip.Head, Final: tip.Final, Blocks: recent.Blocks, Facts: recent.Facts}
	if stored.Said, err = s.said(ctx, loaded); err != nil {
		return err
	}
	return s.Engine.Resume(stored)
}

// said is what was said of positions since the snapshot, or at all.
func (s *shard) said(ctx context.Context, loaded bool) ([]feed.Entry, error) {
	if !loaded {
		entries, err := s.store.Current(ctx, s.Shard(), engine.SaidTypes())
		if err != nil {
			return nil, fmt.Errorf("reading the last word on positions: %w", err)
		}
		return entries, nil
	}
	var said []feed.Entry
	want := feed.Filter{ChainID: s.chain.ID, Types: engine.SaidTypes()}
	for after := s.Engine.Cursor(); ; {
		page, err := feed.Next(ctx, s.store, after, 1000, want)
		if errors.Is(err, feed.ErrExpired) {
			return s.said(ctx, false) // the log was shortened since, or is another
		}
		if err != nil {
			return nil, fmt.Errorf("reading what was said since the snapshot: %w", err)
		}
		said = append(said, page.Entries...)
		if page.Through == after {
			return said, nil
		}
		after = page.Through
	}
}

// endpoints are the chain's nodes as they stand; none before it was dialled.
func (s *shard) endpoints() []rpc.Status {
	s.mu.Lock()
	client := s.client
	s.mu.Unlock()
	if client == nil {
		return nil
	}
	return client.Status()
}

// wait sleeps, but not beyond the end of ctx.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
