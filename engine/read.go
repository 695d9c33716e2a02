package engine

import (
	"context"
	"errors"
	"slices"

	"brink/chain"
	"brink/prices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Ahead is what will be asked of the next block, as far as that is known before it
// is there: prices, and audits. Like Step it is for one caller at a time.
func (e *Engine) Ahead() []chain.Call {
	if !e.priced || e.looked != e.tip.Ref {
		return nil // nobody follows the head yet
	}
	if e.chosen == nil {
		e.chosen = e.chooseAudits()
	}
	return append(e.book.Query(0, 0, nil).Calls, auditCalls(e.planAudits(e.chosen))...)
}

// readPinned reads all prices, what protocols poll, and what the contracts say
// of the positions to be audited, in one round trip. What was asked ahead has been
// on its way while the logs were fetched.
func (e *Engine) readPinned(ctx context.Context, w *work) error {
	chosen := e.chosen
	e.chosen = nil
	if !w.priced {
		return nil
	}
	w.sources = prices.ID(e.book.Len())
	priced := e.book.Query(0, w.Time, nil).Calls
	w.polls = e.planPolls(w)
	var polled []chain.Call
	for _, p := range w.polls {
		polled = append(polled, p.query.Calls...)
	}
	if w.live {
		if chosen == nil {
			chosen = e.chooseAudits()
		}
		w.audits = e.planAudits(chosen)
	}
	audited := auditCalls(w.audits)
	ask := slices.Concat(priced, polled, audited)
	ahead, ok := w.Ahead.Answer(ctx, slices.Concat(priced, audited))
	if ok {
		ask = polled
	}
	answers, err := call(ctx, w.Reader, ask)
	if ok && err == nil {
		answers = slices.Concat(ahead[:len(priced)], answers, ahead[len(priced):])
	}
	if errors.Is(err, chain.ErrGone) && !w.live {
		w.priced, w.polls = false, nil // a liquidation of long ago stays without its dollars
		return nil
	}
	w.answers = answers
	return err
}

// call asks what there is to ask.
func call(ctx context.Context, r chain.Reader, calls []chain.Call) ([]chain.Result, error) {
	if len(calls) == 0 {
		return nil, nil
	}
	return r.Call(ctx, calls)
}

// maxRounds bounds the questions that one block may cost; what is left is read
// at the next.
const maxRounds = 64

// complete reads what the logs don't tell: state that was never read, and
// prices of sources that this block brought.
func (e *Engine) complete(ctx context.Context, w *work) error {
	w.read = make([]bool, len(e.deployments))
	for i, d := range e.deployments {
		for range maxRounds {
			if d.broken != nil {
				break
			}
			q := d.Wants(e.opt.Reads)
			if len(q.Calls) == 0 {
				break
			}
			results, err := w.Reader.Call(ctx, q.Calls)
			if errors.Is(err, chain.ErrGone) && !w.live {
				break // the node forgets the state of old blocks; a newer one will do
			}
			if err != nil {
				return err
			}
			if err := q.Answer(results); err != nil {
				e.breakDown(w, d, err)
			}
			d.scan, w.read[i] = nil, true
		}
	}
	read := prices.ID(0)
	if w.priced {
		read = w.sources
	}
	if !w.priced || !w.near {
		return nil
	}
	return e.readNew(ctx, w, read)
}

// readNew reads the sources that this block brought, and with them those that
// their answers name.
func (e *Engine) readNew(ctx context.Context, w *work, from prices.ID) error {
	for {
		if e.opt.Feeds {
			if err := e.book.TraceFeeds(); err != nil {
				return err
			}
		}
		if int(from) >= e.book.Len() {
			return nil
		}
		next := prices.ID(e.book.Len())
		q := e.book.Query(from, w.Time, func(id prices.ID) { w.changed[id] = true })
		if err := ask(ctx, w.Reader, []chain.Query{q}); err != nil {
			return err
		}
		from = next
	}
}

// readFees asks what the transactions paid that liquidated, where there is
// somebody to be told.
func (e *Engine) readFees(ctx context.Context, w *work) error {
	if e.behind(w.Number) {
		return nil
	}
	var txs []common.Hash
	for i := range w.effects {
		for j := range w.effects[i].Liquidations {
			if tx := w.effects[i].Liquidations[j].TxHash; !slices.Contains(txs, tx) {
				txs = append(txs, tx)
			}
		}
	}
	if len(txs) == 0 {
		return nil
	}
	fees, err := w.Reader.Fees(ctx, txs)
	if err != nil {
		return err
	}
	w.paid = make(map[common.Hash]*uint256.Int, len(txs))
	for i, tx := range txs {
		w.paid[tx] = fees[i]
	}
	return nil
}

// ask sends many questions in one round trip and gives each its answers.
func ask(ctx context.Context, r chain.Reader, queries []chain.Query) error {
	var calls []chain.Call
	for _, q := range queries {
		calls = append(calls, q.Calls...)
	}
	if len(calls) == 0 {
		return nil
	}
	results, err := r.Call(ctx, calls)
	if err != nil {
		return err
	}
	for _, q := range queries {
		n := len(q.Calls)
		if n == 0 {
			continue
		}
		if err := q.Answer(results[:n]); err != nil {
			return err
		}
		results = results[n:]
	}
	return nil
}
