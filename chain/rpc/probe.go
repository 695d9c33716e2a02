package rpc

import (
	"context"
	"encoding/json"
	"errors"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// Questions are what a Probe asks beside what every node must answer.
type Questions struct {
	// Code are addresses that should be contracts.
	Code []common.Address
	// Logs is what logs of many blocks are asked for with.
	Logs chain.Filter
	// Range is the most blocks to try at once; 10,000 by default.
	Range uint64
	// State is a block as of which state should be readable; zero asks nothing.
	State uint64
}

// Report is what a Probe found out about an endpoint.
type Report struct {
	Endpoint string
	// Err is why nothing more is known: no connection, or another chain.
	Err error
	// Latest, Safe and Final are the blocks that the node names, zero where it
	// names none.
	Latest, Safe, Final chain.Head
	Subscriptions       bool
	Multicall           bool
	// Range is how many blocks the node answered about at once, zero if none.
	Range uint64
	// NoCode are those of the asked addresses that are no contracts.
	NoCode []common.Address
	// State says that state as of the asked block is there.
	State bool
}

// Probe looks at every endpoint of the options, and asks none twice. The error
// is about the options alone.
func Probe(ctx context.Context, opt Options, q Questions) ([]Report, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	if q.Range == 0 {
		q.Range = 10_000
	}
	var reports []Report
	for _, endpoint := range opt.Endpoints {
		e := newEndpoint(endpoint, &opt)
		r := Report{Endpoint: e.name}
		if err := e.probe(ctx, q, &r); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			r.Err = e.failure(err)
		}
		reports = append(reports, r)
	}
	return reports, nil
}

func (e *endpoint) probe(ctx context.Context, q Questions, r *Report) error {
	l, err := e.ready(ctx)
	if err != nil {
		return err
	}
	defer l.close()
	r.Multicall = l.multicall
	if err := e.probeBlocks(ctx, l, q, r); err != nil {
		return err
	}
	heads := make(chan json.RawMessage, 1)
	sub, err := e.subscribe(ctx, l, heads)
	switch {
	case err == nil:
		r.Subscriptions = true
		sub.Unsubscribe()
	case !errors.Is(err, errNoHeads):
		return err
	}
	return e.probeRange(ctx, l, q, r)
}

// probeBlocks asks for tags, code and old state.
func (e *endpoint) probeBlocks(ctx context.Context, l *link, q Questions, r *Report) error {
	var tags chain.Tags
	calls := []*call{e.askBlock("latest", &tags.Latest), e.askNamed("safe", &tags.Safe, new(bool)),
		e.askNamed("finalized", &tags.Final, new(bool))}
	codes := make([][]byte, len(q.Code))
	for i, address := range q.Code {
		calls = append(calls, askCode(address, "latest", &codes[i]))
	}
	if q.State > 0 {
		old := askCode(e.opt.Multicall, hexutil.EncodeUint64(q.State), new([]byte))
		old.settle = func(f *refusal) (Reason, bool) { return ReasonGone, f.gone() }
		defer func() { r.State = old.refused == nil }()
		calls = append(calls, old)
	}
	if err := e.send(ctx, l, calls); err != nil {
		return err
	}
	for i, address := range q.Code {
		if len(codes[i]) == 0 {
			r.NoCode = append(r.NoCode, address)
		}
	}
	for h, to := range map[*chain.Header]*chain.Head{tags.Latest: &r.Latest, tags.Safe: &r.Safe, tags.Final: &r.Final} {
		if h != nil {
			*to = h.Head()
		}
	}
	return nil
}

// probeRange asks for logs of fewer and fewer blocks until the node answers.
func (e *endpoint) probeRange(ctx context.Context, l *link, q Questions, r *Report) error {
	for blocks := min(q.Range, r.Latest.Number+1); blocks > 0; {
		query := chain.LogQuery{From: r.Latest.Number - blocks + 1, To: r.Latest.Number, Want: q.Logs}
		answer := newPart()
		if err := e.send(ctx, l, []*call{askLogs(&query, q.Logs.Addresses, answer)}); err != nil {
			return err
		}
		if *answer.err == nil {
			r.Range = blocks
			return nil
		}
		var less *chain.RangeError
		if errors.As(*answer.err, &less) && less.Blocks > 0 && less.Blocks < blocks {
			blocks = less.Blocks
		} else {
			blocks /= 2
		}
	}
	return nil
}
