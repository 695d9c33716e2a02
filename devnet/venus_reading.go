package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// VenusAccount is what the contracts say of an account.
type VenusAccount struct {
	Liquidity, Shortfall *big.Int // getAccountLiquidity, nil where it answers with an error
	VAI                  *big.Int // owed
	Holdings             []VenusHolding
}

// VenusHolding is an account's part in a market.
type VenusHolding struct {
	Shares, Debt, Exchange, Price *big.Int
	Entered                       bool
	Threshold                     *big.Int // as it counts for the account
}

// Accounts asks the contracts about accounts, on the state after a block; with every market accrued before, or
// as the markets stand; VAI's interest stays as it was stored.
func (v *Venus) Accounts(ctx context.Context, block common.Hash, accrued bool, accounts ...common.Address) ([]VenusAccount, error) {
	var queries []query
	for _, m := range v.Markets {
		if accrued {
			queries = append(queries, query{v.vToken(m), "accrueInterest", nil})
		}
	}
	skip := len(queries)
	for _, a := range accounts {
		queries = append(queries,
			query{v.contract.comptroller, "getAccountLiquidity", []any{a}},
			query{v.contract.controller, "getVAIRepayAmount", []any{a}})
		for _, m := range v.Markets {
			queries = append(queries,
				query{v.vToken(m), "getAccountSnapshot", []any{a}},
				query{v.contract.desk, "getUnderlyingPrice", []any{m.VToken}},
				query{v.contract.comptroller, "checkMembership", []any{a, m.VToken}},
				query{v.contract.comptroller, "getEffectiveLtvFactor", []any{a, m.VToken, uint8(1)}})
		}
	}
	values, err := v.ask(ctx, block, queries)
	if err != nil {
		return nil, err
	}
	values = values[skip:]
	next := func() []any { out := values[0]; values = values[1:]; return out }
	all := make([]VenusAccount, len(accounts))
	for i := range all {
		a := &all[i]
		if answer := next(); answer[0].(*big.Int).Sign() == 0 {
			a.Liquidity, a.Shortfall = answer[1].(*big.Int), answer[2].(*big.Int)
		}
		a.VAI = next()[0].(*big.Int)
		for range v.Markets {
			s := next()
			h := VenusHolding{Shares: s[1].(*big.Int), Debt: s[2].(*big.Int), Exchange: s[3].(*big.Int)}
			h.Price, h.Entered, h.Threshold = next()[0].(*big.Int), next()[0].(bool), next()[0].(*big.Int)
			a.Holdings = append(a.Holdings, h)
		}
	}
	return all, nil
}

// ask makes many readings in one call that may accrue interest, on the state after a block.
func (v *Venus) ask(ctx context.Context, block common.Hash, queries []query) ([][]any, error) {
	answers, err := v.try(ctx, block, queries)
	if err != nil {
		return nil, err
	}
	values := make([][]any, len(queries))
	for i, q := range queries {
		if values[i], err = q.contract.unpack(q.method, answers[i]); err != nil {
			return nil, err
		}
	}
	return values, nil
}
