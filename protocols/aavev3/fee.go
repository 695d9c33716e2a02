package aavev3

import (
	"brink/fixed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// given are the aTokens that an account gave away within a transaction, since
// the last liquidation in it.
type given struct {
	tx          common.Hash
	asset, user common.Address
	times       int
	last        uint256.Int // what was given last, in the asset
	index       uint        // of the newest log of the transaction
}

// give notes a transfer of scaled tokens at an index.
func (p *Protocol) give(l *types.Log, asset, user common.Address, scaled fixed.U128, index *uint256.Int) {
	g := &p.given
	if g.tx != l.TxHash || g.asset != asset || g.user != user || l.Index <= g.index {
		*g = given{tx: l.TxHash, asset: asset, user: user}
	}
	amount := scaled.Uint256()
	if !p.settings().version.balance(&g.last, aToken, &amount, index) {
		*g = given{}
		return
	}
	g.times++
	g.index = l.Index
}

// protocolFee is what the treasury got of an account's collateral, as its aTokens
// are worth in the asset; nil where the transfers don't tell. It is the last
// thing that a liquidation takes, after what the liquidator gets where that is
// aTokens too.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/LiquidationLogic.sol
// (executeLiquidationCall).
func (p *Protocol) protocolFee(l *types.Log, e *liquidationCall) *uint256.Int {
	g := p.given
	p.given = given{}
	if g.tx != l.TxHash || g.asset != e.collateralAsset || g.user != e.user || l.Index <= g.index {
		g = given{}
	}
	others := 0
	if e.receiveAToken {
		others = 1
	}
	switch g.times {
	case others:
		return new(uint256.Int)
	case others + 1:
		return &g.last
	}
	return nil
}
