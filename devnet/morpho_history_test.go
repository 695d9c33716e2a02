package devnet_test

import (
	"math/big"
	"math/rand/v2"
	"slices"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// morphoHistory is a random one of Morpho Blue. Actors choose by what the contract says of them.
type morphoHistory struct {
	*morphoLab
	deeds
	rt     *rapid.T
	rng    *rand.Rand // of the block in hand
	users  []devnet.Account
	rich   devnet.Account
	quotes map[*devnet.MorphoMarket]*big.Int
	silent map[*devnet.MorphoMarket]bool
	first  uint64
}

type morphoAct struct {
	name   string
	weight int
	calls  func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call
}

var none = new(big.Int)

func beginMorpho(rt *rapid.T, l *morphoLab, users int) *morphoHistory {
	h := &morphoHistory{
		morphoLab: l, rt: rt, rich: devnet.NewAccount("rich"), quotes: make(map[*devnet.MorphoMarket]*big.Int),
		silent: make(map[*devnet.MorphoMarket]bool), deeds: newDeeds(false),
	}
	var err error
	if h.users, err = l.Chain.Users(l.t.Context(), users); err != nil {
		l.t.Fatal(err)
	}
	if err := l.Chain.Fund(l.t.Context(), h.rich); err != nil {
		l.t.Fatal(err)
	}
	l.crowd = []common.Address{h.rich.Address, {}}
	for _, u := range h.users {
		l.crowd = append(l.crowd, u.Address)
	}
	everybody := append([]devnet.Account{h.rich}, h.users...)
	var calls []devnet.Call
	for _, asset := range l.Assets {
		calls = append(calls, l.Mint(asset, h.worth(asset, 1e12), everybody...))
	}
	for _, k := range l.Markets {
		h.quotes[k] = k.Quote(k.Collateral.Price, k.Loan.Price)
		calls = append(calls, l.Supply(h.rich, k, h.worth(k.Loan, 1e6), none, h.rich.Address))
	}
	if _, err := l.Chain.Run(l.t.Context(), calls...); err != nil {
		l.t.Fatal(err)
	}
	h.first = l.Chain.Head().Number
	return h
}

// worth is how much of an asset so many dollars bought in the beginning.
func (h *morphoHistory) worth(asset *devnet.Asset, dollars int64) *big.Int {
	z := new(big.Int).Mul(asset.Units(1), big.NewInt(dollars))
	z.Mul(z, big.NewInt(1e8))
	return z.Div(z, big.NewInt(asset.Price))
}

func (h *morphoHistory) chance(percent int) bool { return h.rng.IntN(100) < percent }

func (h *morphoHistory) user() devnet.Account { return h.users[h.rng.IntN(len(h.users))] }

// part is a drawn part of an amount, at least 1; all of it now and then.
func (h *morphoHistory) part(of *big.Int) *big.Int {
	if h.chance(15) {
		return of
	}
	z := new(big.Int).Mul(of, big.NewInt(1+h.rng.Int64N(999)))
	return z.Add(z.Div(z, big.NewInt(1000)), big.NewInt(1))
}

// some is an amount of dollars' worth, from dust to a fortune.
func (h *morphoHistory) some(asset *devnet.Asset) *big.Int {
	if h.chance(5) {
		return big.NewInt(1 + h.rng.Int64N(1000))
	}
	dollars := int64(1)
	for range h.rng.IntN(6) {
		dollars *= 1 + h.rng.Int64N(20)
	}
	return h.worth(asset, dollars)
}

// holder draws somebody who has something.
func (h *morphoHistory) holder(k *devnet.MorphoMarket, has func(*devnet.MorphoPosition) bool) (devnet.Account, *devnet.MorphoPosition, bool) {
	truth := h.truth(h.Chain.Head().Hash)[k.ID]
	for range 20 {
		i := h.rng.IntN(len(h.users))
		if p := &truth.Positions[2+i]; has(p) {
			return h.users[i], p, true
		}
	}
	return devnet.Account{}, nil, false
}

func lends(p *devnet.MorphoPosition) bool   { return p.SupplyShares.Sign() > 0 }
func owes(p *devnet.MorphoPosition) bool    { return p.BorrowShares.Sign() > 0 }
func pledges(p *devnet.MorphoPosition) bool { return p.Collateral.Sign() > 0 }
func due(p *devnet.MorphoPosition) bool     { return owes(p) && p.Verdict != "position is healthy" }

var morphoActs = []morphoAct{
	{"supply", 8, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u := h.user()
		if h.chance(30) {
			return []devnet.Call{h.Supply(u, k, none, new(big.Int).Mul(h.some(k.Loan), big.NewInt(1e6)), h.user().Address)}
		}
		return []devnet.Call{h.Supply(u, k, h.some(k.Loan), none, u.Address)}
	}},
	{"withdraw", 6, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u, p, ok := h.holder(k, lends)
		if !ok {
			return nil
		}
		return []devnet.Call{h.Withdraw(u, k, none, h.part(p.SupplyShares))}
	}},
	{"pledge", 16, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u := h.user()
		return []devnet.Call{h.SupplyCollateral(u, k, h.some(k.Collateral), u.Address)}
	}},
	{"unpledge", 6, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u, p, ok := h.holder(k, pledges)
		if !ok {
			return nil
		}
		return []devnet.Call{h.WithdrawCollateral(u, k, h.part(p.Collateral))}
	}},
	{"borrow", 24, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u, p, ok := h.holder(k, pledges)
		truth := h.truth(h.Chain.Head().Hash)[k.ID]
		if !ok || truth.Price == nil {
			return nil
		}
		limit, debt, _ := judge(k, truth, p)
		room := new(big.Int).Sub(limit, debt)
		if room.Sign() <= 0 {
			return nil
		}
		near := new(big.Int).Mul(room, big.NewInt(900+h.rng.Int64N(100)))
		near.Add(near.Div(near, big.NewInt(1000)), big.NewInt(1))
		return []devnet.Call{h.Borrow(u, k, near, none)}
	}},
	{"repay", 8, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u, p, ok := h.holder(k, owes)
		if !ok {
			return nil
		}
		payer := u
		if h.chance(20) {
			payer = h.rich
		}
		if h.chance(60) {
			return []devnet.Call{h.Repay(payer, k, none, h.part(p.BorrowShares), u.Address)}
		}
		assets := new(big.Int).Div(p.BorrowShares, big.NewInt(1e6))
		return []devnet.Call{h.Repay(payer, k, h.part(assets), none, u.Address)}
	}},
	{"liquidate shares", 12, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u, p, ok := h.holder(k, due)
		if !ok {
			return nil
		}
		return []devnet.Call{h.Liquidate(h.rich, k, u.Address, none, h.part(p.BorrowShares))}
	}},
	{"liquidate collateral", 12, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		u, p, ok := h.holder(k, func(p *devnet.MorphoPosition) bool { return due(p) && pledges(p) })
		if !ok {
			return nil
		}
		return []devnet.Call{h.Liquidate(h.rich, k, u.Address, h.part(p.Collateral), none)}
	}},
	{"set fee", 2, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		return []devnet.Call{h.SetFee(k, new(big.Int).Mul(big.NewInt(h.rng.Int64N(26)), big.NewInt(1e16)))}
	}},
	{"set fee recipient", 1, func(h *morphoHistory, _ *devnet.MorphoMarket) []devnet.Call {
		return []devnet.Call{h.SetFeeRecipient(h.user().Address)}
	}},
	{"set slope", 1, func(h *morphoHistory, _ *devnet.MorphoMarket) []devnet.Call {
		return []devnet.Call{h.SetSlope(big.NewInt(h.rng.Int64N(1e9)), big.NewInt(h.rng.Int64N(1e10)))}
	}},
	{"silence", 1, func(h *morphoHistory, k *devnet.MorphoMarket) []devnet.Call {
		h.silent[k] = !h.silent[k]
		return []devnet.Call{h.Silence(k, h.silent[k])}
	}},
}

