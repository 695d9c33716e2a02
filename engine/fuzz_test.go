package engine_test

import (
	"bytes"
	"errors"
	"testing"

	"brink/engine"
	"brink/state"
)

// FuzzSnapshot loads what may have become of a snapshot. Whatever isn't one is refused by name, not by a panic.
func FuzzSnapshot(f *testing.F) {
	w := newWorld()
	r := newRunner(f, w, engine.Options{})
	w.set(who(1), 10, 950)
	w.seize(who(1))
	w.mine(12)
	r.follow()
	r.save()
	f.Add(r.snapshot)
	f.Add(r.snapshot[:len(r.snapshot)/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		fresh := newRunner(t, w, engine.Options{})
		err := fresh.Load(bytes.NewReader(data))
		if err != nil && !errors.Is(err, state.ErrCorrupt) && !errors.Is(err, state.ErrLayout) && !errors.Is(err, engine.ErrSnapshot) {
			t.Errorf("an error without a name: %v", err)
		}
		if err == nil && !bytes.Equal(data[:min(len(data), len(r.snapshot))], r.snapshot[:min(len(data), len(r.snapshot))]) && fresh.Tip() != r.Tip() {
			t.Errorf("another snapshot was loaded, at %s", fresh.Tip())
		}
	})
}
