package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"brink/chain"
	"brink/chain/rpc"
	"brink/config"
	"brink/engine"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// retelling tells of single blocks of the past what the watch would have said of
// them: the same engine follows those whom the block liquidates, from the block
// before it.
type retelling struct {
	cfg   *config.Config
	chain config.Chain
	node  *rpc.Client
	now   *engine.Engine // the contracts as they are now
	// catalogue are the logs that name markets, once they were needed.
	catalogue []types.Log
	found     bool
	forgotten int // liquidations of blocks whose state the node has forgotten
}

// block is what there is to say of a block's liquidations.
func (r *retelling) block(ctx context.Context, b *chain.Block) ([]feed.Entry, error) {
	entries, err := r.exactly(ctx, b)
	if !errors.Is(err, chain.ErrGone) {
		return entries, err
	}
	entries, err = r.now.Recount(ctx, b)
	r.forgotten += len(entries)
	return entries, err
}

func (r *retelling) exactly(ctx context.Context, b *chain.Block) ([]feed.Entry, error) {
	cfg, c := *r.cfg, r.chain
	victims := r.now.Victims(b.Logs)
	cfg.Accounts = nil
	c.Mode = config.ModeAccounts
	c.Deployments = slices.DeleteFunc(slices.Clone(c.Deployments), func(d config.Deployment) bool { return victims[d.Name] == nil })
	for _, accounts := range victims {
		for _, a := range accounts {
			if r.follows(a) {
				cfg.Accounts = append(cfg.Accounts, config.Account{Address: a})
			}
		}
	}
	if len(cfg.Accounts) == 0 {
		return nil, nil
	}
	e, err := assemble(&cfg, c, nil, false)
	if err != nil {
		return nil, err
	}
	opt := following(c)
	before, err := chain.BlockAt(ctx, r.node, b.Number-1, opt)
	if err != nil {
		return nil, err
	}
	e.Begin(chain.Ref{Number: before.Number - min(before.Number, 1)})
	if err := r.showMarkets(ctx, e, b); err != nil {
		return nil, err
	}
	if err := e.Step(ctx, chain.Step{Block: before, Heads: chain.Heads{Latest: before.Head()}}); err != nil {
		return nil, err
	}
	e.Published(0)
	logs, err := b.Reader.Logs(ctx, e.Filter())
	if err != nil {
		return nil, fmt.Errorf("fetching logs of block %s: %w", b.Ref, err)
	}
	whole := *b
	whole.Logs = logs
	if err := e.Step(ctx, chain.Step{Block: &whole, Heads: chain.Heads{Latest: b.Head()}}); err != nil {
		return nil, err
	}
	batch, _ := e.Batch()
	for name, err := range e.Broken() {
		return nil, fmt.Errorf("deployment %s at block %s: %w", name, b.Ref, err)
	}
	return slices.DeleteFunc(batch.Entries, func(entry feed.Entry) bool { return entry.Type != feed.Liquidated }), nil
}

// follows reports whether the watch would follow an account.
func (r *retelling) follows(a common.Address) bool {
	return r.chain.Mode != config.ModeAccounts || slices.ContainsFunc(r.cfg.Accounts, func(x config.Account) bool { return x.Address == a })
}

// showMarkets shows an engine the logs without which it can't know the markets of
// a block's liquidations: a market's own log and theirs name it alike. The log that
// tells of a contract which liquidates for a market names that contract.
func (r *retelling) showMarkets(ctx context.Context, e *engine.Engine, b *chain.Block) error {
	if len(e.Catalogues())+len(e.Liquidators()) == 0 {
		return nil
	}
	if !r.found {
		if err := r.findMarkets(ctx); err != nil {
			return err
		}
	}
	named := make(map[common.Hash]bool)
	for i := range b.Logs {
		named[common.BytesToHash(b.Logs[i].Address[:])] = true
		for _, topic := range b.Logs[i].Topics[1:] {
			named[topic] = true
		}
	}
	var logs []types.Log
	for _, l := range r.catalogue {
		if l.BlockNumber < b.Number && slices.ContainsFunc(l.Topics[1:], func(topic common.Hash) bool { return named[topic] }) {
			logs = append(logs, l)
		}
	}
	return e.Discover(logs, e.Tip().Number)
}

// findMarkets fetches all logs that name markets, and what liquidates there, up to now.
func (r *retelling) findMarkets(ctx context.Context) error {
	cfg, c := *r.cfg, r.chain
	c.Mode, cfg.Accounts = config.ModeAccounts, []config.Account{{}} // whoever it is
	e, err := assemble(&cfg, c, nil, false)
	if err != nil {
		return err
	}
	var want chain.Filter
	for _, filters := range []map[string]chain.Filter{e.Catalogues(), e.Liquidators()} {
		for _, filter := range filters {
			want = want.Union(filter)
		}
	}
	source := chain.NewFollower(r.node, following(c))
	defer source.Close()
	end := r.now.Tip().Number
	first := firstBlock(r.chain)
	for at := (chain.Ref{Number: first - min(first, 1)}); at.Number < end; {
		step, err := source.Next(ctx, at, want)
		if err != nil {
			return fmt.Errorf("finding markets: %w", err)
		}
		if step.Block == nil {
			return fmt.Errorf("finding markets: %w: block %s is gone", chain.ErrFinality, at)
		}
		at = step.Block.Ref
		r.catalogue = append(r.catalogue, step.Block.Logs...)
	}
	r.found = true
	return nil
}
