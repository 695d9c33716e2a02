package rpc

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"brink/chain"

	"github.com/cenkalti/backoff/v5"
)

// State is an endpoint's condition.
type State string

const (
	StateNew        State = "new" // not tried yet
	StateAlive      State = "alive"
	StateDown       State = "down"     // failed, to be tried again
	StateLimited    State = "limited"  // wants to be asked less, and rests
	StateUnusable   State = "unusable" // doesn't serve this account
	StateWrongChain State = "wrong_chain"
	StateLagging    State = "lagging"     // answers, but is behind the others
	StateOutOfSync  State = "out_of_sync" // answers, but is on another branch than the others
)

const (
	// wrongChainRest is how long an endpoint of another chain is left alone, and
	// barredRest one that serves us no more.
	wrongChainRest = 5 * time.Minute
	barredRest     = 30 * time.Second
	// longestRest is the most that a node may ask for.
	longestRest = 10 * time.Minute
)

// link is a connection whose node was found to serve the right chain.
type link struct {
	conn
	multicall  bool          // Multicall3 was there when it was made
	lost       chan struct{} // closed when the link is given up
	noReceipts atomic.Bool   // the node doesn't serve them
}

// endpoint is one node: its connection and its history of failures.
type endpoint struct {
	name string
	url  string
	hide *strings.Replacer
	opt  *Options
	*budget
	*verifier
	pace pace

	contradictions atomic.Uint64

	connecting chan struct{} // holds a token while one goroutine connects
	long       chan struct{} // holds a token while a long answer is read

	mu      sync.Mutex
	link    *link
	state   State
	rest    *backoff.ExponentialBackOff
	retryAt time.Time
	last    *Failure
	head    chain.Head // never goes back
	moved   time.Time  // when it was set
	doubt   State      // what a survey found, empty if nothing
	why     string
}

