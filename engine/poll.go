package engine

import (
	"brink/chain"
	"brink/protocols"
)

// poll is a protocol's question about the block in hand, asked together with
// its prices.
type poll struct {
	d     *deployment
	query chain.Query
}

// planPolls asks the protocols what they need to know of a block beside prices.
func (e *Engine) planPolls(w *work) []poll {
	var polls []poll
	for _, d := range e.deployments {
		p, ok := d.Protocol.(protocols.Poller)
		if !ok || d.broken != nil {
			continue
		}
		if q := p.Poll(w.Time); len(q.Calls) > 0 {
			polls = append(polls, poll{d, q})
		}
	}
	return polls
}

// answerPolls gives the protocols what was read.
func (e *Engine) answerPolls(w *work, results []chain.Result) {
	for _, p := range w.polls {
		n := len(p.query.Calls)
		if err := p.query.Answer(results[:n]); err != nil && p.d.broken == nil {
			e.breakDown(w, p.d, err)
		}
		results = results[n:]
	}
}
