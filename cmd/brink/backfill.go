package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"brink/chain"
	"brink/config"
	"brink/feed"
	"brink/store"

	"github.com/spf13/cobra"
)

func newBackfillCommand(a *app) *cobra.Command {
	var since, name string
	command := &cobra.Command{
		Use:   "backfill",
		Short: "Find the liquidations of before the watch began",
		Long: `Find the liquidations of before the watch began, up to the newest final block, and
add them to the store: they are listed by /v1/liquidations and summed up in the
totals. They aren't told on the feed, which says what happens now.

It may run before brink watch or beside it, on the same store; a liquidation that
is known already is left as it is. When it is interrupted, in whatever way, it
goes on where it was. What a position was worth and how it stood is read from the
node as of the block before; where the node has forgotten that, it is unknown.`,
		Example: `  brink backfill --since 30d
  brink backfill --since 2026-10-10T00:00:00Z --chain ethereum`,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			from, err := moment(since, time.Now())
			if err != nil {
				return usageError("--since: %w", err)
			}
			start, err := time.Parse(time.RFC3339, from)
			if err != nil {
				return usageError("--since: %w", err)
			}
			chains := cfg.Chains
			if name != "" {
				chosen, err := chooseChain(cfg, name)
				if err != nil {
					return err
				}
				chains = []config.Chain{chosen}
			}
			return a.backfill(c.Context(), cfg, chains, start)
		},
	}
	a.addConfigFlags(command)
	command.Flags().StringVar(&since, "since", "30d", "earliest block time, such as 2026-11-22T00:00:00Z, or so long ago, such as 30d")
	command.Flags().StringVar(&name, "chain", "", "name of the chain; all that are configured without it")
	return command
}

func (a *app) backfill(ctx context.Context, cfg *config.Config, chains []config.Chain, since time.Time) (err error) {
	past, err := openHistory(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, past.Close()) }()
	log := a.logger(cfg)
	for _, c := range chains {
		b := &backfill{cfg: cfg, chain: c, history: past, log: log.With("chain", c.Name)}
		if err := a.backfillChain(ctx, b, since); err != nil {
			return fmt.Errorf("chain %s: %w", c.Name, err)
		}
		if err := b.tell(a.stdout); err != nil {
			return err
		}
	}
	return nil
}

// tell says what was found.
func (b *backfill) tell(out io.Writer) error {
	text := fmt.Sprintf("%s: %d liquidations added, %d known before, from block %d to %d", b.chain.Name, b.added, b.known, b.from, b.at.Number)
	if n := b.retold.forgotten; n > 0 {
		text += fmt.Sprintf("; of %d the node has forgotten the state, what they were worth is unknown", n)
	}
	_, err := fmt.Fprintln(out, text)
	return err
}

// backfill is the search for one chain's past liquidations.
type backfill struct {
	cfg   *config.Config
	chain config.Chain
	*history
	log    *slog.Logger
	now    *shard     // the contracts as they are now
	retold *retelling // the blocks that liquidated
	from   uint64     // first block of the search
	at     chain.Ref  // up to where it was searched
	kept   store.Kept
	saved  time.Time

	added, known int
}

// errBoth: on a store that processes share nothing else keeps two searches apart.
var errBoth = errors.New("another backfill of this chain is at it")

// searched is how far a backfill came, as the store keeps it.
type searched struct {
	From uint64    `json:"from"`
	At   chain.Ref `json:"at"`
}

// keptPlace is the key of searched; the consumer is "history/<chain id>".
const (
	keptPlace = "place"
	saveEvery = 5 * time.Second
)

func (b *backfill) consumer() string { return "history/" + strconv.FormatUint(b.chain.ID, 10) }

func (a *app) backfillChain(ctx context.Context, b *backfill, since time.Time) error {
	present := b.chain
	if present.Mode == config.ModeFull {
		present.Mode = config.ModeCurrent // who was liquidated is all that is asked
	}
	var err error
	if b.now, err = offline(b.cfg, present, b.log); err != nil {
		return err
	}
	if err := b.now.connect(ctx); err != nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	defer b.now.client.Close()
	source := follow(b.chain, b.now.client, chain.Ref{})
	defer source.Close()
	b.now.source = source
	if err := b.now.first(ctx); err != nil {
		return err
	}
	if present.Mode == config.ModeCurrent {
		if err := catalogue(ctx, b.now.Engine, b.now.chain, b.now.client, a.stderr, b.log, b.now.Liquidators()); err != nil {
			return err
		}
	}
	b.retold = &retelling{cfg: b.cfg, chain: b.chain, node: b.now.client, now: b.now.Engine}
	end, err := b.begin(ctx, since)
	if err != nil {
		return err
	}
	progress := newProgress(a.stderr, b.log, "Finding liquidations on "+b.chain.Name, end-min(end, b.from))
	defer progress.close()
	want := b.now.Seizures()
	for b.at.Number < end {
		step, err := source.Next(ctx, b.at, want)
		if err != nil {
			return err
		}
		if step.Block == nil {
			return fmt.Errorf("%w: block %s is gone", chain.ErrFinality, b.at)
		}
		if step.Block.Number > end {
			break
		}
		if err := b.take(ctx, step.Block); err != nil {
			return err
		}
		progress.set(b.at.Number - b.from)
	}
	return b.save(ctx, nil)
}

