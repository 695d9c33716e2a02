package compoundv2

import (
	"github.com/holiman/uint256"
)

// liquidationPrice finds where one market's price, all others held, decides over
// an account: the price nearest to today's at which the account has a shortfall
// while it has none one step further, on the oracle's own integers and with
// every market accrued. above says on which side there is the shortfall: from the
// price up, as for a debt, or from the price down, as for a collateral. found is
// false when the price alone can't tip the account either way.
func (f *frame) liquidationPrice(z *uint256.Int, mode uint64, legs []leg, vai *minter, market uint32) (above, found bool) {
	x := openPrice{f: f, mode: mode}
	if !x.open(legs, vai, market) {
		return false, false
	}
	today := f.markets[market].price
	now, ok := x.short(&today)
	if !ok {
		return false, false
	}
	far := uint256.NewInt(1)
	if x.isShort(far) == now {
		if far = x.highest(); x.isShort(far) == now {
			return false, false
		}
	}
	inside, outside := &today, far
	if !now {
		inside, outside = far, &today
	}
	x.edge(z, inside, outside)
	return far.Gt(&today) != now, true
}

// openPrice is an account with the price of one market left open: the sums of all
// others, and the leg in this one.
type openPrice struct {
	f    *frame
	mode uint64
	rest totals
	own  *leg
}

func (x *openPrice) open(legs []leg, vai *minter, market uint32) bool {
	var sums account
	for i := range legs {
		if g := &legs[i]; g.market == market {
			x.own = g
		} else if x.f.add(&sums.sums, x.mode, g) != fine {
			return false
		}
	}
	if vai != nil {
		var owed uint256.Int
		if !x.f.vai.known || !x.f.vai.owed(&owed, vai) {
			return false
		}
		sums.sums[accrued].debt.Add(&sums.sums[accrued].debt, &owed)
	}
	x.rest = sums.sums[accrued]
	s := &x.f.markets[market]
	return x.own != nil && x.own.entered && s.listed && s.priced && s.sized && !s.reverts
}

// short reports whether there is a shortfall at a price; false where the
// contract's arithmetic gives way.
func (x *openPrice) short(price *uint256.Int) (short, ok bool) {
	t := x.rest
	p := *price
	ok = !p.IsZero() && x.f.addAt(&t, x.mode, x.own, &x.f.markets[x.own.market], accrued, &p)
	return t.short(), ok
}

// isShort is short at a price between two that evaluate.
func (x *openPrice) isShort(price *uint256.Int) bool {
	short, ok := x.short(price)
	return short && ok
}

// highest is a price that no oracle will reach, or what the contract's
// arithmetic still bears.
func (x *openPrice) highest() *uint256.Int {
	p := new(uint256.Int).Lsh(uint256.NewInt(1), 160)
	for !p.IsZero() {
		if _, ok := x.short(p); ok {
			break
		}
		p.Rsh(p, 1)
	}
	return p
}

// edge sets z to the last price with a shortfall on the way from one that has it
// to one that hasn't.
func (x *openPrice) edge(z, inside, outside *uint256.Int) {
	in, out := *inside, *outside
	for {
		var mid, gap uint256.Int
		if gap.Sub(&in, &out); gap.Sign() < 0 {
			gap.Neg(&gap)
		}
		if gap.LtUint64(2) {
			*z = in
			return
		}
		if mid.Rsh(mid.Add(&in, &out), 1); x.isShort(&mid) {
			in = mid
		} else {
			out = mid
		}
	}
}
