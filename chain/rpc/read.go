package rpc

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// Call reads as of a block; see chain.Node. Several reads go through Multicall3
// where it is deployed at that block, else as a batch.
func (c *Client) Call(ctx context.Context, at chain.Ref, calls []chain.Call) ([]chain.Result, error) {
	r := &reading{client: c, at: at, calls: calls, results: make([]chain.Result, len(calls))}
	open := r.plan()
	for len(open) > 0 {
		answered, err := r.round(ctx, open)
		if err != nil {
			return nil, fmt.Errorf("reading at block %s: %w", at, err)
		}
		var next []*group
		for _, g := range answered {
			next = append(next, r.take(g)...)
		}
		open = next
	}
	return r.results, nil
}

// reading is one Call under way.
type reading struct {
	client  *Client
	at      chain.Ref
	calls   []chain.Call
	results []chain.Result
}

// group is reads that go out in one eth_call: through Multicall3, or one alone.
type group struct {
	reads []int
	alone bool

	data    []byte         // what the eth_call returned
	refused *refusal       // or why it didn't
	answers []chain.Result // what Multicall3 returned
}

// plan puts reads into groups. Those that once used up the gas of their group
// go alone from the start.
func (r *reading) plan() []*group {
	var open []*group
	var shared []int
	for i, c := range r.calls {
		if len(r.calls) == 1 || !r.client.multicallAt(r.at.Number) || r.client.alone.has(c) {
			open = append(open, &group{reads: []int{i}, alone: true})
		} else {
			shared = append(shared, i)
		}
	}
	for some := range slices.Chunk(shared, r.client.opt.MaxCalls) {
		open = append(open, &group{reads: some})
	}
	return open
}

// round sends all groups in one round trip, and returns them answered.
func (r *reading) round(ctx context.Context, open []*group) ([]*group, error) {
	tries := goneTries
	if r.at.Number+young < r.client.best.Load() {
		tries = 1
	}
	return put(ctx, r.client, effort{goneTries: tries, hedge: true}, func(*endpoint, *link) ([]*call, func() ([]*group, error)) {
		calls, groups := make([]*call, len(open)), make([]*group, len(open))
		for i, g := range open {
			groups[i] = &group{reads: g.reads, alone: g.alone}
			calls[i] = r.ask(groups[i])
		}
		return calls, func() ([]*group, error) { return groups, check(groups) }
	})
}

// check looks at the answers of all groups.
func check(groups []*group) (err error) {
	for _, g := range groups {
		if g.refused != nil && g.refused.gone() && !g.refused.reverted() {
			return fmt.Errorf("%w: %w", chain.ErrGone, g.refused)
		}
		if g.alone || g.refused != nil || len(g.data) == 0 {
			continue
		}
		if g.answers, err = unpackAggregate(g.data, len(g.reads)); err != nil {
			return err
		}
	}
	return nil
}

// ask is the eth_call of a group.
func (r *reading) ask(g *group) *call {
	to, data := r.client.opt.Multicall, []byte(nil)
	if g.alone {
		to, data = r.calls[g.reads[0]].To, r.calls[g.reads[0]].Data
	} else {
		data = packAggregate(r.calls, g.reads)
	}
	message := struct {
		To   common.Address `json:"to"`
		Data hexutil.Bytes  `json:"data"`
	}{to, data}
	block := struct {
		Hash      common.Hash `json:"blockHash"`
		Canonical bool        `json:"requireCanonical"`
	}{r.at.Hash, false}
	return &call{
		method: MethodCall, params: []any{message, block},
		decode: func(s *scanner) (err error) {
			g.refused = nil
			g.data, err = s.bytes()
			return err
		},
		settle: func(f *refusal) (Reason, bool) {
			g.refused, g.data = f, nil
			switch {
			case f.reverted():
				return ReasonNone, true
			case f.gone():
				return ReasonGone, true
			default:
				return ReasonRefused, !g.alone && f.heavy()
			}
		},
	}
}

// take keeps a group's answers and returns what must be asked again.
func (r *reading) take(g *group) []*group {
	switch {
	case g.alone && g.refused != nil:
		data := g.refused.revertData()
		r.results[g.reads[0]] = chain.Result{Data: data, Reverted: true}
		if len(data) == 0 {
			r.client.alone.add(r.calls[g.reads[0]])
		}
		return nil
	case g.alone:
		r.results[g.reads[0]] = chain.Result{Data: g.data}
		return nil
	case g.refused != nil && len(g.reads) > 1:
		half := len(g.reads) / 2
		return []*group{{reads: g.reads[:half]}, {reads: g.reads[half:]}}
	case g.refused != nil:
		return alone(g.reads)
	case len(g.data) == 0:
		// No code answers with nothing: Multicall3 came later than this block.
		r.client.noMulticallAt(r.at.Number)
		return alone(g.reads)
	}
	for i, a := range g.answers {
		if a.Reverted && len(a.Data) == 0 {
			// It may have run out of its share of the gas, and left too little for those
			// after it: neither is the contract's own word.
			return alone(g.reads[i:])
		}
		r.results[g.reads[i]] = a
	}
	return nil
}

func alone(reads []int) []*group {
	var open []*group
	for i := range reads {
		open = append(open, &group{reads: reads[i : i+1], alone: true})
	}
	return open
}

// revertData is what the contract gave as its reason.
func (r *refusal) revertData() []byte {
	var text string
	if json.Unmarshal(r.Data, &text) != nil {
		return nil
	}
	data, err := hexutil.Decode(text)
	if err != nil {
		return nil
	}
	return data
}

// multicallAt reports whether Multicall3 can be tried at a block.
func (c *Client) multicallAt(number uint64) bool {
	l := c.order()[0].connected()
	return l != nil && l.multicall && number > c.noMulticall.Load()
}

// noMulticallAt remembers that Multicall3 isn't deployed at a block.
func (c *Client) noMulticallAt(number uint64) {
	for old := c.noMulticall.Load(); number > old && !c.noMulticall.CompareAndSwap(old, number); {
		old = c.noMulticall.Load()
	}
}

// maxMemory is how many reads a memory holds.
const maxMemory = 1024

// memory is a set of reads. When it is full it starts anew.
type memory struct {
	mu    sync.Mutex
	reads map[string]struct{}
}

func memoryKey(c chain.Call) string { return string(c.To[:]) + string(c.Data) }

func (m *memory) has(c chain.Call) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.reads) == 0 {
		return false
	}
	_, ok := m.reads[memoryKey(c)]
	return ok
}

func (m *memory) add(c chain.Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.reads == nil || len(m.reads) >= maxMemory {
		m.reads = make(map[string]struct{})
	}
	m.reads[memoryKey(c)] = struct{}{}
}
