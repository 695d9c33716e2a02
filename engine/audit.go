package engine

import (
	"bytes"
	"context"
	"slices"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// audit is a question to a contract about some positions, asked together with
// the block's prices and compared when the block is applied.
type audit struct {
	d        *deployment
	query    chain.Query
	says     []contractSays
	verdicts []verdict
}

// contractSays is the contract's answer about one position.
type contractSays struct {
	id     position.ID
	health position.Health
	err    error
}

// verdict is an answer beside what was computed, and in what they differ.
type verdict struct {
	id             position.ID
	ours, contract position.Health
	wrong          []string
}

// maxSuspects bounds how many positions under suspicion are asked for at a block.
const maxSuspects = 8

// chooseAudits chooses the next block's positions, by deployment: those under
// suspicion, and the watched ones in turn.
func (e *Engine) chooseAudits() [][]position.ID {
	chosen := make([][]position.ID, len(e.deployments))
	for i, d := range e.deployments {
		if d.broken != nil {
			continue
		}
		var ids []position.ID
		for key := range d.suspects {
			if id, ok := d.ID(key); ok {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		ids = ids[:min(len(ids), maxSuspects)]
		watched := d.watch.IDs()
		for range min(len(watched), e.opt.Audits) {
			d.audited = (d.audited + 1) % len(watched)
			if id := watched[d.audited]; int(id) < d.Len() && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		chosen[i] = ids
	}
	return chosen
}

// planAudits puts the questions about chosen positions.
func (e *Engine) planAudits(chosen [][]position.ID) []*audit {
	var audits []*audit
	for i, ids := range chosen {
		if len(ids) == 0 {
			continue
		}
		d := e.deployments[i]
		a := &audit{d: d}
		a.query = d.Audit(ids, func(id position.ID, h position.Health, err error) {
			a.says = append(a.says, contractSays{id, h, err})
		})
		audits = append(audits, a)
	}
	return audits
}

func auditCalls(audits []*audit) (calls []chain.Call) {
	for _, a := range audits {
		calls = append(calls, a.query.Calls...)
	}
	return calls
}

// compareAudits compares what the contracts said with what is computed. Where they differ the contracts are asked once
// more: a node that says something else of the same block then has answered as of another one, and its prices may be of
// that one too, so nothing that it said of the block is used.
func (e *Engine) compareAudits(ctx context.Context, w *work) error {
	results := w.answers[len(w.answers)-len(auditCalls(w.audits)):]
	var calls []chain.Call
	var first []chain.Result
	for _, a := range w.audits {
		n := len(a.query.Calls)
		if a.query.Answer(results[:n]) == nil && a.d.broken == nil && a.compare(a.d.At(e.viewAt(w.Head()))) {
			calls, first = append(calls, a.query.Calls...), append(first, results[:n]...)
		}
		results = results[n:]
	}
	second, err := call(ctx, w.Reader, calls)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(first, second, func(a, b chain.Result) bool { return a.Reverted == b.Reverted && bytes.Equal(a.Data, b.Data) }) {
		return chain.Contradict(chain.CheckCalls, "contracts answer in two ways at block %s", w.Ref)
	}
	return nil
}

// compare reports whether there is a difference.
func (a *audit) compare(frame protocols.Frame) (differs bool) {
	for _, says := range a.says {
		if says.err != nil {
			continue
		}
		ours, err := frame.Health(says.id)
		if err != nil {
			continue
		}
		wrong := differences(&ours, &says.health)
		a.verdicts = append(a.verdicts, verdict{says.id, ours, says.health, wrong})
		differs = differs || len(wrong) > 0
	}
	return differs
}

// sayAudits says what differs.
func (e *Engine) sayAudits(say *speech, w *work) {
	for _, a := range w.audits {
		for i := range a.verdicts {
			v := &a.verdicts[i]
			e.opt.Observer.Audited(a.d.Family, v.wrong)
			key := a.d.Key(v.id)
			switch {
			case len(v.wrong) == 0 && a.d.suspects[key]:
				delete(a.d.suspects, key)
				a.d.scan = nil
			case len(v.wrong) > 0:
				e.suspect(say, a.d, v)
			}
		}
	}
}

// suspect marks a position as unknown until the contract agrees.
func (e *Engine) suspect(say *speech, d *deployment, v *verdict) {
	key := d.Key(v.id)
	d.suspects[key] = true
	d.Distrust(v.id)
	d.scan = nil // it may not be watched
	say.add(feed.ParityMismatch, e.subject(d, key), "", feed.Mismatch{Fields: v.wrong, Computed: native(&v.ours), Contract: native(&v.contract)})
	var h position.Health
	e.compare(say, d, e.frame(d), v.id, &h, protocols.ErrUnknown, false)
}

// differences names the fields in which two views of a position differ. A
// contract that tells both what it stores and what a liquidation would find is
// held to both.
func differences(ours, contract *position.Health) []string {
	fields := differ(ours.View(), contract.View())
	if len(fields) == 0 && ours.Lagging && contract.Lagging {
		fields = differ(ours.Sums(), contract.Sums())
	}
	return fields
}

func differ(a, b position.Sums) []string {
	var fields []string
	for _, f := range []struct {
		name string
		a, b *uint256.Int
	}{
		{"health_factor", &a.Factor, &b.Factor},
		{"collateral", &a.Collateral, &b.Collateral},
		{"debt", &a.Debt, &b.Debt},
	} {
		if !f.a.Eq(f.b) {
			fields = append(fields, f.name)
		}
	}
	return fields
}
