package rpc

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

func askChainID(id *uint64) *call {
	return &call{method: MethodChainID, params: []any{}, decode: func(s *scanner) (err error) {
		*id, err = s.quantity()
		return err
	}}
}

func askCode(at common.Address, tag string, code *[]byte) *call {
	return &call{method: MethodCode, params: []any{at, tag}, decode: func(s *scanner) (err error) {
		*code, err = s.bytes()
		return err
	}}
}

func askBlock(tag string, h **chain.Header) *call {
	return &call{method: MethodBlock, params: []any{tag, false}, decode: func(s *scanner) (err error) {
		*h, err = s.header()
		return err
	}}
}

func askNumber(number uint64, h **chain.Header) *call {
	return &call{method: MethodBlock, params: []any{hexutil.Uint64(number), false}, decode: func(s *scanner) (err error) {
		if *h, err = s.header(); err == nil && *h != nil && (*h).Number != number {
			err = fmt.Errorf("%w: block %d in answer about %d", chain.ErrContradiction, (*h).Number, number)
		}
		return err
	}}
}

// askNamed asks for a block by a tag that nodes may not know.
func askNamed(tag string, h **chain.Header, unknown *bool) *call {
	c := askBlock(tag, h)
	decode := c.decode
	c.decode = func(s *scanner) error {
		*unknown = false
		return decode(s)
	}
	c.settle = func(r *refusal) (Reason, bool) {
		*h, *unknown = nil, r.unknownTag()
		return ReasonNone, *unknown || r.noBlock()
	}
	return c
}

// logFilter is the parameter of eth_getLogs.
type logFilter struct {
	Block   *common.Hash     `json:"blockHash,omitempty"`
	From    *hexutil.Uint64  `json:"fromBlock,omitempty"`
	To      *hexutil.Uint64  `json:"toBlock,omitempty"`
	Address []common.Address `json:"address"`
	Topics  [][]common.Hash  `json:"topics"`
}

// askLogs asks for logs of some of the addresses.
func askLogs(q *chain.LogQuery, addresses []common.Address, logs *[]types.Log, refused *error) *call {
	filter := logFilter{Address: addresses, Topics: [][]common.Hash{q.Want.Topics}}
	if q.Block != nil {
		filter.Block = &q.Block.Hash
	} else {
		filter.From, filter.To = (*hexutil.Uint64)(&q.From), (*hexutil.Uint64)(&q.To)
	}
	return &call{
		method: MethodLogs, params: []any{filter},
		decode: func(s *scanner) (err error) {
			*refused = nil
			*logs, err = s.logs()
			return err
		},
		settle: func(r *refusal) (Reason, bool) {
			*logs = nil
			switch {
			case q.Block != nil && r.noBlock():
				*refused = chain.ErrUnknownBlock
			case r.tooMuch():
				*refused = &chain.RangeError{Blocks: r.suggested(q.From)}
				return ReasonRange, true
			}
			return ReasonNone, *refused != nil
		},
	}
}

// Fetch answers everything in one round trip; see chain.Node.
func (c *Client) Fetch(ctx context.Context, ask *chain.Ask) (*chain.Answer, error) {
	answer := &chain.Answer{Headers: make([]*chain.Header, len(ask.Headers)), Logs: make([]chain.LogAnswer, len(ask.Logs))}
	var calls []*call
	if ask.Tags {
		tags := &chain.Tags{}
		answer.Tags = tags
		calls = append(calls, askBlock("latest", &tags.Latest),
			askNamed("safe", &tags.Safe, new(bool)), askNamed("finalized", &tags.Final, &tags.Unknown))
	}
	for i, number := range ask.Headers {
		calls = append(calls, askNumber(number, &answer.Headers[i]))
	}
	var parts [][]part
	for i := range ask.Logs {
		q := &ask.Logs[i]
		var of []part
		for some := range slices.Chunk(q.Want.Addresses, c.opt.MaxAddresses) {
			of = append(of, part{new([]types.Log), new(error)})
			last := of[len(of)-1]
			calls = append(calls, askLogs(q, some, last.logs, last.err))
		}
		parts = append(parts, of)
	}
	if len(calls) == 0 {
		return answer, nil
	}
	err := c.do(ctx, calls, 1, func() error {
		for i, of := range parts {
			answer.Logs[i] = join(of)
		}
		if ask.Check != nil {
			return ask.Check(answer)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("fetching: %w", err)
	}
	return answer, nil
}

// part is the answer to a query about some of its addresses.
type part struct {
	logs *[]types.Log
	err  *error
}

// join puts the parts of an answer together in log order.
func join(parts []part) chain.LogAnswer {
	var all chain.LogAnswer
	for i, p := range parts {
		switch {
		case *p.err != nil:
			return chain.LogAnswer{Err: *p.err}
		case i == 0:
			all.Logs = *p.logs
		default:
			all.Logs = append(all.Logs, *p.logs...)
		}
	}
	if len(parts) < 2 {
		return all
	}
	slices.SortStableFunc(all.Logs, func(a, b types.Log) int {
		return cmp.Or(cmp.Compare(a.BlockNumber, b.BlockNumber), cmp.Compare(a.Index, b.Index))
	})
	return all
}
