package morphoblue

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// Options are what a configuration can say of a deployment.
type Options struct {
	AdaptiveCurveIrm      common.Address `yaml:"adaptive_curve_irm" doc:"the interest rate model whose curve is computed; any model that isn't named here is asked for its rate at every block"`
	FixedRateIrm          common.Address `yaml:"fixed_rate_irm" doc:"the interest rate model whose rates never change once set"`
	PreLiquidationFactory common.Address `yaml:"pre_liquidation_factory" doc:"the factory of pre-liquidation contracts; they are not followed when left out"`
	Feeds                 []Feed         `yaml:"feeds" doc:"what tells an asset's price in dollars; the oracles of the markets speak in loan tokens alone"`
	USDOracle             common.Address `yaml:"usd_oracle" doc:"an oracle of Aave v3 that prices in dollars, asked about assets without a feed above; an asset that it doesn't know has no price in dollars"`
	Markets               []MarketID     `yaml:"markets" mode:"accounts" doc:"in mode accounts, the only markets to look for the accounts in, beside those that they are seen to use; when left out, all markets, which are found by their logs since start_block, as the contracts of pre-liquidation always are"`
}

// Feed is where an asset's price in dollars is read.
type Feed struct {
	Token common.Address `yaml:"token" doc:"the asset"`
	Feed  common.Address `yaml:"feed" doc:"a contract that answers latestAnswer and decimals in dollars"`
}

// MarketID is the id of a market.
type MarketID common.Hash

// UnmarshalText reads 0x and 64 hexadecimal digits.
func (m *MarketID) UnmarshalText(text []byte) error {
	var h common.Hash
	if err := h.UnmarshalText(text); err != nil {
		return fmt.Errorf("%q is not a market's id: write 0x and 64 hexadecimal digits", text)
	}
	*m = MarketID(h)
	return nil
}

// MarshalText writes the id in lower case.
func (m MarketID) MarshalText() ([]byte, error) { return common.Hash(m).MarshalText() }

// Validate refuses what can't be meant.
func (o *Options) Validate() error {
	seen := make(map[common.Address]bool)
	for _, f := range o.Feeds {
		switch {
		case f.Token == (common.Address{}) || f.Feed == (common.Address{}):
			return errors.New("a feed needs both token and feed")
		case seen[f.Token]:
			return fmt.Errorf("token %s has two feeds; remove one", f.Token)
		}
		seen[f.Token] = true
	}
	if o.AdaptiveCurveIrm != (common.Address{}) && o.AdaptiveCurveIrm == o.FixedRateIrm {
		return errors.New("adaptive_curve_irm and fixed_rate_irm are the same contract")
	}
	return nil
}
