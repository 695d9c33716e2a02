package engine

import (
	"encoding/json"
	"fmt"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/protocols"
)

// speech gathers what one step has to say, as of one block.
type speech struct {
	e       *Engine
	at      chain.Head
	entries []feed.Entry
	owed    []owed
}

// owed is a position of whose entry only the type is told yet.
type owed struct {
	entry int // in entries
	d     *deployment
	frame protocols.Frame
	id    position.ID
	h     position.Health
	err   error
}

// add appends an entry.
func (s *speech) add(entryType, subject, id string, body any) *feed.Entry {
	if id == "" {
		id = s.name(entryType, subject)
	}
	e := s.bare(entryType)
	e.Subject, e.ID, e.Data = subject, id, encode(entryType, body)
	return e
}

// name is the ID of the only entry of its type about a subject in a block.
func (s *speech) name(entryType, subject string) string {
	return s.e.Shard() + ":" + s.at.Hash.Hex() + ":" + entryType + ":" + subject
}

// encode writes a body as JSON. What can't be written is a mistake of the
// program: the bodies are its own plain structs.
func encode(entryType string, body any) []byte {
	data, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("engine: encoding %s: %v", entryType, err))
	}
	return data
}

// bare appends an entry of which nothing is told yet.
func (s *speech) bare(entryType string) *feed.Entry {
	s.entries = append(s.entries, feed.Entry{ChainID: s.e.opt.ChainID, Type: entryType, Block: s.at, Status: feed.Latest})
	return &s.entries[len(s.entries)-1]
}

// position says how a position stands now, in words that describe finds.
func (s *speech) position(d *deployment, frame protocols.Frame, id position.ID, was, is said, h *position.Health, err error) {
	entryType := feed.PositionBand
	switch {
	case is == silent:
		entryType = feed.PositionClosed
	case err == nil && h.Liquidatable:
		entryType = feed.PositionUnderwater
	case was == silent:
		entryType = feed.PositionOpened
	}
	d.named.tell(id, h, err)
	s.owed = append(s.owed, owed{len(s.entries), d, frame, id, *h, err})
	s.bare(entryType)
}

// handful is how many positions are described at a stretch.
const handful = 16

// describe finds the words for all positions that were told of. It takes most of
// the time of a block in which prices move; each position is described by itself, so all cores do it.
func (s *speech) describe() {
	share(len(s.owed), handful, func(from, to int) {
		for i := from; i < to; i++ {
			o, entry := &s.owed[i], &s.entries[s.owed[i].entry]
			p := s.e.tell(o.d, o.frame, o.id, &o.h, o.err)
			entry.Subject, entry.ID, entry.Data = p.ID, s.name(entry.Type, p.ID), encode(entry.Type, p)
		}
	})
	s.owed = nil
}

// lost says of positions that a reorganisation took back that they are closed.
func (s *speech) lost(gone []lostPosition) {
	for _, l := range gone {
		if l.d.saidOf(l.id) != silent {
			l.d.setSaid(l.id, silent)
			s.closed(l.d, l.key)
		}
	}
}

// closed says of a position that isn't there any more that it is closed.
func (s *speech) closed(d *deployment, key position.Key) {
	s.gone(feed.PositionClosed, position.Healthy, d, key)
}

// gone says how a position stands that isn't in the tables.
func (s *speech) gone(entryType string, status position.Status, d *deployment, key position.Key) {
	subject := s.e.subject(d, key)
	s.add(entryType, subject, "", feed.Position{
		ID: subject, ChainID: s.e.opt.ChainID, Protocol: d.Family, Deployment: d.Name, Market: key.Market,
		Account: key.Account.Hex(), Status: status,
		Collaterals: []feed.Leg{}, Debts: []feed.Leg{}, Block: feed.NewBlockRef(s.at),
	})
}

// reorg says that a block is gone.
func (s *speech) reorg(gone chain.Head) {
	s.add(feed.Reorg, s.e.Shard(), fmt.Sprintf("%d:%s:%s", s.e.opt.ChainID, gone.Hash, feed.Reorg),
		feed.Undone{Undone: feed.NewBlockRef(gone), Tip: feed.NewBlockRef(s.at)})
}

// lostPosition is one that a block brought, and that goes with it.
type lostPosition struct {
	d   *deployment
	id  position.ID
	key position.Key
}

// lostWith are the positions that came with a block, while they exist.
func (e *Engine) lostWith(m mark) []lostPosition {
	var lost []lostPosition
	for i, d := range e.deployments {
		for id := position.ID(m.Len[i]); int(id) < d.Len(); id++ {
			lost = append(lost, lostPosition{d, id, d.Key(id)})
		}
	}
	return lost
}
