package fault_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"brink/chain/rpc"
	"brink/devnet"
	"brink/devnet/fault"
)

// The connection is reset, then goes quiet without an end, first itself and then
// whatever connection follows.
func TestFault10BrokenConnection(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	pipe, address := l.pipe(n.WS())
	w := l.watch(hurried(endpoints(address)))
	w.catchUp()
	for range 3 {
		l.act(2)
		pipe.Reset()
		l.act(2)
		w.catchUp()
	}
	pipe.Lose()
	l.act(4)
	w.catchUp()
	noticed := w.timeouts()
	if noticed == 0 {
		t.Error("a connection that is dead was of use")
	}
	pipe.Blackhole(true)
	l.act(4)
	w.eventually("the silence is noticed", func() bool { return w.count(string(rpc.ReasonTimeout)) > noticed })
	pipe.Blackhole(false)
	w.holds()
}

// An answer begins and never ends, or comes by drops.
func TestFault20StallingAnswer(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	pipe, address := l.pipe(n.HTTP())
	opt := hurried(endpoints(address))
	opt.Timeout = 300e6
	w := l.watch(opt)
	w.catchUp()
	n.Write(func(w http.ResponseWriter, r *http.Request, answer []byte) {
		_, _ = w.Write(answer[:len(answer)/2])
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	l.act(2)
	w.eventually("the stall is noticed", func() bool { return w.count(string(rpc.ReasonTimeout)) > 0 })
	n.Heal()
	w.catchUp()
	before := w.timeouts()
	pipe.Speed(10)
	l.act(2)
	w.eventually("the drops are noticed", func() bool { return w.count(string(rpc.ReasonTimeout)) > before })
	pipe.Speed(0)
	pipe.Reset()
	w.holds()
}

func (w *watcher) timeouts() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count(string(rpc.ReasonTimeout))
}

// Answers that are much too large, or deep, are not read to their end.
func TestFault21HugeAnswers(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	const most = 4 << 20
	opt := hurried(endpoints(n.HTTP()))
	opt.MaxAnswer = most
	for name, write := range fault.Huge() {
		n.Heal()
		w := l.watch(opt)
		w.catchUp()
		var sent, times atomic.Int64
		n.Write(func(w http.ResponseWriter, _ *http.Request, answer []byte) {
			if times.Add(1) > 2 {
				_, _ = w.Write(answer)
				return
			}
			sent.Add(write(w))
		})
		l.act(1)
		w.holds()
		// Beyond what is read there is only what lies in the buffers of two sockets.
		if got := sent.Load(); got > 2*(most+16<<20) {
			t.Errorf("%s: %d MiB were taken", name, got>>20)
		}
		if w.count(string(rpc.ReasonTooLarge))+w.count(string(rpc.ReasonMalformed)) == 0 {
			t.Errorf("%s: no failure was counted: %v", name, w.requests)
		}
	}
}
