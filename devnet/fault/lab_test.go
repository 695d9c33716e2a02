package fault_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"
	"brink/devnet/fault"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/aavev3"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	options := []goleak.Option{goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop"), goleak.IgnoreTopFunction("internal/poll.runtime_pollWait")}
	for _, name := range devnet.Leftovers {
		options = append(options, goleak.IgnoreTopFunction(name))
	}
	goleak.VerifyTestMain(m, options...)
}

// patience is how long anything may take that must happen in the end.
const patience = 30 * time.Second

// lab is a market on a real node, with a play on it.
type lab struct {
	*testing.T
	market *devnet.Market
	play   *devnet.Play
}

// open starts a node with a market and a few accounts that have positions.
func open(t *testing.T, opt devnet.GethOptions) *lab {
	t.Helper()
	node, err := devnet.StartGeth(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = node.Close() })
	c, err := devnet.NewChain(t.Context(), node)
	if err != nil {
		t.Fatal(err)
	}
	market, err := devnet.Deploy(t.Context(), c, devnet.V36)
	if err != nil {
		t.Fatal(err)
	}
	play, err := devnet.NewPlay(t.Context(), market, devnet.PlayOptions{Seed: 1, Accounts: 12})
	if err != nil {
		t.Fatal(err)
	}
	if err := play.History(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	return &lab{t, market, play}
}

