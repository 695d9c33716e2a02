package compoundv3

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"slices"
	"testing"

	"brink/chain"
	"brink/chain/tape"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// stage is an engine that plays a recording, and what was compared on the way.
type stage struct {
	*engine.Engine
	t    *testing.T
	p    *Protocol
	book *prices.Book
	now  uint64
	told map[string]int // comparisons by what was compared
	// debts are what the block's liquidations say was owed, bad what was written
	// off, by account.
	debts, bad   map[string]uint256.Int
	losses, lost *big.Rat // dollars written off: as the feed has them, and as the observer heard
	// prices are of the assets before the block in hand, moved those that it moved.
	prices []uint256.Int
	moved  []uint64
}

func newStage(t *testing.T, r recording, source *tape.Tape, genesis bool) *stage {
	t.Helper()
	db := new(state.DB)
	s := &stage{t: t, book: prices.NewBook(db), told: make(map[string]int), losses: new(big.Rat), lost: new(big.Rat)}
	p, err := Open(protocols.Env{
		Name: r.name, DB: db, Book: s.book, Genesis: genesis,
		Addresses: map[string]common.Address{Comet: common.HexToAddress(r.comet)},
	}, &r.opt)
	if err != nil {
		t.Fatal(err)
	}
	s.p = p
	s.Engine = engine.New(engine.Options{ChainID: 31337, Live: 1 << 30, Audits: 64, Observer: s}, db, s.book,
		[]engine.Deployment{{Name: r.name, Family: "compound-v3", Protocol: p}})
	s.Begin(source.Start())
	return s
}

func (s *stage) frame() *moment { return s.p.At(s.book.View(s.now)).(*moment) }

// step plays a block, or takes one back.
func (s *stage) step(step chain.Step) {
	s.t.Helper()
	if err := s.Step(s.t.Context(), step); err != nil {
		s.t.Fatalf("after %s: %v", s.Tip(), err)
	}
	batch, _ := s.Batch()
	s.debts, s.bad = make(map[string]uint256.Int), make(map[string]uint256.Int)
	for i := range batch.Entries {
		e := &batch.Entries[i]
		s.told[e.Type]++
		s.hear(e)
		if e.Type == feed.ParityMismatch {
			s.t.Errorf("at %s: an audit found %s", s.Tip(), e.Data)
		}
	}
	s.Published(0)
	s.now = s.book.AsOf()
}

// hear takes what is said of absorptions.
func (s *stage) hear(e *feed.Entry) {
	var fact struct {
		Account string      `json:"account"`
		Debt    uint256.Int `json:"debt_raw"`
		Raw     uint256.Int `json:"raw"`
		USD     *string     `json:"usd"`
	}
	if e.Type != feed.Liquidated && e.Type != feed.BadDebt || e.Status == feed.Reverted {
		return
	}
	if err := json.Unmarshal(e.Data, &fact); err != nil {
		s.t.Fatal(err)
	}
	sum := s.debts[fact.Account]
	sum.Add(&sum, &fact.Debt)
	s.debts[fact.Account] = sum
	if e.Type == feed.BadDebt {
		s.bad[fact.Account] = fact.Raw
		s.losses.Add(s.losses, s.dollars(fact.USD))
	}
}

func (s *stage) dollars(usd *string) *big.Rat {
	s.t.Helper()
	if usd == nil {
		return new(big.Rat)
	}
	z, ok := new(big.Rat).SetString(*usd)
	if !ok {
		s.t.Fatalf("%q is no amount of dollars", *usd)
	}
	return z
}

// BadDebt and what follows make the stage the engine's observer.
func (s *stage) BadDebt(_, _, _ string, usd *string)   { s.lost.Add(s.lost, s.dollars(usd)) }
func (s *stage) Events(string, string, string, int)    {}
func (s *stage) Malformed(string, string)              {}
func (s *stage) Evaluated(int, bool)                   {}
func (s *stage) Audited(string, []string)              {}
func (s *stage) Liquidation(string, *feed.Liquidation) {}
func (s *stage) Reorg(int)                             {}

