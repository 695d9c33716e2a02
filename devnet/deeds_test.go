package devnet_test

import (
	"fmt"
	"maps"
	"slices"

	"brink/devnet"
)

// plan is what is to happen in one block.
type plan struct {
	calls []devnet.Call
	of    []string // which act each belongs to; none: it isn't counted
}

func (p *plan) add(act string, calls ...devnet.Call) {
	for _, call := range calls {
		p.calls, p.of = append(p.calls, call), append(p.of, act)
	}
}

// deeds counts the calls of a history by act.
type deeds struct {
	done, refused map[string]int
	codes         bool // the contracts refuse by an error code as well: what leaves no log wasn't done
}

func newDeeds(codes bool) deeds { return deeds{make(map[string]int), make(map[string]int), codes} }

// carryOut puts a plan into one block, so many seconds after the last.
func (d *deeds) carryOut(t tester, p *plan, chain *devnet.Chain, pause uint64) {
	t.Helper()
	if err := chain.Send(t.Context(), p.calls...); err != nil {
		t.Fatal(err)
	}
	block, err := chain.Commit(t.Context(), pause)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range block.Results {
		switch {
		case p.of[i] == "":
		case r.Reverted() || d.codes && len(r.Receipt.Logs) == 0:
			d.refused[p.of[i]]++
		default:
			d.done[p.of[i]]++
		}
	}
}

// total is how many calls were granted.
func (d *deeds) total() (n int) {
	for _, granted := range d.done {
		n += granted
	}
	return n
}

// report is what was done, for people.
func (d *deeds) report() string {
	s := fmt.Sprintf("%d acts granted:", d.total())
	for _, act := range slices.Sorted(maps.Keys(d.done)) {
		s += fmt.Sprintf(" %s %d (%d refused),", act, d.done[act], d.refused[act])
	}
	return s
}