// must ends the test on an error.
func (l *lab) must(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

// act goes on with the play for some blocks, a second apart.
func (l *lab) act(blocks int) {
	l.Helper()
	for range blocks {
		_, err := l.play.Step(l.Context(), 1)
		l.must(err)
	}
}

// recently is for how many blocks from the newest also final ones are read one by one.
const recently = 64

// age adds as many blocks of nothing.
func (l *lab) age() {
	l.Helper()
	for range recently {
		_, err := l.market.Chain.Commit(l.Context(), 1)
		l.must(err)
	}
}

// head is the newest block.
func (l *lab) head() chain.Ref {
	h := l.market.Chain.Head()
	return chain.Ref{Number: h.Number, Hash: h.Hash}
}

// node puts a node that can fail before the real one.
func (l *lab) node() *fault.Node {
	l.Helper()
	n, err := fault.Start(l.Context(), l.market.Chain.Node.HTTP(), l.market.Chain.Node.WS())
	l.must(err)
	l.Cleanup(n.Close)
	return n
}

// pipe puts a pipe before an address such as ws://127.0.0.1:1, and says what to
// connect to.
func (l *lab) pipe(address string) (*fault.Pipe, string) {
	l.Helper()
	scheme, host, _ := strings.Cut(address, "://")
	p, err := fault.NewPipe(host)
	l.must(err)
	l.Cleanup(p.Close)
	return p, scheme + "://" + p.Address()
}

// secret is part of every endpoint's URL that a watcher gets, and may be seen nowhere.
const secret = "canary7f3a"

// endpoints are addresses as endpoints called a, b, c …
func endpoints(addresses ...string) []rpc.Endpoint {
	var all []rpc.Endpoint
	for i, address := range addresses {
		all = append(all, rpc.Endpoint{Name: string(rune('a' + i)), URL: address + "/" + secret})
	}
	return all
}

// watcher is brink without a store and a surface: client, follower and engine,
// in a loop as cmd/brink runs it.
type watcher struct {
	*lab
	*engine.Engine
	db     *state.DB
	client *rpc.Client
	source *chain.Follower
	cancel context.CancelFunc
	ended  chan struct{}

	mu       sync.Mutex
	tip      chain.Ref
	highest  uint64          // newest block that was ever the tip
	facts    map[string]bool // liquidations that stand, by id
	told     []string        // ids of liquidations and withdrawals, in order
	troubles []string
	halted   error
	requests map[string]int // by endpoint, method and reason
	events   map[string]int // other things that were observed
	log      bytes.Buffer
}

// hurried are options for a chain that moves when told to.
func hurried(all []rpc.Endpoint) rpc.Options {
	return rpc.Options{
		ChainID: devnet.ChainID, Endpoints: all, BlockTime: time.Second, Poll: 20 * time.Millisecond,
		Silence: 200 * time.Millisecond, Timeout: 2 * time.Second, Patience: 3 * time.Second, Recheck: 100 * time.Millisecond,
	}
}

// watch dials the endpoints and follows the market from its first block.
func (l *lab) watch(opt rpc.Options) *watcher {
	l.Helper()
	w, err := l.try(opt, chain.FollowerOptions{Retry: 20 * time.Millisecond})
	l.must(err)
	return w
}

func (l *lab) try(opt rpc.Options, follower chain.FollowerOptions) (*watcher, error) {
	l.Helper()
	w := &watcher{lab: l, ended: make(chan struct{}), facts: map[string]bool{}, requests: map[string]int{}, events: map[string]int{}}
	opt.Multicall, opt.Observer = l.market.Multicall, w
	opt.Logger = slog.New(slog.NewTextHandler(w, nil))
	w.build()
	client, err := rpc.Dial(l.Context(), opt)
	if err != nil {
		return nil, err
	}
	w.client, w.source = client, chain.NewFollower(client, follower)
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel = cancel
	go w.run(ctx)
	l.Cleanup(w.stop)
	return w, nil
}

// build makes the engine.
func (w *watcher) build() {
	w.Helper()
	w.db = new(state.DB)
	book := prices.NewBook(w.db)
	p, err := aavev3.Open(protocols.Env{
		Name: "aave", DB: w.db, Book: book, Genesis: true,
		Addresses: map[string]common.Address{aavev3.Provider: w.market.Provider},
	}, &aavev3.Options{})
	w.must(err)
	w.Engine = engine.New(engine.Options{ChainID: devnet.ChainID, Observer: w, Live: 1 << 30}, w.db, book,
		[]engine.Deployment{{Name: "aave", Family: "aave-v3", Protocol: p}})
}

// stop ends the loop and closes the client. What it found can be looked at then.
func (w *watcher) stop() {
	w.cancel()
	<-w.ended
	w.source.Close()
	w.client.Close()
}

func (w *watcher) run(ctx context.Context) {
	defer close(w.ended)
	for ctx.Err() == nil {
		err := w.once(ctx)
		switch {
		case err == nil || ctx.Err() != nil:
			continue
		case errors.Is(err, chain.ErrFinality), errors.Is(err, engine.ErrUndo):
			w.mu.Lock()
			w.halted = err
			w.mu.Unlock()
			return
		}
		w.mu.Lock()
		w.troubles = append(w.troubles, err.Error())
		w.mu.Unlock()
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

func (w *watcher) once(ctx context.Context) error {
	step, err := w.source.Next(ctx, w.Tip(), w.Filter())
	if err != nil {
		return err
	}
	if err := w.Step(ctx, step); err != nil {
		return err
	}
	batch, _ := w.Batch()
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range batch.Entries {
		w.hear(&batch.Entries[i])
	}
	w.Published(0)
	w.tip = w.Tip()
	w.highest = max(w.highest, w.tip.Number)
	return nil
}

// hear keeps which liquidations stand.
func (w *watcher) hear(e *feed.Entry) {
	if e.Type != feed.Liquidated {
		return
	}
	w.told = append(w.told, e.ID)
	id, withdrawn := strings.CutSuffix(e.ID, "/reverted")
	if w.facts[id] == !withdrawn {
		w.troubles = append(w.troubles, "BROKEN PROMISE: said again, or withdrawn before it was said: "+e.ID)
	}
	w.facts[id] = !withdrawn
}

// eventually waits for something.
func (w *watcher) eventually(what string, is func() bool) {
	w.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(patience); ; {
		w.mu.Lock()
		done := is()
		w.mu.Unlock()
		if done {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			w.mu.Lock()
			defer w.mu.Unlock()
			w.Fatalf("never: %s; at %s, halted %v, endpoints %+v\nrequests %v\nevents %v\ntroubles %v\n%s",
				what, w.tip, w.halted, w.client.Status(), w.requests, w.events, w.troubles, w.log.String())
		}
	}
}

// catchUp waits until the chain's head was processed.
func (w *watcher) catchUp() {
	w.Helper()
	head := w.head()
	w.eventually("block "+head.String()+" is processed", func() bool { return w.tip == head })
}

// count sums up the requests whose key, "endpoint method reason", has all these words.
func (w *watcher) count(words ...string) int {
	sum := 0
	for key, n := range w.requests {
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(" "+key+" ", " "+word+" ") }) {
			sum += n
		}
	}
	return sum
}

// observed sums up the other things that were observed and begin with a word.
func (w *watcher) observed(word string) int {
	sum := 0
	for what, n := range w.events {
		if strings.HasPrefix(what+" ", word+" ") {
			sum += n
		}
	}
	return sum
}

// holds catches up, stops, and demands what every fault must leave true: no
// event was missed and no phantom stands (the state is that of an engine that
// never saw a fault, the liquidations are the chain's, the accounts are as the
// pool says), and no secret was shown.
func (w *watcher) holds() {
	w.Helper()
	w.catchUp()
	w.stop()
	w.compareWithRebuild()
	w.compareLiquidations()
	w.compareAccounts()
	shown := fmt.Sprint(w.troubles, w.requests, w.events, w.client.Status()) + w.log.String()
	if strings.Contains(shown, secret) {
		w.Fatalf("the secret is shown: %s", shown)
	}
	if strings.Contains(shown, "BROKEN PROMISE") {
		w.Fatal(shown)
	}
}

// compareWithRebuild folds the chain from scratch, from the real node's own mouth.
func (w *watcher) compareWithRebuild() {
	w.Helper()
	fresh, err := w.try(hurried([]rpc.Endpoint{{Name: "real", URL: w.market.Chain.Node.WS()}}), chain.FollowerOptions{})
	w.must(err)
	fresh.catchUp()
	fresh.stop()
	if w.db.Digest() != fresh.db.Digest() {
		w.Fatal("the state is not that of an engine that saw no fault")
	}
}

func (w *watcher) compareLiquidations() {
	w.Helper()
	logs, err := w.market.LiquidationCalls(w.Context())
	w.must(err)
	want := map[string]bool{}
	for _, l := range logs {
		want[fmt.Sprintf("%d:%s:%s:%d", devnet.ChainID, l.BlockHash, l.TxHash, l.Index)] = true
	}
	maps.DeleteFunc(w.facts, func(_ string, stands bool) bool { return !stands })
	if !maps.Equal(w.facts, want) {
		w.Fatalf("liquidations %v stand, the chain has %v", w.facts, want)
	}
}

func (w *watcher) compareAccounts() {
	w.Helper()
	var addresses []common.Address
	for _, a := range w.play.Accounts() {
		addresses = append(addresses, a.Address)
	}
	data, err := w.market.AccountData(w.Context(), w.head().Hash, addresses...)
	w.must(err)
	w.Look(func(look *engine.Look) {
		d := &look.Deployments[0]
		if d.Broken != nil {
			w.Fatal(d.Broken)
		}
		for i, a := range addresses {
			id, known := d.ID(position.Key{Account: a})
			if !known {
				if data[i].Debt.Sign() != 0 {
					w.Fatalf("%s has debt and is not known", a)
				}
				continue
			}
			p := d.Describe(id)
			if p.Native == nil || p.Native.Debt != data[i].Debt.String() || p.Native.Collateral != data[i].Collateral.String() ||
				p.Native.HealthFactor != data[i].HealthFactor.String() {
				native, _ := json.Marshal(p.Native)
				w.Fatalf("%s is %s, the pool says %+v", a, native, data[i])
			}
		}
	})
}

// Write keeps what is logged.
func (w *watcher) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.Write(b)
}

