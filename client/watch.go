package client

import (
	"cmp"
	"context"
	"errors"
	"strconv"

	"brink/feed"
)

// Snapshot is how positions stand: those that Watch told of before count for
// nothing any more.
type Snapshot struct {
	Positions []feed.Position
	// Cursor is one of the feed that no position is older than.
	Cursor string
	// seen are the numbers of the newest events that positions which were read
	// later hold already, by position.
	seen map[string]uint64
}

// After implements Message.
func (s *Snapshot) After() string { return s.Cursor }

// Snapshot asks for all positions that are wanted, in the order of their names.
func (c *Client) Snapshot(ctx context.Context, want Want) (*Snapshot, error) {
	query := want.positions()
	query.Set("limit", strconv.Itoa(pageRows))
	query.Set("sort", "name")
	out := &Snapshot{seen: map[string]uint64{}}
	for {
		var page struct {
			Positions []feed.Position `json:"positions"`
			Next      *string         `json:"next"`
			AsOf      string          `json:"as_of_cursor"`
		}
		if err := c.Get(ctx, "/v1/positions", query, &page); err != nil {
			return nil, err
		}
		if out.Cursor == "" {
			out.Cursor = page.AsOf
		}
		if page.AsOf != out.Cursor {
			at, err := feed.ParseCursor(page.AsOf)
			if err != nil {
				return nil, err
			}
			for i := range page.Positions {
				out.seen[page.Positions[i].ID] = uint64(at)
			}
		}
		out.Positions = append(out.Positions, page.Positions...)
		if page.Next == nil {
			return out, nil
		}
		query.Set("cursor", *page.Next)
	}
}

// holds reports whether the snapshot knows already what a message says.
func (s *Snapshot) holds(m Message) bool {
	e, is := m.(*Event)
	if !is || e.Seq > s.seen[e.Subject] {
		return false
	}
	switch e.Type {
	case feed.PositionOpened, feed.PositionBand, feed.PositionUnderwater, feed.PositionClosed, feed.PositionChanged:
		return true
	}
	return false
}

// errReset ends following to begin with a new snapshot.
var errReset = errors.New("the cursor has expired")

// Watch gives a Snapshot to do, and then every event after it, as Follow does.
// When events are lost because they aren't kept for so long, another Snapshot
// comes in the place of a Reset.
func (c *Client) Watch(ctx context.Context, want Want, do func(Message) error) error {
	for begun := false; ; begun = true {
		snapshot, err := c.persist(ctx, want, begun, do)
		if err != nil {
			return err
		}
		if err := do(snapshot); err != nil {
			return err
		}
		f := &follower{Client: c, query: want.events(), cursor: snapshot.Cursor, begun: true, do: func(m Message) error {
			if _, is := m.(*Reset); is {
				return errReset
			}
			if snapshot.holds(m) {
				m = &Progress{m.After()}
			}
			return do(m)
		}}
		if err := f.follow(ctx); !errors.Is(err, errReset) {
			return err
		}
	}
}

// persist asks for a snapshot until there is one; only a server that has
// answered before is waited for.
func (c *Client) persist(ctx context.Context, want Want, begun bool, do func(Message) error) (*Snapshot, error) {
	for pause := cmp.Or(c.opt.Rest, standardRest); ; pause = min(2*pause, longestRest) {
		snapshot, err := c.Snapshot(ctx, want)
		if err == nil || !begun || final(err) {
			return snapshot, err
		}
		if err := do(&Break{Why: err}); err != nil {
			return nil, err
		}
		if !sleep(ctx, pause) {
			return nil, ctx.Err()
		}
	}
}
