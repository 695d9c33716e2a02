package devnet

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
)

// Venus is Venus' core pool, a diamond of facets, with some markets, VAI, and an efficiency mode. Prices are
// whatever its oracle is told.
type Venus struct {
	Chain       *Chain
	Admin       Account
	Comptroller common.Address
	Oracle      common.Address
	Multicall   common.Address
	VAI         common.Address // the token
	Controller  common.Address // VAI's
	Markets     []*VenusMarket
	Modes       uint8 // efficiency modes, numbered from 1

	contract struct{ comptroller, desk, multicall, token, vToken, vai, controller contract }
}

// VenusMarket is a market with its asset. Weights and incentives are in thousandths.
type VenusMarket struct {
	*Asset
	VToken                           common.Address
	Factor, Threshold, Incentive     int64
	ModeFactor, ModeThreshold, Bonus int64 // in the efficiency mode; zero: not in it
	Kinks                            bool  // whether the rate has two kinks
}

// venusMarkets share one mode of stable assets.
func venusMarkets() []*VenusMarket {
	asset := func(symbol string, decimals uint8, price int64) *Asset {
		return &Asset{Symbol: symbol, Decimals: decimals, Price: price}
	}
	return []*VenusMarket{
		{Asset: asset("WETH", 18, 2500e8), Factor: 750, Threshold: 800, Incentive: 1100},
		{Asset: asset("BTCB", 8, 60000e8), Factor: 750, Threshold: 780, Incentive: 1080, Kinks: true},
		{Asset: asset("USDC", 6, 1e8), Factor: 825, Threshold: 825, Incentive: 1050, ModeFactor: 930, ModeThreshold: 950, Bonus: 1020},
		{Asset: asset("USDT", 18, 1e8), Factor: 780, Threshold: 800, Incentive: 1060, ModeFactor: 930, ModeThreshold: 940, Bonus: 1030, Kinks: true},
		{Asset: asset("LINK", 18, 14e8), Factor: 600, Threshold: 630, Incentive: 1200},
	}
}

// Market is the market of that asset; to ask for one that isn't there is a mistake in the program.
func (v *Venus) Market(symbol string) *VenusMarket {
	for _, m := range v.Markets {
		if m.Symbol == symbol {
			return m
		}
	}
	panic("devnet: no market of " + symbol)
}

// DeployVenus puts Venus on a chain, in a handful of blocks. Assets that are there already are used where their
// symbols fit.
func DeployVenus(ctx context.Context, chain *Chain, there ...*Asset) (*Venus, error) {
	code, err := load("venus-core")
	if err != nil {
		return nil, err
	}
	local, err := load("local")
	if err != nil {
		return nil, err
	}
	v := &Venus{Chain: chain, Admin: NewAccount("venus admin"), Markets: venusMarkets(), Modes: 1}
	for _, asset := range there {
		if i := slices.IndexFunc(v.Markets, func(m *VenusMarket) bool { return m.Symbol == asset.Symbol }); i >= 0 {
			v.Markets[i].Asset = asset
		}
	}
	chain.learn(code)
	if err := chain.Fund(ctx, v.Admin); err != nil {
		return nil, fmt.Errorf("funding admin: %w", err)
	}
	d, err := newDeployment(ctx, chain, v.Admin)
	if err != nil {
		return nil, err
	}
	for _, step := range []struct {
		what string
		do   func(d *deployment, code, local bundle)
	}{
		{"creating comptroller", v.createComptroller},
		{"creating markets", v.createMarkets},
		{"creating VAI", v.createVAI},
		{"configuring", v.configure},
	} {
		step.do(d, code, local)
		if err := d.flush(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return v, nil
}

// diamondCut is IDiamondCut.FacetCut.
type diamondCut struct {
	FacetAddress      common.Address
	Action            uint8 // 0: add
	FunctionSelectors [][4]byte
}

// createComptroller makes the diamond. Each facet is added by a call of its own: all at once need more gas than
// a transaction may have.
func (v *Venus) createComptroller(d *deployment, code, local bundle) {
	c := &v.contract
	c.multicall = d.create(local, "Multicall")
	c.desk = d.create(local, "VenusDesk")
	v.Multicall, v.Oracle = c.multicall.at, c.desk.at
	proxy := d.create(code, "Unitroller")
	diamond := d.create(code, "Diamond")
	v.Comptroller = proxy.at
	d.do(proxy, "_setPendingImplementation", diamond.at)
	d.do(diamond, "_become", proxy.at)
	cut := contract{proxy.at, diamond.abi}
	all := abi.ABI{Methods: maps.Clone(diamond.abi.Methods), Events: diamond.abi.Events}
	known := make(map[string]bool)
	for _, m := range all.Methods {
		known[m.Sig] = true
	}
	for _, name := range []string{"MarketFacet", "PolicyFacet", "SetterFacet", "RewardFacet"} {
		facet := d.create(code, name)
		add := diamondCut{FacetAddress: facet.at}
		for _, m := range facet.abi.Methods {
			if !known[m.Sig] {
				all.Methods[m.Name], known[m.Sig] = m, true
				add.FunctionSelectors = append(add.FunctionSelectors, [4]byte(m.ID))
			}
		}
		d.do(cut, "diamondCut", []diamondCut{add})
	}
	c.comptroller = contract{proxy.at, &all}
	d.do(c.comptroller, "_setComptrollerLens", d.create(code, "ComptrollerLens").at)
	d.do(c.comptroller, "_setAccessControl", v.Oracle)
	d.do(c.comptroller, "_setPriceOracle", v.Oracle)
	d.do(c.comptroller, "setDeviationBoundedOracle", v.Oracle)
	d.do(c.comptroller, "_setCloseFactor", thousandths(500))
}

// blocksPerYear of the markets' rates is far less than there are, so that interest shows within few blocks.
const blocksPerYear = 100_000

func (v *Venus) createMarkets(d *deployment, code, local bundle) {
	c := &v.contract
	c.token = local.at("Token", common.Address{})
	year := big.NewInt(blocksPerYear)
	kinked := d.create(code, "TwoKinksInterestRateModel", thousandths(10), thousandths(100), thousandths(500),
		thousandths(300), thousandths(20), thousandths(800), thousandths(2000), year)
	plain := d.create(code, "JumpRateModel", thousandths(20), thousandths(150), thousandths(1500), thousandths(700), year)
	delegate := d.create(code, "VBep20Delegate")
	for _, m := range v.Markets {
		if m.Token == (common.Address{}) {
			m.Token = d.create(local, "Token", m.Symbol, m.Symbol, m.Decimals).at
		}
		model := plain
		if m.Kinks {
			model = kinked
		}
		// a vToken has 8 decimals and is worth a fiftieth of its asset at first
		rate := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(m.Decimals)+10-2), nil)
		rate.Mul(rate, big.NewInt(2))
		created := d.create(code, "VBep20Delegator", m.Token, v.Comptroller, model.at, rate, "Venus "+m.Symbol,
			"v"+m.Symbol, uint8(8), v.Admin.Address, delegate.at, []byte{})
		m.VToken = created.at
		c.vToken = contract{abi: delegate.abi}
		d.do(contract{m.Token, c.token.abi}, "trust", m.VToken)
		d.do(v.vToken(m), "setAccessControlManager", v.Oracle)
		d.do(v.vToken(m), "setProtocolShareReserve", v.Oracle)
		d.do(v.vToken(m), "setReduceReservesBlockDelta", big.NewInt(20))
		d.do(v.vToken(m), "_setReserveFactor", thousandths(200))
		d.add(v.SetPrice(m, v.Mantissa(m, m.Price)))
	}
}

