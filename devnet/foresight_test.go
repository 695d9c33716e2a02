package devnet_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"brink/devnet"
	"brink/engine"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/risk"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// ground is a protocol on a node on which what is predicted is then really done.
type ground interface {
	tester
	node() *devnet.Chain
	// ahead calls fn with the market as it will stand in the next block, a second after the head, if nobody does anything.
	ahead(fn func(m *risk.Market, d *engine.DeploymentLook))
	// stands is what the contracts say of everybody after a block; who isn't in it can't be told.
	stands(block devnet.Block) map[position.Key]stance
	// feed makes a source of prices answer something else; false where nobody can.
	feed(q protocols.Quote, answer *big.Int) (devnet.Call, bool)
	// deed is a change as the account would make it; nil where it can't. The leg is what it has of the asset, if anything.
	deed(key position.Key, c *protocols.Change, leg *protocols.Leg) []devnet.Call
	// refused tells whether a call did nothing.
	refused(r devnet.Result) bool
	// grants tells whether the contracts would let a liquidation happen at the head.
	grants(key position.Key, o *protocols.Offer) bool
	// thresholds and modes are what changes for all, and what an account may choose.
	thresholds() []common.Address
	modes() uint64
}

// stance is how an account stands, in the protocol's own numbers.
type stance struct {
	collateral, debt, factor string
	liquidatable             bool
}

// grounds are the protocols, each with people near the line on it.
var grounds = map[string]func(t *testing.T, rt *rapid.T) ground{
	"aave 3.6":     func(t *testing.T, _ *rapid.T) ground { return newOracle(t, devnet.V36) },
	"aave 3.0":     func(t *testing.T, _ *rapid.T) ground { return newOracle(t, devnet.V30) },
	"aave 2":       func(_ *testing.T, rt *rapid.T) ground { return newOracle2(rt, true) },
	"aave 2 ether": func(_ *testing.T, rt *rapid.T) ground { return newOracle2(rt, false) },
	"morpho blue":  func(_ *testing.T, rt *rapid.T) ground { return newMorphoOracle(rt) },
	"venus":        func(_ *testing.T, rt *rapid.T) ground { return newVenusOracle(rt) },
}

// seer predicts what then happens on a ground.
type seer struct {
	ground
	rng *rand.Rand
}

func onGrounds(t *testing.T, test func(t *testing.T, s *seer)) {
	once(t)
	for name, raise := range grounds {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				test(t, &seer{raise(t, rt), rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))})
			})
		})
	}
}

// node implements ground for every observer.
func (o *observer[P]) node() *devnet.Chain { return o.chain }

// ahead implements ground for every observer.
func (o *observer[P]) ahead(fn func(m *risk.Market, d *engine.DeploymentLook)) {
	o.Helper()
	o.race()
	o.inspect(func(d *engine.DeploymentLook) {
		head := o.chain.Head()
		m := &risk.Market{Positions: d.Positions, At: d.At, View: d.View().At(head.Time + 1).In(head.Number + 1)}
		fn(m, d)
	})
}

// predict is what a frame says of everybody.
func predict(frame protocols.Frame, d *engine.DeploymentLook) map[position.Key]stance {
	all := make(map[position.Key]stance)
	for i := range d.Positions {
		if h, err := frame.Health(position.ID(i)); err == nil {
			all[d.Key(position.ID(i))] = stance{h.Collateral.Dec(), h.Debt.Dec(), h.Factor.Dec(), h.Liquidatable}
		}
	}
	return all
}

