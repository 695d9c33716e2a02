package position

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// ID is a position's dense row within its deployment. It is stable while the
// position exists; a reorganisation that takes the position back frees it.
type ID uint32

// Key names a position within its deployment for good.
type Key struct {
	// Market is empty where an account has one position a deployment (Aave).
	Market  string
	Account common.Address
}

// Health is how the protocol's contract sees a position that somebody is about
// to liquidate.
type Health struct {
	// Factor is the health factor as 18-digit fixed point, rounded as the
	// contract's own view rounds it; all bits set without debt.
	Factor uint256.Int
	// Collateral and Debt are what the contract compares, in the protocol's unit.
	Collateral, Debt uint256.Int
	// Liquidatable is the protocol's own exact rule.
	Liquidatable bool
	// Insolvent says that the collateral is worth less than the debt.
	Insolvent bool
	// Lagging says that the contract's own view leaves out interest which a
	// liquidation would add first. Stored is then what the view returns; else
	// the view returns Factor, Collateral and Debt.
	Lagging bool
	Stored  Sums
}

// Sums are the three numbers of a Health by themselves.
type Sums struct{ Factor, Collateral, Debt uint256.Int }

// View is what the contract's own view returns.
func (h *Health) View() Sums {
	if h.Lagging {
		return h.Stored
	}
	return h.Sums()
}

// Sums is what a liquidation would find.
func (h *Health) Sums() Sums { return Sums{h.Factor, h.Collateral, h.Debt} }

// HasDebt reports whether there is anything to be liquidated for.
func (h *Health) HasDebt() bool { return !h.Debt.IsZero() }

// Worth is a position's value at the protocol's oracle prices, in 1e-8 US
// dollars, each rounded down.
type Worth struct {
	Collateral, Debt uint256.Int
	// Known is false where no dollar price is configured for the protocol's unit.
	Known bool
}

// Gain is what somebody earns or loses, in 1e-8 US dollars rounded down.
type Gain struct {
	USD  uint256.Int
	Loss bool
	// Known is false where there is nothing to earn, or no dollar price for it.
	Known bool
}

// Status is the state of a position for people.
type Status string

// The states, from good to bad; Unknown says that the truth can't be told now.
const (
	Healthy      Status = "healthy"
	Near         Status = "near"
	Liquidatable Status = "liquidatable"
	BadDebt      Status = "bad_debt"
	Unknown      Status = "unknown"
)
