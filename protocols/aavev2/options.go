package aavev2

import (
	"fmt"

	"brink/fixed"

	"github.com/ethereum/go-ethereum/common"
)

// Options are what a configuration can say of a deployment.
type Options struct {
	EthUSDFeed  common.Address   `yaml:"eth_usd_feed" doc:"Chainlink feed of the base currency in dollars, for markets that value in ether; without it worth in dollars is unknown"`
	CloseFactor uint64           `yaml:"close_factor" doc:"share of a debt that one liquidation may repay, in basis points, for collateral managers that don't tell; 0 is the usual one: half, or all with the managers of Aave's last release"`
	Rebasing    []common.Address `yaml:"rebasing" doc:"assets whose aTokens change balances without an event, such as stETH; positions with such collateral are unknown"`
}

// Validate refuses what can't be meant.
func (o *Options) Validate() error {
	if o.CloseFactor > fixed.Percent {
		return fmt.Errorf("close_factor of %d basis points is more than all of a debt", o.CloseFactor)
	}
	return nil
}
