package rpc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// askChainID asks for the chain that the node serves, which must be the given one.
func askChainID(want uint64) *call {
	return &call{method: MethodChainID, params: []any{}, decode: func(s *scanner) error {
		id, err := s.quantity()
		if err == nil && id != want {
			err = fmt.Errorf("%w: the node serves chain %d, not %d", ErrChainID, id, want)
		}
		return err
	}}
}

func askCode(at common.Address, tag string, code *[]byte) *call {
	return &call{method: MethodCode, params: []any{at, tag}, decode: func(s *scanner) (err error) {
		*code, err = s.bytes()
		return err
	}}
}

func (v *verifier) askBlock(tag string, h **chain.Header) *call {
	return &call{method: MethodBlock, params: []any{tag, false}, decode: func(s *scanner) (err error) {
		*h, err = s.header(v)
		return err
	}}
}

func (v *verifier) askNumber(number uint64, h **chain.Header) *call {
	return &call{method: MethodBlock, params: []any{hexutil.Uint64(number), false}, decode: func(s *scanner) (err error) {
		if *h, err = s.header(v); err == nil && *h != nil && (*h).Number != number {
			err = chain.Contradict(chain.CheckBlocks, "block %d in answer about %d", (*h).Number, number)
		}
		return err
	}}
}