// lands makes calls in the next block, demands that everybody then stands as was predicted, and takes the block
// back. It is false where the contracts refuse a call.
func (s *seer) lands(what string, calls []devnet.Call, predicted map[position.Key]stance, then func(after map[position.Key]stance)) bool {
	s.Helper()
	if err := s.node().Send(s.Context(), calls...); err != nil {
		s.Fatal(err)
	}
	block, err := s.node().Commit(s.Context(), 1)
	if err != nil {
		s.Fatal(err)
	}
	granted := !slices.ContainsFunc(block.Results, s.refused)
	if granted {
		after := s.stands(block)
		for key, is := range after {
			if was, ok := predicted[key]; ok && was != is {
				s.Fatalf("%s: of %v was predicted %v, the contracts say %v", what, key, was, is)
			}
		}
		for key, was := range predicted {
			if _, told := after[key]; !told && was.liquidatable {
				s.Fatalf("%s: of %v was predicted %v, the contracts say nothing", what, key, was)
			}
		}
		then(after)
	}
	if err := s.node().Rewind(s.Context(), 1); err != nil {
		s.Fatal(err)
	}
	return granted
}

// move makes the feeds answer what they do in a view.
func (s *seer) move(m *risk.Market, view prices.View) []devnet.Call {
	var calls []devnet.Call
	for _, q := range m.At(m.View).Quotes() {
		was, _ := m.View.Price(q.Source)
		is, known := view.Price(q.Source)
		if !known || was == is {
			continue
		}
		if call, ok := s.feed(q, is.ToBig()); ok {
			calls = append(calls, call)
		}
	}
	return calls
}

// groups are what can move: each asset alone, a pair, and three together.
func (s *seer) groups(m *risk.Market) []risk.Group {
	var all []risk.Group
	for _, q := range m.At(m.View).Quotes() {
		if _, can := s.feed(q, new(big.Int)); can && !slices.ContainsFunc(all, func(g risk.Group) bool { return g[0] == q.Base }) {
			all = append(all, risk.Group{q.Base})
		}
	}
	n := len(all)
	return append(all, risk.Group{all[0][0], all[1][0]}, risk.Group{all[n-1][0], all[1][0], all[2][0]})
}

// TestShocksHappen moves prices as shocks and the rungs of ladders have it, and asks the contracts.
func TestShocksHappen(t *testing.T) {
	onGrounds(t, func(t *testing.T, s *seer) {
		found := 0
		var shares []uint256.Int
		for _, permille := range []uint64{1, 500, 800, 930, 990, 1010, 1400, 5000} {
			shares = append(shares, *uint256.NewInt(permille * 1e15))
		}
		for n := range 2 {
			for i := range shares {
				var calls []devnet.Call
				var predicted map[position.Key]stance
				var shock risk.Outcome
				var rung risk.Rung
				s.ahead(func(m *risk.Market, d *engine.DeploymentLook) {
					all := s.groups(m)
					group := all[(n*5+len(all)-1)%len(all)]
					moves := risk.Together(group, &shares[i])
					view := moves.View(m.At(m.View).Quotes(), m.View)
					calls, predicted = s.move(m, view), predict(m.At(view), d)
					shock, rung = m.Shock(moves), m.Ladder(group, shares).Rungs[i]
				})
				s.lands("shock", calls, predicted, func(after map[position.Key]stance) {
					liquidatable := 0
					for key, is := range after {
						if _, told := predicted[key]; told && is.liquidatable {
							liquidatable++
						}
					}
					found += liquidatable
					if shock.Liquidatable.Positions != liquidatable || rung.Liquidatable.Positions != liquidatable {
						t.Errorf("at %s the shock finds %d, the ladder %d, the contracts would let %d be liquidated", rung.Share.Dec(),
							shock.Liquidatable.Positions, rung.Liquidatable.Positions, liquidatable)
					}
				})
			}
		}
		if found < 10 {
			t.Errorf("%d positions were liquidatable in all shocks", found)
		}
	})
}

