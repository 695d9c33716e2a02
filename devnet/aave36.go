package devnet

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// aave36 is Aave v3.6: modes by bitmap, one rate strategy for all reserves, no stable debt.
type aave36 struct{}

func (aave36) family() string { return "aave-3.6" }

func (aave36) implementations(d *deployment, code bundle, provider contract) (pool, configurator contract) {
	rates := d.create(code, "DefaultReserveInterestRateStrategyV2", provider.at)
	pool = d.create(code, "PoolInstance", provider.at, rates.at)
	return pool, d.create(code, "PoolConfiguratorInstance")
}

// reserve36 is ConfiguratorInputTypes.InitReserveInput.
type reserve36 struct {
	ATokenImpl              common.Address
	VariableDebtTokenImpl   common.Address
	UnderlyingAsset         common.Address
	ATokenName              string
	ATokenSymbol            string
	VariableDebtTokenName   string
	VariableDebtTokenSymbol string
	Params                  []byte
	InterestRateData        []byte
}

func (aave36) list(d *deployment, code bundle, m *Market) (aToken, debt contract) {
	nobody := common.Address{}
	aToken = d.create(code, "ATokenInstance", m.Pool, nobody, m.Treasury.Address)
	debt = d.create(code, "VariableDebtTokenInstance", m.Pool, nobody)
	for _, asset := range m.Assets {
		d.do(m.contract.configurator, "initReserves", []reserve36{{
			ATokenImpl:              aToken.at,
			VariableDebtTokenImpl:   debt.at,
			UnderlyingAsset:         asset.Token,
			ATokenName:              "Aave Local " + asset.Symbol,
			ATokenSymbol:            "aLoc" + asset.Symbol,
			VariableDebtTokenName:   "Aave Local Variable Debt " + asset.Symbol,
			VariableDebtTokenSymbol: "variableDebtLoc" + asset.Symbol,
			InterestRateData:        rates36(asset.Slope),
		}})
	}
	return aToken, debt
}

// rates36 is IDefaultInterestRateStrategyV2.InterestRateData: best usage, base, slope to it, slope beyond it,
// each a word in basis points.
func rates36(slope int64) []byte {
	var data []byte
	for _, value := range []int64{8000, 0, slope, 7500} {
		data = append(data, common.BigToHash(big.NewInt(value)).Bytes()...)
	}
	return data
}

func (aave36) setEMode(m *Market, mode EMode) Call {
	return m.admin("setEModeCategory", mode.ID, mode.LTV, mode.Threshold, mode.Bonus, mode.Label)
}

func (aave36) setAssetInEMode(m *Market, asset *Asset, mode uint8, member bool) Call {
	return m.admin("setAssetCollateralInEMode", asset.Token, mode, member)
}

func (aave36) setPause(m *Market, asset *Asset, paused bool, grace uint64) Call {
	return m.admin("setReservePause", asset.Token, paused, new(big.Int).SetUint64(grace))
}
