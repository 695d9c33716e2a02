package chain_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"brink/chain"
	"brink/chain/sim"

	"github.com/ethereum/go-ethereum/common"
)

// counter is a contract that tells the number of the block.
var counter = []chain.Call{{To: common.Address{0xcc}, Data: []byte("number")}}

// agrees holds what was asked in advance against what the block's reader says.
func agrees(ctx context.Context, b *chain.Block) (asked bool, err error) {
	ahead, ok := b.Ahead.Answer(ctx, counter)
	if !ok {
		return false, nil
	}
	is, err := b.Reader.Call(ctx, counter)
	if err == nil && (len(ahead) != 1 || string(ahead[0].Data) != string(is[0].Data)) {
		err = fmt.Errorf("as of block %s %v was answered in advance, and %v is right", b.Ref, ahead, is)
	}
	return true, err
}

// What is to be asked of the newest block is asked while its logs are fetched, once; of blocks before it, not in advance.
func TestAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(chain.FollowerOptions{NoBloom: true})
		defer w.follower.Close()
		next := func() *chain.Block {
			t.Helper()
			w.follower.Ahead(counter)
			step, err := w.follower.Next(t.Context(), w.consumer.tip(), want)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.consumer.apply(step); err != nil {
				t.Fatal(err)
			}
			return step.Block
		}
		w.mine(0, true)
		next()
		w.mine(1, false)
		w.mine(1, true)
		if asked, _ := agrees(t.Context(), next()); asked {
			t.Error("a block that isn't the newest is asked in advance")
		}
		b := next()
		if asked, err := agrees(t.Context(), b); !asked || err != nil {
			t.Errorf("%v, %v", asked, err)
		}
		if _, ok := b.Ahead.Answer(t.Context(), append(counter, counter...)); ok {
			t.Error("what wasn't asked is answered")
		}
		if _, ok := b.Ahead.Answer(t.Context(), counter); ok {
			t.Error("who takes a block anew gets the old answers")
		}

		// A node that refuses costs nothing but the advance.
		w.node.Break(func(f *sim.Faults) { f.Refuse = func(ask *chain.Ask) bool { return ask == nil } })
		w.mine(1, true)
		if asked, _ := agrees(t.Context(), next()); asked {
			t.Error("there is an answer, and the node refused")
		}
		w.node.Break(func(f *sim.Faults) { f.Refuse = nil })
		w.mine(1, true)
		if asked, err := agrees(t.Context(), next()); !asked || err != nil {
			t.Errorf("%v, %v", asked, err)
		}

		// Nor is an endpoint believed that turned out to lie about the block's logs.
		lies := true
		w.node.Break(func(f *sim.Faults) {
			f.Tamper = func(ask *chain.Ask, a *chain.Answer) {
				if lies && len(a.Logs) > 0 && len(a.Logs[0].Logs) > 0 {
					a.Logs[0].Logs[0].Address, lies = other, false
				}
			}
		})
		w.mine(1, true)
		w.follower.Ahead(counter)
		if _, err := w.follower.Next(t.Context(), w.consumer.tip(), want); err == nil || lies {
			t.Errorf("a lie is believed: %v", err)
		}
		if asked, _ := agrees(t.Context(), next()); asked {
			t.Error("one who lied is believed")
		}

		// Nobody wants anything any more.
		w.mine(1, true)
		w.follower.Ahead(nil)
		step, err := w.follower.Next(t.Context(), w.consumer.tip(), want)
		if err != nil || step.Block.Ahead != nil {
			t.Errorf("%+v, %v", step, err)
		}
	})
}

// slow is a node that doesn't answer reads.
type slow struct{ *sim.Node }

func (slow) Call(ctx context.Context, _ chain.Ref, _ []chain.Call) ([]chain.Result, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// An answer that doesn't come holds up neither the block nor the end.
func TestAheadIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(chain.FollowerOptions{})
		w.follower.Close()
		w.follower = chain.NewFollower(slow{w.node}, chain.FollowerOptions{})
		for range 3 {
			w.mine(1, true)
			w.follower.Ahead(counter)
			step, err := w.follower.Next(t.Context(), w.consumer.tip(), want)
			if err != nil || step.Block.Ahead == nil {
				t.Fatalf("%+v, %v", step, err)
			}
			if err := w.consumer.apply(step); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, ok := step.Block.Ahead.Answer(ctx, counter); ok {
				t.Error("there is an answer")
			}
			cancel()
		}
		w.follower.Close()
	})
}
