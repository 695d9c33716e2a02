package rpc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"brink/chain"
)

const (
	// paces is how many of an endpoint's times are remembered, fewPaces how many
	// are needed to know what is usual, and leastHedge how long is always waited.
	paces      = 64
	fewPaces   = 16
	leastHedge = 10 * time.Millisecond
	// At most one question in so many is put to a second endpoint while the first
	// has it, and the right to do so is kept for this many.
	hedgeEach  = 10
	keptHedges = 10
)

// effort is how hard a question is tried.
type effort struct {
	// goneTries is how often every endpoint must say that state is gone.
	goneTries int
	// hedge says that a second endpoint may be asked while the first takes long.
	hedge bool
}

// put asks the endpoints in turn, the one in use first, until one answers or
// patience ends. An error is the context's, chain.ErrUnavailable, or
// chain.ErrGone when that was said so many times.
func put[T any](ctx context.Context, c *Client, how effort, q question[T]) (T, error) {
	var none T
	deadline := time.Now().Add(c.opt.Patience)
	c.hedges.earn()
	for gone := 0; ; {
		order := c.order()
		got, err := round(ctx, c, order, how.hedge, q)
		if err == nil || ctx.Err() != nil {
			return got, err
		}
		if errors.Is(err, chain.ErrGone) {
			if gone++; gone == how.goneTries {
				return none, err
			}
		}
		retry := deadline
		for _, e := range order {
			if at := e.retry(); at.Before(retry) {
				retry = at
			}
		}
		if !time.Now().Before(deadline) {
			return none, fmt.Errorf("%w: %w", chain.ErrUnavailable, err)
		}
		if err := sleep(ctx, max(time.Until(retry), 100*time.Millisecond)); err != nil {
			return none, err
		}
	}
}

// round asks each endpoint once: the next when one has failed, or when it takes
// unusually long. Of several errors it returns the first, or that state is gone.
func round[T any](ctx context.Context, c *Client, order []*endpoint, hedge bool, q question[T]) (T, error) {
	type outcome struct {
		got T
		err error
	}
	outcomes := make(chan outcome, len(order))
	within, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	asked, open := 0, 0
	next := func() {
		e := order[asked]
		asked, open = asked+1, open+1
		work.Go(func() {
			got, err := ask(within, e, q)
			outcomes <- outcome{got, err}
		})
	}
	next()
	var late <-chan time.Time
	if hedge && len(order) > 1 {
		t := time.NewTimer(order[0].pace.usual(c.opt.Timeout))
		defer t.Stop()
		late = t.C
	}
	var last error
	for {
		select {
		case o := <-outcomes:
			if open--; o.err == nil || ctx.Err() != nil {
				return o.got, o.err
			}
			if last == nil || errors.Is(o.err, chain.ErrGone) {
				last = o.err
			}
			if open == 0 && asked == len(order) {
				return o.got, last
			}
			if open == 0 {
				next()
			}
		case <-late:
			if late = nil; asked < len(order) && order[asked].connected() != nil && c.hedges.spend() {
				c.opt.Observer.Hedged(order[asked].name)
				next()
			}
		}
	}
}

// order is the endpoint in use, then the others by preference, those in doubt
// last.
func (c *Client) order() []*endpoint {
	active := c.endpoints[c.active.Load()]
	rank := func(e *endpoint) int {
		switch {
		case e == active:
			return 0
		case e.doubted() == "":
			return 1
		default:
			return 2
		}
	}
	order := slices.Clone(c.endpoints)
	slices.SortStableFunc(order, func(a, b *endpoint) int { return cmp.Compare(rank(a), rank(b)) })
	return order
}

// pace is how long an endpoint's answers took lately.
type pace struct {
	mu    sync.Mutex
	times [paces]time.Duration
	n     int // of all times ever
}

func (p *pace) add(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.times[p.n%paces] = d
	p.n++
}

// usual is twice what nineteen in twenty answers take at most; a tenth of the timeout
// where that isn't known yet.
func (p *pace) usual(timeout time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := min(p.n, paces)
	if n < fewPaces {
		return timeout / 10
	}
	sorted := slices.Clone(p.times[:n])
	slices.Sort(sorted)
	return max(leastHedge, 2*sorted[n*19/20])
}

// allowance is the right to ask a second time, earned by asking.
type allowance struct {
	mu     sync.Mutex
	earned int // in parts of hedgeEach
}

func (a *allowance) earn() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.earned = min(a.earned+1, hedgeEach*keptHedges)
}

func (a *allowance) spend() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.earned < hedgeEach {
		return false
	}
	a.earned -= hedgeEach
	return true
}
