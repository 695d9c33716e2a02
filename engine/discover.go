package engine

import (
	"context"
	"errors"
	"fmt"

	"brink/chain"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/core/types"
)

// Begin sets the block before the first one to be applied. It may be called
// once, before the first Step, instead of Options.Start.
func (e *Engine) Begin(before chain.Ref) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tip = chain.Head{Ref: before}
	e.stored = before
	e.begun, e.first = true, before.Number+2 // the next block's state is read
}

// Started reports whether any block was applied.
func (e *Engine) Started() bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.started
}

// Trace is the filter of the logs that name positions, for engines that don't
// fold all history. It is complete once the first block was applied.
func (e *Engine) Trace() chain.Filter {
	var f chain.Filter
	for _, d := range e.deployments {
		if found, ok := d.Protocol.(protocols.Discoverer); ok && d.broken == nil {
			f = f.Union(found.Trace())
		}
	}
	return f
}

// Catalogues are the filters of the logs that name the markets of deployments
// which can't be read without them, by the deployments' names.
func (e *Engine) Catalogues() map[string]chain.Filter {
	return e.filters(protocols.Cataloguer.Catalogue)
}

// Liquidators are the filters of the logs that name contracts which liquidate
// beside a deployment's own, by the deployments' names.
func (e *Engine) Liquidators() map[string]chain.Filter {
	return e.filters(protocols.Cataloguer.Liquidators)
}

func (e *Engine) filters(of func(protocols.Cataloguer) chain.Filter) map[string]chain.Filter {
	all := make(map[string]chain.Filter)
	for _, d := range e.deployments {
		if found, ok := d.Protocol.(protocols.Cataloguer); ok {
			if f := of(found); len(f.Addresses) > 0 {
				all[d.Name] = f
			}
		}
	}
	return all
}

// Discover takes logs that Trace, Catalogues or Liquidators asked for, of blocks up to upTo,
// none of them newer than the tip. The positions that they name are read in the next steps.
func (e *Engine) Discover(logs []types.Log, upTo uint64) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range logs {
		for _, d := range e.deployments {
			if found, ok := d.Protocol.(protocols.Discoverer); ok {
				if err := found.Discover(&logs[i]); err != nil {
					return fmt.Errorf("finding positions of %s: %w", d.Name, err)
				}
			}
		}
	}
	e.discovered = upTo
	return nil
}

// Discovered is the block up to which positions were searched for.
func (e *Engine) Discovered() uint64 { return e.discovered }

// Unread is how many positions are known by name only.
func (e *Engine) Unread() int {
	e.mu.RLock()
	defer e.mu.RUnlock()
	left := 0
	for _, d := range e.deployments {
		if d.broken == nil {
			left += d.Unread()
		}
	}
	return left
}

// ReadAll reads the positions that are known by name only, by a reader at the tip, and tells how many are left. So a
// large market is complete before anything is said of it; each block by itself would bring a part of it only. What
// the node has forgotten already is left to the next steps.
func (e *Engine) ReadAll(ctx context.Context, tip chain.Reader, tell func(left int)) error {
	left, idle := e.Unread(), 0
	for left > 0 && idle < maxRounds {
		asked, err := e.readSome(ctx, tip)
		if errors.Is(err, chain.ErrGone) || err == nil && !asked {
			return nil
		}
		if err != nil {
			return e.errorf("reading positions at", e.tip.Ref, err)
		}
		was := left
		if left, idle = e.Unread(), idle+1; left < was {
			idle = 0
		}
		tell(left)
	}
	return nil
}

// readSome asks each deployment's next question.
func (e *Engine) readSome(ctx context.Context, tip chain.Reader) (asked bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i, d := range e.deployments {
		if d.broken != nil || d.Unread() == 0 {
			continue
		}
		q := d.Wants(e.opt.Reads)
		if len(q.Calls) == 0 {
			continue
		}
		if err := ask(ctx, tip, []chain.Query{q}); err != nil {
			return false, err
		}
		asked, d.scan = true, nil
		if n := len(e.trail); n > 0 {
			e.trail[n-1].Whole[i] = true
		}
	}
	return asked, nil
}
