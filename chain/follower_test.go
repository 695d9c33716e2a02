package chain_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"brink/chain"
	"brink/chain/sim"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	market = common.Address{0xaa}
	other  = common.Address{0xbb}
	supply = common.Hash{0x01}
	noise  = common.Hash{0x02}
	want   = chain.NewFilter([]common.Address{market}, []common.Hash{supply})
)

// log is a log that the filter wants, told apart by its data.
func log(text string) types.Log {
	return types.Log{Address: market, Topics: []common.Hash{supply}, Data: []byte(text)}
}

// consumer applies steps as the engine does: a stack of blocks.
type consumer struct {
	blocks []*chain.Block // the first is where it started, with a name only
	floor  uint64         // number of a block that was applied and is final
}

func startAt(ref chain.Ref) *consumer { return &consumer{blocks: []*chain.Block{{Ref: ref}}} }

func (c *consumer) tip() chain.Ref { return c.blocks[len(c.blocks)-1].Ref }

func (c *consumer) apply(step chain.Step) error {
	if step.Undo == (step.Block != nil) {
		return fmt.Errorf("a step that is neither or both: %+v", step)
	}
	if step.Undo {
		if len(c.blocks) == 1 {
			return errors.New("undo of the start")
		}
		if c.tip().Number <= c.floor {
			return fmt.Errorf("undo of %s, which is not after the final block %d", c.tip(), c.floor)
		}
		c.blocks = c.blocks[:len(c.blocks)-1]
		return nil
	}
	b, tip := step.Block, c.tip()
	switch {
	case b.Number <= tip.Number:
		return fmt.Errorf("block %s after %s", b.Ref, tip)
	case b.Number > step.Final.Number && b.Number != tip.Number+1:
		return fmt.Errorf("jump from %s to %s, final is %s", tip, b.Ref, step.Final.Ref)
	case b.Number == tip.Number+1 && tip.Hash != (common.Hash{}) && b.Parent != tip.Hash:
		return fmt.Errorf("block %s is not a child of %s", b.Ref, tip)
	}
	for _, l := range b.Logs {
		if l.BlockHash != b.Hash || l.BlockTimestamp != b.Time {
			return fmt.Errorf("log of %s at %d in block %s at %d", l.BlockHash, l.BlockTimestamp, b.Ref, b.Time)
		}
	}
	c.blocks = append(c.blocks, b)
	for _, b := range c.blocks {
		if b.Ref == step.Final.Ref {
			c.floor = b.Number
		}
	}
	return nil
}

// equals compares what was applied with the canonical chain.
func (c *consumer) equals(truth []*chain.Block) error {
	applied := make(map[uint64]*chain.Block)
	for _, b := range c.blocks[1:] {
		applied[b.Number] = b
	}
	for _, is := range truth[c.blocks[0].Number+1:] {
		got := applied[is.Number]
		switch {
		case got == nil && len(is.Logs) > 0:
			return fmt.Errorf("block %s was missed", is.Ref)
		case got == nil:
		case got.Ref != is.Ref || got.Parent != is.Parent || got.Time != is.Time:
			return fmt.Errorf("block %s was applied as %s", is.Ref, got.Ref)
		case !slices.EqualFunc(got.Logs, is.Logs, func(a, b types.Log) bool {
			return a.Index == b.Index && string(a.Data) == string(b.Data) && a.TxHash == b.TxHash
		}):
			return fmt.Errorf("logs of block %s were applied as %v, not %v", is.Ref, got.Logs, is.Logs)
		}
		delete(applied, is.Number)
	}
	if len(applied) > 0 {
		return fmt.Errorf("%d blocks were applied that are not on the chain", len(applied))
	}
	return nil
}

// world is a chain, a faulty node of it, and one who follows.
type world struct {
	truth    *sim.Chain
	node     *sim.Node
	follower *chain.Follower
	consumer *consumer
	mined    []chain.Ref
	texts    int
}

func newWorld(opt chain.FollowerOptions) *world {
	w := &world{truth: sim.New(), consumer: startAt(chain.Ref{})}
	w.node = sim.NewNode(w.truth)
	w.follower = chain.NewFollower(w.node, opt)
	return w
}

