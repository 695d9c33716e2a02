package devnet_test

import (
	"bytes"
	"context"
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
	"brink/protocols/aavev2"
	"brink/state"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
)

// watcher2 is an engine on a market of Aave v2, without a store.
type watcher2 struct {
	*engine.Engine
	*lab2
	mode                   mode
	only                   []common.Address
	db                     *state.DB
	book                   *prices.Book
	protocol               *aavev2.Protocol
	source                 *chain.Follower
	wrong                  [][]string // what audits found
	audits, checks, undone int
	liquidations           int
}

// watch makes an engine that follows the market from before its first block, or as it is told.
func (l *lab2) watch(how mode, only ...common.Address) *watcher2 {
	l.t.Helper()
	w := &watcher2{lab2: l, mode: how, only: only}
	w.source = chain.NewFollower(l.client, chain.FollowerOptions{})
	l.t.Cleanup(w.source.Close)
	w.build()
	return w
}

// build makes the engine and what is under it.
func (w *watcher2) build() {
	w.t.Helper()
	w.db = new(state.DB)
	w.book = prices.NewBook(w.db)
	env := protocols.Env{
		Name: "aave2", DB: w.db, Book: w.book, Genesis: w.mode == whole,
		Addresses: map[string]common.Address{aavev2.Provider: w.market.Provider},
	}
	if w.mode == chosen {
		env.Accounts = w.only
	}
	p, err := aavev2.Open(env, &aavev2.Options{EthUSDFeed: w.market.EtherFeed})
	if err != nil {
		w.t.Fatal(err)
	}
	w.protocol = p
	w.Engine = engine.New(engine.Options{ChainID: devnet.ChainID, Observer: w, Live: 1 << 30}, w.db, w.book,
		[]engine.Deployment{{Name: "aave2", Family: "aave-v2", Protocol: p}})
}

// restart goes on with another engine, made from a snapshot of this one.
func (w *watcher2) restart() {
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
func (w *watcher2) begin(number uint64) {
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

func (w *watcher2) step(ctx context.Context) {
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
	w.Published(0)
}

// follow steps until the tip is the market's head, and calls look after every step.
func (w *watcher2) follow(look func()) {
	w.t.Helper()
	head := w.market.Chain.Head()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for w.Tip().Hash != head.Hash {
		w.step(ctx)
		if w.Tip().Hash != (common.Hash{}) {
			look()
		}
	}
}

// compare demands that everybody and everything stands as the contracts say at the same block.
func (w *watcher2) compare(now *truth2) {
	w.t.Helper()
	w.checks++
	ok := w.Look(func(l *engine.Look) {
		d := &l.Deployments[0]
		if d.Broken != nil {
			w.t.Fatalf("at %s: %v", w.Tip(), d.Broken)
		}
		w.compareAssets(now, d)
		for _, account := range w.crowd {
			w.compareAccount(now, d, account)
		}
	})
	if !ok {
		w.t.Fatal("nothing was processed")
	}
	if len(w.wrong) > 0 {
		w.t.Fatalf("at %s: audits found %v", w.Tip(), w.wrong)
	}
}

func (w *watcher2) compareAssets(now *truth2, d *engine.DeploymentLook) {
	w.t.Helper()
	for _, market := range d.Markets() {
		a := now.assets[market.Asset]
		price := a.price
		if price != nil && !w.market.Dollars {
			price = new(big.Int).Mul(price, big.NewInt(2500e8))
			price.Div(price, big.NewInt(1e18))
		}
		if market.Priced != (price != nil) || market.Priced && market.Price.ToBig().Cmp(price) != 0 {
			w.t.Fatalf("at %s: price of %s is %v, the oracle says %v", w.Tip(), market.Symbol, &market.Price, price)
		}
		if !market.Sized || market.Supplied.ToBig().Cmp(a.supply) != 0 || market.Borrowed.ToBig().Cmp(a.debt) != 0 {
			w.t.Fatalf("at %s: %s: supplied %v and borrowed %v, the tokens say %v and %v",
				w.Tip(), market.Symbol, &market.Supplied, &market.Borrowed, a.supply, a.debt)
		}
	}
}

// wanted tells whether the watcher must know an account.
func (w *watcher2) wanted(account common.Address, a *accountTruth2) bool {
	switch w.mode {
	case whole:
		return !a.empty()
	case current:
		return a.indebted()
	default:
		return slices.Contains(w.only, account)
	}
}

func (w *watcher2) compareAccount(now *truth2, d *engine.DeploymentLook, account common.Address) {
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
	said := p.Status == position.Liquidatable || p.Status == position.BadDebt
	if said != a.liquidatable() {
		w.t.Fatalf("at %s: %s is %s, its health factor %v", w.Tip(), account, p.Status, a.factor)
	}
}

func (w *watcher2) compareHoldings(a *accountTruth2, account common.Address, id position.ID) {
	w.t.Helper()
	holdings, known := w.protocol.Holdings(id)
	if !known {
		w.t.Fatalf("at %s: holdings of %s are not known", w.Tip(), account)
	}
	for i, asset := range w.market.Assets {
		var h aavev2.Holding
		if at := slices.IndexFunc(holdings, func(h aavev2.Holding) bool { return h.Asset == asset.Token }); at >= 0 {
			h = holdings[at]
		}
		want := aavev2.Holding{Asset: h.Asset, Debt: a.bits.Bit(2*i) == 1, Collateral: a.bits.Bit(2*i+1) == 1}
		want.Supplied.SetFromBig(a.supplied[asset.Token])
		want.Borrowed.SetFromBig(a.borrowed[asset.Token])
		want.Principal.SetFromBig(a.principal[asset.Token])
		want.Rate.SetFromBig(a.rates[asset.Token])
		if w.mode == current && !want.Collateral && h.Supplied.IsZero() {
			want.Supplied.Clear() // what is idle isn't asked for
		}
		if h != want {
			w.t.Fatalf("at %s: %s has %+v in %s, the tokens say %+v", w.Tip(), account, h, asset.Symbol, want)
		}
	}
}

func (w *watcher2) Events(string, string, string, int) {}
func (w *watcher2) Malformed(string, string)           {}
func (w *watcher2) Evaluated(int, bool)                {}
func (w *watcher2) Liquidation(string, *feed.Liquidation) {
	w.liquidations++
}
func (w *watcher2) Reorg(int) {}
func (w *watcher2) Audited(_ string, fields []string) {
	w.audits++
	if len(fields) > 0 {
		w.wrong = append(w.wrong, fields)
	}
}
