package risk

import (
	"brink/fixed"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Pool says how the price of a group gives way when it is sold.
type Pool interface {
	// Left is the share of its price, a wad, that is left when so much of the
	// group was sold altogether, in 1e-8 dollars.
	Left(sold *uint256.Int) uint256.Int
}

// ConstantProduct is a pool with so much on each of its two sides, in 1e-8
// dollars, whose product trades keep.
type ConstantProduct struct{ Side uint256.Int }

// Left implements Pool: of a pool with s on each side that takes in x, the price
// is (s/(s+x))² of what it was.
func (p ConstantProduct) Left(sold *uint256.Int) uint256.Int {
	var sum, root, z uint256.Int
	if _, over := sum.AddOverflow(&p.Side, sold); over || sum.IsZero() {
		return z
	}
	wad := uint256.NewInt(fixed.Wad)
	fixed.MulDivFloor(&root, &p.Side, wad, &sum)
	fixed.MulDivFloor(&z, &root, &root, wad)
	return z
}

// Table is a market's depth: how much can be sold until the price has fallen to
// a share. Its levels fall; between two the price falls evenly, behind the last
// it stays there.
type Table []Level

// Level is one step of a Table: when Sold 1e-8 dollars were sold, Share of the
// price is left, a wad.
type Level struct{ Sold, Share uint256.Int }

// Left implements Pool.
func (t Table) Left(sold *uint256.Int) uint256.Int {
	from := Level{Share: *uint256.NewInt(fixed.Wad)}
	for _, to := range t {
		if sold.Lt(&to.Sold) {
			var span, gone, fall, z uint256.Int
			span.Sub(&to.Sold, &from.Sold)
			gone.Sub(sold, &from.Sold)
			fall.Sub(&from.Share, &to.Share)
			fixed.MulDivFloor(&z, &fall, &gone, &span)
			return *z.Sub(&from.Share, &z)
		}
		from = to
	}
	return from.Share
}

// Trade is a group whose price a cascade moves.
type Trade struct {
	// Share is the shock that begins it: what is left of today's price, a wad.
	Share uint256.Int
	// Pool is nil where what is seized of the group isn't sold.
	Pool Pool
}

// Venue is a market in a cascade: the trades that its assets belong to, by number.
type Venue struct {
	*Market
	Of map[common.Address]int
}

// Round is one round of a cascade. All of it is an estimate: positions are closed
// whole at the bonus of the best call there is, what they had is sold at once and
// in proportion, and nobody reacts.
type Round struct {
	// Shares are the prices at which the round liquidates, one a trade.
	Shares []uint256.Int
	// Liquidated are the positions closed in this round, at its prices.
	Liquidated Sum
	// Sold is what of each trade was sold, in 1e-8 dollars.
	Sold []uint256.Int
	// BadDebt is what they left unpaid, in 1e-8 dollars.
	BadDebt uint256.Int
	// Stuck counts positions that are liquidatable and that no call takes.
	Stuck int
	// Unknown counts positions that can't be told at the round's prices: they are
	// in none of the sums.
	Unknown int
}

// Cascade liquidates, sells and lets the price fall until nobody is liquidated
// any more, or for so many rounds at most. The last round is the one in which
// nobody was, if it was reached.
func Cascade(venues []Venue, trades []Trade, most int) []Round {
	c := cascade{venues: venues, trades: trades, sold: make([]uint256.Int, len(trades)), closed: make([]map[position.ID]bool, len(venues))}
	for i := range c.closed {
		c.closed[i] = make(map[position.ID]bool)
	}
	var rounds []Round
	for len(rounds) < most {
		r := c.round()
		rounds = append(rounds, r)
		if r.Liquidated.Positions == 0 {
			break
		}
	}
	return rounds
}

type cascade struct {
	venues []Venue
	trades []Trade
	sold   []uint256.Int // so far, by trade
	closed []map[position.ID]bool
}

func (c *cascade) round() Round {
	r := Round{Shares: make([]uint256.Int, len(c.trades)), Sold: make([]uint256.Int, len(c.trades))}
	for i, t := range c.trades {
		r.Shares[i] = t.Share
		if t.Pool != nil {
			left := t.Pool.Left(&c.sold[i])
			fixed.MulDivFloor(&r.Shares[i], &t.Share, &left, uint256.NewInt(fixed.Wad))
		}
	}
	for i := range c.venues {
		c.liquidate(i, &r)
	}
	for i := range c.sold {
		c.sold[i].Add(&c.sold[i], &r.Sold[i])
	}
	return r
}

func (c *cascade) liquidate(venue int, r *Round) {
	v, closed := &c.venues[venue], c.closed[venue]
	moves := make(Moves, len(v.Of))
	for asset, trade := range v.Of {
		moves[asset] = r.Shares[trade]
	}
	frame := v.moved(v.quotes(), moves)
	for id := range v.All() {
		if closed[id] {
			continue
		}
		h, err := frame.Health(id)
		if err != nil {
			r.Unknown++
		}
		if err != nil || !h.Liquidatable {
			continue
		}
		offers := frame.Liquidation(id)
		worth, _ := frame.Worth(id) // its Health is known
		if len(offers) == 0 || !worth.Known {
			r.Stuck++
			continue
		}
		closed[id] = true
		r.Liquidated.Count(&worth)
		short := shortfall(&worth)
		r.BadDebt.Add(&r.BadDebt, &short)
		v.sell(r, frame, id, &offers[0], &worth)
	}
}

// sell adds what a position's collateral comes to that is sold when it is closed:
// worth its debt and the bonus, or all that there is, of each asset in proportion.
func (v *Venue) sell(r *Round, frame protocols.Frame, id position.ID, best *protocols.Offer, worth *position.Worth) {
	var taken uint256.Int
	got, known := frame.Value(best.Collateral, new(uint256.Int).Add(&best.Seize, &best.Fee))
	paid, priced := frame.Value(best.Debt, &best.Repay)
	if !known || !priced || paid.IsZero() || !fixed.MulDivFloor(&taken, &worth.Debt, &got, &paid) || taken.Gt(&worth.Collateral) {
		taken = worth.Collateral
	}
	detail := frame.Describe(id)
	var total uint256.Int
	for i := range detail.Collaterals {
		if l := &detail.Collaterals[i]; l.Enabled && l.Priced {
			total.Add(&total, &l.Value)
		}
	}
	for i := range detail.Collaterals {
		l := &detail.Collaterals[i]
		trade, ok := v.Of[l.Asset]
		if !ok || !l.Enabled || !l.Priced || total.IsZero() {
			continue
		}
		var part uint256.Int
		fixed.MulDivFloor(&part, &taken, &l.Value, &total)
		r.Sold[trade].Add(&r.Sold[trade], &part)
	}
}
