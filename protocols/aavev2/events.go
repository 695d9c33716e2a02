package aavev2

import (
	"brink/abi/word"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// The first topics of the events that are read here, by the name of the
// contract that emits them. Those of the LendingPool come from its proxy, also
// where the collateral manager emitted them. Mint and Burn differ from token to
// token by their parameters.
//
// Source: aave/protocol-v2:contracts/interfaces (ILendingPool,
// ILendingPoolConfigurator, ILendingPoolAddressesProvider, IAToken,
// IVariableDebtToken, IStableDebtToken).
var (
	topicReserveDataUpdated  = common.HexToHash("0x804c9b842b2748a22bb64b345453a3de7ca54a6ca45ce00d415894979e22897a")
	topicBorrow              = common.HexToHash("0xc6a898309e823ee50bac64e45ca8adba6690e99e7841c45d754e2a38e9019d9b")
	topicRepay               = common.HexToHash("0x4cdde6e09bb755c9a5589ebaec640bbfedff1362d4b255ebf8339782b9942faa")
	topicLiquidationCall     = common.HexToHash("0xe413a321e8681d831f4dbccbca790d2952b56f977908e45be37335533e005286")
	topicUsedAsCollateral    = common.HexToHash("0x00058a56ea94653cdf4f152d227ace22d4c00ad99e2a43f58cb7d9e3feb295f2")
	topicNotUsedAsCollateral = common.HexToHash("0x44c58d81365b66dd4b1a7f36c25aa97b8c71c361ee4937adc1a00000227db5dd")
	topicPaused              = common.HexToHash("0x9e87fac88ff661f02d44f95383c817fece4bce600a3dab7a54406878b965e752")
	topicUnpaused            = common.HexToHash("0xa45f47fdea8a1efdd9029a5691c7f759c32b7c698632b563573e155625d16933")

	topicMint            = common.HexToHash("0x4c209b5fc8ad50758f13e2e1088ba56a560dff690a1c6fef26394f4c03821c4f")
	topicBurn            = common.HexToHash("0x5d624aa9c148153ab3446c1b154f660ee7701e549fe9b62dab7171b1c80e6fa2")
	topicBalanceTransfer = common.HexToHash("0x4beccb90f994c31aced7a23b5611020728a23d8ec5cddd1a3e9d97b96fda8666")
	topicDebtMint        = common.HexToHash("0x2f00e3cdd69a77be7ed215ec7b2a36784dd158f921fca79ac29deffa353fe6ee")
	topicDebtBurn        = common.HexToHash("0x49995e5dd6158cf69ad3e9777c46755a1a826a446c6416992167462dad033b2a")
	topicStableMint      = common.HexToHash("0xc16f4e4ca34d790de4c656c72fd015c667d688f20be64eea360618545c4c530f")
	topicStableBurn      = common.HexToHash("0x44bd20a79e993bdcc7cbedf54a3b4d19fb78490124b6b90d04fe3242eea579e8")

	topicReserveInitialized = common.HexToHash("0x3a0ca721fc364424566385a1aa271ed508cc2c0949c2272575fb3013a163a45f")
	topicCollateralConfig   = common.HexToHash("0x637febbda9275aea2e85c0ff690444c8d87eb2e8339bbede9715abcc89cb0995")
	topicReserveActivated   = common.HexToHash("0x35b80cd8ea3440e9a8454f116fa658b858da1b64c86c48451f4559cefcdfb56c")
	topicReserveDeactivated = common.HexToHash("0x6f60cf8bd0f218cabe1ea3150bd07b0b758c35c4cfdf7138017a283e65564d5e")
	topicReserveFrozen      = common.HexToHash("0x85dc710add8a0914461a7dc5a63f6fc529a7700f8c6089a3faf5e93256ccf12a")
	topicReserveUnfrozen    = common.HexToHash("0x838ecdc4709a31a26db48b0c853212cedde3f725f07030079d793fb071964760")

	topicProxyCreated       = common.HexToHash("0x1eb35cb4b5bbb23d152f3b4016a5a46c37a07ae930ed0956aba951e231142438")
	topicAddressSet         = common.HexToHash("0xf2689d5d5cd0c639e137642cae5d40afced201a1a0327e7ac9358461dc9fff31")
	topicManagerUpdated     = common.HexToHash("0x991888326f0eab3df6084aadb82bee6781b5c9aa75379e8bc50ae86934541638")
	topicPriceOracleUpdated = common.HexToHash("0xefe8ab924ca486283a79dc604baa67add51afb82af1db8ac386ebbba643cdffd")
)

// topics are those of all events that Apply knows.
var topics = []common.Hash{
	topicReserveDataUpdated, topicRepay, topicLiquidationCall, topicUsedAsCollateral, topicNotUsedAsCollateral,
	topicPaused, topicUnpaused, topicMint, topicBurn, topicBalanceTransfer, topicDebtMint, topicDebtBurn,
	topicStableMint, topicStableBurn, topicReserveInitialized, topicCollateralConfig, topicReserveActivated,
	topicReserveDeactivated, topicReserveFrozen, topicReserveUnfrozen, topicProxyCreated, topicAddressSet,
	topicManagerUpdated, topicPriceOracleUpdated,
}

// The names under which a LendingPoolAddressesProvider keeps its contracts.
var (
	idPool         = roleID("LENDING_POOL")
	idConfigurator = roleID("LENDING_POOL_CONFIGURATOR")
	idManager      = roleID("COLLATERAL_MANAGER")
	idOracle       = roleID("PRICE_ORACLE")
)

func roleID(name string) (id common.Hash) {
	copy(id[:], name)
	return id
}

type reserveDataUpdated struct {
	reserve                                                                common.Address
	liquidityRate, variableBorrowRate, liquidityIndex, variableBorrowIndex uint256.Int
}

func readReserveDataUpdated(l *types.Log) (e reserveDataUpdated, ok bool) {
	w := word.Read(l, 2, 5)
	e.reserve = w.TopicAddress(1)
	e.liquidityRate, e.variableBorrowRate = w.Uint(0), w.Uint(2)
	e.liquidityIndex, e.variableBorrowIndex = w.Uint(3), w.Uint(4)
	return e, w.OK()
}

type liquidationCall struct {
	collateralAsset, debtAsset, user, liquidator common.Address
	debtToCover, liquidatedCollateralAmount      uint256.Int
}

func readLiquidationCall(l *types.Log) (e liquidationCall, ok bool) {
	w := word.Read(l, 4, 4)
	e.collateralAsset, e.debtAsset, e.user = w.TopicAddress(1), w.TopicAddress(2), w.TopicAddress(3)
	e.debtToCover, e.liquidatedCollateralAmount = w.Uint(0), w.Uint(1)
	e.liquidator, _ = w.Address(2), w.Bool(3)
	return e, w.OK()
}

// balanceChange is a Mint or Burn of a scaled token: user is the one whose
// balance changed, amount what the action was about, without interest.
type balanceChange struct {
	user          common.Address
	amount, index uint256.Int
}

// readMint reads the aToken's Mint, whose "from" is the receiver.
func readMint(l *types.Log) (balanceChange, bool) { return readBalanceChange(l, 2, 1) }

func readBurn(l *types.Log) (balanceChange, bool) { return readBalanceChange(l, 3, 1) }

func readDebtMint(l *types.Log) (balanceChange, bool) { return readBalanceChange(l, 3, 2) }

func readDebtBurn(l *types.Log) (balanceChange, bool) { return readBalanceChange(l, 2, 1) }

func readBalanceChange(l *types.Log, topics, user int) (e balanceChange, ok bool) {
	w := word.Read(l, topics, 2)
	for i := 1; i < topics; i++ {
		if a := w.TopicAddress(i); i == user {
			e.user = a
		}
	}
	e.amount, e.index = w.Uint(0), w.Uint(1)
	return e, w.OK()
}

type transfer struct {
	from, to      common.Address
	amount, index uint256.Int
}

func readBalanceTransfer(l *types.Log) (e transfer, ok bool) {
	w := word.Read(l, 3, 2)
	e.from, e.to = w.TopicAddress(1), w.TopicAddress(2)
	e.amount, e.index = w.Uint(0), w.Uint(1)
	return e, w.OK()
}

// stableChange is a Mint or Burn of stable debt. Current is the debt before,
// with the interest that increase is the newest part of.
type stableChange struct {
	user                            common.Address
	amount, current, increase, rate uint256.Int
	averageRate, supply             uint256.Int // of the whole token, afterwards
	minted                          bool
}

func readStableMint(l *types.Log) (e stableChange, ok bool) {
	w := word.Read(l, 3, 6)
	_, e.user = w.TopicAddress(1), w.TopicAddress(2)
	e.amount, e.current, e.increase, e.rate = w.Uint(0), w.Uint(1), w.Uint(2), w.Uint(3)
	e.averageRate, e.supply, e.minted = w.Uint(4), w.Uint(5), true
	return e, w.OK()
}

func readStableBurn(l *types.Log) (e stableChange, ok bool) {
	w := word.Read(l, 2, 5)
	e.user = w.TopicAddress(1)
	e.amount, e.current, e.increase = w.Uint(0), w.Uint(1), w.Uint(2)
	e.averageRate, e.supply = w.Uint(3), w.Uint(4)
	return e, w.OK()
}
