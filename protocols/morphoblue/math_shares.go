package morphoblue

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// The contract's constants. Never written to.
//
// Source: morpho-org/morpho-blue:src/libraries (ConstantsLib, SharesMathLib).
var (
	wad              = *uint256.NewInt(fixed.Wad)
	twoWads          = *uint256.NewInt(2 * fixed.Wad)
	threeWads        = *uint256.NewInt(3 * fixed.Wad)
	oraclePriceScale = *new(uint256.Int).Mul(&wad, &wad)
	highestIncentive = *uint256.NewInt(1_150_000_000_000_000_000)
	incentiveCursor  = *uint256.NewInt(300_000_000_000_000_000)
)

// Empty shares and an empty asset stand in every market beside the real ones,
// so that the first to come can't set the price of a share.
const (
	virtualShares = 1_000_000
	virtualAssets = 1
)

// totals are a market's sums at one moment.
type totals struct {
	supplyAssets, supplyShares, borrowAssets, borrowShares uint256.Int
}

// mulDivUp sets z to ⌈x·y/d⌉ as the contract computes it: it reverts also
// where only the addition for rounding overflows.
func mulDivUp(z, x, y, d *uint256.Int) bool {
	var p, less uint256.Int
	if _, over := p.MulOverflow(x, y); over || d.IsZero() {
		return false
	}
	if _, over := p.AddOverflow(&p, less.SubUint64(d, 1)); over {
		return false
	}
	z.Div(&p, d)
	return true
}

func wMulDown(z, x, y *uint256.Int) bool { return fixed.MulDivFloor(z, x, y, &wad) }
func wDivDown(z, x, y *uint256.Int) bool { return fixed.MulDivFloor(z, x, &wad, y) }
func wDivUp(z, x, y *uint256.Int) bool   { return mulDivUp(z, x, &wad, y) }

// rate is the two sides of the price of a share, with what is virtual.
type rate struct{ assets, shares uint256.Int }

func rateOf(assets, shares *uint256.Int) (r rate) {
	r.assets.AddUint64(assets, virtualAssets) // totals have 128 bits
	r.shares.AddUint64(shares, virtualShares)
	return r
}

func (t *totals) supplied() rate { return rateOf(&t.supplyAssets, &t.supplyShares) }
func (t *totals) borrowed() rate { return rateOf(&t.borrowAssets, &t.borrowShares) }

// The conversions between assets and shares.
//
// Source: morpho-org/morpho-blue:src/libraries/SharesMathLib.sol.

func (r *rate) toSharesDown(z, assets *uint256.Int) bool {
	return fixed.MulDivFloor(z, assets, &r.shares, &r.assets)
}

func (r *rate) toAssetsDown(z, shares *uint256.Int) bool {
	return fixed.MulDivFloor(z, shares, &r.assets, &r.shares)
}

func (r *rate) toSharesUp(z, assets *uint256.Int) bool {
	return mulDivUp(z, assets, &r.shares, &r.assets)
}

func (r *rate) toAssetsUp(z, shares *uint256.Int) bool {
	return mulDivUp(z, shares, &r.assets, &r.shares)
}

// fits128 reports whether a number fits where the contract keeps it.
func fits128(z *uint256.Int) bool { return z[2]|z[3] == 0 }

func zeroFloorSub(z, x, y *uint256.Int) {
	if x.Lt(y) {
		z.Clear()
		return
	}
	z.Sub(x, y)
}
