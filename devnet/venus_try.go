package devnet

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
)

// try makes calls one after another from the multicall's address on the state after a block, none of which
// lasts, and hands back what each answers; nil where it reverts.
func (v *Venus) try(ctx context.Context, block common.Hash, queries []query) ([][]byte, error) {
	calls := make([]aggregated, len(queries))
	for i, q := range queries {
		data, err := q.contract.pack(q.method, q.args...)
		if err != nil {
			return nil, err
		}
		calls[i] = aggregated{Target: q.contract.at, CallData: data, AllowFailure: true}
	}
	data, err := v.contract.multicall.pack("aggregate3", calls)
	if err != nil {
		return nil, err
	}
	out, err := v.Chain.Node.Client().CallContractAtHash(ctx, ethereum.CallMsg{To: &v.Multicall, Data: data}, block)
	if err != nil {
		return nil, fmt.Errorf("making %d calls: %w", len(queries), err)
	}
	var results []struct {
		Success    bool
		ReturnData []byte
	}
	if err := v.contract.multicall.abi.UnpackIntoInterface(&results, "aggregate3", out); err != nil {
		return nil, fmt.Errorf("unpacking %d answers: %w", len(queries), err)
	}
	answers := make([][]byte, len(results))
	for i, r := range results {
		if r.Success {
			answers[i] = r.ReturnData
		}
	}
	return answers, nil
}

// TryLiquidation is how many vTokens a liquidation would take on the state after a block; nil where it is
// refused. The debt is a market, or nil for VAI. The multicall's address must have what is repaid. Interest of the
// markets named last is added first.
func (v *Venus) TryLiquidation(
	ctx context.Context, block common.Hash, debt, collateral *VenusMarket, debtor common.Address, amount *big.Int,
	accrued ...*VenusMarket,
) (*big.Int, error) {
	held := query{v.vToken(collateral), "balanceOf", []any{debtor}}
	approve := query{v.contract.vai, "approve", []any{v.Controller, All}} // for VAI's interest
	call := query{v.contract.controller, "liquidateVAI", []any{debtor, amount, collateral.VToken}}
	if debt != nil {
		call = query{v.vToken(debt), "liquidateBorrow", []any{debtor, amount, collateral.VToken}}
	}
	var queries []query
	for _, m := range accrued {
		queries = append(queries, query{v.vToken(m), "accrueInterest", nil})
	}
	answers, err := v.try(ctx, block, append(queries, approve, held, call, held))
	if err != nil {
		return nil, err
	}
	answers = answers[len(queries):]
	code := answers[2]
	if len(code) < 32 || new(big.Int).SetBytes(code[:32]).Sign() != 0 {
		return nil, nil
	}
	before, after := new(big.Int).SetBytes(answers[1]), new(big.Int).SetBytes(answers[3])
	return before.Sub(before, after), nil
}

// TryPrice tells whether an account would have a shortfall at another price of an asset on the state after a
// block, with every market accrued.
func (v *Venus) TryPrice(ctx context.Context, block common.Hash, m *VenusMarket, mantissa *big.Int, account common.Address) (bool, error) {
	queries := []query{{v.contract.desk, "set", []any{m.VToken, mantissa}}}
	for _, other := range v.Markets {
		queries = append(queries, query{v.vToken(other), "accrueInterest", nil})
	}
	queries = append(queries, query{v.contract.comptroller, "getAccountLiquidity", []any{account}})
	answers, err := v.try(ctx, block, queries)
	if err != nil {
		return false, err
	}
	answer := answers[len(answers)-1]
	if len(answer) != 96 || new(big.Int).SetBytes(answer[:32]).Sign() != 0 {
		return false, fmt.Errorf("asking %s about %s: %w", v.Comptroller, account, ErrReverted)
	}
	return new(big.Int).SetBytes(answer[64:]).Sign() > 0, nil
}
