package sim

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Faults are the ways in which a Node fails its caller.
type Faults struct {
	// Lag is how many of the newest blocks the node doesn't have yet.
	Lag uint64
	// Untagged says that the node doesn't know the tags safe and finalized.
	Untagged bool
	// MaxRange is the most blocks and MaxLogs the most logs of one answer about a
	// range; zero means no limit.
	MaxRange uint64
	MaxLogs  int
	// Suggest says that a refusal names MaxRange.
	Suggest bool
	// Unindexed says that logs of the newest block are not to be had by its hash.
	Unindexed bool
	// Down says that the node answers nothing.
	Down bool
	// Refuse, if given, says of each question whether the node fails to answer
	// it; nil stands for a read of a contract.
	Refuse func(*chain.Ask) bool
	// Kept is of how many of the newest blocks the node holds the state that
	// contracts are read from; zero means all.
	Kept uint64
	// Tamper, if given, changes each answer.
	Tamper func(*chain.Ask, *chain.Answer)
	// Before, if given, is called before each answer.
	Before func(*chain.Ask)
}

// Node is a chain.Node over a Chain, with faults. Heads are announced only by
// Announce.
type Node struct {
	c *Chain

	mu        sync.Mutex
	faults    Faults
	announced []*chain.Header // the newest
	forgotten uint64          // how many there were before
	more      chan struct{}
	trips     int
	refused   atomic.Uint64
}

var _ chain.Node = (*Node)(nil)

// NewNode returns a node without faults.
func NewNode(c *Chain) *Node { return &Node{c: c, more: make(chan struct{})} }

// Break changes the node's faults.
func (n *Node) Break(change func(*Faults)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change(&n.faults)
}

// Trips is how many round trips there were.
func (n *Node) Trips() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.trips
}

// Announce announces a block, canonical or not, as the head.
func (n *Node) Announce(ref chain.Ref) {
	n.c.mu.Lock()
	b := n.c.all[ref.Hash]
	n.c.mu.Unlock()
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.announced) == maxAnnounced {
		n.announced = append([]*chain.Header(nil), n.announced[maxAnnounced/2:]...)
		n.forgotten += maxAnnounced / 2
	}
	n.announced = append(n.announced, &b.Header)
	close(n.more)
	n.more = make(chan struct{})
}

// maxAnnounced is how many announcements are kept for those who come late.
const maxAnnounced = 1024

// Announced is every announcement after the cursor, as far as it is kept.
func (n *Node) Announced(since uint64) ([]*chain.Header, uint64, <-chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	news := n.announced[max(since, n.forgotten)-n.forgotten:]
	return append([]*chain.Header(nil), news...), n.forgotten + uint64(len(n.announced)), n.more
}

// arrive counts a round trip and returns the faults that it meets.
func (n *Node) arrive(ctx context.Context, ask *chain.Ask) (Faults, error) {
	n.mu.Lock()
	n.trips++
	f := n.faults
	n.mu.Unlock()
	if f.Before != nil && ask != nil {
		f.Before(ask)
	}
	if ctx.Err() != nil {
		return f, ctx.Err()
	}
	if f.Down || f.Refuse != nil && f.Refuse(ask) {
		return f, fmt.Errorf("asking the simulated node: %w", chain.ErrUnavailable)
	}
	return f, nil
}

// Fetch answers from the canonical branch as the node sees it. It asks the
// check once: an answer that fails it is chain.ErrUnavailable.
func (n *Node) Fetch(ctx context.Context, ask *chain.Ask) (*chain.Answer, error) {
	f, err := n.arrive(ctx, ask)
	if err != nil {
		return nil, err
	}
	answer := n.answer(ask, f)
	if f.Tamper != nil {
		f.Tamper(ask, answer)
	}
	if ask.Check != nil {
		if err := ask.Check(answer); err != nil {
			n.refused.Add(1)
			return nil, fmt.Errorf("%w: %w", chain.ErrUnavailable, err)
		}
	}
	return answer, nil
}

func (n *Node) answer(ask *chain.Ask, f Faults) *chain.Answer {
	c := n.c
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.canon[:max(1, uint64(len(c.canon))-min(f.Lag, uint64(len(c.canon))))]
	at := func(number uint64) *chain.Header {
		if number >= uint64(len(seen)) || seen[number] == nil {
			return nil
		}
		h := seen[number].Header
		return &h
	}
	answer := &chain.Answer{}
	if ask.Tags {
		answer.Tags = &chain.Tags{Latest: at(uint64(len(seen) - 1)), Unknown: f.Untagged}
		if !f.Untagged && c.final != (chain.Head{}) {
			answer.Tags.Safe, answer.Tags.Final = at(c.safe.Number), at(c.final.Number)
		}
	}
	for _, number := range ask.Headers {
		answer.Headers = append(answer.Headers, at(number))
	}
	for _, q := range ask.Logs {
		answer.Logs = append(answer.Logs, c.logs(q, seen, f))
	}
	return answer
}

func (c *Chain) logs(q chain.LogQuery, seen []*block, f Faults) chain.LogAnswer {
	if q.Block != nil {
		b := c.all[q.Block.Hash]
		if b == nil || b.Number >= uint64(len(seen)) || f.Unindexed && b == seen[len(seen)-1] {
			return chain.LogAnswer{Err: chain.ErrUnknownBlock}
		}
		return chain.LogAnswer{Logs: b.wanted(q.Want)}
	}
	refused := &chain.RangeError{}
	if f.Suggest {
		refused.Blocks = f.MaxRange
	}
	if f.MaxRange > 0 && q.To-q.From+1 > f.MaxRange {
		return chain.LogAnswer{Err: refused}
	}
	var logs []types.Log
	for number := q.From; number <= q.To && number < uint64(len(seen)); number++ {
		if seen[number] == nil {
			continue
		}
		logs = append(logs, seen[number].wanted(q.Want)...)
	}
	if f.MaxLogs > 0 && len(logs) > f.MaxLogs {
		return chain.LogAnswer{Err: refused}
	}
	return chain.LogAnswer{Logs: logs}
}

// Fees are the same as those of a block's reader.
func (n *Node) Fees(ctx context.Context, at chain.Ref, txs []common.Hash) ([]*uint256.Int, error) {
	if _, err := n.arrive(ctx, nil); err != nil {
		return nil, err
	}
	return fees(at.Number, txs), nil
}

// Call reads as of a block, whether it is canonical or not.
func (n *Node) Call(ctx context.Context, at chain.Ref, calls []chain.Call) ([]chain.Result, error) {
	f, err := n.arrive(ctx, nil)
	if err != nil {
		return nil, err
	}
	n.c.mu.Lock()
	b := n.c.all[at.Hash]
	head := uint64(len(n.c.canon))
	n.c.mu.Unlock()
	if b == nil || f.Kept > 0 && b.Number+f.Kept < head {
		return nil, fmt.Errorf("reading at %s: %w", at, chain.ErrGone)
	}
	return reader{n.c, b}.Call(ctx, calls)
}

// Contradictions counts answers that a check refused.
func (n *Node) Contradictions() uint64 { return n.refused.Load() }
