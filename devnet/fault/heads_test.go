package fault_test

import (
	"encoding/json"
	"testing"

	"brink/chain/rpc"
	"brink/devnet"
)

// The socket lives, but nothing is told any more.
func TestFault11SilentSubscription(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	w := l.watch(hurried(endpoints(n.WS())))
	w.catchUp()
	n.Announce(func(json.RawMessage, func(json.RawMessage)) {})
	for range 3 {
		l.act(5)
		w.catchUp()
	}
	w.eventually("a subscription is replaced", func() bool { return w.events["subscribed false "+string(rpc.ReasonSilent)] > 0 })
	w.holds()
}

// Heads come out of order, twice, and with gaps.
func TestFault12HeadsOutOfOrder(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	w := l.watch(hurried(endpoints(n.WS())))
	w.catchUp()
	var held []json.RawMessage
	n.Announce(func(head json.RawMessage, send func(json.RawMessage)) {
		if held = append(held, head); len(held) < 7 {
			return
		}
		for _, i := range []int{6, 0, 0, 1, 6} { // five are never told
			send(held[i])
		}
		held = nil
	})
	l.act(25)
	w.catchUp()
	l.act(25) // begins with a reorg
	w.holds()
	if w.observed("reorg") == 0 {
		t.Error("the play's own reorg was not seen")
	}
}
