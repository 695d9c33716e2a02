package fault_test

import (
	"encoding/json"
	"testing"

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

// A reorg comes between a block's header and its logs, and a node mixes the two
// branches up.
func TestFault06ReorgWhileFetching(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	w := l.watch(hurried(endpoints(n.WS())))
	w.catchUp()
	other := quote(l.head().Hash)
	reached, resume := make(chan struct{}), make(chan struct{})
	n.Use(logsOf(fault.First(1, fault.Then(func(*fault.Request) {
		close(reached)
		<-resume
	}))))
	l.act(2)
	<-reached
	l.must(l.market.Chain.Rewind(l.Context(), 2))
	l.act(1)
	close(resume)
	l.act(2)
	w.catchUp()
	n.Use(fault.On("eth_getBlockReceipts", fault.First(2, fault.Then(func(q *fault.Request) { q.Params[0] = other }))))
	l.act(3)
	w.holds()
	if w.events["distrusted a "+string(chain.CheckReceipts)] == 0 {
		t.Errorf("receipts of another block were not refused: %v", w.events)
	}
}

// The node has a block before it has its logs.
func TestFault07LogsComeLater(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	for name, rules := range map[string][]fault.Rule{
		"receipts": {fault.On("eth_getBlockReceipts", fault.First(4, fault.Say("[]")))},
		"logs alone": {fault.On("eth_getBlockReceipts", fault.Refuse(-32601, "the method eth_getBlockReceipts does not exist")),
			fault.On("eth_getLogs", fault.First(2, fault.Say("[]")))},
	} {
		t.Run(name, func(t *testing.T) {
			l := &lab{t, l.market, l.play}
			n := l.node()
			w := l.watch(hurried(endpoints(n.WS())))
			w.catchUp()
			n.Use(rules...)
			l.act(3)
			w.holds()
			if name == "logs alone" && w.events["skipped "+string(rpc.SkipReceipts)] == 0 {
				t.Errorf("nothing says that logs can't be verified: %v", w.events)
			}
		})
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

// What isn't an answer is never read as one.
func TestFault09NoAnswer(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	n := l.node()
	for _, address := range []string{n.HTTP(), n.WS()} {
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
			before := n.Asked("eth_getBlockReceipts")
			n.Use(logsOf(fault.First(2, fault.Text(text))))
			l.act(1)
			w.catchUp()
			if n.Asked("eth_getBlockReceipts")-before < 2 {
				t.Errorf("%s: the question was not repeated", name)
			}
		}
		w.holds()
		if w.count(string(rpc.ReasonMalformed)) == 0 {
			t.Errorf("no failure was counted: %v", w.requests)
		}
	}
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
