package devnet

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
)

// MorphoTotals is what Morpho keeps of a market.
type MorphoTotals struct {
	SupplyAssets, SupplyShares, BorrowAssets, BorrowShares *big.Int
	LastUpdate, Fee                                        *big.Int
}

// MorphoPosition is what Morpho keeps of an account in a market, and how it judges it.
type MorphoPosition struct {
	SupplyShares, BorrowShares, Collateral *big.Int
	// Verdict is why a liquidation by somebody without money is refused: "position is healthy", or the first thing
	// that a liquidation lacks.
	Verdict string
}

// MorphoTruth is a market as of a block: its totals as they are stored, the same after somebody has accrued
// interest in that block, and the positions asked for.
type MorphoTruth struct {
	Stored, Accrued MorphoTotals
	Price           *big.Int // nil where the oracle refuses
	Positions       []MorphoPosition
}

// Truth asks the contracts about a market and accounts in it, on the state after a block and at its time.
func (m *MorphoBlue) Truth(ctx context.Context, block common.Hash, k *MorphoMarket, accounts []common.Address) (*MorphoTruth, error) {
	morpho := m.contract.morpho
	queries := []query{{morpho, "market", []any{k.ID}}, {contract{k.Oracle, m.contract.oracle.abi}, "price", nil}}
	for _, account := range accounts {
		queries = append(queries, query{morpho, "position", []any{k.ID, account}})
	}
	queries = append(queries, query{morpho, "accrueInterest", []any{k.Params()}}, query{morpho, "market", []any{k.ID}})
	for _, account := range accounts {
		queries = append(queries, query{morpho, "liquidate", []any{k.Params(), account, new(big.Int), big.NewInt(1), []byte{}}})
	}
	results, err := m.ask(ctx, block, queries)
	if err != nil {
		return nil, err
	}
	positions, accrued, verdicts := results[2:], results[3+len(accounts)], results[4+len(accounts):]
	t := new(MorphoTruth)
	for _, totals := range []struct {
		from answer
		to   *MorphoTotals
	}{{results[0], &t.Stored}, {accrued, &t.Accrued}} {
		z, err := totals.from.words(6)
		if err != nil {
			return nil, fmt.Errorf("reading market %s: %w", k.ID, err)
		}
		*totals.to = MorphoTotals{z[0], z[1], z[2], z[3], z[4], z[5]}
	}
	if z, err := results[1].words(1); err == nil {
		t.Price = z[0]
	}
	for i, account := range accounts {
		z, err := positions[i].words(3)
		if err != nil {
			return nil, fmt.Errorf("reading position of %s: %w", account, err)
		}
		t.Positions = append(t.Positions, MorphoPosition{z[0], z[1], z[2], verdicts[i].reason()})
	}
	return t, nil
}

// answer is one of a multicall's.
type answer struct {
	Success    bool
	ReturnData []byte
}

var errRefused = errors.New("contract refused")

func (a answer) words(n int) ([]*big.Int, error) {
	if !a.Success || len(a.ReturnData) != 32*n {
		return nil, errRefused
	}
	z := make([]*big.Int, n)
	for i := range z {
		z[i] = new(big.Int).SetBytes(a.ReturnData[32*i : 32*i+32])
	}
	return z, nil
}

// reason is why a call was refused; empty when it wasn't.
func (a answer) reason() string {
	if a.Success {
		return ""
	}
	reason, err := abi.UnpackRevert(a.ReturnData)
	if err != nil {
		return fmt.Sprintf("%x", a.ReturnData)
	}
	return reason
}

// ask makes many calls after each other in one, each on what those before left.
func (m *MorphoBlue) ask(ctx context.Context, block common.Hash, queries []query) ([]answer, error) {
	calls := make([]aggregated, len(queries))
	for i, q := range queries {
		data, err := q.contract.pack(q.method, q.args...)
		if err != nil {
			return nil, err
		}
		calls[i] = aggregated{Target: q.contract.at, AllowFailure: true, CallData: data}
	}
	data, err := m.contract.multicall.pack("aggregate3", calls)
	if err != nil {
		return nil, err
	}
	out, err := m.Chain.Node.Client().CallContractAtHash(ctx, ethereum.CallMsg{To: &m.Multicall, Data: data}, block)
	if err != nil {
		return nil, fmt.Errorf("reading %d values: %w", len(queries), err)
	}
	var results []answer
	if err := m.contract.multicall.abi.UnpackIntoInterface(&results, "aggregate3", out); err != nil {
		return nil, fmt.Errorf("unpacking %d values: %w", len(queries), err)
	}
	return results, nil
}
