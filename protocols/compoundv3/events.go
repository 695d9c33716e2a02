package compoundv3

import (
	"brink/abi/word"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// The first topics of the events that are read here.
//
// Source: compound-finance/comet:contracts/CometMainInterface.sol and the proxy's
// ERC-1967.
var (
	topicSupply             = common.HexToHash("0xd1cf3d156d5f8f0d50f6c122ed609cec09d35c9b9fb3fff6ea0959134dae424e")
	topicWithdraw           = common.HexToHash("0x9b1bfa7fa9ee420a16e124f794c35ac9f90472acc99140eb2f6447c714cad8eb")
	topicTransfer           = common.HexToHash("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
	topicSupplyCollateral   = common.HexToHash("0xfa56f7b24f17183d81894d3ac2ee654e3c26388d17a28dbd9549b8114304e1f4")
	topicTransferCollateral = common.HexToHash("0x29db89d45e1a802b4d55e202984fce9faf1d30aedf86503ff1ea0ed9ebb64201")
	topicWithdrawCollateral = common.HexToHash("0xd6d480d5b3068db003533b170d67561494d72e3bf9fa40a266471351ebba9e16")
	topicAbsorbDebt         = common.HexToHash("0x1547a878dc89ad3c367b6338b4be6a65a5dd74fb77ae044da1e8747ef1f4f62f")
	topicAbsorbCollateral   = common.HexToHash("0x9850ab1af75177e4a9201c65a2cf7976d5d28e40ef63494b44366f86b2f9412e")
	topicUpgraded           = common.HexToHash("0xbc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b")
)

// parties are the two accounts of an event about base.
type parties struct{ from, to common.Address }

// readBase reads Supply, Withdraw and Transfer, whose amounts tell nothing of
// principal.
func readBase(l *types.Log) (e parties, ok bool) {
	w := word.Read(l, 3, 1)
	e = parties{w.TopicAddress(1), w.TopicAddress(2)}
	return e, w.OK()
}

// movement is collateral that came to an account, left it, or both.
type movement struct {
	from, to, asset common.Address
	amount          uint256.Int
}

// readCollateral reads SupplyCollateral, WithdrawCollateral and TransferCollateral.
func readCollateral(l *types.Log) (e movement, ok bool) {
	w := word.Read(l, 4, 1)
	e = movement{w.TopicAddress(1), w.TopicAddress(2), w.TopicAddress(3), w.Uint(0)}
	return e, w.OK() && e.amount.BitLen() <= 128
}

type absorbDebt struct {
	absorber, borrower common.Address
	basePaidOut, value uint256.Int
}

func readAbsorbDebt(l *types.Log) (e absorbDebt, ok bool) {
	w := word.Read(l, 3, 2)
	e = absorbDebt{w.TopicAddress(1), w.TopicAddress(2), w.Uint(0), w.Uint(1)}
	return e, w.OK()
}

type absorbCollateral struct {
	absorber, borrower, asset common.Address
	amount, value             uint256.Int
}

func readAbsorbCollateral(l *types.Log) (e absorbCollateral, ok bool) {
	w := word.Read(l, 4, 2)
	e = absorbCollateral{w.TopicAddress(1), w.TopicAddress(2), w.TopicAddress(3), w.Uint(0), w.Uint(1)}
	return e, w.OK() && e.amount.BitLen() <= 128
}

func readUpgraded(l *types.Log) bool {
	w := word.Read(l, 2, 0)
	_ = w.TopicAddress(1) // the new code
	return w.OK()
}
