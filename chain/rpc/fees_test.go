package rpc

import (
	"context"
	"fmt"
	"math/big"
	"sync/atomic"
	"testing"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// counted counts requests for single receipts.
type counted struct {
	silent
	n atomic.Int32
}

func (c *counted) Request(_ string, method Method, _ time.Duration, _ Reason) {
	if method == MethodReceipt {
		c.n.Add(1)
	}
}

// What a transaction paid is what the real node's receipt says, and isn't asked
// for where the block's receipts were read for their logs.
func TestFees(t *testing.T) {
	node := newTestNode(t)
	node.emit(topic, common.Hash{1}, []byte{1, 2, 3})
	number := node.commitAll()
	block, err := node.Client().BlockByNumber(context.Background(), new(big.Int).SetUint64(number))
	if err != nil || len(block.Transactions()) != 1 {
		t.Fatal(err)
	}
	tx := block.Transactions()[0].Hash()
	r, err := node.Client().TransactionReceipt(context.Background(), tx)
	if err != nil {
		t.Fatal(err)
	}
	want256, _ := uint256.FromBig(new(big.Int).Mul(r.EffectiveGasPrice, new(big.Int).SetUint64(r.GasUsed)))
	at := chain.Ref{Number: number, Hash: r.BlockHash}
	for _, c := range []struct {
		url   string
		fetch bool
		asked int32
	}{{node.ws, true, 0}, {node.http, true, 0}, {node.http, false, 1}} {
		told := &counted{}
		client := dial(t, Options{Endpoints: []Endpoint{{Name: "node", URL: c.url}}, Observer: told})
		if c.fetch {
			answer, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{number}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err = client.Fetch(testContext(t), &chain.Ask{Logs: []chain.LogQuery{{Block: answer.Headers[0], Want: want}}}); err != nil {
				t.Fatal(err)
			}
		}
		fees, err := client.Fees(testContext(t), at, []common.Hash{tx})
		if err != nil || fees[0] == nil || !fees[0].Eq(want256) || fees[0].IsZero() {
			t.Errorf("%+v: %v, %v, want %s", c, fees, err, want256)
		}
		if got := told.n.Load(); got != c.asked {
			t.Errorf("%+v: %d receipts were asked for", c, got)
		}
	}
}

// What a receipt doesn't tell, or tells in another coin, is unknown and never
// zero; what a rollup took for the place on its parent chain is a part.
func TestFeesOfOtherChains(t *testing.T) {
	fake := newFakeNode(t)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, Poll: time.Hour})
	h := header(7)
	tx := common.Hash{3}
	receipt := func(block common.Hash, more string) string {
		return fmt.Sprintf(`"result":{"blockHash":"%s","transactionHash":"%s","status":"0x1","logs":[{"x":1}]%s}`, block, tx, more)
	}
	const plain = `,"gasUsed":"0x5208","effectiveGasPrice":"0x3b9aca00"`
	for name, c := range map[string]struct{ answer, want string }{
		"plain":                 {receipt(h.Hash, plain), "21000000000000"},
		"rollup":                {receipt(h.Hash, plain+`,"l1Fee":"0x10","type":"0x2"`), "21000000000016"},
		"deposit":               {receipt(h.Hash, `,"gasUsed":"0x5208","effectiveGasPrice":"0x0","l1Fee":null,"type":"0x7e"`), "0"},
		"no operator fee":       {receipt(h.Hash, plain+`,"operatorFeeScalar":"0x0","operatorFeeConstant":null`), "21000000000000"},
		"operator fee":          {receipt(h.Hash, plain+`,"operatorFeeScalar":"0x1"`), ""},
		"tokens":                {receipt(h.Hash, plain+`,"type":"0x7b"`), ""},
		"blobs":                 {receipt(h.Hash, plain+`,"type":"0x3"`), ""},
		"no price":              {receipt(h.Hash, `,"gasUsed":"0x5208"`), ""},
		"no gas":                {receipt(h.Hash, `,"effectiveGasPrice":"0x3b9aca00"`), ""},
		"price of 256 bits":     {receipt(h.Hash, `,"gasUsed":"0x5208","effectiveGasPrice":"0xff00000000000000000000000000000000000000000000000000000000000000"`), ""},
		"price that isn't hex":  {receipt(h.Hash, `,"gasUsed":"0x5208","effectiveGasPrice":"12"`), ""},
		"place that isn't hex":  {receipt(h.Hash, plain+`,"l1Fee":"many"`), ""},
		"another block":         {receipt(common.Hash{9}, plain), ""},
		"none":                  {`"result":null`, ""},
		"method not served":     {`"error":{"code":-32601,"message":"method not found"}`, ""},
		"the index isn't there": {`"error":{"code":-32000,"message":"transaction indexing is in progress"}`, ""},
	} {
		fake.set("eth_getTransactionReceipt", func(request) string { return c.answer })
		fees, err := client.Fees(testContext(t), h.Ref, []common.Hash{tx})
		got := ""
		if err == nil && fees[0] != nil {
			got = fees[0].Dec()
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, c.want)
		}
	}
}