func newEndpoint(e Endpoint, opt *Options) *endpoint {
	parts := secrets(e.URL)
	slices.SortFunc(parts, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, p := range parts {
		pairs = append(pairs, p, "[hidden]")
	}
	return &endpoint{
		name: e.Name, url: e.URL, hide: strings.NewReplacer(pairs...), opt: opt,
		budget:     newBudget(e.Rate),
		verifier:   &verifier{opt.Verify, opt.Observer.Skipped},
		connecting: make(chan struct{}, 1),
		long:       make(chan struct{}, 1),
		state:      StateNew,
		rest: &backoff.ExponentialBackOff{
			InitialInterval: 250 * time.Millisecond, RandomizationFactor: 0.5, Multiplier: 2, MaxInterval: 10 * time.Second,
		},
	}
}

// ready returns a link, made now if need be. An endpoint that failed a moment
// ago rests: then the answer is that failure.
func (e *endpoint) ready(ctx context.Context) (*link, error) {
	if l, err := e.current(); l != nil || err != nil {
		return l, err
	}
	select {
	case e.connecting <- struct{}{}:
		defer func() { <-e.connecting }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if l, err := e.current(); l != nil || err != nil {
		return l, err
	}
	l, err := e.connect(ctx)
	if ctx.Err() != nil {
		if l != nil {
			l.close()
		}
		return nil, ctx.Err()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err != nil {
		e.down(e.failure(err))
		return nil, e.last
	}
	e.link, e.state, e.last = l, StateAlive, nil
	return l, nil
}

// current returns the link, or why there is none yet; neither when it is time
// to connect.
func (e *endpoint) current() (*link, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.last != nil && time.Now().Before(e.retryAt) {
		return nil, e.last
	}
	return e.link, nil
}

// connected is the link, nil while there is none.
func (e *endpoint) connected() *link {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.link
}

// connect dials and asks the node which chain it serves.
func (e *endpoint) connect(ctx context.Context) (*link, error) {
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	l := &link{lost: make(chan struct{})}
	if strings.HasPrefix(e.url, "ws") {
		ws, err := dialWS(ctx, e.url, e.opt.MaxAnswer, e.long)
		if err != nil {
			return nil, err
		}
		l.conn = ws
	} else {
		l.conn = newHTTP(e.url, e.opt.MaxAnswer, e.long)
	}
	var code []byte
	calls := []*call{askChainID(e.opt.ChainID)}
	if e.opt.Multicall != (Options{}).Multicall {
		calls = append(calls, askCode(e.opt.Multicall, "latest", &code))
	}
	if err := e.send(ctx, l, calls); err != nil {
		l.close()
		return nil, err
	}
	l.multicall = len(code) > 0
	return l, nil
}

// down notes a failure and when to try again. The caller holds mu.
func (e *endpoint) down(f *Failure) {
	now, rest := time.Now(), e.rest.NextBackOff()
	e.state, e.last = StateDown, f
	switch f.Reason {
	case ReasonChain:
		e.state, rest = StateWrongChain, wrongChainRest
	case ReasonAccess:
		e.state, rest = StateUnusable, spread(barredRest)
	case ReasonLimited:
		e.state = StateLimited
	}
	if f.after > 0 {
		rest = max(rest, spread(min(f.after, longestRest)))
	}
	e.retryAt = now.Add(rest)
}

// spread makes a rest up to a quarter longer, so that not everybody comes back
// at once.
func spread(d time.Duration) time.Duration { return d + rand.N(d/4+1) }

// fail gives up a link. A link that was given up before doesn't count again.
// One whose node has too much to do is kept, and rests.
func (e *endpoint) fail(l *link, f *Failure) {
	e.mu.Lock()
	if f.Reason == ReasonLimited && e.link == l {
		e.complained(time.Now())
		e.down(f)
		e.mu.Unlock()
		return
	}
	given := e.link == l
	if given {
		e.link = nil
		e.down(f)
	}
	e.mu.Unlock()
	if given {
		close(l.lost)
		l.close()
	}
}

// question makes the calls of one attempt, and what makes the answer of their
// results. It is made anew for every attempt: two may be under way at a time.
type question[T any] func(e *endpoint, l *link) (calls []*call, answer func() (T, error))

// ask puts a question to an endpoint. An error is the context's or a *Failure.
func ask[T any](ctx context.Context, e *endpoint, q question[T]) (T, error) {
	var none T
	l, err := e.ready(ctx)
	if err != nil {
		return none, err
	}
	began := time.Now()
	defer func() { e.pace.add(time.Since(began)) }()
	for {
		calls, answer := q(e, l)
		err := e.send(ctx, l, calls)
		if err == nil {
			var got T
			if got, err = answer(); err == nil {
				e.well()
				return got, nil
			}
		}
		if ctx.Err() != nil {
			return none, ctx.Err()
		}
		if errors.Is(err, errNoReceipts) {
			continue // asked otherwise now
		}
		f := e.failure(err)
		if f.Reason != ReasonGone {
			e.fail(l, f)
		}
		return none, f
	}
}

// well notes that the endpoint has answered.
func (e *endpoint) well() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rest.Reset()
	if e.link != nil && !time.Now().Before(e.retryAt) {
		e.state, e.last = StateAlive, nil
	}
}

// maxReceipts is how many blocks' receipts are asked for at a time: they may be
// megabytes each.
const maxReceipts = 4

// batch is how many of the calls go out in one round trip.
func batch(calls []*call, most int) int {
	heavy := 0
	for i, c := range calls {
		if c.method == MethodReceipts {
			heavy++
		}
		if i == most || heavy > maxReceipts {
			return i
		}
	}
	return len(calls)
}

// alike is how many of the calls, from the first on, are long, or are not, as the first is.
func alike(calls []*call) int {
	n := slices.IndexFunc(calls, func(c *call) bool { return c.long != calls[0].long })
	if n < 0 {
		return len(calls)
	}
	return n
}

// send makes the round trips for calls, each within the timeout, no faster than
// the budget allows. Its errors are raw.
func (e *endpoint) send(ctx context.Context, l *link, calls []*call) error {
	for len(calls) > 0 {
		most := batch(calls, e.opt.MaxBatch)
		if _, socket := l.conn.(*wsConn); socket {
			// An answer that is too large may end the connection: those to which that is an answer go by themselves.
			most = min(most, alike(calls))
		}
		n, err := e.take(ctx, most)
		if err != nil {
			return err
		}
		some := calls[:n]
		calls = calls[n:]
		for _, c := range some {
			c.refused = nil
		}
		start := time.Now()
		within, cancel := context.WithTimeout(ctx, e.opt.Timeout)
		err = l.roundTrip(within, some)
		cancel()
		if errors.Is(err, errTooLarge) && len(some) > 1 {
			// Fewer at a time may do.
			if err = e.send(ctx, l, some[:len(some)/2]); err == nil {
				err = e.send(ctx, l, some[len(some)/2:])
			}
			if err != nil {
				return err
			}
			continue
		}
		if errors.Is(err, errTooLarge) && len(some) == 1 {
			// Whoever asked may ask for less.
			some[0].refused, err = tooLarge, nil
		}
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			some, err = e.slow(ctx, l, some, err)
		}
		took := time.Since(start)
		for _, c := range some {
			reason := reasonOf(err)
			if err == nil {
				reason, err = c.outcome()
			}
			e.opt.Observer.Request(e.name, c.method, took, reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// slow takes calls that together took too long: what can't take long is asked again, and what can counts as refused,
// for whoever asked may ask for less. Without any of the latter the error stays. It returns what isn't settled.
func (e *endpoint) slow(ctx context.Context, l *link, calls []*call, err error) ([]*call, error) {
	var long, short []*call
	for _, c := range calls {
		if c.long {
			long = append(long, c)
		} else {
			short = append(short, c)
		}
	}
	switch {
	case len(long) == 0 || len(short) == 0 && !e.breathes(ctx, l):
		return calls, err
	case len(short) > 0:
		if err := e.send(ctx, l, short); err != nil {
			return long, err
		}
	}
	for _, c := range long {
		c.refused = tooSlow
	}
	return long, nil
}

// breathes reports whether the node still answers a simple question, after
// another took too long.
func (e *endpoint) breathes(ctx context.Context, l *link) bool {
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout/4)
	defer cancel()
	return l.roundTrip(ctx, []*call{askChainID(e.opt.ChainID)}) == nil
}

// doubted is why a connected endpoint is not to be preferred, empty if it may be.
func (e *endpoint) doubted() State {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.doubt
}

// status is what others may see of the endpoint.
func (e *endpoint) status() Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Status{Name: e.name, State: e.state, Head: e.head}
	switch {
	case e.last != nil:
		s.Problem = e.last.text
	case e.state == StateAlive && e.doubt != "":
		s.State, s.Problem = e.doubt, e.why
	case e.link != nil && e.link.noReceipts.Load():
		s.Problem = "serves no receipts: that no log is left out can't be verified"
	}
	return s
}

// retry is when a resting endpoint may be tried again.
func (e *endpoint) retry() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.retryAt
}
