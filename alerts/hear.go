package alerts

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// types are the entries that the machine listens to.
var types = append(slices.Clone(stateTypes), feed.Liquidated, feed.BadDebt, feed.Reorg)

// stateTypes are those that tell how something stands.
var stateTypes = []string{
	feed.PositionOpened, feed.PositionBand, feed.PositionUnderwater, feed.PositionClosed, feed.PositionChanged,
	feed.OracleUpdated, feed.OracleStale,
}

// price is what was heard of a price.
type price struct {
	Protocol   string  `json:"protocol"`
	Deployment string  `json:"deployment"`
	Market     string  `json:"market"`
	Asset      string  `json:"asset"`
	Symbol     string  `json:"symbol"`
	PriceUSD   *string `json:"price_usd"`
	// Stale is told by oracle.stale.v1 alone.
	Stale *bool `json:"stale,omitempty"`
}

// sight is how well a chain is seen.
type sight struct {
	State  feed.ChainState `json:"state"`
	Reason string          `json:"reason"`
}

// hear takes in one entry.
func (m *machine) hear(e *feed.Entry) error {
	if s := m.subjects[e.Subject]; s != nil && e.Cursor <= s.Cursor && slices.Contains(stateTypes, e.Type) {
		return nil // taken in with the whole state
	}
	if e.Block.Hash != m.block {
		m.settleSums()
		m.block = e.Block.Hash
	}
	m.time[e.ChainID] = e.Block.Time
	c := m.clock[e.ChainID]
	c.mark = mark{e.Block.Number, e.Block.Hash, e.Block.Time}
	var err error
	switch e.Type {
	case feed.Reorg:
		err = m.hearReorg(e, c)
	case feed.Liquidated, feed.BadDebt:
		err = m.hearFact(e, c)
	case feed.OracleUpdated, feed.OracleStale:
		if m.about(OracleStale, OracleDeviation) {
			err = m.hearPrice(e, c)
		}
	default:
		if m.about(HealthFactor, Drop, Unknown, Liquidated, BadDebt, ParameterChange, AtRisk, Liquidatable, Uncovered) {
			err = m.hearPosition(e, c)
		}
	}
	if err != nil {
		return fmt.Errorf("reading entry %s, %s: %w", e.Cursor, e.ID, err)
	}
	return nil
}

// about reports whether any rule measures one of these. What none does isn't kept: other rules begin with a survey.
func (m *machine) about(measures ...Measure) bool {
	return slices.ContainsFunc(m.opt.Rules, func(r Rule) bool { return slices.Contains(measures, r.Measure) })
}

func (m *machine) hearReorg(e *feed.Entry, c clock) error {
	var body struct {
		Undone feed.BlockRef `json:"undone"`
	}
	if err := json.Unmarshal(e.Data, &body); err != nil {
		return err
	}
	m.restored[e.Subject] = &e.Block.Hash
	m.dirty[keyRestored+e.Subject] = true
	m.undo(e.ChainID, body.Undone.Hash, c)
	return nil
}

// hearPosition looks at a position under every rule about positions, and at the
// sums that it is part of.
func (m *machine) hearPosition(e *feed.Entry, c clock) error {
	p := new(feed.Position)
	if err := json.Unmarshal(e.Data, p); err != nil {
		return err
	}
	p.Liquidation = nil
	name := m.names[common.HexToAddress(p.Account)]
	if e.Type == feed.PositionClosed {
		p.HealthFactor, p.Status = nil, position.Healthy
	}
	was := m.subjects[e.Subject]
	m.subjects[e.Subject] = &subject{Cursor: e.Cursor, ChainID: e.ChainID, Position: p}
	m.dirty[keySubject+e.Subject] = true
	for i := range m.opt.Rules {
		r := &m.opt.Rules[i]
		if !m.selects(r, p, name) {
			continue
		}
		switch r.Measure {
		case HealthFactor, Drop, Unknown:
			m.see(r, e.Subject, m.value(r, e.Subject), c)
		case ParameterChange:
			// What a reorganisation restored wasn't changed by anybody.
			back := m.restored[strconv.FormatUint(e.ChainID, 10)]
			if was != nil && was.Position != nil && (back == nil || *back != e.Block.Hash) {
				m.compare(r, e, was.Position, p)
			}
		}
	}
	m.sums(p, name, c)
	m.prune(e.Subject)
	return nil
}

