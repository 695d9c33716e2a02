package devnet_test

import (
	"math/big"
	"slices"
	"testing"

	"brink/chain"
	"brink/devnet"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// oracle is a market of Aave v3 as a ground.
type oracle struct {
	*watcher
	h *history
}

func newOracle(t *testing.T, version devnet.Version) *oracle {
	h, w := crash(t, version)
	return &oracle{w, h}
}

func (o *oracle) stands(block devnet.Block) map[position.Key]stance {
	all := make(map[position.Key]stance)
	for account, a := range o.truth(chain.Ref{Number: block.Number, Hash: block.Hash}).accounts {
		if !a.refused() {
			all[position.Key{Account: account}] = stance{a.collateral.String(), a.debt.String(), a.factor.String(), a.liquidatable()}
		}
	}
	return all
}

// listed is the asset of a token among some, nil if it isn't there.
func listed(assets []*devnet.Asset, token common.Address) *devnet.Asset {
	i := slices.IndexFunc(assets, func(a *devnet.Asset) bool { return a.Token == token })
	if i < 0 {
		return nil
	}
	return assets[i]
}

// someone is the one among some who has an address, nil if nobody has.
func someone(users []devnet.Account, address common.Address) *devnet.Account {
	i := slices.IndexFunc(users, func(u devnet.Account) bool { return u.Address == address })
	if i < 0 {
		return nil
	}
	return &users[i]
}

func (o *oracle) feed(q protocols.Quote, answer *big.Int) (call devnet.Call, ok bool) {
	asset := listed(o.market.Assets, q.Base)
	if asset == nil {
		return call, false
	}
	return o.market.SetPrice(asset, answer), true
}

func (o *oracle) deed(key position.Key, c *protocols.Change, leg *protocols.Leg) []devnet.Call {
	m, user, asset := o.market, someone(o.h.users, key.Account), listed(o.market.Assets, c.Asset)
	if user == nil || asset == nil && c.Deed != protocols.SetMode {
		return nil
	}
	amount := c.Amount.ToBig()
	switch c.Deed {
	case protocols.Supply:
		calls := []devnet.Call{m.Mint(asset, amount, *user), m.Supply(*user, asset, amount, user.Address)}
		if leg == nil || !leg.Enabled {
			calls = append(calls, m.UseAsCollateral(*user, asset, true))
		}
		return calls
	case protocols.Withdraw:
		return []devnet.Call{m.Withdraw(*user, asset, amount)}
	case protocols.Borrow:
		return []devnet.Call{m.Borrow(*user, asset, amount, user.Address)}
	case protocols.Repay:
		return []devnet.Call{m.Mint(asset, amount, *user), m.Repay(*user, asset, amount, user.Address)}
	case protocols.SetMode:
		return []devnet.Call{m.EnterEMode(*user, uint8(c.Mode))}
	default:
		return []devnet.Call{m.ConfigureCollateral(asset, int64(c.Threshold)/2, int64(c.Threshold), asset.Bonus)}
	}
}

func (o *oracle) refused(r devnet.Result) bool { return r.Reverted() }

func (o *oracle) grants(key position.Key, offer *protocols.Offer) bool {
	m := o.market
	return m.Chain.Works(o.Context(), m.Liquidate(o.h.bank, listed(m.Assets, offer.Collateral), listed(m.Assets, offer.Debt),
		key.Account, offer.Cover.ToBig(), false))
}

func (o *oracle) thresholds() []common.Address { return collaterals(o.market.Assets) }

// collaterals are the assets that can be one.
func collaterals(assets []*devnet.Asset) []common.Address {
	var all []common.Address
	for _, a := range assets {
		if a.Threshold > 0 {
			all = append(all, a.Token)
		}
	}
	return all
}

func (o *oracle) modes() uint64 { return uint64(len(o.market.EModes)) }

// oracle2 is a market of Aave v2 as a ground.
type oracle2 struct {
	*watcher2
	h *history2
}

func newOracle2(rt *rapid.T, dollars bool) *oracle2 {
	l := openAave2(rt, dollars)
	h := l.begin(rt, 40)
	for h.total() < 400 {
		h.block(20)
	}
	calls := []devnet.Call{l.market.SetPause(false)}
	for asset := range h.foreign { // back to its own feed
		calls = append(calls, l.market.SetSource(asset, asset.Feed))
	}
	for asset := range h.silent {
		calls = append(calls, h.move(asset, 1000))
	}
	if _, err := l.market.Chain.Run(rt.Context(), calls...); err != nil {
		rt.Fatal(err)
	}
	w := l.watch(whole)
	w.race()
	return &oracle2{w, h}
}

func (o *oracle2) stands(block devnet.Block) map[position.Key]stance {
	all := make(map[position.Key]stance)
	for account, a := range o.truth(chain.Ref{Number: block.Number, Hash: block.Hash}).accounts {
		if !a.refused() {
			all[position.Key{Account: account}] = stance{a.collateral.String(), a.debt.String(), a.factor.String(), a.liquidatable()}
		}
	}
	return all
}

func (o *oracle2) feed(q protocols.Quote, answer *big.Int) (call devnet.Call, ok bool) {
	asset := listed(o.market.Assets, q.Base)
	if asset == nil || asset.Symbol == "WETH" && !o.market.Dollars { // whose price is ether's own
		return call, false
	}
	return o.market.SetPrice(asset, answer), true
}

func (o *oracle2) deed(key position.Key, c *protocols.Change, leg *protocols.Leg) []devnet.Call {
	m, user, asset := o.market, someone(o.h.users, key.Account), listed(o.market.Assets, c.Asset)
	if user == nil || asset == nil {
		return nil
	}
	amount := c.Amount.ToBig()
	switch c.Deed {
	case protocols.Supply:
		calls := []devnet.Call{m.Mint(asset, amount, user.Address), m.Deposit(*user, asset, amount, user.Address)}
		if leg == nil || !leg.Enabled {
			calls = append(calls, m.UseAsCollateral(*user, asset, true))
		}
		return calls
	case protocols.Withdraw:
		return []devnet.Call{m.Withdraw(*user, asset, amount)}
	case protocols.Borrow:
		return []devnet.Call{m.Borrow(*user, asset, amount, false, user.Address)}
	case protocols.Repay:
		return []devnet.Call{m.Mint(asset, amount, user.Address), m.Repay(*user, asset, amount, false, user.Address)}
	case protocols.SetThreshold:
		return []devnet.Call{m.ConfigureCollateral(asset, int64(c.Threshold)/2, int64(c.Threshold), asset.Bonus)}
	default:
		return nil
	}
}

func (o *oracle2) refused(r devnet.Result) bool { return r.Reverted() }

func (o *oracle2) grants(key position.Key, offer *protocols.Offer) bool {
	return o.market.Chain.Works(o.Context(),
		o.market.Liquidate(o.h.bank, offer.Collateral, offer.Debt, key.Account, offer.Cover.ToBig(), false))
}

func (o *oracle2) thresholds() []common.Address { return collaterals(o.market.Assets) }
func (o *oracle2) modes() uint64                { return 0 }
