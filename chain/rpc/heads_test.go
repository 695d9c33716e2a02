package rpc

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

// counter is an Observer that remembers.
type counter struct {
	mu       sync.Mutex
	requests map[string]int // by "endpoint method reason"
	up, down map[Reason]int
	active   []string
	notes    map[string]int // of other things
	lag      map[string]uint64
}

func newCounter() *counter {
	return &counter{requests: map[string]int{}, up: map[Reason]int{}, down: map[Reason]int{},
		notes: map[string]int{}, lag: map[string]uint64{}}
}

func (c *counter) Request(endpoint string, method Method, _ time.Duration, reason Reason) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests[fmt.Sprint(endpoint, " ", method, " ", reason)]++
}

func (c *counter) Subscribed(up bool, reason Reason) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if up {
		c.up[reason]++
	} else {
		c.down[reason]++
	}
}

func (c *counter) Endpoint(endpoint string, active bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if active {
		c.active = append(c.active, endpoint)
	}
}

func (c *counter) note(what ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notes[strings.TrimSpace(fmt.Sprintln(what...))]++
}

func (c *counter) Lag(endpoint string, blocks uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lag[endpoint] = blocks
}

func (c *counter) Distrusted(endpoint string, check chain.Check) {
	c.note("distrusted", endpoint, check)
}
func (c *counter) Skipped(why Skip)       { c.note("skipped", why) }
func (c *counter) Hedged(endpoint string) { c.note("hedged", endpoint) }

func (c *counter) has(check func(*counter) bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return check(c)
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.After(20 * time.Second)
	for !is() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("never: %s", what)
		}
	}
}

// walker follows a node's chain, a block at a time.
type walker struct {
	t *testing.T
	f *chain.Follower
	b *chain.Block
}

func walk(t *testing.T, client *Client) *walker {
	return &walker{t, follow(t, client, chain.FollowerOptions{Retry: 10 * time.Millisecond}), &chain.Block{}}
}

func (w *walker) to(number uint64) {
	w.t.Helper()
	for w.b.Number < number {
		step, err := w.f.Next(testContext(w.t), w.b.Ref, want)
		if err != nil {
			w.t.Fatal(err)
		}
		if step.Undo {
			w.t.Fatalf("undo of %s", w.b.Ref)
		}
		w.b = step.Block
	}
}

// With a subscription, a block and a read of it cost two round trips.
func TestRoundTripsOfABlock(t *testing.T) {
	node := newTestNode(t)
	p := newProxy(t, node.ws)
	watch := newCounter()
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "ws", URL: p.url()}}, Multicall: multicall, Observer: watch})
	node.Commit()
	w := walk(t, client)
	w.to(1)
	eventually(t, "a subscription", func() bool { return watch.has(func(c *counter) bool { return c.up[ReasonNone] == 1 }) })
	calls := make([]chain.Call, 300)
	for i := range calls {
		calls[i].To = emitter
	}
	for n := uint64(2); n < 12; n++ {
		p.taken()
		node.emit(topic, common.Hash{}, nil)
		node.Commit()
		w.to(n)
		if _, err := w.b.Reader.Call(testContext(t), calls); err != nil {
			t.Fatal(err)
		}
		if len(w.b.Logs) != 1 {
			t.Fatalf("block %s has %d logs", w.b.Ref, len(w.b.Logs))
		}
		if sent := p.taken(); len(sent) > 2 {
			t.Fatalf("%d round trips for block %d: %.200q", len(sent), n, sent)
		}
	}
}

// A socket that lives but tells of no heads is found out and replaced.
func TestSilentSubscription(t *testing.T) {
	node := newTestNode(t)
	p := newProxy(t, node.ws)
	watch := newCounter()
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "ws", URL: p.url()}}, Silence: 50 * time.Millisecond, Observer: watch})
	w := walk(t, client)
	node.Commit()
	w.to(1)
	eventually(t, "the head by subscription", func() bool { return client.Status()[0].Head.Number == 1 })
	p.set(func(p *proxy) { p.mute = true })
	node.Commit()
	w.to(2)
	eventually(t, "a new subscription", func() bool {
		return watch.has(func(c *counter) bool { return c.down[ReasonSilent] > 0 && c.up[ReasonNone] > 1 })
	})
	p.set(func(p *proxy) { p.mute = false })
	node.Commit()
	w.to(3)
}

func TestConnectionThatBreaks(t *testing.T) {
	node := newTestNode(t)
	p := newProxy(t, node.ws)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "ws", URL: p.url()}}})
	w := walk(t, client)
	for n := uint64(1); n < 6; n++ {
		node.Commit()
		w.to(n)
		p.cut()
	}
}

