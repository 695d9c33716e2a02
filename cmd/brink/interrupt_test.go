package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/devnet/fault"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common/hexutil"
)

// reluctant answers slowly, and about two blocks at a time.
func reluctant(q *fault.Request, ask func(*fault.Request) fault.Reply) fault.Reply {
	var filter struct{ FromBlock, ToBlock *hexutil.Uint64 }
	if q.Method == "eth_getLogs" && json.Unmarshal(q.Params[0], &filter) == nil && filter.FromBlock != nil && *filter.ToBlock > *filter.FromBlock+1 {
		return fault.Refuse(-32614, "eth_getLogs is limited to a 2 range")(q, ask)
	}
	return fault.Late(5*time.Millisecond)(q, ask)
}

// TestFault39WatchInterrupted interrupts catching up twenty times, at points that a seed draws, while the chain goes on
// and the configuration changes and is read anew.
func TestFault39WatchInterrupted(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	for range 60 {
		th.step()
	}
	slow, err := fault.Start(t.Context(), node.HTTP(), node.WS())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slow.Close)
	slow.Use(reluctant)
	account := th.play.Accounts()[0].Address.Hex()
	configure := func(name string) {
		th.configure("accounts: [ { name: "+name+", address: \""+account+"\" } ]\n", node.WS(), slow.WS())
	}
	random := rand.New(rand.NewPCG(39, 39))
	midway := 0
	for i := range 20 {
		configure(fmt.Sprint("a", i))
		p := th.watch()
		until(t, "it begins", func() bool { return th.page("/livez") != "" })
		wait := func() {
			from, some := slow.Trips(), random.IntN(40)
			until(t, "questions are asked", func() bool { return slow.Trips() >= from+some || th.caughtUp() })
		}
		wait()
		if i%4 == 1 {
			name := fmt.Sprint("b", i)
			configure(name)
			if err := p.Process.Signal(syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
			until(t, "the new configuration is in effect", func() bool { return strings.Contains(th.page("/v1/accounts"), `"`+name+`"`) })
			wait()
		}
		if !th.caughtUp() {
			midway++
		}
		p.end([]syscall.Signal{syscall.SIGKILL, syscall.SIGTERM}[i%2])
		if i%3 == 0 {
			th.step()
		}
	}
	if t.Logf("%d of 20 were interrupted on their way", midway); midway < 10 {
		t.Errorf("only %d of 20 were interrupted on their way", midway)
	}
	p := th.watch()
	th.compare(p)
	th.feedHolds()
	p.end(syscall.SIGTERM)
}

// caughtUp reports whether the program says that its chain is live.
func (th *theater) caughtUp() bool {
	var answer struct{ Chains []feed.Chain }
	return json.Unmarshal([]byte(th.page("/v1/chains")), &answer) == nil && len(answer.Chains) == 1 && answer.Chains[0].State == feed.Live
}
