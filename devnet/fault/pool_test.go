package fault_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"brink/chain/rpc"
	"brink/devnet"
	"brink/devnet/fault"

	"github.com/ethereum/go-ethereum/common/hexutil"
)

// Two nodes behind one address, one of them 20 blocks behind; and a preferred
// endpoint that is 20 blocks behind the other.
func TestFault13NodeBehind(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	l.act(26) // the last with the play's own reorg
	front, behind := l.node(), l.node()
	behind.Lag(20)
	var loose atomic.Int64
	front.Use(fault.On("eth_call", fault.Then(func(q *fault.Request) {
		if !strings.Contains(string(q.Params[1]), `"blockHash"`) {
			loose.Add(1)
		}
	})), fault.Sometimes(1, 0.5, fault.As(behind)))
	w := l.watch(hurried(endpoints(front.HTTP())))
	w.catchUp()
	l.act(10)
	w.holds()
	if w.observed("reorg") > 0 {
		t.Error("of two nodes the one that is behind was taken for a reorg")
	}
	if loose.Load() > 0 || front.Asked("eth_call") == 0 {
		t.Errorf("%d reads of %d don't name their block by its hash", loose.Load(), front.Asked("eth_call"))
	}

	front.Heal()
	opt := hurried(endpoints(behind.WS(), front.WS()))
	w = l.watch(opt)
	w.eventually("the endpoint that lags is not in use", func() bool {
		s := w.client.Status()
		return s[0].State == rpc.StateLagging && !s[0].Active && s[1].Active
	})
	l.act(5)
	w.holds()
	if w.observed("reorg") > 0 {
		t.Error("a laggard was taken for a reorg")
	}
}

// The one endpoint that has the final blocks answers nothing about ranges for a while, and the other, which is far
// behind, answers with the logs that it has: none is missed for that.
func TestFault13RangesOfANodeBehind(t *testing.T) {
	l := open(t, devnet.GethOptions{Safe: 1, Final: recently + 2})
	l.act(26)
	l.age()
	front, behind := l.node(), l.node()
	const lag = recently + 20
	behind.Lag(lag)
	last := hexutil.Uint64(l.head().Number - lag)
	behind.Use(fault.On("eth_getLogs", func(q *fault.Request, ask func(*fault.Request) fault.Reply) fault.Reply {
		if _, to, ok := bounds(q); !ok || to <= uint64(last) {
			return ask(q)
		}
		clipped := *q
		clipped.Params = []json.RawMessage{edited(q.Params[0], func(m map[string]any) { m["toBlock"] = last })}
		return ask(&clipped)
	}))
	front.Use(fault.On("eth_getLogs", fault.First(3, fault.Refuse(-32603, "internal error"))))
	w := l.watch(hurried(endpoints(front.HTTP(), behind.HTTP())))
	w.holds()
	if front.Asked("eth_getLogs") < 4 || behind.Asked("eth_getLogs") == 0 {
		t.Errorf("one was asked about logs %d times, the other %d", front.Asked("eth_getLogs"), behind.Asked("eth_getLogs"))
	}
}

// The preferred endpoint is on another branch than two others, and one is of
// another chain.
func TestFault14Disagreement(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	l.act(8)
	astray, good, other, too := l.node(), l.node(), l.node(), l.node()
	astray.Show(l.head().Hash)
	l.must(l.market.Chain.Rewind(l.Context(), 6))
	l.act(6)
	other.Use(fault.On("eth_chainId", fault.Say(`"0x1"`)))
	w := l.watch(hurried(endpoints(astray.WS(), other.WS(), good.WS(), too.WS())))
	w.eventually("those to be distrusted are known", func() bool {
		s := w.client.Status()
		return s[0].State == rpc.StateOutOfSync && s[1].State == rpc.StateWrongChain && s[2].Active
	})
	l.act(3)
	w.holds()

	// Of two that disagree, the one whose branch is longer is right.
	astray.Show(l.head().Hash)
	l.must(l.market.Chain.Rewind(l.Context(), 6))
	l.act(8)
	w = l.watch(hurried(endpoints(astray.WS(), good.WS(), other.WS())))
	w.eventually("the longer branch is known", func() bool {
		s := w.client.Status()
		return s[0].State == rpc.StateOutOfSync && s[1].Active && s[2].State == rpc.StateWrongChain
	})
	l.act(3)
	w.holds()
}

