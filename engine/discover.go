package engine

import (
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
	e.begun = true
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
	all := make(map[string]chain.Filter)
	for _, d := range e.deployments {
		if found, ok := d.Protocol.(protocols.Cataloguer); ok {
			if f := found.Catalogue(); len(f.Addresses) > 0 {
				all[d.Name] = f
			}
		}
	}
	return all
}

// Discover takes logs that Trace or Catalogues asked for, of blocks up to upTo,
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
