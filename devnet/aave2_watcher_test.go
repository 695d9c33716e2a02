package devnet_test

import (
	"math/big"
	"slices"

	"brink/engine"
	"brink/position"
	"brink/protocols"
	"brink/protocols/aavev2"

	"github.com/ethereum/go-ethereum/common"
)

// watcher2 is an observer of a market of Aave v2.
type watcher2 struct {
	*observer[*aavev2.Protocol]
	*lab2
}

// watch makes one that follows the market from before its first block, or as it is told.
func (l *lab2) watch(how mode, only ...common.Address) *watcher2 {
	l.t.Helper()
	return &watcher2{lab2: l, observer: observe(l.t, observed[*aavev2.Protocol]{
		chain: l.market.Chain, client: l.client, family: "aave-v2", mode: how, only: only,
		roles: map[string]common.Address{aavev2.Provider: l.market.Provider},
		open: func(env protocols.Env) (*aavev2.Protocol, error) {
			return aavev2.Open(env, &aavev2.Options{EthUSDFeed: l.market.EtherFeed})
		},
	})}
}

// compare demands that everybody and everything stands as the contracts say at the same block.
func (w *watcher2) compare(now *truth2) {
	w.t.Helper()
	w.inspect(func(d *engine.DeploymentLook) {
		w.compareAssets(now, d)
		for _, account := range w.crowd {
			w.compareAccount(now, d, account)
		}
	})
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

func (w *watcher2) compareAccount(now *truth2, d *engine.DeploymentLook, account common.Address) {
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
