package simulator

import (
	"maps"
	"math/rand/v2"
	"slices"

	"brink/chain"
	"brink/chain/sim"
	"brink/engine/till"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// tills is how many deployments there are. The second may be broken by a log.
const tills = 2

var (
	tillAt   = [tills]common.Address{{0x71, 1}, {0x71, 2}}
	branchAt = [tills]common.Address{{0x72, 1}, {0x72, 2}}
	stranger = common.Address{0x99}
)

// act is one thing that happens in a block.
type act struct {
	kind             actKind
	till             int
	who              common.Address
	collateral, debt uint64
	viaBranch        bool
	price            uint64 // zero: the oracle falls silent
}

type actKind int

const (
	actSet    actKind = iota // an account changes
	actSeize                 // a liquidation
	actPrice                 // a price moves: no log says so
	actOpen                  // a contract joins whose logs count from then on
	actBroken                // a log that isn't what its event declares
	actForged                // somebody else's log that looks like one of ours
)

// scene is a block with all that its contracts hold after it.
type scene struct {
	chain.Head
	parent *scene
	acts   []act
	ledger *ledger
	seized []uint // indices of the logs that are facts
}

// ledger is what the contracts hold.
type ledger struct {
	tills  [tills]till.Contract
	open   [tills]bool
	broken [tills]bool
}

func (l *ledger) clone() *ledger {
	c := *l
	for i := range c.tills {
		c.tills[i].Accounts = maps.Clone(c.tills[i].Accounts)
	}
	return &c
}

// world is the chain with the truth about it.
type world struct {
	*sim.Chain
	random *rand.Rand
	scenes map[common.Hash]*scene
	tip    *scene
	final  *scene
	left   *scene // tip of the branch that was left last
	mined  int
	depth  uint64 // at which a block is final, where the node doesn't say; zero: it says
	most   uint64 // highest block that there was
}

func newWorld(random *rand.Rand) *world {
	w := &world{Chain: sim.New(), random: random, scenes: make(map[common.Hash]*scene)}
	start := &ledger{}
	for i := range start.tills {
		start.tills[i] = till.Contract{Address: tillAt[i], Price: 100 * till.Unit, Accounts: map[common.Address]till.Account{}}
	}
	w.tip = &scene{Head: w.Head(), ledger: start}
	w.scenes[w.tip.Hash] = w.tip
	w.scenes[common.Hash{}] = w.tip // how an engine names its start
	w.final = w.tip
	return w
}

// mine adds a block in which these things happen, so many seconds after its parent.
func (w *world) mine(seconds uint64, acts []act) {
	s := &scene{parent: w.tip, ledger: w.tip.ledger}
	if breaks := slices.ContainsFunc(acts, func(a act) bool { return a.kind == actBroken }); breaks {
		// what a till says in the block that breaks it depends on the order
		acts = slices.DeleteFunc(acts, func(a act) bool { return a.till == 1 && a.kind != actBroken })
	}
	s.acts = acts
	if len(acts) > 0 {
		s.ledger = s.ledger.clone()
	}
	var logs []types.Log
	for i := range acts {
		if l, any := s.perform(&acts[i]); any {
			if acts[i].kind == actSeize {
				s.seized = append(s.seized, uint(len(logs)))
			}
			logs = append(logs, l)
		}
	}
	time := w.tip.Time + seconds
	held := s.ledger
	w.State(func(call chain.Call) (chain.Result, bool) {
		for i := range held.tills {
			if r, ok := held.tills[i].Call(call, time); ok {
				return r, true
			}
		}
		return chain.Result{Reverted: true}, true
	})
	s.Head = w.MineAt(time, logs...)
	w.scenes[s.Hash] = s
	w.tip = s
	w.mined++
	w.most = max(w.most, s.Number)
	if w.depth > 0 && w.most > w.final.Number+w.depth && w.most-w.depth <= s.Number {
		w.settle(w.at(w.most - w.depth))
	}
}

// perform lets a thing happen, and gives the log that tells of it.
func (s *scene) perform(a *act) (types.Log, bool) {
	l := s.ledger
	contract := &l.tills[a.till]
	if l.broken[a.till] { // nobody knows any more what its contract holds
		contract = new(till.Contract{Accounts: make(map[common.Address]till.Account)})
	}
	switch a.kind {
	case actSet:
		contract.Accounts[a.who] = till.Account{Collateral: a.collateral, Debt: a.debt * till.Unit}
		at := tillAt[a.till]
		if a.viaBranch && l.open[a.till] {
			at = branchAt[a.till]
		}
		return till.SetLog(at, a.who, a.collateral, a.debt), true
	case actSeize:
		return till.SeizeLog(tillAt[a.till], a.who), true
	case actPrice:
		contract.Price = a.price
		return types.Log{}, false
	case actOpen:
		l.open[a.till] = true
		return till.OpenLog(tillAt[a.till], branchAt[a.till]), true
	case actBroken:
		l.broken[a.till] = true
		bad := till.SetLog(tillAt[a.till], a.who, 1, 1)
		bad.Data = bad.Data[:40]
		return bad, true
	default:
		return till.SeizeLog(stranger, a.who), true
	}
}

// draw draws what happens in a block.
func (w *world) draw(breakable bool) []act {
	var acts []act
	for range w.random.IntN(4) {
		a := act{till: w.random.IntN(tills), who: who(w.random.IntN(24))}
		switch n := w.random.IntN(40); {
		case n < 24:
			a.kind, a.collateral = actSet, 9+w.random.Uint64N(3)
			a.debt = pick(w.random, uint64(0), 1, 600, 800, 850, 900, 950, 990, 1000, 2500)
			a.viaBranch = w.random.IntN(3) == 0
		case n < 30:
			a.kind = actSeize
		case n < 36:
			a.kind, a.price = actPrice, (60+w.random.Uint64N(80))*till.Unit
		case n < 37:
			a.kind = actPrice // without a price
		case n < 38:
			a.kind = actOpen
		case n < 39 && breakable && w.random.IntN(60) == 0:
			a.kind, a.till = actBroken, 1
		default:
			a.kind = actForged
		}
		acts = append(acts, a)
	}
	return acts
}

// rewind takes blocks off the chain, and returns what happened in each of them.
func (w *world) rewind(depth int) [][]act {
	w.left = w.tip
	w.Rewind(depth)
	gone := make([][]act, depth)
	for i := range depth {
		gone[depth-1-i] = w.tip.acts
		w.tip = w.tip.parent
	}
	return gone
}

// loose is how many blocks may be taken back.
func (w *world) loose() int { return int(w.tip.Number - w.final.Number) }

// holds reports whether a scene follows the final block.
func (w *world) holds(s *scene) bool {
	for s != nil && s.Number > w.final.Number {
		s = s.parent
	}
	return s == w.final
}

// goBack makes the branch canonical again that was left last.
func (w *world) goBack() {
	if w.left == nil || !w.holds(w.left) {
		return
	}
	w.left, w.tip = w.tip, w.left
	w.Switch(w.tip.Ref)
}

// settle makes blocks safe and final.
func (w *world) settle(final *scene) {
	safe := final.Number + (w.tip.Number-final.Number)/2
	w.Settle(safe, final.Number)
	w.final = final
}

// betray takes blocks off the chain that were final, and says nothing of it.
func (w *world) betray(depth int) {
	for range depth {
		w.tip = w.tip.parent
	}
	w.Rewind(depth)
	w.left = nil
	if w.final.Number > w.tip.Number {
		w.settle(w.tip)
	}
}

// changed reports whether what a shard keeps as its newest final block is another now: the program asks that when it
// starts. The node has none of its faults then.
func (w *world) changed(r *record) bool {
	if !r.begun || len(r.blocks) == 0 || r.blocks[0].Number > r.final || r.blocks[0].Hash == (common.Hash{}) || r.blocks[0].Number > w.tip.Number {
		return false
	}
	return w.at(r.blocks[0].Number).Ref != r.blocks[0]
}

// at is the canonical block of a number, which isn't below the final one.
func (w *world) at(number uint64) *scene {
	s := w.tip
	for s.Number > number {
		s = s.parent
	}
	return s
}

// prune forgets all blocks before a number.
func (w *world) prune(before uint64) {
	w.Prune(before)
	maps.DeleteFunc(w.scenes, func(_ common.Hash, s *scene) bool { return s.Number < before })
	for _, s := range w.scenes {
		if s.Number == before {
			s.parent = nil
		}
	}
}

func who(i int) common.Address {
	return common.BigToAddress(uint256.NewInt(uint64(0xACC0 + i)).ToBig())
}

func pick[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }
