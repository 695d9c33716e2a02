package engine

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"brink/chain"
	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Stored is what a shard has said so far, as its store remembers it.
type Stored struct {
	Tip    chain.Head
	Final  uint64
	Blocks []chain.Ref  // not final, ascending, up to Tip
	Facts  []feed.Entry // of those blocks, not withdrawn
	// Said are the entries of SaidTypes since the snapshot that the engine was
	// loaded from, or the last one about each subject without a snapshot, in
	// cursor order.
	Said []feed.Entry
}

// muted is an engine that is behind what its store already knows: it folds
// blocks without a word until it meets the store's tip, or a block that is not
// the one that the store knows.
type muted struct {
	tip    chain.Head
	final  uint64
	hashes map[uint64]common.Hash
	facts  map[common.Hash][]feed.Entry
	number map[common.Hash]uint64
	base   uint64 // block that the engine can't undo
}

// PositionTypes are the types of entries that tell how a position stands.
func PositionTypes() []string {
	return []string{feed.PositionOpened, feed.PositionBand, feed.PositionUnderwater, feed.PositionClosed, feed.PositionChanged}
}

// SaidTypes are the types of entries that tell any state: how a position
// stands, what a price is.
func SaidTypes() []string { return append(PositionTypes(), feed.OracleUpdated, feed.OracleStale) }

// Resume tells a new or loaded engine what was said before, so that nothing is
// said twice and what turned out not to have happened is withdrawn.
func (e *Engine) Resume(s Stored) error {
	e.stored = s.Tip.Ref
	m := &muted{
		tip: s.Tip, final: min(s.Final, s.Tip.Number), hashes: make(map[uint64]common.Hash),
		facts: make(map[common.Hash][]feed.Entry), number: make(map[common.Hash]uint64),
		base: e.base(),
	}
	for _, b := range s.Blocks {
		m.hashes[b.Number] = b.Hash
	}
	for _, f := range s.Facts {
		m.facts[f.Block.Hash] = append(m.facts[f.Block.Hash], f)
		m.number[f.Block.Hash] = f.Block.Number
	}
	if e.tip.Ref != s.Tip.Ref {
		e.muted = m
	} else {
		e.facts = m.facts
		for _, d := range e.deployments {
			d.scanned = true
		}
	}
	if e.overlay == nil {
		e.overlay = make(map[string]said)
	}
	if e.began == nil {
		e.began = make(map[string]since)
	}
	for _, entry := range s.Said {
		if err := e.heard(entry); err != nil {
			return fmt.Errorf("reading entry %s: %w", entry.Cursor, err)
		}
	}
	return nil
}

// base is the oldest block that the engine could go back to.
func (e *Engine) base() uint64 {
	if len(e.trail) == 0 {
		return e.tip.Number
	}
	return e.trail[0].Before.Number
}

// heard takes note of what was said.
func (e *Engine) heard(entry feed.Entry) error {
	if entry.Type != feed.OracleUpdated && entry.Type != feed.OracleStale {
		was, began, err := saidBy(entry)
		e.overlay[entry.Subject], e.began[entry.Subject] = was, began
		return err
	}
	var body feed.Quote
	if err := json.Unmarshal(entry.Data, &body); err != nil {
		return err
	}
	q := &quote{Known: body.PriceUSD != nil, Stale: body.Stale != nil && *body.Stale}
	if q.Known {
		if q.Price, q.Known = feed.ParseDollars(*body.PriceUSD); !q.Known {
			return fmt.Errorf("price %q is no amount of dollars", *body.PriceUSD)
		}
	}
	e.quotes[entry.Subject] = q
	return nil
}

// saidBy is how an entry says that a position stands, and since when it is
// liquidatable.
func saidBy(entry feed.Entry) (is said, began since, err error) {
	if entry.Type == feed.PositionClosed {
		return silent, since{}, nil
	}
	var p struct {
		Status position.Status `json:"status"`
		Native *feed.Native    `json:"native"`
		Since  *feed.Since     `json:"liquidatable_since"`
	}
	if err := json.Unmarshal(entry.Data, &p); err != nil {
		return silent, since{}, err
	}
	switch {
	case p.Since != nil:
		began = since{p.Since.Number, uint64(p.Since.Timestamp.Unix())}
	case p.Status == position.Liquidatable:
		began = longAgo
	}
	switch {
	case p.Status == position.Unknown || p.Native == nil:
		return unknown, since{}, nil
	case p.Status == position.BadDebt:
		return badDebt, began, nil
	case p.Status == position.Liquidatable:
		return firstBand, began, nil
	}
	var factor uint256.Int
	if err := factor.SetFromDecimal(p.Native.HealthFactor); err != nil {
		return silent, since{}, fmt.Errorf("health factor: %w", err)
	}
	return firstBand + said(Band(&factor)), since{}, nil
}

// recall sets what was said of positions that have come into the tables. Those
// that don't come, where all history was folded, are no more.
func (e *Engine) recall(say *speech) {
	if len(e.overlay) == 0 {
		return
	}
	e.recognise()
	if e.begun {
		return
	}
	for _, subject := range slices.Sorted(maps.Keys(e.overlay)) {
		for _, d := range e.deployments {
			key, ok := e.keyOf(d, subject)
			switch was := e.overlay[subject]; {
			case !ok || was == silent || d.broken != nil && was == unknown:
			case d.broken != nil:
				say.gone(feed.PositionBand, position.Unknown, d, key)
			default:
				say.closed(d, key)
			}
		}
	}
	e.overlay, e.began = nil, nil
}

