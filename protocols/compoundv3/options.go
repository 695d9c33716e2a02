package compoundv3

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// The units that prices can be in.
const (
	dollars   = "usd"
	ether     = "eth"
	otherUnit = "other"
)

// Options are what a configuration can say of a deployment.
type Options struct {
	Unit        string         `yaml:"unit" doc:"what the prices of the market are in: usd, eth, or other, as where the base is bitcoin and its price always 1"`
	UnitUSDFeed common.Address `yaml:"unit_usd_feed" doc:"Chainlink feed in dollars of a unit that is not usd"`
	USDOracle   common.Address `yaml:"usd_oracle" doc:"an oracle of Aave v3 that prices in dollars, asked about base where there is no such feed; with neither worth in dollars is unknown"`
}

// Validate refuses what can't be meant.
func (o *Options) Validate() error {
	switch {
	case o.Unit != dollars && o.Unit != ether && o.Unit != otherUnit:
		return fmt.Errorf("unit %q is none of usd, eth and other", o.Unit)
	case o.Unit == dollars && (o.UnitUSDFeed != common.Address{} || o.USDOracle != common.Address{}):
		return errors.New("unit_usd_feed and usd_oracle are for markets whose unit is not usd")
	case o.UnitUSDFeed != common.Address{} && o.USDOracle != common.Address{}:
		return errors.New("unit_usd_feed and usd_oracle tell the same; remove one")
	}
	return nil
}
