package devnet_test

import (
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// TestAaveV2IsSeenAsThePoolSeesIt compares everybody and everything after every block, on every branch, in every
// way to come to know a market.
func TestAaveV2IsSeenAsThePoolSeesIt(t *testing.T) {
	once(t)
	for name, dollars := range map[string]bool{"in ether": false, "in dollars": true} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				l := openAave2(rt, dollars)
				s := &saga2{history2: l.begin(rt, 40), watchers: []*watcher2{l.watch(whole)}}
				s.watchers[0].race()
				s.live(1000)
				t.Log(s.report())
				s.complete(t, dollars)
			})
		})
	}
}

// saga2 is a history and those who watch it: one from the first block, and from some block on others who don't
// know what was before.
type saga2 struct {
	*history2
	watchers []*watcher2
	rebuilt  int
}

// live goes on until so many acts were granted.
func (s *saga2) live(acts int) {
	blocks := 0
	for s.total() < acts {
		what := rapid.IntRange(0, 99).Draw(s.rt, "what")
		depth := min(1+uint64(what%8), s.market.Chain.Head().Number-s.first)
		reorg := what >= 92 && depth > 0
		if reorg {
			s.reorg(depth, 8)
		} else {
			s.block(rapid.IntRange(5, 30).Draw(s.rt, "acts"))
		}
		blocks++
		if len(s.watchers) == 1 {
			s.latecomers()
		}
		if s.chance(8) {
			s.watchers[s.rng.IntN(len(s.watchers))].restart()
		}
		if blocks == 20 {
			if err := s.market.ReplaceManager(s.t.Context()); err != nil {
				s.t.Fatal(err)
			}
			s.look()
			s.first = s.market.Chain.Head().Number // another branch would not have the manager
		}
		s.follow()
		if reorg && s.rebuilt < 2 {
			s.rebuild()
		}
	}
	s.rebuild()
}

// latecomers begin where the market is, once its first days are final.
func (s *saga2) latecomers() {
	final, err := s.market.Chain.Node.Client().HeaderByNumber(s.t.Context(), finalized)
	if err != nil {
		s.t.Fatal(err)
	}
	if final.Number.Uint64() < s.first {
		return
	}
	borrowers := s.watch(current)
	borrowers.join(final.Number.Uint64())
	few := []common.Address{s.bank.Address, common.HexToAddress("0xdead")}
	for i := range 8 {
		few = append(few, s.users[i*len(s.users)/8].Address)
	}
	wallets := s.watch(chosen, few...)
	wallets.join(s.market.Chain.Head().Number)
	s.crowd = append(s.crowd, common.HexToAddress("0xdead"))
	s.look()
	s.watchers = append(s.watchers, borrowers, wallets)
}

func (s *saga2) follow() {
	for _, w := range s.watchers {
		w.followWith(func() {
			if head := s.market.Chain.Head(); w.Tip() == (chain.Ref{Number: head.Number, Hash: head.Hash}) {
				w.compare(s.now)
			} else {
				w.compare(w.truth(w.Tip()))
			}
		})
	}
}

// rebuild demands that another engine, which never saw a reorg, comes to the same state.
func (s *saga2) rebuild() {
	s.rebuilt++
	fresh := s.watch(whole)
	fresh.race()
	if fresh.db.Digest() != s.watchers[0].db.Digest() {
		s.t.Fatalf("at %s: the state isn't what it would be from scratch", fresh.Tip())
	}
	fresh.source.Close()
}

// complete demands that everything happened which was to happen.
func (s *saga2) complete(t *testing.T, dollars bool) {
	t.Helper()
	for _, a := range acts2 {
		if s.done[a.name] == 0 && !a.rare && !(dollars && a.name == "another feed") {
			t.Errorf("no %s happened", a.name)
		}
	}
	for _, w := range s.watchers {
		t.Logf("from %s: %d comparisons, %d undone, %d audits, %d liquidations", w.mode, w.checks, w.undone, w.audits, len(w.liquidations))
	}
	if len(s.watchers) != 3 || s.watchers[0].undone == 0 {
		t.Errorf("%d watchers, %d blocks undone", len(s.watchers), s.watchers[0].undone)
	}
}

// TestAaveV2RebalancedDebtIsSeen brings a stable debt to the rate of the day, which the pool only allows when
// nearly all is borrowed and lenders earn little.
func TestAaveV2RebalancedDebtIsSeen(t *testing.T) {
	l := openAave2(t, false)
	m := l.market
	users, err := m.Chain.Users(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	lender, debtor, greedy := users[0], users[1], users[2]
	dai, wbtc := m.Asset("DAI"), m.Asset("WBTC")
	for _, u := range users {
		l.crowd = append(l.crowd, u.Address)
	}
	if _, err := m.Chain.Run(t.Context(),
		m.Mint(dai, dai.Units(100_000), l.crowd...), m.Mint(wbtc, wbtc.Units(10), l.crowd...), m.SetReserveFactor(dai, 6000),
		m.Deposit(lender, dai, dai.Units(100_000), lender.Address), m.Deposit(debtor, wbtc, wbtc.Units(5), debtor.Address),
		m.Deposit(greedy, wbtc, wbtc.Units(5), greedy.Address), m.Borrow(debtor, dai, dai.Units(1000), true, debtor.Address),
		m.Borrow(greedy, dai, dai.Units(97_000), false, greedy.Address)); err != nil {
		t.Fatal(err)
	}
	w := l.watch(whole)
	rates := make(map[string]bool)
	for range 3 {
		if _, err := m.Chain.Run(t.Context(), m.RebalanceStable(lender, dai, debtor.Address)); err != nil {
			t.Fatal(err)
		}
		w.race()
		now := l.truth(w.Tip())
		w.compare(now)
		rates[now.accounts[debtor.Address].rates[dai.Token].String()] = true
		if _, err := m.Chain.Commit(t.Context(), 86400); err != nil {
			t.Fatal(err)
		}
	}
	if len(rates) < 2 {
		t.Errorf("the debt had the rates %v", rates)
	}
}