func (w *watcher) note(what ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events[strings.TrimSpace(fmt.Sprintln(what...))]++
}

// Request and what follows make the watcher an Observer of client and engine.
func (w *watcher) Request(endpoint string, method rpc.Method, _ time.Duration, reason rpc.Reason) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests[fmt.Sprint(endpoint, " ", method, " ", reason)]++
}

func (w *watcher) Subscribed(up bool, reason rpc.Reason) { w.note("subscribed", up, reason) }
func (w *watcher) Endpoint(endpoint string, active bool) { w.note("active", endpoint, active) }
func (w *watcher) Lag(endpoint string, blocks uint64)    { w.note("lag", endpoint, blocks) }
func (w *watcher) Distrusted(endpoint string, check chain.Check) {
	w.note("distrusted", endpoint, check)
}
func (w *watcher) Skipped(why rpc.Skip)   { w.note("skipped", why) }
func (w *watcher) Hedged(endpoint string) { w.note("hedged", endpoint) }

func (w *watcher) Events(string, string, string, int)      {}
func (w *watcher) Malformed(string, string)                { w.note("malformed") }
func (w *watcher) Evaluated(int, bool)                     {}
func (w *watcher) Liquidation(string, *feed.Liquidation)   {}
func (w *watcher) BadDebt(string, string, string, *string) {}
func (w *watcher) Reorg(depth int)                         { w.note("reorg", depth) }
func (w *watcher) Audited(_ string, fields []string) {
	if len(fields) > 0 {
		w.note("BROKEN PROMISE: audit", fields)
	}
}
