package devnet

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Version is a version of Aave v3 that can be deployed.
type Version string

const (
	V300 Version = "3.0.0" // @aave/core-v3 1.16.2
	V30  Version = "3.0"   // @aave/core-v3 1.19.3: the code of 3.0.2, although its POOL_REVISION says 1 as well
	V36  Version = "3.6"   // @aave-dao/aave-v3-origin 3.6.0
)

// ErrVersion is what sending an operation answers that the market's version doesn't have.
var ErrVersion = errors.New("operation is not in this version")

// Asset is a reserve of a market. Prices are US dollars with eight decimals, ratios are basis points.
type Asset struct {
	Symbol     string
	Decimals   uint8
	Price      int64 // at the start
	LTV        int64
	Threshold  int64 // zero for what is no collateral
	Bonus      int64 // 10500 gives a liquidator five percent
	Slope      int64 // interest a year at the usage that is thought best, 80 %
	Ceiling    int64 // debt ceiling in US cents of what may only be used in isolation; zero is none
	Isolatable bool  // may be borrowed in isolation
	Stable     bool  // may be borrowed at a stable rate, where the version has one

	Token        common.Address
	Feed         common.Address
	AToken       common.Address
	VariableDebt common.Address
	StableDebt   common.Address // zero where the version has none
}

// Units is so many whole tokens, in the token's smallest unit.
func (a *Asset) Units(whole int64) *big.Int {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(a.Decimals)), nil)
	return unit.Mul(unit, big.NewInt(whole))
}

// EMode is an efficiency mode. In 3.0 an asset belongs to one mode at most, for collateral and for debt alike:
// Collateral is all that is looked at. From 3.6 on, LTVZero names collateral that lends no borrowing power.
type EMode struct {
	ID         uint8
	LTV        uint16
	Threshold  uint16
	Bonus      uint16
	Label      string
	Oracle     common.Address // 3.0 only: what is priced in place of the members; zero is themselves
	Collateral []string
	Borrowable []string
	LTVZero    []string
}

// Market is an Aave v3 market on a chain. Its operations are calls: nothing happens before they are sent.
type Market struct {
	Version  Version
	Chain    *Chain
	Admin    Account // owner of everything, with every role
	Treasury Account
	Assets   []*Asset
	EModes   []EMode // as they were at the start

	Provider     common.Address // PoolAddressesProvider: what a configuration names
	Pool         common.Address
	Configurator common.Address
	Oracle       common.Address // AaveOracle
	DataProvider common.Address // AaveProtocolDataProvider
	Multicall    common.Address // answers as Multicall3 does
	Borrower     common.Address // receiver of flash loans

	edition  edition
	contract struct {
		provider, pool, configurator, oracle, data, multicall contract
		token, feed, aToken, debt                             contract // of any asset: only their ABI counts
	}
}

// edition is what a version does its own way.
type edition interface {
	// family is the name of the version's bundle.
	family() string
	// implementations add the creation of the code behind the pool's and the configurator's proxies.
	implementations(d *deployment, code bundle, provider contract) (pool, configurator contract)
	// list adds the listing of all assets and says what kinds of token the reserves have.
	list(d *deployment, code bundle, m *Market) (aToken, debt contract)
	setEMode(m *Market, mode EMode) Call
	setAssetInEMode(m *Market, asset *Asset, mode uint8, member bool) Call
	setPause(m *Market, asset *Asset, paused bool, grace uint64) Call
}

func editionOf(version Version) (edition, error) {
	switch version {
	case V300:
		return aave30{"aave-3.0.0"}, nil
	case V30:
		return aave30{"aave-3.0.2"}, nil
	case V36:
		return aave36{}, nil
	}
	return nil, fmt.Errorf("choosing contracts: no version %q", version)
}

// Asset is the asset of that symbol; to ask for one that isn't there is a mistake in the program.
func (m *Market) Asset(symbol string) *Asset {
	for _, asset := range m.Assets {
		if asset.Symbol == symbol {
			return asset
		}
	}
	panic("devnet: no asset " + symbol)
}

// assets is what every market lists: six kinds of decimals and rules, and one that is no collateral by itself.
func assets(version Version) []*Asset {
	cents := uint8(2)
	if version == V36 {
		cents = 6 // the fewest that later versions list
	}
	return []*Asset{
		{Symbol: "WETH", Decimals: 18, Price: 2500e8, LTV: 8050, Threshold: 8300, Bonus: 10500, Slope: 270},
		{Symbol: "wstETH", Decimals: 18, Price: 2950e8, LTV: 7850, Threshold: 8100, Bonus: 10600, Slope: 450},
		{Symbol: "WBTC", Decimals: 8, Price: 60000e8, LTV: 7300, Threshold: 7800, Bonus: 10500, Slope: 400},
		{Symbol: "USDC", Decimals: 6, Price: 1e8, LTV: 7500, Threshold: 7800, Bonus: 10450, Slope: 550,
			Isolatable: true, Stable: true},
		{Symbol: "DAI", Decimals: 18, Price: 1e8, LTV: 6300, Threshold: 7700, Bonus: 10500, Slope: 550,
			Isolatable: true, Stable: true},
		{Symbol: "LINK", Decimals: 18, Price: 14e8, LTV: 5300, Threshold: 6800, Bonus: 10700, Slope: 700,
			Ceiling: 5_000_000_00},
		{Symbol: "EURS", Decimals: cents, Price: 1.08e8, Slope: 600, Isolatable: true},
	}
}

// eModes share an asset from 3.6 on, and one of them lends nothing against it.
func eModes(version Version) []EMode {
	modes := []EMode{
		{ID: 1, LTV: 9300, Threshold: 9500, Bonus: 10100, Label: "ETH correlated",
			Collateral: []string{"WETH", "wstETH"}, Borrowable: []string{"WETH", "wstETH"}},
		{ID: 2, LTV: 9000, Threshold: 9300, Bonus: 10200, Label: "Stablecoins",
			Collateral: []string{"USDC", "DAI", "EURS"}, Borrowable: []string{"USDC", "DAI", "EURS"}},
	}
	if version == V36 {
		modes = append(modes, EMode{ID: 3, LTV: 8200, Threshold: 8500, Bonus: 10400, Label: "BTC and ETH for dollars",
			Collateral: []string{"WBTC", "WETH"}, Borrowable: []string{"USDC", "DAI"}, LTVZero: []string{"WETH"}})
	}
	return modes
}
