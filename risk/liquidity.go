package risk

import (
	"brink/fixed"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// Liquidity is what markets that lend hold, in 1e-8 dollars.
type Liquidity struct {
	Markets                       int
	Supplied, Borrowed, Available uint256.Int
	// Unknown counts the markets among them of which a size or the price isn't
	// known, and of which nothing is in the sums.
	Unknown int
}

// Count adds a market. One that takes its asset as collateral alone lends nothing.
func (l *Liquidity) Count(m *protocols.Market) {
	if m.Pledged {
		return
	}
	l.Markets++
	unit := new(uint256.Int).Exp(uint256.NewInt(10), uint256.NewInt(uint64(m.Decimals)))
	var supplied, borrowed, available uint256.Int
	if !m.Priced || !m.Sized || !m.Liquid ||
		!fixed.MulDivFloor(&supplied, &m.Supplied, &m.Price, unit) ||
		!fixed.MulDivFloor(&borrowed, &m.Borrowed, &m.Price, unit) ||
		!fixed.MulDivFloor(&available, &m.Available, &m.Price, unit) {
		l.Unknown++
		return
	}
	l.Supplied.Add(&l.Supplied, &supplied)
	l.Borrowed.Add(&l.Borrowed, &borrowed)
	l.Available.Add(&l.Available, &available)
}

// Deviation is the share, a wad, by which the higher one of two prices is above the
// lower one, which isn't zero. It is as large as can be where that doesn't fit.
func Deviation(low, high *uint256.Int) (share uint256.Int) {
	share.Sub(high, low)
	if !fixed.MulDivFloor(&share, &share, uint256.NewInt(fixed.Wad), low) {
		share.SetAllOne()
	}
	return share
}
