package compoundv3

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"brink/chain"
	"brink/chain/tape"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// TestCurrent follows a market from its borrowers as they are: who gets collateral
// is read from the contract, and after that it is the same.
func TestCurrent(t *testing.T) {
	for _, r := range recordings() {
		t.Run(r.name, func(t *testing.T) {
			source, err := tape.Open(bytes.NewReader(r.tape))
			if err != nil {
				t.Fatal(err)
			}
			s := newStage(t, r, source, false)
			for {
				step, err := source.Next(t.Context(), s.Tip(), s.Filter())
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				s.step(step)
				if step.Block != nil {
					s.accounts(step.Block, s.frame())
				}
			}
			if s.told["account"] < 300 || s.p.Unread() > 0 {
				t.Errorf("%d times an account, want 300 at least; %d are unread", s.told["account"], s.p.Unread())
			}
			known := s.p.Len()
			again := newStage(t, r, source, false)
			for row, a := range s.p.accounts.All() {
				topics := []common.Hash{topicSupplyCollateral, common.BytesToHash(a[:]), common.BytesToHash(a[:]), {}}
				l := types.Log{Address: s.p.comet, Topics: topics, Data: make([]byte, 32)}
				for range 2 {
					if err := again.p.Discover(&l); err != nil || again.p.Len() != int(row)+1 || !again.p.Trace().Wants(&l) {
						t.Fatalf("finding %s: %v, %d known", a, err, again.p.Len())
					}
				}
				l.Data = nil
				if err := again.p.Discover(&l); !errors.Is(err, protocols.ErrMalformed) {
					t.Fatalf("half a log gives %v", err)
				}
			}
			if again.p.Len() != known || again.p.Unread() != known {
				t.Errorf("%d found, %d unread, want %d", again.p.Len(), again.p.Unread(), known)
			}
		})
	}
}

// TestLogsAlone plays every recording without reading anybody anew by chance. What
// remains wrong is what no log tells: base that passed between borrowers, until
// the sum of debts shows it or a log touches them.
func TestLogsAlone(t *testing.T) {
	right, wrong := 0, 0
	for _, r := range recordings() {
		source, err := tape.Open(bytes.NewReader(r.tape))
		if err != nil {
			t.Fatal(err)
		}
		s := newStage(t, r, source, true)
		s.p.reread = 0
		for {
			step, err := source.Next(t.Context(), s.Tip(), s.Filter())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Step(t.Context(), step); err != nil {
				t.Fatalf("after %s: %v", s.Tip(), err)
			}
			s.Published(0)
			if step.Block == nil {
				continue
			}
			for row, a := range s.p.accounts.All() {
				theirs, ok := readUser(s.ask(step.Block, calls.comet.PackUserBasic(a)))
				ours, _ := s.p.accounts.At(row)
				switch {
				case !ok || ours.assetsIn != theirs.assetsIn:
					t.Errorf("%s at %s: %s is %+v, the contract says %+v", r.name, step.Block.Ref, a, *ours, theirs)
				case *ours != theirs:
					wrong++
				default:
					right++
				}
			}
		}
	}
	if wrong == 0 || wrong > right/50 {
		t.Errorf("%d times principal is wrong, %d times right; some of it moves in silence, but not more than a fiftieth", wrong, right)
	}
}

// TestReadAnew spoils what is known of accounts: debts that don't sum up any more
// make everybody read anew, and who is distrusted is read whole.
func TestReadAnew(t *testing.T) {
	r := recordings()[2]
	source, err := tape.Open(bytes.NewReader(r.tape))
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t, r, source, true)
	var last *chain.Block
	for {
		step, err := source.Next(t.Context(), s.Tip(), s.Filter())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		s.step(step)
		if step.Block != nil {
			last = step.Block
		}
	}
	if !s.p.count().balanced || s.p.Unread() > 0 || len(s.p.Wants(500).Calls) > 0 {
		t.Fatalf("it ends with %+v", s.p.count())
	}
	before := s.frame()
	var healths []position.Health
	for i := range s.p.Len() {
		h, err := before.Health(position.ID(i))
		if err != nil {
			t.Fatal(err)
		}
		healths = append(healths, h)
	}
	for name, spoil := range map[string]func(row state.Row){
		"a debt": func(row state.Row) {
			h, legs := s.p.accounts.At(row)
			more := *h
			more.owes, more.principal.Lo = true, more.principal.Lo+7
			s.p.put(row, more, legs)
		},
		"trust": func(row state.Row) { s.p.Distrust(position.ID(row)) },
		"everything": func(row state.Row) {
			s.p.put(row, head{unread: basic | balances}, nil)
		},
	} {
		for row := range s.p.accounts.All() {
			spoil(row)
			asked := 0
			s.p.Prepare(nil)
			for q := s.p.Wants(3); len(q.Calls) > 0; q = s.p.Wants(3) {
				answers, err := last.Reader.Call(t.Context(), q.Calls)
				if err == nil {
					err = q.Answer(answers)
				}
				if err != nil {
					t.Fatalf("%s of %d: %v", name, row, err)
				}
				asked += len(q.Calls)
			}
			if asked == 0 || name == "a debt" && asked < s.p.Len() {
				t.Errorf("%s of %d: %d questions", name, row, asked)
			}
			after := s.frame()
			for i, want := range healths {
				if h, err := after.Health(position.ID(i)); err != nil || h != want {
					t.Errorf("%s of %d: %d is %+v, %v, was %+v", name, row, i, h, err, want)
				}
			}
		}
	}
}
