package devnet_test

import (
	"errors"
	"testing"

	"brink/devnet"
	"brink/engine"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/aavev3"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
)

// admin is a call by a market's admin of a method that takes one address.
func admin(m *devnet.Market, to common.Address, method string, argument common.Address) devnet.Call {
	data := append(crypto.Keccak256([]byte(method + "(address)"))[:4], common.LeftPadBytes(argument[:], 32)...)
	return devnet.Call{Name: method, From: m.Admin, To: &to, Data: data}
}

// settled is a market with a lender and a borrower.
func settled(l *lab) (lender, borrower devnet.Account) {
	l.t.Helper()
	m := l.market
	users, err := m.Chain.Users(l.t.Context(), 2)
	if err != nil {
		l.t.Fatal(err)
	}
	lender, borrower = users[0], users[1]
	l.crowd = append(l.crowd, lender.Address, borrower.Address, m.Treasury.Address)
	weth, usdc := m.Asset("WETH"), m.Asset("USDC")
	l.run(m.Mint(weth, weth.Units(100), users...), m.Mint(usdc, usdc.Units(100_000), users...),
		m.Supply(lender, usdc, usdc.Units(100_000), lender.Address),
		m.Supply(borrower, weth, weth.Units(10), borrower.Address),
		m.Borrow(borrower, usdc, usdc.Units(10_000), borrower.Address))
	return lender, borrower
}

// run makes calls happen in one block that must succeed.
func (l *lab) run(calls ...devnet.Call) devnet.Block {
	l.t.Helper()
	block, err := l.market.Chain.Run(l.t.Context(), calls...)
	if err != nil {
		l.t.Fatal(err)
	}
	return block
}

func (l *lab) idle(blocks int) {
	l.t.Helper()
	for range blocks {
		if _, err := l.market.Chain.Commit(l.t.Context(), 12); err != nil {
			l.t.Fatal(err)
		}
	}
}

// TestFormerBorrowersAreKnown begins with an account that owes nothing and has nothing any more, alone.
func TestFormerBorrowersAreKnown(t *testing.T) {
	l := open(t, devnet.V36)
	m := l.market
	_, borrower := settled(l)
	weth, usdc := m.Asset("WETH"), m.Asset("USDC")
	l.run(m.Mint(usdc, usdc.Units(1000), borrower))
	l.run(m.Repay(borrower, usdc, devnet.All, borrower.Address), m.Withdraw(borrower, weth, devnet.All))
	l.idle(3)
	w := l.watchAs(current)
	w.join(m.Chain.Head().Number)
	l.idle(1)
	w.follow()
	w.demand(borrower)
	l.run(m.Supply(borrower, weth, weth.Units(5), borrower.Address))
	w.follow()
	l.run(m.UseAsCollateral(borrower, weth, false), m.Supply(borrower, weth, weth.Units(5), borrower.Address))
	w.follow()
	l.run(m.UseAsCollateral(borrower, weth, true), m.Borrow(borrower, usdc, usdc.Units(100), borrower.Address))
	w.follow()
	if unread := w.protocol.Unread(); unread != 0 {
		t.Errorf("%d accounts are unread", unread)
	}
}

// demand demands that an account is known.
func (w *watcher) demand(who devnet.Account) {
	w.t.Helper()
	id, ok := w.protocol.ID(position.Key{Account: who.Address})
	if !ok {
		w.t.Fatalf("%s is not known", who.Address)
	}
	if _, known := w.protocol.Holdings(id); !known {
		w.t.Fatalf("%s is unread", who.Address)
	}
}

// TestFault28DroppedReserves leaves a gap among the reserves.
func TestFault28DroppedReserves(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			l := open(t, version)
			m := l.market
			lender, borrower := settled(l)
			w := l.watch()
			w.race()
			link, eurs := m.Asset("LINK"), m.Asset("EURS")
			l.run(m.SetActive(link, false))
			w.follow()
			l.run(m.SetActive(link, true))
			w.follow()
			l.run(admin(m, m.Configurator, "dropReserve", link.Token))
			l.run(m.Mint(eurs, eurs.Units(1000), lender), m.Supply(lender, eurs, eurs.Units(1000), lender.Address),
				m.Borrow(borrower, eurs, eurs.Units(100), borrower.Address))
			w.follow()
			if err := m.Chain.Rewind(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
			l.idle(3)
			w.follow()
		})
	}
}

// TestFault28UnknownCode puts code behind one of two pools of which nothing is known but its revision.
func TestFault28UnknownCode(t *testing.T) {
	l := open(t, devnet.V36)
	settled(l)
	second, err := devnet.Deploy(t.Context(), l.market.Chain, devnet.V30)
	if err != nil {
		t.Fatal(err)
	}
	db := new(state.DB)
	book := prices.NewBook(db)
	var deployments []engine.Deployment
	for name, m := range map[string]*devnet.Market{"first": l.market, "second": second} {
		p, err := aavev3.Open(protocols.Env{
			Name: name, DB: db, Book: book, Genesis: true,
			Addresses: map[string]common.Address{aavev3.Provider: m.Provider},
		}, &aavev3.Options{})
		if err != nil {
			t.Fatal(err)
		}
		deployments = append(deployments, engine.Deployment{Name: name, Family: "aave-v3", Protocol: p})
	}
	w := l.watch()
	w.Engine, w.twin = engine.New(engine.Options{ChainID: devnet.ChainID, Live: 1 << 30}, db, book, deployments), nil
	w.race()
	broken := func() map[string]error {
		w.race()
		return w.Broken()
	}
	if b := broken(); len(b) != 0 {
		t.Fatalf("before the upgrade: %v", b)
	}

	// Answers 99 to any call: runtime 60 63 60 00 52 60 20 60 00 f3.
	create := devnet.Call{Name: "create", From: l.market.Admin, Data: hexutil.MustDecode("0x6960636000526020" + "6000f3600052600a6016f3")}
	code := l.run(create).Results[0].Receipt.ContractAddress
	l.run(admin(l.market, l.market.Provider, "setPoolImpl", code))
	if b := broken(); len(b) != 1 || !errors.Is(b["first"], protocols.ErrUnsupported) {
		t.Fatalf("after the upgrade: %v", b)
	}
	unknown := 0
	w.Look(func(look *engine.Look) {
		for i := range look.Deployments {
			d := &look.Deployments[i]
			for id := range position.ID(d.Positions) {
				if d.Row(id).Status == position.Unknown {
					unknown++
				}
				if p := d.Describe(id); (d.Name == "first") != (p.Native == nil) {
					t.Errorf("%s of %s is %s", p.ID, d.Name, p.Status)
				}
			}
		}
	})
	if unknown == 0 {
		t.Error("no position is unknown")
	}
	if err := second.Chain.Rewind(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	l.idle(2)
	if b := broken(); len(b) != 0 {
		t.Errorf("after the upgrade was taken back: %v", b)
	}
	data, err := l.market.AccountData(t.Context(), w.Tip().Hash, l.crowd...)
	if err != nil {
		t.Fatal(err)
	}
	w.Look(func(look *engine.Look) {
		for i := range look.Deployments {
			d := &look.Deployments[i]
			for j, account := range l.crowd {
				id, ok := d.ID(position.Key{Account: account})
				if d.Name != "first" || !ok {
					continue
				}
				if p := d.Describe(id); p.Native == nil || p.Native.HealthFactor != data[j].HealthFactor.String() {
					t.Errorf("%s is %s, the pool says %v", p.ID, p.Status, data[j].HealthFactor)
				}
			}
		}
	})
}
