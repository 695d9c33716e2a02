package devnet_test

import (
	"math/big"
	"math/rand/v2"
	"slices"

	"brink/chain"
	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// history2 is a random one of a market of Aave v2, drawn act by act.
type history2 struct {
	*lab2
	deeds
	rt      *rapid.T
	rng     *rand.Rand // of the block in hand
	users   []devnet.Account
	bank    devnet.Account
	prices  map[*devnet.Asset]int64 // dollars with eight decimals
	foreign map[*devnet.Asset]bool  // priced by another asset's feed
	silent  map[*devnet.Asset]bool  // its feed answers zero
	frozen  map[*devnet.Asset]bool
	paused  bool
	acts    []act2  // each as often as it weighs
	first   uint64  // no reorg goes behind this block
	now     *truth2 // at the head
}

// act2 is one kind of thing that happens.
type act2 struct {
	name   string
	weight int
	calls  func(h *history2) []devnet.Call // none: there is no occasion
	rare   bool                            // it needs luck, and may not come to pass
}

// begin brings people and money onto the market.
func (l *lab2) begin(rt *rapid.T, users int) *history2 {
	m := l.market
	h := &history2{
		lab2: l, rt: rt, bank: devnet.NewAccount("bank"), prices: make(map[*devnet.Asset]int64),
		foreign: make(map[*devnet.Asset]bool), silent: make(map[*devnet.Asset]bool), frozen: make(map[*devnet.Asset]bool),
		deeds: newDeeds(false),
	}
	for _, a := range acts2 {
		h.acts = append(h.acts, slices.Repeat([]act2{a}, a.weight)...)
	}
	var err error
	if h.users, err = m.Chain.Users(l.t.Context(), users); err != nil {
		l.t.Fatal(err)
	}
	if err := m.Chain.Fund(l.t.Context(), h.bank); err != nil {
		l.t.Fatal(err)
	}
	everybody := []common.Address{h.bank.Address, m.Borrower}
	l.crowd = []common.Address{h.bank.Address, m.Treasury.Address}
	for _, u := range h.users {
		l.crowd, everybody = append(l.crowd, u.Address), append(everybody, u.Address)
	}
	var calls []devnet.Call
	for _, asset := range m.Assets {
		h.prices[asset] = asset.Price
		calls = append(calls, m.Mint(asset, h.worth(asset, 1e12), everybody...),
			m.Deposit(h.bank, asset, h.worth(asset, 3e6), h.bank.Address))
	}
	if _, err := m.Chain.Run(l.t.Context(), calls...); err != nil {
		l.t.Fatal(err)
	}
	h.first = m.Chain.Head().Number
	h.look()
	return h
}

// look asks the contracts how everybody stands at the head.
func (h *history2) look() {
	head := h.market.Chain.Head()
	h.now = h.truth(chain.Ref{Number: head.Number, Hash: head.Hash})
}

// block draws acts and puts them into one block. Rapid draws the blocks' seeds.
func (h *history2) block(acts int) {
	m := h.market
	h.rng = rand.New(rand.NewPCG(rapid.Uint64().Draw(h.rt, "block"), m.Chain.Head().Number))
	var next plan
	next.add("", h.weather()...)
	for range acts {
		a := h.acts[h.rng.IntN(len(h.acts))]
		next.add(a.name, a.calls(h)...)
	}
	h.carryOut(h.t, &next, m.Chain, h.pause())
	h.look()
}

// pause draws the seconds to the next block.
func (h *history2) pause() uint64 {
	const hour, day = 3600, 86400
	spans := []uint64{1, 1, 12, 12, 12, 12, 12, 12, 60, hour, hour, day, day, 7 * day, 30 * day, 365 * day}
	return spans[h.rng.IntN(len(spans))]
}

// weather is what prices do, and what of yesterday's troubles ends.
func (h *history2) weather() []devnet.Call {
	m := h.market
	var calls []devnet.Call
	if h.paused {
		h.paused = false
		calls = append(calls, m.SetPause(false))
	}
	for _, asset := range m.Assets {
		if h.silent[asset] {
			delete(h.silent, asset)
			calls = append(calls, m.SetPrice(asset, m.Quote(h.prices[asset])))
		}
		if h.frozen[asset] && h.chance(50) {
			delete(h.frozen, asset)
			calls = append(calls, m.SetFreeze(asset, false))
		}
		if h.foreign[asset] && h.chance(50) {
			delete(h.foreign, asset)
			calls = append(calls, m.SetSource(asset, asset.Feed))
		}
	}
	switch kind := h.upTo(99); {
	case kind < 30: // all drift
		for _, asset := range m.Assets {
			calls = append(calls, h.move(asset, 970+h.upTo(60)))
		}
	case kind < 50: // one falls
		calls = append(calls, h.move(h.asset(), 500+h.upTo(400)))
	case kind < 55: // one rises
		calls = append(calls, h.move(h.asset(), 1050+h.upTo(250)))
	case kind < 62: // back home
		for _, asset := range m.Assets {
			calls = append(calls, h.move(asset, 500*(asset.Price+h.prices[asset])/h.prices[asset]))
		}
	}
	return calls
}

// move takes a price to so many thousandths of it, within bounds.
func (h *history2) move(asset *devnet.Asset, thousandths int64) devnet.Call {
	if asset.Symbol == "WETH" && !h.market.Dollars {
		thousandths = 1000
	}
	h.prices[asset] = max(asset.Price/10, min(h.prices[asset]*thousandths/1000, asset.Price*5))
	return h.market.SetPrice(asset, h.market.Quote(h.prices[asset]))
}

func (h *history2) upTo(n int64) int64      { return h.rng.Int64N(n + 1) }
func (h *history2) chance(percent int) bool { return h.rng.IntN(100) < percent }
func (h *history2) user() devnet.Account    { return h.users[h.rng.IntN(len(h.users))] }
func (h *history2) asset() *devnet.Asset    { return h.market.Assets[h.rng.IntN(len(h.market.Assets))] }

// stabler is one of the assets that may be borrowed at a stable rate.
func (h *history2) stabler() *devnet.Asset {
	return h.market.Asset([]string{"USDC", "DAI"}[h.rng.IntN(2)])
}

// worth is what so many dollars buy of an asset.
func (h *history2) worth(asset *devnet.Asset, dollars int64) *big.Int {
	z := new(big.Int).Mul(asset.Units(1), big.NewInt(dollars))
	return z.Div(z.Mul(z, big.NewInt(1e8)), big.NewInt(h.prices[asset]))
}

// share is a drawn part of an amount, at least 1.
func (h *history2) share(of *big.Int) *big.Int {
	z := new(big.Int).Mul(of, big.NewInt(1+h.upTo(999)))
	return z.Add(z.Div(z, big.NewInt(1100)), big.NewInt(1))
}

// draw takes one user's balance of one kind.
func (h *history2) draw(kind func(*accountTruth2) map[common.Address]*big.Int) (stake, bool) {
	var all []stake
	for _, u := range h.users {
		balances := kind(h.now.accounts[u.Address])
		for _, asset := range h.market.Assets {
			if z := balances[asset.Token]; z.Sign() > 0 {
				all = append(all, stake{u, asset, z})
			}
		}
	}
	if len(all) == 0 {
		return stake{}, false
	}
	return all[h.rng.IntN(len(all))], true
}

func supplied2(a *accountTruth2) map[common.Address]*big.Int  { return a.supplied }
func borrowed2(a *accountTruth2) map[common.Address]*big.Int  { return a.borrowed }
func principal2(a *accountTruth2) map[common.Address]*big.Int { return a.principal }

// loan is a part of what somebody may borrow, in an asset.
func (h *history2) loan(asset *devnet.Asset) (stake, bool) {
	var all []stake
	for _, u := range h.users {
		if a := h.now.accounts[u.Address]; !a.refused() && a.borrows.Sign() > 0 {
			all = append(all, stake{user: u, asset: asset, amount: a.borrows})
		}
	}
	if len(all) == 0 {
		return stake{}, false
	}
	s := all[h.rng.IntN(len(all))]
	z := new(big.Int).Mul(h.share(s.amount), asset.Units(1))
	s.amount = z.Div(z, h.market.Quote(h.prices[asset]))
	return s, s.amount.Sign() > 0
}

// due is somebody below the line, with the collateral and the debt to take.
func (h *history2) due() (who devnet.Account, collateral, debt *devnet.Asset, ok bool) {
	var all []devnet.Account
	for _, u := range h.users {
		if h.now.accounts[u.Address].liquidatable() {
			all = append(all, u)
		}
	}
	if len(all) == 0 {
		return who, nil, nil, false
	}
	who = all[h.rng.IntN(len(all))]
	a := h.now.accounts[who.Address]
	var collaterals, debts []*devnet.Asset
	for i, asset := range h.market.Assets {
		if a.bits.Bit(2*i+1) == 1 {
			collaterals = append(collaterals, asset)
		}
		if a.bits.Bit(2*i) == 1 {
			debts = append(debts, asset)
		}
	}
	if len(collaterals) == 0 || len(debts) == 0 {
		return who, nil, nil, false
	}
	return who, collaterals[h.rng.IntN(len(collaterals))], debts[h.rng.IntN(len(debts))], true
}

// reorg takes the newest blocks back and mines a longer branch.
func (h *history2) reorg(depth uint64, acts int) {
	if err := h.market.Chain.Rewind(h.t.Context(), depth); err != nil {
		h.t.Fatal(err)
	}
	h.look()
	for range depth + 1 {
		h.block(acts)
	}
}
