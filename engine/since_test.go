package engine_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"brink/chain"
	"brink/engine"
	"brink/engine/till"
	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// delay is for how many blocks and seconds an account had been liquidatable
// before a block, by the states of the chain; zero when that began in it.
func (w *world) delay(a common.Address, number uint64) (blocks, seconds uint64) {
	chain := w.Blocks(chain.Filter{})
	at := number
	for ; at > 0; at-- {
		b := w.states[at-1]
		if h := till.Stands(b.accounts[a], b.price, chain[at-1].Time); !h.Liquidatable {
			break
		}
	}
	return number - at, chain[number].Time - chain[at].Time
}

// sinceNow compares what positions say at the tip of when they became liquidatable,
// and counts those that say it and those that don't.
func (w *world) sinceNow(t *rapid.T, r *runner, gaps bool) (told, unknown int) {
	number := w.Head().Number
	r.Look(func(l *engine.Look) {
		d := &l.Deployments[0]
		for i := range 4 {
			id, ok := d.ID(position.Key{Account: who(i)})
			if !ok {
				continue
			}
			p := d.Describe(id)
			switch due := p.Status == position.Liquidatable || p.Status == position.BadDebt; {
			case !due && p.LiquidatableSince != nil:
				t.Fatalf("at %d: %s isn't liquidatable, and is so since %d", number, p.Account, p.LiquidatableSince.Number)
			case due && p.LiquidatableSince == nil:
				if unknown++; !gaps {
					t.Fatalf("at %d: it isn't known since when %s is liquidatable", number, p.Account)
				}
			case due:
				told++
				if blocks, _ := w.delay(who(i), number); p.LiquidatableSince.Number != number-blocks {
					t.Fatalf("at %d: %s is liquidatable since %d, not %d", number, p.Account, number-blocks, p.LiquidatableSince.Number)
				}
			}
		}
	})
	return told, unknown
}

// holdsSince demands that what an entry says of since when a position is
// liquidatable is what the chain's states say.
func (w *world) holdsSince(t *rapid.T, e feed.Entry) {
	var p feed.Position
	if e.Type != feed.PositionUnderwater || !w.holds(e.Block.Ref) || json.Unmarshal(e.Data, &p) != nil || p.LiquidatableSince == nil {
		return
	}
	blocks := w.Blocks(chain.Filter{})
	at := e.Block.Number
	for at > 1 {
		b := w.states[at-1]
		if h := till.Stands(b.accounts[common.HexToAddress(p.Account)], b.price, blocks[at-1].Time); !h.Liquidatable {
			break
		}
		at--
	}
	if p.LiquidatableSince.Number != at || uint64(p.LiquidatableSince.Timestamp.Unix()) != blocks[at].Time {
		t.Fatalf("at %s: %s is said to be liquidatable since %d, it is since %d", e.Block.Ref, p.ID, p.LiquidatableSince.Number, at)
	}
}

// How long a position had been liquidatable is what the chain's states say, or
// unknown: after a restart on a chain that went another way, and never without one.
func TestLiquidatableSince(t *testing.T) {
	told, unknown, seen, unseen := 0, 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		r := newRunner(t, w, engine.Options{Live: 1 << 30})
		gaps := false
		for i := range 4 {
			w.set(who(i), 10, 900)
		}
		w.mine(12)
		r.follow()
		for range rapid.IntRange(5, 40).Draw(t, "blocks") {
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				if depth := rapid.IntRange(1, 3).Draw(t, "depth"); int(w.Head().Number) > depth+2 {
					w.rewind(depth)
				}
			case 1:
				r.save()
			case 2:
				gaps = true
				r.restart()
			case 3:
				w.set(who(rapid.IntRange(0, 3).Draw(t, "who")), 10, uint64(rapid.IntRange(0, 1100).Draw(t, "debt")))
			}
			w.now.price = uint64(rapid.IntRange(80, 105).Draw(t, "price")) * till.Unit
			for i := range 4 {
				if rapid.IntRange(0, 3).Draw(t, "seize") == 0 {
					w.seize(who(i))
				}
			}
			w.mine(uint64(rapid.IntRange(1, 30).Draw(t, "seconds")))
			from := len(r.record.entries)
			r.follow()
			for _, e := range r.record.entries[from:] {
				w.holdsSince(t, e)
				if e.Type != feed.Liquidated || e.Status == feed.Reverted || !w.holds(e.Block.Ref) {
					continue
				}
				var l feed.Liquidation
				if err := json.Unmarshal(e.Data, &l); err != nil {
					t.Fatal(err)
				}
				a := common.HexToAddress(l.Account)
				now := w.states[e.Block.Number]
				before, known := w.states[e.Block.Number-1].accounts[a]
				was := till.Stands(before, now.price, e.Block.Time)
				switch {
				case !known || !was.Liquidatable:
					if l.LiquidatableBlocks != nil || l.LiquidatableFor != nil {
						t.Fatalf("at %s: %s wasn't liquidatable, and was so for %d blocks", e.Block.Ref, a, *l.LiquidatableBlocks)
					}
				case l.LiquidatableBlocks == nil:
					if unknown++; !gaps {
						t.Fatalf("at %s: it isn't known since when %s was liquidatable", e.Block.Ref, a)
					}
				default:
					told++
					blocks, seconds := w.delay(a, e.Block.Number)
					if *l.LiquidatableBlocks != blocks || *l.LiquidatableFor != seconds {
						t.Fatalf("at %s: %s was liquidatable for %d blocks, %d seconds, not %d, %d",
							e.Block.Ref, a, blocks, seconds, *l.LiquidatableBlocks, *l.LiquidatableFor)
					}
				}
				if want := 21_000 * e.Block.Number; l.GasPaidRaw == nil || *l.GasPaidRaw != strconv.FormatUint(want, 10) {
					t.Fatalf("at %s: the transaction paid %v, not %d", e.Block.Ref, l.GasPaidRaw, want)
				}
			}
			now, later := w.sinceNow(t, r, gaps)
			seen, unseen = seen+now, unseen+later
		}
	})
	// That it isn't known is rare.
	if seen <= 10*unseen || told <= 10*unknown {
		t.Errorf("who looks sees of %d since when, and of %d not; %d are told, and %d aren't", seen, unseen, told, unknown)
	}
}
