package risk

import (
	"time"

	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// Limit is where something that moves decides over a position: At is the value
// nearest to today's at which the position is liquidatable while it isn't one
// step further. Above says that it is liquidatable from there up, otherwise from
// there down.
type Limit struct {
	At    uint256.Int
	Above bool
}

// highestShare is as far up as a share is sought: a trillion times today's price.
var highestShare = *new(uint256.Int).Mul(uint256.NewInt(fixed.Wad), uint256.NewInt(1e12))

// Limit is the share of today's price, a wad, that a group must move to for the
// verdict on a position to change; false if no price of the group alone does.
// Where a mean threshold is rounded the verdict can change back and forth within
// about a part in a thousand, and one of these changes is returned.
func (m *Market) Limit(id position.ID, group Group) (Limit, bool) {
	quotes := m.quotes()
	p := path{id: id, at: func(x *uint256.Int) protocols.Frame { return m.moved(quotes, Together(group, x)) }}
	p.today.SetUint64(fixed.Wad)
	p.highest = highestShare
	return p.limit()
}

// Answer is Limit for one price source alone, in whole steps of what it answers.
func (m *Market) Answer(id position.ID, source prices.ID) (Limit, bool) {
	p := path{id: id, at: func(x *uint256.Int) protocols.Frame { return m.At(m.View.With(source, x)) }}
	var known bool
	if p.today, known = m.View.Price(source); !known {
		return Limit{}, false
	}
	p.highest.Lsh(uint256.NewInt(1), 192)
	return p.limit()
}

// path is frames that follow one number, a position on them, and today's place.
type path struct {
	id             position.ID
	at             func(*uint256.Int) protocols.Frame
	today, highest uint256.Int
}

func (p *path) judge(x *uint256.Int) verdict { return judge(p.at(x), p.id) }

func (p *path) limit() (Limit, bool) {
	now := p.judge(&p.today)
	if now == untold {
		return Limit{}, false
	}
	for _, end := range []*uint256.Int{new(uint256.Int), &p.highest} {
		far := p.lastTold(end)
		if p.judge(&far) == now {
			continue
		}
		in, out := &p.today, &far
		if now == healthy {
			in, out = out, in
		}
		var l Limit
		fixed.LastWhere(&l.At, in, out, func(x *uint256.Int) bool { return p.judge(x) == liquidatable })
		l.Above = far.Gt(&p.today) == (now == healthy)
		return l, true
	}
	return Limit{}, false
}

// lastTold is the last number on the way from today to an end at which the
// contract's arithmetic still tells.
func (p *path) lastTold(end *uint256.Int) uint256.Int {
	if p.judge(end) != untold {
		return *end
	}
	var last uint256.Int
	fixed.LastWhere(&last, &p.today, end, func(x *uint256.Int) bool { return p.judge(x) != untold })
	return last
}

// Horizon is as far ahead as interest is looked at.
const Horizon = 5 * 365 * 24 * time.Hour

// Until is after how many seconds interest alone makes a position liquidatable,
// at today's prices and if nobody does anything; zero if it is now. It is false
// if that takes longer than Horizon or can't be told. Where a contract counts
// blocks, they come at the given pace; without one, that can't be told.
func (m *Market) Until(id position.ID, pace time.Duration) (seconds uint64, ok bool) {
	last := uint64(Horizon / time.Second)
	due := func(s *uint256.Int) bool { return judge(m.later(s.Uint64(), pace), id) == liquidatable }
	var first uint256.Int
	end := uint256.NewInt(last)
	switch {
	case due(&first):
		return 0, true
	case !due(end):
		return 0, false
	}
	fixed.LastWhere(&first, end, &uint256.Int{}, due)
	return first.Uint64(), true
}

// later is the market's frame after so many seconds.
func (m *Market) later(seconds uint64, pace time.Duration) protocols.Frame {
	view := m.View.At(m.View.Time + seconds)
	if pace > 0 {
		blocks := seconds * uint64(time.Second) / uint64(pace)
		view = view.In(m.View.Number + blocks)
	}
	return m.At(view)
}
