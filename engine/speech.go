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
}

// add appends an entry. What can't be written as JSON is a mistake of the
// program: the bodies are its own plain structs.
func (s *speech) add(entryType, subject, id string, body any) *feed.Entry {
	data, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("engine: encoding %s: %v", entryType, err))
	}
	if id == "" {
		id = fmt.Sprintf("%d:%s:%s:%s", s.e.opt.ChainID, s.at.Hash, entryType, subject)
	}
	s.entries = append(s.entries, feed.Entry{
		ChainID: s.e.opt.ChainID, ID: id, Type: entryType, Subject: subject,
		Block: s.at, Status: feed.Latest, Data: data,
	})
	return &s.entries[len(s.entries)-1]
}

// position says how a position stands now.
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
	p := s.e.tell(d, frame, id, h, err)
	s.add(entryType, p.ID, "", p)
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
