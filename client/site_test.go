package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"brink/chain"
	"brink/client"
	"brink/feed"
	"brink/position"
	"brink/store/sqlite"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience ends tests that would wait for ever.
const patience = 30 * time.Second

// shown are the positions that a site has; it is nothing else of a Live.
type shown struct {
	web.Live
	site *site
	mu   sync.Mutex
	n    int
	// during happens before a page is answered to who asks for all.
	during func(page int)
	pages  int
}

func (s *shown) Chains() []feed.Chain {
	return []feed.Chain{{ChainID: 31337, Name: "local", Deployments: []feed.Deployment{{Name: "aave", Protocol: "aave-v3"}, {Name: "comet", Protocol: "compound-v3"}}}}
}

func account(n int) common.Address { return common.Address{byte(n >> 8), byte(n), 1} }

func subject(n int) string { return "31337:aave:" + account(n).Hex() }

func (s *shown) Positions(ctx context.Context, q web.PositionQuery) (web.PositionPage, error) {
	s.mu.Lock()
	n, during := s.n, s.during
	if len(q.Status) == 0 {
		s.pages++
	} else {
		during = nil // what the server remembers by itself
	}
	page := s.pages
	s.mu.Unlock()
	if during != nil {
		during(page)
	}
	_, kept, err := s.site.store.Read(ctx, 0, 1, feed.Filter{})
	if err != nil && !errors.Is(err, feed.ErrExpired) {
		return web.PositionPage{}, err
	}
	picked, next := web.Select(&q, func(yield func(*web.Row) bool) {
		for n := range n {
			r := web.Row{ChainID: 31337, Protocol: "aave-v3", Deployment: "aave", Factor: *uint256.NewInt(1e18), Ref: uint64(n)}
			r.Account, r.Status = account(n), position.Near
			if !yield(&r) {
				return
			}
		}
	}, nil)
	answer := web.PositionPage{Next: next, AsOf: kept.Newest.String()}
	for i := range picked {
		answer.Positions = append(answer.Positions, feed.Position{ID: subject(int(picked[i].Ref)), ChainID: 31337, Account: picked[i].Account.Hex()})
	}
	return answer, nil
}

// site is brink's server with a real store behind it, on a real port, that can
// be stopped and started.
type site struct {
	t     *testing.T
	shown *shown
	store *sqlite.Store
	hub   *feed.Hub
	file  string
	addr  string
	stop  func()

	mu  sync.Mutex
	tip chain.Head
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, file: filepath.Join(t.TempDir(), "brink.db"), addr: "127.0.0.1:0"}
	s.shown = &shown{site: s, n: 3}
	s.start()
	t.Cleanup(func() { s.stop() })
	return s
}

// start serves, on the address of before if there was one.
func (s *site) start() {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	st, err := sqlite.Open(ctx, s.file)
	if err != nil {
		s.t.Fatal(err)
	}
	l, err := net.Listen("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.store, s.hub = st, new(feed.Hub)
	if at := l.Addr().String(); s.addr != at {
		s.addr = at
	}
	done := make(chan error, 1)
	go func() { done <- web.New(web.Options{}, s.shown, st, s.hub).Serve(ctx, l) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			s.t.Errorf("serving: %v", err)
		}
		if err := st.Close(); err != nil {
			s.t.Errorf("closing the store: %v", err)
		}
	})
}

// say appends a block with an entry for each subject.
func (s *site) say(eventType string, subjects ...string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	number := s.tip.Number + 1
	to := chain.Head{Ref: chain.Ref{Number: number, Hash: common.Hash{byte(number >> 8), byte(number), 1}}, Time: s.tip.Time + 12}
	b := feed.Batch{Shard: "31337", From: s.tip.Ref, To: to.Ref, Time: to.Time}
	for i, subject := range subjects {
		data, err := json.Marshal(feed.Body(eventType))
		if err != nil {
			s.t.Fatal(err)
		}
		b.Entries = append(b.Entries, feed.Entry{ChainID: 31337, ID: fmt.Sprintf("%d:%d", number, i), Type: eventType, Subject: subject,
			Block: to, Status: feed.Latest, Data: data})
	}
	s.append(b)
	s.tip = to
}

func (s *site) append(b feed.Batch) {
	s.t.Helper()
	cursor, err := s.store.Append(context.Background(), b)
	if err != nil {
		s.t.Fatal(err)
	}
	s.hub.Wake(cursor)
}

// client asks the site, or what stands before it.
func (s *site) client(addr string) *client.Client {
	s.t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	s.t.Cleanup(transport.CloseIdleConnections) // for which who stands before the site would wait
	c, err := client.New("http://"+addr, client.Options{Rest: time.Millisecond, HTTP: &http.Client{Transport: transport}})
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// cutter stands before a server and cuts each connection after some bytes.
type cutter struct {
	listener net.Listener
	to       func() string
	budget   func() int64
	conns    sync.WaitGroup
}

func newCutter(t *testing.T, to func() string, budget func() int64) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{listener: l, to: to, budget: budget}
	c.conns.Go(c.accept)
	t.Cleanup(func() {
		l.Close()
		c.conns.Wait()
	})
	return c
}

func (c *cutter) addr() string { return c.listener.Addr().String() }

func (c *cutter) accept() {
	for {
		conn, err := c.listener.Accept()
		if err != nil {
			return
		}
		left := c.budget()
		c.conns.Go(func() {
			defer conn.Close()
			server, err := net.Dial("tcp", c.to())
			if err != nil {
				return
			}
			defer server.Close()
			c.conns.Go(func() {
				_, _ = io.Copy(server, conn)
				server.Close()
			})
			_, _ = io.CopyN(conn, server, left)
		})
	}
}
