package sim

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"
)

const (
	genesisTime = 1_700_000_000
	blockTime   = 12
)

// Chain is a tree of blocks of which one branch is canonical. It begins with
// block 0, without logs. Its methods are safe for many goroutines.
type Chain struct {
	mu          sync.Mutex
	all         map[common.Hash]*block
	canon       []*block
	safe, final chain.Head
	built       uint64
	pending     map[string]chain.Result // answers from the next block on
	state       func(chain.Call) (chain.Result, bool)
	ended       bool
	reads       int
	changed     chan struct{} // closed when something above changes
}

// block is a block with the answers that changed in it.
type block struct {
	chain.Header
	parent  *block
	logs    []types.Log
	answers map[string]chain.Result
	state   func(chain.Call) (chain.Result, bool)
	final   bool // was told to be
}

var _ chain.Source = (*Chain)(nil)

// New returns a chain that consists of block 0.
func New() *Chain {
	c := &Chain{all: make(map[common.Hash]*block), pending: make(map[string]chain.Result), changed: make(chan struct{})}
	c.mine(genesisTime, nil)
	return c
}

// Mine adds a block with these logs to the canonical branch, 12 seconds after
// its parent. Of the logs only Address, Topics and Data count.
func (c *Chain) Mine(logs ...types.Log) chain.Head {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mine(c.canon[len(c.canon)-1].Time+blockTime, logs)
}

// MineAt is Mine at another time.
func (c *Chain) MineAt(time uint64, logs ...types.Log) chain.Head {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mine(time, logs)
}

func (c *Chain) mine(time uint64, logs []types.Log) chain.Head {
	b := &block{answers: c.pending, state: c.state}
	b.Number, b.Time = uint64(len(c.canon)), time
	if b.Number > 0 {
		b.parent = c.canon[b.Number-1]
		b.Parent = b.parent.Hash
	}
	c.built++
	b.Hash = crypto.Keccak256Hash(b.Parent[:], binary.BigEndian.AppendUint64(nil, c.built))
	b.logs = make([]types.Log, len(logs))
	for i, l := range logs {
		b.logs[i] = types.Log{
			Address: l.Address, Topics: l.Topics, Data: l.Data,
			BlockNumber: b.Number, BlockHash: b.Hash, BlockTimestamp: time,
			TxHash: crypto.Keccak256Hash(b.Hash[:], []byte{byte(i)}), TxIndex: uint(i), Index: uint(i),
		}
	}
	receipt := types.Receipt{}
	for i := range b.logs {
		receipt.Logs = append(receipt.Logs, &b.logs[i])
	}
	b.Bloom = types.CreateBloom(&receipt)
	c.pending, c.state = make(map[string]chain.Result), nil
	c.all[b.Hash] = b
	c.canon = append(c.canon, b)
	c.wake()
	return b.Head()
}

// Rewind takes the newest blocks off the canonical branch; what is mined next
// belongs to another one.
func (c *Chain) Rewind(depth int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.canon = c.canon[:len(c.canon)-depth]
	c.wake()
}

// Switch makes the branch canonical that ends in a block which was mined before.
func (c *Chain) Switch(tip chain.Ref) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.canon = make([]*block, tip.Number+1)
	for b := c.all[tip.Hash]; b != nil; b = b.parent {
		c.canon[b.Number] = b
	}
	c.wake()
}

// Settle makes canonical blocks safe and final.
func (c *Chain) Settle(safe, final uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.safe, c.final = c.canon[safe].Head(), c.canon[final].Head()
	for b := c.canon[final]; b != nil && !b.final; b = b.parent {
		b.final = true
	}
	c.wake()
}

// Answer sets what a call returns from the next mined block on. A call without
// an answer is reverted.
func (c *Chain) Answer(call chain.Call, result chain.Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending[key(call)] = result
}

// State makes a function answer calls as of the next mined block, as far as it
// knows them. It must always say the same.
func (c *Chain) State(answer func(chain.Call) (chain.Result, bool)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = answer
}

// Prune forgets all blocks before a number, on all branches. Nobody may ask for
// them any more.
func (c *Chain) Prune(before uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for hash, b := range c.all {
		if b.Number < before {
			delete(c.all, hash)
		} else if b.Number == before {
			b.parent = nil
		}
	}
	clear(c.canon[:min(before, uint64(len(c.canon)))])
}