// An endpoint comes back as another chain.
func TestFault15ChainChanges(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	w := l.watch(hurried(endpoints(n.WS())))
	w.catchUp()
	before := l.head()
	n.Use(fault.On("eth_chainId", fault.Say(`"0x1"`)))
	n.Cut()
	w.eventually("the endpoint is refused", func() bool { return w.client.Status()[0].State == rpc.StateWrongChain })
	l.act(3)
	if w.stop(); w.tip != before {
		t.Fatalf("block %s of another chain was processed", w.tip)
	}
	if s := w.client.Status()[0]; !strings.Contains(s.Problem, "serves chain 1") || w.count(string(rpc.ReasonChain)) == 0 {
		t.Errorf("it is said of it %q, and counted %v", s.Problem, w.requests)
	}
}

// Nodes that have too much to do say so in many ways, and are left alone for as
// long as they ask.
func TestFault17RefusalsThatPass(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	opt := hurried(endpoints(n.HTTP()))
	w := l.watch(opt)
	w.catchUp()
	var mu sync.Mutex
	var refused, back time.Time
	n.Write(func(w http.ResponseWriter, _ *http.Request, answer []byte) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case refused.IsZero():
			refused = time.Now()
			w.Header().Set("Retry-After", "1")
			http.Error(w, "slow down", http.StatusTooManyRequests)
			return
		case back.IsZero():
			back = time.Now()
		}
		_, _ = w.Write(answer)
	})
	l.act(2)
	w.catchUp()
	mu.Lock()
	if rest := back.Sub(refused); rest < time.Second {
		t.Errorf("came back after %v, asked for was a second", rest)
	}
	mu.Unlock()
	rng := rand.New(rand.NewPCG(3, 3))
	n.Write(func(w http.ResponseWriter, _ *http.Request, answer []byte) {
		mu.Lock()
		dice := rng.IntN(10)
		mu.Unlock()
		if dice < 3 {
			http.Error(w, "", []int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable}[dice])
			return
		}
		_, _ = w.Write(answer)
	})
	l.act(8)
	w.holds()
	if w.count(string(rpc.ReasonLimited)) == 0 || w.count(string(rpc.ReasonStatus)) == 0 {
		t.Errorf("failures were not counted: %v", w.requests)
	}
}

// An endpoint that wants to be paid is left alone, and one that allows so many
// requests a second is never sent more.
func TestFault17Budgets(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	barred, slow := l.node(), l.node()
	opt := hurried(endpoints(barred.HTTP(), slow.HTTP()))
	const rate = 40
	opt.Endpoints[1].Rate = rate
	began := time.Now()
	w := l.watch(opt)
	w.catchUp()
	barred.Write(func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		http.Error(w, "your plan is used up", http.StatusPaymentRequired)
	})
	l.act(5)
	w.catchUp()
	if s := w.client.Status(); s[0].State != rpc.StateUnusable || !s[1].Active {
		t.Errorf("the endpoints are %+v", s)
	}
	trips := barred.Trips()
	l.act(5)
	w.holds()
	if again := barred.Trips() - trips; again > 0 {
		t.Errorf("the one that wants to be paid was asked %d times more", again)
	}
	if most := rate * (1 + time.Since(began).Seconds()); float64(slow.Asked("")) > most {
		t.Errorf("%d requests were sent, allowed are %.0f", slow.Asked(""), most)
	}
	if w.count(string(rpc.ReasonAccess)) == 0 {
		t.Errorf("the refusal was not counted: %v", w.requests)
	}
}

// Now and then the first endpoint takes longer than the test lasts. The second
// one is asked instead, and seldom.
func TestFault18SlowEndpoint(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	slow, healthy := l.node(), l.node()
	opt := hurried(endpoints(slow.WS(), healthy.WS()))
	opt.Silence, opt.Timeout, opt.Recheck = 2*patience, 2*patience, 2*patience
	w := l.watch(opt)
	w.catchUp()
	w.eventually("both are connected", func() bool { return w.client.Status()[1].State == rpc.StateAlive })
	slow.Use(fault.On("eth_call", fault.Every(25, fault.Late(2*patience))))
	for range 60 {
		l.act(1)
		w.catchUp()
	}
	w.holds()
	hedged, questions := w.events["hedged b"], slow.Trips()
	if hedged == 0 || hedged > questions/10 {
		t.Errorf("%d questions were put to the other endpoint too, of %d", hedged, questions)
	}
}
