package devnet_test

import (
	"math/big"
	"testing"

	"brink/chain"
	"brink/devnet"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// ahead is how many seconds after the head the next block comes.
const ahead = 4000

// debtors are people with every kind of collateral and debt, near the line.
func (l *lab2) debtors(n int) []devnet.Account {
	l.t.Helper()
	m := l.market
	users, err := m.Chain.Users(l.t.Context(), n)
	if err != nil {
		l.t.Fatal(err)
	}
	bank := devnet.NewAccount("bank")
	if err := m.Chain.Fund(l.t.Context(), bank); err != nil {
		l.t.Fatal(err)
	}
	l.crowd = []common.Address{bank.Address}
	for _, u := range users {
		l.crowd = append(l.crowd, u.Address)
	}
	worth := func(asset *devnet.Asset, dollars int64) *big.Int {
		z := new(big.Int).Mul(asset.Units(1), big.NewInt(dollars))
		return z.Div(z.Mul(z, big.NewInt(1e8)), big.NewInt(asset.Price))
	}
	var calls []devnet.Call
	for _, asset := range m.Assets {
		calls = append(calls, m.Mint(asset, worth(asset, 1e9), l.crowd...), m.Deposit(bank, asset, worth(asset, 1e6), bank.Address))
	}
	collaterals := []*devnet.Asset{m.Asset("WBTC"), m.Asset("wstETH"), m.Asset("LINK")}
	debts := []*devnet.Asset{m.Asset("USDC"), m.Asset("DAI"), m.Asset("EURS")}
	for i, u := range users {
		held, owed := collaterals[i%3], debts[i/3%3]
		calls = append(calls, m.Deposit(u, held, worth(held, int64(1000+137*i)), u.Address))
		lent := int64(1000+137*i) * held.LTV / 10_000
		if i%2 == 1 {
			second := collaterals[(i+1)%3]
			calls = append(calls, m.Deposit(u, second, worth(second, int64(40+i)), u.Address))
		}
		if i%4 == 2 && owed.Stable {
			calls = append(calls, m.Borrow(u, owed, worth(owed, lent/3), true, u.Address))
			lent -= lent / 3
		}
		calls = append(calls, m.Borrow(u, owed, worth(owed, lent-1), false, u.Address))
	}
	if _, err := m.Chain.Run(l.t.Context(), calls...); err != nil {
		l.t.Fatal(err)
	}
	return users
}

// next is the market as it will be in the next block, if that changes nothing.
func (w *watcher2) next() protocols.Frame {
	w.t.Helper()
	w.race()
	return w.protocol.At(w.book.View(w.market.Chain.Head().Time + ahead))
}

func (w *watcher2) position(account common.Address) position.ID {
	w.t.Helper()
	id, ok := w.protocol.ID(position.Key{Account: account})
	if !ok {
		w.t.Fatalf("%s is not known", account)
	}
	return id
}

// commit sends calls and mines them into the next block.
func (l *lab2) commit(calls ...devnet.Call) devnet.Block {
	l.t.Helper()
	if err := l.market.Chain.Send(l.t.Context(), calls...); err != nil {
		l.t.Fatal(err)
	}
	block, err := l.market.Chain.Commit(l.t.Context(), ahead)
	if err != nil {
		l.t.Fatal(err)
	}
	return block
}

// TestAaveV2TakesWhatWasOffered executes offers and reads what the pool says that was paid and taken.
func TestAaveV2TakesWhatWasOffered(t *testing.T) {
	l := openAave2(t, false)
	users := l.debtors(24)
	w := l.watch(whole)
	bank := devnet.NewAccount("bank")
	executed, rounds := 0, 0
	for _, fall := range []int64{80, 65, 45, 30} {
		var calls []devnet.Call
		for _, symbol := range []string{"WBTC", "wstETH", "LINK"} {
			asset := l.market.Asset(symbol)
			calls = append(calls, l.market.SetPrice(asset, l.market.Quote(asset.Price*fall/100)))
		}
		l.commit(calls...)
		for range 2 {
			frame := w.next()
			offers := make(map[common.Address]protocols.Offer)
			calls = nil
			for i, u := range users {
				all := frame.Liquidation(w.position(u.Address))
				if len(all) == 0 || all[0].Once {
					continue
				}
				o := all[(i+rounds)%len(all)]
				offers[u.Address] = o
				calls = append(calls, l.market.Liquidate(bank, o.Collateral, o.Debt, u.Address, o.Cover.ToBig(), i%3 == 0))
			}
			rounds++
			executed += l.settle(l.commit(calls...), offers)
		}
	}
	if executed < 60 {
		t.Errorf("%d liquidations in %d blocks, want more", executed, rounds)
	}
	t.Log(executed, "liquidations in", rounds, "blocks")
}

// settle compares what the pool says of the liquidations in a block with the offers.
func (l *lab2) settle(block devnet.Block, offers map[common.Address]protocols.Offer) int {
	l.t.Helper()
	n := 0
	for _, r := range block.Results {
		if r.Reverted() {
			l.t.Fatalf("%s was refused: %s", r.Name, l.market.Chain.Reason(l.t.Context(), r))
		}
		for _, log := range r.Receipt.Logs {
			e, ok := liquidationCall2(log)
			if !ok {
				continue
			}
			n++
			o := offers[e.user]
			if e.debt.Cmp(o.Repay.ToBig()) != 0 || e.collateral.Cmp(o.Seize.ToBig()) != 0 {
				l.t.Fatalf("%s: %v was paid and %v taken, the offer was %v for %v", e.user, e.debt, e.collateral, &o.Seize, &o.Repay)
			}
			if o.Unpriced || o.Profit.IsZero() && o.Loss {
				l.t.Fatalf("%s: the offer's profit is not known: %+v", e.user, o)
			}
		}
	}
	return n
}

type liquidated2 struct {
	user             common.Address
	debt, collateral *big.Int
}

func liquidationCall2(log *types.Log) (e liquidated2, ok bool) {
	call, err := pool2ABI.UnpackLiquidationCallEvent(log)
	if err != nil {
		return e, false
	}
	return liquidated2{call.User, call.DebtToCover, call.LiquidatedCollateralAmount}, true
}

// TestAaveV2TurnsAtTheLiquidationPrice sets each price to where it is said to decide, and one unit beside.
func TestAaveV2TurnsAtTheLiquidationPrice(t *testing.T) {
	l := openAave2(t, true)
	users := l.debtors(18)
	w := l.watch(whole)
	turned := 0
	for _, u := range users {
		frame := w.next()
		id := w.position(u.Address)
		d := frame.Describe(id)
		for side, legs := range [][]protocols.Leg{d.Collaterals, d.Debts} {
			if side == 1 && len(legs) > 1 {
				continue // both kinds of debt in one asset
			}
			for _, leg := range legs {
				if leg.LiquidationPrice.IsZero() {
					continue
				}
				turned++
				beyond := big.NewInt(1) // healthy one step up from a collateral's price, and down from a debt's
				if side == 1 {
					beyond = big.NewInt(-1)
				}
				price := leg.LiquidationPrice.ToBig()
				if !l.verdict(u.Address, leg.Asset, price) {
					t.Errorf("%s: healthy with %s at %v", u.Name, leg.Symbol, price)
				}
				if l.verdict(u.Address, leg.Asset, beyond.Add(beyond, price)) {
					t.Errorf("%s: liquidatable with %s at %v", u.Name, leg.Symbol, beyond)
				}
			}
		}
	}
	if turned < 30 {
		t.Errorf("%d prices turn a verdict, want more", turned)
	}
}

// verdict is whether the pool calls somebody liquidatable in the next block with an asset at a price. The block
// is taken back.
func (l *lab2) verdict(account, asset common.Address, price *big.Int) bool {
	l.t.Helper()
	for _, a := range l.market.Assets {
		if a.Token != asset {
			continue
		}
		block := l.commit(l.market.SetPrice(a, price))
		q := question2{t: l.t}
		now := &truth2{accounts: make(map[common.Address]*accountTruth2)}
		l.askAccount(&q, now, account)
		query := q.Query()
		results, err := l.client.Call(l.t.Context(), chain.Ref{Number: block.Number, Hash: block.Hash}, query.Calls)
		if err == nil {
			err = query.Answer(results)
		}
		if err != nil {
			l.t.Fatal(err)
		}
		if err := l.market.Chain.Rewind(l.t.Context(), 1); err != nil {
			l.t.Fatal(err)
		}
		return now.accounts[account].liquidatable()
	}
	l.t.Fatalf("no asset %s", asset)
	return false
}
