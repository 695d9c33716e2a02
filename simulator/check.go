package simulator

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"brink/chain/sim"
	"brink/engine"
	"brink/engine/till"
	"brink/feed"
	"brink/position"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// calm ends all trouble and lets the shard come to the head; then everything is compared.
func (r *run) calm() error {
	r.shard.sick = false
	r.node.Break(func(f *sim.Faults) { *f = sim.Faults{Untagged: r.world.depth > 0} })
	// A block that was taken for an old one is not evaluated before the next.
	for r.mine(true); ; r.mine(true) {
		if err := r.catchUp(); err != nil {
			return err
		}
		if again, err := r.resync(); err != nil {
			return err
		} else if again {
			continue
		}
		if r.shard.Heads().Latest.Number == r.world.tip.Number {
			break
		}
	}
	head := r.world.tip
	r.tally.Checks++
	for _, check := range []func() error{r.compareLedger, r.compareWords, r.compareFacts, r.compareScratch} {
		if err := check(); err != nil {
			return fmt.Errorf("at %s: %w", head.Ref, err)
		}
	}
	return r.forget()
}

// catchUp lets the shard come to the head, which may be final.
func (r *run) catchUp() error {
	if r.world.depth == 0 && (r.betrayed || r.random.IntN(2) == 0) {
		r.world.settle(r.world.tip)
	}
	head := r.world.tip
	for steps := 0; r.shard.Tip() != head.Ref && !r.shard.halted; steps++ {
		if steps > 4*int(head.Number)+1000 {
			return fmt.Errorf("stuck at %s, the head is %s", r.shard.Tip(), head.Ref)
		}
		if err := r.step(5 * time.Minute); err != nil {
			return err
		}
	}
	return nil
}

// resync is what an operator does when the chain was halted, which it is if and only if final blocks were taken back.
func (r *run) resync() (bool, error) {
	defer func() { r.betrayed, r.mustHalt = false, false }()
	switch {
	case !r.shard.halted && r.mustHalt:
		return false, fmt.Errorf("at %s: final blocks were replaced and nobody halted", r.shard.Tip())
	case !r.shard.halted:
		return false, nil
	case r.tally.Betrayals == 0:
		return false, fmt.Errorf("at %s: halted although nothing final was replaced", r.shard.Tip())
	}
	r.tally.Halts++
	ctx := context.Background()
	stuck := store.Stuck{Shard: r.shard.Shard(), ChainID: chainID}
	if _, _, err := stuck.Resync(ctx, log{r.record}, r.node); err != nil {
		return false, fmt.Errorf("resynchronising: %w", err)
	}
	r.shard.halted, r.shard.snapshot, r.shard.at, r.shard.snapTip = false, nil, 0, 0
	r.scratch, r.scratchDB, _ = assemble(engine.Options{})
	return true, r.shard.restart(ctx)
}

// compareLedger demands that the tables hold what the contracts hold.
func (r *run) compareLedger() error {
	truth := r.world.tip.ledger
	broken := r.shard.Broken()
	for i, t := range r.shard.tills {
		if is := broken[fmt.Sprintf("till%d", i)] != nil; is != truth.broken[i] {
			return fmt.Errorf("till %d is broken: %t, it should be %t", i, is, truth.broken[i])
		}
		if truth.broken[i] {
			continue
		}
		if got, want := t.Len(), len(truth.tills[i].Accounts); got != want {
			return fmt.Errorf("till %d has %d accounts, not %d", i, got, want)
		}
		for a, want := range truth.tills[i].Accounts {
			if got, _ := t.Accounts.Get(a); got != want {
				return fmt.Errorf("till %d: %s is %v, not %v", i, a, got, want)
			}
		}
	}
	return nil
}

// compareWords demands that the last word on each position is how it stands.
func (r *run) compareWords() error {
	tip := r.world.tip
	for i := range tip.ledger.tills {
		truth := &tip.ledger.tills[i]
		for a, row := range truth.Accounts {
			subject := fmt.Sprintf("%d:till%d:%s", chainID, i, a.Hex())
			if got := r.record.words[subject]; !fits(got, row, truth.Price, tip.Time, tip.ledger.broken[i]) {
				return fmt.Errorf("the last word on %s is %v; it has %v at a price of %d (broken: %t)", subject, got, row, truth.Price, tip.ledger.broken[i])
			}
		}
	}
	for subject, word := range r.record.words {
		if !word.closed && !r.exists(subject, word.status) {
			return fmt.Errorf("the last word on %s, who isn't there, is %v", subject, word)
		}
	}
	return nil
}

// exists reports whether a word may be about somebody: of an account that is
// there, or of a till of which nobody can tell.
func (r *run) exists(subject string, status position.Status) bool {
	for i := range r.world.tip.ledger.tills {
		if r.world.tip.ledger.broken[i] && status == position.Unknown && strings.HasPrefix(subject, fmt.Sprintf("%d:till%d:", chainID, i)) {
			return true
		}
		for a := range r.world.tip.ledger.tills[i].Accounts {
			if subject == fmt.Sprintf("%d:till%d:%s", chainID, i, a.Hex()) {
				return true
			}
		}
	}
	return false
}

