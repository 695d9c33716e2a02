package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"brink/chain"
	"brink/chain/sim"
	"brink/engine"
	"brink/engine/till"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tester is what *testing.T and *rapid.T have in common, as far as it is needed here.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

var tillAt = common.HexToAddress("0x7111")

// ledger is what the till's contract knows after a block.
type ledger struct {
	price    uint64
	accounts map[common.Address]till.Account
}

func (b ledger) clone() ledger { return ledger{b.price, maps.Clone(b.accounts)} }

// world is a simulated chain with a till on it.
type world struct {
	*sim.Chain
	till   *till.Till // only its calls are used
	states []ledger   // after each canonical block
	now    ledger     // of the block to come
	logs   []types.Log
	final  uint64
}

func newWorld() *world {
	w := &world{Chain: sim.New(), now: ledger{100 * till.Unit, make(map[common.Address]till.Account)}}
	db := new(state.DB)
	w.till = till.Open("world", tillAt, db, prices.NewBook(db))
	w.states = []ledger{w.now.clone()}
	return w
}

func who(i int) common.Address {
	return common.BigToAddress(uint256.NewInt(uint64(0xACC0 + i)).ToBig())
}

// set changes an account in the block to come. Debts are in units.
func (w *world) set(a common.Address, collateral, debt uint64) {
	w.now.accounts[a] = till.Account{Collateral: collateral, Debt: debt * till.Unit}
	w.logs = append(w.logs, till.SetLog(tillAt, a, collateral, debt))
}

func (w *world) seize(a common.Address) {
	w.logs = append(w.logs, till.SeizeLog(tillAt, a))
}

// mine makes the block to come, so many seconds after its parent.
func (w *world) mine(seconds uint64) chain.Head {
	time := w.Head().Time + seconds
	w.Answer(w.till.Oracle, chain.Result{Data: till.Words(uint256.NewInt(w.now.price))})
	for a, row := range w.now.accounts {
		h := till.Stands(row, w.now.price, time)
		w.Answer(w.till.View(a), chain.Result{Data: till.Words(&h.Factor, &h.Collateral, &h.Debt)})
		w.Answer(w.till.Get(a), chain.Result{Data: till.Words(uint256.NewInt(row.Collateral), uint256.NewInt(row.Debt))})
	}
	head := w.MineAt(time, w.logs...)
	w.logs = nil
	w.states = append(w.states, w.now.clone())
	return head
}

// rewind takes blocks back, and what was to come.
func (w *world) rewind(depth int) {
	w.Rewind(depth)
	w.states = w.states[:len(w.states)-depth]
	w.now = w.states[len(w.states)-1].clone()
	w.logs = nil
}

// next answers as a follower does: final blocks without logs are skipped, and a tip that never was final may be gone
// although final blocks have passed it.
func (w *world) next(ctx context.Context, after chain.Ref, want chain.Filter) (chain.Step, error) {
	for {
		s, err := w.Next(ctx, after, want)
		if errors.Is(err, chain.ErrFinality) {
			return chain.Step{Undo: true, Heads: w.Heads()}, nil
		}
		if err != nil || s.Block == nil || len(s.Block.Logs) > 0 || s.Block.Number >= s.Final.Number {
			return s, err
		}
		after = s.Block.Ref
	}
}

// holds tells whether a block is on the canonical branch.
func (w *world) holds(b chain.Ref) bool {
	blocks := w.Blocks(chain.Filter{})
	return b.Number < uint64(len(blocks)) && (b.Hash == common.Hash{} || blocks[b.Number].Hash == b.Hash)
}

// settle makes all but the newest blocks final.
func (w *world) settle(keep uint64) {
	if n := w.Head().Number; n > keep && n-keep > w.final {
		w.final = n - keep
		w.Settle(w.final, w.final)
	}
}

// record is a store in memory, as strict as a store is.
type record struct {
	t       tester
	entries []feed.Entry
	tip     chain.Head
	blocks  []chain.Ref // not final, up to the tip
	final   uint64
	facts   map[string]feed.Entry // not withdrawn, by ID
	begun   bool
}

