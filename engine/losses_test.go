package engine_test

import (
	"slices"
	"testing"

	"brink/chain"
	"brink/engine"
	"brink/feed"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// lossy is a protocol that writes a hundred of an asset off with every liquidation; how much of the second one's
// asset it doesn't tell.
type lossy struct{ protocols.Protocol }

func (p lossy) Apply(l *types.Log, done *protocols.Effects) error {
	if err := p.Protocol.Apply(l, done); err != nil {
		return err
	}
	if key, ok := p.Liquidated(l); ok {
		b := protocols.BadDebt{Key: key, Asset: lostAsset(key.Account), TxHash: l.TxHash, LogIndex: l.Index}
		if b.Unknown = key.Account == who(2); !b.Unknown {
			b.Amount.SetUint64(100)
		}
		done.BadDebts = append(done.BadDebts, b)
	}
	return nil
}

func lostAsset(of common.Address) common.Address { return common.Address{7, of[19]} }

func lossesOf(t *testing.T, e *engine.Engine) (all []engine.Loss) {
	t.Helper()
	if !e.Look(func(l *engine.Look) { all = l.Deployments[0].Losses() }) {
		t.Fatal("nothing was looked at")
	}
	return all
}

func lost(of common.Address, amount, times, unknown uint64) engine.Loss {
	return engine.Loss{Asset: lostAsset(of), Amount: *uint256.NewInt(amount), Times: times, Unknown: unknown}
}

// What contracts write off is added up; what a reorganisation takes back is taken off again; a kill forgets
// nothing, nor counts anything twice. A loss of unknown size isn't told as one, and isn't counted as nothing.
func TestLosses(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{})
	r.loses = true
	r.build()
	seize := func(victims ...common.Address) {
		for _, a := range victims {
			w.set(a, 10, 500)
			w.seize(a)
		}
		w.mine(12)
		r.follow()
	}
	want := func(when string, all ...engine.Loss) {
		t.Helper()
		if got := lossesOf(t, r.Engine); !slices.Equal(got, all) {
			t.Errorf("%s: lost were %+v, want %+v", when, got, all)
		}
	}
	seize(who(1))
	seize(who(1), who(2))
	want("in two blocks", lost(who(1), 200, 2, 0), lost(who(2), 0, 1, 1))
	r.save()
	seize(who(3), who(1))
	want("in three", lost(who(1), 300, 3, 0), lost(who(2), 0, 1, 1), lost(who(3), 100, 1, 0))
	r.restart()
	r.follow()
	want("after a kill", lost(who(1), 300, 3, 0), lost(who(2), 0, 1, 1), lost(who(3), 100, 1, 0))
	w.rewind(2)
	for range 3 {
		w.mine(12)
	}
	r.follow()
	want("on another branch", lost(who(1), 100, 1, 0))
	r.snapshot = nil
	r.restart()
	r.follow()
	want("without a snapshot", lost(who(1), 100, 1, 0))
	said := 0
	for _, e := range r.record.entries {
		if e.Type == feed.BadDebt && e.Status != feed.Reverted {
			said++
		}
	}
	if said != 4 {
		t.Errorf("%d losses were told, want 4", said)
	}
}

// An engine whose tables begin with a state that is read counts from the block after that.
func TestLossesAfterRead(t *testing.T) {
	w := newWorld()
	w.set(who(1), 10, 500)
	w.seize(who(1))
	w.mine(12)
	w.seize(who(1))
	at := w.mine(12)
	r := newRunner(t, w, engine.Options{})
	r.loses = true
	r.build()
	r.Begin(chain.Ref{Number: at.Number - 1})
	r.follow()
	if got := lossesOf(t, r.Engine); len(got) > 0 {
		t.Errorf("lost were %+v before the count", got)
	}
	w.seize(who(1))
	w.mine(12)
	r.follow()
	r.save()
	r.restart()
	var since uint64
	r.Look(func(l *engine.Look) { since = l.Deployments[0].LossesSince() })
	if got := lossesOf(t, r.Engine); !slices.Equal(got, []engine.Loss{lost(who(1), 100, 1, 0)}) || since != at.Number+1 {
		t.Errorf("since %d lost were %+v, want %d", since, got, at.Number+1)
	}
}
