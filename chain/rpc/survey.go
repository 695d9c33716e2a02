package rpc

import (
	"context"
	"fmt"
	"sync"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

// settled is how far below the lowest head all endpoints should agree.
const settled = 2

// watch compares the endpoints with each other, time and again, and at once
// when the one in use is suspected to lag.
func (c *Client) watch(ctx context.Context) {
	t := time.NewTicker(c.opt.Recheck)
	defer t.Stop()
	for {
		c.survey(ctx)
		select {
		case <-t.C:
		case <-c.suspicion:
		case <-ctx.Done():
			return
		}
	}
}

// suspect asks for a survey if the endpoint in use has told nothing new for too
// long. If all have, the chain itself stands still.
func (c *Client) suspect(e *endpoint) {
	e.mu.Lock()
	still := time.Since(e.moved)
	e.mu.Unlock()
	if still < c.opt.Silence {
		return
	}
	select {
	case c.suspicion <- struct{}{}:
	default:
	}
}

// position is what an endpoint said in a survey.
type position struct {
	e      *endpoint
	head   *chain.Header
	common *chain.Header // of the number that all were asked for
}

// survey asks all endpoints for their heads and for one block that all should
// have, and judges who lags and who is on another branch.
func (c *Client) survey(ctx context.Context) {
	found := make([]position, len(c.endpoints))
	c.each(func(i int, e *endpoint) {
		found[i] = position{e: e}
		var h *chain.Header
		if e.inquire(ctx, e.askBlock("latest", &h)) {
			found[i].head = h
		}
	})
	lowest, best := ^uint64(0), uint64(0)
	for _, p := range found {
		if p.head != nil {
			best = max(best, p.head.Number)
		}
	}
	for i := range found {
		if h := found[i].head; h != nil && h.Number+c.opt.MaxLag >= best {
			lowest = min(lowest, h.Number)
		}
	}
	number := lowest - min(lowest, settled)
	c.each(func(i int, e *endpoint) {
		if found[i].head == nil || found[i].head.Number < number {
			return
		}
		var h *chain.Header
		if e.inquire(ctx, e.askNumber(number, &h)) {
			found[i].common = h
		}
	})
	if ctx.Err() != nil {
		return
	}
	c.raise(best)
	c.judge(found, best)
	if c.preferred() != int(c.active.Load()) {
		select {
		case c.turn <- struct{}{}:
		default:
		}
	}
}

// each does something for all endpoints at a time.
func (c *Client) each(do func(i int, e *endpoint)) {
	var work sync.WaitGroup
	for i, e := range c.endpoints {
		work.Go(func() { do(i, e) })
	}
	work.Wait()
}

// inquire puts one call to an endpoint, if it is to be reached at all.
func (e *endpoint) inquire(ctx context.Context, one *call) bool {
	_, err := ask(ctx, e, func(*endpoint, *link) ([]*call, func() (struct{}, error)) {
		return []*call{one}, func() (struct{}, error) { return struct{}{}, nil }
	})
	return err == nil
}

// judge notes of each endpoint that answered whether it is to be doubted.
func (c *Client) judge(found []position, best uint64) {
	branch := c.majority(found)
	for _, p := range found {
		if p.head == nil {
			continue
		}
		lag := best - min(best, p.head.Number)
		p.e.mu.Lock()
		p.e.doubt, p.e.why = "", ""
		switch {
		case lag > c.opt.MaxLag:
			p.e.doubt, p.e.why = StateLagging, fmt.Sprintf("%d blocks behind the best endpoint", lag)
		case p.common != nil && branch != (common.Hash{}) && p.common.Hash != branch:
			p.e.doubt, p.e.why = StateOutOfSync, fmt.Sprintf("block %d is another than the other endpoints say", p.common.Number)
		}
		if p.head.Number >= p.e.head.Number {
			p.e.head, p.e.moved = p.head.Head(), time.Now()
		}
		p.e.mu.Unlock()
		if p.e != c.endpoints[c.active.Load()] {
			c.opt.Observer.Endpoint(p.e.name, false)
		}
		c.opt.Observer.Lag(p.e.name, lag)
	}
}

// majority is the hash of the common block that most endpoints say; where as
// many say another, that on whose branch is the highest head, and after that
// that of the endpoint in use.
func (c *Client) majority(found []position) common.Hash {
	type side struct {
		votes  int
		height uint64
		active bool
	}
	sides := map[common.Hash]side{}
	for _, p := range found {
		if p.common == nil {
			continue
		}
		s := sides[p.common.Hash]
		s.votes++
		s.height = max(s.height, p.head.Number)
		s.active = s.active || p.e == c.endpoints[c.active.Load()]
		sides[p.common.Hash] = s
	}
	var winner common.Hash
	var most side
	for hash, s := range sides {
		if s.votes > most.votes || s.votes == most.votes &&
			(s.height > most.height || s.height == most.height && s.active) {
			winner, most = hash, s
		}
	}
	return winner
}

// preferred is the first endpoint that is connected and not to be doubted; the
// one in use if there is none.
func (c *Client) preferred() int {
	for i, e := range c.endpoints {
		if s := e.status(); s.State == StateAlive {
			return i
		}
	}
	return int(c.active.Load())
}