func (r *record) append(b feed.Batch) feed.Cursor {
	r.t.Helper()
	if r.begun && b.From != r.tip.Ref {
		r.t.Fatalf("batch to %s comes from %s, the store is at %s", b.To, b.From, r.tip)
	}
	r.begun = true
	r.tip = chain.Head{Ref: b.To, Time: b.Time}
	r.final = max(r.final, b.Final)
	if len(b.Path) > 0 {
		r.blocks = slices.Clone(b.Path)
	}
	r.blocks = slices.DeleteFunc(r.blocks, func(x chain.Ref) bool { return x.Number >= b.To.Number || x.Number < r.final })
	r.blocks = append(r.blocks, b.To)
	for _, e := range b.Entries {
		e.Cursor = feed.Cursor(len(r.entries) + 1)
		r.entries = append(r.entries, e)
		r.check(e)
	}
	return feed.Cursor(len(r.entries))
}

// check keeps account of facts: each is said once, and withdrawn once at most.
func (r *record) check(e feed.Entry) {
	r.t.Helper()
	if !feed.Fact(e.Type) {
		return
	}
	if r.facts == nil {
		r.facts = make(map[string]feed.Entry)
	}
	said := e.ID
	if e.Status == feed.Reverted {
		said = e.ID[:len(e.ID)-len("/reverted")]
	}
	_, known := r.facts[said]
	if known != (e.Status == feed.Reverted) {
		r.t.Fatalf("%s is said although it stands: %t", e.ID, known)
	}
	if known {
		delete(r.facts, said)
	} else {
		r.facts[said] = e
	}
}

// stored is what an engine is resumed with, having been saved at a cursor; zero is never.
func (r *record) stored(since feed.Cursor) engine.Stored {
	s := engine.Stored{Tip: r.tip, Final: r.final, Blocks: r.blocks}
	for _, e := range r.entries {
		if _, stands := r.facts[e.ID]; stands && e.Block.Number > r.final {
			s.Facts = append(s.Facts, e)
		}
	}
	last := make(map[string]feed.Entry)
	for _, e := range r.entries[since:] {
		if slices.Contains(engine.SaidTypes(), e.Type) {
			last[e.Subject] = e
		}
	}
	s.Said = slices.SortedFunc(maps.Values(last), func(a, b feed.Entry) int { return int(a.Cursor) - int(b.Cursor) })
	return s
}

// runner is an engine with its store, that can be killed.
type runner struct {
	*engine.Engine
	t        tester
	world    *world
	record   *record
	opt      engine.Options
	snapshot []byte
	at       feed.Cursor // of the snapshot
	till     *till.Till
	db       *state.DB
	audited  int
	wrong    int
	full     int
	partial  int
	exact    bool // nobody is weighed
	loses    bool // whoever is liquidated owes what is written off
}

func newRunner(t tester, w *world, opt engine.Options) *runner {
	r := &runner{t: t, world: w, record: &record{t: t}, opt: opt}
	r.build()
	return r
}

func (r *runner) build() {
	r.db = new(state.DB)
	book := prices.NewBook(r.db)
	r.till = till.Open("till", tillAt, r.db, book)
	opt := r.opt
	opt.ChainID, opt.Observer = 7, r
	var p protocols.Protocol = r.till
	if r.exact {
		p = exact{p}
	}
	if r.loses {
		p = lossy{p}
	}
	r.Engine = engine.New(opt, r.db, book, []engine.Deployment{{Name: "till", Family: "till", Protocol: p}})
}

// save takes a snapshot.
func (r *runner) save() {
	r.t.Helper()
	var b bytes.Buffer
	if err := r.Save(&b); err != nil {
		r.t.Fatal(err)
	}
	r.snapshot, r.at = b.Bytes(), r.Cursor()
}

// restart is what follows a kill: another engine from the last snapshot, if there is one, and from the store.
func (r *runner) restart() {
	r.t.Helper()
	r.build()
	since := feed.Cursor(0)
	if r.snapshot != nil {
		if err := r.Load(bytes.NewReader(r.snapshot)); err != nil {
			r.t.Fatal(err)
		}
		since = r.Cursor()
	}
	if r.record.begun {
		if err := r.Resume(r.record.stored(since)); err != nil {
			r.t.Fatal(err)
		}
	}
}

