package main

import (
	"context"
	"errors"
	"fmt"
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
	rec, err := openRecord(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	c := cfg.Chains[i]
	st, err := rec.take(ctx, "shard/"+shardOf(c))
	if err != nil {
		return err
	}
	client, err := dial(ctx, c, nil, a.logger(cfg))
	if err != nil {
		return err
	}
	defer client.Close()
	if err := rec.hideSnapshot(ctx, c); err != nil {
		return err
	}
	first := firstBlock(c)
	stuck := store.Stuck{Shard: shardOf(c), ChainID: c.ID, Before: first - min(first, 1)}
	at, withdrawn, err := stuck.Resync(ctx, st, client)
	if err != nil {
		return err
	}
	if err := release(ctx, st, c, at); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s goes on from block %s; %d facts of blocks after it are withdrawn\n", c.Name, at.Ref, withdrawn)
	return err
}

// release lets the chain run again.
func release(ctx context.Context, st store.Store, c config.Chain, at chain.Head) error {
	shard := shardOf(c)
	consumer := heraldName(shard)
	kept, err := st.Kept(ctx, consumer)
	if err != nil {
		return err
	}
	ref := feed.NewBlockRef(at)
	status := feed.Chain{
		ChainID: c.ID, Name: c.Name, State: feed.Syncing, Reason: "resynchronised by the operator", Processed: &ref,
		Endpoints: []feed.Endpoint{}, Deployments: []feed.Deployment{}, Complete: "0",
	}
	entry, err := statusEntry(shard, kept.Version+1, at, &status)
	if err != nil {
		return err
	}
	_, err = st.Commit(ctx, store.Commit{
		Consumer: consumer, Version: kept.Version, Cursor: kept.Cursor,
		Put: map[string][]byte{keptHalted: nil, keptState: []byte(feed.Syncing)}, Entries: []feed.Entry{entry},
	})
	return err
}
