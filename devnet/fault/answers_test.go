package fault_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"
	"brink/devnet/fault"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// logsOf applies a rule to both ways to ask for the logs of a block.
func logsOf(rule fault.Rule) fault.Rule {
	receipts, logs := fault.On("eth_getBlockReceipts", rule), fault.On("eth_getLogs", rule)
	return func(q *fault.Request, ask func(*fault.Request) fault.Reply) fault.Reply {
		return receipts(q, func(q *fault.Request) fault.Reply { return logs(q, ask) })
	}
}

// ways are the two by which a block's logs are asked for, and what makes a node serve the second alone.
var ways = map[string][]fault.Rule{
	"eth_getBlockReceipts": nil,
	"eth_getLogs":          {fault.On("eth_getBlockReceipts", fault.Refuse(-32601, "the method eth_getBlockReceipts does not exist"))},
}

// A reorg comes between a block's header and its logs, and a node mixes the two
// branches up.
func TestFault06ReorgWhileFetching(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	for way, rules := range ways {
		n := l.node()
		w := l.watch(hurried(endpoints(n.WS())))
		w.catchUp()
		other := quote(l.head().Hash)
		reached, resume := make(chan struct{}), make(chan struct{})
		n.Use(append(rules, fault.On(way, fault.First(1, fault.Then(func(*fault.Request) {
			close(reached)
			<-resume
		}))))...)
		l.act(2)
		<-reached
		l.must(l.market.Chain.Rewind(l.Context(), 2))
		l.act(1)
		close(resume)
		l.act(2)
		w.catchUp()
		mix := func(q *fault.Request) { q.Params[0] = other }
		found := chain.CheckReceipts
		if way == "eth_getLogs" {
			mix = func(q *fault.Request) {
				q.Params[0] = edited(q.Params[0], func(m map[string]any) { m["blockHash"] = other })
			}
			found = chain.CheckLogs
		}
		n.Use(append(rules, fault.On(way, fault.First(2, fault.Then(mix))))...)
		l.act(3)
		w.holds()
		if w.events["distrusted a "+string(found)] == 0 {
			t.Errorf("%s of another block were not refused: %v", way, w.events)
		}
	}
}

// indexLater answers with nothing about each block's logs for a while after it was first asked.
func indexLater(while time.Duration) fault.Rule {
	var mu sync.Mutex
	asked := map[string]time.Time{}
	return func(q *fault.Request, ask func(*fault.Request) fault.Reply) fault.Reply {
		mu.Lock()
		first, known := asked[string(q.Params[0])]
		if !known {
			first = time.Now()
			asked[string(q.Params[0])] = first
		}
		mu.Unlock()
		if time.Since(first) < while {
			return fault.Reply{Result: json.RawMessage("[]")}
		}
		return ask(q)
	}
}

// The node has a block half a second before it has its logs, while the next blocks come.
func TestFault07LogsComeLater(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	for way, rules := range ways {
		n := l.node()
		w := l.watch(hurried(endpoints(n.WS())))
		w.catchUp()
		n.Use(append(rules, fault.On(way, indexLater(500*time.Millisecond)))...)
		l.act(6)
		w.holds()
		if way == "eth_getLogs" && w.events["skipped "+string(rpc.SkipReceipts)] == 0 {
			t.Errorf("nothing says that logs can't be verified: %v", w.events)
		}
	}

	// Where another endpoint has them, nobody waits.
	late, prompt := l.node(), l.node()
	w := l.watch(hurried(endpoints(late.HTTP(), prompt.HTTP())))
	w.catchUp()
	late.Use(logsOf(fault.Say("[]")))
	l.act(3)
	w.holds()
	if w.events["distrusted a "+string(chain.CheckReceipts)] == 0 {
		t.Errorf("nobody was distrusted: %v", w.events)
	}
}

// Where receipts don't have the root, an empty answer about a block's logs is doubted too.
func TestFault07UnverifiedLogsComeLater(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	opt := hurried(endpoints(n.WS()))
	opt.Verify = rpc.VerifyHeaders
	w := l.watch(opt)
	w.catchUp()
	n.Use(fault.On("eth_getLogs", indexLater(500*time.Millisecond)))
	l.act(6)
	w.holds()
	if n.Asked("eth_getBlockReceipts") > 0 {
		t.Error("receipts were asked for")
	}
}

// One log is left out. Nothing but the receipts' root shows it.
func TestFault08DroppedLog(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	liar, honest := l.node(), l.node()
	for _, addresses := range [][]string{{liar.WS()}, {liar.HTTP(), honest.HTTP()}} {
		liar.Heal()
		w := l.watch(hurried(endpoints(addresses...)))
		w.catchUp()
		if len(addresses) == 1 {
			liar.Use(logsOf(fault.First(3, fault.DropLog())))
		} else {
			liar.Use(logsOf(fault.DropLog())) // for good: the other one is believed
		}
		l.act(3)
		w.holds()
		if w.events["distrusted a "+string(chain.CheckReceipts)] == 0 {
			t.Errorf("nobody was distrusted: %v", w.events)
		}
	}
}

// A log that is in no block, of a contract that nobody asked about or of one of the market's, is put into an answer. It is
// never believed, and the next endpoint is asked.
func TestFault22ForgedAnswers(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	for way, rules := range ways {
		for _, address := range []any{nil, "0x000000000000000000000000000000000000dEaD"} {
			if address == nil && way == "eth_getLogs" {
				continue // a node without receipts is believed, and that is counted
			}
			liar, honest := l.node(), l.node()
			w := l.watch(hurried(endpoints(liar.HTTP(), honest.HTTP())))
			w.catchUp()
			liar.Use(append(slices.Clone(rules), fault.On(way, forgeLog(address)))...)
			l.act(3)
			w.holds()
			if w.observed("distrusted") == 0 {
				t.Errorf("nobody was distrusted for %s with a log of %v: %v", way, address, w.events)
			}
		}
	}
}

