package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

// keep follows the head of the endpoint to prefer.
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

// choose returns the most preferred endpoint that works, those in doubt last, or
// waits for a moment.
func (c *Client) choose(ctx context.Context) (int, *link) {
	retry := time.Now().Add(c.opt.Recheck)
	for _, doubted := range []bool{false, true} {
		for i, e := range c.endpoints {
			if (e.doubted() != "") != doubted {
				continue
			}
			l, err := e.ready(ctx)
			if err == nil {
				return i, l
			}
			if at := e.retry(); at.Before(retry) {
				retry = at
			}
		}
	}
	_ = sleep(ctx, max(time.Until(retry), 100*time.Millisecond))
	return 0, nil
}

// use makes an endpoint the one that is asked first.
func (c *Client) use(i int) {
	old := int(c.active.Swap(int32(i)))
	c.opt.Observer.Endpoint(c.endpoints[i].name, true)
	if old == i {
		return
	}
	c.opt.Logger.Warn("endpoint changed", "endpoint", c.endpoints[i].name, "was", c.endpoints[old].name)
	c.opt.Observer.Endpoint(c.endpoints[old].name, false)
}

// follow announces the endpoint's heads until its link is lost or another
// endpoint is to be preferred.
func (c *Client) follow(ctx context.Context, i int, l *link) Reason {
	e := c.endpoints[i]
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
			if err := c.hear(ctx, e, l, raw); err != nil {
				return e.giveUp(ctx, l, err)
			}
		case <-timer.C:
			missed, err := c.poll(ctx, e, l)
			if err != nil {
				return e.giveUp(ctx, l, err)
			}
			if missed && sub != nil {
				// The socket lives, but the subscription doesn't.
				return e.giveUp(ctx, l, errSilent)
			}
			c.suspect(e)
		case err := <-lost:
			if err == nil {
				err = errBroken
			}
			return e.giveUp(ctx, l, err)
		case <-l.lost:
			return ReasonTransport
		case <-c.turn:
			if c.preferred() != i {
				return ReasonNone
			}
			continue
		case <-ctx.Done():
			return ReasonClosed
		}
		timer.Reset(every)
	}
}

// hear announces the news of a subscription. News that don't name the parent say only
// that there is a new head (sei-protocol/sei-chain:evmrpc/subscribe.go, encodeCommittedBlock).
func (c *Client) hear(ctx context.Context, e *endpoint, l *link, raw []byte) error {
	h, err := e.scanHead(raw)
	if err != nil {
		return err
	}
	if h.Number > 0 && h.Parent == (common.Hash{}) {
		_, err = c.poll(ctx, e, l)
		return err
	}
	c.announce(e, h)
	return nil
}

// scanHead decodes the news of a subscription.
func (v *verifier) scanHead(raw []byte) (*chain.Header, error) {
	s := &scanner{b: raw}
	h, err := s.header(v)
	if err == nil && h == nil {
		err = s.fail("a header before")
	}
	if err == nil {
		err = s.end()
	}
	return h, err
}

// poll asks for the latest head, announces it, and reports whether it is news.
func (c *Client) poll(ctx context.Context, e *endpoint, l *link) (bool, error) {
	var h *chain.Header
	if err := e.send(ctx, l, []*call{e.askBlock("latest", &h)}); err != nil {
		return false, err
	}
	if h == nil {
		return false, errMalformed
	}
	e.mu.Lock()
	missed := h.Number > e.head.Number || h.Number == e.head.Number && h.Hash != e.head.Hash
	e.mu.Unlock()
	c.announce(e, h)
	return missed, nil
}

func (c *Client) announce(e *endpoint, h *chain.Header) {
	best := c.raise(h.Number)
	e.mu.Lock()
	if h.Number >= e.head.Number {
		e.head, e.moved = h.Head(), time.Now()
	}
	e.rest.Reset()
	e.mu.Unlock()
	c.opt.Observer.Lag(e.name, best-h.Number)
	c.announced.add(h)
}

// raise notes the number of a head, and returns the highest.
func (c *Client) raise(number uint64) uint64 {
	best := c.best.Load()
	for number > best && !c.best.CompareAndSwap(best, number) {
		best = c.best.Load()
	}
	return max(best, number)
}

// subscribe asks for new heads within the timeout.
func (e *endpoint) subscribe(ctx context.Context, l *link, heads chan json.RawMessage) (subscription, error) {
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