// TestHistories plays every recording, and compares all that the contract said.
func TestHistories(t *testing.T) {
	operations := 0
	for _, r := range recordings() {
		t.Run(r.name, func(t *testing.T) {
			source, err := tape.Open(bytes.NewReader(r.tape))
			if err != nil {
				t.Fatal(err)
			}
			s := newStage(t, r, source, true)
			sent := make(map[common.Hash]bool)
			for {
				step, err := source.Next(t.Context(), s.Tip(), s.Filter())
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if step.Undo {
					s.told["undo"]++
					s.step(step)
					continue
				}
				for i := range step.Block.Logs {
					sent[step.Block.Logs[i].TxHash] = true
				}
				f, g := s.foresee(step.Block.Time), s.suppose(step.Block)
				s.step(step)
				s.compare(step.Block, f)
				s.came(g)
			}
			operations += len(sent)
			for what, least := range map[string]int{
				"account": 500, "verdict": 500, "reserves": 70, "quote": 20, "absorption": 2, "edge": 3, "supposed": 3, "sums": 2, "undo": 5, "liquidation.v1": 10,
			} {
				if s.told[what] < least {
					t.Errorf("%d times %s, want %d at least", s.told[what], what, least)
				}
			}
			for what, name := range map[string]string{"deep": "crash", "bad_debt.v1": "crash", "high bit": "wide", "Upgraded": "upgrades"} {
				if r.name == name && s.told[what] < 2 {
					t.Errorf("%d times %s", s.told[what], what)
				}
			}
			if s.lost.Cmp(s.losses) != 0 || s.told["bad_debt.v1"] > 0 && s.lost.Sign() == 0 {
				t.Errorf("the observer heard of %s dollars written off, the feed has %s", s.lost.FloatString(8), s.losses.FloatString(8))
			}
			t.Log(s.told)
		})
	}
	if operations < 1000 {
		t.Errorf("the recordings have %d transactions that changed something, want 1,000", operations)
	}
}

// foreseen is an account as it would be in the next block, all else unchanged.
type foreseen struct {
	health position.Health
	known  bool
	absorption
	legs   []leg
	values []uint256.Int
	edges  map[uint64]uint256.Int // prices at which it turns, by asset
}

func (s *stage) foresee(now uint64) (all []foreseen) {
	f := s.p.At(s.book.View(now)).(*moment)
	s.prices = s.prices[:0]
	for i := range f.assets {
		s.prices = append(s.prices, f.assets[i].price)
	}
	for i := range s.p.Len() {
		h, legs := s.p.accounts.At(state.Row(i))
		x := foreseen{legs: slices.Clone(legs), edges: make(map[uint64]uint256.Int)}
		var err error
		x.health, err = f.Health(position.ID(i))
		if x.known = err == nil; !x.known {
			all = append(all, x)
			continue
		}
		for j := range legs {
			var value, edge uint256.Int
			amount := legs[j].amount.Uint256()
			f.assets[legs[j].asset].worth(&value, &amount)
			x.values = append(x.values, value)
			if f.turnsAt(&edge, h, legs, &legs[j]) {
				x.edges[legs[j].asset] = edge
			}
		}
		x.known = !h.owes || f.absorb(&x.absorption, h, legs)
		all = append(all, x)
	}
	return all
}

func (s *stage) compare(b *chain.Block, before []foreseen) {
	f := s.frame()
	s.moved = s.moved[:0]
	for at := range f.assets {
		if at < len(s.prices) && !f.assets[at].price.Eq(&s.prices[at]) {
			s.moved = append(s.moved, uint64(at))
		}
	}
	s.accounts(b, f)
	s.verdicts(b, f)
	s.reserves(b, f)
	s.absorptions(b, before)
	s.edges(b, f, before)
	for i := range b.Logs {
		if b.Logs[i].Topics[0] == topicUpgraded {
			s.told["Upgraded"]++
		}
	}
}

// ask reads from the tape.
func (s *stage) ask(b *chain.Block, data []byte) chain.Result {
	s.t.Helper()
	answers, err := b.Reader.Call(s.t.Context(), []chain.Call{{To: s.p.comet, Data: data}})
	if err != nil {
		s.t.Fatalf("at %s: %v", b.Ref, err)
	}
	return answers[0]
}

