package compoundv2

import (
	"brink/abi/word"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// The first topics of the events that are read here. Two events of one name
// and other parameters have two; the same parameters, indexed or not, have one.
//
// Source: compound-finance/compound-protocol:contracts/{CTokenInterfaces,Comptroller}.sol,
// venusprotocol/venus-protocol:contracts/Comptroller/Diamond/facets and
// Tokens/VAI/VAIController.sol, venusprotocol/isolated-pools:contracts/{Comptroller,VTokenInterfaces}.sol.
var (
	topicAccrueInterest       = common.HexToHash("0x4dec04e750ca11537cabcd8a9eab06494de08da3735bc8871cd41250e190bc04")
	topicAccrueInterestLegacy = common.HexToHash("0x875352fb3fadeb8c0be7cbbe8ff761b308fa7033470cd0287f02f3436fd76cb9")
	topicBorrow               = common.HexToHash("0x13ed6866d4e1ee6da46f845c46d7e54120883d75c5ea9a2dacc1c4ca8984ab80")
	topicRepayBorrow          = common.HexToHash("0x1a2a22cb034d26d1854bdc6666a5b91fe25efbbb5dcad3b0355478d6f5c362a1")
	topicLiquidateBorrow      = common.HexToHash("0x298637f684da70674f26509b10f07ec2fbc77a335ab1e7d6215a4b2484d8bb52")
	topicTransfer             = common.HexToHash("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
	topicHealBorrow           = common.HexToHash("0x9fe0294717a8efbc6ace1c151b73a4c89982339b2228a27d1ca21394e348986f")
	topicBadDebtIncreased     = common.HexToHash("0x90125ffdb441e57c4f6bf69789206424859f206bea5727f2d81ad2470826ef6a")
	topicCashSynced           = common.HexToHash("0x56a36ec0a133fa42db4951702e0f2f268ded6733b1ace7e7c90ec2dc45c58d30")
	topicNewReserveFactor     = common.HexToHash("0xaaa68312e2ea9d50e16af5068410ab56e1a1fd06037b1a35664812c30f821460")
	topicNewSeizeShare        = common.HexToHash("0xf5815f353a60e815cce7553e4f60c533a59d26b1b5504ea4b6db8d60da3e4da2")

	topicMarketListed          = common.HexToHash("0xcf583bb0c569eb967f806b11601c4cb93c10310485c67add5f8362c2f212321f")
	topicMarketSupported       = common.HexToHash("0xaf16ad15f9e29d5140e8e81a30a92a755aa8edff3d301053c84392b70c0d09a3")
	topicMarketUnlisted        = common.HexToHash("0x302feb03efd5741df80efe7f97f5d93d74d46a542a3d312d0faae64fa1f3e0e9")
	topicMarketEntered         = common.HexToHash("0x3ab23ab0d51cccc0c3085aec51f99228625aa1a922b3a8ca89a26b0f2027a1a5")
	topicMarketExited          = common.HexToHash("0xe699a64c18b07ac5b7301aa273f36a2287239eb9501d81950672794afba29a0d")
	topicNewCollateralFactor   = common.HexToHash("0x70483e6592cd5182d45ac970e05bc62cdcc90e9d8ef2c2dbe686cf383bcd7fc5")
	topicModeCollateralFactor  = common.HexToHash("0x0d1a615379dc62cec7bc63b7e313a07ed659918f4ad3720b3af8041b305146f2")
	topicNewThreshold          = common.HexToHash("0x9e92c7d5fef69846094f3ddcadcb9402c6ba469c461368714f1cabd8ef48b591")
	topicModeThreshold         = common.HexToHash("0xc90f7b48c299a8d58b0b9e2756e27773c6fb1daab159af052d6c5b791bc7eef7")
	topicNewIncentive          = common.HexToHash("0xaeba5a6c40a8ac138134bff1aaa65debf25971188a58804bad717f82f0ec1316")
	topicModeIncentive         = common.HexToHash("0xc1d7bc090f3a87255c2f4e56f66d1b7a49683d279f77921b1701aa5d733ef745")
	topicNewCloseFactor        = common.HexToHash("0x3b9670cf975d26958e754b57098eaa2ac914d8d2a31b83257997b9f346110fd9")
	topicNewPriceOracle        = common.HexToHash("0xd52b2b9b7e9ee655fcb95d2e5b9e0c9f69e7ef2b8e9d2d0ea78402d576d22e22")
	topicNewMinCollateral      = common.HexToHash("0x00b4f4f153ad7f1397564a8830fef092481e8cf6a2cd3ff04f96d10ba51200a5")
	topicNewBorrowCap          = common.HexToHash("0x6f1951b2aad10f3fc81b86d91105b413a5b3f847a34bbc5ce1904201b14438f6")
	topicNewSupplyCap          = common.HexToHash("0x9e0ad9cee10bdf36b7fbd38910c0bdff0f275ace679b45b922381c2723d676f8")
	topicActionPaused          = common.HexToHash("0xef159d9a32b2472e32b098f954f3ce62d232939f1c207070b584df1814de2de0")
	topicMarketActionPaused    = common.HexToHash("0x71aec636243f9709bb0007ae15e9afb8150ab01716d75fd7573be5cc096e03b0")
	topicActionPausedMarket    = common.HexToHash("0x35007a986bcd36d2f73fc7f1b73762e12eadb4406dd163194950fd3b5a6a827d")
	topicProtocolPaused        = common.HexToHash("0xd7500633dd3ddd74daa7af62f8c8404c7fe4a81da179998db851696bed004b38")
	topicForced                = common.HexToHash("0x03561d5280ebb02280893b1d60978e4a27e7654a149c5d0e7c2cf65389ce1694")
	topicForcedForUser         = common.HexToHash("0xc080966e9e93529edc1b244180c245bc60f3d86f1e690a17651a5e428746a8cd")
	topicPoolSelected          = common.HexToHash("0x9181876220501cdac3aa7278fd34e9bd150c30a27b6ed95458fe859761b071f7")
	topicPoolCreated           = common.HexToHash("0xc419386a8582a5374f4db03fdbb9fd99c73ef32d6ce9fc3a8c249e97bf31f9af")
	topicPoolMarketInitialized = common.HexToHash("0x2159e9508e372ac69e1047a124c5478445206066e5d7df7e4214a1986cd78c80")
	topicPoolMarketRemoved     = common.HexToHash("0xc8bef274db6d8c804aba68a69e64268bcfe7dd0aead2efcec0cac73a2df56e12")
	topicPoolActive            = common.HexToHash("0x75e42fceb039532886a9d75717e843bfef67fd7f6f91f0fc5b1d48e9ce8a1ba9")
	topicPoolFallback          = common.HexToHash("0x9d2a9183b06e3492f91d3d88ae222e700c8873dd0068f9c3fc783eccb96a1ec4")
	topicNewLiquidator         = common.HexToHash("0xa5ea5616d5f6dbbaa62fdfcf3856723216eed485c394d9e51ec8e6d40e1d1ac1")
	topicNewVAIController      = common.HexToHash("0xe1ddcb2dab8e5b03cfc8c67a0d5861d91d16f7bd2612fd381faf4541d212c9b2")

	topicMintVAI      = common.HexToHash("0x002e68ab1600fc5e7290e2ceaa79e2f86b4dbaca84a48421e167e0b40409218a")
	topicRepayVAI     = common.HexToHash("0x1db858e6f7e1a0d5e92c10c6507d42b3dabfe0a4867fe90c5a14d9963662ef7e")
	topicLiquidateVAI = common.HexToHash("0x42d401f96718a0c42e5cea8108973f0022677b7e2e5f4ee19851b2de7a0394e7")
)

// topics are the first topics of all events that Apply knows.
var topics = []common.Hash{
	topicAccrueInterest, topicAccrueInterestLegacy, topicBorrow, topicRepayBorrow, topicLiquidateBorrow, topicTransfer,
	topicHealBorrow, topicBadDebtIncreased, topicCashSynced, topicNewReserveFactor, topicNewSeizeShare,
	topicMarketListed, topicMarketSupported, topicMarketUnlisted, topicMarketEntered, topicMarketExited,
	topicNewCollateralFactor, topicModeCollateralFactor, topicNewThreshold, topicModeThreshold, topicNewIncentive,
	topicModeIncentive, topicNewCloseFactor, topicNewPriceOracle, topicNewMinCollateral, topicNewBorrowCap,
	topicNewSupplyCap, topicActionPaused, topicMarketActionPaused, topicActionPausedMarket, topicProtocolPaused,
	topicForced, topicForcedForUser, topicPoolSelected, topicPoolCreated, topicPoolMarketInitialized,
	topicPoolMarketRemoved, topicPoolActive, topicPoolFallback, topicNewLiquidator, topicNewVAIController,
	topicMintVAI, topicRepayVAI, topicLiquidateVAI,
}

// liquidation is a LiquidateBorrow or LiquidateVAI.
type liquidation struct {
	liquidator, borrower, collateral common.Address
	repaid, seized                   uint256.Int
}

func readLiquidation(l *types.Log) (e liquidation, ok bool) {
	w := word.ReadAll(l, 5)
	repaid, collateral := 2, 3
	if len(l.Topics) == 4 { // the collateral is indexed and so comes before what is repaid
		repaid, collateral = 3, 2
	}
	e.liquidator, e.borrower, e.collateral = w.Address(0), w.Address(1), w.Address(collateral)
	e.repaid, e.seized = w.Uint(repaid), w.Uint(4)
	return e, w.OK()
}

// readIndex reads the index that an AccrueInterest of either layout leaves.
func readIndex(l *types.Log) (uint256.Int, bool) {
	if l.Topics[0] == topicAccrueInterestLegacy {
		w := word.ReadAll(l, 3)
		return w.Uint(1), w.OK()
	}
	w := word.ReadAll(l, 4)
	return w.Uint(2), w.OK()
}

// owing is what a Borrow or RepayBorrow leaves.
type owing struct {
	borrower common.Address
	debt     uint256.Int
}

func readOwing(l *types.Log) (e owing, ok bool) {
	n := 4
	if l.Topics[0] == topicRepayBorrow {
		n = 5
	}
	w := word.ReadAll(l, n)
	e.borrower, e.debt = w.Address(n-4), w.Uint(n-2)
	return e, w.OK()
}

// pause is one kind of action of one market, or of all, paused or not.
type pause struct {
	market common.Address // of all: zero
	action string
	paused bool
}

// readPause reads the ActionPaused events of Compound and its nearest kin, which
// name the action in words.
func readPause(l *types.Log) (e pause, ok bool) {
	d, first := l.Data, 0
	if l.Topics[0] == topicMarketActionPaused {
		first = 1
	}
	w := word.ReadOpen(l, 1, first+3)
	if first == 1 {
		e.market = w.Address(0)
	}
	at := 32 * (first + 2) // where the text's length stands
	offset, paused := w.Small(first, uint64(at)), w.Bool(first+1)
	n := w.Small(first+2, uint64(len(d)))
	if !w.OK() || len(d)%32 != 0 || offset != uint64(at) {
		return e, false
	}
	text := d[at+32:]
	if n > uint64(len(text)) {
		return e, false
	}
	e.action, e.paused = string(text[:n]), paused
	return e, true
}
