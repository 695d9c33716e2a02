package tape

import (
	"context"
	"fmt"
	"io"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

var _ chain.Source = (*Tape)(nil)

// Start is the block after which the recording began.
func (t *Tape) Start() chain.Ref {
	if len(t.steps) == 0 {
		return chain.Ref{}
	}
	return t.steps[0].after
}

// Steps is how many steps are on the tape.
func (t *Tape) Steps() int { return len(t.steps) }

// Next plays what was recorded after the block: in the order of the recording,
// also when the caller takes blocks back on his own and asks for them again.
// At the end it returns io.EOF.
func (t *Tape) Next(ctx context.Context, after chain.Ref, want chain.Filter) (chain.Step, error) {
	if err := ctx.Err(); err != nil {
		return chain.Step{}, err
	}
	i, ok := t.find(after)
	switch {
	case !ok && t.next == len(t.steps):
		return chain.Step{}, io.EOF
	case !ok:
		return chain.Step{}, fmt.Errorf("playing tape: %w: what comes after block %s", ErrMissing, after)
	}
	s := &t.steps[i]
	result := chain.Step{Undo: s.undo, Heads: s.heads}
	if s.broken {
		return result, fmt.Errorf("playing tape: %w", chain.ErrFinality)
	}
	if s.block != nil {
		logs, err := t.logs(s.block, want)
		if err != nil {
			return chain.Step{}, err
		}
		h := s.block.head.head()
		result.Block = &chain.Block{Ref: h.Ref, Parent: s.block.parent, Time: h.Time, Logs: logs, Reader: &player{t, s.block}}
	}
	t.next = i + 1
	return result, nil
}

// find is the step that answers a question. The one that follows the last
// played comes first. Else, whoever asks from where the last step led goes on,
// and whoever asks from somewhere else goes back.
func (t *Tape) find(after chain.Ref) (int, bool) {
	forward := func() (int, bool) {
		for i := t.next; i < len(t.steps); i++ {
			if t.steps[i].after == after {
				return i, true
			}
		}
		return 0, false
	}
	if t.next < len(t.steps) && t.steps[t.next].after == after {
		return t.next, true
	}
	if t.passed(after) {
		return forward()
	}
	for i := t.next - 1; i >= 0; i-- {
		if t.steps[i].after == after {
			return i, true
		}
	}
	return forward()
}

// passed reports whether the last step played led to a block.
func (t *Tape) passed(at chain.Ref) bool {
	if t.next == 0 {
		return false
	}
	b := t.steps[t.next-1].block
	return b != nil && b.head.ref() == at
}

// logs are a block's, if it was ever asked for with a filter like this.
func (t *Tape) logs(b *block, want chain.Filter) ([]types.Log, error) {
	for _, i := range b.wants {
		if !t.filters[i].Covers(want) {
			continue
		}
		var logs []types.Log
		for k := range b.logs {
			if want.Wants(&b.logs[k]) {
				logs = append(logs, b.logs[k])
			}
		}
		return logs, nil
	}
	return nil, fmt.Errorf("playing tape: %w: logs of block %s under another filter", ErrMissing, b.head.ref())
}

// player is a block's reader.
type player struct {
	t *Tape
	b *block
}

func (p *player) Call(_ context.Context, calls []chain.Call) ([]chain.Result, error) {
	results := make([]chain.Result, len(calls))
	for i, c := range calls {
		r, ok := p.b.calls[key(c)]
		if ok {
			results[i] = r
			continue
		}
		if _, gone := p.b.gone[key(c)]; gone {
			return nil, fmt.Errorf("playing tape: %w", chain.ErrGone)
		}
		return nil, fmt.Errorf("playing tape: %w: a call of %s at block %s", ErrMissing, c.To, p.b.head.ref())
	}
	return results, nil
}

func (p *player) Logs(_ context.Context, want chain.Filter) ([]types.Log, error) {
	return p.t.logs(p.b, want)
}

// Fees are those that were recorded; older tapes hold none, and none is unknown.
func (p *player) Fees(_ context.Context, txs []common.Hash) ([]*uint256.Int, error) {
	fees := make([]*uint256.Int, len(txs))
	for i, tx := range txs {
		fees[i] = p.b.paid[tx]
	}
	return fees, nil
}
