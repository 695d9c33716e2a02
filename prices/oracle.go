package prices

import "github.com/ethereum/go-ethereum/common"

type selector [4]byte

// The calls by which a price is read say where it comes from.
//
// Sources: aave-dao/aave-v3-origin:src/contracts/misc/AaveOracle.sol,
// compound-finance/comet:contracts/Comet.sol,
// morpho-org/morpho-blue:src/interfaces/IOracle.sol,
// VenusProtocol/oracle:contracts/ResilientOracle.sol,
// smartcontractkit/chainlink:contracts/src/v0.8/shared/interfaces/AggregatorV2V3Interface.sol.
var (
	getAssetPrice      = selector{0xb3, 0x59, 0x6f, 0x07} // (address asset), of an AaveOracle
	getSourceOfAsset   = selector{0x92, 0xbf, 0x2b, 0xe0} // (address asset), of the same
	getPrice           = selector{0x41, 0x97, 0x6e, 0x09} // (address feed), of a Comet
	price              = selector{0xa0, 0x35, 0xb1, 0xfe} // (), of an oracle of Morpho Blue
	getUnderlyingPrice = selector{0xfc, 0x57, 0xd4, 0xdf} // (address vToken), of an oracle of Compound v2 or Venus
	latestAnswer       = selector{0x50, 0xd2, 0x5b, 0xcd} // (), of a feed
	latestRoundData    = selector{0xfe, 0xaf, 0x96, 0x8c} // (), of a feed
)

// How Venus' oracles tell whom they ask for an asset.
//
// Sources: VenusProtocol/oracle:contracts/ResilientOracle.sol and
// contracts/oracles/ChainlinkOracle.sol.
var (
	underlying   = selector{0x6f, 0x30, 0x7d, 0xc3} // (), of a vToken; the coin's own has none
	nativeMarket = selector{0x8a, 0x2f, 0x7f, 0x6d} // (), the vToken of the coin
	getOracle    = selector{0x8b, 0x85, 0x5d, 0xa4} // (address asset, uint8 role); the first role is asked first
	tokenConfigs = selector{0x1b, 0x69, 0xdc, 0x5f} // (address asset)
	postedPrices = selector{0xcf, 0xed, 0x24, 0x6b} // prices(address asset), set by hand; zero for none
	nativeToken  = common.HexToAddress("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB")
)

// morphoParts are the feeds of an oracle of Morpho Blue; zero stands for one.
//
// Source: morpho-org/morpho-blue-oracles:src/morpho-chainlink/MorphoChainlinkOracleV2.sol.
var morphoParts = []selector{
	{0xf5, 0x0a, 0x47, 0x18}, // BASE_FEED_1()
	{0xdc, 0x53, 0x85, 0x8c}, // BASE_FEED_2()
	{0x56, 0x09, 0x5e, 0x11}, // QUOTE_FEED_1()
	{0xac, 0xfb, 0xd3, 0x9e}, // QUOTE_FEED_2()
}

// ratioProvider is whom an adapter with a cap asks what a share is worth.
var ratioProvider = selector{0xdc, 0x4a, 0x4b, 0xe8} // RATIO_PROVIDER()

// adapterParts are what adapters of Aave's oracles ask: those with a cap, and
// those that chain two feeds.
//
// Sources: bgd-labs/aave-capo:src/contracts/PriceCapAdapterBase.sol,
// PriceCapAdapterStable.sol and misc-adapters/EURPriceCapAdapterStable.sol there,
// bgd-labs/cl-synchronicity-price-adapter:src/contracts/CLSynchronicityPriceAdapterPegToBase.sol
// and CLSynchronicityPriceAdapterBaseToPeg.sol there.
var adapterParts = []selector{
	{0x4e, 0xbd, 0xc2, 0x84}, // ASSET_TO_USD_AGGREGATOR()
	{0xd2, 0x21, 0x08, 0x7c}, // BASE_TO_USD_AGGREGATOR()
	ratioProvider,
	{0xde, 0x4a, 0xed, 0xab}, // PEG_TO_BASE()
	{0x67, 0x53, 0xb8, 0xc4}, // BASE_TO_PEG()
	{0x91, 0x0b, 0xb7, 0x0c}, // ASSET_TO_PEG()
}

func (s *source) selector() selector {
	if s.Len < 4 {
		return selector{}
	}
	return selector(s.Data[:4])
}

// argument is the first one of a call, an address.
func (s *source) argument() common.Address {
	if s.Len != 36 {
		return common.Address{}
	}
	return common.BytesToAddress(s.Data[4:36])
}