func TestNodeWithoutSubscriptions(t *testing.T) {
	node := newTestNode(t)
	p := newProxy(t, node.ws)
	p.set(func(p *proxy) { p.noSubs = true })
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "ws", URL: p.url()}}, Poll: 10 * time.Millisecond})
	w := walk(t, client)
	for n := uint64(1); n < 4; n++ {
		node.Commit()
		w.to(n)
	}
}

// The next endpoint takes over, and the first comes back when it can.
func TestFailover(t *testing.T) {
	node := newTestNode(t)
	first, second := newProxy(t, node.ws), newProxy(t, node.ws)
	watch := newCounter()
	client := dial(t, Options{
		Endpoints: []Endpoint{{Name: "first", URL: first.url()}, {Name: "second", URL: second.url()}},
		Recheck:   20 * time.Millisecond, Observer: watch,
	})
	w := walk(t, client)
	node.Commit()
	w.to(1)
	first.set(func(p *proxy) { p.closed = true })
	first.cut()
	node.Commit()
	w.to(2)
	eventually(t, "the second endpoint in use", func() bool { return client.Status()[1].Active })
	if s := client.Status()[0]; s.State != StateDown || s.Problem == "" {
		t.Errorf("the first is %+v", s)
	}
	first.set(func(p *proxy) { p.closed = false })
	eventually(t, "the first endpoint in use again", func() bool { return client.Status()[0].Active })
	node.Commit()
	w.to(3)
	if s := client.Status()[0]; s.Head.Ref != w.b.Ref {
		t.Errorf("the first's head is %s, not %s", s.Head.Ref, w.b.Ref)
	}
}

func TestOtherChainIsRefused(t *testing.T) {
	node := newTestNode(t)
	_, err := Dial(testContext(t), Options{ChainID: 1, Endpoints: []Endpoint{{Name: "sim", URL: node.ws}}})
	if !errors.Is(err, ErrChainID) {
		t.Fatal(err)
	}
	fake := newFakeNode(t)
	fake.set("eth_chainId", func(request) string { return `"result":"0x1"` })
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}, {Name: "sim", URL: node.http}}, Poll: 10 * time.Millisecond})
	if all := client.Status(); all[0].State != StateWrongChain || !all[1].Active {
		t.Fatalf("endpoints are %+v", all)
	}
	node.Commit()
	walk(t, client).to(1)
}

// An endpoint that comes back as another chain is not used again.
func TestChainChangesAfterReconnect(t *testing.T) {
	fake := newFakeNode(t)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, Patience: time.Second, Poll: time.Hour})
	eventually(t, "a head", func() bool { return client.Status()[0].Head.Number == 7 })
	fake.set("eth_chainId", func(request) string { return `"result":"0x1"` })
	broken := true
	fake.instead(func(w http.ResponseWriter, _ []request) bool {
		defer func() { broken = false }()
		if broken {
			http.Error(w, "broken", http.StatusInternalServerError)
		}
		return broken
	})
	_, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{7}})
	if !errors.Is(err, chain.ErrUnavailable) || !errors.Is(err, ErrChainID) {
		t.Fatal(err)
	}
	if s := client.Status()[0]; s.State != StateWrongChain {
		t.Fatalf("the endpoint is %+v", s)
	}
}

// A node that has too much to do is asked again.
func TestRefusalsThatPass(t *testing.T) {
	for name, refuse := range map[string]func(http.ResponseWriter, []request){
		"429": func(w http.ResponseWriter, _ []request) { http.Error(w, "slow down", http.StatusTooManyRequests) },
		"503": func(w http.ResponseWriter, _ []request) { http.Error(w, "", http.StatusServiceUnavailable) },
		"rate limit": func(w http.ResponseWriter, q []request) {
			fmt.Fprintf(w, `{"id":%s,"error":{"code":-32005,"message":"rate limit"}}`, q[0].ID)
		},
		"batch limit": func(w http.ResponseWriter, q []request) {
			fmt.Fprint(w, `{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"request rate exceeded, too many requests"}}`)
		},
	} {
		fake := newFakeNode(t)
		watch := newCounter()
		client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, Observer: watch, Poll: time.Hour})
		eventually(t, "a head", func() bool { return client.Status()[0].Head.Number == 7 })
		left := 2
		fake.instead(func(w http.ResponseWriter, q []request) bool {
			left--
			if left >= 0 {
				refuse(w, q)
			}
			return left >= 0
		})
		if _, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{7}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !watch.has(func(c *counter) bool {
			return c.requests["fake eth_getBlockByNumber "+string(ReasonLimited)]+c.requests["fake eth_getBlockByNumber "+string(ReasonStatus)] > 0
		}) {
			t.Errorf("%s: observed %v", name, watch.requests)
		}
	}
}
