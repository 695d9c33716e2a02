package engine

import (
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
	d     *deployment
	query chain.Query
	says  []contractSays
}

// contractSays is the contract's answer about one position.
type contractSays struct {
	id     position.ID
	health position.Health
	err    error
}

// chooseAudits chooses the next block's positions, by deployment: first those under
// suspicion, then the watched ones in turn.
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
		ids = ids[:min(len(ids), e.opt.Audits)]
		watched := d.watch.IDs()
		for range watched {
			if len(ids) >= e.opt.Audits {
				break
			}
			d.audited = (d.audited + 1) % len(watched)
			if id := watched[d.audited]; int(id) < d.Len() {
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

// sayAudits compares what the contracts said with what was computed.
func (e *Engine) sayAudits(say *speech, w *work) {
	results := w.answers[len(w.answers)-len(auditCalls(w.audits)):]
	for _, a := range w.audits {
		n := len(a.query.Calls)
		if err := a.query.Answer(results[:n]); err == nil && a.d.broken == nil {
			e.judge(say, a)
		}
		results = results[n:]
	}
}

func (e *Engine) judge(say *speech, a *audit) {
	frame := e.frame(a.d)
	for _, says := range a.says {
		if says.err != nil {
			continue
		}
		ours, err := frame.Health(says.id)
		if err != nil {
			continue
		}
		wrong := differences(&ours, &says.health)
		e.opt.Observer.Audited(a.d.Family, wrong)
		switch {
		case len(wrong) == 0 && a.d.suspects[a.d.Key(says.id)]:
			delete(a.d.suspects, a.d.Key(says.id))
			a.d.scan = nil
		case len(wrong) > 0:
			e.suspect(say, a.d, says.id, &ours, &says.health, wrong)
		}
	}
}

// suspect marks a position as unknown until the contract agrees.
func (e *Engine) suspect(say *speech, d *deployment, id position.ID, ours, contract *position.Health, wrong []string) {
	key := d.Key(id)
	d.suspects[key] = true
	d.Distrust(id)
	d.scan = nil // it may not be watched
	say.add(feed.ParityMismatch, e.subject(d, key), "", feed.Mismatch{Fields: wrong, Computed: native(ours), Contract: native(contract)})
	var h position.Health
	e.compare(say, d, e.frame(d), id, &h, protocols.ErrUnknown, false)
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
