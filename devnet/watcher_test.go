package devnet_test

import (
	"math/big"
	"slices"

	"brink/engine"
	"brink/position"
	"brink/protocols"
	"brink/protocols/aavev3"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// watcher is an observer of a market.
type watcher struct {
	*observer[*aavev3.Protocol]
	*lab
}

// watch makes one that follows the market from before its first block.
func (l *lab) watch() *watcher { return l.watchAs(whole) }

func (l *lab) watchAs(how mode, only ...common.Address) *watcher { return l.watchAt("", how, only...) }

// watchAt is watchAs where the configuration says the contracts' version.
func (l *lab) watchAt(release string, how mode, only ...common.Address) *watcher {
	l.t.Helper()
	return &watcher{lab: l, observer: observe(l.t, observed[*aavev3.Protocol]{
		chain: l.market.Chain, client: l.client, family: "aave-v3", mode: how, only: only,
		roles: map[string]common.Address{aavev3.Provider: l.market.Provider},
		open: func(env protocols.Env) (*aavev3.Protocol, error) {
			return aavev3.Open(env, &aavev3.Options{Version: release})
		},
	})}
}

// follow steps until the tip is the market's head, and compares after every step.
func (w *watcher) follow() { w.followWith(w.compare) }

// compare demands that everybody and everything stands as the contracts say at the same block.
func (w *watcher) compare() {
	w.t.Helper()
	now := w.truth(w.Tip())
	w.inspect(func(d *engine.DeploymentLook) {
		if w.mode != chosen || d.Positions > 0 {
			w.compareAssets(now, d)
		}
		for _, account := range w.crowd {
			w.compareAccount(now, d, account)
		}
	})
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

func (w *watcher) compareAccount(now *truth, d *engine.DeploymentLook, account common.Address) {
	w.t.Helper()
	a := now.accounts[account]
	id, known := d.ID(position.Key{Account: account})
	if !known {
		if w.wanted(account, !a.empty(), a.indebted()) {
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
