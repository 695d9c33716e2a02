package devnet_test

import (
	"flag"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	ethrpc "github.com/ethereum/go-ethereum/rpc"
	"pgregory.net/rapid"
)

func TestPlayIsSeenAsThePoolSeesIt(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			l := open(t, version)
			play, err := devnet.NewPlay(t.Context(), l.market, devnet.PlayOptions{Accounts: 60, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, account := range play.Accounts() {
				l.crowd = append(l.crowd, account.Address)
			}
			l.crowd = append(l.crowd, play.Liquidator.Address, l.market.Treasury.Address, devnet.NewAccount("bank").Address)
			w := l.watch()
			if err := play.History(t.Context(), 4); err != nil {
				t.Fatal(err)
			}
			w.race()
			for range 60 {
				if _, err := play.Step(t.Context(), 12); err != nil {
					t.Fatal(err)
				}
				w.follow()
			}
			t.Log(len(l.crowd), w.said, w.audits, w.evaluated, w.undone)
		})
	}
}

// TestRandomHistoriesAreSeenAsThePoolSeesThem compares everybody and everything after every block, on every
// branch, in every way to come to know a market.
func TestRandomHistoriesAreSeenAsThePoolSeesThem(t *testing.T) {
	once(t)
	for _, c := range []struct {
		version devnet.Version
		acts    []act
	}{{devnet.V36, acts36}, {devnet.V30, acts30}} {
		t.Run(string(c.version), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				l := open(rt, c.version)
				s := newSaga(rt, l, slices.Concat(userActs, adminActs, c.acts))
				s.live(2000)
				t.Log(s.report())
				s.complete(t)
			})
		})
	}
}

// TestFault28Upgrade puts the code of 3.6 behind a market of 3.0 in the middle of its history.
func TestFault28Upgrade(t *testing.T) {
	once(t)
	for _, version := range []devnet.Version{devnet.V300, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				l := open(rt, version)
				s := newSaga(rt, l, slices.Concat(userActs, adminActs))
				s.live(500)
				for _, asset := range l.market.Assets { // the upgrade configures them
					if _, err := l.market.Chain.Run(rt.Context(), l.market.SetFreeze(asset, false)); err != nil {
						rt.Fatal(err)
					}
				}
				if err := l.market.Upgrade(rt.Context()); err != nil {
					rt.Fatal(err)
				}
				s.follow()
				for _, asset := range l.market.Assets {
					if _, err := l.market.Chain.Run(rt.Context(), l.market.SetRates(asset, asset.Slope)); err != nil {
						rt.Fatal(err)
					}
				}
				s.h.first = l.market.Chain.Head().Number
				s.h.look()
				s.live(1000)
				t.Log(s.report())
			})
		})
	}
}

// finalized is the block tag.
var finalized = big.NewInt(int64(ethrpc.FinalizedBlockNumber))

// once makes rapid draw one case a test, a long one; always the same, unless a seed is given: go test -args
// -rapid.seed=N looks elsewhere.
func once(t *testing.T) {
	t.Helper()
	set := func(name, is, value string) {
		f := flag.Lookup(name)
		was := f.Value.String()
		if was != is && is != "" {
			return
		}
		if err := f.Value.Set(value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Value.Set(was) })
	}
	set("rapid.checks", "", "1")
	set("rapid.seed", "0", "1")
}

// saga is a history and those who watch it: one from the first block, and from some block on others who don't
// know what was before.
type saga struct {
	rt       *rapid.T
	h        *history
	watchers []*watcher
	rebuilt  int
}

func newSaga(rt *rapid.T, l *lab, acts []act) *saga {
	// Rapid draws the blocks' seeds: its own numbers are mostly small, which suits values, but not choices.
	seeds := func() uint64 { return rapid.Uint64().Draw(rt, "block") }
	s := &saga{rt: rt, h: begin(l, 110, acts, seeds), watchers: []*watcher{l.watch()}}
	s.watchers[0].race()
	return s
}

// live goes on until so many acts were granted.
func (s *saga) live(acts int) {
	h := s.h
	for h.total() < acts {
		what := rapid.IntRange(0, 99).Draw(s.rt, "what")
		depth := min(1+uint64(what%8), h.market.Chain.Head().Number-h.first)
		reorg := what >= 92 && depth > 0
		if reorg {
			h.reorg(depth, 10)
		} else {
			h.block(rapid.IntRange(5, 35).Draw(s.rt, "acts"))
		}
		if len(s.watchers) == 1 {
			s.latecomers()
		}
		if h.chance(5) {
			pick(h, s.watchers).restart()
		}
		s.follow()
		if reorg && s.rebuilt < 3 {
			s.rebuild()
		}
	}
	s.rebuild()
}

// latecomers begin where the market is, once its first days are final: one finds all borrowers, the other one
// looks at ten accounts alone.
func (s *saga) latecomers() {
	h := s.h
	final, err := h.market.Chain.Node.Client().HeaderByNumber(h.t.Context(), finalized)
	if err != nil {
		h.t.Fatal(err)
	}
	if final.Number.Uint64() < h.first+10 {
		return
	}
	borrowers := h.watchAs(current)
	borrowers.join(final.Number.Uint64())
	few := []common.Address{h.bank.Address, common.HexToAddress("0xdead")}
	for i := range 8 {
		few = append(few, h.users[i*len(h.users)/8].Address)
	}
	wallets := h.watchAs(chosen, few...)
	wallets.join(h.market.Chain.Head().Number)
	s.watchers = append(s.watchers, borrowers, wallets)
}

func (s *saga) follow() {
	for _, w := range s.watchers {
		w.follow()
	}
}

// rebuild demands that another engine, which never saw a reorg, comes to the same state.
func (s *saga) rebuild() {
	s.rebuilt++
	fresh := s.h.watch()
	fresh.race()
	if fresh.db.Digest() != s.watchers[0].db.Digest() {
		s.h.t.Fatalf("at %s: the state isn't what it would be from scratch", fresh.Tip())
	}
	fresh.source.Close()
}

// complete demands that everything happened which was to happen.
func (s *saga) complete(t *testing.T) {
	t.Helper()
	for _, a := range s.h.kinds {
		if s.h.done[a.name] == 0 && !a.rare {
			t.Errorf("no %s happened", a.name)
		}
	}
	for _, w := range s.watchers {
		if w.undone == 0 {
			t.Error("nothing was undone")
		}
	}
}

func (s *saga) report() string {
	text := s.h.report()
	for _, w := range s.watchers {
		text += fmt.Sprintf("\nfrom %s: %d comparisons, %d undone, %d evaluated, %d audits, %v",
			w.mode, w.checks, w.undone, w.evaluated, w.audits, w.said)
	}
	return text
}
