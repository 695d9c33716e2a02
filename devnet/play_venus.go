package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// venusVenue is a play's part on Venus. Every guest has one collateral and one debt.
type venusVenue struct {
	*Venus
	guests []actor
	plans  []venusPlan // by guest
}

type venusPlan struct{ collateral, debt *VenusMarket }

// venusPlans are what guests may have; the whale takes the first.
var venusPlans = [][2]string{
	{"WETH", "USDC"}, {"WETH", "USDT"}, {"BTCB", "USDC"}, {"BTCB", "USDT"}, {"LINK", "USDC"}, {"USDC", "WETH"}, {"USDT", "LINK"},
}

func (v *venusVenue) own() []*Asset { return []*Asset{v.Market("BTCB").Asset, v.Market("USDT").Asset} }

func (v *venusVenue) found(p *Play, bank Account) []Call {
	v.guests = p.guests(5)
	var users []Account
	for i, a := range v.guests {
		users = append(users, a.Account)
		plan := venusPlans[p.rng.IntN(len(venusPlans))]
		if i == len(v.guests)-1 {
			plan = venusPlans[0]
		}
		v.plans = append(v.plans, venusPlan{v.Market(plan[0]), v.Market(plan[1])})
	}
	everybody := append(users, p.Liquidator, bank, Account{Address: v.Multicall})
	var calls []Call
	for _, m := range v.Markets {
		calls = append(calls, v.MintTokens(m, p.plenty(m.Asset), everybody...),
			v.Supply(bank, m, p.amount(m.Asset, int64(len(p.actors))*30_000e8)))
	}
	return calls
}

func (v *venusVenue) open(p *Play) []Call {
	var calls []Call
	for i := range v.guests {
		calls = append(calls, v.take(p, i)...)
	}
	return calls
}

// take is what a guest does to take a position, or a larger one.
func (v *venusVenue) take(p *Play, guest int) []Call {
	a, plan := v.guests[guest], v.plans[guest]
	limit := a.wealth / 1000 * plan.collateral.Factor
	owed := int64(float64(limit) / (1.005 + 0.25*p.caution(a)))
	return []Call{
		v.Enter(a.Account, plan.collateral),
		v.Supply(a.Account, plan.collateral, p.amount(plan.collateral.Asset, a.wealth)),
		v.Borrow(a.Account, plan.debt, p.amount(plan.debt.Asset, owed)),
	}
}

func (v *venusVenue) quotes(p *Play) []Call {
	calls := make([]Call, len(v.Markets))
	for i, m := range v.Markets {
		calls[i] = v.SetPrice(m, v.Mantissa(m, p.prices[m.Asset]))
	}
	return calls
}

func (v *venusVenue) everyday(p *Play, good bool) []Call {
	i := p.rng.IntN(len(v.guests))
	a, plan := v.guests[i], v.plans[i]
	little := 1 + a.wealth/100*int64(1+p.rng.IntN(5))
	switch pick := p.rng.IntN(100); {
	case pick < 30:
		return []Call{v.Supply(a.Account, plan.collateral, p.amount(plan.collateral.Asset, little))}
	case pick < 55:
		return []Call{v.Borrow(a.Account, plan.debt, p.amount(plan.debt.Asset, little))}
	case pick < 80 || !good:
		return []Call{v.Repay(a.Account, plan.debt, p.amount(plan.debt.Asset, little), a.Address)}
	case pick < 85:
		return []Call{v.Enter(a.Account, plan.debt)}
	}
	return v.take(p, i)
}

