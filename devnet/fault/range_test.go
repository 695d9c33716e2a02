package fault_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"brink/chain"
	"brink/devnet"
	"brink/devnet/fault"

	"github.com/ethereum/go-ethereum/common/hexutil"
)

// dialects are how nodes say that a range is too large. FROM and TO are the
// bounds of a range that would do.
var dialects = []fault.Error{
	{Code: -32005, Message: "query returned more than 10000 results", Data: json.RawMessage(`{"from":"FROM","limit":10000,"to":"TO"}`)},
	{Code: -32005, Message: "query returned more than 10000 results. Try with this block range [FROM, TO]."},
	{Code: -32602, Message: "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the " +
		"response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the " +
		"response size limit, this block range should work: [FROM, TO]"},
	{Code: -32600, Message: "Under the Free tier plan, you can make eth_getLogs requests with up to a 4 block range. Based on your " +
		"parameters, this block range should work: [FROM, TO]."},
	{Code: -32614, Message: "eth_getLogs is limited to a 4 range"},
	{Code: -32602, Message: "eth_getLogs and eth_newFilter are limited to a 4 blocks range"},
	{Code: -32600, Message: "block range is too wide"},
	{Code: -32000, Message: "exceed maximum block range: 4"},
	{Code: -32603, Message: "eth_getLogs block range is too large, range: 100, max: 4"},
	{Code: -32000, Message: "range limit exceeded, max is 1k blocks"},
	{Code: -32602, Message: "query exceeds max results 20000, retry with the range 1-4"},
	{Code: -32602, Message: "query exceeds max block range 4"},
	{Code: -32000, Message: "requested too many blocks from 1 to 9999, maximum is set to 4"},
	{Code: -32000, Message: "query timeout exceeded"},
	{Code: -32003, Message: "response too large"},
	{Code: -32008, Message: "Response is too big"},
	{Code: -32000, Message: "please limit the query to at most 4 blocks"},
	{Code: -32000, Message: "too many logs in the answer"},
	{Code: -32000, Message: "logs matched by query exceeds limit of 10000"},
	{Code: -32000, Message: "Block range limit exceeded"},
	{Code: -32012, Message: "requested range exceeds the maximum of 4 blocks"},
	{Code: -32000, Message: "eth_getLogs: query span too large: maximum allowed is 4 blocks"},
	{Code: -32602, Message: "invalid block range: more than 4 blocks"},
	{Code: -32000, Message: "backend response too large"},
	{Code: -32000, Message: "the request timed out"},
	{Code: -32005, Message: "limit exceeded"},
}

// speak refuses ranges of more than so many blocks, and any of more logs, each
// time in another dialect.
func speak(blocks uint64, logs int, used map[int]bool) fault.Rule {
	var mu sync.Mutex
	next := 0
	return func(q *fault.Request, ask func(*fault.Request) fault.Reply) fault.Reply {
		from, to, ok := bounds(q)
		if !ok {
			return ask(q)
		}
		size := to - from + 1
		r := ask(q)
		var all []json.RawMessage
		_ = json.Unmarshal(r.Result, &all)
		if size <= blocks && len(all) <= logs {
			return r
		}
		mu.Lock()
		defer mu.Unlock()
		refusal := dialects[next%len(dialects)]
		used[next%len(dialects)] = true
		next++
		bounds := strings.NewReplacer("FROM", fmt.Sprintf("0x%x", from),
			"TO", fmt.Sprintf("0x%x", from+min(size, blocks)-1))
		refusal.Message = bounds.Replace(refusal.Message)
		if refusal.Data != nil {
			refusal.Data = json.RawMessage(bounds.Replace(string(refusal.Data)))
		}
		return fault.Reply{Error: &refusal}
	}
}

// Ranges of final blocks shrink until the node answers; a block that alone is
// too much comes out of its receipts.
func TestFault16RangeTooLarge(t *testing.T) {
	l := open(t, devnet.GethOptions{Safe: 1, Final: recently + 2})
	l.act(20)
	l.age()
	n := l.node()
	used := map[int]bool{}
	n.Use(fault.On("eth_getLogs", speak(4, 25, used)))
	for range 3 {
		w, err := l.try(hurried(endpoints(n.HTTP())), chain.FollowerOptions{})
		l.must(err)
		w.holds()
		if n.Asked("eth_getBlockReceipts") == 0 {
			t.Error("no block was too large to be answered about alone")
		}
	}
	if len(used) != len(dialects) {
		t.Errorf("%d of %d dialects were spoken", len(used), len(dialects))
	}

	// After a refusal ranges grow again, slowly, and are refused again.
	var sizes []uint64
	n.Use(fault.On("eth_getLogs", fault.Then(func(q *fault.Request) {
		if from, to, ok := bounds(q); ok {
			sizes = append(sizes, to-from+1)
		}
	})), fault.On("eth_getLogs", speak(4, 1000, map[int]bool{})))
	w, err := l.try(hurried(endpoints(n.HTTP())), chain.FollowerOptions{Ranges: 1, MaxRange: 16})
	l.must(err)
	w.holds()
	least, grown := sizes[0], false
	for _, size := range sizes {
		grown = grown || least <= 4 && size == 5 || size == 6
		least = min(least, size)
	}
	if !grown || sizes[0] != 16 || slices.Contains(sizes[len(sizes)/2:], 16) {
		t.Errorf("the ranges had %v blocks", sizes)
	}

	// A block that is too much in any way is a failure that is told, and no block without logs.
	tooMuch := fault.Refuse(-32005, "query returned more than 10000 results")
	n.Use(fault.On("eth_getBlockReceipts", fault.Refuse(-32601, "the method eth_getBlockReceipts does not exist")),
		fault.On("eth_getLogs", tooMuch))
	w, err = l.try(hurried(endpoints(n.HTTP())), chain.FollowerOptions{})
	l.must(err)
	w.eventually("it is told", func() bool {
		return slices.ContainsFunc(w.troubles, func(text string) bool { return strings.Contains(text, "too much for one request") })
	})
	n.Heal()
	w.holds()

	// A node that takes too long says nothing at all.
	n.Use(fault.On("eth_getLogs", func(q *fault.Request, ask func(*fault.Request) fault.Reply) fault.Reply {
		if wide(q, 10) {
			return fault.Late(patience)(q, ask)
		}
		return ask(q)
	}))
	opt := hurried(endpoints(n.HTTP()))
	opt.Timeout = 500e6
	l.watch(opt).holds()
}

// wide reports whether a request is about a range of more than so many blocks.
func wide(q *fault.Request, blocks uint64) bool {
	from, to, ok := bounds(q)
	return ok && to-from >= blocks
}

// bounds are the first and the last block of a request for logs of a range.
func bounds(q *fault.Request) (from, to uint64, ok bool) {
	var filter struct {
		From *hexutil.Uint64 `json:"fromBlock"`
		To   hexutil.Uint64  `json:"toBlock"`
	}
	if json.Unmarshal(q.Params[0], &filter) != nil || filter.From == nil {
		return 0, 0, false
	}
	return uint64(*filter.From), uint64(filter.To), true
}