// begin sets where the search starts, and returns the last block that it goes to.
func (b *backfill) begin(ctx context.Context, since time.Time) (end uint64, err error) {
	answer, err := b.now.client.Fetch(ctx, &chain.Ask{Tags: true})
	if err != nil {
		return 0, err
	}
	last := answer.Tags.Final
	if last == nil || b.chain.Finality.Depth > 0 {
		depth := b.chain.Finality.Depth
		if depth == 0 {
			depth = 64
		}
		head := answer.Tags.Latest.Number
		if last, err = chain.HeaderAt(ctx, b.now.client, head-min(head, depth)); err != nil {
			return 0, err
		}
	}
	if b.from, err = chain.FirstSince(ctx, b.now.client, since, last.Number); err != nil {
		return 0, err
	}
	b.from = max(b.from, firstBlock(b.chain), 1)
	b.at = chain.Ref{Number: b.from - 1}
	if b.kept, err = b.Kept(ctx, b.consumer()); err != nil {
		return 0, err
	}
	var before searched
	if text, ok := b.kept.Values[keptPlace]; ok {
		if err := json.Unmarshal(text, &before); err != nil {
			return 0, fmt.Errorf("reading how far the last backfill came: %w", err)
		}
	}
	if before.At.Number == 0 || before.At.Number > last.Number {
		return last.Number, nil
	}
	h, err := chain.HeaderAt(ctx, b.now.client, before.At.Number)
	switch {
	case err != nil:
		return 0, err
	case h.Hash != before.At.Hash:
		return last.Number, b.withdraw(ctx, before)
	case before.At.Number >= b.from && before.From <= b.from:
		b.log.Info("Going on where the last backfill was", "block", before.At.Number)
		b.from, b.at = before.From, before.At
	}
	return last.Number, nil
}

// withdraw takes back what was found on a branch that had been final and isn't any
// more. From there on it is searched again.
func (b *backfill) withdraw(ctx context.Context, before searched) error {
	above, err := b.agreed(ctx, before)
	if err != nil {
		return err
	}
	b.log.Warn("Another branch has become final: what was found on the old one is withdrawn", "above", above)
	if err := b.commit(ctx, store.Commit{Put: map[string][]byte{keptPlace: nil}, Above: &above}); err != nil {
		return err
	}
	if above+1 < b.from {
		b.from, b.at = above+1, chain.Ref{Number: above}
	}
	return nil
}

// agreed is the last block of a search below all those whose liquidations are
// listed and that aren't on the chain.
func (b *backfill) agreed(ctx context.Context, before searched) (uint64, error) {
	above := before.At.Number
	for q := (store.LiquidationQuery{ChainID: b.chain.ID, Limit: 100}); ; {
		page, next, err := b.Liquidations(ctx, q)
		if err != nil {
			return 0, err
		}
		page = slices.DeleteFunc(page, func(l feed.Liquidation) bool {
			return l.Status == feed.Reverted || l.Block.Number < before.From || l.Block.Number > above
		})
		ask := new(chain.Ask)
		for i := range page {
			ask.Headers = append(ask.Headers, page[i].Block.Number)
		}
		answer, err := b.now.client.Fetch(ctx, ask)
		if err != nil {
			return 0, fmt.Errorf("looking for what is gone: %w", err)
		}
		for i, h := range answer.Headers {
			if at := page[i].Block; h == nil || h.Hash != at.Hash {
				above = min(above, at.Number-1)
			}
		}
		if next == "" {
			return above, nil
		}
		q.Cursor = next
	}
}

// take adds a block's liquidations, if it has any that aren't listed.
func (b *backfill) take(ctx context.Context, block *chain.Block) error {
	b.at = block.Ref
	if len(b.now.Victims(block.Logs)) == 0 {
		if time.Since(b.saved) < saveEvery {
			return nil
		}
		return b.save(ctx, nil)
	}
	listed, err := b.isListed(ctx, block)
	if err != nil {
		return err
	}
	if listed {
		b.known += len(block.Logs)
		return nil
	}
	entries, err := b.retold.block(ctx, block)
	if err != nil {
		return err
	}
	return b.save(ctx, entries)
}

// isListed reports whether all of a block's liquidations are known.
func (b *backfill) isListed(ctx context.Context, block *chain.Block) (bool, error) {
	at := time.Unix(int64(block.Time), 0)
	found, _, err := b.Liquidations(ctx, store.LiquidationQuery{ChainID: b.chain.ID, Since: at, Until: at.Add(time.Second), Limit: 1000})
	if err != nil {
		return false, err
	}
	known := make(map[uint]bool)
	for i := range found {
		if found[i].Block.Hash == block.Hash && found[i].Status != feed.Reverted {
			known[found[i].LogIndex] = true
		}
	}
	for i := range block.Logs {
		if !known[block.Logs[i].Index] {
			return false, nil
		}
	}
	return true, nil
}

// save stores what was found and how far the search is, at once.
func (b *backfill) save(ctx context.Context, found []feed.Entry) error {
	place, err := json.Marshal(searched{b.from, b.at})
	if err != nil {
		return fmt.Errorf("writing how far the backfill came: %w", err)
	}
	if err := b.commit(ctx, store.Commit{Put: map[string][]byte{keptPlace: place}, Past: found}); err != nil {
		return err
	}
	b.added += len(found)
	b.saved = time.Now()
	return nil
}

// commit makes a commit of the search's own.
func (b *backfill) commit(ctx context.Context, c store.Commit) error {
	c.Consumer, c.Version, c.Cursor, c.Shard = b.consumer(), b.kept.Version, b.kept.Cursor, shardOf(b.chain)
	_, err := b.Commit(ctx, c)
	if errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("%w: %w", errBoth, err)
	}
	if err == nil {
		b.kept.Version++
	}
	return err
}
