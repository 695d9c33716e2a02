package fault_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
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

// Heads come out of order, twice, and with gaps. Nobody asks for the head.
func TestFault12HeadsOutOfOrder(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	opt := hurried(endpoints(n.WS()))
	opt.Silence = 2 * patience
	w := l.watch(opt)
	w.catchUp()
	w.eventually("the subscription", func() bool { return w.events["subscribed true"] > 0 })
	for _, blocks := range []int{24, 25} { // the 26th is the play's own reorg
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
		l.act(blocks)
		n.Announce(nil)
		l.act(1)
		w.catchUp()
	}
	w.holds()
	if w.observed("reorg") == 0 {
		t.Error("the play's own reorg was not seen")
	}
}

// Heads are announced without their parents, on a chain on which nothing can be verified.
func TestFault12HeadsWithoutParents(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	opt := hurried(endpoints(n.WS()))
	opt.Silence, opt.Verify = 2*patience, rpc.VerifyNone
	w, err := l.try(opt, chain.FollowerOptions{Retry: 20 * time.Millisecond, NoBloom: true})
	l.must(err)
	w.catchUp()
	w.eventually("the subscription", func() bool { return w.events["subscribed true"] > 0 })
	n.Announce(func(head json.RawMessage, send func(json.RawMessage)) {
		send(edited(head, func(h map[string]any) { h["parentHash"], h["logsBloom"] = common.Hash{}, types.Bloom{} }))
	})
	for range 5 {
		l.act(1)
		w.catchUp()
	}
	w.holds()
	if w.observed("reorg") > 0 {
		t.Error("a head without a parent was taken for a reorg")
	}
}

// The chain gets shorter, and nobody tells of it; it grows again, to less than it was and then to more.
func TestFault02NobodyTells(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	w, err := l.try(hurried(endpoints(n.HTTP())), chain.FollowerOptions{Retry: 20 * time.Millisecond, Still: 100 * time.Millisecond})
	l.must(err)
	l.act(24)
	w.catchUp()
	l.must(l.market.Chain.Rewind(l.Context(), 5))
	w.catchUp() // so five blocks were taken back
	for range 2 {
		l.act(3)
		w.catchUp()
	}
	w.holds()
}

// A node goes from one branch to another and back. What happens on one of them is told and withdrawn again and again,
// and has the same name each time.
func TestFault03TwoBranches(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	for liquidations := 0; liquidations == 0; {
		event, err := l.play.Step(l.Context(), 1)
		l.must(err)
		liquidations = event.Liquidations
	}
	l.act(1)
	tips := [2]chain.Ref{l.head()}
	l.must(l.market.Chain.Rewind(l.Context(), 2))
	l.act(2)
	tips[1] = l.head()
	n := l.node()
	n.Announce(func(json.RawMessage, func(json.RawMessage)) {})
	n.Show(tips[0].Hash)
	w := l.watch(hurried(endpoints(n.WS())))
	w.eventually("the first branch", func() bool { return w.tip == tips[0] })
	first := w.standing()
	for i := range 20 {
		tip := tips[(i+1)%2]
		n.Show(tip.Hash)
		n.Send(l.header(tip.Hash))
		if i%4 < 2 {
			continue // it may have come only part of the way
		}
		w.eventually("the other branch", func() bool { return w.tip == tip })
		if again := w.standing(); tip == tips[0] && !maps.Equal(again, first) {
			t.Fatalf("on the first branch stand %v, at first %v", again, first)
		}
	}
	n.Show(common.Hash{})
	if n.Send(l.header(tips[1].Hash)); len(first) == 0 || w.reverted() == 0 {
		t.Errorf("%d facts stood on the first branch, %d were withdrawn", len(first), w.reverted())
	}
	w.holds()
}

// header is a block's header as the real node tells it.
func (l *lab) header(hash common.Hash) json.RawMessage {
	l.Helper()
	var text json.RawMessage
	l.must(l.market.Chain.Node.Client().Client().CallContext(l.Context(), &text, "eth_getBlockByHash", hash, false))
	return text
}

// standing are the liquidations that stand.
func (w *watcher) standing() map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := maps.Clone(w.facts)
	maps.DeleteFunc(all, func(_ string, stands bool) bool { return !stands })
	return all
}

// reverted is how many withdrawals were told.
func (w *watcher) reverted() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, id := range w.told {
		if strings.HasSuffix(id, "/reverted") {
			n++
		}
	}
	return n
}
