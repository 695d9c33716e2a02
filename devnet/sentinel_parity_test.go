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
			stopped := func(why string) int { return h.stopped(w, why) }
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

// stopped is of how many accounts a little below the line nothing is offered; why is what the positions say then. The
// pool is asked for everything that could be offered of each.
func (h *history) stopped(w *watcher, why string) (n int) {
	t := h.t
	t.Helper()
	h.look()
	w.follow()
	tried, barred := 0, 0
	for _, u := range h.users {
		if tried == 8 || !h.now.accounts[u.Address].liquidatable() {
			continue
		}
		tried++
		h.tryOffers(w, u, make(map[string]int))
		id, _ := w.protocol.ID(position.Key{Account: u.Address})
		offered := len(w.next().Liquidation(id)) > 0 // now: it is below the line
		if !offered {
			n++
		}
		switch told := w.told(id); {
		case told.Barred != "" && (offered || told.Barred != why || told.Status != position.Liquidatable && told.Status != position.BadDebt):
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

// TestFault27PausedReserves pauses every reserve of a market with accounts below the line, and lets them go on: at once
// in 3.0, and in 3.6 after a grace period, or when the admin ends that.
func TestFault27PausedReserves(t *testing.T) {
	for _, version := range []devnet.Version{devnet.V36, devnet.V30} {
		t.Run(string(version), func(t *testing.T) {
			const grace = 3600
			h, w := crash(t, version)
			m := h.market
			h.tighten(3)
			usual := h.stopped(w, "")
			pause := func(paused bool, grace uint64) {
				var calls []devnet.Call
				for _, asset := range m.Assets {
					calls = append(calls, m.SetPause(asset, paused, grace))
				}
				h.run(calls...)
			}
			frozen := func(why string) {
				t.Helper()
				if n := h.stopped(w, why); n <= usual {
					t.Fatalf("%d accounts are offered for nothing, %d before", n, usual)
				}
			}
			pause(true, 0)
			frozen("paused")
			pause(false, grace)
			if version == devnet.V36 {
				frozen("grace_period")
				if _, err := m.Chain.Commit(t.Context(), grace+1); err != nil {
					t.Fatal(err)
				}
			}
			if n := h.stopped(w, ""); n > usual {
				t.Fatalf("%d accounts are offered for nothing when reserves go on, %d before", n, usual)
			}
			if version != devnet.V36 {
				return
			}
			pause(true, 0)
			pause(false, grace)
			frozen("grace_period")
			var calls []devnet.Call
			for _, asset := range m.Assets {
				calls = append(calls, m.EndGrace(asset))
			}
			h.run(calls...)
			if n := h.stopped(w, ""); n > usual {
				t.Fatalf("%d accounts are offered for nothing when the grace period was ended, %d before", n, usual)
			}
		})
	}
}
