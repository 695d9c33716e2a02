package main

import (
	"context"
	"fmt"
	"time"

	"brink/chain"
	"brink/config"
)

// begin brings a shard that has no state yet to its first block, where its mode
// isn't to fold all history: it takes the state of a final block from the
// contracts, and finds the borrowers of before by the logs that name them.
func (s *shard) begin(ctx context.Context) error {
	if s.chain.Mode == config.ModeFull {
		return nil
	}
	if !s.Started() {
		if err := s.first(ctx); err != nil {
			return err
		}
	}
	if s.chain.Mode != config.ModeCurrent || s.Discovered() >= s.Tip().Number {
		return nil
	}
	return s.discover(ctx)
}

// first applies the block whose state is read.
func (s *shard) first(ctx context.Context) error {
	answer, err := s.client.Fetch(ctx, &chain.Ask{Tags: true})
	if err != nil {
		return fmt.Errorf("chain %s: asking for the newest blocks: %w", s.chain.Name, err)
	}
	at := answer.Tags.Latest
	if s.chain.Mode == config.ModeCurrent && answer.Tags.Final != nil {
		at = answer.Tags.Final
	}
	s.Begin(chain.Ref{Number: at.Number - min(at.Number, 1)})
	for !s.Started() {
		if err := s.step(ctx); err != nil {
			return fmt.Errorf("chain %s: reading the markets at block %d: %w", s.chain.Name, at.Number, err)
		}
	}
	return nil
}

// discover scans the logs that name borrowers. What it found survives an
// interruption by the snapshot.
func (s *shard) discover(ctx context.Context) error {
	source := follow(s.chain, s.client)
	defer source.Close()
	to := s.Tip().Number
	from := max(s.Discovered(), firstBlock(s.chain)-min(1, firstBlock(s.chain)))
	progress := newProgress(s.out, s.log, "Finding borrowers on "+s.chain.Name, to-from)
	defer progress.close()
	last := time.Now()
	for at := (chain.Ref{Number: from}); at.Number < to; {
		step, err := source.Next(ctx, at, s.Trace())
		if err != nil {
			return fmt.Errorf("chain %s: finding borrowers: %w", s.chain.Name, err)
		}
		if step.Block == nil {
			return fmt.Errorf("chain %s: finding borrowers: %w: block %s is gone", s.chain.Name, chain.ErrFinality, at)
		}
		at = step.Block.Ref
		if err := s.Discover(step.Block.Logs, min(at.Number, to)); err != nil {
			return fmt.Errorf("chain %s: %w", s.chain.Name, err)
		}
		progress.set(min(at.Number, to) - from)
		if time.Since(last) > snapshotEvery {
			last = time.Now()
			if err := s.snapshots.save(s.Engine); err != nil {
				return err
			}
		}
	}
	return s.snapshots.save(s.Engine)
}
