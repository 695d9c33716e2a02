package devnet

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// AaveV2 is a market of Aave v2, as it was at first. It values in wei of ether, or, as later deployments do, in
// US dollars with eight decimals.
type AaveV2 struct {
	Chain    *Chain
	Admin    Account
	Treasury Account
	Dollars  bool     // what it values in
	Assets   []*Asset // prices in US dollars all the same

	Provider  common.Address // LendingPoolAddressesProvider: what a configuration names
	Pool      common.Address
	Oracle    common.Address
	Manager   common.Address
	Multicall common.Address
	Borrower  common.Address // receiver of flash loans
	EtherFeed common.Address // the price of ether in US dollars, with eight decimals

	code     bundle
	contract struct {
		provider, pool, configurator, manager, oracle, rates, data, multicall contract
		token, feed, aToken, debt                                             contract // of any asset: only their ABI counts
	}
}

// etherPrice is what ether costs in US dollars, always: a market that values in ether doesn't see it move.
const etherPrice = 2500e8

// DeployAaveV2 puts a market on a chain, in a handful of blocks.
func DeployAaveV2(ctx context.Context, chain *Chain, dollars bool) (*AaveV2, error) {
	code, err := load("aave-2")
	if err != nil {
		return nil, err
	}
	local, err := load("local")
	if err != nil {
		return nil, err
	}
	later, err := load("aave-3.0.2")
	if err != nil {
		return nil, err
	}
	m := &AaveV2{
		Chain: chain, Admin: NewAccount("aave v2 admin"), Treasury: NewAccount("aave v2 treasury"), Dollars: dollars,
		Assets: assets(V30), code: code,
	}
	if err := chain.Fund(ctx, m.Admin); err != nil {
		return nil, fmt.Errorf("funding admin: %w", err)
	}
	d, err := newDeployment(ctx, chain, m.Admin)
	if err != nil {
		return nil, err
	}
	m.createTokens(d, local)
	m.createPool(d)
	m.createOracles(d, later)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("creating pool: %w", err)
	}
	if err := m.find(ctx, "getLendingPool", &m.contract.pool); err != nil {
		return nil, err
	}
	if err := m.find(ctx, "getLendingPoolConfigurator", &m.contract.configurator); err != nil {
		return nil, err
	}
	m.Pool = m.contract.pool.at
	m.list(d)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("listing assets: %w", err)
	}
	if err := m.findTokens(ctx); err != nil {
		return nil, fmt.Errorf("looking for reserves: %w", err)
	}
	m.configure(d)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("configuring assets: %w", err)
	}
	return m, nil
}

// createTokens adds our own contracts.
func (m *AaveV2) createTokens(d *deployment, local bundle) {
	c := &m.contract
	c.multicall = d.create(local, "Multicall")
	m.Multicall, m.Borrower = c.multicall.at, d.create(local, "Borrower").at
	m.EtherFeed = d.create(local, "Feed", "ETH / USD", uint8(8), big.NewInt(etherPrice)).at
	for _, asset := range m.Assets {
		c.token = d.create(local, "Token", asset.Symbol, asset.Symbol, asset.Decimals)
		c.feed = d.create(local, "Feed", asset.Symbol, uint8(8), m.Quote(asset.Price))
		asset.Token, asset.Feed = c.token.at, c.feed.at
	}
}

// createPool adds the market's contracts that come before the reserves.
func (m *AaveV2) createPool(d *deployment) {
	c := &m.contract
	c.provider = d.create(m.code, "LendingPoolAddressesProvider", "Local Aave v2 Market")
	m.Provider = c.provider.at
	d.do(c.provider, "setPoolAdmin", m.Admin.Address)
	d.do(c.provider, "setEmergencyAdmin", m.Admin.Address)
	c.pool = d.create(m.code, "LendingPool")
	d.do(c.provider, "setLendingPoolImpl", c.pool.at)
	c.configurator = d.create(m.code, "LendingPoolConfigurator")
	d.do(c.provider, "setLendingPoolConfiguratorImpl", c.configurator.at)
	c.manager = d.create(m.code, "LendingPoolCollateralManager")
	m.Manager = c.manager.at
	d.do(c.provider, "setLendingPoolCollateralManager", m.Manager)
	c.data = d.create(m.code, "AaveProtocolDataProvider", m.Provider)
}

