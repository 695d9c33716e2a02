package compoundv2

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"brink/position"
	"brink/protocols"
	"brink/protocols/protocoltest"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// dealer draws markets and accounts, mostly as there are, sometimes of any size.
type dealer struct {
	*rand.Rand
	*stage
}

func (d dealer) in(n int) bool { return d.IntN(n) == 0 }

// wide is a number of up to so many bits.
func (d dealer) wide(bits uint) (z uint256.Int) {
	z = uint256.Int{d.Uint64(), d.Uint64(), d.Uint64(), d.Uint64()}
	return *z.Rsh(&z, 256-d.UintN(bits+1))
}

// number is one of up to so many bits, sometimes twice as many.
func (d dealer) number(bits uint) uint256.Int {
	if d.in(400) {
		bits = min(256, 2*bits)
	}
	return d.wide(bits)
}

// market draws a market as of a block, and what the tables say of its index.
func (d dealer) market(f *frame, row state.Row) (s scalars) {
	s.listed, s.priced, s.sized, s.forced = !d.in(30), !d.in(60), !d.in(60), d.in(60)
	s.price = d.number(100)
	s.threshold.SetUint64(d.Uint64N(1e18))
	if d.in(100) {
		s.threshold.SetUint64(d.Uint64())
	}
	if d.in(50) { // what backs nothing can be worth anything
		s.price = d.wide(250)
		s.threshold.Clear()
	}
	s.incentive.SetUint64(108e16)
	l := &s.state[stored]
	l.cash, l.borrows, l.reserves, l.supply = d.number(90), d.number(90), d.wide(70), d.number(90)
	l.index.SetUint64(1e18 + d.Uint64N(1e18))
	if d.in(40) {
		l.index = d.wide(127)
	}
	rate, factor := d.wide(40), d.wide(60)
	if d.in(20) { // giants of no worth
		s.price = d.wide(10)
		l.index = uint256.Int{d.Uint64(), 1 << 62}
		rate = d.wide(60)
	}
	s.state[accrued] = s.state[stored]
	s.reverts = !s.state[accrued].accrue(&rate, &factor, d.Uint64N(1e6))
	d.p.change(row, func(m *market) { m.index.Set(&l.index) })
	if !s.reverts {
		s.complete(f)
	}
	return s
}

// account draws what somebody has in the markets.
func (d dealer) account(f *moment, at common.Address) {
	h := head{mode: d.Uint64N(4), unread: d.in(60)}
	if d.in(40) {
		h.mode = d.Uint64N(500)
	}
	var legs []leg
	for i := range f.markets {
		if d.in(3) {
			continue
		}
		g := leg{market: uint32(i), entered: !d.in(10)}
		shares, principal := d.wide(90), d.wide(90)
		if d.in(30) {
			shares, principal = d.wide(128), uint256.Int{d.Uint64(), 1 << 63}
		}
		if d.in(2) {
			g.shares.Set(&shares)
		}
		if d.in(2) {
			own := f.markets[i].state[stored].index
			own.Sub(&own, uint256.NewInt(d.Uint64N(1+min(own.Uint64()/2, 1e18))))
			if d.in(100) {
				own = d.wide(70)
			}
			g.principal.Set(&principal)
			g.index.Set(&own)
			if d.in(300) {
				d.p.force(at, state.Row(i), true)
			}
		}
		legs = append(legs, g)
	}
	if f.pools && d.in(4) {
		h.mints = true
		var m minter
		minted := d.wide(90)
		past, index := minted, uint256.NewInt(1e18+d.Uint64N(1e17))
		past.Rsh(&past, d.UintN(8))
		if d.in(20) {
			past = d.wide(90)
		}
		if d.in(3) {
			past.Clear()
			index = uint256.NewInt(1e18 + d.Uint64N(1e19))
		}
		m.minted.Set(&minted)
		m.past.Set(&past)
		m.index.Set(index)
		d.p.minters.Put(at, m)
	}
	d.p.accounts.Insert(at, h, legs)
}

// moment draws three markets, two efficiency modes and some accounts, once they are accrued.
func (d dealer) moment(accounts int) *moment {
	f := &moment{p: d.p}
	f.variant, f.rounding = d.p.variant, d.p.rounding
	if d.in(5) {
		f.rounding = halfUp
	}
	d.p.list(common.HexToAddress("0xc0de03"), true)
	f.markets = make([]scalars, d.p.markets.Len())
	for i := range f.markets {
		f.markets[i] = d.market(&f.frame, state.Row(i))
	}
	if f.pools {
		f.modes = map[uint64]*modeScalars{1: {fallback: true}, 2: {}, 300: {}}
		for _, m := range f.modes {
			for range f.markets {
				m.members = append(m.members, member{threshold: d.Uint64N(1e18), listed: d.Uint64N(2)})
			}
		}
		f.vai.exists, f.vai.known = true, !d.in(20)
		f.vai.index.SetUint64(1e18 + d.Uint64N(2e17))
		if d.in(3) {
			f.vai.index.SetUint64(1e18 + d.Uint64N(16e18))
		}
	}
	for i := range accounts {
		var a common.Address
		binary.BigEndian.PutUint64(a[:], uint64(i+1))
		d.account(f, a)
	}
	return f
}

// TestWeighingIsSound draws markets and accounts of every descendant.
func TestWeighingIsSound(t *testing.T) {
	for i := range variants {
		v := &variants[i]
		t.Run(v.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(31, uint64(i)))
			promised, all := 0, 0
			for range 3_000 {
				f := dealer{rng, newStage(t, v.name)}.moment(8)
				for id := range position.ID(f.p.Len()) {
					ok, err := protocoltest.Weighed(f, id)
					if err != nil {
						h, legs := f.holder(id)
						t.Fatalf("%+v %+v in %+v: %v", h, legs, f.frame, err)
					}
					if all++; ok {
						promised++
					}
				}
			}
			if promised < all/3 || promised == all {
				t.Errorf("of %d positions %d were promised anything", all, promised)
			}
		})
	}
}

// TestFallingIndexConcernsAll, for no contract lets its index fall, and debts are weighed on that.
func TestFallingIndexConcernsAll(t *testing.T) {
	s := newStage(t, "moonwell")
	for _, c := range []struct {
		index int
		all   bool
	}{{1_100_000_000_000_000_000, false}, {1_200_000_000_000_000_000, false}, {1_200_000_000_000_000_000, false}, {1_199_999_999_999_999_999, true}} {
		s.done = protocols.Effects{}
		s.apply(debtToken, topicAccrueInterest, 0, 1, 1, c.index, 1)
		if s.done.All != c.all {
			t.Errorf("an index of %d concerns all: %t", c.index, s.done.All)
		}
	}
}
