package devnet

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// MorphoBlue is a deployment of Morpho Blue with some markets, every kind of interest rate among them. Prices
// are whatever the markets' oracles are told; those of the assets in US dollars are told to their feeds.
type MorphoBlue struct {
	Chain     *Chain
	Admin     Account
	Morpho    common.Address
	Multicall common.Address
	CurveIrm  common.Address // moves as Morpho's adaptive curve does
	SlopeIrm  common.Address // a model that nobody knows
	Assets    []*Asset
	Markets   []*MorphoMarket

	contract struct{ morpho, multicall, token, feed, oracle, slope contract }
}

// MorphoMarket is a market of Morpho Blue.
type MorphoMarket struct {
	ID               common.Hash
	Loan, Collateral *Asset
	Oracle, Irm      common.Address
	LLTV             *big.Int
}

// MorphoParams is what a market's id is made of.
type MorphoParams struct {
	LoanToken, CollateralToken, Oracle, Irm common.Address
	Lltv                                    *big.Int
}

// Params are the market's.
func (k *MorphoMarket) Params() MorphoParams {
	return MorphoParams{k.Loan.Token, k.Collateral.Token, k.Oracle, k.Irm, k.LLTV}
}

// morphoMarkets are the markets that are made: the loan, the collateral, the threshold in thousandths, and
// the kind of interest.
var morphoMarkets = []struct {
	loan, collateral string
	lltv             int64
	irm              string
}{
	{"USDC", "WETH", 860, "curve"},
	{"WETH", "wstETH", 945, "curve"},
	{"USDC", "WBTC", 860, "slope"},
	{"DAI", "WETH", 770, ""},
	{"USDC", "LINK", 625, "curve"},
	{"WBTC", "PEBB", 385, "slope"},
}

// DeployMorphoBlue puts Morpho Blue and its markets on a chain, in a handful of blocks. Assets that are there
// already are used where their symbols fit.
func DeployMorphoBlue(ctx context.Context, chain *Chain, there ...*Asset) (*MorphoBlue, error) {
	code, err := load("morpho-blue")
	if err != nil {
		return nil, err
	}
	local, err := load("local")
	if err != nil {
		return nil, err
	}
	m := &MorphoBlue{Chain: chain, Admin: NewAccount("morpho admin"), Assets: morphoAssets()}
	for _, asset := range there {
		if i := slices.IndexFunc(m.Assets, func(a *Asset) bool { return a.Symbol == asset.Symbol }); i >= 0 {
			m.Assets[i] = asset
		}
	}
	if err := chain.Fund(ctx, m.Admin); err != nil {
		return nil, fmt.Errorf("funding admin: %w", err)
	}
	d, err := newDeployment(ctx, chain, m.Admin)
	if err != nil {
		return nil, err
	}
	m.create(d, code, local)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("creating Morpho: %w", err)
	}
	m.createMarkets(d, local)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("creating markets: %w", err)
	}
	return m, nil
}

func morphoAssets() []*Asset {
	return []*Asset{
		{Symbol: "WETH", Decimals: 18, Price: 2500e8},
		{Symbol: "wstETH", Decimals: 18, Price: 2950e8},
		{Symbol: "WBTC", Decimals: 8, Price: 60000e8},
		{Symbol: "USDC", Decimals: 6, Price: 1e8},
		{Symbol: "DAI", Decimals: 18, Price: 1e8},
		{Symbol: "LINK", Decimals: 18, Price: 14e8},
		{Symbol: "PEBB", Decimals: 18, Price: 1200},
	}
}

func (m *MorphoBlue) create(d *deployment, code, local bundle) {
	c := &m.contract
	c.token, c.feed = local.at("Token", common.Address{}), local.at("Feed", common.Address{})
	c.multicall = d.create(local, "Multicall")
	c.morpho = d.create(code, "Morpho", m.Admin.Address)
	m.Multicall, m.Morpho = c.multicall.at, c.morpho.at
	m.CurveIrm = d.create(local, "CurveIrm", m.Morpho).at
	c.slope = d.create(local, "SlopeIrm")
	m.SlopeIrm = c.slope.at
	for _, asset := range m.Assets {
		if asset.Token == (common.Address{}) {
			asset.Token = d.create(local, "Token", asset.Symbol, asset.Symbol, asset.Decimals).at
			asset.Feed = d.create(local, "Feed", asset.Symbol+" / USD", uint8(8), big.NewInt(asset.Price)).at
		}
		d.do(contract{asset.Token, c.token.abi}, "trust", m.Morpho)
	}
	for _, irm := range []common.Address{{}, m.CurveIrm, m.SlopeIrm} {
		d.do(c.morpho, "enableIrm", irm)
	}
}

func (m *MorphoBlue) createMarkets(d *deployment, local bundle) {
	irms := map[string]common.Address{"curve": m.CurveIrm, "slope": m.SlopeIrm}
	enabled := make(map[int64]bool)
	for _, plan := range morphoMarkets {
		k := &MorphoMarket{
			Loan: m.Asset(plan.loan), Collateral: m.Asset(plan.collateral), Irm: irms[plan.irm],
			LLTV: new(big.Int).Mul(big.NewInt(plan.lltv), big.NewInt(1e15)),
		}
		if !enabled[plan.lltv] {
			d.do(m.contract.morpho, "enableLltv", k.LLTV)
			enabled[plan.lltv] = true
		}
		m.contract.oracle = d.create(local, "Oracle", k.Quote(k.Collateral.Price, k.Loan.Price))
		k.Oracle = m.contract.oracle.at
		k.ID = k.id()
		d.do(m.contract.morpho, "createMarket", k.Params())
		m.Markets = append(m.Markets, k)
	}
}

func (k *MorphoMarket) id() common.Hash {
	word := func(a common.Address) []byte { return common.LeftPadBytes(a[:], 32) }
	return crypto.Keccak256Hash(word(k.Loan.Token), word(k.Collateral.Token), word(k.Oracle), word(k.Irm),
		common.LeftPadBytes(k.LLTV.Bytes(), 32))
}

// Quote is the oracle's price of the collateral for dollar prices of both assets: loan tokens in their smallest
// unit for the smallest unit of collateral, times 1e36.
func (k *MorphoMarket) Quote(collateral, loan int64) *big.Int {
	z := new(big.Int).Exp(big.NewInt(10), big.NewInt(36+int64(k.Loan.Decimals)-int64(k.Collateral.Decimals)), nil)
	return z.Div(z.Mul(z, big.NewInt(collateral)), big.NewInt(loan))
}

// Asset finds an asset by its symbol; it panics on one that isn't there.
func (m *MorphoBlue) Asset(symbol string) *Asset {
	for _, asset := range m.Assets {
		if asset.Symbol == symbol {
			return asset
		}
	}
	panic("devnet: no asset " + symbol)
}
