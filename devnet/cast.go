package devnet

import (
	"math"
	"math/big"
	"math/rand/v2"
)

// role is a way to use a market. Collaterals and debts are chosen anew by each account.
type role struct {
	weight     int   // how common it is
	mode       uint8 // efficiency mode
	collateral []string
	debt       []string
	most       int     // how many collaterals and how many debts, at most
	caution    float64 // how far from the limit an account keeps on average: 1 is as much again as it owes
	isolated   bool    // the collateral stands for debt only when asked to
}

var roles = []role{
	{weight: 15, collateral: []string{"WETH", "wstETH", "WBTC", "USDC", "DAI", "EURS"}, most: 3},
	{weight: 40, collateral: []string{"WETH", "wstETH", "WBTC"}, debt: []string{"USDC", "DAI", "EURS"}, most: 2, caution: 0.3},
	{weight: 15, collateral: []string{"wstETH"}, debt: []string{"WETH"}, most: 1, caution: 0.02, mode: 1},
	{weight: 8, collateral: []string{"USDC", "EURS"}, debt: []string{"DAI", "USDC"}, most: 1, caution: 0.03, mode: 2},
	{weight: 12, collateral: []string{"USDC", "DAI"}, debt: []string{"WETH", "WBTC", "LINK"}, most: 1, caution: 0.25},
	{weight: 5, collateral: []string{"LINK"}, debt: []string{"USDC", "DAI"}, most: 1, caution: 0.2, isolated: true},
	{weight: 5, collateral: []string{"WETH", "WBTC", "USDC", "DAI"}, debt: []string{"USDC", "wstETH", "LINK"}, most: 3, caution: 0.4},
}

// whaleRole is that of the one account that is in every protocol, with most of all.
var whaleRole = role{collateral: []string{"WETH"}, debt: []string{"USDC"}, most: 1, caution: 0.3}

// Whale is that account.
func Whale() Account { return NewAccount("whale") }

// actor is an account with a role in a play.
type actor struct {
	Account
	role
	wealth int64 // what it brings, in US dollars with eight decimals
}

// castActors gives every account a role and a wealth between a thousand and a million dollars.
func castActors(rng *rand.Rand, accounts []Account) []actor {
	total := 0
	for _, r := range roles {
		total += r.weight
	}
	actors := make([]actor, len(accounts))
	for i, account := range accounts {
		pick, r := rng.IntN(total), 0
		for pick >= roles[r].weight {
			pick -= roles[r].weight
			r++
		}
		wealth := int64(math.Pow(10, 3+3*rng.Float64()) * 1e8)
		if roles[r].isolated {
			wealth /= 10 // the debt ceiling is for all together
		}
		actors[i] = actor{account, roles[r], wealth}
	}
	return actors
}

// choose takes some of the named assets, at least one and at most as many as asked for.
func (p *Play) choose(symbols []string, most int) []*Asset {
	n := 1 + p.rng.IntN(min(most, len(symbols)))
	chosen := make([]*Asset, n)
	for i, k := range p.rng.Perm(len(symbols))[:n] {
		chosen[i] = p.Market.Asset(symbols[k])
	}
	return chosen
}

// open is what an actor does to take its role: lend, say that it stands for debt, choose a mode, borrow.
func (p *Play) open(a actor) []Call {
	m := p.Market
	var calls []Call
	var limit int64
	collateral := p.choose(a.collateral, a.most)
	for _, asset := range collateral {
		part := a.wealth / int64(len(collateral))
		calls = append(calls, m.Supply(a.Account, asset, p.amount(asset, part), a.Address))
		if a.isolated {
			calls = append(calls, m.UseAsCollateral(a.Account, asset, true))
		}
		limit += part / 10_000 * p.ltv(asset, a.mode)
	}
	if a.mode != 0 {
		calls = append(calls, m.EnterEMode(a.Account, a.mode))
	}
	if len(a.debt) == 0 {
		return calls
	}
	owed := int64(float64(limit) / (1.005 + a.caution*p.rng.ExpFloat64()))
	var debts []*Asset
	for _, asset := range p.choose(a.debt, a.most) {
		if len(collateral) > 1 || asset != collateral[0] {
			debts = append(debts, asset)
		}
	}
	for _, asset := range debts {
		calls = append(calls, m.Borrow(a.Account, asset, p.amount(asset, owed/int64(len(debts))), a.Address))
	}
	return calls
}

func (p *Play) ltv(asset *Asset, mode uint8) int64 {
	for _, m := range p.Market.EModes {
		if m.ID == mode {
			return int64(m.LTV)
		}
	}
	return asset.LTV
}

// amount is what money buys of an asset at the price of the day.
func (p *Play) amount(asset *Asset, dollars int64) *big.Int {
	amount := asset.Units(1)
	amount.Mul(amount, big.NewInt(dollars))
	return amount.Div(amount, big.NewInt(p.prices[asset]))
}

// comeback lets some actors open again of whose wealth little is left.
func (p *Play) comeback(data []AccountData) []Call {
	var calls []Call
	n := 0
	for _, i := range p.rng.Perm(len(p.actors)) {
		if n == comebacks {
			break
		}
		if left := data[i].Collateral; left.Cmp(big.NewInt(p.actors[i].wealth/10)) < 0 {
			calls = append(calls, p.open(p.actors[i])...)
			n++
		}
	}
	return calls
}

// everyday is something that an actor does on a day like any other; it may well be refused.
func (p *Play) everyday() []Call {
	m := p.Market
	a := p.actors[p.rng.IntN(len(p.actors))]
	other := p.actors[p.rng.IntN(len(p.actors))]
	own := m.Asset(a.collateral[p.rng.IntN(len(a.collateral))])
	owed := m.Assets[p.rng.IntN(len(m.Assets))]
	if len(a.debt) > 0 {
		owed = m.Asset(a.debt[p.rng.IntN(len(a.debt))])
	}
	little := 1 + a.wealth/100*int64(1+p.rng.IntN(5))
	switch pick := p.rng.IntN(100); {
	case pick < 15:
		return []Call{m.Supply(a.Account, own, p.amount(own, little), a.Address)}
	case pick < 25:
		return []Call{m.Withdraw(a.Account, own, p.amount(own, little))}
	case pick < 45:
		return []Call{m.Borrow(a.Account, owed, p.amount(owed, little), a.Address)}
	case pick < 60:
		return []Call{m.Repay(a.Account, owed, p.amount(owed, little), a.Address)}
	case pick < 64:
		return []Call{m.Repay(a.Account, owed, All, a.Address)}
	case pick < 74:
		return []Call{m.TransferAToken(a.Account, own, p.amount(own, little), other.Address)}
	case pick < 79:
		return []Call{m.EnterEMode(a.Account, uint8(p.rng.IntN(1+len(m.EModes))))}
	case pick < 84:
		return []Call{m.UseAsCollateral(a.Account, own, p.rng.IntN(2) == 0)}
	case pick < 88:
		return []Call{m.RepayWithATokens(a.Account, owed, p.amount(owed, little/2))}
	case pick < 91:
		return []Call{m.FlashBorrow(a.Account, owed, p.amount(owed, little), a.Address)}
	case pick < 94:
		return []Call{
			m.Delegate(a.Account, owed, p.amount(owed, little), other.Address),
			m.Borrow(other.Account, owed, p.amount(owed, little), a.Address),
		}
	case pick < 95:
		return []Call{m.MintToTreasury(a.Account, m.Assets...)}
	}
	return p.open(a)
}
