package rpc

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

func TestProbe(t *testing.T) {
	node := newTestNode(t)
	for range 3 {
		node.Commit()
	}
	nobody := common.Address{0x55}
	reports, err := Probe(testContext(t), Options{ChainID: 1337, Multicall: multicall, Endpoints: []Endpoint{
		{Name: "http", URL: node.http}, {Name: "ws", URL: node.ws}, {Name: "gone", URL: "ws://127.0.0.1:1"}}},
		Questions{Code: []common.Address{emitter, nobody}, Logs: want, State: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range reports[:2] {
		if r.Err != nil || r.Latest.Number != 3 || !r.Multicall || !r.State || r.Range != 4 || r.Subscriptions != (i == 1) ||
			!slices.Equal(r.NoCode, []common.Address{nobody}) {
			t.Errorf("%+v", r)
		}
	}
	if reports[2].Err == nil || reports[2].Endpoint != "gone" {
		t.Errorf("%+v", reports[2])
	}
	other, err := Probe(testContext(t), Options{ChainID: 5, Endpoints: []Endpoint{{Name: "http", URL: node.http}}}, Questions{})
	if err != nil || !errors.Is(other[0].Err, ErrChainID) {
		t.Errorf("%+v, %v", other, err)
	}
}

// What a node allows is found from its refusals, with and without a hint.
func TestProbeOfALimitedNode(t *testing.T) {
	for refusal, want := range map[string]uint64{
		"block range is too wide":                          312,
		"query exceeds max results, try range 9001-9500 !": 312, // not from where we asked
		"eth_getLogs is limited to a 500 range":            500,
	} {
		fake := newFakeNode(t)
		fake.set("eth_getBlockByNumber", func(request) string { return `"result":` + headerText(20_000) })
		fake.set("eth_getCode", func(q request) string {
			if strings.Contains(string(q.Params[1]), "0x") {
				return `"error":{"code":-32000,"message":"missing trie node 1234 (path ) state is not available"}`
			}
			return `"result":"0x00"`
		})
		fake.set("eth_getLogs", func(q request) string {
			var from, to uint64
			_, _ = fmt.Sscanf(string(q.Params[0]), `{"fromBlock":"0x%x","toBlock":"0x%x"`, &from, &to)
			if to-from+1 > 500 {
				return `"error":{"code":-32000,"message":"` + refusal + `"}`
			}
			return `"result":[]`
		})
		reports, err := Probe(testContext(t), Options{ChainID: 1337, Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}},
			Questions{State: 9, Logs: chain.Filter{Addresses: []common.Address{emitter}}})
		if err != nil || reports[0].Err != nil || reports[0].Range != want || reports[0].State {
			t.Errorf("%s: %+v, %v", refusal, reports, err)
		}
	}
}
