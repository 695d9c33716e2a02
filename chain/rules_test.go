package chain_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"brink/chain"
	"brink/chain/sim"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// bubble runs a test in virtual time, with a world that is closed in the end.
func bubble(t *testing.T, opt chain.FollowerOptions, run func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(opt)
		defer w.follower.Close()
		run(t, w)
	})
}

// next takes a step that must be there.
func (w *world) next(t *testing.T, after chain.Ref, want chain.Filter) chain.Step {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	step, err := w.follower.Next(ctx, after, want)
	if err != nil {
		t.Fatal(err)
	}
	return step
}

// waits checks that there is no step for so long.
func (w *world) waits(t *testing.T, long time.Duration, after chain.Ref) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	if step, err := w.follower.Next(ctx, after, want); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("a step after %s: %+v, %v", after, step, err)
	}
}

func TestLaggingNodeIsNoReorg(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		for range 5 {
			w.mine(1, true)
		}
		for w.consumer.tip().Number < 5 {
			if err := w.step(time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		w.node.Break(func(f *sim.Faults) { f.Lag = 3 })
		w.node.Announce(w.mined[1])
		w.node.Announce(w.mined[0])
		w.waits(t, 40*time.Second, w.consumer.tip())
		w.mine(1, true) // announced by one node, asked of another
		w.waits(t, 40*time.Second, w.consumer.tip())
		w.node.Break(func(f *sim.Faults) { f.Lag = 0 })
		if step := w.next(t, w.consumer.tip(), want); step.Undo || step.Block.Number != 6 {
			t.Fatalf("after the lag: %+v", step)
		}
	})
}

// An ordinary block costs one round trip, and none if its bloom excludes it.
func TestRoundTripsOfALiveBlock(t *testing.T) {
	bubble(t, chain.FollowerOptions{TagEvery: time.Hour}, func(t *testing.T, w *world) {
		w.mine(1, true)
		tip := w.next(t, chain.Ref{}, want).Block.Ref
		for range 50 {
			before := w.node.Trips()
			w.mine(1, true)
			tip = w.next(t, tip, want).Block.Ref
			if trips := w.node.Trips() - before; trips != 1 {
				t.Fatalf("%d round trips for a block with logs", trips)
			}
		}
		before := w.node.Trips()
		for range 50 {
			w.mine(0, true)
			tip = w.next(t, tip, want).Block.Ref
		}
		if trips := w.node.Trips() - before; trips != 0 {
			t.Fatalf("%d round trips for 50 blocks without logs", trips)
		}
	})
}

// Tags that are overdue hold up no block that needs nothing else: they are asked for when there is nothing after it. Where
// there always is, every third block asks for them.
func TestTagsAreAskedForAtRest(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		w.mine(1, true)
		tip := w.next(t, chain.Ref{}, want).Block.Ref
		next := func() (s chain.Step, trips int) {
			before := w.node.Trips()
			w.mine(0, true)
			w.truth.Settle(tip.Number, tip.Number)
			s = w.next(t, tip, want)
			tip = s.Block.Ref
			return s, w.node.Trips() - before
		}
		for range 10 {
			w.waits(t, time.Second, tip)
			before := w.node.Trips()
			w.waits(t, time.Second, tip)
			if trips := w.node.Trips() - before; trips != 0 {
				t.Fatalf("%d round trips without news", trips)
			}
			if s, trips := next(); trips != 0 || s.Final.Number != s.Block.Number-2 {
				t.Fatalf("%d round trips, final is %d at block %d", trips, s.Final.Number, s.Block.Number)
			}
		}
		for i := range 30 {
			if s, trips := next(); trips != btoi(i%3 == 1) || s.Final.Number+4 < s.Block.Number {
				t.Fatalf("block %d without a rest: %d round trips, final is %d", i, trips, s.Final.Number)
			}
		}
	})
}