// prune forgets a position that is well and nobody's, and of which nothing is
// left to be told.
func (m *machine) prune(name string) {
	s := m.subjects[name]
	if s == nil || s.Position == nil || s.Position.Status != position.Healthy {
		return
	}
	if _, named := m.names[common.HexToAddress(s.Position.Account)]; named {
		return
	}
	for i := range m.opt.Rules {
		if m.instances[m.opt.Rules[i].Name+" "+name] != nil {
			return
		}
	}
	delete(m.subjects, name)
	m.dirty[keySubject+name] = true
}

// selects reports whether a rule is about a position. The end of a debt
// concerns every rule that it was large enough for.
func (m *machine) selects(r *Rule, p *feed.Position, name string) bool {
	if !r.covers(m.opt.Chains[p.ChainID], p.Protocol, p.Deployment, p.Market) || !r.wants(p.Account, name) {
		return false
	}
	if r.MinDebt.IsZero() || p.HealthFactor == nil || m.instances[r.Name+" "+p.ID] != nil {
		return true
	}
	owed, ok := debt(p)
	return !ok || !owed.Lt(&r.MinDebt)
}

// compare tells of thresholds that changed between two words about a position.
func (m *machine) compare(r *Rule, e *feed.Entry, was, is *feed.Position) {
	var texts []string
	for _, l := range is.Collaterals {
		i := slices.IndexFunc(was.Collaterals, func(o feed.Leg) bool { return o.Asset == l.Asset })
		if i < 0 || l.LiquidationThreshold == nil || was.Collaterals[i].LiquidationThreshold == nil {
			continue
		}
		if before := *was.Collaterals[i].LiquidationThreshold; before != *l.LiquidationThreshold {
			texts = append(texts, fmt.Sprintf("liquidation threshold of %s %s → %s", l.Symbol, before, *l.LiquidationThreshold))
		}
	}
	if len(texts) > 0 {
		a := m.alert(r, e.Subject, is.ChainID)
		a.Text = strings.Join(texts, ", ")
		m.happen(r, e, a)
	}
}

// hearFact tells of a liquidation or of bad debt, or takes it back.
func (m *machine) hearFact(e *feed.Entry, c clock) error {
	id, reverted := strings.CutSuffix(e.ID, "/reverted")
	if reverted {
		m.unpay(c, func(p *payment) bool { return p.ID == id })
		for _, r := range m.opt.Rules {
			if key := r.Name + " " + id; m.events[key] != nil {
				m.withdraw(key, c.mark)
			}
		}
		return nil
	}
	var f fact
	if err := json.Unmarshal(e.Data, &f); err != nil {
		return err
	}
	if e.Type == feed.Liquidated {
		m.pay(id, e, &f, c)
	}
	for i := range m.opt.Rules {
		r := &m.opt.Rules[i]
		name := m.names[common.HexToAddress(f.Account)]
		if (r.Measure != Liquidated || e.Type != feed.Liquidated) && (r.Measure != BadDebt || e.Type != feed.BadDebt) ||
			!r.covers(m.opt.Chains[e.ChainID], f.Protocol, f.Deployment, f.Market) || !r.wants(f.Account, name) {
			continue
		}
		if usd, ok := number(f.worth()); ok && usd.Lt(&r.MinDebt) {
			continue
		}
		a := m.alert(r, e.Subject, e.ChainID)
		a.Protocol, a.Deployment, a.Market, a.Account = f.Protocol, f.Deployment, f.Market, f.Account
		a.Name = name
		a.Text = f.text()
		m.happen(r, e, a)
	}
	return nil
}

// happen tells of an event once its block stands firmly enough.
func (m *machine) happen(r *Rule, e *feed.Entry, a feed.Alert) {
	a.Transition, a.Severity = feed.Happened, r.Levels[0].Severity
	a.Since, a.Block = time.Unix(int64(e.Block.Time), 0).UTC(), feed.NewBlockRef(e.Block)
	key := r.Name + " " + e.ID
	told := r.Only == "" || r.Only == OnLatest
	m.events[key] = &event{Told: told, Alert: a}
	m.dirty[keyEvent+key] = true
	if told {
		m.emit(a)
	}
}

