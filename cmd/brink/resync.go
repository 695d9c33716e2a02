package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"

	"brink/chain"
	"brink/config"
	"brink/feed"
	"brink/store"

	"github.com/spf13/cobra"
)

func newResyncCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "resync CHAIN",
		Short: "Let a halted chain go on from the newest block that node and store agree on",
		Long: `Let a halted chain go on from the newest block that node and store agree on.

A chain is halted when its node takes back what it had called final: then either
the node lied, or the network broke its word, and a person should know which
before anything is believed again. Mend or replace the node first. The liquidations
and bad debts of blocks that are gone are withdrawn on the feed; positions are
rebuilt from the start at the next brink watch. brink watch must not be running.`,
		Example: `  brink resync ethereum`,
		Args:    oneArgument("the chain's name or id"),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			return a.resync(c.Context(), cfg, args[0])
		},
	}
	a.addConfigFlags(command)
	return command
}

func (a *app) resync(ctx context.Context, cfg *config.Config, name string) (err error) {
	i := slices.IndexFunc(cfg.Chains, func(c config.Chain) bool { return c.Name == name || strconv.FormatUint(c.ID, 10) == name })
	if i < 0 {
		return usageError("no chain %q is configured", name)
	}
	st, err := openStore(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	r := &resyncing{chain: cfg.Chains[i], store: st, shard: strconv.FormatUint(cfg.Chains[i].ID, 10)}
	client, err := dial(ctx, r.chain, nil, a.logger(cfg))
	if err != nil {
		return err
	}
	defer client.Close()
	r.node = client
	if snapshot := snapshotPath(st.snapshots, r.chain); snapshot != "" {
		if err := os.Rename(snapshot, snapshot+".before-resync"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("setting the snapshot aside: %w", err)
		}
	}
	at, withdrawn, err := r.goBack(ctx)
	if err != nil {
		return err
	}
	if err := r.release(ctx, at); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s goes on from block %s; %d facts of blocks after it are withdrawn\n", r.chain.Name, at.Ref, withdrawn)
	return err
}

// resyncing is a chain on its way back to a block that is still there.
type resyncing struct {
	chain config.Chain
	shard string
	store store.Store
	node  chain.Node
}

// goBack takes the shard back to the newest block that the node holds too.
func (r *resyncing) goBack(ctx context.Context) (to chain.Head, withdrawn int, err error) {
	tip, known, err := r.store.Tip(ctx, r.shard)
	if err != nil || !known {
		return to, 0, err
	}
	if to, err = r.agreed(ctx); err != nil || to.Ref == tip.Ref {
		return to, 0, err
	}
	facts, err := r.store.Standing(ctx, r.shard, to.Number)
	if err != nil {
		return to, 0, err
	}
	undone, err := json.Marshal(feed.Undone{Undone: feed.NewBlockRef(tip.Head), Tip: feed.NewBlockRef(to)})
	if err != nil {
		return to, 0, fmt.Errorf("writing what is undone: %w", err)
	}
	entries := []feed.Entry{{
		ChainID: r.chain.ID, ID: fmt.Sprintf("%s:%s:%s", r.shard, tip.Hash, feed.Reorg), Type: feed.Reorg, Subject: r.shard,
		Block: to, Status: feed.Latest, Data: undone,
	}}
	for _, f := range facts {
		entries = append(entries, f.Withdrawn())
	}
	_, err = r.store.Append(ctx, feed.Batch{
		Shard: r.shard, From: tip.Ref, To: to.Ref, Time: to.Time, Resync: true, Final: min(tip.Final, to.Number),
		Path: []chain.Ref{to.Ref}, Entries: entries,
	})
	return to, len(facts), err
}

// agreed is the newest block that both the store and the node know. Without
// any, it is the one before the first.
func (r *resyncing) agreed(ctx context.Context) (chain.Head, error) {
	past, err := r.store.Past(ctx, r.shard)
	if err != nil {
		return chain.Head{}, err
	}
	for some := range slices.Chunk(past, 100) {
		ask := &chain.Ask{}
		for _, b := range some {
			ask.Headers = append(ask.Headers, b.Number)
		}
		answer, err := r.node.Fetch(ctx, ask)
		if err != nil {
			return chain.Head{}, fmt.Errorf("asking for blocks %d to %d: %w", some[len(some)-1].Number, some[0].Number, err)
		}
		for i, h := range answer.Headers {
			if h != nil && h.Hash == some[i].Hash {
				return h.Head(), nil
			}
		}
	}
	first := firstBlock(r.chain)
	return chain.Head{Ref: chain.Ref{Number: first - min(first, 1)}}, nil
}

// release lets the chain run again.
func (r *resyncing) release(ctx context.Context, at chain.Head) error {
	consumer := heraldName(r.shard)
	kept, err := r.store.Kept(ctx, consumer)
	if err != nil {
		return err
	}
	ref := feed.NewBlockRef(at)
	status := feed.Chain{
		ChainID: r.chain.ID, Name: r.chain.Name, State: feed.Syncing, Reason: "resynchronised by the operator", Processed: &ref,
		Endpoints: []feed.Endpoint{}, Deployments: []feed.Deployment{}, Complete: "0",
	}
	entry, err := statusEntry(r.shard, kept.Version+1, at, &status)
	if err != nil {
		return err
	}
	_, err = r.store.Commit(ctx, store.Commit{
		Consumer: consumer, Version: kept.Version, Cursor: kept.Cursor,
		Put: map[string][]byte{keptHalted: nil, keptState: []byte(feed.Syncing)}, Entries: []feed.Entry{entry},
	})
	return err
}
