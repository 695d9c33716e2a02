package devnet_test

import (
	"testing"

	"brink/devnet"
)

func TestPlayIsSeenAsThePoolSeesIt(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			l := open(t, version)
			play, err := devnet.NewPlay(t.Context(), l.market, devnet.PlayOptions{Accounts: 60, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, account := range play.Accounts() {
				l.crowd = append(l.crowd, account.Address)
			}
			l.crowd = append(l.crowd, play.Liquidator.Address, l.market.Treasury.Address, devnet.NewAccount("bank").Address)
			w := l.watch()
			if err := play.History(t.Context(), 4); err != nil {
				t.Fatal(err)
			}
			w.race()
			for range 60 {
				if _, err := play.Step(t.Context(), 12); err != nil {
					t.Fatal(err)
				}
				w.follow()
			}
			t.Log(len(l.crowd), w.said, w.audits, w.evaluated, w.undone)
		})
	}
}