// hearPrice looks at a price, and at what others say of the same asset.
func (m *machine) hearPrice(e *feed.Entry, c clock) error {
	p := new(price)
	if err := json.Unmarshal(e.Data, p); err != nil {
		return err
	}
	stale := p.Stale != nil && *p.Stale
	p.Stale = &stale
	m.subjects[e.Subject] = &subject{Cursor: e.Cursor, ChainID: e.ChainID, Price: p}
	m.dirty[keySubject+e.Subject] = true
	for i := range m.opt.Rules {
		r := &m.opt.Rules[i]
		if !r.covers(m.opt.Chains[e.ChainID], p.Protocol, p.Deployment, p.Market) {
			continue
		}
		switch r.Measure {
		case OracleStale:
			m.see(r, e.Subject, m.value(r, e.Subject), c)
		case OracleDeviation:
			name := strconv.FormatUint(e.ChainID, 10) + ":" + p.Asset
			m.see(r, name, m.value(r, name), c)
		}
	}
	return nil
}

// look takes in how well the chains are seen, by the clock.
func (m *machine) look(chains []feed.Chain, now time.Time) {
	for _, chain := range chains {
		name := strconv.FormatUint(chain.ChainID, 10)
		s := &subject{ChainID: chain.ChainID, Chain: &sight{State: chain.State, Reason: chain.Reason}}
		if was := m.subjects[name]; was == nil || *was.Chain != *s.Chain {
			m.subjects[name] = s
			m.dirty[keySubject+name] = true
		}
		c := clock{mark: mark{Time: uint64(now.Unix())}}
		if chain.Processed != nil {
			c.Number, c.Hash = chain.Processed.Number, chain.Processed.Hash
		}
		c.Safe, c.Final = c.Number, c.Number
		for i := range m.opt.Rules {
			if r := &m.opt.Rules[i]; r.Measure == Blind && r.covers(m.opt.Chains[chain.ChainID], "", "", "") {
				m.see(r, name, m.value(r, name), c)
			}
		}
	}
}

// value is what a rule measures of a subject, as last heard.
func (m *machine) value(r *Rule, name string) value {
	switch r.Measure {
	case AtRisk, Liquidatable, Uncovered:
		return m.sum(r, name)
	case Repaid:
		return m.repaid(r, name)
	case OracleDeviation:
		return m.deviation(r, name)
	}
	s := m.subjects[name]
	switch {
	case s == nil:
		return value{}
	case r.Measure == Blind && s.Chain != nil:
		return truth(s.Chain.State == feed.Stale || s.Chain.State == feed.Halted)
	case r.Measure == OracleStale && s.Price != nil:
		return truth(*s.Price.Stale || s.Price.PriceUSD == nil)
	case r.Measure == Utilisation && s.Market != nil:
		z, ok := number(s.Market.Utilisation)
		return value{known: ok, z: z}
	case s.Position != nil:
		return measure(r.Measure, s.Position)
	}
	return value{}
}

// deviation is the share by which the dearest price of an asset is above the
// cheapest.
func (m *machine) deviation(r *Rule, name string) value {
	var low, high uint256.Int
	n := 0
	for _, s := range m.subjects {
		if s.Price == nil || name != strconv.FormatUint(s.ChainID, 10)+":"+s.Price.Asset ||
			!r.covers(m.opt.Chains[s.ChainID], s.Price.Protocol, s.Price.Deployment, s.Price.Market) {
			continue
		}
		if p, ok := number(s.Price.PriceUSD); ok && !p.IsZero() {
			n++
			if low.IsZero() || p.Lt(&low) {
				low = p
			}
			if p.Gt(&high) {
				high = p
			}
		}
	}
	if n < 2 {
		return value{} // what can't be compared isn't alike
	}
	var gap uint256.Int
	gap.Sub(&high, &low)
	if _, over := gap.MulDivOverflow(&gap, wad, &low); over {
		gap.SetAllOne()
	}
	return known(&gap)
}
