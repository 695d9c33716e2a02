package devnet_test

import (
	"math/big"
	"math/rand/v2"
	"slices"

	"brink/chain"
	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
)

// history is a random one of a market, drawn act by act. Actors choose by what the contracts say of them, so that
// most of what they try is granted.
type history struct {
	*lab
	deeds
	seeds   func() uint64 // of the next block
	rng     *rand.Rand    // of the block in hand
	users   []devnet.Account
	bank    devnet.Account
	prices  map[*devnet.Asset]int64
	paused  map[*devnet.Asset]bool
	frozen  map[*devnet.Asset]bool
	foreign map[*devnet.Asset]bool // priced by another asset's feed
	silent  map[*devnet.Asset]bool // its feed answers zero
	kinds   []act
	acts    []act  // each as often as it weighs
	first   uint64 // no reorg goes behind this block
	now     *truth // at the head
}

// act is one kind of thing that happens.
type act struct {
	name   string
	weight int
	calls  func(h *history) []devnet.Call // none: there is no occasion
	rare   bool                           // it needs luck, and may not come to pass
}

// begin brings people and money onto the market.
func begin(l *lab, users int, acts []act, seeds func() uint64) *history {
	m := l.market
	h := &history{
		lab: l, seeds: seeds, kinds: acts, bank: devnet.NewAccount("bank"), prices: make(map[*devnet.Asset]int64),
		paused: make(map[*devnet.Asset]bool), frozen: make(map[*devnet.Asset]bool),
		foreign: make(map[*devnet.Asset]bool), silent: make(map[*devnet.Asset]bool),
		deeds: newDeeds(false),
	}
	for _, a := range acts {
		h.acts = append(h.acts, slices.Repeat([]act{a}, a.weight)...)
	}
	var err error
	if h.users, err = m.Chain.Users(l.t.Context(), users); err != nil {
		l.t.Fatal(err)
	}
	if err := m.Chain.Fund(l.t.Context(), h.bank); err != nil {
		l.t.Fatal(err)
	}
	l.crowd = []common.Address{h.bank.Address, m.Treasury.Address}
	for _, u := range h.users {
		l.crowd = append(l.crowd, u.Address)
	}
	var calls []devnet.Call
	for _, asset := range m.Assets {
		h.prices[asset] = asset.Price
		plenty := h.worth(asset, 1e12)
		calls = append(calls, m.Mint(asset, plenty, h.bank), m.MintTo(asset, plenty, m.Borrower),
			m.Supply(h.bank, asset, h.worth(asset, 1e9), h.bank.Address))
		for some := range slices.Chunk(h.users, 60) {
			calls = append(calls, m.Mint(asset, plenty, some...))
		}
	}
	if _, err := m.Chain.Run(l.t.Context(), calls...); err != nil {
		l.t.Fatal(err)
	}
	h.first = m.Chain.Head().Number
	h.look()
	return h
}

// look asks the contracts how everybody stands at the head.
func (h *history) look() {
	head := h.market.Chain.Head()
	h.now = h.truth(chain.Ref{Number: head.Number, Hash: head.Hash})
}

// block draws acts and puts them into one block.
func (h *history) block(acts int) {
	m := h.market
	h.rng = rand.New(rand.NewPCG(h.seeds(), m.Chain.Head().Number))
	var next plan
	next.add("", h.weather()...)
	for range acts {
		a := pick(h, h.acts)
		next.add(a.name, a.calls(h)...)
	}
	h.carryOut(h.t, &next, m.Chain, h.pause())
	h.look()
}

// pause draws the seconds to the next block.
func (h *history) pause() uint64 {
	const hour, day = 3600, 86400
	return pick(h, []uint64{1, 1, 12, 12, 12, 12, 12, 12, 12, 60, hour, hour, day, day, 7 * day, 30 * day, 365 * day})
}

// weather is what prices do, and what of yesterday's troubles ends.
func (h *history) weather() []devnet.Call {
	m := h.market
	var calls []devnet.Call
	for _, asset := range m.Assets {
		if h.silent[asset] {
			delete(h.silent, asset)
			calls = append(calls, m.SetPrice(asset, big.NewInt(h.prices[asset])))
		}
		if h.paused[asset] && h.chance(50) {
			delete(h.paused, asset)
			calls = append(calls, m.SetPause(asset, false, uint64(h.upTo(2))*1800))
		}
		if h.frozen[asset] && h.chance(50) {
			delete(h.frozen, asset)
			calls = append(calls, m.SetFreeze(asset, false))
		}
		if h.foreign[asset] && h.chance(30) {
			delete(h.foreign, asset)
			calls = append(calls, m.SetSource(asset.Token, asset.Feed))
		}
	}
	switch kind := h.upTo(99); {
	case kind < 40: // all drift
		for _, asset := range m.Assets {
			calls = append(calls, h.move(asset, 970+h.upTo(60)))
		}
	case kind < 46: // one falls
		calls = append(calls, h.move(h.asset(), 550+h.upTo(350)))
	case kind < 48: // what isn't a dollar crashes
		for _, asset := range m.Assets {
			if asset.Price > 5e8 {
				calls = append(calls, h.move(asset, 700+h.upTo(150)))
			}
		}
	case kind < 52: // one rises
		calls = append(calls, h.move(h.asset(), 1050+h.upTo(250)))
	case kind < 60: // back home
		for _, asset := range m.Assets {
			calls = append(calls, h.move(asset, 500*(asset.Price+h.prices[asset])/h.prices[asset]))
		}
	}
	return calls
}

