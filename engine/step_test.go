package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"brink/chain"
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
)

var oneHundred = uint256.NewInt(100 * till.Unit)

// since are the entries of some types after the first n.
func (r *runner) since(n int, types ...string) []feed.Entry {
	var found []feed.Entry
	for _, e := range r.record.entries[n:] {
		if slices.Contains(types, e.Type) {
			found = append(found, e)
		}
	}
	return found
}

func (r *runner) status(a common.Address) (status position.Status) {
	r.Look(func(l *engine.Look) {
		if id, ok := l.Deployments[0].ID(position.Key{Account: a}); ok {
			status = l.Deployments[0].Row(id).Status
		}
	})
	return status
}

// TestAWrongStateIsFoundAndMended lets a log say something else than the contract holds.
func TestAWrongStateIsFoundAndMended(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{})
	a := who(1)
	w.set(a, 10, 980)
	w.mine(12)
	r.follow()
	if got := r.status(a); got != position.Near || r.wrong != 0 {
		t.Fatalf("to begin with: %s, %d wrong", got, r.wrong)
	}

	w.now.accounts[a] = till.Account{Collateral: 10, Debt: 990 * till.Unit}
	w.logs = append(w.logs, till.SetLog(tillAt, a, 10, 700)) // the contract says 990
	w.mine(12)
	n := len(r.record.entries)
	r.follow()
	mismatches := r.since(n, feed.ParityMismatch)
	if len(mismatches) != 1 || r.wrong != 1 || r.status(a) != position.Unknown || r.words()[a] != position.Unknown {
		t.Fatalf("after the wrong log: %d mismatches said, %d found, the position is %s", len(mismatches), r.wrong, r.status(a))
	}
	var body struct {
		Fields             []string
		Computed, Contract feed.Native
	}
	if err := json.Unmarshal(mismatches[0].Data, &body); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(body.Fields, []string{"health_factor", "debt"}) || body.Computed.Debt != "700001680000" || body.Contract.Debt != "990002376000" {
		t.Errorf("mismatch says %+v", body)
	}

	r.save()
	r.restart() // what is suspected is not forgotten
	if got := r.status(a); got != position.Unknown {
		t.Errorf("after a restart the position is %s", got)
	}
	for range 3 {
		w.mine(12)
		r.follow()
	}
	if got := r.status(a); got != position.Near || r.wrong != 1 {
		t.Errorf("in the end the position is %s, %d wrong", got, r.wrong)
	}
	r.compare()
}

// TestRoundTrips counts how often a block asks the node.
func TestRoundTrips(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{})
	for i := range 1000 {
		w.set(who(i), 10, 900+uint64(i%100))
	}
	w.mine(12)
	r.follow()
	for i, change := range []func(){
		func() {},
		func() { w.set(who(3), 10, 999) },
		func() { w.now.price = 90 * till.Unit },
		func() { w.seize(who(5)); w.set(who(5), 1, 0) },
	} {
		change()
		w.mine(12)
		before := w.Reads()
		r.follow()
		if n := w.Reads() - before; n != 1 {
			t.Errorf("block %d took %d round trips", i, n)
		}
	}
	r.till.Distrust(7)
	w.mine(12)
	before := w.Reads()
	r.follow()
	if n := w.Reads() - before; n != 2 {
		t.Errorf("a block with an unread position took %d round trips", n)
	}
	for range 40 {
		w.mine(12)
	}
	before = w.Reads()
	for r.Tip().Number < w.Head().Number-17 {
		r.step()
	}
	if n := w.Reads() - before; n != 0 {
		t.Errorf("blocks far behind took %d round trips", n)
	}
	if got := r.status(who(1)); got != position.Unknown {
		t.Errorf("far behind, without prices, a position is %s", got)
	}
}

// failing is a source whose readers fail at a question.
type failing struct {
	chain.Source
	at *int // how many more questions are answered
}

var errNode = errors.New("node is down")

