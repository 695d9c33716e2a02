package devnet

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Deploy puts a market on a chain, in a handful of blocks.
func Deploy(ctx context.Context, chain *Chain, version Version) (*Market, error) {
	edition, err := editionOf(version)
	if err != nil {
		return nil, err
	}
	code, err := load(edition.family())
	if err != nil {
		return nil, err
	}
	local, err := load("local")
	if err != nil {
		return nil, err
	}
	m := &Market{
		Version: version, Chain: chain, edition: edition,
		Admin: NewAccount("admin"), Treasury: NewAccount("treasury"),
		Assets: assets(version), EModes: eModes(version),
	}
	chain.learn(code)
	if err := chain.Fund(ctx, m.Admin); err != nil {
		return nil, fmt.Errorf("funding admin: %w", err)
	}
	d, err := newDeployment(ctx, chain, m.Admin)
	if err != nil {
		return nil, err
	}
	m.createTokens(d, local)
	m.createPool(d, code)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("creating pool: %w", err)
	}
	if err := m.findPool(ctx); err != nil {
		return nil, fmt.Errorf("looking for pool: %w", err)
	}
	m.contract.aToken, m.contract.debt = edition.list(d, code, m)
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
func (m *Market) createTokens(d *deployment, local bundle) {
	c := &m.contract
	c.multicall = d.create(local, "Multicall")
	m.Multicall, m.Borrower = c.multicall.at, d.create(local, "Borrower").at
	for _, asset := range m.Assets {
		c.token = d.create(local, "Token", asset.Symbol, asset.Symbol, asset.Decimals)
		c.feed = d.create(local, "Feed", asset.Symbol+" / USD", uint8(8), big.NewInt(asset.Price))
		asset.Token, asset.Feed = c.token.at, c.feed.at
	}
}

// createPool adds the market's contracts that come before the reserves.
func (m *Market) createPool(d *deployment, code bundle) {
	c := &m.contract
	c.provider = d.create(code, "PoolAddressesProvider", "Local Aave Market", m.Admin.Address)
	m.Provider = c.provider.at
	d.do(c.provider, "setACLAdmin", m.Admin.Address)
	acl := d.create(code, "ACLManager", m.Provider)
	d.do(c.provider, "setACLManager", acl.at)
	for _, role := range []string{"addPoolAdmin", "addEmergencyAdmin", "addRiskAdmin", "addAssetListingAdmin"} {
		d.do(acl, role, m.Admin.Address)
	}
	var tokens, feeds []common.Address
	for _, asset := range m.Assets {
		tokens, feeds = append(tokens, asset.Token), append(feeds, asset.Feed)
	}
	nobody := common.Address{}
	c.oracle = d.create(code, "AaveOracle", m.Provider, tokens, feeds, nobody, nobody, big.NewInt(1e8))
	m.Oracle = c.oracle.at
	d.do(c.provider, "setPriceOracle", m.Oracle)
	c.pool, c.configurator = m.edition.implementations(d, code, c.provider)
	d.do(c.provider, "setPoolImpl", c.pool.at)
	d.do(c.provider, "setPoolConfiguratorImpl", c.configurator.at)
	c.data = d.create(code, "AaveProtocolDataProvider", m.Provider)
	m.DataProvider = c.data.at
	d.do(c.provider, "setPoolDataProvider", m.DataProvider)
}

// findPool asks for the proxies that the provider made.
func (m *Market) findPool(ctx context.Context) error {
	for method, found := range map[string]*contract{
		"getPool": &m.contract.pool, "getPoolConfigurator": &m.contract.configurator,
	} {
		out, err := m.contract.provider.read(ctx, m.Chain, method)
		if err != nil {
			return err
		}
		found.at = out[0].(common.Address)
	}
	m.Pool, m.Configurator = m.contract.pool.at, m.contract.configurator.at
	return nil
}

// findTokens asks for the proxies that the configurator made.
func (m *Market) findTokens(ctx context.Context) error {
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

// configure adds the parameters of the reserves and the efficiency modes.
func (m *Market) configure(d *deployment) {
	for _, asset := range m.Assets {
		token := contract{asset.Token, m.contract.token.abi}
		d.do(token, "trust", m.Pool)
		d.add(m.SetBorrowing(asset, true), m.SetReserveFactor(asset, 1000))
		if m.Version != V300 {
			d.add(m.SetFlashLoaning(asset, true))
		}
		if asset.Ceiling != 0 {
			d.add(m.SetDebtCeiling(asset, asset.Ceiling))
		}
		if asset.Isolatable {
			d.add(m.SetBorrowableInIsolation(asset, true))
		}
		if asset.Stable && asset.StableDebt != (common.Address{}) {
			d.add(m.SetStableBorrowing(asset, true))
		}
		if asset.Threshold != 0 {
			d.add(m.ConfigureCollateral(asset, asset.LTV, asset.Threshold, asset.Bonus),
				m.SetLiquidationProtocolFee(asset, 1000))
		}
	}
	for _, mode := range m.EModes {
		d.add(m.SetEMode(mode))
		m.fillEMode(d, mode)
	}
}

// fillEMode adds the assets of an efficiency mode.
func (m *Market) fillEMode(d *deployment, mode EMode) {
	for _, symbol := range mode.Collateral {
		d.add(m.SetAssetInEMode(m.Asset(symbol), mode.ID, true))
	}
	if m.Version != V36 {
		return
	}
	for _, symbol := range mode.Borrowable {
		d.add(m.SetBorrowableInEMode(m.Asset(symbol), mode.ID, true))
	}
	for _, symbol := range mode.LTVZero {
		d.add(m.SetLTVZeroInEMode(m.Asset(symbol), mode.ID, true))
	}
}