// move takes a price to so many thousandths of it, within bounds.
func (h *history) move(asset *devnet.Asset, thousandths int64) devnet.Call {
	price := h.prices[asset] * thousandths / 1000
	h.prices[asset] = max(asset.Price/10, min(price, asset.Price*5))
	return h.market.SetPrice(asset, big.NewInt(h.prices[asset]))
}

// pick draws one of many.
func pick[T any](h *history, of []T) T { return of[h.rng.IntN(len(of))] }

func (h *history) upTo(n int64) int64      { return h.rng.Int64N(n + 1) }
func (h *history) chance(percent int) bool { return h.rng.IntN(100) < percent }
func (h *history) user() devnet.Account    { return pick(h, h.users) }
func (h *history) asset() *devnet.Asset {
	return pick(h, h.market.Assets)
}

// worth is what so many dollars buy of an asset.
func (h *history) worth(asset *devnet.Asset, dollars int64) *big.Int {
	z := new(big.Int).Mul(asset.Units(1), big.NewInt(dollars))
	z.Mul(z, big.NewInt(1e8))
	return z.Div(z, big.NewInt(h.prices[asset]))
}

// share is a drawn part of an amount, at least 1.
func (h *history) share(of *big.Int) *big.Int {
	z := new(big.Int).Mul(of, big.NewInt(1+h.upTo(999)))
	z.Div(z, big.NewInt(1100))
	return z.Add(z, big.NewInt(1))
}

// stake is one user's balance in one asset.
type stake struct {
	user   devnet.Account
	asset  *devnet.Asset
	amount *big.Int
}

// stakes are all balances of one kind; draw takes one of them.
func (h *history) stakes(kind func(*accountTruth) map[common.Address]*big.Int) []stake {
	var all []stake
	for _, u := range h.users {
		balances := kind(h.now.accounts[u.Address])
		for _, asset := range h.market.Assets {
			if z := balances[asset.Token]; z != nil && z.Sign() > 0 {
				all = append(all, stake{u, asset, z})
			}
		}
	}
	return all
}

func (h *history) draw(all []stake) (stake, bool) {
	if len(all) == 0 {
		return stake{}, false
	}
	return pick(h, all), true
}

func supplied(a *accountTruth) map[common.Address]*big.Int  { return a.supplied }
func borrowed(a *accountTruth) map[common.Address]*big.Int  { return a.borrowed }
func principal(a *accountTruth) map[common.Address]*big.Int { return a.principal }

// able are users who may borrow, with what they may in base units.
func (h *history) able() (stake, bool) {
	var all []stake
	for _, u := range h.users {
		if a := h.now.accounts[u.Address]; !a.refused() && a.borrows.Cmp(big.NewInt(10e8)) > 0 {
			all = append(all, stake{user: u, amount: a.borrows})
		}
	}
	return h.draw(all)
}

// loan is a part of what somebody may borrow, in a drawn asset.
func (h *history) loan() (stake, bool) {
	s, ok := h.able()
	if !ok {
		return s, false
	}
	s.asset = h.asset()
	amount := h.share(s.amount)
	amount.Mul(amount, s.asset.Units(1))
	s.amount = amount.Div(amount, big.NewInt(h.prices[s.asset]))
	return s, s.amount.Sign() > 0
}

// due is somebody below the line, with the collateral and the debt to take.
func (h *history) due() (who devnet.Account, collateral, debt *devnet.Asset, ok bool) {
	var all []devnet.Account
	for _, u := range h.users {
		if h.now.accounts[u.Address].liquidatable() {
			all = append(all, u)
		}
	}
	if len(all) == 0 {
		return who, nil, nil, false
	}
	who = pick(h, all)
	a := h.now.accounts[who.Address]
	var collaterals, debts []*devnet.Asset
	for i, asset := range h.market.Assets {
		if a.bits.Bit(2*i+1) == 1 && a.supplied[asset.Token].Sign() > 0 {
			collaterals = append(collaterals, asset)
		}
		if a.bits.Bit(2*i) == 1 {
			debts = append(debts, asset)
		}
	}
	if len(collaterals) == 0 || len(debts) == 0 {
		return who, nil, nil, false
	}
	return who, pick(h, collaterals), pick(h, debts), true
}

// reorg takes the newest blocks back and mines a longer branch.
func (h *history) reorg(depth uint64, acts int) {
	if err := h.market.Chain.Rewind(h.t.Context(), depth); err != nil {
		h.t.Fatal(err)
	}
	h.look()
	for range depth + 1 {
		h.block(acts)
	}
}
