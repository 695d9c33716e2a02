package simulator

import (
	"fmt"
	"math/rand/v2"
	"time"

	"brink/chain"
	"brink/chain/sim"
	"brink/engine"
	"brink/state"
	"brink/store"
)

// Options shape a run beside its seed.
type Options struct {
	// Blocks is how many are mined at least.
	Blocks int
	// Store, if given, is where the shard keeps its log; it is below the
	// simulator's own.
	Store store.Store
	// Prune forgets final blocks, so that a run can be long. Snapshots are then
	// never lost.
	Prune bool
	// Pause, if given, is called each time that all was compared.
	Pause func(Report) error
}

// Report is what happened in a run.
type Report struct {
	Blocks, Steps, Undone, Reorgs, Restarts int
	Failed, StoreFaults, Lies               int
	Checks, Rebuilds                        int
	Betrayals, Halts                        int
	Said, Withdrawn                         int
}

// run is one run.
type run struct {
	seed      uint64
	opt       Options
	random    *rand.Rand
	world     *world
	node      *sim.Node
	shard     *shard
	record    *record
	breakable bool
	faithless bool // final blocks are taken back now and then
	betrayed  bool // since all was last compared
	mustHalt  bool // what the shard had kept as final was among them
	epoch     uint64
	compared  uint64 // facts up to this block were compared for good
	pruned    uint64
	tally     *Report

	scratch   *engine.Engine // never saw a fault
	scratchDB *state.DB
}

// Run plays what a seed decides. It must be called in a bubble of virtual time.
func Run(seed uint64, opt Options) (Report, error) {
	r := newRun(seed, opt)
	defer func() { r.shard.follower.Close() }()
	err := r.play()
	r.tally.Blocks = r.world.mined
	r.tally.Said, r.tally.Withdrawn = r.record.said, r.record.withdrawn
	if err != nil {
		return *r.tally, fmt.Errorf("seed %d: block %d: %w", seed, r.world.mined, err)
	}
	return *r.tally, nil
}

func newRun(seed uint64, opt Options) *run {
	random := rand.New(rand.NewPCG(seed, 0xb121))
	r := &run{
		seed: seed, opt: opt, random: random, world: newWorld(random), record: newRecord(opt.Store), tally: new(Report),
		breakable: random.IntN(4) == 0,
	}
	r.faithless = !opt.Prune && random.IntN(2) == 0
	depth := uint64(pick(random, 0, 0, 0, 0, 64, 10+random.IntN(30)))
	r.world.depth = depth
	r.node = sim.NewNode(r.world.Chain)
	if depth > 0 {
		r.node.Break(func(f *sim.Faults) { f.Untagged = true })
	}
	r.shard = &shard{
		world: r.world, node: r.node, random: random, record: r.record, tally: r.tally,
		opt: options{
			engine: engine.Options{Live: pick(random, 16, uint64(2), 64), Audits: pick(random, 2, 8)},
			follower: chain.FollowerOptions{
				MaxRange: 1 + random.Uint64N(40), Ranges: 1 + random.IntN(3), Window: 1 + random.IntN(20),
				NoBloom: random.IntN(2) == 0, Retry: 100 * time.Millisecond, Depth: depth % 64, // 64 is what nobody has to say
			},
		},
	}
	r.shard.build()
	r.scratch, r.scratchDB, _ = assemble(engine.Options{})
	return r
}

func (r *run) play() error {
	r.mine(true)
	for next := 0; r.world.mined < r.opt.Blocks; {
		if err := r.happen(); err != nil {
			return err
		}
		if r.world.mined < next {
			continue
		}
		next = r.world.mined + 50 + r.random.IntN(300)
		if err := r.calm(); err != nil {
			return err
		}
		if r.opt.Pause != nil {
			r.tally.Blocks = r.world.mined
			if err := r.opt.Pause(*r.tally); err != nil {
				return err
			}
		}
	}
	return r.calm()
}

// step lets the shard do a step, and looks at what it shows.
func (r *run) step(within time.Duration) error {
	if err := r.shard.step(within); err != nil {
		return err
	}
	if r.random.IntN(8) > 0 {
		return nil
	}
	return r.honest()
}

// Add sums up another run.
func (r *Report) Add(other Report) {
	for _, n := range []struct {
		sum *int
		n   int
	}{
		{&r.Blocks, other.Blocks}, {&r.Steps, other.Steps}, {&r.Undone, other.Undone}, {&r.Reorgs, other.Reorgs},
		{&r.Restarts, other.Restarts}, {&r.Failed, other.Failed}, {&r.StoreFaults, other.StoreFaults}, {&r.Lies, other.Lies},
		{&r.Checks, other.Checks}, {&r.Rebuilds, other.Rebuilds}, {&r.Betrayals, other.Betrayals}, {&r.Halts, other.Halts}, {&r.Said, other.Said}, {&r.Withdrawn, other.Withdrawn},
	} {
		*n.sum += n.n
	}
}
