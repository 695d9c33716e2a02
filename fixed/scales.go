package fixed

import "github.com/holiman/uint256"

// The scales as machine words. A ray does not fit in one: see Ray.
const (
	Wad     uint64 = 1e18
	Percent uint64 = 1e4 // 100.00 % in basis points
)

// Never written to: Go has no constants of array type.
var (
	wad     = uint256.Int{Wad}
	percent = uint256.Int{Percent}
	ray     = uint256.Int{0x9fd0803ce8000000, 0x33b2e3c}
	halfRay = uint256.Int{0x4fe8401e74000000, 0x19d971e}
)

// Ray returns 1e27, the scale of interest rates and indices.
func Ray() uint256.Int { return ray }

// RayDivHalfUp sets z to x·1e27/y, a half rounded up.
func RayDivHalfUp(z, x, y *uint256.Int) bool { return MulDivHalfUp(z, x, &ray, y) }

// RayDivFloor sets z to ⌊x·1e27/y⌋.
func RayDivFloor(z, x, y *uint256.Int) bool { return MulDivFloor(z, x, &ray, y) }

// RayDivCeil sets z to ⌈x·1e27/y⌉.
func RayDivCeil(z, x, y *uint256.Int) bool { return MulDivCeil(z, x, &ray, y) }

// WadMulHalfUp sets z to x·y/1e18, a half rounded up.
func WadMulHalfUp(z, x, y *uint256.Int) bool { return MulDivHalfUp(z, x, y, &wad) }

// WadMulFloor sets z to ⌊x·y/1e18⌋.
func WadMulFloor(z, x, y *uint256.Int) bool { return MulDivFloor(z, x, y, &wad) }

// WadMulCeil sets z to ⌈x·y/1e18⌉.
func WadMulCeil(z, x, y *uint256.Int) bool { return MulDivCeil(z, x, y, &wad) }

// WadDivHalfUp sets z to x·1e18/y, a half rounded up.
func WadDivHalfUp(z, x, y *uint256.Int) bool { return MulDivHalfUp(z, x, &wad, y) }

// WadDivFloor sets z to ⌊x·1e18/y⌋.
func WadDivFloor(z, x, y *uint256.Int) bool { return MulDivFloor(z, x, &wad, y) }

// WadDivCeil sets z to ⌈x·1e18/y⌉.
func WadDivCeil(z, x, y *uint256.Int) bool { return MulDivCeil(z, x, &wad, y) }

// PercentMulHalfUp sets z to x·y/1e4, a half rounded up; y is in basis points.
func PercentMulHalfUp(z, x, y *uint256.Int) bool { return MulDivHalfUp(z, x, y, &percent) }

// PercentMulFloor sets z to ⌊x·y/1e4⌋; y is in basis points.
func PercentMulFloor(z, x, y *uint256.Int) bool { return MulDivFloor(z, x, y, &percent) }

// PercentMulCeil sets z to ⌈x·y/1e4⌉; y is in basis points.
func PercentMulCeil(z, x, y *uint256.Int) bool { return MulDivCeil(z, x, y, &percent) }

// PercentDivHalfUp sets z to x·1e4/y, a half rounded up; y is in basis points.
func PercentDivHalfUp(z, x, y *uint256.Int) bool { return MulDivHalfUp(z, x, &percent, y) }

// PercentDivFloor sets z to ⌊x·1e4/y⌋; y is in basis points.
func PercentDivFloor(z, x, y *uint256.Int) bool { return MulDivFloor(z, x, &percent, y) }

// PercentDivCeil sets z to ⌈x·1e4/y⌉; y is in basis points.
func PercentDivCeil(z, x, y *uint256.Int) bool { return MulDivCeil(z, x, &percent, y) }