// accounts compares what is known of each account with what the contract stores
// of it, and the two judgements with those that follow from its answers.
func (s *stage) accounts(b *chain.Block, f *moment) {
	for i := range s.p.Len() {
		id := position.ID(i)
		ours, unknown := f.Health(id)
		q := s.p.Audit([]position.ID{id}, func(_ position.ID, says position.Health, err error) {
			if (err == nil) != (unknown == nil) {
				s.t.Errorf("at %s: of %v the contract says %v, we say %v", b.Ref, s.p.Key(id), err, unknown)
			}
			if err != nil {
				return
			}
			if says != ours {
				s.t.Errorf("at %s: %v is %+v, the contract says %+v", b.Ref, s.p.Key(id), ours, says)
			}
			s.told["account"]++
		})
		answers, err := b.Reader.Call(s.t.Context(), q.Calls)
		if err == nil {
			err = q.Answer(answers)
		}
		if err != nil {
			s.t.Fatalf("at %s: %v", b.Ref, err)
		}
		h, _ := s.p.accounts.At(state.Row(i))
		if h.assetsIn>>16 != 0 {
			s.told["high bit"]++
		}
	}
}

// verdicts compares Liquidatable with whether absorb would succeed, and offers
// with what the contract asks for the collateral.
func (s *stage) verdicts(b *chain.Block, f *moment) {
	for i := range s.p.Len() {
		id := position.ID(i)
		h, err := f.Health(id)
		if err != nil {
			continue
		}
		refused := s.ask(b, calls.comet.PackAbsorb(common.Address{}, []common.Address{s.p.Key(id).Account})).Reverted
		if may := h.Liquidatable && f.m.pauses&absorbPaused == 0; may == refused {
			s.t.Errorf("at %s: %v is %+v, absorb is refused: %v", b.Ref, s.p.Key(id), h, refused)
		}
		s.told["verdict"]++
		for _, o := range f.Liquidation(id) {
			if o.Once == h.Liquidatable {
				s.t.Errorf("at %s: of %+v is offered %+v", b.Ref, h, o)
			}
			if o.Once {
				continue // what the contract would quote for that isn't recorded
			}
			less := new(big.Int).Sub(o.Repay.ToBig(), big.NewInt(1))
			all, ok := s.ask(b, calls.comet.PackQuoteCollateral(o.Collateral, o.Repay.ToBig())).Uint(0)
			not, ok2 := s.ask(b, calls.comet.PackQuoteCollateral(o.Collateral, less)).Uint(0)
			if !ok || !ok2 || !all.Eq(&o.Seize) || !not.Lt(&o.Seize) {
				s.t.Errorf("at %s: %v is offered for %v; that buys %v, one less %v", b.Ref, &o.Seize, &o.Repay, &all, &not)
			}
			s.told["quote"]++
		}
	}
}

func (s *stage) reserves(b *chain.Block, f *moment) {
	if s.p.Len() == 0 {
		return
	}
	says, ok := s.ask(b, calls.comet.PackGetReserves()).Uint(0)
	var ours uint256.Int
	totals := f.m.sums()
	if !ok || !f.reserves(&ours, &totals) || !ours.Eq(&says) {
		s.t.Errorf("at %s: reserves are %v, the contract says %v", b.Ref, &ours, &says)
	}
	s.told["reserves"]++
	if says.Sign() < 0 {
		s.told["deep"]++
	}
}

// absorptions compares what absorb did with what was foreseen a block before.
func (s *stage) absorptions(b *chain.Block, before []foreseen) {
	for i := range b.Logs {
		l := &b.Logs[i]
		if l.Topics[0] != topicAbsorbDebt {
			continue
		}
		e, _ := readAbsorbDebt(l)
		row, ok := s.p.accounts.Row(e.borrower)
		if !ok || int(row) >= len(before) {
			s.t.Fatalf("at %s: nobody knew of %s", b.Ref, e.borrower)
		}
		was := &before[row]
		now, legs := s.p.accounts.At(row)
		principal := now.principal.Uint256()
		if !was.known || !was.health.Liquidatable || !was.paidOut.Eq(&e.basePaidOut) || now.owes || len(legs) != 0 ||
			!principal.Eq(&was.absorption.principal) {
			s.t.Errorf("at %s: %s was %+v, absorbed %+v, now %+v", b.Ref, e.borrower, was, e, now)
		}
		if debt, bad := s.debts[e.borrower.Hex()], s.bad[e.borrower.Hex()]; !debt.Eq(&e.basePaidOut) || !bad.Eq(&was.excess) {
			s.t.Errorf("at %s: of %s it is said that %v was owed and %v written off, it was %v and %v", b.Ref, e.borrower,
				debt.Dec(), bad.Dec(), e.basePaidOut.Dec(), was.excess.Dec())
		}
		for j := range was.legs {
			if at := i - len(was.legs); at < 0 || !slices.ContainsFunc(b.Logs[at:i], was.taken(s.p, j)) {
				s.t.Errorf("at %s: of %s %v was not taken", b.Ref, e.borrower, was.legs[j])
			}
		}
		s.told["absorption"]++
	}
}

