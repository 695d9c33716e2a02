package protocoltest

import (
	"bytes"
	"errors"
	"testing"

	"brink/chain/tape"
	"brink/position"
	"brink/protocols"

	"pgregory.net/rapid"
)

// Suite is one protocol and what its contracts once told.
type Suite struct {
	// Open opens a deployment that is to be followed from its first log.
	Open func(env protocols.Env) (protocols.Protocol, error)
	// Env gives the addresses; the suite fills in the rest.
	Env protocols.Env
	// Tape is what chain/tape recorded of it: with reorganisations,
	// liquidations, and audits.
	Tape []byte
}

// Run tries every law.
func Run(t *testing.T, s Suite) {
	t.Run("the contract agrees", s.agrees)
	t.Run("twice is the same", s.repeats)
	t.Run("undo is exact", s.undoes)
	t.Run("save and load are exact", s.saves)
	t.Run("health is pure", s.pure)
	t.Run("others' logs change nothing", s.deaf)
	t.Run("the liquidation price turns it", s.turns)
	t.Run("weighing is sound", s.weighs)
}

// agrees compares positions with every audit on the tape.
func (s Suite) agrees(t *testing.T) {
	r := s.start(t)
	audits := 0
	for r.step() {
		if r.frame == nil {
			continue
		}
		for i := range r.p.Len() {
			id := position.ID(i)
			q := r.p.Audit([]position.ID{id}, func(_ position.ID, contract position.Health, err error) {
				ours, unknown := r.frame.Health(id)
				if err != nil || unknown != nil {
					return
				}
				audits++
				if ours.View() != contract.View() || ours.Lagging && contract.Lagging && ours.Sums() != contract.Sums() {
					t.Errorf("at %s: %v has %+v, the contract says %+v", r.tip, r.p.Key(id), ours, contract)
				}
			})
			if err := r.ask(q); err != nil && !errors.Is(err, tape.ErrMissing) {
				t.Fatal(err)
			}
		}
	}
	if audits == 0 || r.liquidations == 0 || r.undone == 0 {
		t.Errorf("the tape has %d audits, %d liquidations, %d blocks taken back; it must have some of each", audits, r.liquidations, r.undone)
	}
}

// repeats plays the tape twice.
func (s Suite) repeats(t *testing.T) {
	if a, b := s.play(t), s.play(t); a != b {
		t.Errorf("two runs end with %x and %x", a, b)
	}
}

func (s Suite) play(t *testing.T) [32]byte {
	r := s.start(t)
	for r.step() {
	}
	return r.db.Digest()
}

// undoes takes random blocks back and plays them again.
func (s Suite) undoes(t *testing.T) {
	want := s.play(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := s.start(t)
		for r.step() {
			if rapid.IntRange(0, 9).Draw(rt, "undo") > 0 {
				continue
			}
			for range rapid.IntRange(1, 8).Draw(rt, "depth") {
				r.undo()
			}
		}
		if got := r.db.Digest(); got != want {
			rt.Fatalf("with undone blocks it ends with %x, without with %x", got, want)
		}
	})
}

// saves stops at every tenth block, and goes on from a file.
func (s Suite) saves(t *testing.T) {
	want := s.play(t)
	r := s.start(t)
	for n := 0; r.step(); n++ {
		if n%10 != 9 {
			continue
		}
		var file bytes.Buffer
		if err := r.db.Save(&file); err != nil {
			t.Fatal(err)
		}
		loaded := s.start(t)
		if err := loaded.db.Load(&file); err != nil {
			t.Fatal(err)
		}
		loaded.trail, loaded.tip, loaded.source = r.trail, r.tip, r.source
		r = loaded
	}
	if got := r.db.Digest(); got != want {
		t.Errorf("from files it ends with %x, in one piece with %x", got, want)
	}
}

// pure evaluates everybody and looks whether anything changed.
func (s Suite) pure(t *testing.T) {
	r := s.start(t)
	for r.step() {
	}
	before := r.db.Digest()
	known := 0
	for i := range r.p.Len() {
		if _, err := r.frame.Health(position.ID(i)); err == nil {
			known++
		}
		r.frame.Describe(position.ID(i))
		r.frame.Liquidation(position.ID(i))
	}
	allocated := testing.AllocsPerRun(10, func() {
		for i := range r.p.Len() {
			h, err := r.frame.Health(position.ID(i))
			if err == nil && h.Liquidatable && !h.HasDebt() {
				t.Error("a position without debt is liquidatable")
			}
		}
	})
	if allocated > 0 || known == 0 || r.db.Digest() != before {
		t.Errorf("evaluating %d positions allocated %v times, %d were known, digest changed: %v",
			r.p.Len(), allocated, known, r.db.Digest() != before)
	}
}
