package devnet

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// token36 is ConfiguratorInputTypes.UpdateATokenInput, and UpdateDebtTokenInput.
type token36 struct {
	Asset          common.Address
	Name           string
	Symbol         string
	Implementation common.Address
	Params         []byte
}

// Upgrade puts the code of 3.6 behind a market of 3.0, in one block: pool, configurator, tokens, efficiency modes.
// Official markets came there through every version between, but each part is as it was there: the interest
// since the last change of a reserve is reckoned in the new way at once, without any event of that reserve.
// A reserve bears no interest from its next change on until SetRates. There must be no stable debt.
func (m *Market) Upgrade(ctx context.Context) error {
	if m.Version == V36 {
		return fmt.Errorf("upgrading to %s: %w", V36, ErrVersion)
	}
	code, err := load(aave36{}.family())
	if err != nil {
		return err
	}
	m.Chain.learn(code)
	d, err := newDeployment(ctx, m.Chain, m.Admin)
	if err != nil {
		return err
	}
	nobody := common.Address{}
	c := &m.contract
	rates := d.create(code, "DefaultReserveInterestRateStrategyV2", m.Provider)
	pool := d.create(code, "PoolFrom30", m.Provider, rates.at)
	configurator := d.create(code, "PoolConfiguratorInstance")
	aToken := d.create(code, "ATokenInstance", m.Pool, nobody, m.Treasury.Address)
	debt := d.create(code, "VariableDebtTokenInstance", m.Pool, nobody)
	data := d.create(code, "AaveProtocolDataProvider", m.Provider)
	d.do(c.provider, "setPoolImpl", pool.at)
	d.do(c.provider, "setPoolConfiguratorImpl", configurator.at)
	d.do(c.provider, "setPoolDataProvider", data.at)

	m.Version, m.edition = V36, aave36{}
	m.DataProvider, c.data = data.at, data
	c.pool.abi, c.configurator.abi, c.aToken.abi, c.debt.abi = pool.abi, configurator.abi, aToken.abi, debt.abi
	for _, asset := range m.Assets {
		d.do(c.configurator, "updateAToken", token36{
			Asset: asset.Token, Name: "Aave Local " + asset.Symbol, Symbol: "aLoc" + asset.Symbol, Implementation: aToken.at,
		})
		d.do(c.configurator, "updateVariableDebtToken", token36{
			Asset: asset.Token, Name: "Aave Local Variable Debt " + asset.Symbol,
			Symbol: "variableDebtLoc" + asset.Symbol, Implementation: debt.at,
		})
		asset.StableDebt = common.Address{}
	}
	for _, mode := range m.EModes {
		m.fillEMode(d, mode)
	}
	if err := d.flush(ctx); err != nil {
		return fmt.Errorf("upgrading to %s: %w", V36, err)
	}
	return nil
}
