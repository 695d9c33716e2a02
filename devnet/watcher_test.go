package devnet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"slices"
	"time"

	"brink/chain"
	"brink/devnet"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/aavev3"
	"brink/state"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// mode is how a watcher comes to know a market.
type mode int

const (
	whole   mode = iota // from its first log
	current             // read from the contracts, borrowers found by old logs
	chosen              // read from the contracts, a few accounts alone
)

func (m mode) String() string {
	return [...]string{"the beginning", "the present on", "the present on, a few"}[m]
}

// watcher is an engine on a market, without a store.
type watcher struct {
	*engine.Engine
	*lab
	mode              mode
	release           string // the version that the configuration says, if it does
	only              []common.Address
	db                *state.DB
	book              *prices.Book
	protocol          *aavev3.Protocol
	source            *chain.Follower
	standing          map[string]position.Status // what was said last, by subject
	said              map[string]int             // entries by type
	wrong             [][]string                 // what audits found
	audits, evaluated int
	checks, undone    int
}

// watch makes an engine that follows the market from before its first block.
func (l *lab) watch() *watcher { return l.watchAs(whole) }

func (l *lab) watchAs(how mode, only ...common.Address) *watcher {
	l.t.Helper()
	w := &watcher{lab: l, mode: how, only: only, standing: make(map[string]position.Status), said: make(map[string]int)}
	w.source = chain.NewFollower(l.client, chain.FollowerOptions{})
	l.t.Cleanup(w.source.Close)
	w.build()
	return w
}

// build makes the engine and what is under it.
func (w *watcher) build() {
	w.t.Helper()
	w.db = new(state.DB)
	w.book = prices.NewBook(w.db)
	env := protocols.Env{
		Name: "aave", DB: w.db, Book: w.book, Genesis: w.mode == whole,
		Addresses: map[string]common.Address{aavev3.Provider: w.market.Provider},
	}
	if w.mode == chosen {
		env.Accounts = w.only
	}
	p, err := aavev3.Open(env, &aavev3.Options{Version: w.release})
	if err != nil {
		w.t.Fatal(err)
	}
	w.protocol = p
	w.Engine = engine.New(engine.Options{ChainID: devnet.ChainID, Observer: w, Live: 1 << 30}, w.db, w.book,
		[]engine.Deployment{{Name: "aave", Family: "aave-v3", Protocol: p}})
}

// restart goes on with another engine, made from a snapshot of this one.
func (w *watcher) restart() {
	w.t.Helper()
	var snapshot bytes.Buffer
	if err := w.Save(&snapshot); err != nil {
		w.t.Fatal(err)
	}
	before := w.db.Digest()
	w.build()
	if err := w.Load(&snapshot); err != nil {
		w.t.Fatal(err)
	}
	if w.db.Digest() != before {
		w.t.Fatalf("at %s: a snapshot holds another state", w.Tip())
	}
}

