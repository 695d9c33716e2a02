package aavev3

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// The first topics of the events that are read here, by the name of the
// contract that emits them. Those of the Pool come from its proxy, also where a
// library emitted them.
//
// Source: aave-dao/aave-v3-origin:src/contracts/interfaces (IPool,
// IPoolConfigurator, IPoolAddressesProvider, IScaledBalanceToken, IAToken) and
// aave/aave-v3-core:contracts/interfaces (IStableDebtToken).
var (
	topicReserveDataUpdated  = common.HexToHash("0x804c9b842b2748a22bb64b345453a3de7ca54a6ca45ce00d415894979e22897a")
	topicBorrow              = common.HexToHash("0xb3d084820fb1a9decffb176436bd02558d15fac9b0ddfed8c465bc7359d7dce0")
	topicLiquidationCall     = common.HexToHash("0xe413a321e8681d831f4dbccbca790d2952b56f977908e45be37335533e005286")
	topicUsedAsCollateral    = common.HexToHash("0x00058a56ea94653cdf4f152d227ace22d4c00ad99e2a43f58cb7d9e3feb295f2")
	topicNotUsedAsCollateral = common.HexToHash("0x44c58d81365b66dd4b1a7f36c25aa97b8c71c361ee4937adc1a00000227db5dd")
	topicUserEModeSet        = common.HexToHash("0xd728da875fc88944cbf17638bcbe4af0eedaef63becd1d1c57cc097eb4608d84")
	topicDeficitCreated      = common.HexToHash("0x2bccfb3fad376d59d7accf970515eb77b2f27b082c90ed0fb15583dd5a942699")
	topicUpgraded            = common.HexToHash("0xbc7cd75a20ee27fd9adebab32041f755214dbc6bffa90cc0225b39da2e5c2d3b")
	topicMint                = common.HexToHash("0x458f5fa412d0f69b08dd84872b0215675cc67bc1d5b6fd93300a1c3878b86196")
	topicBurn                = common.HexToHash("0x4cf25bc1d991c17529c25213d3cc0cda295eeaad5f13f361969b12ea48015f90")
	topicBalanceTransfer     = common.HexToHash("0x4beccb90f994c31aced7a23b5611020728a23d8ec5cddd1a3e9d97b96fda8666")
	topicTransfer            = common.HexToHash("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
	topicStableMint          = common.HexToHash("0xc16f4e4ca34d790de4c656c72fd015c667d688f20be64eea360618545c4c530f")
	topicStableBurn          = common.HexToHash("0x44bd20a79e993bdcc7cbedf54a3b4d19fb78490124b6b90d04fe3242eea579e8")
	topicReserveInitialized  = common.HexToHash("0x3a0ca721fc364424566385a1aa271ed508cc2c0949c2272575fb3013a163a45f")
	topicReserveDropped      = common.HexToHash("0xeeec4c06f7adad215cbdb4d2960896c83c26aedce02dde76d36fa28588d62da4")
	topicCollateralConfig    = common.HexToHash("0x637febbda9275aea2e85c0ff690444c8d87eb2e8339bbede9715abcc89cb0995")
	topicEModeCategoryAdded  = common.HexToHash("0x0acf8b4a3cace10779798a89a206a0ae73a71b63acdd3be2801d39c2ef7ab3cb")
	topicEModeAssetCategory  = common.HexToHash("0x5bb69795b6a2ea222d73a5f8939c23471a1f85a99c7ca43c207f1b71f10c6264")
	topicCollateralInEMode   = common.HexToHash("0x79409190108b26fcb0e4570f8e240f627bf18fd01a55f751010224d5bd486098")
	topicLtvzeroInEMode      = common.HexToHash("0xc0a450fbad635333e47f3322ec028a8e0b3909f79c721312a356a0fab5fa8b94")
	topicEModeIsolation      = common.HexToHash("0xea07f8a4f488dcc1dc8c27b9c526ac8ba2d04b8024e206616f306c51d9b16826")
	topicProtocolFee         = common.HexToHash("0xb5b0a963825337808b6e3154de8e98027595a5cad4219bb3a9bc55b192f4b391")
	topicGracePeriodChanged  = common.HexToHash("0xdf4f96448786bcd6fecc9f1fa25f1fbbbee6a5c9e76d635a615ac57bb5983d10")
	topicGracePeriodDisabled = common.HexToHash("0x1df36dc1651d06d990805068d22811a3a9ca4396190787ef59f9102e61868fff")
	topicReserveActive       = common.HexToHash("0xc36c7d11ba01a5869d52aa4a3781939dab851cbc9ee6e7fdcedc7d58898a3f1e")
	topicReservePaused       = common.HexToHash("0xe188d542a5f11925d3a3af33703cdd30a43cb3e8066a3cf68b1b57f61a5a94b5")
	topicReserveFrozen       = common.HexToHash("0x0c4443d258a350d27dc50c378b2ebf165e6469725f786d21b30cab16823f5587")
	topicSupplyCap           = common.HexToHash("0x0263602682188540a2d633561c0b4453b7d8566285e99f9f6018b8ef2facef49")
	topicBorrowCap           = common.HexToHash("0xc51aca575985d521c5072ad11549bad77013bb786d57f30f94b40ed8f8dc9bc4")
	topicPoolUpdated         = common.HexToHash("0x90affc163f1a2dfedcd36aa02ed992eeeba8100a4014f0b4cdc20ea265a66627")
	topicPriceOracleUpdated  = common.HexToHash("0x56b5f80d8cac1479698aa7d01605fd6111e90b15fc4d2b377417f46034876cbd")
	topicSentinelUpdated     = common.HexToHash("0x5326514eeca90494a14bedabcff812a0e683029ee85d1e23824d44fd14cd6ae7")
	topicProxyCreated        = common.HexToHash("0x4a465a9bd819d9662563c1e11ae958f8109e437e7f4bf1c6ef0b9a7b3f35d478")
	topicAddressSet          = common.HexToHash("0x9ef0e8c8e52743bb38b83b17d9429141d494b8041ca6d616a6c77cebae9cd8b7")
	topicAddressSetAsProxy   = common.HexToHash("0x3bbd45b5429b385e3fb37ad5cd1cd1435a3c8ec32196c7937597365a3fd3e99c")
)

// The names under which a PoolAddressesProvider keeps its contracts.
var (
	idPool         = roleID("POOL")
	idConfigurator = roleID("POOL_CONFIGURATOR")
	idOracle       = roleID("PRICE_ORACLE")
	idSentinel     = roleID("PRICE_ORACLE_SENTINEL")
)

func roleID(name string) (id common.Hash) {
	copy(id[:], name)
	return id
}

// The readers below are for the events that come by the million. They are as
// strict as word.Reader, but look at a log's size once, and at what makes words
// dirty only at the end.

// addressIn reads a word as an address. What it returns is zero if the word is one.
func addressIn(w *common.Hash, a *common.Address) (dirt uint64) {
	*a = common.Address(w[12:])
	return binary.NativeEndian.Uint64(w[:]) | uint64(binary.NativeEndian.Uint32(w[8:]))
}

func uintIn(w []byte, z *uint256.Int) {
	_ = w[31]
	z[3], z[2] = binary.BigEndian.Uint64(w), binary.BigEndian.Uint64(w[8:])
	z[1], z[0] = binary.BigEndian.Uint64(w[16:]), binary.BigEndian.Uint64(w[24:])
}

type reserveDataUpdated struct {
	reserve                                                                common.Address
	liquidityRate, variableBorrowRate, liquidityIndex, variableBorrowIndex uint256.Int
}

func readReserveDataUpdated(l *types.Log) (e reserveDataUpdated, ok bool) {
	if len(l.Topics) != 2 || len(l.Data) != 5*32 {
		return e, false
	}
	d := (*[5 * 32]byte)(l.Data)
	uintIn(d[0:], &e.liquidityRate) // the stable rate follows
	uintIn(d[64:], &e.variableBorrowRate)
	uintIn(d[96:], &e.liquidityIndex)
	uintIn(d[128:], &e.variableBorrowIndex)
	return e, addressIn(&l.Topics[1], &e.reserve) == 0
}

type liquidationCall struct {
	collateralAsset, debtAsset, user, liquidator common.Address
	debtToCover, liquidatedCollateralAmount      uint256.Int
	receiveAToken                                bool
}

func readLiquidationCall(l *types.Log) (e liquidationCall, ok bool) {
	if len(l.Topics) != 4 || len(l.Data) != 4*32 {
		return e, false
	}
	t, d := (*[4]common.Hash)(l.Topics), (*[4 * 32]byte)(l.Data)
	dirt := addressIn(&t[1], &e.collateralAsset) | addressIn(&t[2], &e.debtAsset) | addressIn(&t[3], &e.user)
	uintIn(d[0:], &e.debtToCover)
	uintIn(d[32:], &e.liquidatedCollateralAmount)
	dirt |= addressIn((*common.Hash)(d[64:]), &e.liquidator)
	var receive uint256.Int
	uintIn(d[96:], &receive)
	e.receiveAToken = receive[0] == 1
	return e, dirt|receive[3]|receive[2]|receive[1]|receive[0]>>1 == 0
}

// balanceChange is a Mint or Burn: user is the one whose balance changed.
type balanceChange struct {
	user                          common.Address
	value, balanceIncrease, index uint256.Int
}

func readMint(l *types.Log) (balanceChange, bool) { return readBalanceChange(l, 2) }

func readBurn(l *types.Log) (balanceChange, bool) { return readBalanceChange(l, 1) }

func readBalanceChange(l *types.Log, user int) (e balanceChange, ok bool) {
	if len(l.Topics) != 3 || len(l.Data) != 3*32 {
		return e, false
	}
	var other common.Address
	dirt := addressIn(&l.Topics[3-user], &other) | addressIn(&l.Topics[user], &e.user)
	d := (*[3 * 32]byte)(l.Data)
	uintIn(d[0:], &e.value)
	uintIn(d[32:], &e.balanceIncrease)
	uintIn(d[64:], &e.index)
	return e, dirt == 0
}

type transfer struct {
	from, to     common.Address
	value, index uint256.Int
}

func readBalanceTransfer(l *types.Log) (e transfer, ok bool) {
	if len(l.Topics) != 3 || len(l.Data) != 2*32 {
		return e, false
	}
	dirt := addressIn(&l.Topics[1], &e.from) | addressIn(&l.Topics[2], &e.to)
	d := (*[2 * 32]byte)(l.Data)
	uintIn(d[0:], &e.value)
	uintIn(d[32:], &e.index)
	return e, dirt == 0
}

func readTransfer(l *types.Log) (e transfer, ok bool) {
	if len(l.Topics) != 3 || len(l.Data) != 32 {
		return e, false
	}
	dirt := addressIn(&l.Topics[1], &e.from) | addressIn(&l.Topics[2], &e.to)
	uintIn((*[32]byte)(l.Data)[:], &e.value)
	return e, dirt == 0
}
