package devnet_test

import (
	"testing"

	"brink/devnet"
	"brink/position"
)

// TestFault27Sequencer lets a sequencer fail on a market with accounts a little below the line, and come back. What is
// offered of each is what the pool does, and where nothing is offered, the pool refuses everything.
func TestFault27Sequencer(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			const grace = 3600
			h, w := crash(t, version)
			ctx, c := t.Context(), h.market.Chain
			sequencer, err := h.market.GuardBySequencer(ctx, grace)
			if err != nil {
				t.Fatal(err)
			}
			h.tighten(3)
			w.follow()
			kinds := make(map[string]int)
			// stopped is of how many nothing is offered; why is what the position says then.
			stopped := func(why string) (n int) {
				t.Helper()
				h.look()
				w.follow()
				tried, barred := 0, 0
				for _, u := range h.users {
					if tried == 8 || !h.now.accounts[u.Address].liquidatable() {
						continue
					}
					tried++
					h.tryOffers(w, u, kinds)
					id, _ := w.protocol.ID(position.Key{Account: u.Address})
					offered := len(w.next().Liquidation(id)) > 0
					if !offered {
						n++
					}
					switch told := w.told(id); {
					case told.Barred != "" && (offered || told.Barred != why || told.Status != position.Liquidatable):
						t.Fatalf("%s is %s and barred by %q, in truth by %q; offered: %t", u.Address, told.Status, told.Barred, why, offered)
					case told.Barred != "":
						barred++
					}
				}
				if (why != "") != (barred > 0) {
					t.Fatalf("%d accounts are said to be barred by %q", barred, why)
				}
				if tried == 0 {
					t.Fatal("nobody is below the line")
				}
				return n
			}
			usual := stopped("")
			h.run(sequencer.Set(true, 0))
			if n := stopped("sequencer"); n <= usual {
				t.Fatalf("%d accounts are offered for nothing while the sequencer is down, %d before", n, usual)
			}
			h.run(sequencer.Set(false, c.Head().Time))
			if n := stopped("sequencer"); n <= usual {
				t.Fatalf("%d accounts are offered for nothing in the grace period, %d before", n, usual)
			}
			if _, err := c.Commit(ctx, grace); err != nil {
				t.Fatal(err)
			}
			if n := stopped(""); n > usual {
				t.Fatalf("%d accounts are offered for nothing after the grace period, %d before", n, usual)
			}
		})
	}
}
