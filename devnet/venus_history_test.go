package devnet_test

import (
	"math/big"
	"math/rand/v2"
	"slices"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// venusHistory is a random one of Venus, drawn act by act. Actors choose by what the contracts say of them.
type venusHistory struct {
	*venusLab
	deeds
	rt     *rapid.T
	rng    *rand.Rand // of the block in hand
	users  []devnet.Account
	rich   devnet.Account // liquidates, and owns VAI for it
	prices map[*devnet.VenusMarket]int64
	forced map[*devnet.VenusMarket]bool
	paused map[*devnet.VenusMarket]bool
	silent map[*devnet.VenusMarket]bool
	acts   []venusAct
	first  uint64 // no reorg reaches below it
}

type venusAct struct {
	name   string
	weight int
	calls  func(h *venusHistory) []devnet.Call // none: there is no occasion
}

// beginVenus brings people and money onto the markets.
func beginVenus(rt *rapid.T, l *venusLab, users int) *venusHistory {
	h := &venusHistory{
		venusLab: l, rt: rt, rich: devnet.NewAccount("venus liquidator"), prices: make(map[*devnet.VenusMarket]int64),
		forced: make(map[*devnet.VenusMarket]bool), paused: make(map[*devnet.VenusMarket]bool),
		silent: make(map[*devnet.VenusMarket]bool), deeds: newDeeds(true),
	}
	for _, a := range venusActs {
		h.acts = append(h.acts, slices.Repeat([]venusAct{a}, a.weight)...)
	}
	var err error
	if h.users, err = l.Chain.Users(l.t.Context(), users); err != nil {
		l.t.Fatal(err)
	}
	if err := l.Chain.Fund(l.t.Context(), h.rich); err != nil {
		l.t.Fatal(err)
	}
	l.crowd = []common.Address{h.rich.Address}
	for _, u := range h.users {
		l.crowd = append(l.crowd, u.Address)
	}
	calls := []devnet.Call{l.ApproveVAI(h.rich)}
	for _, m := range l.Markets {
		h.prices[m] = m.Price
		plenty := h.worth(m, 1e10)
		calls = append(calls, l.MintTokens(m, plenty, h.users...), l.MintTokens(m, plenty, h.rich, devnet.Account{Address: l.Multicall}),
			l.Supply(h.rich, m, h.worth(m, 1e8)), l.Enter(h.rich, m))
	}
	for _, u := range h.users {
		calls = append(calls, l.ApproveVAI(u))
	}
	if _, err := l.Chain.Run(l.t.Context(), calls...); err != nil {
		l.t.Fatal(err)
	}
	calls = []devnet.Call{l.MintVAI(h.rich, thousand(1e7)), l.PrintVAI(thousand(1e12), h.rich.Address), l.PrintVAI(thousand(1e12), l.Multicall)}
	if _, err := l.Chain.Run(l.t.Context(), calls...); err != nil {
		l.t.Fatal(err)
	}
	h.first = l.Chain.Head().Number
	return h
}

// thousand is so many units of 18 decimals.
func thousand(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e18)) }

// block draws acts and puts them into one block, and maybe lets some empty ones pass.
func (h *venusHistory) block(acts int) {
	h.t.Helper()
	h.rng = rand.New(rand.NewPCG(rapid.Uint64().Draw(h.rt, "block"), h.Chain.Head().Number))
	var next plan
	next.add("", h.weather()...)
	for range acts {
		a := h.acts[h.rng.IntN(len(h.acts))]
		next.add(a.name, a.calls(h)...)
	}
	h.carryOut(h.t, &next, h.Chain, 1+uint64(h.rng.IntN(1000)))
	if h.chance(20) {
		for range 1 + h.rng.IntN(12) {
			if _, err := h.Chain.Commit(h.t.Context(), 3); err != nil {
				h.t.Fatal(err)
			}
		}
	}
}

// reorg takes the newest blocks back and mines a longer branch.
func (h *venusHistory) reorg(depth uint64) {
	if err := h.Chain.Rewind(h.t.Context(), depth); err != nil {
		h.t.Fatal(err)
	}
	for range depth + 1 {
		h.block(8)
	}
}

