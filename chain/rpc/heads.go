package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"brink/chain"
)

// keep follows the head of the most preferred endpoint that works.
func (c *Client) keep(ctx context.Context) {
	for ctx.Err() == nil {
		i, l := c.choose(ctx)
		if l == nil {
			continue
		}
		c.use(i)
		reason := c.follow(ctx, i, l)
		c.opt.Observer.Subscribed(false, reason)
	}
}

// choose returns the most preferred endpoint that works, or waits for a
// moment.
func (c *Client) choose(ctx context.Context) (int, *link) {
	retry := time.Now().Add(c.opt.Recheck)
	for i, e := range c.endpoints {
		l, err := e.ready(ctx)
		if err == nil {
			return i, l
		}
		if at := e.retry(); at.Before(retry) {
			retry = at
		}
	}
	_ = sleep(ctx, max(time.Until(retry), 100*time.Millisecond))
	return 0, nil
}

// use makes an endpoint the one that is asked first.
func (c *Client) use(i int) {
	old := int(c.active.Swap(int32(i)))
	if old == i {
		return
	}
	c.opt.Logger.Warn("endpoint changed", "endpoint", c.endpoints[i].name, "was", c.endpoints[old].name)
	c.opt.Observer.Endpoint(c.endpoints[old].name, false, 0)
}

// follow announces the endpoint's heads until its link is lost or a more
// preferred endpoint works again.
func (c *Client) follow(ctx context.Context, i int, l *link) Reason {
	e := c.endpoints[i]
	ctx, cancel := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	better := make(chan struct{})
	if i > 0 {
		work.Go(func() { c.recheck(ctx, i, better) })
	}

	heads := make(chan json.RawMessage, 16)
	every := c.opt.Silence
	var lost <-chan error
	sub, err := e.subscribe(ctx, l, heads)
	switch {
	case err == nil:
		defer sub.Unsubscribe()
		lost = sub.Err()
		c.opt.Observer.Subscribed(true, ReasonNone)
	case errors.Is(err, errNoHeads):
		every = c.opt.Poll
	default:
		return e.giveUp(ctx, l, err)
	}
	// What was missed meanwhile, and the first head at all.
	if _, err := c.poll(ctx, e, l); err != nil {
		return e.giveUp(ctx, l, err)
	}
	timer := time.NewTimer(every)
	defer timer.Stop()
	for {
		select {
		case raw := <-heads:
			h, err := scanHead(raw)
			if err != nil {
				return e.giveUp(ctx, l, err)
			}
			c.announce(e, h)
		case <-timer.C:
			missed, err := c.poll(ctx, e, l)
			if err != nil {
				return e.giveUp(ctx, l, err)
			}
			if missed && sub != nil {
				// The socket lives, but the subscription doesn't.
				return e.giveUp(ctx, l, errSilent)
			}
		case err := <-lost:
			if err == nil {
				err = errBroken
			}
			return e.giveUp(ctx, l, err)
		case <-l.lost:
			return ReasonTransport
		case <-better:
			return ReasonNone
		case <-ctx.Done():
			return ReasonClosed
		}
		timer.Reset(every)
	}
}

// recheck closes better when an endpoint before i works again.
func (c *Client) recheck(ctx context.Context, i int, better chan<- struct{}) {
	for sleep(ctx, c.opt.Recheck) == nil {
		for _, e := range c.endpoints[:i] {
			if _, err := e.ready(ctx); err == nil {
				close(better)
				return
			}
		}
	}
}

// scanHead decodes the news of a subscription.
func scanHead(raw []byte) (*chain.Header, error) {
	s := &scanner{b: raw}
	h, err := s.header()
	if err == nil && h == nil {
		err = s.fail("a header before")
	}
	if err == nil {
		err = s.end()
	}
	return h, err
}

// poll asks for the latest head, announces it, and reports whether it was new.
func (c *Client) poll(ctx context.Context, e *endpoint, l *link) (bool, error) {
	var h *chain.Header
	if err := e.send(ctx, l, []*call{askBlock("latest", &h)}); err != nil {
		return false, err
	}
	if h == nil {
		return false, errMalformed
	}
	e.mu.Lock()
	missed := e.head.Ref != h.Ref
	e.mu.Unlock()
	c.announce(e, h)
	return missed, nil
}

func (c *Client) announce(e *endpoint, h *chain.Header) {
	e.mu.Lock()
	e.head = h.Head()
	e.rest.Reset()
	e.mu.Unlock()
	best := c.best.Load()
	for h.Number > best && !c.best.CompareAndSwap(best, h.Number) {
		best = c.best.Load()
	}
	c.opt.Observer.Endpoint(e.name, true, max(best, h.Number)-h.Number)
	c.announced.add(h)
}

// subscribe asks for new heads within the timeout.
func (e *endpoint) subscribe(ctx context.Context, l *link, heads chan<- json.RawMessage) (subscription, error) {
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	sub, err := l.subscribe(ctx, heads)
	if !errors.Is(err, errNoHeads) {
		e.opt.Observer.Request(e.name, MethodSubscribe, time.Since(start), reasonOf(err))
	}
	return sub, err
}

// giveUp fails the link, unless it is we who end.
func (e *endpoint) giveUp(ctx context.Context, l *link, err error) Reason {
	if ctx.Err() != nil {
		return ReasonClosed
	}
	f := e.failure(err)
	e.opt.Logger.Warn("following the head stopped", "error", f)
	e.fail(l, f)
	return f.Reason
}
