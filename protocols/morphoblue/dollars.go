package morphoblue

import (
	"brink/abi/aavev3"
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// The contract knows no currency: a market's oracle tells what collateral is
// worth in loan tokens. Dollars come from a feed that is configured for a token,
// or from an Aave oracle, which has one for each asset of its market.

var aaveOracle = aavev3.NewAaveOracle()

// source is the call that tells an asset's price in dollars; false where none
// is configured.
func (p *Protocol) source(asset common.Address) (chain.Call, bool) {
	if feed, given := p.feeds[asset]; given {
		return chain.Call{To: feed, Data: calls.feed.PackLatestAnswer()}, true
	}
	if oracle := p.opt.USDOracle; oracle != (common.Address{}) {
		return chain.Call{To: oracle, Data: aaveOracle.PackGetAssetPrice(asset)}, true
	}
	return chain.Call{}, false
}

// prepareSource asks in what unit the price will come. An oracle that prices in
// something else than dollars leaves it unknown.
//
// Source: aave-dao/aave-v3-origin:src/contracts/misc/AaveOracle.sol
// (BASE_CURRENCY is the zero address where prices are in US dollars).
func (p *Protocol) prepareSource(b *chain.Questions, asset common.Address, f *fact) {
	if feed, given := p.feeds[asset]; given {
		b.Ask(feed, calls.feed.PackDecimals(), func(r chain.Result) error {
			f.feedUnit, f.priced = decimalsOf(r)
			return nil
		})
		return
	}
	oracle := p.opt.USDOracle
	if oracle == (common.Address{}) {
		return
	}
	var dollars bool
	b.Ask(oracle, aaveOracle.PackBASECURRENCY(), func(r chain.Result) error {
		currency, ok := r.Uint(0)
		dollars = ok && currency.IsZero()
		return nil
	})
	b.Ask(oracle, aaveOracle.PackBASECURRENCYUNIT(), func(r chain.Result) error {
		unit, ok := r.Uint(0)
		f.feedUnit, f.priced = exponentOf(&unit)
		f.priced = f.priced && ok && dollars
		return nil
	})
}

// exponentOf tells which power of ten a number is.
func exponentOf(z *uint256.Int) (uint8, bool) {
	for n := uint8(0); n <= mostDecimals; n++ {
		if power := powerOfTen(n); power.Eq(z) {
			return n, true
		}
	}
	return 0, false
}
