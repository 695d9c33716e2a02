package protocols

import (
	"brink/prices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Detail is a position for people. Amounts are in the assets' smallest units,
// dollars in units of 1e-8, thresholds in basis points.
type Detail struct {
	Collaterals []Leg
	Debts       []Leg
	// Barred says why the contract refuses every liquidation of a position that
	// is below the line; empty where it doesn't.
	Barred Bar
}

// Bar is what keeps a position below the line from being liquidated now.
type Bar string

// Bars. The first two end by themselves, and then liquidations are taken at once.
const (
	// BarSequencer: the chain's sequencer is down, or has been for too short a time up again.
	BarSequencer Bar = "sequencer"
	// BarGrace: a reserve of the position is in a grace period, as after a pause.
	BarGrace Bar = "grace_period"
	// BarPaused: whoever may has stopped it, for a reserve of the position, a
	// market, or all.
	BarPaused Bar = "paused"
	// BarInterest: without the interest since they were touched last of markets that
	// a liquidation doesn't touch, the position isn't below the line yet. Anybody may
	// accrue them, and then liquidations are taken at once.
	BarInterest Bar = "interest"
)

// Leg is one asset of a position.
type Leg struct {
	Asset    common.Address
	Symbol   string
	Decimals uint8
	Amount   uint256.Int
	// Price and Value are in 1e-8 dollars, the price a whole token; unknown
	// ones are not Priced.
	Price, Value uint256.Int
	Priced       bool
	// Enabled says that a collateral counts.
	Enabled bool
	// LiquidationThreshold is the share of the value that backs debt.
	LiquidationThreshold uint16
	// LiquidationPrice is the asset's price at which the position becomes
	// liquidatable, all else unchanged; zero if no price of this asset alone does.
	LiquidationPrice uint256.Int
}

// Market is one asset or market of a deployment. Amounts are in the asset's
// smallest unit, rates as 27-digit fixed point a year.
type Market struct {
	Market   string
	Asset    common.Address
	Symbol   string
	Decimals uint8
	Price    uint256.Int
	Priced   bool
	Source   prices.ID // of the price
	// LTV, LiquidationThreshold, LiquidationBonus and ProtocolFee are in basis
	// points; a bonus of 500 means five per cent on top.
	LTV, LiquidationThreshold, LiquidationBonus, ProtocolFee uint16
	SupplyCap, BorrowCap                                     uint256.Int
	// Supplied and Borrowed are known if Sized, Available if Liquid.
	Supplied, Borrowed, Available uint256.Int
	Sized, Liquid                 bool
	// Pledged says that the asset is collateral alone here: nobody can borrow it.
	Pledged                bool
	SupplyRate, BorrowRate uint256.Int // known if Rated
	Rated                  bool
	Active, Paused, Frozen bool
	// CloseFactor is the largest share of a debt that one call may repay of a position
	// that has just become liquidatable, WholeBelow the health factor below which it
	// is all, zero where there is none; both are in basis points.
	CloseFactor, WholeBelow uint16
	BadDebt                 Bearer
	// Version is the contract's formula version, for people.
	Version string
}

// Bearer is who bears debt that no collateral covers any more.
type Bearer string

// The bearers. With Stays nobody does: it stays with the position, and with the
// lenders for as long as nobody pays it. With Deficit the protocol writes it down
// beside the market, for somebody to cover.
const (
	Lenders  Bearer = "lenders"
	Reserves Bearer = "reserves"
	Deficit  Bearer = "deficit"
	Stays    Bearer = "stays"
)

// Offer is what a liquidator could do with a position: announce Cover as the
// most to be repaid, pay Repay of Debt and receive Seize of Collateral, of
// which the protocol has already taken its Fee. Profit is gross, at oracle
// prices, in 1e-8 dollars; a Loss is negative.
type Offer struct {
	// Once says that nothing but the position's health is in the way: the contract
	// refuses now, and would do this were the position just liquidatable with the
	// same prices and balances.
	Once                     bool
	Collateral, Debt         common.Address
	Cover, Repay, Seize, Fee uint256.Int
	// SeizedTokens is what the contract takes from the position, fee included,
	// where collateral is kept in a market's own tokens; else zero.
	SeizedTokens uint256.Int
	Profit       uint256.Int
	Loss         bool
	// Unpriced says that Profit isn't known in dollars.
	Unpriced bool
	// Via is the contract to call where it isn't the protocol's own.
	Via common.Address
}

// MoreProfit orders offers by profit, the largest first.
func MoreProfit(a, b Offer) int {
	loses := func(o *Offer) bool { return o.Loss && !o.Profit.IsZero() }
	switch x, y := loses(&a), loses(&b); {
	case x && y:
		return a.Profit.Cmp(&b.Profit)
	case x:
		return 1
	case y:
		return -1
	default:
		return b.Profit.Cmp(&a.Profit)
	}
}

// Quote says what a price source answers: how much of one asset another costs.
type Quote struct {
	Source prices.ID
	Base   common.Address
	// In is the asset that the price is counted in: Dollar, Ether, or a token.
	In common.Address
}

// Units of prices that are no tokens.
var (
	Dollar = common.Address{}
	// Ether is the chain's own coin, by the name that oracles have for it. It is
	// ether where a price is counted in it.
	Ether = common.HexToAddress("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE")
	// Unnamed is a unit of which nothing is known.
	Unnamed = common.HexToAddress("0xffFFFFfFFffffffffffffFFFFFffffffffFFfFFf")
)
