package rpc

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

const (
	// goneTries is how often every endpoint is asked before the state of a young
	// block counts as gone: behind one URL there may be several nodes, and some lag.
	goneTries = 3
	// young is how many blocks a node may lag.
	young = 256
	// emptyTries is how often a node must say that a block has no wanted logs,
	// where nothing else shows it, and emptyFor how long after it did so first it
	// must still say it: new heads come faster than some nodes' indices.
	emptyTries = 4
	emptyFor   = 700 * time.Millisecond
)

// Client is a chain.Node over several endpoints of one chain.
type Client struct {
	opt       Options
	endpoints []*endpoint
	active    atomic.Int32 // index of the endpoint in use
	announced announcer
	best      atomic.Uint64 // number of the highest head that was announced
	// alone are reads that use up the gas of those that share their request.
	alone memory
	// paid is what was read of the newest blocks' transactions with their logs.
	paid payments
	// noMulticall is the newest block at which Multicall3 was found to be missing.
	noMulticall atomic.Uint64

	empties   tally
	hedges    allowance
	turn      chan struct{} // says that another endpoint may be to be preferred
	suspicion chan struct{} // says that the endpoint in use may lag

	stop context.CancelFunc
	work sync.WaitGroup
}

var _ chain.Node = (*Client)(nil)

// Dial connects to the first endpoint that works and follows its head until
// Close. It fails when none works, with ErrChainID if one belongs to another
// chain.
func Dial(ctx context.Context, opt Options) (*Client, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	c := &Client{opt: opt, turn: make(chan struct{}, 1), suspicion: make(chan struct{}, 1)}
	c.announced.init()
	var problems []error
	usable := false
	for i, e := range opt.Endpoints {
		c.endpoints = append(c.endpoints, newEndpoint(e, &c.opt))
		if usable {
			continue
		}
		if _, err := c.endpoints[i].ready(ctx); err != nil {
			problems = append(problems, err)
			continue
		}
		usable = true
		c.active.Store(int32(i))
	}
	if !usable {
		return nil, fmt.Errorf("connecting: %w: %w", chain.ErrUnavailable, errors.Join(problems...))
	}
	for _, err := range problems {
		c.opt.Logger.Warn("endpoint is not usable", "error", err)
	}
	run, stop := context.WithCancel(context.Background())
	c.stop = stop
	c.work.Go(func() { c.keep(run) })
	if len(c.endpoints) > 1 {
		c.work.Go(func() { c.watch(run) })
	}
	return c, nil
}

// Close ends everything under way and closes the connections. Answers after
// that are errors.
func (c *Client) Close() {
	c.stop()
	c.work.Wait()
	for _, e := range c.endpoints {
		if l := e.connected(); l != nil {
			e.fail(l, &Failure{Endpoint: e.name, Reason: ReasonClosed, text: "closed"})
		}
	}
}

// Status is what others may see of an endpoint.
type Status struct {
	Name  string
	State State
	// Problem is why it is not alive, in words.
	Problem string
	Active  bool
	// Head is the newest head that it announced.
	Head chain.Head
}

// Status describes the endpoints in order of preference.
func (c *Client) Status() []Status {
	var all []Status
	for i, e := range c.endpoints {
		s := e.status()
		s.Active = i == int(c.active.Load()) && e.connected() != nil
		all = append(all, s)
	}
	return all
}

// Contradictions counts those of all endpoints; see chain.Node.
func (c *Client) Contradictions() (n uint64) {
	for _, e := range c.endpoints {
		n += e.contradictions.Load()
	}
	return n
}

// Announced returns the heads that the endpoint in use announced; see
// chain.Node.
func (c *Client) Announced(since uint64) ([]*chain.Header, uint64, <-chan struct{}) {
	return c.announced.since(since)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// maxTally is how many blocks a tally holds.
const maxTally = 256

// tally counts by block. When it is full it starts anew.
type tally struct {
	mu     sync.Mutex
	counts map[common.Hash]tallied
}

type tallied struct {
	times int
	since time.Time // of the first
}

// count adds one, and returns the sum, and how long ago the first was.
func (t *tally) count(block common.Hash, now time.Time) (times int, ago time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil || len(t.counts) >= maxTally {
		t.counts = make(map[common.Hash]tallied)
	}
	one, ok := t.counts[block]
	if !ok {
		one.since = now
	}
	one.times++
	t.counts[block] = one
	return one.times, now.Sub(one.since)
}

// announcer keeps the last announced heads and wakes who waits for more.
type announcer struct {
	mu    sync.Mutex
	heads []*chain.Header
	next  uint64 // cursor after the last head
	more  chan struct{}
}

// maxAnnounced is how many heads are kept for who comes late.
const maxAnnounced = 128

func (a *announcer) init() { a.more = make(chan struct{}) }

func (a *announcer) add(h *chain.Header) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if n := len(a.heads); n > 0 && a.heads[n-1].Ref == h.Ref {
		return
	}
	if len(a.heads) == maxAnnounced {
		a.heads = append([]*chain.Header(nil), a.heads[maxAnnounced/2:]...)
	}
	a.heads = append(a.heads, h)
	a.next++
	close(a.more)
	a.more = make(chan struct{})
}

func (a *announcer) since(cursor uint64) ([]*chain.Header, uint64, <-chan struct{}) {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := min(a.next-min(cursor, a.next), uint64(len(a.heads)))
	return append([]*chain.Header(nil), a.heads[len(a.heads)-int(n):]...), a.next, a.more
}
