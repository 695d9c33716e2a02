package fault

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// branch is what a node holds for canonical, where that isn't the real node's
// own view.
type branch struct {
	tip    common.Hash // zero: the real node's
	behind uint64      // blocks
}

// header is what links a block.
type header struct {
	Number hexutil.Uint64 `json:"number"`
	Hash   common.Hash    `json:"hash"`
	Parent common.Hash    `json:"parentHash"`
}

// Show makes the branch canonical that ends in this block, which the real node
// must know; the zero hash shows the real node's own branch. What the real node
// calls safe and final is shown as it is, up to the tip.
func (n *Node) Show(tip common.Hash) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.branch.tip = tip
}

// Lag hides the newest blocks.
func (n *Node) Lag(blocks uint64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.branch.behind = blocks
}

// onBranch answers as the node's view is.
func (n *Node) onBranch(q *Request) Reply {
	n.mu.Lock()
	view := n.branch
	n.mu.Unlock()
	if view == (branch{}) {
		return n.forward(q)
	}
	tip, err := n.tip(view)
	if err != nil {
		return Reply{Error: &Error{Code: -32000, Message: err.Error()}}
	}
	switch q.Method {
	case "eth_blockNumber":
		return Reply{Result: quoted(tip.Number)}
	case "eth_getBlockByNumber":
		return n.blockByNumber(q, tip)
	case "eth_getLogs":
		return n.logs(q, tip)
	case "eth_call", "eth_getBlockReceipts":
		return n.byHash(q, tip)
	default:
		return n.forward(q)
	}
}

// tip is the newest block of a view.
func (n *Node) tip(view branch) (header, error) {
	hash := view.tip
	if hash == (common.Hash{}) {
		r := n.forward(&Request{Method: "eth_getBlockByNumber", Params: []json.RawMessage{[]byte(`"latest"`), []byte("false")}})
		var h header
		if r.Error != nil || json.Unmarshal(r.Result, &h) != nil {
			return header{}, errNoBlock
		}
		hash = h.Hash
	}
	h, err := n.header(hash)
	if err != nil {
		return header{}, err
	}
	return n.ancestor(h, uint64(h.Number)-min(uint64(h.Number), view.behind))
}

// ancestor is the block of a number on the branch that ends in a tip.
func (n *Node) ancestor(tip header, number uint64) (header, error) {
	for err := error(nil); uint64(tip.Number) > number; {
		if tip, err = n.header(tip.Parent); err != nil {
			return header{}, err
		}
	}
	return tip, nil
}

func (n *Node) blockByNumber(q *Request, tip header) Reply {
	var tag string
	if len(q.Params) < 1 || json.Unmarshal(q.Params[0], &tag) != nil {
		return n.forward(q)
	}
	at := tip
	switch tag {
	case "latest", "pending":
	case "safe", "finalized":
		r := n.forward(q)
		var h *header
		if r.Error != nil || json.Unmarshal(r.Result, &h) != nil || h == nil || h.Number <= tip.Number {
			return r
		}
	default:
		number, err := hexutil.DecodeUint64(tag)
		if err != nil || number > uint64(tip.Number) {
			return Reply{Result: json.RawMessage("null")}
		}
		if at, err = n.ancestor(tip, number); err != nil {
			return Reply{Error: &Error{Code: -32000, Message: err.Error()}}
		}
	}
	return n.forward(&Request{Method: "eth_getBlockByHash", Params: []json.RawMessage{quoted(at.Hash), q.Params[1]}})
}

// logs puts the logs of a range together from those of its blocks.
func (n *Node) logs(q *Request, tip header) Reply {
	var filter map[string]json.RawMessage
	if len(q.Params) != 1 || json.Unmarshal(q.Params[0], &filter) != nil {
		return n.forward(q)
	}
	if filter["blockHash"] != nil {
		return n.byHash(q, tip)
	}
	var from, to hexutil.Uint64
	if json.Unmarshal(filter["fromBlock"], &from) != nil || json.Unmarshal(filter["toBlock"], &to) != nil {
		return n.forward(q)
	}
	if to > tip.Number {
		return Reply{Error: &Error{Code: -32000, Message: "block range extends beyond current head block"}}
	}
	delete(filter, "fromBlock")
	delete(filter, "toBlock")
	all := []json.RawMessage{}
	for number := from; number <= to; number++ {
		at, err := n.ancestor(tip, uint64(number))
		if err != nil {
			return Reply{Error: &Error{Code: -32000, Message: err.Error()}}
		}
		filter["blockHash"] = quoted(at.Hash)
		param, _ := json.Marshal(filter)
		r := n.forward(&Request{Method: q.Method, Params: []json.RawMessage{param}})
		var some []json.RawMessage
		if r.Error != nil || json.Unmarshal(r.Result, &some) != nil {
			return r
		}
		all = append(all, some...)
	}
	result, _ := json.Marshal(all)
	return Reply{Result: result}
}

// byHash answers about a block by its hash, unless the branch doesn't reach so
// high yet. Blocks of other branches are known, as they are to real nodes.
func (n *Node) byHash(q *Request, tip header) Reply {
	for _, p := range q.Params {
		for hash := range hashesIn(p) {
			if h, err := n.header(hash); err == nil && h.Number > tip.Number {
				if q.Method == "eth_getBlockReceipts" {
					return Reply{Result: json.RawMessage("null")}
				}
				return Reply{Error: &Error{Code: -32000, Message: "header not found"}}
			}
		}
	}
	return n.forward(q)
}

// hashesIn yields the hash that a parameter is, or has as its member blockHash.
func hashesIn(param json.RawMessage) func(func(common.Hash) bool) {
	return func(yield func(common.Hash) bool) {
		var hash common.Hash
		var object struct {
			BlockHash *common.Hash `json:"blockHash"`
		}
		if json.Unmarshal(param, &hash) == nil {
			yield(hash)
		} else if bytes.HasPrefix(param, []byte("{")) && json.Unmarshal(param, &object) == nil && object.BlockHash != nil {
			yield(*object.BlockHash)
		}
	}
}

func quoted(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("fault: %v has no JSON", v))
	}
	return text
}