// forgeLog puts a log into an answer about logs or receipts: the last one again, as of another place in the block, and of
// another contract if one is given.
func forgeLog(address any) fault.Rule {
	forge := func(logs []any) []any {
		forged := maps.Clone(logs[len(logs)-1].(map[string]any))
		forged["logIndex"] = "0xffff"
		if address != nil {
			forged["address"] = address
		}
		return append(logs, forged)
	}
	return func(q *fault.Request, ask func(*fault.Request) fault.Reply) fault.Reply {
		r := ask(q)
		var list []any
		if r.Error != nil || json.Unmarshal(r.Result, &list) != nil || len(list) == 0 {
			return r
		}
		if receipt, is := list[len(list)-1].(map[string]any); is && receipt["logs"] != nil {
			if logs := receipt["logs"].([]any); len(logs) > 0 {
				receipt["logs"] = forge(logs)
			}
		} else {
			list = forge(list)
		}
		text, err := json.Marshal(list)
		if err != nil {
			panic(err)
		}
		return fault.Reply{Result: text}
	}
}

// What isn't an answer is never read as one.
func TestFault09NoAnswer(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	for way, address := range map[string]string{"eth_getBlockReceipts": n.HTTP(), "eth_getLogs": n.WS()} {
		n.Heal()
		opt := hurried(endpoints(address))
		opt.Timeout = 200e6
		w := l.watch(opt)
		w.catchUp()
		for name, text := range map[string]string{
			"null":             `{"jsonrpc":"2.0","id":ID,"result":null}`,
			"object":           `{"jsonrpc":"2.0","id":ID,"result":{}}`,
			"nothing":          `{"jsonrpc":"2.0","id":ID}`,
			"wrong id":         `{"jsonrpc":"2.0","id":77777,"result":RESULT}`,
			"error too":        `{"jsonrpc":"2.0","id":ID,"result":RESULT,"error":null}`,
			"trailing garbage": `{"jsonrpc":"2.0","id":ID,"result":RESULT}]}`,
			"not JSON":         `<html>busy</html>`,
		} {
			before, failed := n.Asked(way), w.failures(way)
			n.Use(append(ways[way], fault.On(way, fault.First(2, fault.Text(text))))...)
			for n.Asked(way) == before { // not every block may hold what is wanted
				l.act(1)
				w.catchUp()
			}
			if n.Asked(way)-before < 3 {
				t.Errorf("%s for %s: the question was not repeated", name, way)
			}
			unknown := name == "null" && way == "eth_getBlockReceipts" // there is no such block yet: that is an answer
			if w.failures(way) == failed && !unknown {
				t.Errorf("%s for %s: no failure was counted: %v", name, way, w.requests)
			}
		}
		w.holds()
	}
}

// failures is how often a method failed.
func (w *watcher) failures(method string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for key, times := range w.requests {
		if words := strings.Fields(key); len(words) == 3 && words[1] == method && rpc.Reason(words[2]) != rpc.ReasonRefused {
			n += times
		}
	}
	return n
}

// Headers whose fields don't have their hash are refused; fields of a later
// fork are no reason to stop.
func TestFault24TamperedHeaders(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	w := l.watch(hurried(endpoints(n.WS())))
	w.catchUp()
	tamper := func(h map[string]any) { h["gasUsed"] = "0x77" }
	n.Use(fault.On("eth_getBlockByNumber", fault.First(2, fault.Change(tamper))))
	n.Announce(func(head json.RawMessage, send func(json.RawMessage)) { send(edited(head, tamper)) })
	l.act(2)
	w.eventually("the header is refused", func() bool { return w.events["distrusted a "+string(chain.CheckHeader)] > 0 })
	n.Heal()
	w.catchUp()
	later := func(h map[string]any) { h["laterRoot"] = h["stateRoot"] }
	n.Use(fault.On("eth_getBlockByNumber", fault.Change(later)))
	n.Announce(func(head json.RawMessage, send func(json.RawMessage)) { send(edited(head, later)) })
	l.act(3)
	w.holds()
	if w.events["skipped "+string(rpc.SkipField)] == 0 {
		t.Errorf("nothing says that headers can't be verified: %v", w.events)
	}
}

// Heads are announced before their receipts are there, with an empty bloom and no root, and with fields that nobody
// knows: their blocks' logs are asked for all the same.
func TestFault24HeadersBeforeReceipts(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	w := l.watch(hurried(endpoints(n.WS())))
	w.catchUp()
	early := func(h map[string]any) {
		h["epoch"], h["logsBloom"], h["receiptsRoot"] = "0x1", types.Bloom{}, common.Hash{}
	}
	n.Use(fault.On("eth_getBlockByNumber", fault.Change(early)))
	n.Announce(func(head json.RawMessage, send func(json.RawMessage)) { send(edited(head, early)) })
	l.act(10)
	w.holds()
	if w.events["skipped "+string(rpc.SkipRoot)] == 0 {
		t.Errorf("nothing says that logs can't be verified: %v", w.events)
	}
}

func edited(text json.RawMessage, edit func(map[string]any)) json.RawMessage {
	var object map[string]any
	if json.Unmarshal(text, &object) != nil {
		return text
	}
	edit(object)
	return quote(object)
}

func quote(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
