package devnet

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// AccountData is what Pool.getUserAccountData says: money in the oracle's unit (1e8 a dollar), ratios in basis
// points, the health factor with 18 decimals, 2^256-1 without debt.
type AccountData struct {
	Collateral, Debt, AvailableBorrows, Threshold, LTV, HealthFactor *big.Int
}

// Scaled is what the tokens of a reserve keep for an account: balances without interest.
type Scaled struct {
	Supplied, Debt *big.Int
}

// query is one reading of many.
type query struct {
	contract contract
	method   string
	args     []any
}

// aggregated is Multicall's Call3.
type aggregated struct {
	Target       common.Address
	AllowFailure bool
	CallData     []byte
}

// ask makes many readings in one call, on the state after a block.
func (m *Market) ask(ctx context.Context, block common.Hash, queries []query) ([][]any, error) {
	calls := make([]aggregated, len(queries))
	for i, q := range queries {
		data, err := q.contract.pack(q.method, q.args...)
		if err != nil {
			return nil, err
		}
		calls[i] = aggregated{Target: q.contract.at, CallData: data}
	}
	data, err := m.contract.multicall.pack("aggregate3", calls)
	if err != nil {
		return nil, err
	}
	msg := ethereum.CallMsg{To: &m.Multicall, Data: data}
	out, err := m.Chain.Node.Client().CallContractAtHash(ctx, msg, block)
	if err != nil {
		return nil, fmt.Errorf("reading %d values: %w", len(queries), err)
	}
	var results []struct {
		Success    bool
		ReturnData []byte
	}
	if err := m.contract.multicall.abi.UnpackIntoInterface(&results, "aggregate3", out); err != nil {
		return nil, fmt.Errorf("unpacking %d values: %w", len(queries), err)
	}
	values := make([][]any, len(queries))
	for i, q := range queries {
		if values[i], err = q.contract.unpack(q.method, results[i].ReturnData); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// AccountData asks the pool about accounts, on the state after a block.
func (m *Market) AccountData(ctx context.Context, block common.Hash, accounts ...common.Address) ([]AccountData, error) {
	queries := make([]query, len(accounts))
	for i, account := range accounts {
		queries[i] = query{m.contract.pool, "getUserAccountData", []any{account}}
	}
	values, err := m.ask(ctx, block, queries)
	if err != nil {
		return nil, err
	}
	data := make([]AccountData, len(accounts))
	for i, v := range values {
		data[i] = AccountData{
			v[0].(*big.Int), v[1].(*big.Int), v[2].(*big.Int),
			v[3].(*big.Int), v[4].(*big.Int), v[5].(*big.Int),
		}
	}
	return data, nil
}

// Scaled asks the tokens of a reserve about accounts, on the state after a block.
func (m *Market) Scaled(ctx context.Context, block common.Hash, asset *Asset, accounts ...common.Address) ([]Scaled, error) {
	var queries []query
	for _, account := range accounts {
		queries = append(queries, m.scaledOf(asset, account)...)
	}
	return m.askScaled(ctx, block, queries)
}

// Holdings asks the tokens of all reserves about an account, in the order of the market's assets.
func (m *Market) Holdings(ctx context.Context, block common.Hash, account common.Address) ([]Scaled, error) {
	var queries []query
	for _, asset := range m.Assets {
		queries = append(queries, m.scaledOf(asset, account)...)
	}
	return m.askScaled(ctx, block, queries)
}

func (m *Market) scaledOf(asset *Asset, account common.Address) []query {
	return []query{
		{contract{asset.AToken, m.contract.aToken.abi}, "scaledBalanceOf", []any{account}},
		{contract{asset.VariableDebt, m.contract.debt.abi}, "scaledBalanceOf", []any{account}},
	}
}

// askScaled takes queries in pairs, of what is lent and of what is owed.
func (m *Market) askScaled(ctx context.Context, block common.Hash, queries []query) ([]Scaled, error) {
	values, err := m.ask(ctx, block, queries)
	if err != nil {
		return nil, err
	}
	scaled := make([]Scaled, len(values)/2)
	for i := range scaled {
		scaled[i] = Scaled{values[2*i][0].(*big.Int), values[2*i+1][0].(*big.Int)}
	}
	return scaled, nil
}

// Prices asks the oracle about all assets, on the state after a block.
func (m *Market) Prices(ctx context.Context, block common.Hash) ([]*big.Int, error) {
	queries := make([]query, len(m.Assets))
	for i, asset := range m.Assets {
		queries[i] = query{m.contract.oracle, "getAssetPrice", []any{asset.Token}}
	}
	values, err := m.ask(ctx, block, queries)
	if err != nil {
		return nil, err
	}
	prices := make([]*big.Int, len(values))
	for i, v := range values {
		prices[i] = v[0].(*big.Int)
	}
	return prices, nil
}

// LiquidationCalls are the logs of all liquidations that are on the chain now.
func (m *Market) LiquidationCalls(ctx context.Context) ([]types.Log, error) {
	return m.Chain.logs(ctx, m.liquidation(), m.Pool)
}

func (m *Market) liquidation() common.Hash { return m.contract.pool.abi.Events["LiquidationCall"].ID }

// Logs is how many logs the pool and its tokens have on the chain.
func (m *Market) Logs(ctx context.Context) (int, error) {
	contracts := []common.Address{m.Pool}
	for _, asset := range m.Assets {
		contracts = append(contracts, asset.AToken, asset.VariableDebt)
	}
	logs, err := m.Chain.Node.Client().FilterLogs(ctx, ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: contracts})
	if err != nil {
		return 0, fmt.Errorf("reading logs: %w", err)
	}
	return len(logs), nil
}