// End makes Next return io.EOF where it would wait.
func (c *Chain) End() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	c.wake()
}

// Head is the newest canonical block.
func (c *Chain) Head() chain.Head {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.canon[len(c.canon)-1].Head()
}

// Heads are the newest, the safe and the final block.
func (c *Chain) Heads() chain.Heads {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.heads()
}

func (c *Chain) heads() chain.Heads {
	return chain.Heads{Latest: c.canon[len(c.canon)-1].Head(), Safe: c.safe, Final: c.final}
}

// Blocks are the canonical blocks from number 0 on, with the logs that a
// filter wants.
func (c *Chain) Blocks(want chain.Filter) []*chain.Block {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []*chain.Block
	for _, b := range c.canon {
		all = append(all, c.open(b, want))
	}
	return all
}

// Reads is how many times readers were asked.
func (c *Chain) Reads() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reads
}

// Next knows the whole chain: it skips no block, and a tip that isn't on the
// canonical branch is gone.
func (c *Chain) Next(ctx context.Context, after chain.Ref, want chain.Filter) (chain.Step, error) {
	for {
		step, wait, err := c.next(after, want)
		if wait == nil {
			return step, err
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return chain.Step{}, ctx.Err()
		}
	}
}

func (c *Chain) next(after chain.Ref, want chain.Filter) (chain.Step, <-chan struct{}, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	step := chain.Step{Heads: c.heads()}
	switch next := after.Number + 1; {
	case after.Hash != common.Hash{} && (after.Number >= uint64(len(c.canon)) || c.canon[after.Number].Hash != after.Hash):
		if b := c.all[after.Hash]; after.Number <= c.final.Number && (b == nil || b.final) {
			return step, nil, chain.ErrFinality
		}
		step.Undo = true
	case next < uint64(len(c.canon)):
		step.Block = c.open(c.canon[next], want)
	case c.ended:
		return step, nil, io.EOF
	default:
		return step, c.changed, nil
	}
	return step, nil, nil
}

func (c *Chain) open(b *block, want chain.Filter) *chain.Block {
	return &chain.Block{Ref: b.Ref, Parent: b.Parent, Time: b.Time, Logs: b.wanted(want), Reader: reader{c, b}}
}

func (c *Chain) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

func (b *block) wanted(want chain.Filter) []types.Log {
	var logs []types.Log
	for i := range b.logs {
		if want.Wants(&b.logs[i]) {
			logs = append(logs, b.logs[i])
		}
	}
	return logs
}

// call is the newest answer up to the block.
func (b *block) call(call chain.Call) chain.Result {
	if b.state != nil {
		if r, ok := b.state(call); ok {
			return r
		}
	}
	for k := key(call); b != nil; b = b.parent {
		if r, ok := b.answers[k]; ok {
			return r
		}
	}
	return chain.Result{Reverted: true}
}

func key(call chain.Call) string { return string(call.To[:]) + string(call.Data) }

type reader struct {
	c *Chain
	b *block
}

func (r reader) Call(_ context.Context, calls []chain.Call) ([]chain.Result, error) {
	r.c.mu.Lock()
	defer r.c.mu.Unlock()
	r.c.reads++
	results := make([]chain.Result, len(calls))
	for i, call := range calls {
		results[i] = r.b.call(call)
	}
	return results, nil
}

func (r reader) Logs(_ context.Context, want chain.Filter) ([]types.Log, error) {
	return r.b.wanted(want), nil
}

func (r reader) Fees(_ context.Context, txs []common.Hash) ([]*uint256.Int, error) {
	return fees(r.b.Number, txs), nil
}

// fees are a plain transfer's at a gas price of as many units as there are
// blocks before.
func fees(number uint64, txs []common.Hash) []*uint256.Int {
	all := make([]*uint256.Int, len(txs))
	for i := range all {
		all[i] = uint256.NewInt(21_000 * number)
	}
	return all
}

// String shows the canonical branch, for failing tests.
func (c *Chain) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := ""
	for _, b := range c.canon {
		text += fmt.Sprintf("%s: %d logs\n", b.Ref, len(b.logs))
	}
	return text
}
