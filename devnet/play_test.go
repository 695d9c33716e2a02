package devnet

import (
	"context"
	"maps"
	"testing"
)

// playThrough plays one round of the story and says what came of it.
func playThrough(ctx context.Context, t *testing.T, m *Market) (scenes map[Scene]int, liquidated, refused, done int) {
	t.Helper()
	p, err := NewPlay(ctx, m, PlayOptions{Seed: 1, Accounts: 60})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.History(ctx, 8); err != nil {
		t.Fatal(err)
	}
	scenes = map[Scene]int{}
	for range story {
		event, err := p.Step(ctx, 12)
		if err != nil {
			t.Fatal(err)
		}
		scenes[event.Scene]++
		liquidated += event.Liquidations
		refused += event.Refused
		done += event.Calls
	}
	return scenes, liquidated, refused, done
}

func TestPlayIsTheSameEverywhere(t *testing.T) {
	for _, version := range []Version{V30, V36} {
		t.Run(string(version), func(t *testing.T) {
			var first []AccountData
			for name, start := range nodes {
				m, err := Deploy(t.Context(), start(t), version)
				if err != nil {
					t.Fatal(err)
				}
				scenes, liquidated, refused, done := playThrough(t.Context(), t, m)
				want := map[Scene]int{}
				for _, scene := range story {
					want[scene]++
				}
				if !maps.Equal(scenes, want) {
					t.Errorf("%s played %v, want %v", name, scenes, want)
				}
				if liquidated < 5 {
					t.Errorf("%s: %d accounts were liquidated", name, liquidated)
				}
				if refused*2 > done {
					t.Errorf("%s: %d of %d calls were refused", name, refused, done)
				}
				data := everybody(t, m, 60)
				if first == nil {
					first = data
				}
				for i := range data {
					if data[i].HealthFactor.Cmp(first[i].HealthFactor) != 0 || data[i].Debt.Cmp(first[i].Debt) != 0 {
						t.Errorf("%s: account %d has %v, elsewhere %v", name, i, data[i], first[i])
					}
				}
			}
		})
	}
}

// everybody is what the pool says about the first n users.
func everybody(t *testing.T, m *Market, n int) []AccountData {
	t.Helper()
	p := Play{Market: m}
	for _, account := range names(0, n) {
		p.actors = append(p.actors, actor{Account: account})
	}
	data, err := p.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return data
}
