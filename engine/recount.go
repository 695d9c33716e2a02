package engine

import (
	"context"
	"errors"
	"slices"

	"brink/chain"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// ErrRecount: a block's logs can't be told of by what is known now.
var ErrRecount = errors.New("logs don't fit the contracts as they are now")

// Seizures is the filter of the logs that tell of liquidations.
func (e *Engine) Seizures() chain.Filter {
	var f chain.Filter
	for _, d := range e.deployments {
		if d.broken == nil {
			f = f.Union(d.Seizures())
		}
	}
	return f
}

// Victims are whom logs liquidate, by deployment.
func (e *Engine) Victims(logs []types.Log) map[string][]common.Address {
	victims := make(map[string][]common.Address)
	for i := range logs {
		for _, d := range e.deployments {
			if key, ok := d.Liquidated(&logs[i]); ok && !slices.Contains(victims[d.Name], key.Account) {
				victims[d.Name] = append(victims[d.Name], key.Account)
			}
		}
	}
	return victims
}

// Recount tells of a block of the past what its logs alone say of liquidations:
// no dollars, and nothing of how the positions stood. The engine stays as it is.
func (e *Engine) Recount(ctx context.Context, b *chain.Block) ([]feed.Entry, error) {
	logs, err := b.Reader.Logs(ctx, e.Filter())
	if err != nil {
		return nil, e.errorf("fetching logs of", b.Ref, err)
	}
	w := &work{Block: b, logs: logs}
	if err := e.prepare(ctx, w); err != nil {
		return nil, e.errorf("preparing", b.Ref, err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.db.Begin()
	defer e.abandon(w)
	e.fold(w)
	if len(w.broke) > 0 {
		return nil, e.errorf("recounting", b.Ref, errors.Join(ErrRecount, w.broke[0].broken))
	}
	if err := e.readFees(ctx, w); err != nil {
		return nil, e.errorf("reading fees of", b.Ref, err)
	}
	say := &speech{e: e, at: w.Head()}
	e.sayFacts(say, w)
	return slices.DeleteFunc(say.entries, func(entry feed.Entry) bool { return entry.Type != feed.Liquidated }), nil
}
