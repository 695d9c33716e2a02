package engine

import (
	"context"
	"slices"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Step applies what comes after the tip. After an error nothing has changed.
func (e *Engine) Step(ctx context.Context, s chain.Step) error {
	if e.batch != nil {
		return ErrUnpublished
	}
	if s.Undo {
		return e.undo(s)
	}
	return e.block(ctx, s)
}

// work is a block on its way through the engine.
type work struct {
	*chain.Block
	heads chain.Heads
	final uint64 // number of the final block, zero if it is of another branch
	logs  []types.Log
	// near: not far behind the head. live: positions are to be evaluated, nothing
	// was said of the block before. priced: prices are wanted, for that, for a
	// way back to this block, or to value a liquidation.
	near, live, priced bool
	answers            []chain.Result // of the price book, the polls and the audits, one round trip
	sources            prices.ID      // of the price book, when that was asked
	polls              []poll
	audits             []*audit
	changed            map[prices.ID]bool
	before             map[*deployment]map[position.Key]*standing // how those stood who are about to be liquidated
	effects            []protocols.Effects                        // by deployment
	read               []bool                                     // whether positions were read, by deployment
	paid               map[common.Hash]*uint256.Int               // by the transactions that liquidated
	broke              []*deployment
	len                []int // positions before the block, by deployment
}

func (e *Engine) block(ctx context.Context, s chain.Step) error {
	if err := e.denied(s.Block.Ref); err != nil {
		return e.errorf("comparing with the store", s.Block.Ref, err)
	}
	w := &work{Block: s.Block, heads: s.Heads, logs: s.Block.Logs}
	if e.mayHold(s.Final.Ref) {
		w.final = s.Final.Number
	}
	w.near = s.Latest.Number <= s.Block.Number+e.opt.Live
	w.live = w.near && !e.behind(s.Block.Number)
	w.priced = w.near || !e.behind(s.Block.Number) && e.liquidates(w.logs)
	filter := e.Filter()
	if err := e.prepare(ctx, w); err != nil {
		return e.errorf("preparing", s.Block.Ref, err)
	}
	if err := e.readPinned(ctx, w); err != nil {
		return e.errorf("reading prices at", s.Block.Ref, err)
	}

	e.hold()
	defer e.mu.Unlock()
	for _, d := range e.deployments {
		w.len = append(w.len, d.Len())
	}
	for {
		e.db.Begin()
		e.fold(w)
		wider := e.Filter()
		if filter.Covers(wider) {
			break
		}
		// a market appeared whose logs were not fetched: once more, with them
		filter = filter.Union(wider)
		if err := e.restart(ctx, w, filter); err != nil {
			return e.errorf("fetching more logs of", s.Block.Ref, err)
		}
	}
	if err := e.complete(ctx, w); err != nil {
		e.abandon(w)
		return e.errorf("reading positions at", s.Block.Ref, err)
	}
	if err := e.readFees(ctx, w); err != nil {
		e.abandon(w)
		return e.errorf("reading fees of", s.Block.Ref, err)
	}
	if err := e.compareAudits(ctx, w); err != nil {
		e.abandon(w)
		return e.errorf("asking contracts about positions at", s.Block.Ref, err)
	}
	e.settle(w)
	return nil
}

// restart takes back what was folded and fetches the block anew.
func (e *Engine) restart(ctx context.Context, w *work, want chain.Filter) error {
	e.abandon(w)
	logs, err := w.Reader.Logs(ctx, want)
	if err != nil {
		return err
	}
	w.logs = logs
	return e.prepare(ctx, w)
}

// abandon leaves the tables as they were before the block.
func (e *Engine) abandon(w *work) {
	for _, d := range w.broke {
		d.broken = nil
	}
	if err := e.db.Undo(); err != nil {
		panic("engine: the mark of the block in hand is gone: " + err.Error())
	}
}

func (e *Engine) liquidates(logs []types.Log) bool {
	return slices.ContainsFunc(logs, func(l types.Log) bool {
		return slices.ContainsFunc(e.deployments, func(d *deployment) bool {
			_, ok := d.Liquidated(&l)
			return ok
		})
	})
}

// prepare asks for the facts that folding the logs needs.
func (e *Engine) prepare(ctx context.Context, w *work) error {
	var queries []chain.Query
	for _, d := range e.deployments {
		if d.broken == nil {
			queries = append(queries, d.Prepare(w.logs))
		}
	}
	return ask(ctx, w.Reader, queries)
}

// fold applies prices and logs to the tables.
func (e *Engine) fold(w *work) {
	w.changed = make(map[prices.ID]bool)
	w.effects = make([]protocols.Effects, len(e.deployments))
	w.broke = nil
	if w.priced {
		var last *prices.View
		if e.priced && e.liquidates(w.logs) { // else what contracts held isn't known, but what the block left of it
			v := e.view()
			last = &v
		}
		q := e.book.Query(0, w.Time, func(id prices.ID) { w.changed[id] = true })
		n := min(len(q.Calls), len(w.answers))
		if err := q.Answer(w.answers[:n]); err != nil {
			panic("engine: the price book refused an answer: " + err.Error())
		}
		e.answerPolls(w, w.answers[n:])
		w.before = e.healthBefore(w, last)
	}
	for i := range w.logs {
		l := &w.logs[i]
		for j, d := range e.deployments {
			if d.broken != nil {
				continue
			}
			if err := d.Apply(l, &w.effects[j]); err != nil {
				e.breakDown(w, d, err)
			}
		}
	}
	e.noteLosses(w)
}

// breakDown gives a deployment up: what its contracts say is not understood.
func (e *Engine) breakDown(w *work, d *deployment, err error) {
	d.broken, d.brokenAt, d.scan = err, w.Number, nil
	w.broke = append(w.broke, d)
	e.opt.Observer.Malformed(d.Name, d.Family)
}

// settle makes the block the tip and says what it changed.
func (e *Engine) settle(w *work) {
	m := mark{Before: e.tip, Priced: e.priced, Len: w.len, Touched: make([][]position.ID, len(e.deployments)), Moved: len(w.changed) > 0}
	for i := range e.deployments {
		slices.Sort(w.effects[i].Touched)
		m.Touched[i] = slices.Compact(w.effects[i].Touched)
		m.Whole = append(m.Whole, w.effects[i].All || w.read[i])
	}
	e.trail = append(e.trail, m)
	e.tip, e.started, e.priced = w.Head(), true, w.priced
	e.setHeads(w.heads)
	if e.depth > 0 {
		e.opt.Observer.Reorg(e.depth)
		e.depth = 0
		e.distrustWatch()
	}
	e.countEvents(w)

	e.speak(w, m)
	e.keep(w.final)
}

// speak puts together what there is to say about the block in hand, if there is
// anything: what was said before the engine was resumed isn't said again, and
// old blocks without news need no line of their own.
func (e *Engine) speak(w *work, m mark) {
	behind := e.muted != nil
	quiet, withdrawn := e.catchUp(w.Head())
	if quiet {
		if w.live {
			e.rejoin()
		}
		return
	}
	say := &speech{e: e, at: w.Head(), entries: withdrawn}
	e.sayFacts(say, w)
	if w.live {
		e.sayOracles(say)
		e.evaluate(say, m)
		e.sayAudits(say, w)
		say.describe()
	} else {
		e.overlook()
	}
	if len(say.entries) == 0 && w.Number < w.final && !behind {
		return
	}
	e.batch = &feed.Batch{
		Shard: e.Shard(), From: e.stored, To: w.Ref, Time: w.Time,
		Safe: w.heads.Safe.Number, Final: w.final, Entries: say.entries,
	}
	if behind { // what the store knows of the way may be of another branch
		e.batch.Path = e.path()
	}
}

func (e *Engine) setHeads(h chain.Heads) {
	if h.Latest.Number > 0 {
		e.heads = h
	}
}

func (e *Engine) countEvents(w *work) {
	for i, d := range e.deployments {
		for event, n := range w.effects[i].Events {
			e.opt.Observer.Events(d.Name, d.Family, event, n)
		}
	}
}
