package devnet

import (
	"testing"
)

func TestPlay(t *testing.T) {
	onMarkets(t, func(t *testing.T, m *Market) {
		ctx := t.Context()
		p, err := NewPlay(ctx, m, PlayOptions{Seed: 1, Accounts: 60})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.History(ctx, 8); err != nil {
			t.Fatal(err)
		}
		seen := map[Scene]int{}
		done, refused, liquidated := 0, 0, 0
		for range story {
			event, err := p.Step(ctx, 12)
			if err != nil {
				t.Fatal(err)
			}
			seen[event.Scene]++
			liquidated += event.Liquidations
			refused += event.Refused
			done += len(event.Block.Results)
		}
		for _, scene := range story {
			if seen[scene] == 0 {
				t.Errorf("no %s was played", scene)
			}
		}
		if liquidated < 5 {
			t.Errorf("%d accounts were liquidated", liquidated)
		}
		if refused*2 > done {
			t.Errorf("%d of %d calls were refused", refused, done)
		}
		t.Log(m.Chain.Head().Number, done, refused, liquidated)
	})
}