// Catching up near the head and below finality doesn't cost a round trip a block.
func TestRoundTripsOfCatchingUp(t *testing.T) {
	for _, final := range []uint64{0, 400} {
		bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
			for range 400 {
				w.mine(1, false)
			}
			w.truth.Settle(final, final)
			w.node.Announce(w.truth.Head().Ref)
			if err := w.settle(); err != nil {
				t.Fatal(err)
			}
			if trips := w.node.Trips(); trips > 60 {
				t.Fatalf("%d round trips for 400 blocks, final %d", trips, final)
			}
		})
	}
}

func TestFinalBlocksWithoutLogsAreSkipped(t *testing.T) {
	bubble(t, chain.FollowerOptions{MaxRange: 50}, func(t *testing.T, w *world) {
		for n := range 250 {
			w.mine(btoi(n == 19), false)
		}
		w.truth.Settle(200, 180)
		var numbers []uint64
		for w.consumer.tip().Number < 180 {
			if err := w.step(time.Minute); err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, w.consumer.tip().Number)
		}
		if len(numbers) > 6 || numbers[0] != 20 || numbers[1] != 50 {
			t.Fatalf("delivered %v", numbers)
		}
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A filter that grew gets every log from the next block on, whatever was
// fetched ahead.
func TestGrownFilterForgetsWhatWasFetched(t *testing.T) {
	wider := want.Union(chain.NewFilter([]common.Address{other}, []common.Hash{noise}))
	for _, final := range []uint64{0, 90} {
		bubble(t, chain.FollowerOptions{MaxRange: 10}, func(t *testing.T, w *world) {
			for range 100 {
				w.mine(1, true)
			}
			w.truth.Settle(final, final)
			five := chain.Ref{}
			for range 5 {
				five = w.next(t, five, want).Block.Ref
			}
			six := w.next(t, five, want).Block
			again := w.next(t, five, wider).Block
			if six.Ref != again.Ref || len(six.Logs) != 1 || len(again.Logs) != 2 {
				t.Fatalf("block %s had %d logs, then %s %d", six.Ref, len(six.Logs), again.Ref, len(again.Logs))
			}
			if next := w.next(t, again.Ref, wider).Block; next.Number != 7 || len(next.Logs) != 2 {
				t.Fatalf("then block %s with %d logs", next.Ref, len(next.Logs))
			}
		})
	}
}

func TestFilterThatWantsNothingAsksForNoLogs(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		w.node.Break(func(f *sim.Faults) {
			f.Before = func(ask *chain.Ask) {
				if len(ask.Logs) > 0 {
					t.Error("logs were asked for")
				}
			}
		})
		for range 20 {
			w.mine(1, true)
		}
		w.truth.Settle(10, 10)
		for tip := (chain.Ref{}); tip.Number < 20; {
			b := w.next(t, tip, chain.Filter{}).Block
			if len(b.Logs) > 0 {
				t.Fatalf("block %s came with logs", b.Ref)
			}
			tip = b.Ref
		}
	})
}