// begin takes the market as it stands after a block, and finds its borrowers where they aren't given.
func (w *watcher) begin(number uint64) {
	w.t.Helper()
	w.Begin(chain.Ref{Number: number - 1})
	w.step(w.t.Context())
	if w.mode != current {
		return
	}
	trace := w.Trace()
	logs, err := w.market.Chain.Node.Client().FilterLogs(w.t.Context(), ethereum.FilterQuery{
		FromBlock: new(big.Int), ToBlock: new(big.Int).SetUint64(w.Tip().Number),
		Addresses: trace.Addresses, Topics: [][]common.Hash{trace.Topics},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.Discover(logs, w.Tip().Number); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watcher) step(ctx context.Context) {
	w.t.Helper()
	step, err := w.source.Next(ctx, w.Tip(), w.Filter())
	if err != nil {
		w.t.Fatalf("after %s: %v", w.Tip(), err)
	}
	if step.Undo {
		w.undone++
	}
	if err := w.Step(ctx, step); err != nil {
		w.t.Fatalf("stepping from %s: %v", w.Tip(), err)
	}
	batch, _ := w.Batch()
	for i := range batch.Entries {
		w.hear(&batch.Entries[i])
	}
	w.Published(0)
}

// hear keeps what was said last about each position.
func (w *watcher) hear(e *feed.Entry) {
	w.said[e.Type+" "+string(e.Status)]++
	if !slices.Contains(engine.PositionTypes(), e.Type) {
		return
	}
	var p feed.Position
	if err := json.Unmarshal(e.Data, &p); err != nil {
		w.t.Fatal(err)
	}
	w.standing[e.Subject] = p.Status
}

// follow steps until the tip is the market's head, and compares after every step.
func (w *watcher) follow() {
	w.t.Helper()
	head := w.market.Chain.Head()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for w.Tip().Hash != head.Hash {
		w.step(ctx)
		if w.Tip().Hash != (common.Hash{}) {
			w.compare()
		}
	}
}

// race steps until the tip is the market's head, and looks at nothing.
func (w *watcher) race() {
	w.t.Helper()
	head := w.market.Chain.Head()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for w.Tip().Hash != head.Hash {
		w.step(ctx)
	}
}

// compare demands that everybody and everything stands as the contracts say at the same block.
func (w *watcher) compare() {
	w.t.Helper()
	tip := w.Tip()
	now := w.truth(tip)
	w.checks++
	ok := w.Look(func(l *engine.Look) {
		d := &l.Deployments[0]
		if d.Broken != nil {
			w.t.Fatalf("at %s: %v", tip, d.Broken)
		}
		if w.mode != chosen || d.Positions > 0 {
			w.compareAssets(now, d)
		}
		for _, account := range w.crowd {
			w.compareAccount(now, d, account)
		}
	})
	if !ok {
		w.t.Fatal("nothing was processed")
	}
	if len(w.wrong) > 0 {
		w.t.Fatalf("at %s: audits found %v", tip, w.wrong)
	}
}

func (w *watcher) compareAssets(now *truth, d *engine.DeploymentLook) {
	w.t.Helper()
	for _, market := range d.Markets() {
		a := now.assets[market.Asset]
		if market.Priced != (a.price != nil) || market.Priced && market.Price.ToBig().Cmp(a.price) != 0 {
			w.t.Fatalf("at %s: price of %s is %v, the oracle says %v", w.Tip(), market.Symbol, &market.Price, a.price)
		}
		if !market.Sized || market.Supplied.ToBig().Cmp(a.supply) != 0 || market.Borrowed.ToBig().Cmp(a.debt) != 0 {
			w.t.Fatalf("at %s: %s: supplied %v and borrowed %v, the tokens say %v and %v",
				w.Tip(), market.Symbol, &market.Supplied, &market.Borrowed, a.supply, a.debt)
		}
	}
}

// wanted tells whether the watcher must know an account.
func (w *watcher) wanted(account common.Address, a *accountTruth) bool {
	switch w.mode {
	case whole:
		return !a.empty()
	case current:
		return a.indebted()
	default:
		return slices.Contains(w.only, account)
	}
}

func (w *watcher) compareAccount(now *truth, d *engine.DeploymentLook, account common.Address) {
	w.t.Helper()
	a := now.accounts[account]
	id, known := d.ID(position.Key{Account: account})
	if !known {
		if w.wanted(account, a) {
			w.t.Fatalf("at %s: %s is not known, the pool says %+v", w.Tip(), account, a)
		}
		return
	}
	w.compareHoldings(a, account, id)
	p := d.Describe(id)
	if a.refused() != (p.Native == nil) {
		w.t.Fatalf("at %s: %s is %s, the pool says %v", w.Tip(), account, p.Status, a.factor)
	}
	if a.refused() {
		return
	}
	for _, c := range []struct {
		what, got string
		want      *big.Int
	}{
		{"collateral", p.Native.Collateral, a.collateral},
		{"debt", p.Native.Debt, a.debt},
		{"health factor", p.Native.HealthFactor, a.factor},
	} {
		if c.got != c.want.String() {
			w.t.Fatalf("at %s: %s has %s %s, the pool says %s", w.Tip(), account, c.what, c.got, c.want)
		}
	}
	w.compareStanding(a, p.ID)
}

// compareStanding demands that what was said last about a position is the pool's verdict.
func (w *watcher) compareStanding(a *accountTruth, subject string) {
	w.t.Helper()
	standing := w.standing[subject]
	said := standing == position.Liquidatable || standing == position.BadDebt
	if said != a.liquidatable() {
		w.t.Fatalf("at %s: the last word about %s is %q, its health factor %v", w.Tip(), subject, standing, a.factor)
	}
}

func (w *watcher) compareHoldings(a *accountTruth, account common.Address, id position.ID) {
	w.t.Helper()
	holdings, known := w.protocol.Holdings(id)
	if !known {
		w.t.Fatalf("at %s: holdings of %s are not known", w.Tip(), account)
	}
	for i, asset := range w.market.Assets {
		var h aavev3.Holding
		if at := slices.IndexFunc(holdings, func(h aavev3.Holding) bool { return h.Asset == asset.Token }); at >= 0 {
			h = holdings[at]
		}
		collateral := a.bits.Bit(2*i+1) == 1
		if h.Collateral != collateral {
			w.t.Fatalf("at %s: %s has %s as collateral: %t, the pool says %t", w.Tip(), account, asset.Symbol, h.Collateral, collateral)
		}
		if w.mode == current && !collateral {
			if !h.Supplied.IsZero() && h.Supplied.ToBig().Cmp(a.supplied[asset.Token]) != 0 {
				w.t.Fatalf("at %s: %s has %v %s idle, the token says %v", w.Tip(), account, &h.Supplied, asset.Symbol, a.supplied[asset.Token])
			}
			h.Supplied.SetFromBig(a.supplied[asset.Token])
		}
		for _, c := range []struct {
			what string
			got  *uint256.Int
			want *big.Int
		}{
			{"supply", &h.Supplied, a.supplied[asset.Token]},
			{"debt", &h.Borrowed, a.borrowed[asset.Token]},
			{"stable debt", &h.Principal, a.principal[asset.Token]},
		} {
			if want := c.want; want != nil && c.got.ToBig().Cmp(want) != 0 {
				w.t.Fatalf("at %s: %s has a %s of %v %s, the token says %v", w.Tip(), account, c.what, c.got, asset.Symbol, want)
			}
		}
	}
}

func (w *watcher) Events(string, string, string, int)    {}
func (w *watcher) Malformed(string, string)              {}
func (w *watcher) Evaluated(n int, full bool)            { w.evaluated += n }
func (w *watcher) Liquidation(string, *feed.Liquidation) {}
func (w *watcher) Reorg(int)                             {}
func (w *watcher) Audited(_ string, fields []string) {
	w.audits++
	if len(fields) > 0 {
		w.wrong = append(w.wrong, fields)
	}
}
