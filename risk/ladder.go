package risk

import (
	"slices"
	"sort"

	"brink/fixed"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Ladder says how much of a market is liquidatable as a group's price moves. A
// position's verdict is taken to change once on the way from today to either
// end, which holds but for roundings: those of dust, for which every rung is
// asked, and those of a mean threshold, which are smaller than rungs should be
// apart.
type Ladder struct {
	// Rungs rise by share.
	Rungs []Rung
	// Now are the positions that are liquidatable today.
	Now Sum
	// Told counts the positions with debt that can be told today, Unknown those
	// that can't: they are on no rung.
	Told, Unknown int
}

// Rung is one price of the group. Sums are in today's dollars.
type Rung struct {
	// Share is that of today's price, a wad.
	Share uint256.Int
	// Liquidatable are all that are liquidatable at this price: what evaluating
	// every position finds.
	Liquidatable Sum
	// Joined are those of them that aren't at the rung before on the way from
	// today, where today itself is before the first.
	Joined Sum
	// Unknown counts positions that can be told today and not at this price.
	Unknown int
}

// Shares are so many prices from today down to one share, and up to another,
// evenly spaced; today's isn't among them.
func Shares(down, up *uint256.Int, rungs int) []uint256.Int {
	one := uint256.NewInt(fixed.Wad)
	var shares []uint256.Int
	for _, end := range []*uint256.Int{down, up} {
		for i := 1; i <= rungs; i++ {
			var s uint256.Int
			if end.Lt(one) {
				s.Sub(one, end)
			} else {
				s.Sub(end, one)
			}
			s.Mul(&s, uint256.NewInt(uint64(i)))
			s.Div(&s, uint256.NewInt(uint64(rungs)))
			switch {
			case s.IsZero():
				continue
			case end.Lt(one):
				s.Sub(one, &s)
			default:
				s.Add(one, &s)
			}
			shares = append(shares, s)
		}
	}
	return shares
}

// Ladder climbs from today's prices to shares of a group's price, each once and
// in any order.
func (m *Market) Ladder(group Group, shares []uint256.Int) Ladder {
	quotes := m.quotes()
	l := Ladder{Rungs: make([]Rung, len(shares))}
	frames := make([]protocols.Frame, len(shares))
	for i := range shares {
		l.Rungs[i].Share = shares[i]
	}
	slices.SortFunc(l.Rungs, func(a, b Rung) int { return a.Share.Cmp(&b.Share) })
	for i := range l.Rungs {
		frames[i] = m.moved(quotes, Together(group, &l.Rungs[i].Share))
	}
	one := uint256.NewInt(fixed.Wad)
	today := sort.Search(len(l.Rungs), func(i int) bool { return !l.Rungs[i].Share.Lt(one) })
	up := flight{frames: frames[today:], at: func(i int) int { return today + i }, rungs: l.Rungs}
	down := flight{frames: slices.Clone(frames[:today]), at: func(i int) int { return today - 1 - i }, rungs: l.Rungs}
	slices.Reverse(down.frames)
	l.climb(m, &down, &up)
	down.accumulate(&l.Now)
	up.accumulate(&l.Now)
	return l
}

func (l *Ladder) climb(m *Market, flights ...*flight) {
	frame := m.now()
	for id := range m.All() {
		if m.Only != nil && !m.Only(id) {
			continue
		}
		h, err := frame.Health(id)
		if err != nil {
			l.Unknown++
			continue
		}
		if !h.HasDebt() {
			continue
		}
		l.Told++
		p := climber{id: id, market: m, today: frame, now: verdictOf(&h), dust: h.Debt.LtUint64(dust)}
		if p.now == liquidatable {
			p.count(&l.Now)
		}
		for _, f := range flights {
			f.climb(&p)
		}
	}
}

// dust is a debt, in the protocol's unit, of which roundings are no small part.
const dust = 1e6

// verdict is what a frame says of a position.
type verdict uint8

const (
	healthy verdict = iota
	liquidatable
	untold
)

func verdictOf(h *position.Health) verdict {
	if h.Liquidatable {
		return liquidatable
	}
	return healthy
}

func judge(frame protocols.Frame, id position.ID) verdict {
	h, err := frame.Health(id)
	if err != nil {
		return untold
	}
	return verdictOf(&h)
}

// climber is a position on the ladder.
type climber struct {
	id     position.ID
	market *Market
	today  protocols.Frame
	now    verdict
	dust   bool
}

// count adds what the position is worth today; its Health is known.
func (p *climber) count(sum *Sum) {
	w, _ := p.today.Worth(p.id)
	sum.Count(&w)
	if p.market.Tokens == (common.Address{}) {
		return
	}
	held, owed := p.holding()
	sum.Held.Add(&sum.Held, &held)
	sum.Owed.Add(&sum.Owed, &owed)
}

// holding is how much of the market's tokens the position holds and owes.
func (p *climber) holding() (held, owed uint256.Int) {
	if holder, ok := p.today.(protocols.Holder); ok {
		return holder.Holding(p.id, p.market.Tokens)
	}
	detail := p.today.Describe(p.id)
	for i := range detail.Collaterals {
		if l := &detail.Collaterals[i]; l.Asset == p.market.Tokens {
			held.Add(&held, &l.Amount)
		}
	}
	for i := range detail.Debts {
		if l := &detail.Debts[i]; l.Asset == p.market.Tokens {
			owed.Add(&owed, &l.Amount)
		}
	}
	return held, owed
}

// flight is the rungs on one side of today, the nearest first.
type flight struct {
	frames []protocols.Frame
	at     func(int) int // their places on the ladder
	rungs  []Rung
	// left are the sums of those that are liquidatable at the rung before and not
	// at this one, by rung.
	left []Sum
}

// climb notes at which rungs the verdict on a position changes.
func (f *flight) climb(p *climber) {
	n := len(f.frames)
	if n == 0 {
		return
	}
	last := judge(f.frames[n-1], p.id)
	if p.dust || last == untold {
		was := p.now
		for i := range f.frames {
			is := judge(f.frames[i], p.id)
			f.step(i, was, is, p)
			was = is
		}
		return
	}
	if last == p.now {
		return
	}
	first := sort.Search(n-1, func(i int) bool { return judge(f.frames[i], p.id) != p.now })
	f.step(first, p.now, last, p)
}

// step notes that a verdict is another than at the rung before.
func (f *flight) step(i int, was, is verdict, p *climber) {
	rung := &f.rungs[f.at(i)]
	if is == untold {
		rung.Unknown++
	}
	if was == is {
		return
	}
	if is == liquidatable {
		p.count(&rung.Joined)
	}
	if was == liquidatable {
		for len(f.left) <= i {
			f.left = append(f.left, Sum{})
		}
		p.count(&f.left[i])
	}
}

// accumulate makes the sums of all from those that joined and left.
func (f *flight) accumulate(now *Sum) {
	sum := *now
	for i := range f.frames {
		rung := &f.rungs[f.at(i)]
		sum.Add(&rung.Joined)
		if i < len(f.left) {
			sum.take(&f.left[i])
		}
		rung.Liquidatable = sum
	}
}

// Add adds the ladder of another market up the same shares. The zero Ladder is
// one of no market.
func (l *Ladder) Add(o *Ladder) {
	l.Now.Add(&o.Now)
	l.Told += o.Told
	l.Unknown += o.Unknown
	if l.Rungs == nil {
		l.Rungs = make([]Rung, len(o.Rungs))
	}
	for i := range o.Rungs {
		l.Rungs[i].Share = o.Rungs[i].Share
		l.Rungs[i].Liquidatable.Add(&o.Rungs[i].Liquidatable)
		l.Rungs[i].Joined.Add(&o.Rungs[i].Joined)
		l.Rungs[i].Unknown += o.Rungs[i].Unknown
	}
}
