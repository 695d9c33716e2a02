package aavev3

import "fmt"

// Version is a release of the protocol's contracts, as far as it changes a
// number or an event that is read here. Versions are ordered: a rule that came
// with one holds for all later ones until its predicate says otherwise.
type Version uint8

// The releases. The zero Version is none of them.
const (
	V300 Version = iota + 1
	V301
	V302
	V31
	V32
	V33
	V34
	V35
	V36
	V37
)

// VersionOf returns the release behind POOL_REVISION() of an official market.
// Revision 1 is 3.0.0 on the older L2 markets and 3.0.1 on Ethereum; V300 is
// returned for both, because their only difference that outlives a block is the
// unit of BalanceTransfer, which transferred tells from the event before it.
// Forks count their revisions in their own way.
//
// Source: aave-dao/aave-v3-origin:src/contracts/instances/PoolInstance.sol,
// aave/aave-v3-core:contracts/protocol/pool/Pool.sol (POOL_REVISION).
func VersionOf(revision uint64) (v Version, ok bool) {
	switch revision {
	case 1:
		return V300, true
	case 2, 3:
		return V302, true
	case 4:
		return V31, true
	case 5, 6:
		return V32, true
	case 7:
		return V33, true
	case 8:
		return V34, true
	case 9:
		return V35, true
	case 10:
		return V36, true
	case 11:
		return V37, true
	default:
		return 0, false
	}
}

// String returns the release's number as the protocol writes it.
func (v Version) String() string {
	switch v {
	case V300, V301, V302:
		return fmt.Sprintf("3.0.%d", v-V300)
	case V31, V32, V33, V34, V35, V36, V37:
		return fmt.Sprintf("3.%d", v-V31+1)
	default:
		return fmt.Sprintf("Version(%d)", uint8(v))
	}
}

// debtIndexNeedsIncome: the stored debt index is left alone unless suppliers
// earn something too.
func (v Version) debtIndexNeedsIncome() bool { return v == V300 }

// capsFee: a liquidation takes no more for the treasury than the collateral that
// is left. In 3.0.0 it reverts where rounding asks for a unit more.
func (v Version) capsFee() bool { return v >= V301 }

// stableDebt: users may owe at a rate of their own beside the variable one.
func (v Version) stableDebt() bool { return v <= V31 }

// eModePrice: a category may price its members by a source of its own.
func (v Version) eModePrice() bool { return v <= V31 }

// eModeBitmap: a category lists its reserves, and a reserve can be in several.
// Before, a reserve names its one category.
func (v Version) eModeBitmap() bool { return v >= V32 }

// gracePeriod: a reserve that was unpaused can't be liquidated for a while.
func (v Version) gracePeriod() bool { return v >= V31 }

// sentinel: a contract may forbid liquidations after the sequencer was down.
func (v Version) sentinel() bool { return v <= V36 }

// wholePosition: the close factor looks at the whole position and its size, and
// a liquidation may not leave dust behind. Before, it is a share of one debt.
func (v Version) wholePosition() bool { return v >= V33 }

// exponential: interest compounds by the series of eˣ. Before, by the binomial.
func (v Version) exponential() bool { return v >= V34 }

// directedRounding: balances and values round in the protocol's favour, events
// carry differences of rounded balances, and the health factor is taken before
// averaging. Before, everything rounds half up.
func (v Version) directedRounding() bool { return v >= V35 }

// silentAccrual: a liquidation that hands over aTokens moves the collateral's
// index without an event.
func (v Version) silentAccrual() bool { return v >= V35 }

// countsZeroThreshold: a reserve with liquidation threshold 0 is collateral
// too. Before, it is skipped, in an eMode as well.
func (v Version) countsZeroThreshold() bool { return v >= V36 }

// eModeLTVZero: a category can void the LTV of single reserves.
func (v Version) eModeLTVZero() bool { return v >= V36 }

// isolatedEMode: a category can void the LTV of all reserves outside of it.
func (v Version) isolatedEMode() bool { return v >= V37 }

// directedLiquidation: the bonus and the protocol's fee round in its favour.
func (v Version) directedLiquidation() bool { return v >= V37 }
