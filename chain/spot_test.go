package chain_test

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"brink/chain"
	"brink/chain/sim"

	"github.com/ethereum/go-ethereum/core/types"
)

// A node whose answers about ranges leave something out, change it or have nothing at all is found out while a
// history is read, and nothing of that is delivered as it is.
func TestFault08RangesThatLackLogs(t *testing.T) {
	for name, lie := range map[string]func(*chain.LogAnswer){
		"the last log of each block": func(a *chain.LogAnswer) {
			for i := len(a.Logs) - 1; i >= 0; i-- {
				if i+1 == len(a.Logs) || a.Logs[i].BlockNumber != a.Logs[i+1].BlockNumber {
					a.Logs = append(a.Logs[:i:i], a.Logs[i+1:]...)
				}
			}
		},
		"every log":       func(a *chain.LogAnswer) { a.Logs = nil },
		"the second half": func(a *chain.LogAnswer) { a.Logs = a.Logs[:len(a.Logs)/2] },
		"other data": func(a *chain.LogAnswer) {
			for i := range a.Logs {
				a.Logs[i].Data = append(a.Logs[i].Data[:1:1], '!')
			}
		},
	} {
		bubble(t, chain.FollowerOptions{MaxRange: 700}, func(t *testing.T, w *world) {
			for n := range 2000 {
				w.mine(3*btoi(n%5 != 0), false)
			}
			w.truth.Settle(1990, 1990)
			w.node.Break(func(f *sim.Faults) {
				f.Tamper = func(ask *chain.Ask, a *chain.Answer) {
					for i, q := range ask.Logs {
						if q.Block == nil {
							lie(&a.Logs[i])
						}
					}
				}
			})
			step, err := w.follower.Next(t.Context(), chain.Ref{}, want)
			var found *chain.Contradiction
			if !errors.As(err, &found) || found.Check != chain.CheckRange {
				t.Fatalf("%s: %+v, %v", name, step, err)
			}
			w.node.Break(func(f *sim.Faults) { f.Tamper = nil })
			w.history(t, 1990)
		})
	}
}

// A node that is behind and answers about a range with the logs that it has is not believed, although another has all
// headers.
func TestFault13RangesOfANodeBehind(t *testing.T) {
	const behind = 20
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		for range 100 {
			w.mine(1, false)
		}
		w.truth.Settle(30, 30)
		w.node.Break(func(f *sim.Faults) {
			f.Tamper = func(ask *chain.Ask, a *chain.Answer) {
				if len(ask.Logs) == 0 {
					return
				}
				a.Logs[0].Logs = slices.DeleteFunc(a.Logs[0].Logs, func(l types.Log) bool { return l.BlockNumber > behind })
				for i, number := range ask.Headers {
					if number > behind {
						a.Headers[i] = nil
					}
				}
			}
		})
		step, err := w.follower.Next(t.Context(), chain.Ref{}, want)
		var found *chain.Contradiction
		if !errors.As(err, &found) || found.Check != chain.CheckBlocks {
			t.Fatalf("%+v, %v", step, err)
		}
		w.node.Break(func(f *sim.Faults) { f.Tamper = nil })
		w.history(t, 30)
	})
}

// Where every block is final at once, the newest are read one by one even so, also when several have come: what a range
// leaves out shows there. Older ones are read in ranges, and a head that wasn't heard of is no hindrance.
func TestFault08LogsLeftOutWhereBlocksAreFinalAtOnce(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		w.node.Break(func(f *sim.Faults) {
			f.Tamper = func(ask *chain.Ask, a *chain.Answer) {
				for i, q := range ask.Logs {
					if q.Block == nil && q.To > 300 && len(a.Logs[i].Logs) > 0 {
						a.Logs[i].Logs = a.Logs[i].Logs[1:]
					}
				}
			}
		})
		mine := func(blocks int, announced func(int) bool) {
			for n := range blocks {
				w.mine(2, announced(n))
				head := w.truth.Head().Number
				w.truth.Settle(head, head)
			}
		}
		mine(300, func(int) bool { return false })
		w.history(t, 300)
		for _, burst := range []int{1, 2, 7, 40, 63} {
			mine(burst, func(n int) bool { return n%5 != 1 || n == burst-1 })
			w.history(t, w.truth.Head().Number)
		}
	})
}

// history follows up to a block, which must be as the chain is.
func (w *world) history(t *testing.T, to uint64) {
	t.Helper()
	for w.consumer.tip().Number < to {
		if err := w.consumer.apply(w.next(t, w.consumer.tip(), want)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.consumer.equals(w.truth.Blocks(want)[:to+1]); err != nil {
		t.Fatal(err)
	}
}

// Where single blocks of long ago can't be read, a history is read all the same.
func TestHistoryWithoutSpots(t *testing.T) {
	bubble(t, chain.FollowerOptions{}, func(t *testing.T, w *world) {
		for range 3064 {
			w.mine(1, false)
		}
		w.truth.Settle(3000, 3000)
		var refused atomic.Int32 // ranges are read beside each other
		w.node.Break(func(f *sim.Faults) {
			f.Refuse = func(ask *chain.Ask) bool {
				refuse := ask != nil && len(ask.Logs) > 0 && ask.Logs[0].Block != nil
				if refuse {
					refused.Add(1)
				}
				return refuse
			}
		})
		w.history(t, 3000)
		if n := refused.Load(); n == 0 || n > 8 {
			t.Errorf("%d blocks were asked for on their own", n)
		}
	})
}

// What is asked for beside the logs grows with the history, not with the ranges that it is read in.
func TestSpotsAreFew(t *testing.T) {
	for _, size := range []uint64{10, 1000} {
		bubble(t, chain.FollowerOptions{MaxRange: size}, func(t *testing.T, w *world) {
			for range 5120 + 64 {
				w.mine(1, false)
			}
			w.truth.Settle(5120, 5120)
			var spots atomic.Int32
			w.node.Break(func(f *sim.Faults) {
				f.Before = func(ask *chain.Ask) {
					for _, q := range ask.Logs {
						if q.Block != nil {
							spots.Add(1)
						}
					}
				}
			})
			w.history(t, 5120)
			if n := spots.Load(); n < 18 || n > 22 {
				t.Errorf("%d blocks of 5120 were read on their own, in ranges of %d", n, size)
			}
		})
	}
}