func (f failing) Next(ctx context.Context, after chain.Ref, want chain.Filter) (chain.Step, error) {
	s, err := f.Source.Next(ctx, after, want)
	if s.Block != nil {
		s.Block.Reader = failingReader{s.Block.Reader, f.at}
	}
	return s, err
}

type failingReader struct {
	chain.Reader
	at *int
}

func (f failingReader) Call(ctx context.Context, calls []chain.Call) ([]chain.Result, error) {
	if *f.at--; *f.at < 0 {
		return nil, errNode
	}
	return f.Reader.Call(ctx, calls)
}

func (f failingReader) Fees(ctx context.Context, txs []common.Hash) ([]*uint256.Int, error) {
	if *f.at--; *f.at < 0 {
		return nil, errNode
	}
	return f.Reader.Fees(ctx, txs)
}

func (f failingReader) Logs(ctx context.Context, want chain.Filter) ([]types.Log, error) {
	if *f.at--; *f.at < 0 {
		return nil, errNode
	}
	return f.Reader.Logs(ctx, want)
}

// TestAFailedStepChangesNothing makes a block fail at every question that it asks, and then not.
func TestAFailedStepChangesNothing(t *testing.T) {
	w := newWorld()
	r, other := newRunner(t, w, engine.Options{}), newRunner(t, w, engine.Options{})
	w.set(who(1), 10, 950)
	w.mine(12)
	r.follow()
	other.follow()
	branch := common.HexToAddress("0xB4A7C4")
	w.logs = append(w.logs,
		types.Log{Address: tillAt, Topics: []common.Hash{till.Opened, common.BytesToHash(branch[:])}},
		till.SetLog(branch, who(2), 9, 850))
	w.now.accounts[who(2)] = till.Account{Collateral: 9, Debt: 850 * till.Unit}
	w.now.price = 99 * till.Unit
	w.seize(who(1))
	w.mine(12)
	r.till.Distrust(0)
	other.till.Distrust(0)
	other.follow()
	tip, digest := r.Tip(), r.db.Digest()
	for n := 0; ; n++ {
		left := n
		s, err := failing{w.Chain, &left}.Next(t.Context(), r.Tip(), r.Filter())
		if err != nil {
			t.Fatal(err)
		}
		if err = r.Step(t.Context(), s); err == nil {
			if n != 4 { // prices, logs of the branch, the unread position, fees
				t.Errorf("the block asked %d questions", n)
			}
			break
		}
		if _, any := r.Batch(); !errors.Is(err, errNode) || r.Tip() != tip || r.db.Digest() != digest || any {
			t.Fatalf("failing at question %d: %v, tip %s", n, err, r.Tip())
		}
	}
	r.publish()
	r.compare()
	if r.db.Digest() != other.db.Digest() || len(r.record.entries) != len(other.record.entries) {
		t.Error("the failures left a trace")
	}
	if err := r.Step(t.Context(), chain.Step{Undo: true}); err != nil {
		t.Fatal(err)
	}
	if err := r.Step(t.Context(), chain.Step{Undo: true}); !errors.Is(err, engine.ErrUnpublished) {
		t.Errorf("a step before the batch was published: %v", err)
	}
	if err := r.Save(new(bytes.Buffer)); !errors.Is(err, engine.ErrUnpublished) {
		t.Errorf("saving before the batch was published: %v", err)
	}
}

// pair is an engine with two tills.
func pair(w *world) (*engine.Engine, [2]*till.Till) {
	db := new(state.DB)
	book := prices.NewBook(db)
	tills := [2]*till.Till{till.Open("first", tillAt, db, book), till.Open("second", common.HexToAddress("0x7112"), db, book)}
	w.Answer(tills[1].Oracle, chain.Result{Data: till.Words(oneHundred)})
	return engine.New(engine.Options{ChainID: 7}, db, book, []engine.Deployment{
		{Name: "first", Family: "till", Protocol: tills[0]}, {Name: "second", Family: "till", Protocol: tills[1]},
	}), tills
}

