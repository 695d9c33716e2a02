package simulator

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"time"

	"brink/chain"
	"brink/chain/sim"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// happen lets one thing happen, and the shard go some steps.
func (r *run) happen() error {
	random, w := r.random, r.world
	switch n := random.IntN(100); {
	case n < 40:
		for range 1 + random.IntN(5) {
			r.mine(random.IntN(7) > 0)
		}
	case n < 48:
		r.reorganise()
	case n < 50:
		r.shorten()
	case n < 52:
		w.goBack()
		if random.IntN(2) == 0 {
			r.node.Announce(w.tip.Ref)
		}
	case n < 62:
		r.finalise()
	case n < 66:
		r.announceOld()
	case n < 78:
		r.breakNode()
	case n < 79:
		for range 20 + random.IntN(100) {
			r.mine(false)
		}
	case n < 80 && r.faithless:
		r.betray()
	case n < 82:
		if err := r.trouble(); err != nil {
			return err
		}
	case n < 86:
		if err := r.shard.save(); err != nil {
			return err
		}
	case n < 88:
		r.shard.sick = !r.shard.sick
	}
	for range random.IntN(10) {
		if err := r.step(2 * time.Second); err != nil {
			return err
		}
	}
	return nil
}

// mine adds a block and announces it or not.
func (r *run) mine(announce bool) {
	seconds := pick(r.random, 12, 12, 12, 12, 1, 0, 3600, 86400)
	r.world.mine(uint64(seconds), r.world.draw(r.breakable))
	if announce {
		r.node.Announce(r.world.tip.Ref)
	}
}

// reorganise replaces up to 64 blocks. What happened in them happens again,
// elsewhere or not at all.
func (r *run) reorganise() {
	w, random := r.world, r.random
	depth := 1 + random.IntN(pick(random, 3, 8, 64))
	depth = min(depth, w.loose())
	if depth == 0 {
		return
	}
	r.tally.Reorgs++
	gone := w.rewind(depth)
	r.announce()
	var moved []act
	for i, n := 0, max(1, depth+random.IntN(4)-1); i < n; i++ {
		acts := moved
		moved = nil
		if i < len(gone) {
			for _, a := range gone[i] {
				switch random.IntN(4) {
				case 0: // dropped
				case 1:
					moved = append(moved, a)
				default:
					acts = append(acts, a)
				}
			}
		}
		w.mine(uint64(pick(random, 12, 12, 1, 60)), acts)
		r.announce()
	}
}

// announce tells of the newest block more often than not.
func (r *run) announce() {
	if r.random.IntN(3) > 0 {
		r.node.Announce(r.world.tip.Ref)
	}
}

// betray takes final blocks back, and mines others in their place.
func (r *run) betray() {
	w := r.world
	depth := w.loose() + 1 + r.random.IntN(20)
	if r.betrayed || uint64(depth) >= w.tip.Number {
		return
	}
	w.betray(depth)
	r.betrayed, r.mustHalt = true, min(r.record.final, r.record.tip.Number) > w.tip.Number
	r.tally.Betrayals++
	for range depth + 1 + r.random.IntN(8) {
		r.mine(true)
	}
}

// shorten takes blocks off the chain without a word.
func (r *run) shorten() {
	if depth := min(1+r.random.IntN(10), r.world.loose()); depth > 0 {
		r.tally.Reorgs++
		r.world.rewind(depth)
	}
}

// finalise moves the final block on.
func (r *run) finalise() {
	w := r.world
	if w.depth > 0 {
		return
	}
	keep := uint64(pick(r.random, 2, 8, 32, 64, 80))
	if w.tip.Number > w.final.Number+keep {
		w.settle(w.at(w.tip.Number - keep))
	}
}

// announceOld announces a head twice, late, or of a branch that is gone.
func (r *run) announceOld() {
	s := r.world.tip
	if r.world.left != nil && r.random.IntN(2) == 0 {
		s = r.world.left
	}
	for n := r.random.IntN(12); n > 0 && s.parent != nil && s.parent.parent != nil; n-- {
		s = s.parent
	}
	r.node.Announce(s.Ref)
}

// trouble kills the process, maybe with a snapshot that is lost or damaged.
func (r *run) trouble() error {
	ctx := context.Background()
	switch n := r.random.IntN(8); {
	case n == 0 && !r.opt.Prune:
		return r.shard.damage(ctx)
	case n == 1 && !r.opt.Prune:
		r.shard.snapshot, r.shard.at = nil, 0
	}
	return r.shard.restart(ctx)
}

// breakNode changes the node's ways.
func (r *run) breakNode() {
	random := r.random
	r.epoch++
	epoch := r.epoch
	rate := pick(random, 0, 0, 0, 5, 30)
	lie := random.IntN(40)
	r.node.Break(func(f *sim.Faults) {
		*f = sim.Faults{
			Lag:       uint64(max(0, random.IntN(9)-5)),
			MaxRange:  uint64(random.IntN(4)) * 2,
			MaxLogs:   random.IntN(3) * 4,
			Suggest:   random.IntN(2) == 0,
			Unindexed: random.IntN(5) == 0,
			Down:      random.IntN(11) == 0,
			Untagged:  r.world.depth > 0,
		}
		if rate > 0 {
			f.Refuse = func(ask *chain.Ask) bool { return roll(r.seed, epoch, ask)%100 < uint64(rate) }
		}
		if lie < len(lies) {
			r.tally.Lies++
			f.Tamper = func(ask *chain.Ask, a *chain.Answer) { tamper(lies[lie], a) }
		}
	})
}

// roll is a number that depends on the question alone, for questions may come
// in any order.
func roll(seed, epoch uint64, ask *chain.Ask) uint64 {
	h := fnv.New64a()
	number := func(n uint64) { _, _ = h.Write(binary.BigEndian.AppendUint64(nil, n)) }
	number(seed)
	number(epoch)
	if ask != nil {
		for _, n := range ask.Headers {
			number(n)
		}
		for i := range ask.Logs {
			number(ask.Logs[i].From)
			number(ask.Logs[i].To)
			if b := ask.Logs[i].Block; b != nil {
				_, _ = h.Write(b.Hash[:])
			}
		}
	}
	return h.Sum64() >> 7
}

// lies are what a node may make up about a log and a follower finds out by
// itself. That a log was left out, or altered, only its block's receipts tell.
var lies = []func(*types.Log){
	func(l *types.Log) { l.BlockHash[5]++ },
	func(l *types.Log) { l.BlockNumber++ },
	func(l *types.Log) { l.Removed = true },
	func(l *types.Log) { l.Address = stranger },
	func(l *types.Log) { l.Topics = []common.Hash{{0x66}} },
	func(l *types.Log) { l.Topics = nil },
}

// tamper tells a lie about the last log of each answer.
func tamper(lie func(*types.Log), a *chain.Answer) {
	for i := range a.Logs {
		if logs := a.Logs[i].Logs; len(logs) > 0 {
			lie(&logs[len(logs)-1])
		}
	}
}
