package devnet_test

import (
	"testing"

	"brink/devnet"
)

func start(t *testing.T, version devnet.Version) *devnet.Market {
	t.Helper()
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = node.Close() })
	c, err := devnet.NewChain(t.Context(), node)
	if err != nil {
		t.Fatal(err)
	}
	m, err := devnet.Deploy(t.Context(), c, version)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPlayIsSeenAsThePoolSeesIt(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			m := start(t, version)
			play, err := devnet.NewPlay(t.Context(), m, devnet.PlayOptions{Accounts: 60, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			w := watch(t, m, nil)
			if err := play.History(t.Context(), 4); err != nil {
				t.Fatal(err)
			}
			w.follow(t.Context())
			everybody := w.accounts()
			w.compare(t.Context(), everybody)
			for range 60 {
				if _, err := play.Step(t.Context(), 12); err != nil {
					t.Fatal(err)
				}
				w.follow(t.Context())
				w.compare(t.Context(), everybody)
			}
			kinds := map[string]int{}
			for _, e := range w.said {
				kinds[e.Type+" "+string(e.Status)]++
			}
			t.Log(len(everybody), kinds, w.audits, w.wrong, w.evaluated)
		})
	}
}