func (v *venusVenue) due(ctx context.Context, p *Play) ([]Call, error) {
	head := v.Chain.Head().Hash
	sums, err := v.Sums(ctx, head, true, addresses(v.guests)...)
	if err != nil {
		return nil, err
	}
	var calls []Call
	for n, i := range p.rng.Perm(len(v.guests)) {
		if n == 0 || sums[i].Collateral == nil || sums[i].Collateral.Cmp(sums[i].Debt) >= 0 {
			continue // one of them is always overlooked
		}
		a, plan := v.guests[i], v.plans[i]
		// As much as the close factor allows, or else what the collateral will bear.
		owed := new(big.Int).Div(sums[i].Debts[plan.debt.Symbol], big.NewInt(2))
		for _, part := range []int64{100, 50, 10} {
			amount := new(big.Int).Div(new(big.Int).Mul(owed, big.NewInt(part)), big.NewInt(100))
			seized, err := v.TryLiquidation(ctx, head, plan.debt, plan.collateral, a.Address, amount)
			if err != nil {
				return nil, err
			}
			if seized != nil && seized.Sign() > 0 {
				calls = append(calls, v.Liquidate(p.Liquidator, plan.debt, plan.collateral, a.Address, amount))
				break
			}
		}
		if len(calls) == liquidations/2 {
			break
		}
	}
	return calls, nil
}

func (v *venusVenue) liquidation() common.Hash { return v.liquidationEvent() }

func (v *Venus) liquidationEvent() common.Hash {
	return v.contract.vToken.abi.Events["LiquidateBorrow"].ID
}

// Liquidations are the logs of all that are on the chain now.
func (v *Venus) Liquidations(ctx context.Context) ([]types.Log, error) {
	var tokens []common.Address
	for _, m := range v.Markets {
		tokens = append(tokens, m.VToken)
	}
	return v.Chain.logs(ctx, v.liquidationEvent(), tokens...)
}

// VenusSums are the two sums that the comptroller compares, in dollars with 18 decimals, and the debts in the assets'
// smallest units by symbol, without VAI. Errors of the comptroller leave Collateral nil.
type VenusSums struct {
	Collateral, Debt *big.Int
	Debts            map[string]*big.Int
}

// Sums asks the contracts about accounts that owe no VAI, on the state after a block; with every market accrued
// before, or as the markets stand.
func (v *Venus) Sums(ctx context.Context, block common.Hash, accrued bool, accounts ...common.Address) ([]VenusSums, error) {
	var queries []query
	for _, m := range v.Markets {
		queries = append(queries, query{v.contract.desk, "getUnderlyingPrice", []any{m.VToken}})
	}
	if accrued {
		for _, m := range v.Markets {
			queries = append(queries, query{v.vToken(m), "accrueInterest", nil})
		}
	}
	skip := len(queries)
	for _, a := range accounts {
		queries = append(queries, query{v.contract.comptroller, "getAccountLiquidity", []any{a}})
		for _, m := range v.Markets {
			queries = append(queries, query{v.vToken(m), "borrowBalanceStored", []any{a}})
		}
	}
	values, err := v.ask(ctx, block, queries)
	if err != nil {
		return nil, err
	}
	prices, values := values[:len(v.Markets)], values[skip:]
	all := make([]VenusSums, len(accounts))
	for i := range all {
		all[i] = v.sums(prices, values[:1+len(v.Markets)])
		values = values[1+len(v.Markets):]
	}
	return all, nil
}

// sums are an account's, by the answers of the comptroller and of each market.
func (v *Venus) sums(prices, answers [][]any) VenusSums {
	s := VenusSums{Debt: new(big.Int), Debts: map[string]*big.Int{}}
	for i, m := range v.Markets {
		owed := answers[1+i][0].(*big.Int)
		s.Debts[m.Symbol] = owed
		worth := new(big.Int).Mul(owed, prices[i][0].(*big.Int))
		s.Debt.Add(s.Debt, worth.Div(worth, big.NewInt(1e18)))
	}
	if liquidity := answers[0]; liquidity[0].(*big.Int).Sign() == 0 {
		s.Collateral = new(big.Int).Add(s.Debt, liquidity[1].(*big.Int))
		s.Collateral.Sub(s.Collateral, liquidity[2].(*big.Int))
	}
	return s
}
