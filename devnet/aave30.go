package devnet

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// aave30 is Aave v3.0, the code that most forks run: modes by category, stable debt, a strategy a reserve.
type aave30 struct{ artifacts string }

func (a aave30) family() string { return a.artifacts }

func (aave30) implementations(d *deployment, code bundle, provider contract) (pool, configurator contract) {
	return d.create(code, "Pool", provider.at), d.create(code, "PoolConfigurator")
}

// reserve30 is ConfiguratorInputTypes.InitReserveInput.
type reserve30 struct {
	ATokenImpl                  common.Address
	StableDebtTokenImpl         common.Address
	VariableDebtTokenImpl       common.Address
	UnderlyingAssetDecimals     uint8
	InterestRateStrategyAddress common.Address
	UnderlyingAsset             common.Address
	Treasury                    common.Address
	IncentivesController        common.Address
	ATokenName                  string
	ATokenSymbol                string
	VariableDebtTokenName       string
	VariableDebtTokenSymbol     string
	StableDebtTokenName         string
	StableDebtTokenSymbol       string
	Params                      []byte
}

func (aave30) list(d *deployment, code bundle, m *Market) (aToken, debt contract) {
	aToken = d.create(code, "AToken", m.Pool)
	debt = d.create(code, "VariableDebtToken", m.Pool)
	stable := d.create(code, "StableDebtToken", m.Pool)
	for _, asset := range m.Assets {
		rates := d.create(code, "DefaultReserveInterestRateStrategy", rates30(m.Provider, asset.Slope)...)
		d.do(m.contract.configurator, "initReserves", []reserve30{{
			ATokenImpl:                  aToken.at,
			StableDebtTokenImpl:         stable.at,
			VariableDebtTokenImpl:       debt.at,
			UnderlyingAssetDecimals:     asset.Decimals,
			InterestRateStrategyAddress: rates.at,
			UnderlyingAsset:             asset.Token,
			Treasury:                    m.Treasury.Address,
			ATokenName:                  "Aave Local " + asset.Symbol,
			ATokenSymbol:                "aLoc" + asset.Symbol,
			VariableDebtTokenName:       "Aave Local Variable Debt " + asset.Symbol,
			VariableDebtTokenSymbol:     "variableDebtLoc" + asset.Symbol,
			StableDebtTokenName:         "Aave Local Stable Debt " + asset.Symbol,
			StableDebtTokenSymbol:       "stableDebtLoc" + asset.Symbol,
		}})
	}
	return aToken, debt
}

// rates30 are the arguments of DefaultReserveInterestRateStrategy: best usage, base, slope to it, slope beyond
// it, the two slopes of stable debt, its offset over the first slope, the offset for too much of it, and its
// best share, in rays.
func rates30(provider common.Address, slope int64) []any {
	perPoint := new(big.Int).Exp(big.NewInt(10), big.NewInt(23), nil) // a basis point of a ray
	args := []any{provider}
	for _, points := range []int64{8000, 0, slope, 7500, 50, 7500, 100, 800, 2000} {
		args = append(args, new(big.Int).Mul(big.NewInt(points), perPoint))
	}
	return args
}

func (aave30) setEMode(m *Market, mode EMode) Call {
	return m.admin("setEModeCategory", mode.ID, mode.LTV, mode.Threshold, mode.Bonus, mode.Oracle, mode.Label)
}

func (aave30) setAssetInEMode(m *Market, asset *Asset, mode uint8, member bool) Call {
	if !member {
		mode = 0
	}
	return m.admin("setAssetEModeCategory", asset.Token, mode)
}

func (aave30) setPause(m *Market, asset *Asset, paused bool, _ uint64) Call {
	return m.admin("setReservePause", asset.Token, paused)
}