// createOracles adds those of prices and of the stable rates. Of the oracle in dollars the first package has no
// code; the next version's answers the same.
func (m *AaveV2) createOracles(d *deployment, later bundle) {
	c := &m.contract
	nobody := common.Address{}
	var tokens, feeds []common.Address
	for _, asset := range m.Assets {
		tokens, feeds = append(tokens, asset.Token), append(feeds, asset.Feed)
	}
	if m.Dollars {
		c.oracle = d.create(later, "AaveOracle", m.Provider, tokens, feeds, nobody, nobody, big.NewInt(1e8))
	} else {
		c.oracle = d.create(m.code, "AaveOracle", tokens, feeds, nobody, m.Asset("WETH").Token)
	}
	m.Oracle = c.oracle.at
	d.do(c.provider, "setPriceOracle", m.Oracle)
	c.rates = d.create(m.code, "LendingRateOracle")
	d.do(c.provider, "setLendingRateOracle", c.rates.at)
	for _, asset := range m.Assets {
		d.do(c.rates, "setMarketBorrowRate", asset.Token, rayPoints(300))
	}
}

// rayPoints is so many basis points in rays.
func rayPoints(n int64) *big.Int {
	z := new(big.Int).Exp(big.NewInt(10), big.NewInt(23), nil)
	return z.Mul(z, big.NewInt(n))
}

// find asks for a proxy that the provider made.
func (m *AaveV2) find(ctx context.Context, method string, found *contract) error {
	out, err := m.contract.provider.read(ctx, m.Chain, method)
	if err != nil {
		return fmt.Errorf("looking for pool: %w", err)
	}
	found.at = out[0].(common.Address)
	return nil
}

// list adds the listing of all assets: three tokens and a strategy each.
func (m *AaveV2) list(d *deployment) {
	c := &m.contract
	nobody := common.Address{}
	for _, asset := range m.Assets {
		c.aToken = d.create(m.code, "AToken", m.Pool, asset.Token, m.Treasury.Address,
			"Aave Local "+asset.Symbol, "aLoc"+asset.Symbol, nobody)
		stable := d.create(m.code, "StableDebtToken", m.Pool, asset.Token,
			"Aave Local Stable Debt "+asset.Symbol, "stableDebtLoc"+asset.Symbol, nobody)
		c.debt = d.create(m.code, "VariableDebtToken", m.Pool, asset.Token,
			"Aave Local Variable Debt "+asset.Symbol, "variableDebtLoc"+asset.Symbol, nobody)
		rates := d.create(m.code, "DefaultReserveInterestRateStrategy", m.Provider, rayPoints(8000), rayPoints(0),
			rayPoints(asset.Slope), rayPoints(7500), rayPoints(50), rayPoints(7500))
		d.do(c.configurator, "initReserve", c.aToken.at, stable.at, c.debt.at, asset.Decimals, rates.at)
	}
}

// findTokens asks for the proxies that the configurator made.
func (m *AaveV2) findTokens(ctx context.Context) error {
	for _, asset := range m.Assets {
		out, err := m.contract.data.read(ctx, m.Chain, "getReserveTokensAddresses", asset.Token)
		if err != nil {
			return err
		}
		asset.AToken, asset.StableDebt, asset.VariableDebt =
			out[0].(common.Address), out[1].(common.Address), out[2].(common.Address)
	}
	return nil
}

// configure adds the parameters of the reserves.
func (m *AaveV2) configure(d *deployment) {
	for _, asset := range m.Assets {
		d.do(contract{asset.Token, m.contract.token.abi}, "trust", m.Pool)
		d.add(m.SetBorrowing(asset, asset.Stable), m.SetReserveFactor(asset, 1000))
		if asset.Threshold != 0 {
			d.add(m.ConfigureCollateral(asset, asset.LTV, asset.Threshold, asset.Bonus))
		}
	}
}

// Asset finds an asset by its symbol; it panics on one that isn't there.
func (m *AaveV2) Asset(symbol string) *Asset {
	for _, asset := range m.Assets {
		if asset.Symbol == symbol {
			return asset
		}
	}
	panic("devnet: no asset " + symbol)
}

// Quote is a price in US dollars as the market's feeds tell it.
func (m *AaveV2) Quote(dollars int64) *big.Int {
	z := big.NewInt(dollars)
	if m.Dollars {
		return z
	}
	return z.Div(z.Mul(z, big.NewInt(1e18)), big.NewInt(etherPrice))
}
