package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"brink/chain"
	"brink/config"
	"brink/engine"
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
	if s.chain.Mode == config.ModeCurrent && s.Discovered() < s.Tip().Number {
		if err := s.discover(ctx); err != nil {
			return err
		}
	}
	return s.readAll(ctx)
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
	wants := []map[string]chain.Filter{s.Catalogues()}
	if s.chain.Mode == config.ModeAccounts { // else they are found with the borrowers
		wants = append(wants, s.Liquidators())
	}
	if err := catalogue(ctx, s.Engine, s.chain, s.client, s.out, s.log, wants...); err != nil {
		return err
	}
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
	from := max(s.Discovered(), firstBlock(s.chain)-min(1, firstBlock(s.chain)))
	progress := newProgress(s.out, s.log, "Finding borrowers on "+s.chain.Name, s.Tip().Number-from)
	defer progress.close()
	last := time.Now()
	err := find(ctx, s.Engine, s.chain, s.client, s.Trace(), from, func(at uint64) {
		progress.set(at - from)
		if time.Since(last) > snapshotEvery {
			last = time.Now()
			s.save()
		}
	})
	if err != nil {
		return fmt.Errorf("chain %s: finding borrowers: %w", s.chain.Name, err)
	}
	s.save()
	return nil
}

// readAll reads the positions that were found, where the node still has the state of the tip. What was read survives an
// interruption by the snapshot.
func (s *shard) readAll(ctx context.Context) error {
	unread, tip := s.Unread(), s.Tip()
	if unread == 0 {
		return nil
	}
	block, err := chain.BlockAt(ctx, s.client, tip.Number, following(s.chain))
	switch {
	case errors.Is(err, chain.ErrUnknownBlock), err == nil && block.Ref != tip:
		return nil // the follower will say what became of it
	case err != nil:
		return fmt.Errorf("chain %s: asking for block %d: %w", s.chain.Name, tip.Number, err)
	}
	progress := newProgress(s.out, s.log, "Reading positions on "+s.chain.Name, uint64(unread))
	defer progress.close()
	last := time.Now()
	err = s.ReadAll(ctx, block.Reader, func(left int) {
		progress.set(uint64(max(0, unread-left)))
		if time.Since(last) > snapshotEvery {
			last = time.Now()
			s.save()
		}
	})
	if err != nil {
		return fmt.Errorf("chain %s: %w", s.chain.Name, err)
	}
	s.save()
	return nil
}

// catalogue shows an engine the logs of its deployments' filters up to its tip:
// those without which it can't know in which markets the accounts may have
// positions, or which contracts liquidate there.
func catalogue(ctx context.Context, e *engine.Engine, c config.Chain, node chain.Node, out io.Writer, log *slog.Logger, wants ...map[string]chain.Filter) error {
	var want chain.Filter
	from := e.Tip().Number
	for _, filters := range wants {
		for name, filter := range filters {
			want = want.Union(filter)
			i := slices.IndexFunc(c.Deployments, func(d config.Deployment) bool { return d.Name == name })
			from = min(from, c.Deployments[i].StartBlock-min(1, c.Deployments[i].StartBlock))
		}
	}
	if len(want.Addresses) == 0 {
		return nil
	}
	progress := newProgress(out, log, "Finding markets on "+c.Name, e.Tip().Number-from)
	defer progress.close()
	err := find(ctx, e, c, node, want, from, func(at uint64) { progress.set(at - from) })
	if err != nil {
		return fmt.Errorf("chain %s: finding markets: %w", c.Name, err)
	}
	return nil
}

// find shows an engine logs from a block up to its tip, and tells how far it is.
func find(ctx context.Context, e *engine.Engine, c config.Chain, node chain.Node, want chain.Filter, from uint64, tell func(at uint64)) error {
	source := follow(c, node, chain.Ref{})
	defer source.Close()
	to := e.Tip().Number
	for at := (chain.Ref{Number: from}); at.Number < to; {
		step, err := source.Next(ctx, at, want)
		if err != nil {
			return err
		}
		if step.Block == nil {
			return fmt.Errorf("%w: block %s is gone", chain.ErrFinality, at)
		}
		at = step.Block.Ref
		if err := e.Discover(step.Block.Logs, min(at.Number, to)); err != nil {
			return err
		}
		tell(min(at.Number, to))
	}
	return nil
}