// mine adds a block with some logs and announces it or not.
func (w *world) mine(logs int, announce bool) {
	all := []types.Log{{Address: other, Topics: []common.Hash{noise}}}
	for range logs {
		w.texts++
		all = append(all, log(fmt.Sprint(w.texts)))
	}
	w.truth.Answer(counter[0], chain.Result{Data: fmt.Append(nil, len(w.mined))})
	head := w.truth.Mine(all...)
	w.mined = append(w.mined, head.Ref)
	if announce {
		w.node.Announce(head.Ref)
	}
}

// step takes one step, if there is one within the time.
func (w *world) step(within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	w.follower.Ahead(counter)
	step, err := w.follower.Next(ctx, w.consumer.tip(), want)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, chain.ErrUnavailable) {
		return nil
	}
	if err != nil {
		return err
	}
	if step.Block != nil {
		if _, err := agrees(ctx, step.Block); err != nil {
			return err
		}
	}
	return w.consumer.apply(step)
}

// settle lets the node tell the truth until the consumer has all of it.
func (w *world) settle() error {
	w.node.Break(func(f *sim.Faults) { *f = sim.Faults{} })
	w.mine(1, true)
	head := w.truth.Head()
	for steps := 0; w.consumer.tip() != head.Ref; steps++ {
		if steps > 2_000 {
			return fmt.Errorf("stuck at %s, the head is %s", w.consumer.tip(), head.Ref)
		}
		if err := w.step(time.Minute); err != nil {
			return err
		}
	}
	return w.consumer.equals(w.truth.Blocks(want))
}

// op is one event of a random history.
type op struct{ kind, a, b int }

func (w *world) play(o op) error {
	head := w.truth.Head()
	final := w.truth.Heads().Final.Number
	switch o.kind {
	case 0, 1, 2:
		for range 1 + o.a%5 {
			w.mine(o.b%3, o.b%7 != 0)
		}
	case 3: // another branch, maybe a shorter one
		depth := min(o.a%8, int(head.Number-final))
		w.truth.Rewind(depth)
		for range o.b % 10 {
			w.mine(o.a%2, o.b%3 != 0)
		}
	case 4: // finality moves on
		to := final + uint64(o.a)%(head.Number-final+1)
		w.truth.Settle(to+(head.Number-to)/2, to)
	case 5: // a head twice, late, or of a branch that is gone
		if len(w.mined) > 0 {
			w.node.Announce(w.mined[max(0, len(w.mined)-1-o.a%12)])
		}
	case 6: // the node changes its ways
		w.node.Break(func(f *sim.Faults) {
			f.Lag, f.Down, f.Unindexed = uint64(max(0, o.a%9-5)), o.b%11 == 0, o.b%5 == 0
			f.MaxRange, f.MaxLogs, f.Suggest = uint64(o.b%4)*2, o.a%3*4, o.b%2 == 0
		})
	case 7: // long absence
		for range 20 + o.a {
			w.mine(o.b%2, false)
		}
	default:
		for range 1 + o.a%10 {
			if err := w.step(2 * time.Second); err != nil {
				return err
			}
		}
	}
	return nil
}

// Whatever a node does short of lying, what was applied is the canonical chain.
func TestFollowerAppliesTheCanonicalChain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		opt := chain.FollowerOptions{
			MaxRange: uint64(rapid.IntRange(1, 40).Draw(rt, "range")),
			Ranges:   rapid.IntRange(1, 3).Draw(rt, "ranges"),
			Window:   rapid.IntRange(1, 20).Draw(rt, "window"),
			NoBloom:  rapid.Bool().Draw(rt, "no bloom"),
			Retry:    100 * time.Millisecond,
		}
		ops := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) op {
			return op{rapid.IntRange(0, 12).Draw(rt, "op"), rapid.IntRange(0, 99).Draw(rt, "a"), rapid.IntRange(0, 99).Draw(rt, "b")}
		}), 1, 60).Draw(rt, "ops")
		var err error
		synctest.Test(t, func(*testing.T) {
			w := newWorld(opt)
			defer w.follower.Close()
			w.mine(0, true)
			for i, o := range ops {
				if err = w.play(o); err != nil {
					err = fmt.Errorf("op %d: %w", i, err)
					return
				}
			}
			err = w.settle()
		})
		if err != nil {
			rt.Fatal(err)
		}
	})
}