// step does one step and stores what it says.
func (r *runner) step() {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	calls := r.Ahead()
	s, err := r.world.next(ctx, r.Tip(), r.Filter())
	if err != nil {
		r.t.Fatalf("after %s: %v", r.Tip(), err)
	}
	if len(calls) > 0 && s.Block != nil && s.Block.Ref == s.Latest.Ref && s.Block.Number%3 > 0 {
		s.Block.Ahead = chain.NewAhead(ctx, calls, s.Block.Reader.Call)
	}
	if err := r.Step(ctx, s); err != nil {
		r.t.Fatalf("stepping from %s: %v", r.Tip(), err)
	}
	r.publish()
	r.honest()
}

func (r *runner) publish() {
	r.t.Helper()
	if b, any := r.Batch(); any {
		r.Published(r.record.append(b))
	}
}

// follow steps until the head.
func (r *runner) follow() {
	r.t.Helper()
	for r.Tip() != r.world.Head().Ref {
		r.step()
	}
}

// words are the last ones about each position.
func (r *runner) words() map[common.Address]position.Status {
	words := make(map[common.Address]position.Status)
	for _, e := range r.record.entries {
		if !slices.Contains(engine.PositionTypes(), e.Type) {
			continue
		}
		var p feed.Position
		if err := json.Unmarshal(e.Data, &p); err != nil {
			r.t.Fatal(err)
		}
		if p.Status == position.Healthy && e.Type == feed.PositionClosed {
			p.Status = ""
		}
		words[common.HexToAddress(p.Account)] = p.Status
	}
	return words
}

// compare demands that the tables hold the contract's state, and that the last word on each position is how it stands.
func (r *runner) compare() {
	r.t.Helper()
	head := r.world.Head()
	truth := r.world.states[head.Number]
	if r.till.Len() != len(truth.accounts) {
		r.t.Fatalf("at %s: %d accounts, not %d", head.Ref, r.till.Len(), len(truth.accounts))
	}
	words := r.words()
	for a, row := range truth.accounts {
		if got, _ := r.till.Accounts.Get(a); got != row {
			r.t.Fatalf("at %s: %s is %v, not %v", head.Ref, a, got, row)
		}
		h := till.Stands(row, truth.price, head.Time)
		want := map[position.Status]bool{"": true, position.Healthy: true, position.Near: true}
		switch {
		case h.HasDebt() && h.Insolvent:
			want = map[position.Status]bool{position.BadDebt: true}
		case h.Liquidatable:
			want = map[position.Status]bool{position.Liquidatable: true}
		case h.HasDebt() && h.Factor.LtUint64(109e16): // a little below the line, where it can't tremble
			want = map[position.Status]bool{position.Near: true}
		case !h.HasDebt():
			want = map[position.Status]bool{"": true}
		}
		if !want[words[a]] {
			r.t.Fatalf("at %s: the last word on %s is %q, its health factor %s of %s debt", head.Ref, a, words[a], h.Factor.Dec(), h.Debt.Dec())
		}
	}
	for a, word := range words {
		if _, there := truth.accounts[a]; !there && word != "" {
			r.t.Fatalf("at %s: the last word on %s, who isn't there, is %q", head.Ref, a, word)
		}
	}
}

func (r *runner) Events(string, string, string, int)      {}
func (r *runner) Malformed(string, string)                {}
func (r *runner) Liquidation(string, *feed.Liquidation)   {}
func (r *runner) BadDebt(string, string, string, *string) {}
func (r *runner) Reorg(int)                               {}
func (r *runner) Evaluated(_ int, full bool) {
	if full {
		r.full++
	} else {
		r.partial++
	}
}

func (r *runner) Audited(_ string, fields []string) {
	r.audited++
	if len(fields) > 0 {
		r.wrong++
	}
}

// line is an entry without its cursor, to compare logs by.
func line(e feed.Entry) string {
	return fmt.Sprintf("%s %s %s %d %s", e.ID, e.Type, e.Status, e.Block.Number, e.Data)
}