// taken finds the log that takes one of an account's assets.
func (x *foreseen) taken(p *Protocol, leg int) func(types.Log) bool {
	return func(l types.Log) bool {
		e, ok := readAbsorbCollateral(&l)
		amount := x.legs[leg].amount.Uint256()
		return ok && e.asset == p.assets.Key(state.Row(x.legs[leg].asset)) && e.amount.Eq(&amount) && e.value.Eq(&x.values[leg])
	}
}

// edges looks for blocks that do nothing but set one price to the edge of an
// account's liquidation, or one above: what the contract says of it there was
// compared with the verdict.
func (s *stage) edges(b *chain.Block, f *moment, before []foreseen) {
	if len(b.Logs) > 0 || len(s.moved) != 1 {
		return
	}
	for i := range before {
		edge, ok := before[i].edges[s.moved[0]]
		h, err := f.Health(position.ID(i))
		if !ok || err != nil {
			continue
		}
		price := f.assets[s.moved[0]].price
		price.Sub(&price, &edge)
		if price.GtUint64(1) {
			continue
		}
		if h.Liquidatable != price.IsZero() {
			s.t.Errorf("at %s: %v above the edge liquidatable is %v", b.Ref, &price, h.Liquidatable)
		}
		s.told["edge"]++
	}
}

// supposed is what one operation makes of an account.
type supposed struct {
	account common.Address
	head    head
	m       totals
}

// suppose is what a block does whose logs tell of one movement of base alone.
func (s *stage) suppose(b *chain.Block) *supposed {
	var change *protocols.Change
	var account common.Address
	for i := range b.Logs {
		l := &b.Logs[i]
		e, ok := readBase(l)
		switch {
		case l.TxHash != b.Logs[0].TxHash || !ok:
			return nil
		case l.Topics[0] == topicTransfer:
			continue
		case l.Topics[0] == topicSupply:
			account, change = e.to, &protocols.Change{Deed: protocols.Supply}
		case l.Topics[0] == topicWithdraw:
			account, change = e.from, &protocols.Change{Deed: protocols.Borrow}
		}
		change.Asset = s.p.rule().baseToken
		change.Amount.SetBytes(l.Data)
	}
	id, known := s.p.ID(position.Key{Account: account})
	if change == nil || !known {
		return nil
	}
	// A supply loses a unit of principal to somebody who sends nothing, without a log.
	if before, _ := s.p.accounts.At(state.Row(id)); !before.owes && !before.principal.IsZero() {
		return nil
	}
	f, err := s.p.At(s.book.View(b.Time)).Suppose(id, *change)
	if err != nil {
		s.t.Fatalf("at %s: supposing %+v of %s: %v", b.Ref, change, account, err)
	}
	h, _ := f.(*moment).holder(id)
	return &supposed{account, *h, f.(*moment).m}
}

// came compares what was supposed with what came, and with the totals where
// nothing else moved them.
func (s *stage) came(g *supposed) {
	if g == nil {
		return
	}
	row, _ := s.p.accounts.Row(g.account)
	h, _ := s.p.accounts.At(row)
	if *h != g.head {
		s.t.Errorf("at %s: %s was supposed to be %+v, is %+v", s.Tip(), g.account, g.head, *h)
	}
	s.told["supposed"]++
	if s.p.total() == g.m {
		s.told["sums"]++
	}
}