// TestLimitsDecide sets prices to where they are said to decide over a position, and one step beyond: those of a group,
// and the raw answer of one source. What is offered at either is granted, what no longer is isn't.
func TestLimitsDecide(t *testing.T) {
	onGrounds(t, func(t *testing.T, s *seer) {
		shares, answers, taken, later := 0, 0, 0, 0
		for n := 0; n < 400 && (shares < 8 || answers < 8); n++ {
			var key position.Key
			var offers, before []protocols.Offer // at the limit, beyond it what was offered there
			single := n%2 == 0
			for _, beyond := range []bool{false, true} {
				var calls []devnet.Call
				var predicted map[position.Key]stance
				found := false
				s.ahead(func(m *risk.Market, d *engine.DeploymentLook) {
					var id position.ID
					if beyond {
						id, _ = d.ID(key)
					} else {
						id = position.ID(s.rng.IntN(d.Positions))
					}
					key = d.Key(id)
					view, ok := s.limit(m, id, single, n, beyond)
					if found = ok; !found {
						return
					}
					frame := m.At(view)
					calls, predicted = s.move(m, view), predict(frame, d)
					before, offers = offers, frame.Liquidation(id)
				})
				if !found {
					break
				}
				s.lands("limit", calls, predicted, func(after map[position.Key]stance) {
					if is, ok := after[key]; ok && is.liquidatable == beyond {
						t.Errorf("%v, one step beyond its limit: %t, is %v", key, beyond, is)
					}
					now, once := s.offered(key, offers, before)
					taken, later = taken+now, later+once
				})
				if single {
					answers++
				} else {
					shares++
				}
			}
		}
		t.Log(shares, "limits of groups,", answers, "of single answers,", taken, "liquidations,", later, "as soon as they can be")
		if shares < 8 || answers < 8 || taken == 0 || later == 0 {
			t.Errorf("%d limits of groups, %d of answers, %d liquidations, %d to come", shares, answers, taken, later)
		}
	})
}

// offered demands that the contracts grant what is offered at the head, and no longer what isn't; and that what was
// offered a step before is still told, for when the position comes down again.
func (s *seer) offered(key position.Key, offers, before []protocols.Offer) (taken, once int) {
	s.Helper()
	for i := range offers {
		if granted := s.grants(key, &offers[i]); granted == offers[i].Once {
			s.Fatalf("%v: the liquidation %+v is granted: %t", key, offers[i], granted)
		}
		if offers[i].Once {
			once++
		}
	}
	for i := range before {
		was := &before[i]
		at := slices.IndexFunc(offers, func(o protocols.Offer) bool {
			return o.Collateral == was.Collateral && o.Debt == was.Debt && o.Via == was.Via
		})
		switch {
		case at < 0 && s.grants(key, was):
			s.Fatalf("%v: the liquidation %+v is granted, and isn't offered", key, was)
		case at < 0 || !alike(&was.Repay, &offers[at].Repay) || !alike(&was.Seize, &offers[at].Seize) || !alike(&was.Fee, &offers[at].Fee):
			s.Fatalf("%v: the liquidation %+v is not told a step above the line: %+v", key, was, offers)
		}
	}
	return len(offers) - once, once
}

// alike are amounts no further apart than a step of a price takes them.
func alike(a, b *uint256.Int) bool {
	x, y := a.ToBig(), b.ToBig()
	apart := new(big.Int).Sub(x, y)
	apart.Mul(apart.Abs(apart), big.NewInt(10_000))
	return apart.Cmp(x.Add(x, y).Add(x, big.NewInt(20_000))) < 0
}

// limit is the view at, or one step beyond, a limit of a position: that of the nth group, or of the nth source alone.
func (s *seer) limit(m *risk.Market, id position.ID, single bool, n int, beyond bool) (view prices.View, ok bool) {
	quotes := m.At(m.View).Quotes()
	all := s.groups(m)
	group, source := all[n/2%len(all)], quotes[n/2%len(quotes)]
	var l risk.Limit
	if single {
		l, ok = m.Answer(id, source.Source)
	} else {
		l, ok = m.Limit(id, group)
	}
	if _, can := s.feed(source, new(big.Int)); !ok || single && !can {
		return view, false
	}
	if step := uint256.NewInt(1); beyond && l.Above {
		l.At.Sub(&l.At, step)
	} else if beyond {
		l.At.Add(&l.At, step)
	}
	if single {
		return m.View.With(source.Source, &l.At), true
	}
	return risk.Together(group, &l.At).View(quotes, m.View), true
}
