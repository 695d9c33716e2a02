package fault_test

import (
	"testing"

	"brink/chain/rpc"
	"brink/devnet"
	"brink/devnet/fault"
)

// What isn't an answer is never read as one.
func TestFault09NoAnswer(t *testing.T) {
	l := open(t, devnet.GethOptions{})
	for _, scheme := range []string{"http", "ws"} {
		for name, text := range map[string]string{
			"null":             `{"jsonrpc":"2.0","id":ID,"result":null}`,
			"object":           `{"jsonrpc":"2.0","id":ID,"result":{}}`,
			"nothing":          `{"jsonrpc":"2.0","id":ID}`,
			"wrong id":         `{"jsonrpc":"2.0","id":77777,"result":RESULT}`,
			"error too":        `{"jsonrpc":"2.0","id":ID,"result":RESULT,"error":null}`,
			"trailing garbage": `{"jsonrpc":"2.0","id":ID,"result":RESULT}]}`,
			"not JSON":         `<html>busy</html>`,
		} {
			t.Run(scheme+" "+name, func(t *testing.T) {
				l := &lab{t, l.market, l.play}
				n := l.node()
				address := n.WS()
				if scheme == "http" {
					address = n.HTTP()
				}
				opt := hurried(endpoints(address))
				opt.Timeout = 200e6
				w := l.watch(opt)
				w.catchUp()
				n.Use(fault.On("eth_getLogs", fault.First(3, fault.Text(text))), fault.On("eth_getBlockReceipts", fault.First(3, fault.Text(text))))
				before := n.Asked("eth_getLogs") + n.Asked("eth_getBlockReceipts")
				l.act(5)
				w.holds()
				if n.Asked("eth_getLogs")+n.Asked("eth_getBlockReceipts") <= before {
					t.Error("the fault was never met")
				}
				if w.count(string(rpc.ReasonMalformed))+w.count(string(rpc.ReasonTimeout))+w.count(string(rpc.ReasonTransport))+w.count(string(rpc.ReasonRefused))+w.count(string(rpc.ReasonFalse)) == 0 {
					t.Errorf("no failure was counted: %v", w.requests)
				}
			})
		}
	}
}
