package rpc

import (
	"context"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// leastRate is as slow, in requests a second, as complaints make us.
	leastRate = 0.5
	// A rate that complaints have lowered grows by this factor in this time without
	// any, and is forgotten when it is beyond freeRate.
	growth   = 1.25
	growEach = 10 * time.Second
	freeRate = 1000
)

// budget is how many requests an endpoint is sent: what is configured, and less
// once it has complained.
type budget struct {
	most    rate.Limit // as configured, rate.Inf for none
	limiter *rate.Limiter

	mu      sync.Mutex
	changed time.Time // when complaints last changed the rate
	second  int64     // in which sent are counted
	sent    int
	before  int // sent in the second before
}

// newBudget allows so many requests a second, any number for zero.
func newBudget(perSecond float64) *budget {
	most := rate.Limit(perSecond)
	if perSecond == 0 {
		most = rate.Inf
	}
	return &budget{most: most, limiter: rate.NewLimiter(most, burst(most))}
}

// burst is how many requests may go at once: those of a second.
func burst(limit rate.Limit) int {
	return int(min(math.Ceil(max(float64(limit), 1)), math.MaxInt32))
}

// take waits until some of the wanted requests may be sent, and says how many.
func (b *budget) take(ctx context.Context, want int) (int, error) {
	b.grow(time.Now())
	n := min(want, b.limiter.Burst())
	for b.limiter.WaitN(ctx, n) != nil {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if n == 1 {
			return 0, context.DeadlineExceeded // it would take longer than ctx lasts
		}
		n = min(n-1, b.limiter.Burst()) // complaints have lowered it in the meantime
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.count(time.Now(), n)
	return n, nil
}

// count notes requests. The caller holds mu.
func (b *budget) count(now time.Time, n int) {
	switch second := now.Unix(); second {
	case b.second:
	case b.second + 1:
		b.second, b.before, b.sent = second, b.sent, 0
	default:
		b.second, b.before, b.sent = second, 0, 0
	}
	b.sent += n
}

// complained halves the rate: that at which requests were sent, if none was set.
func (b *budget) complained(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Sub(b.changed) < time.Second {
		return // about requests of before the last complaint
	}
	b.count(now, 0)
	limit := min(b.limiter.Limit(), rate.Limit(max(b.sent, b.before)))
	b.set(now, max(limit/2, min(leastRate, b.most)))
}

// grow gives back some of what complaints have taken.
func (b *budget) grow(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	limit := b.limiter.Limit()
	if limit == b.most || now.Sub(b.changed) < growEach {
		return
	}
	if limit *= growth; limit > b.most || limit > freeRate {
		limit = b.most
	}
	b.set(now, limit)
}

// set changes the rate. The caller holds mu.
func (b *budget) set(now time.Time, limit rate.Limit) {
	b.changed = now
	b.limiter.SetLimit(limit)
	b.limiter.SetBurst(burst(limit))
}
