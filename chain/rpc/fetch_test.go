package rpc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

// A filter with more addresses than a node takes is asked for in parts, in the
// same round trip, and put together in log order.
func TestFilterInParts(t *testing.T) {
	fake := newFakeNode(t)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, MaxAddresses: 2, Poll: time.Hour})
	var addresses []common.Address
	var logs []types.Log
	for i := range 5 {
		addresses = append(addresses, common.Address{byte(i + 1)})
	}
	for i := range 20 {
		l := sample(7, uint(i))
		l.Address = addresses[i*3%5]
		logs = append(logs, l)
	}
	fake.set("eth_getLogs", func(q request) string {
		var filter struct{ Address []common.Address }
		_ = json.Unmarshal(q.Params[0], &filter)
		var some []string
		for i := range logs {
			if slices.Contains(filter.Address, logs[i].Address) {
				some = append(some, logText(&logs[i]))
			}
		}
		if len(filter.Address) > 2 {
			return `"error":{"code":-32000,"message":"too many addresses"}`
		}
		return `"result":[` + strings.Join(some, ",") + `]`
	})
	fake.seen()
	many := chain.NewFilter(addresses, []common.Hash{topic})
	answer, err := client.Fetch(testContext(t), &chain.Ask{Logs: []chain.LogQuery{
		{Block: header(7), Want: many}, {From: 7, To: 7, Want: many}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answer.Logs {
		if a.Err != nil || len(a.Logs) != len(logs) {
			t.Fatalf("%d logs, %v", len(a.Logs), a.Err)
		}
		for i := range logs {
			if a.Logs[i].Index != uint(i) || a.Logs[i].Address != logs[i].Address {
				t.Fatalf("log %d is %+v", i, a.Logs[i])
			}
		}
	}
	var trips int
	for _, methods := range fake.seen() {
		if slices.Contains(methods, "eth_getLogs") {
			trips++
		}
	}
	if trips != 1 {
		t.Errorf("%d round trips", trips)
	}
}

// An answer too large for a WebSocket is a reason to ask for less, and the
// connection is made anew.
func TestAnswerTooLargeForSocket(t *testing.T) {
	node := newTestNode(t)
	for i := range 20 {
		node.emit(topic, common.Hash{byte(i)}, make([]byte, 900))
	}
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "ws", URL: node.ws}}, MaxAnswer: 16 << 10})
	query := chain.LogQuery{From: 1, To: node.commitAll(), Want: want}
	for range 2 {
		answer, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{1}, Logs: []chain.LogQuery{query}})
		if err != nil || !errors.Is(answer.Logs[0].Err, chain.ErrTooMuch) || answer.Headers[0] == nil {
			t.Fatalf("%+v, %v", answer, err)
		}
	}
	if answer, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{1}}); err != nil || answer.Headers[0] == nil {
		t.Fatalf("%+v, %v", answer, err)
	}
}

// A batch whose answer is too large is asked for in parts.
func TestAnswerTooLargeForBatch(t *testing.T) {
	fake := newFakeNode(t)
	fake.set("eth_getBlockByNumber", func(q request) string {
		var number hexutil.Uint64
		if json.Unmarshal(q.Params[0], &number) != nil {
			number = 7
		}
		return `"result":` + headerText(uint64(number))
	})
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, MaxAnswer: 8 << 10, Poll: time.Hour})
	fake.instead(func(w http.ResponseWriter, q []request) bool {
		if len(q) > 2 {
			_, _ = w.Write(make([]byte, 9<<10))
		}
		return len(q) > 2
	})
	answer, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{1, 2, 3, 4, 5}})
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range answer.Headers {
		if h == nil || h.Number != uint64(i+1) {
			t.Errorf("header %d is %+v", i+1, h)
		}
	}
}

// An answer about a range that takes too long is a reason to ask for less, also where others were asked for with it.
func TestSlowAnswerAmongOthers(t *testing.T) {
	fake := newFakeNode(t)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, Timeout: time.Second, Poll: time.Hour})
	done := make(chan struct{})
	fake.instead(func(w http.ResponseWriter, all []request) bool {
		if !slices.ContainsFunc(all, func(q request) bool { return q.Method == "eth_getLogs" }) {
			return false
		}
		fake.mu.Unlock() // others are answered meanwhile
		<-done
		fake.mu.Lock()
		return true
	})
	defer close(done)
	answer, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{7}, Logs: []chain.LogQuery{{From: 1, To: 7, Want: want}}})
	if err != nil || !errors.Is(answer.Logs[0].Err, chain.ErrTooMuch) || answer.Headers[0] == nil {
		t.Errorf("%+v, %v", answer, err)
	}
}

// State of an old block that is gone costs one question, of a young one a few:
// there another node behind the same URL may be further on.
func TestGoneState(t *testing.T) {
	fake := newFakeNode(t)
	fake.set("eth_getBlockByNumber", func(request) string { return `"result":` + headerText(1000) })
	fake.set("eth_call", func(request) string { return `"error":{"code":-32000,"message":"missing trie node"}` })
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, Poll: time.Hour})
	eventually(t, "a head", func() bool { return client.Status()[0].Head.Number == 1000 })
	for number, want := range map[uint64]int{10: 1, 999: goneTries} {
		fake.seen()
		_, err := client.Call(testContext(t), chain.Ref{Number: number, Hash: common.Hash{1}}, []chain.Call{{}})
		if !errors.Is(err, chain.ErrGone) {
			t.Fatal(err)
		}
		if trips := len(fake.seen()); trips != want {
			t.Errorf("%d questions about block %d", trips, number)
		}
	}
	if s := client.Status()[0]; s.State != StateAlive {
		t.Errorf("the endpoint is %+v", s)
	}
	answered := 0
	fake.set("eth_call", func(request) string {
		if answered++; answered == 1 {
			return `"error":{"code":-32000,"message":"header not found"}`
		}
		return fmt.Sprintf(`"result":"0x%064x"`, 5)
	})
	results, err := client.Call(testContext(t), chain.Ref{Number: 1000, Hash: common.Hash{1}}, []chain.Call{{}})
	if err != nil || results[0].Data[31] != 5 {
		t.Fatalf("%+v, %v", results, err)
	}
}