// block draws acts and puts them into one block.
func (h *morphoHistory) block(acts int) {
	h.rng = rand.New(rand.NewPCG(rapid.Uint64().Draw(h.rt, "block"), h.Chain.Head().Number))
	// somebody always touches a market with a log, so that no block is skipped by those who come later
	var next plan
	next.add("", h.Accrue(h.rich, h.Markets[0]))
	for _, k := range h.Markets {
		if h.silent[k] && h.chance(60) {
			h.silent[k] = false
			next.add("", h.Silence(k, false))
		}
		if h.chance(40) {
			next.add("", h.SetQuote(k, h.drift(k)))
		}
	}
	if h.chance(10) {
		asset := h.Assets[h.rng.IntN(len(h.Assets))]
		next.add("", h.SetPrice(asset, big.NewInt(h.rng.Int64N(2*asset.Price))))
	}
	var bag []morphoAct
	for _, a := range morphoActs {
		bag = append(bag, slices.Repeat([]morphoAct{a}, a.weight)...)
	}
	for range acts {
		a := bag[h.rng.IntN(len(bag))]
		next.add(a.name, a.calls(h, h.Markets[h.rng.IntN(len(h.Markets))])...)
	}
	h.carryOut(h.t, &next, h.Chain, h.pause())
}

// drift is a market's next quote: a little off, or a crash, or next to nothing; it tends back home.
func (h *morphoHistory) drift(k *devnet.MorphoMarket) *big.Int {
	home := k.Quote(k.Collateral.Price, k.Loan.Price)
	promille := 970 + h.rng.Int64N(60)
	switch pick := h.rng.IntN(100); {
	case pick < 8:
		promille = 500 + h.rng.Int64N(400)
	case pick < 16:
		h.quotes[k] = new(big.Int).Set(home)
	case pick < 17:
		return big.NewInt(h.rng.Int64N(3))
	}
	z := new(big.Int).Mul(h.quotes[k], big.NewInt(promille))
	h.quotes[k] = z.Add(z.Div(z, big.NewInt(1000)), big.NewInt(h.rng.Int64N(1000)))
	return h.quotes[k]
}

// pause is how long the next block takes, from a second to months.
func (h *morphoHistory) pause() uint64 {
	switch pick := h.rng.IntN(100); {
	case pick < 60:
		return 1 + h.rng.Uint64N(30)
	case pick < 85:
		return 1 + h.rng.Uint64N(86_400)
	case pick < 98:
		return 1 + h.rng.Uint64N(30*86_400)
	default:
		return 1 + h.rng.Uint64N(365*86_400)
	}
}

func (h *morphoHistory) reorg(depth uint64) {
	if err := h.Chain.Rewind(h.t.Context(), depth); err != nil {
		h.t.Fatal(err)
	}
	for range depth + 1 {
		h.block(8)
	}
}
