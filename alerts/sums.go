package alerts

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// payment is the debt that one liquidation repaid.
type payment struct {
	ID    string      `json:"id"`
	Block mark        `json:"block"`
	USD   uint256.Int `json:"usd"`
}

// payments are those of a rule's scope, the oldest first.
type payments []payment

// sums notes which sums a position is part of: they are looked at when all of
// the block was heard.
func (m *machine) sums(p *feed.Position, name string, c clock) {
	for i := range m.opt.Rules {
		r := &m.opt.Rules[i]
		if (r.Measure == AtRisk || r.Measure == Liquidatable || r.Measure == Uncovered) && m.adds(r, p, name) {
			m.moved[sumOf{i, r.Per.name(p)}] = c
		}
	}
}

// adds reports whether a position is part of a rule's sums.
func (m *machine) adds(r *Rule, p *feed.Position, name string) bool {
	return r.covers(m.opt.Chains[p.ChainID], p.Protocol, p.Deployment, p.Market) && r.wants(p.Account, name)
}

// sumOf is a rule's sum, by the rule's index and the subject.
type sumOf struct {
	rule int
	name string
}

// settleSums looks at the sums that the last block moved.
func (m *machine) settleSums() {
	for _, of := range slices.SortedFunc(maps.Keys(m.moved), func(a, b sumOf) int {
		return cmp.Or(cmp.Compare(a.rule, b.rule), cmp.Compare(a.name, b.name))
	}) {
		r := &m.opt.Rules[of.rule]
		m.see(r, of.name, m.value(r, of.name), m.moved[of])
	}
	clear(m.moved)
}

// name is the subject of the sum that a position is part of.
func (s Scope) name(p *feed.Position) string {
	name := strconv.FormatUint(p.ChainID, 10)
	switch s {
	case PerAccount:
		name += ":" + p.Account
	case PerDeployment:
		name += ":" + p.Deployment
	case PerMarket:
		name += ":" + p.Deployment + ":" + p.Market
	}
	return name
}

// place is what the subject of a sum says of where it is.
func (s Scope) place(name string) (deployment, market, account string) {
	parts := strings.SplitN(name, ":", 3)
	switch {
	case s == PerAccount && len(parts) == 2:
		return "", "", parts[1]
	case s == PerDeployment && len(parts) == 2:
		return parts[1], "", ""
	case s == PerMarket && len(parts) == 3:
		return parts[1], parts[2], ""
	}
	return "", "", ""
}

// sum is the debt at risk in a scope, or the part of it that nothing covers. A
// position that isn't known in dollars adds nothing: the sum is the least that
// it can be.
func (m *machine) sum(r *Rule, name string) value {
	var total uint256.Int
	for _, s := range m.subjects {
		if p := s.Position; p != nil && r.Per.name(p) == name && m.adds(r, p, m.names[common.HexToAddress(p.Account)]) {
			z := part(r.Measure, p)
			total.Add(&total, &z)
		}
	}
	return known(&total)
}

// part is what a position adds to a sum.
func part(of Measure, p *feed.Position) (z uint256.Int) {
	owed, ok := debt(p)
	bad := p.Status == position.BadDebt
	switch {
	case !ok:
	case of == Uncovered:
		if held, ok := number(p.CollateralUSD); ok && bad && owed.Gt(&held) {
			z.Sub(&owed, &held)
		}
	case bad || p.Status == position.Liquidatable || of == AtRisk && p.Status == position.Near:
		z = owed
	}
	return z
}

// pay notes a liquidation for the rules that sum them up.
func (m *machine) pay(id string, e *feed.Entry, f *fact, c clock) {
	usd, ok := number(f.DebtUSD)
	if !ok {
		return
	}
	p := &feed.Position{ChainID: e.ChainID, Protocol: f.Protocol, Deployment: f.Deployment, Market: f.Market, Account: f.Account}
	for i := range m.opt.Rules {
		r := &m.opt.Rules[i]
		if r.Measure != Repaid || usd.Lt(&r.MinDebt) || !m.adds(r, p, m.names[common.HexToAddress(p.Account)]) {
			continue
		}
		name := r.Per.name(p)
		key := r.Name + " " + name
		paid := m.payments[key]
		if paid == nil {
			paid = new(payments)
			m.payments[key] = paid
		}
		*paid = append(*paid, payment{id, mark{e.Block.Number, e.Block.Hash, e.Block.Time}, usd})
		m.dirty[keyPayments+key] = true
		m.moved[sumOf{i, name}] = c
	}
}

// unpay takes back liquidations that a reorganisation undid.
func (m *machine) unpay(c clock, undone func(*payment) bool) {
	for key, paid := range m.payments {
		n := len(*paid)
		*paid = slices.DeleteFunc(*paid, func(p payment) bool { return undone(&p) })
		if len(*paid) == n {
			continue
		}
		m.dirty[keyPayments+key] = true
		name, scope, _ := strings.Cut(key, " ")
		if i := slices.IndexFunc(m.opt.Rules, func(r Rule) bool { return r.Name == name }); i >= 0 {
			m.moved[sumOf{i, scope}] = c
		}
	}
}

// repaid is the sum of what lies within a rule's window.
func (m *machine) repaid(r *Rule, name string) value {
	var total uint256.Int
	if paid := m.payments[r.Name+" "+name]; paid != nil {
		for i := range *paid {
			if p := &(*paid)[i]; p.Block.Time+seconds(r.Window) > m.time[m.chainOf(name)] {
				total.Add(&total, &p.USD)
			}
		}
	}
	return known(&total)
}

// forgetPaid drops payments that no window can hold any more, whatever is
// undone.
func (m *machine) forgetPaid(chainID uint64, c clock) {
	for key, paid := range m.payments {
		r, name := m.rule(key)
		if r != nil && m.chainOf(name) != chainID {
			continue
		}
		n := len(*paid)
		*paid = slices.DeleteFunc(*paid, func(p payment) bool {
			return r == nil || p.Block.Number <= c.Final && p.Block.Time+seconds(r.Window) <= c.Time
		})
		if len(*paid) != n {
			m.dirty[keyPayments+key] = true
		}
		if len(*paid) == 0 {
			delete(m.payments, key)
		}
	}
}
