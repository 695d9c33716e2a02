package devnet_test

import (
	"context"
	"math/big"
	"testing"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/aavev3"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// watcher is an engine on a market, without a store.
type watcher struct {
	*engine.Engine
	t                 *testing.T
	db                *state.DB
	market            *devnet.Market
	protocol          protocols.Protocol
	source            *chain.Follower
	said              []feed.Entry
	wrong             [][]string // what audits found
	audits, evaluated int
}

// watch makes an engine that follows a market from before its first block.
func watch(t *testing.T, m *devnet.Market, open func(*protocols.Env)) *watcher {
	t.Helper()
	w := &watcher{t: t, market: m, db: new(state.DB)}
	client, err := rpc.Dial(t.Context(), rpc.Options{
		ChainID: devnet.ChainID, Multicall: m.Multicall, BlockTime: 100 * time.Millisecond,
		Endpoints: []rpc.Endpoint{{Name: "devnet", URL: m.Chain.Node.WS()}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	w.source = chain.NewFollower(client, chain.FollowerOptions{})
	t.Cleanup(w.source.Close)

	book := prices.NewBook(w.db)
	env := protocols.Env{
		Name: "aave", DB: w.db, Book: book, Genesis: true,
		Addresses: map[string]common.Address{aavev3.Provider: m.Provider},
	}
	if open != nil {
		open(&env)
	}
	w.protocol, err = aavev3.Open(env, &aavev3.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.Engine = engine.New(engine.Options{ChainID: devnet.ChainID, Observer: w, Live: 1 << 30}, w.db, book,
		[]engine.Deployment{{Name: "aave", Family: "aave-v3", Protocol: w.protocol}})
	return w
}

// follow steps until the tip is the market's head.
func (w *watcher) follow(ctx context.Context) {
	w.t.Helper()
	head := w.market.Chain.Head()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for w.Tip().Hash != head.Hash {
		step, err := w.source.Next(ctx, w.Tip(), w.Filter())
		if err != nil {
			w.t.Fatalf("after %s: %v", w.Tip(), err)
		}
		if err := w.Step(ctx, step); err != nil {
			w.t.Fatalf("stepping from %s: %v", w.Tip(), err)
		}
		batch, _ := w.Batch()
		w.said = append(w.said, batch.Entries...)
		w.Published(0)
	}
}

// compare demands that every account stands as the pool says at the same block.
func (w *watcher) compare(ctx context.Context, accounts []common.Address) {
	w.t.Helper()
	tip := w.Tip()
	truth, err := w.market.AccountData(ctx, tip.Hash, accounts...)
	if err != nil {
		w.t.Fatal(err)
	}
	ok := w.Look(func(l *engine.Look) {
		d := &l.Deployments[0]
		if d.Broken != nil {
			w.t.Fatalf("at %s: %v", tip, d.Broken)
		}
		for i, a := range accounts {
			want := truth[i]
			id, known := d.ID(position.Key{Account: a})
			if !known {
				if want.Collateral.Sign() != 0 || want.Debt.Sign() != 0 {
					w.t.Fatalf("at %s: %s is not known, the pool says %v", tip, a, want)
				}
				continue
			}
			p := d.Describe(id)
			if p.Native == nil {
				w.t.Fatalf("at %s: %s is %s", tip, a, p.Status)
			}
			got := []string{p.Native.Collateral, p.Native.Debt, p.Native.HealthFactor}
			for j, z := range []*big.Int{want.Collateral, want.Debt, want.HealthFactor} {
				if got[j] != z.String() {
					w.t.Fatalf("at %s: %s has %s %s, the pool says %s", tip, a, [...]string{"collateral", "debt", "health factor"}[j], got[j], z)
				}
			}
		}
	})
	if !ok {
		w.t.Fatal("nothing was processed")
	}
}

// accounts are all that the watcher knows.
func (w *watcher) accounts() []common.Address {
	var all []common.Address
	w.Look(func(l *engine.Look) {
		for id := range l.Deployments[0].Positions {
			all = append(all, w.protocol.Key(position.ID(id)).Account)
		}
	})
	return all
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