// fits reports whether a word is true of an account.
func fits(w word, row till.Account, price, now uint64, broken bool) bool {
	h := till.Stands(row, max(price, 1), now)
	switch {
	case broken || price == 0:
		return w.status == position.Unknown
	case !h.HasDebt():
		return w.closed || w == word{}
	case h.Insolvent:
		return w.status == position.BadDebt
	case h.Liquidatable:
		return w.status == position.Liquidatable
	case h.Factor.LtUint64(109e16): // a little below the line, where it can't tremble
		return w.status == position.Near
	default:
		return slices.Contains([]position.Status{"", position.Healthy, position.Near}, w.status)
	}
}

// factKey is where a fact stands.
type factKey struct {
	block common.Hash
	index uint
}

// compareFacts demands that the facts which stand are those of the chain.
func (r *run) compareFacts() error {
	told := make(map[factKey]feed.Entry, len(r.record.facts))
	for _, e := range r.record.facts {
		told[factKey{e.Block.Hash, e.LogIndex}] = e
	}
	for s := r.world.tip; s != nil && s.Number > r.compared; s = s.parent {
		for _, index := range s.seized {
			if !s.counts(index) {
				continue
			}
			if _, ok := told[factKey{s.Hash, index}]; !ok {
				return fmt.Errorf("log %d of block %s was missed", index, s.Ref)
			}
			delete(told, factKey{s.Hash, index})
		}
	}
	for _, e := range told {
		return fmt.Errorf("%s of block %s stands, and isn't on the chain", e.ID, e.Block)
	}
	return nil
}

// counts reports whether a liquidation is one of a till that isn't broken.
func (s *scene) counts(index uint) bool {
	n := uint(0)
	for i := range s.acts {
		if s.acts[i].kind == actPrice {
			continue
		}
		if n == index {
			return !s.ledger.broken[s.acts[i].till]
		}
		n++
	}
	return false
}

// compareScratch lets an engine that knows only final blocks, in order and
// without a fault, come to the final block. If that is the head, both must hold
// the same.
func (r *run) compareScratch() error {
	ctx := context.Background()
	for r.scratch.Tip().Number < r.world.final.Number {
		step, err := r.world.Next(ctx, r.scratch.Tip(), r.scratch.Filter())
		if err != nil {
			return fmt.Errorf("rebuilding: %w", err)
		}
		step.Latest.Number += 1 << 20 // as if far behind: logs are folded, nothing else
		if err := r.scratch.Step(ctx, step); err != nil {
			return fmt.Errorf("rebuilding: %w", err)
		}
		r.scratch.Published(0)
	}
	if r.world.final != r.world.tip {
		return nil
	}
	r.tally.Rebuilds++
	// prices are not read far behind the head
	if got, want := r.shard.db.Digest("prices"), r.scratchDB.Digest("prices"); got != want {
		return fmt.Errorf("the digest is %x, rebuilt from scratch it is %x", got[:8], want[:8])
	}
	return nil
}

// forget drops what is final and was compared.
func (r *run) forget() error {
	if r.faithless {
		return nil // what is final may be taken back yet
	}
	final := min(r.world.final.Number, r.record.final)
	for id, e := range r.record.facts {
		if e.Block.Number <= final {
			delete(r.record.facts, id)
		}
	}
	r.compared = final
	if !r.opt.Prune {
		return nil
	}
	if err := r.shard.save(); err != nil {
		return err
	}
	r.record.forget(r.shard.at)
	const margin = 2000 // a node may forget state, but not headers that are so young
	if keep := min(final, r.shard.snapTip, r.scratch.Tip().Number); keep > margin+r.pruned {
		r.pruned = keep - margin/2
		r.world.prune(r.pruned)
		r.world.left = nil
	}
	return nil
}

// honest demands that what is shown of each position is its state at the tip, or unknown.
func (r *run) honest() (err error) {
	r.shard.Look(func(l *engine.Look) {
		scene := r.world.scenes[l.Tip.Hash]
		if scene == nil {
			err = fmt.Errorf("the tip %s never was a block", l.Tip)
			return
		}
		for i := range l.Deployments {
			if e := honestly(&l.Deployments[i], &scene.ledger.tills[i], scene); e != nil {
				err = e
			}
		}
	})
	return err
}

func honestly(d *engine.DeploymentLook, truth *till.Contract, at *scene) error {
	for id := range position.ID(d.Positions) {
		p := d.Row(id)
		row, there := truth.Accounts[p.Key.Account]
		if p.Status == position.Unknown {
			continue
		}
		h := till.Stands(row, truth.Price, at.Time)
		if !there || truth.Price == 0 || h.HasDebt() && p.Factor != h.Factor {
			return fmt.Errorf("at %s: %s of %s is shown with %s, it has %s", at.Ref, p.Key.Account, d.Name, p.Factor.Dec(), h.Factor.Dec())
		}
	}
	return nil
}