// TestFault23BrokenDeployment until the block is undone that broke it; the other one goes on.
func TestFault23BrokenDeployment(t *testing.T) {
	w := newWorld()
	e, tills := pair(w)
	run := func() map[string]error {
		t.Helper()
		for e.Tip() != w.Head().Ref {
			s, err := w.Next(t.Context(), e.Tip(), e.Filter())
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Step(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			e.Published(0)
		}
		return e.Broken()
	}
	w.set(who(1), 10, 950)
	w.logs = append(w.logs, till.SetLog(tills[1].Address, who(1), 10, 500))
	w.mine(12)
	run()
	bad := till.SetLog(tillAt, who(1), 1, 1)
	bad.Data = bad.Data[:63]
	w.logs = append(w.logs, bad, till.SetLog(tills[1].Address, who(1), 10, 600))
	w.mine(12)
	if b := run(); len(b) != 1 || !errors.Is(b["first"], protocols.ErrMalformed) {
		t.Fatalf("after a malformed log: %v", b)
	}
	var snapshot bytes.Buffer
	if err := e.Save(&snapshot); err != nil {
		t.Fatal(err)
	}
	e, _ = pair(w)
	if err := e.Load(&snapshot); err != nil {
		t.Fatal(err)
	}
	w.mine(12)
	if b := run(); len(b) != 1 || b["first"] == nil {
		t.Fatalf("after a restart: %v", b)
	}
	e.Look(func(l *engine.Look) {
		for i, want := range []position.Status{position.Unknown, position.Healthy} {
			if got := l.Deployments[i].Row(0).Status; got != want {
				t.Errorf("position of %s is %s", l.Deployments[i].Name, got)
			}
		}
	})
	w.rewind(2)
	for range 3 {
		w.mine(12)
	}
	if b := run(); len(b) != 0 {
		t.Errorf("after the malformed log is gone: %v", b)
	}
}

// TestTremblingIsNotNews moves a position across an edge and back by a hair.
func TestTremblingIsNotNews(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{})
	w.set(who(1), 10, 953)
	w.mine(1)
	r.follow()
	n := len(r.record.entries)
	for i := range uint64(20) {
		w.now.price = 100*till.Unit + i%2*till.Unit/8
		w.mine(1)
		r.follow()
	}
	if said := r.since(n, engine.PositionTypes()...); len(said) > 1 {
		t.Errorf("%d entries about a position that trembles", len(said))
	}
	w.now.price = 101 * till.Unit
	w.mine(1)
	n = len(r.record.entries)
	r.follow()
	if said := r.since(n, engine.PositionTypes()...); len(said) != 1 {
		t.Errorf("%d entries about a position that left", len(said))
	}
}

func TestUndoingMoreThanWasKept(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{Marks: 3})
	for range 6 {
		w.mine(12)
	}
	r.follow()
	for range 3 {
		if err := r.Step(t.Context(), chain.Step{Undo: true}); err != nil {
			t.Fatal(err)
		}
		r.publish()
	}
	if err := r.Step(t.Context(), chain.Step{Undo: true}); !errors.Is(err, engine.ErrUndo) {
		t.Errorf("undoing beyond: %v", err)
	}
}

// TestOtherSnapshots are refused.
func TestOtherSnapshots(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{})
	w.set(who(1), 10, 950)
	w.mine(12)
	r.follow()
	r.save()
	two, _ := pair(w)
	if err := two.Load(bytes.NewReader(r.snapshot)); !errors.Is(err, engine.ErrSnapshot) {
		t.Errorf("into an engine of two deployments: %v", err)
	}
	for n := range r.snapshot {
		r.build()
		if err := r.Load(bytes.NewReader(r.snapshot[:n])); !errors.Is(err, state.ErrCorrupt) {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(r.snapshot), err)
		}
	}
	for bit := 0; bit < 8*len(r.snapshot); bit += 5 {
		damaged := bytes.Clone(r.snapshot)
		damaged[bit/8] ^= 1 << (bit % 8)
		r.build()
		if err := r.Load(bytes.NewReader(damaged)); !errors.Is(err, state.ErrCorrupt) && !errors.Is(err, state.ErrLayout) {
			t.Fatalf("bit %d flipped: %v", bit, err)
		}
	}
}