// askNamed asks for a block by a tag that nodes may not know.
func (v *verifier) askNamed(tag string, h **chain.Header, unknown *bool) *call {
	c := v.askBlock(tag, h)
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

// askReceipts asks for the wanted logs of a block by way of its receipts.
func (v *verifier) askReceipts(q *chain.LogQuery, a part) *call {
	return &call{
		method: MethodReceipts, params: []any{q.Block.Hash},
		decode: func(s *scanner) error {
			all, logs, found, err := s.receipts()
			*a.logs, *a.err = nil, nil
			switch {
			case err != nil:
				return err
			case !found:
				*a.err = chain.ErrUnknownBlock
				return nil
			}
			*a.logs = wanted(logs, q.Want)
			*a.paid = paidBy(all, logs, q.Want)
			return v.receipts(q.Block, all, logs)
		},
		settle: func(r *refusal) (Reason, bool) {
			*a.logs = nil
			switch {
			case r.noMethod():
				*a.err = errNoReceipts
				return ReasonRefused, true
			case r.noBlock():
				*a.err = chain.ErrUnknownBlock
			case r == tooLarge:
				*a.err = chain.ErrTooMuch
				return ReasonTooLarge, true
			}
			return ReasonNone, *a.err != nil
		},
	}
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
func askLogs(q *chain.LogQuery, addresses []common.Address, a part) *call {
	filter := logFilter{Address: addresses, Topics: [][]common.Hash{q.Want.Topics}}
	if q.Block != nil {
		filter.Block = &q.Block.Hash
	} else {
		filter.From, filter.To = (*hexutil.Uint64)(&q.From), (*hexutil.Uint64)(&q.To)
	}
	return &call{
		method: MethodLogs, params: []any{filter}, long: q.Block == nil,
		decode: func(s *scanner) (err error) {
			*a.err = nil
			*a.logs, err = s.logs()
			return err
		},
		settle: func(r *refusal) (Reason, bool) {
			*a.logs = nil
			switch {
			case q.Block != nil && r.noBlock():
				*a.err = chain.ErrUnknownBlock
			case r.tooMuch():
				*a.err = &chain.RangeError{Blocks: r.suggested(q.From)}
				return ReasonRange, true
			}
			return ReasonNone, *a.err != nil
		},
	}
}

// Fetch answers everything in one round trip; see chain.Node. Logs of a block
// come out of its receipts where those can be verified.
func (c *Client) Fetch(ctx context.Context, ask *chain.Ask) (*chain.Answer, error) {
	if !ask.Tags && len(ask.Headers) == 0 && !slices.ContainsFunc(ask.Logs, func(q chain.LogQuery) bool {
		return q.Block != nil && q.Receipts || len(q.Want.Addresses) > 0
	}) {
		return &chain.Answer{Logs: make([]chain.LogAnswer, len(ask.Logs))}, nil
	}
	ranges := slices.ContainsFunc(ask.Logs, func(q chain.LogQuery) bool { return q.Block == nil })
	answer, err := put(ctx, c, effort{goneTries: 1, hedge: !ranges}, func(e *endpoint, l *link) ([]*call, func() (*chain.Answer, error)) {
		return c.fetch(ask, e, l)
	})
	if err != nil {
		return nil, fmt.Errorf("fetching: %w", err)
	}
	return answer, nil
}

// fetch is one attempt.
func (c *Client) fetch(ask *chain.Ask, e *endpoint, l *link) ([]*call, func() (*chain.Answer, error)) {
	answer := &chain.Answer{Headers: make([]*chain.Header, len(ask.Headers)), Logs: make([]chain.LogAnswer, len(ask.Logs))}
	var calls []*call
	if ask.Tags {
		tags := &chain.Tags{}
		answer.Tags = tags
		calls = append(calls, e.askBlock("latest", &tags.Latest),
			e.askNamed("safe", &tags.Safe, new(bool)), e.askNamed("finalized", &tags.Final, &tags.Unknown))
	}
	for i, number := range ask.Headers {
		calls = append(calls, e.askNumber(number, &answer.Headers[i]))
	}
	parts := make([][]part, len(ask.Logs))
	for i := range ask.Logs {
		some, of := c.fetchLogs(&ask.Logs[i], e, l)
		calls, parts[i] = append(calls, some...), of
	}
	return calls, func() (*chain.Answer, error) {
		for i, of := range parts {
			answer.Logs[i] = c.confirmed(&ask.Logs[i], join(of), e, l)
			if errors.Is(answer.Logs[i].Err, errNoReceipts) {
				l.noReceipts.Store(true)
				return nil, errNoReceipts
			}
		}
		if ask.Check != nil {
			if err := ask.Check(answer); err != nil {
				return nil, err
			}
		}
		c.keepPaid(ask.Logs, parts)
		return answer, nil
	}
}

// confirmed doubts that a block has no wanted logs although its bloom says that
// it may, where receipts can't show it: nodes have a block before they have its
// logs. Such an answer is believed only when it was given several times, and
// still is after a while.
func (c *Client) confirmed(q *chain.LogQuery, a chain.LogAnswer, e *endpoint, l *link) chain.LogAnswer {
	if q.Block == nil || a.Err != nil || len(a.Logs) > 0 || !q.Want.MayMatch(q.Block.Bloom) ||
		e.roots() && !l.noReceipts.Load() && q.Block.Receipts != (common.Hash{}) {
		return a
	}
	if times, ago := c.empties.count(q.Block.Hash, time.Now()); times >= emptyTries && ago >= emptyFor {
		return a
	}
	return chain.LogAnswer{Err: chain.ErrUnknownBlock}
}

// fetchLogs are the calls for one query.
func (c *Client) fetchLogs(q *chain.LogQuery, e *endpoint, l *link) (calls []*call, of []part) {
	byReceipts := q.Block != nil && (q.Receipts || e.wantsReceipts(q.Block))
	if byReceipts && l.noReceipts.Load() {
		e.skipped(SkipReceipts)
		byReceipts = false
	}
	if byReceipts {
		of = append(of, newPart())
		return []*call{e.askReceipts(q, of[0])}, of
	}
	for some := range slices.Chunk(q.Want.Addresses, c.opt.MaxAddresses) {
		of = append(of, newPart())
		calls = append(calls, askLogs(q, some, of[len(of)-1]))
	}
	return calls, of
}

// part is the answer to a query about some of its addresses.
type part struct {
	logs *[]types.Log
	paid *map[common.Hash]*uint256.Int // where it came with receipts
	err  *error
}

func newPart() part {
	return part{new([]types.Log), new(map[common.Hash]*uint256.Int), new(error)}
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
