package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"brink/chain"
	"brink/engine"
	"brink/feed"
)

// forgetful is the reader of a block whose state the node has forgotten; its logs and fees are there.
type forgetful struct{ chain.Reader }

func (forgetful) Call(context.Context, []chain.Call) ([]chain.Result, error) {
	return nil, fmt.Errorf("reading: %w", chain.ErrGone)
}

// TestRecount tells of old blocks by an engine that is far beyond them what their logs say: the same liquidations as the
// watch did, without what only the state tells. The engine itself stays as it is.
func TestRecount(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{})
	for i := range 3 {
		w.set(who(i), 10, 900)
	}
	w.mine(12)
	w.seize(who(1))
	w.seize(who(2))
	w.set(who(1), 5, 400)
	w.mine(12)
	for range 20 {
		w.mine(12)
	}
	w.seize(who(0))
	w.mine(12)
	r.follow()
	digest, tip := r.Digest(), r.Tip()
	var watched, recounted []feed.Entry
	for _, e := range r.record.entries {
		if e.Type == feed.Liquidated {
			watched = append(watched, e)
		}
	}
	for after := (chain.Ref{}); after != w.Head().Ref; {
		s, err := w.next(t.Context(), after, r.Seizures())
		if err != nil {
			t.Fatal(err)
		}
		after = s.Block.Ref
		old := *s.Block
		old.Reader = forgetful{s.Block.Reader}
		told, err := r.Recount(t.Context(), &old)
		if err != nil {
			t.Fatal(err)
		}
		if victims := len(r.Victims(s.Block.Logs)["till"]); victims != len(told) {
			t.Errorf("block %s liquidates %d, told of are %d", s.Block.Ref, victims, len(told))
		}
		recounted = append(recounted, told...)
	}
	if len(watched) != 3 || len(recounted) != 3 {
		t.Fatalf("the watch tells of %d liquidations, the recount of %d", len(watched), len(recounted))
	}
	for i := range watched {
		if recounted[i].ID != watched[i].ID || recounted[i].Block != watched[i].Block || recounted[i].LogIndex != watched[i].LogIndex {
			t.Errorf("recounted is %+v, the watch said %+v", recounted[i], watched[i])
		}
		var l feed.Liquidation
		if err := json.Unmarshal(recounted[i].Data, &l); err != nil {
			t.Fatal(err)
		}
		if l.DebtUSD != nil || l.CollateralUSD != nil || l.BonusUSD != nil || l.HealthFactorBefore != nil || l.ShareClosed != nil ||
			l.BadDebtUSD != nil || l.LiquidatableBlocks != nil {
			t.Errorf("logs alone don't tell %s", recounted[i].Data)
		}
		if l.GasPaidRaw == nil {
			t.Errorf("receipts tell the fees, %s doesn't", recounted[i].Data)
		}
	}
	if r.Digest() != digest || r.Tip() != tip {
		t.Error("a recount has changed the engine")
	}
	if _, any := r.Batch(); any {
		t.Error("a recount is no news")
	}
	if !slices.IsSortedFunc(recounted, func(a, b feed.Entry) int { return int(a.Block.Number) - int(b.Block.Number) }) {
		t.Error("a recount is out of order")
	}
}