// A tip that was left before the chain went another way is found to be gone,
// also below the final block, where the way back has no parent to compare.
func TestFault05ReorgWhileAway(t *testing.T) {
	bubble(t, chain.FollowerOptions{MaxRange: 4}, func(t *testing.T, w *world) {
		for range 10 {
			w.mine(1, false)
		}
		w.consumer.blocks = append(w.consumer.blocks, w.truth.Blocks(want)[1:]...)
		w.truth.Rewind(3)
		for range 60 {
			w.mine(1, true)
		}
		w.truth.Settle(50, 40)
		if err := w.settle(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestFault02ShorterChain takes blocks off the chain without a word: none, some or all of them grow again later.
func TestFault02ShorterChain(t *testing.T) {
	for _, regrown := range []int{0, 1, 3, 5, 9} {
		bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
			for range 10 {
				w.mine(1, true)
			}
			w.truth.Settle(4, 2)
			for w.consumer.tip().Number < 10 {
				if err := w.step(time.Minute); err != nil {
					t.Fatal(err)
				}
			}
			w.truth.Rewind(5)
			for range regrown {
				w.mine(1, true)
			}
			began := time.Now()
			for head := w.truth.Head(); w.consumer.tip() != head.Ref; {
				if err := w.step(time.Minute); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took > 2*time.Minute {
					t.Fatalf("%d of 5 blocks grew again: after %s at %s, the chain ends at %s", regrown, took, w.consumer.tip(), head)
				}
			}
			if took := time.Since(began); regrown > 0 && took > time.Second {
				t.Errorf("%d of 5 blocks grew again: found after %s, although another branch was announced", regrown, took)
			}
			if err := w.consumer.equals(w.truth.Blocks(want)); err != nil {
				t.Fatal(err)
			}
			w.mine(1, true)
			if err := w.settle(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestFault03PingPong goes from one branch to another and back within moments.
func TestFault03PingPong(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		for range 10 {
			w.mine(1, true)
		}
		tips := [2]chain.Ref{w.truth.Head().Ref}
		w.truth.Rewind(4)
		for range 4 {
			w.mine(1, true)
		}
		tips[1] = w.truth.Head().Ref
		for i := range 20 {
			w.truth.Switch(tips[i%2])
			w.node.Announce(tips[i%2])
			for range i % 9 { // it may have come only part of the way
				if err := w.step(100 * time.Millisecond); err != nil {
					t.Fatal(err)
				}
			}
		}
		for steps := 0; w.consumer.tip() != w.truth.Head().Ref; steps++ {
			if steps > 100 {
				t.Fatalf("stuck at %s, the head is %s", w.consumer.tip(), w.truth.Head())
			}
			if err := w.step(time.Second); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.consumer.equals(w.truth.Blocks(want)); err != nil {
			t.Fatal(err)
		}
	})
}

// A node that ends before a final block is far behind, however long it stays there.
func TestNothingEndsBeforeAFinalBlock(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		for range 10 {
			w.mine(1, true)
		}
		w.truth.Settle(9, 9)
		for w.consumer.tip().Number < 10 {
			if err := w.step(time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		w.node.Break(func(f *sim.Faults) { f.Lag = 5 })
		w.waits(t, time.Hour, w.consumer.tip())
		w.node.Break(func(f *sim.Faults) { f.Lag = 0 })
		if err := w.settle(); err != nil {
			t.Fatal(err)
		}
	})
}

// follows steps up to a block.
func (w *world) follows(t *testing.T, to uint64) {
	t.Helper()
	for w.consumer.tip().Number < to {
		if err := w.step(time.Minute); err != nil {
			t.Fatal(err)
		}
	}
}

// halts demands that the follower finds that a final block is gone.
func (w *world) halts(t *testing.T) {
	t.Helper()
	var err error
	for range 20 {
		if err = w.step(time.Minute); err != nil {
			break
		}
	}
	if !errors.Is(err, chain.ErrFinality) {
		t.Fatalf("the end is %v at %s", err, w.consumer.tip())
	}
}

func TestFault04ReorgBelowFinal(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		for range 12 {
			w.mine(1, true)
		}
		w.truth.Settle(8, 4)
		w.follows(t, 12)
		w.truth.Rewind(10)
		for range 12 {
			w.mine(1, true)
		}
		w.truth.Settle(8, 4)
		w.halts(t)
		if _, again := w.follower.Next(t.Context(), w.consumer.tip(), want); !errors.Is(again, chain.ErrFinality) {
			t.Fatalf("asked again: %v", again)
		}
	})
}

// The final block is replaced while the one before it, which stands, is still to be seen again; and with the answer about
// that one comes a final block of the new branch.
func TestFault04ReorgBelowFinalInDoubt(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		for range 12 {
			w.mine(1, true)
		}
		w.truth.Settle(8, 4)
		w.follows(t, 12)
		w.truth.Settle(10, 6)
		w.mine(1, true)
		w.follows(t, 13)
		w.truth.Rewind(8)
		for range 12 {
			w.mine(1, true)
		}
		w.truth.Settle(12, 10)
		w.halts(t)
	})
}

func TestFinalityByDepth(t *testing.T) {
	for name, c := range map[string]struct {
		depth    uint64
		untagged bool
		want     uint64
	}{
		"as given, over the node's own": {7, false, 93},
		"as given, without tags":        {7, true, 93},
		"by default, without tags":      {0, true, 36},
		"by the node":                   {0, false, 50},
	} {
		bubble(t, chain.FollowerOptions{Depth: c.depth}, func(t *testing.T, w *world) {
			w.node.Break(func(f *sim.Faults) { f.Untagged = c.untagged })
			for range 50 {
				w.mine(1, true)
			}
			w.truth.Settle(50, 50)
			for range 50 {
				w.mine(1, true)
			}
			var final chain.Head
			for w.consumer.tip().Number < 100 {
				step := w.next(t, w.consumer.tip(), want)
				if err := w.consumer.apply(step); err != nil {
					t.Fatal(err)
				}
				final = step.Final
			}
			if final.Number != c.want || final.Ref != w.truth.Blocks(want)[final.Number].Ref {
				t.Errorf("%s: final is %s, want %d", name, final.Ref, c.want)
			}
		})
	}
}

// Whatever a node makes up is not accepted.
func TestContradictionsAreRefused(t *testing.T) {
	lies := map[string]func(*types.Log){
		"other block hash":   func(l *types.Log) { l.BlockHash[5]++ },
		"other block number": func(l *types.Log) { l.BlockNumber++ },
		"removed":            func(l *types.Log) { l.Removed = true },
		"not in bloom":       func(l *types.Log) { l.Topics = append(l.Topics[:1:1], common.Hash{77}) },
		"other address":      func(l *types.Log) { l.Address = other },
		"other topic":        func(l *types.Log) { l.Topics = []common.Hash{noise} },
		"no topics":          func(l *types.Log) { l.Topics = nil },
		"out of order":       func(l *types.Log) { l.Index = 0 },
	}
	for name, lie := range lies {
		for _, final := range []uint64{0, 8} {
			bubble(t, chain.FollowerOptions{MaxRange: 4}, func(t *testing.T, w *world) {
				for range 10 {
					w.mine(3, true)
				}
				w.truth.Settle(final, final)
				w.node.Break(func(f *sim.Faults) {
					f.Tamper = func(ask *chain.Ask, a *chain.Answer) {
						for i := range a.Logs {
							if logs := a.Logs[i].Logs; len(logs) > 0 {
								lie(&logs[len(logs)-1])
							}
						}
					}
				})
				step, err := w.follower.Next(t.Context(), chain.Ref{}, want)
				if !errors.Is(err, chain.ErrContradiction) {
					t.Fatalf("%s, final %d: %+v, %v", name, final, step, err)
				}
				w.node.Break(func(f *sim.Faults) { f.Tamper = nil })
				if err := w.settle(); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

// A block's reader gives other logs of the same block, checked alike.
func TestReaderOfOtherLogs(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		w.mine(1, true)
		b := w.next(t, chain.Ref{}, want).Block
		all := chain.NewFilter([]common.Address{other, market}, []common.Hash{noise, supply})
		logs, err := b.Reader.Logs(t.Context(), all)
		if err != nil || len(logs) != 2 || logs[0].BlockTimestamp != b.Time {
			t.Fatalf("%v, %v", logs, err)
		}
		w.node.Break(func(f *sim.Faults) {
			f.Tamper = func(_ *chain.Ask, a *chain.Answer) { a.Logs[0].Logs[0].BlockHash[0]++ }
		})
		if _, err := b.Reader.Logs(t.Context(), all); !errors.Is(err, chain.ErrContradiction) {
			t.Fatalf("a foreign log gave %v", err)
		}
	})
}