// weather is what prices do, and what of yesterday's troubles ends.
func (h *venusHistory) weather() []devnet.Call {
	var calls []devnet.Call
	for _, m := range h.Markets {
		if h.forced[m] && h.chance(50) {
			delete(h.forced, m)
			calls = append(calls, h.SetForced(m, false))
		}
		if h.paused[m] && h.chance(50) {
			delete(h.paused, m)
			for _, action := range []uint8{devnet.VenusRepay, devnet.VenusSeize, devnet.VenusLiquidate} {
				calls = append(calls, h.SetPause(m, action, false))
			}
		}
		if h.silent[m] {
			delete(h.silent, m)
			calls = append(calls, h.move(m, 1000))
		}
	}
	switch kind := h.rng.IntN(100); {
	case kind < 40:
		for _, m := range h.Markets {
			calls = append(calls, h.move(m, 970+h.rng.Int64N(61)))
		}
	case kind < 55:
		calls = append(calls, h.move(h.market(), 600+h.rng.Int64N(350)))
	case kind < 62:
		calls = append(calls, h.move(h.market(), 1050+h.rng.Int64N(400)))
	case kind < 64:
		m := h.market()
		h.silent[m] = true
		calls = append(calls, h.SetPrice(m, new(big.Int)))
	case kind < 75:
		for _, m := range h.Markets {
			calls = append(calls, h.move(m, 500*(m.Price+h.prices[m])/h.prices[m]))
		}
	}
	return calls
}

// move takes a price to so many thousandths of it, within bounds.
func (h *venusHistory) move(m *devnet.VenusMarket, thousandths int64) devnet.Call {
	price := h.prices[m] * thousandths / 1000
	h.prices[m] = max(m.Price/10, min(price, m.Price*5))
	delete(h.silent, m)
	mantissa := h.Mantissa(m, h.prices[m])
	return h.SetPrice(m, mantissa.Add(mantissa, big.NewInt(h.rng.Int64N(1000))))
}

func (h *venusHistory) chance(percent int) bool     { return h.rng.IntN(100) < percent }
func (h *venusHistory) user() devnet.Account        { return h.users[h.rng.IntN(len(h.users))] }
func (h *venusHistory) market() *devnet.VenusMarket { return h.Markets[h.rng.IntN(len(h.Markets))] }

// worth is what so many dollars buy of an asset.
func (h *venusHistory) worth(m *devnet.VenusMarket, dollars int64) *big.Int {
	z := new(big.Int).Mul(m.Units(1), big.NewInt(dollars))
	z.Mul(z, big.NewInt(1e8))
	return z.Div(z, big.NewInt(h.prices[m]))
}

// part is a drawn share of an amount, at least 1.
func (h *venusHistory) part(of *big.Int) *big.Int {
	z := new(big.Int).Mul(of, big.NewInt(1+h.rng.Int64N(1000)))
	z.Div(z, big.NewInt(1000))
	return z.Add(z, big.NewInt(1))
}

func (h *venusHistory) now() map[common.Address]*venusSums {
	return h.truth(h.Chain.Head().Hash).accrued
}

// venusStake is one user's part in one market.
type venusStake struct {
	user   devnet.Account
	market *devnet.VenusMarket
	devnet.VenusHolding
}

// stake draws one of those that qualify.
func (h *venusHistory) stake(qualifies func(*venusSums, devnet.VenusHolding) bool) (venusStake, bool) {
	var all []venusStake
	now := h.now()
	for _, u := range h.users {
		for i, holding := range now[u.Address].Holdings {
			if qualifies(now[u.Address], holding) {
				all = append(all, venusStake{u, h.Markets[i], holding})
			}
		}
	}
	if len(all) == 0 {
		return venusStake{}, false
	}
	return all[h.rng.IntN(len(all))], true
}

func hasShares(_ *venusSums, x devnet.VenusHolding) bool { return x.Shares.Sign() > 0 }
func hasDebt(_ *venusSums, x devnet.VenusHolding) bool   { return x.Debt.Sign() > 0 }
func seizable(s *venusSums, x devnet.VenusHolding) bool {
	return !s.refused() && s.Shortfall.Sign() > 0 && x.Shares.Sign() > 0 && x.Entered
}
