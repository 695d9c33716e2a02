package devnet_test

import (
	"math/big"
	"slices"
	"testing"

	"brink/devnet"
	"brink/engine"
	"brink/position"
	"brink/protocols"
	"brink/risk"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// oracle is a market on which what is predicted is then really done.
type oracle struct {
	*history
	w *watcher
}

// at calls fn with the market as it will stand in the next block, a second later, if nobody does anything.
func (o *oracle) at(fn func(m *risk.Market, d *engine.DeploymentLook)) {
	o.t.Helper()
	o.w.race()
	if !o.w.Look(func(l *engine.Look) {
		d := &l.Deployments[0]
		m := &risk.Market{Positions: d.Positions, At: d.At}
		m.View = d.View().At(l.Tip.Time + 1).In(l.Tip.Number + 1)
		fn(m, d)
	}) {
		o.t.Fatal("the watcher has seen nothing")
	}
}

// predict is what a frame says of everybody.
func (o *oracle) predict(frame protocols.Frame, d *engine.DeploymentLook) map[common.Address]position.Health {
	o.t.Helper()
	all := make(map[common.Address]position.Health)
	for _, a := range o.crowd {
		id, ok := d.ID(position.Key{Account: a})
		if !ok {
			continue
		}
		h, err := frame.Health(id)
		if err != nil {
			o.t.Fatalf("%s can't be told: %v", a, err)
		}
		all[a] = h
	}
	return all
}

// agrees demands that the pool says the same of everybody, and counts those that it would let be liquidated.
func (o *oracle) agrees(what string, block devnet.Block, predicted map[common.Address]position.Health) (liquidatable int) {
	o.t.Helper()
	data, err := o.market.AccountData(o.t.Context(), block.Hash, o.crowd...)
	if err != nil {
		o.t.Fatal(err)
	}
	for i, a := range o.crowd {
		p, ok := predicted[a]
		if !ok {
			continue
		}
		got := [3]string{p.Collateral.Dec(), p.Debt.Dec(), p.Factor.Dec()}
		want := [3]string{data[i].Collateral.String(), data[i].Debt.String(), data[i].HealthFactor.String()}
		if got != want {
			o.t.Fatalf("%s: of %s was predicted %v, the pool says %v", what, a, got, want)
		}
		if data[i].HealthFactor.Cmp(big.NewInt(1e18)) < 0 {
			liquidatable++
		}
	}
	return liquidatable
}

// move sets the feeds of a group to what they answer at a share of today's price.
func (o *oracle) move(m *risk.Market, group risk.Group, share *uint256.Int) []devnet.Call {
	frame := m.At(m.View)
	view := risk.Together(group, share).View(frame.Quotes(), m.View)
	var calls []devnet.Call
	for _, asset := range o.market.Assets {
		for _, q := range frame.Quotes() {
			if answer, _ := view.Price(q.Source); q.Base == asset.Token && slices.Contains(group, asset.Token) {
				calls = append(calls, o.market.SetPrice(asset, answer.ToBig()))
			}
		}
	}
	return calls
}

func onOracles(t *testing.T, test func(t *testing.T, o *oracle)) {
	for _, version := range []devnet.Version{devnet.V30, devnet.V36} {
		t.Run(string(version), func(t *testing.T) {
			h, w := crash(t, version)
			test(t, &oracle{h, w})
		})
	}
}

func (o *oracle) group() risk.Group {
	return risk.Group{o.market.Asset("WETH").Token, o.market.Asset("wstETH").Token}
}

// TestShocksHappen moves prices as a shock and a rung of a ladder have it, and asks the pool.
func TestShocksHappen(t *testing.T) {
	onOracles(t, func(t *testing.T, o *oracle) {
		for _, permille := range []uint64{930, 800, 1400} {
			share := uint256.NewInt(permille * 1e15)
			var calls []devnet.Call
			var predicted map[common.Address]position.Health
			var shock risk.Outcome
			var ladder risk.Ladder
			o.at(func(m *risk.Market, d *engine.DeploymentLook) {
				moves := risk.Together(o.group(), share)
				calls = o.move(m, o.group(), share)
				predicted = o.predict(m.At(moves.View(m.At(m.View).Quotes(), m.View)), d)
				shock, ladder = m.Shock(moves), m.Ladder(o.group(), []uint256.Int{*share})
			})
			found := o.agrees("shock", o.run(calls...), predicted)
			if shock.Liquidatable.Positions != found || ladder.Rungs[0].Liquidatable.Positions != found {
				t.Errorf("the shock finds %d, the ladder %d, the pool would let %d be liquidated",
					shock.Liquidatable.Positions, ladder.Rungs[0].Liquidatable.Positions, found)
			}
		}
	})
}

// TestLimitsDecide sets a group's prices to a position's limit, and one step beyond.
func TestLimitsDecide(t *testing.T) {
	onOracles(t, func(t *testing.T, o *oracle) {
		tried := 0
		for _, user := range o.users {
			for _, beyond := range []bool{false, true} {
				var calls []devnet.Call
				var found bool
				o.at(func(m *risk.Market, d *engine.DeploymentLook) {
					id, ok := d.ID(position.Key{Account: user.Address})
					if !ok {
						return
					}
					var l risk.Limit
					if l, found = m.Limit(id, o.group()); !found {
						return
					}
					if beyond && l.Above {
						l.At.SubUint64(&l.At, 1)
					} else if beyond {
						l.At.AddUint64(&l.At, 1)
					}
					calls = o.move(m, o.group(), &l.At)
				})
				if !found {
					break
				}
				block := o.run(calls...)
				tried++
				data, err := o.market.AccountData(t.Context(), block.Hash, user.Address)
				if err != nil {
					t.Fatal(err)
				}
				if below := data[0].HealthFactor.Cmp(big.NewInt(1e18)) < 0; below == beyond {
					t.Errorf("%s, one step beyond its limit: %t, is liquidatable: %t", user.Address, beyond, below)
				}
			}
			if tried >= 12 {
				return
			}
		}
		if tried == 0 {
			t.Error("nobody has a limit")
		}
	})
}

// TestSuppositionsHappen does what was supposed.
func TestSuppositionsHappen(t *testing.T) {
	onOracles(t, func(t *testing.T, o *oracle) {
		usdc, done := o.market.Asset("USDC"), 0
		for _, user := range o.users {
			change := protocols.Change{Deed: protocols.Repay, Asset: usdc.Token, Amount: *uint256.NewInt(12_345_679)}
			call := o.market.Repay(user, usdc, change.Amount.ToBig(), user.Address)
			var predicted map[common.Address]position.Health
			o.at(func(m *risk.Market, d *engine.DeploymentLook) {
				id, ok := d.ID(position.Key{Account: user.Address})
				if !ok {
					return
				}
				now := m.At(m.View)
				for _, debt := range now.Describe(id).Debts {
					if debt.Asset != usdc.Token || debt.Amount.Lt(&change.Amount) {
						continue
					}
					frame, err := now.Suppose(id, change)
					if err != nil {
						t.Fatal(err)
					}
					before, _ := now.Health(id)
					if after, _ := frame.Health(id); after != before { // else the debt has a rate of its own
						predicted = o.predict(frame, d)
					}
				}
			})
			if predicted == nil {
				continue
			}
			o.agrees("repayment", o.run(o.market.Mint(usdc, change.Amount.ToBig(), user), call), predicted)
			if done++; done == 5 {
				return
			}
		}
		if done == 0 {
			t.Error("nobody could repay")
		}
	})
}
