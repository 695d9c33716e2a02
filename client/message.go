package client

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"brink/feed"
	"brink/position"
)

// Message is one thing that a feed tells: an Event, a Retraction, a Progress, a
// Break, of Follow a Reset, and of Watch a Snapshot.
type Message interface {
	// After is the cursor to go on after once the message was dealt with.
	After() string
}

// Event is one entry of the feed.
type Event struct {
	feed.Envelope
	// Raw is the event as the server wrote it.
	Raw json.RawMessage
}

// After implements Message.
func (e *Event) After() string { return e.Cursor }

// Body is what the event is about, as a pointer to a shape of package feed,
// such as *feed.Position; nil for a type that this package doesn't know.
func (e *Event) Body() (any, error) {
	shape := feed.Body(e.Type)
	if shape == nil {
		return nil, nil
	}
	body := reflect.New(reflect.TypeOf(shape)).Interface()
	if err := json.Unmarshal(e.Data, body); err != nil {
		return nil, fmt.Errorf("reading event %s: %w", e.Cursor, err)
	}
	return body, nil
}

// Retraction takes an event back, because its block is no part of the chain any
// more. It has that event's type, subject and body.
type Retraction struct {
	Event
	// Of is the ID of what is taken back.
	Of string
}

// withdrawn is what IDs of retractions end with.
const withdrawn = "/reverted"

// eventOf reads an event, or the retraction of one.
func eventOf(raw []byte) (Message, error) {
	e := Event{Raw: raw}
	if err := json.Unmarshal(raw, &e.Envelope); err != nil {
		return nil, fmt.Errorf("reading an event: %w", err)
	}
	if of, is := strings.CutSuffix(e.ID, withdrawn); is {
		return &Retraction{e, of}, nil
	}
	return &e, nil
}

// Reset says that events after Lost are no longer kept: whoever goes by them
// must take in the whole state anew. What is kept begins after Oldest, and goes
// on from there.
type Reset struct{ Lost, Oldest string }

// After implements Message.
func (r *Reset) After() string { return r.Oldest }

// Progress says that nothing more is wanted up to a cursor.
type Progress struct{ Through string }

// After implements Message.
func (p *Progress) After() string { return p.Through }

// Break says that the connection broke: until the next message what was told
// may be out of date.
type Break struct {
	Why error
	// Cursor is where the feed goes on.
	Cursor string
}

// After implements Message.
func (b *Break) After() string { return b.Cursor }

// Want says what is wanted; empty fields narrow nothing.
type Want struct {
	// Chain is an id, or a name in the server's configuration.
	Chain string
	// Types are types of events, and Status those of a snapshot's positions.
	Types                []string
	Status               []position.Status
	Protocol, Deployment string
	Account              string
}

// query is w as parameters, without what is of events or of positions alone.
func (w *Want) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"chain": w.Chain, "protocol": w.Protocol, "deployment": w.Deployment, "account": w.Account} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

func (w *Want) events() url.Values {
	query := w.query()
	if len(w.Types) > 0 {
		query.Set("type", strings.Join(w.Types, ","))
	}
	return query
}

func (w *Want) positions() url.Values {
	query := w.query()
	if len(w.Status) > 0 {
		var texts []string
		for _, s := range w.Status {
			texts = append(texts, string(s))
		}
		query.Set("status", strings.Join(texts, ","))
	}
	return query
}