func (v *Venus) createVAI(d *deployment, code, _ bundle) {
	c := &v.contract
	c.vai = d.create(code, "VAI", big.NewInt(ChainID))
	proxy := d.create(code, "VAIUnitroller")
	implementation := d.create(code, "VAIController")
	v.VAI, v.Controller = c.vai.at, proxy.at
	c.controller = contract{proxy.at, implementation.abi}
	d.do(proxy, "_setPendingImplementation", implementation.at)
	d.do(implementation, "_become", proxy.at)
	d.do(c.controller, "initialize")
	d.do(c.controller, "_setComptroller", v.Comptroller)
	d.do(c.controller, "setVAIToken", v.VAI)
	d.do(c.controller, "setAccessControl", v.Oracle)
	d.do(c.controller, "setReceiver", v.Admin.Address)
	d.do(c.controller, "setBaseRate", new(big.Int).Mul(thousandths(1000), big.NewInt(40))) // its blocks are short
	d.do(c.vai, "rely", v.Controller)
	d.do(c.comptroller, "_setVAIController", v.Controller)
	d.do(c.comptroller, "_setVAIMintRate", big.NewInt(5000)) // basis points
	d.do(c.desk, "set", v.VAI, thousandths(1000))
}

func (v *Venus) configure(d *deployment, _, _ bundle) {
	c := v.contract.comptroller
	d.do(c, "createPool", "stable assets")
	mode := big.NewInt(1)
	for _, m := range v.Markets {
		one := []common.Address{m.VToken}
		d.do(c, "_supportMarket", m.VToken)
		d.add(v.SetWeights(m, m.Factor, m.Threshold), v.SetIncentive(m, m.Incentive))
		d.do(c, "setMarketSupplyCaps", one, []*big.Int{new(big.Int).Lsh(big.NewInt(1), 120)})
		d.do(c, "setMarketBorrowCaps", one, []*big.Int{new(big.Int).Lsh(big.NewInt(1), 120)})
		d.do(c, "setIsBorrowAllowed", new(big.Int), m.VToken, true)
		if m.ModeThreshold == 0 {
			continue
		}
		d.do(c, "addPoolMarkets", []*big.Int{mode}, one)
		d.add(v.SetModeWeights(1, m, m.ModeFactor, m.ModeThreshold), v.SetModeIncentive(1, m, m.Bonus))
		d.do(c, "setIsBorrowAllowed", mode, m.VToken, true)
	}
	d.do(c, "setAllowCorePoolFallback", mode, true)
}

func (v *Venus) vToken(m *VenusMarket) contract {
	return contract{m.VToken, v.contract.vToken.abi}
}

// thousandths is a mantissa.
func thousandths(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e15)) }

// Mantissa is a price as the oracle tells it: of the smallest unit, with 36 digits; dollars have eight.
func (v *Venus) Mantissa(m *VenusMarket, dollars int64) *big.Int {
	z := new(big.Int).Exp(big.NewInt(10), big.NewInt(36-8-int64(m.Decimals)), nil)
	return z.Mul(z, big.NewInt(dollars))
}