// recognise sets what was said of positions that have come into the tables. It goes through those, or through what was
// said, whichever is less.
func (e *Engine) recognise() {
	if e.recalled == nil {
		e.recalled = make([]int, len(e.deployments))
	}
	for i, d := range e.deployments {
		if d.Len()-e.recalled[i] <= len(e.overlay) {
			for id := e.recalled[i]; id < d.Len(); id++ {
				e.recogniseOne(i, position.ID(id), e.subject(d, d.Key(position.ID(id))))
			}
		} else {
			for subject := range e.overlay {
				key, ok := e.keyOf(d, subject)
				if id, known := d.ID(key); ok && known {
					e.recogniseOne(i, id, subject)
				}
			}
		}
		e.recalled[i] = d.Len()
	}
}

func (e *Engine) recogniseOne(deployment int, id position.ID, subject string) {
	was, ok := e.overlay[subject]
	if !ok {
		return
	}
	e.deployments[deployment].setSaid(id, was)
	e.putSince(sinceKey{deployment, id}, e.began[subject])
	delete(e.overlay, subject)
	delete(e.began, subject)
}

// remember keeps what was said of positions that a block takes with it while
// nothing is said.
func (e *Engine) remember(lost []lostPosition) {
	for _, l := range lost {
		subject := e.subject(l.d, l.key)
		if _, newer := e.overlay[subject]; !newer && l.d.saidOf(l.id) != silent {
			e.overlay[subject] = l.d.saidOf(l.id)
			delete(e.began, subject)
		}
		l.d.setSaid(l.id, silent)
	}
}

// rejoin is at the store's tip: positions of which it knows nothing were then
// as healthy as they are in the tables now, and not worth a word.
func (e *Engine) rejoin() {
	if e.muted != nil {
		return
	}
	e.recognise() // those that are no more are told of at the next block
	for i, d := range e.deployments {
		frame := e.frame(d)
		// Since when they are liquidatable is known by what was said; of those of which it isn't, they may be so for long.
		u := &underwater{deployment: i, began: longAgo, found: make(map[position.ID]bool)}
		d.under = u
		for id := range position.ID(d.Len()) {
			h, err := e.health(d, frame, id)
			e.find(u, id, &h, err, d.saidOf(id))
			if is := stand(&h, err); d.saidOf(id) == silent && !e.notable(is) {
				d.setSaid(id, is)
			}
		}
		d.scanned = true
		e.surface(u)
	}
	e.looked = e.tip.Ref
}

// behind reports whether a block lies before the tip of what was said already.
func (e *Engine) behind(number uint64) bool { return e.muted != nil && number < e.muted.tip.Number }

// denied is an error where the store knows another block as final.
func (e *Engine) denied(b chain.Ref) error {
	if e.muted == nil || b.Number > e.muted.final {
		return nil
	}
	if hash := e.muted.hashes[b.Number]; hash != (common.Hash{}) && hash != b.Hash {
		return fmt.Errorf("%w: block %d was final as %s", chain.ErrFinality, b.Number, hash.TerminalString())
	}
	return nil
}

// catchUp compares a block that was folded with what the store knows: either
// there is nothing to say about it, or the chain has changed since, and these
// entries take back what no longer holds.
func (e *Engine) catchUp(at chain.Head) (quiet bool, withdrawn []feed.Entry) {
	m := e.muted
	if m == nil {
		return false, nil
	}
	hash, known := m.hashes[at.Number]
	switch {
	case at.Ref == m.tip.Ref:
		e.muted, e.facts = nil, m.facts
		return true, nil
	case at.Number < m.tip.Number && (hash == at.Hash || !known && at.Number <= m.final):
		if facts := m.facts[at.Hash]; len(facts) > 0 {
			e.facts[at.Hash] = facts
		}
		return true, nil
	}
	return false, e.withdraw(at)
}

// withdraw ends the silence by taking back the facts of blocks that are gone,
// and saying those again that were taken back although they are in the tables:
// of a branch that was left and came back. Below finality blocks without logs
// are not delivered, so that the tip and the fork may have been passed; but
// blocks with facts have been met, if they stand.
func (e *Engine) withdraw(at chain.Head) []feed.Entry {
	m, own := e.muted, e.facts
	e.muted, e.facts = nil, make(map[common.Hash][]feed.Entry)
	var lost, again []feed.Entry
	for block, facts := range m.facts {
		if m.number[block] > m.base && len(own[block]) == 0 {
			lost = append(lost, facts...)
		} else {
			e.facts[block] = facts
		}
	}
	for block, facts := range own {
		if len(m.facts[block]) == 0 && facts[0].Block.Number > m.final {
			again = append(again, facts...)
		}
	}
	if len(lost)+len(again) == 0 && at.Number > m.tip.Number {
		return nil
	}
	say := &speech{e: e, at: at}
	say.reorg(m.tip)
	slices.SortFunc(lost, func(a, b feed.Entry) int { return cmp.Compare(b.Cursor, a.Cursor) }) // newest first
	for _, f := range lost {
		say.entries = append(say.entries, f.Withdrawn())
	}
	slices.SortFunc(again, func(a, b feed.Entry) int {
		return cmp.Or(cmp.Compare(a.Block.Number, b.Block.Number), cmp.Compare(a.LogIndex, b.LogIndex))
	})
	for _, f := range again {
		f.Cursor = 0
		say.entries = append(say.entries, f)
	}
	return say.entries
}
