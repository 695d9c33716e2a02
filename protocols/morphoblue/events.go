package morphoblue

import (
	"brink/abi/word"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// The first topics of the events that are read here: those of Morpho, of the
// interest rate models, and of pre-liquidations and their factory.
//
// Source: morpho-org/morpho-blue:src/libraries/EventsLib.sol,
// morpho-org/morpho-blue-irm:src (AdaptiveCurveIrm, FixedRateIrm) and
// morpho-org/pre-liquidation:src/libraries/EventsLib.sol.
var (
	topicCreateMarket         = common.HexToHash("0xac4b2400f169220b0c0afdde7a0b32e775ba727ea1cb30b35f935cdaab8683ac")
	topicSupply               = common.HexToHash("0xedf8870433c83823eb071d3df1caa8d008f12f6440918c20d75a3602cda30fe0")
	topicWithdraw             = common.HexToHash("0xa56fc0ad5702ec05ce63666221f796fb62437c32db1aa1aa075fc6484cf58fbf")
	topicBorrow               = common.HexToHash("0x570954540bed6b1304a87dfe815a5eda4a648f7097a16240dcd85c9b5fd42a43")
	topicRepay                = common.HexToHash("0x52acb05cebbd3cd39715469f22afbf5a17496295ef3bc9bb5944056c63ccaa09")
	topicSupplyCollateral     = common.HexToHash("0xa3b9472a1399e17e123f3c2e6586c23e504184d504de59cdaa2b375e880c6184")
	topicWithdrawCollateral   = common.HexToHash("0xe80ebd7cc9223d7382aab2e0d1d6155c65651f83d53c8b9b06901d167e321142")
	topicLiquidate            = common.HexToHash("0xa4946ede45d0c6f06a0f5ce92c9ad3b4751452d2fe0e25010783bcab57a67e41")
	topicAccrueInterest       = common.HexToHash("0x9d9bd501d0657d7dfe415f779a620a62b78bc508ddc0891fbbd8b7ac0f8fce87")
	topicSetFee               = common.HexToHash("0x139d6f58e9a127229667c8e3b36e88890a66cfc8ab1024ddc513e189e125b75b")
	topicSetFeeRecipient      = common.HexToHash("0x2e979f80fe4d43055c584cf4a8467c55875ea36728fc37176c05acd784eb7a73")
	topicSetAuthorization     = common.HexToHash("0xd5e969f01efe921d3f766bdebad25f0a05e3f237311f56482bf132d0326309c0")
	topicBorrowRateUpdate     = common.HexToHash("0x7120161a7b3d31251e01294ab351ef15a41b91659a36032e4641bb89b121e321")
	topicSetBorrowRate        = common.HexToHash("0x507a19c01faa46c10b2c48fd9e693f9a063007f6f66ab98066a6f1dba3c31f2d")
	topicCreatePreLiquidation = common.HexToHash("0xc36ddf254f2ae7c3a2c82dc525fed9a804cdaf8102b19b3caa5aeda5afcca382")
	topicPreLiquidate         = common.HexToHash("0xd5b01f148b35d6069b626af105bf8881bc2e30ee1ce3de4630903abab0ba8580")
)

type createMarket struct {
	id                                      common.Hash
	loanToken, collateralToken, oracle, irm common.Address
	lltv                                    uint64
}

func readCreateMarket(l *types.Log) (e createMarket, ok bool) {
	w := word.Read(l, 2, 5)
	e.id = w.Topic(1)
	e.loanToken, e.collateralToken = w.Address(0), w.Address(1)
	e.oracle, e.irm = w.Address(2), w.Address(3)
	e.lltv = w.Small(4, wad.Uint64()-1)
	return e, w.OK()
}

// change is what somebody did with a position, in assets and, but for
// collateral, in shares.
type change struct {
	id             common.Hash
	onBehalf       common.Address
	assets, shares uint256.Int
}

// readGiven reads Supply and Repay.
func readGiven(l *types.Log) (e change, ok bool) {
	w := word.Read(l, 4, 2)
	_ = w.TopicAddress(2) // the caller
	e = change{w.Topic(1), w.TopicAddress(3), w.Uint(0), w.Uint(1)}
	return e, w.OK()
}

// readTaken reads Withdraw and Borrow, whose caller is no topic.
func readTaken(l *types.Log) (e change, ok bool) {
	w := word.Read(l, 4, 3)
	_, _ = w.Address(0), w.TopicAddress(3) // the caller and the receiver
	e = change{w.Topic(1), w.TopicAddress(2), w.Uint(1), w.Uint(2)}
	return e, w.OK()
}

func readSupplyCollateral(l *types.Log) (e change, ok bool) {
	w := word.Read(l, 4, 1)
	_ = w.TopicAddress(2) // the caller
	e = change{id: w.Topic(1), onBehalf: w.TopicAddress(3), assets: w.Uint(0)}
	return e, w.OK()
}

func readWithdrawCollateral(l *types.Log) (e change, ok bool) {
	w := word.Read(l, 4, 2)
	_, _ = w.Address(0), w.TopicAddress(3) // the caller and the receiver
	e = change{id: w.Topic(1), onBehalf: w.TopicAddress(2), assets: w.Uint(1)}
	return e, w.OK()
}

type liquidate struct {
	id                                       common.Hash
	caller, borrower                         common.Address
	repaidAssets, repaidShares, seizedAssets uint256.Int
	badDebtAssets, badDebtShares             uint256.Int
}

func readLiquidate(l *types.Log) (e liquidate, ok bool) {
	w := word.Read(l, 4, 5)
	e.id, e.caller, e.borrower = w.Topic(1), w.TopicAddress(2), w.TopicAddress(3)
	e.repaidAssets, e.repaidShares, e.seizedAssets = w.Uint(0), w.Uint(1), w.Uint(2)
	e.badDebtAssets, e.badDebtShares = w.Uint(3), w.Uint(4)
	return e, w.OK()
}

// readPreLiquidate reads what a contract of pre-liquidation says; it has no bad debt.
func readPreLiquidate(l *types.Log) (e liquidate, ok bool) {
	w := word.Read(l, 4, 3)
	e.id, e.caller, e.borrower = w.Topic(1), w.TopicAddress(2), w.TopicAddress(3)
	e.repaidAssets, e.repaidShares, e.seizedAssets = w.Uint(0), w.Uint(1), w.Uint(2)
	return e, w.OK()
}

type createPreLiquidation struct {
	contract common.Address
	id       common.Hash
	terms    preTerms
	oracle   common.Address
}

func readCreatePreLiquidation(l *types.Log) (e createPreLiquidation, ok bool) {
	w := word.Read(l, 2, 7)
	e.contract, e.id = w.TopicAddress(1), w.Word(0)
	e.terms = preTerms{w.Uint(1), w.Uint(2), w.Uint(3), w.Uint(4), w.Uint(5)}
	e.oracle = w.Address(6)
	return e, w.OK()
}
