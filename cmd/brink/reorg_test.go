package main

import (
	"math/rand/v2"
	"syscall"
	"testing"

	"brink/devnet"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// TestFault01WatchReorgs lets a node replace 1 to 64 blocks at a time, with their transactions in other blocks of the new
// branch or in none.
func TestFault01WatchReorgs(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{Epoch: 40})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	p := th.watch()
	for range 30 {
		th.step()
	}
	random := rand.New(rand.NewPCG(1, 1))
	depths := []uint64{1, 2, 3, 64}
	for range 6 {
		depths = append(depths, 1+random.Uint64N(64))
	}
	for _, depth := range depths {
		for th.Market.Chain.Head().Number < depth+14 {
			th.step()
		}
		if err := node.Shuffle(t.Context(), depth, random); err != nil {
			t.Fatal(err)
		}
		if err := th.Market.Chain.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		th.compare(p)
		for range 12 {
			th.step()
		}
		th.compare(p)
	}
	th.retractedOnce()
	th.happenedElsewhere()
	p.end(syscall.SIGTERM)
}

// happenedElsewhere demands that some liquidation was told of one block, taken back, and told of another block.
func (th *theater) happenedElsewhere() {
	th.t.Helper()
	events, err := th.Events(th.t.Context())
	if err != nil {
		th.t.Fatal(err)
	}
	blocks := make(map[common.Hash]map[common.Hash]bool) // by transaction
	moved := 0
	for _, e := range events {
		if e.Type != feed.Liquidated || e.Status == feed.Reverted {
			continue
		}
		in := blocks[*e.TxHash]
		if in == nil {
			in = make(map[common.Hash]bool)
			blocks[*e.TxHash] = in
		}
		if in[e.Block.Hash] = true; len(in) == 2 {
			moved++
		}
	}
	if moved == 0 {
		th.t.Error("no liquidation moved to another block")
	}
}

// retractedOnce demands that the feed says each fact once while it stands, takes it back once, and that what stands is
// on the chain.
func (th *theater) retractedOnce() {
	th.t.Helper()
	events, err := th.Events(th.t.Context())
	if err != nil {
		th.t.Fatal(err)
	}
	withdrawn := 0
	for _, e := range events {
		if e.Type == feed.Liquidated && e.Status == feed.Reverted {
			withdrawn++
		}
	}
	if withdrawn == 0 {
		th.t.Error("nothing was taken back")
	}
	th.feedHolds()
}

// TestFault02WatchShorter takes blocks back of which the node says nothing; they grow again later.
func TestFault02WatchShorter(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	p := th.watch()
	for range 30 {
		th.step()
	}
	th.compare(p)
	if err := node.Rewind(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	if err := th.Market.Chain.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // still shorter than it was
		th.empty()
	}
	th.compare(p)
	for range 20 {
		th.step()
	}
	th.compare(p)
	th.feedHolds()
	p.end(syscall.SIGTERM)
}

// TestFault05WatchReorgWhileDown replaces blocks while nobody watches.
func TestFault05WatchReorgWhileDown(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	for range 32 {
		th.step()
	}
	p := th.watch()
	th.compare(p)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		p.end(signal)
		if err := node.Reorg(t.Context(), 8); err != nil {
			t.Fatal(err)
		}
		if err := th.Market.Chain.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		p = th.watch()
		th.compare(p)
		for range 8 {
			th.step()
		}
		th.compare(p)
	}
	th.retractedOnce()
	p.end(syscall.SIGTERM)
}
