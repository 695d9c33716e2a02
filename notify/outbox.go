package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"brink/feed"
	"brink/store"
)

// Consumer is the name under which the outbox is kept.
const Consumer = "notify"

// outbox is all that waits to be sent, and what was sent lately. What it holds
// in memory is what the store keeps: every change is committed first.
type outbox struct {
	store store.Keeper

	mu       sync.Mutex
	cursor   feed.Cursor
	version  uint64
	stale    bool                 // a commit failed, and what is kept must be read anew
	items    map[string][]item    // by channel, in the order in which they came
	messages map[string][]Message // by channel, in the order in which they are sent
	settled  []Message            // the oldest first
	held     map[string]held      // alerts that hold, by id
	acks     map[string]Ack
	gone     map[string]string // fingerprints of channels that are gone, by name
}

// held is the last word on an alert that holds.
type held struct {
	Key   string     `json:"key"`
	Alert feed.Alert `json:"alert"`
}

// Prefixes of the keys of the parts.
const (
	keyItem    = "item"
	keyMessage = "message"
	keySettled = "settled"
	keyHeld    = "held"
	keyAck     = "ack"
	keyGone    = "gone"
)

// The bounds of what is kept.
const (
	maxItems   = 10_000 // waiting in a channel
	maxSettled = 1_000  // messages that were sent, or never will be
	maxNamed   = 20     // alerts of such a message
)

// reset empties what is in memory.
func (o *outbox) reset() {
	o.items, o.messages = map[string][]item{}, map[string][]Message{}
	o.settled, o.held, o.acks, o.gone = nil, map[string]held{}, map[string]Ack{}, map[string]string{}
}

// load reads what is kept.
func (o *outbox) load(ctx context.Context) error {
	kept, err := o.store.Kept(ctx, Consumer)
	if err != nil {
		return err
	}
	o.reset()
	o.cursor, o.version, o.stale = kept.Cursor, kept.Version, false
	for key, value := range kept.Values {
		part, name, _ := strings.Cut(key, " ")
		if err := o.restore(part, name, value); err != nil {
			return fmt.Errorf("reading what was kept as %q: %w", key, err)
		}
	}
	for _, items := range o.items {
		slices.SortFunc(items, func(a, b item) int { return int(a.Cursor) - int(b.Cursor) })
	}
	for _, messages := range o.messages {
		slices.SortFunc(messages, byAge)
	}
	slices.SortFunc(o.settled, func(a, b Message) int {
		if c := a.Settled.Compare(b.Settled); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return nil
}

func byAge(a, b Message) int {
	if c := a.Made.Compare(b.Made); c != 0 {
		return c
	}
	return a.Order - b.Order
}

func (o *outbox) restore(part, name string, value []byte) error {
	switch part {
	case keyItem:
		var it item
		channel, _, _ := strings.Cut(name, " ")
		err := json.Unmarshal(value, &it)
		o.items[channel] = append(o.items[channel], it)
		return err
	case keyMessage:
		var m Message
		err := json.Unmarshal(value, &m)
		o.messages[m.Channel] = append(o.messages[m.Channel], m)
		return err
	case keySettled:
		var m Message
		err := json.Unmarshal(value, &m)
		o.settled = append(o.settled, m)
		return err
	case keyHeld:
		var h held
		err := json.Unmarshal(value, &h)
		o.held[name] = h
		return err
	case keyAck:
		var a Ack
		err := json.Unmarshal(value, &a)
		o.acks[name] = a
		return err
	case keyGone:
		o.gone[name] = string(value)
	}
	return nil
}

// change is what one commit writes.
type change map[string][]byte

func (c change) put(key string, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		panic("notify: encoding " + key + ": " + err.Error())
	}
	c[key] = data
}

func (c change) drop(key string) { c[key] = nil }

func itemKey(channel string, it *item) string {
	return fmt.Sprintf("%s %s %020d", keyItem, channel, uint64(it.Cursor))
}

// update lets do change what is in memory, and commits what it wrote. After an
// error nothing has changed: what is kept is read anew.
func (o *outbox) update(ctx context.Context, do func(c change)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stale {
		if err := o.load(ctx); err != nil {
			return err
		}
	}
	at, c := o.cursor, change{}
	do(c)
	if len(c) == 0 && at == o.cursor {
		return nil
	}
	if _, err := o.store.Commit(ctx, store.Commit{Consumer: Consumer, Version: o.version, Cursor: o.cursor, Put: c}); err != nil {
		o.stale = true
		return err
	}
	o.version++
	return nil
}

// view looks at what is in memory.
func (o *outbox) view(do func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	do()
}

// settle moves the first message of a channel to the log of what was sent.
func (o *outbox) settle(c change, m Message) {
	o.messages[m.Channel] = o.messages[m.Channel][1:]
	c.drop(keyMessage + " " + m.ID)
	o.log(c, m)
}

// log notes what became of a message, and forgets the oldest. Of a digest it
// names the worst alerts: a crash must not fill the store.
func (o *outbox) log(c change, m Message) {
	m.Alerts = worstFirst(m.Alerts) // a copy: the sender may still look at them
	m.Omitted = max(0, len(m.Alerts)-maxNamed)
	m.Alerts, m.Keys = slices.Clone(m.Alerts[:len(m.Alerts)-m.Omitted]), nil
	for i := range m.Alerts {
		m.Alerts[i].Position = nil
	}
	o.settled = append(o.settled, m)
	c.put(keySettled+" "+m.ID, m)
	for len(o.settled) > maxSettled {
		c.drop(keySettled + " " + o.settled[0].ID)
		o.settled = o.settled[1:]
	}
}

// Deliveries are the messages that wait or were settled lately, the newest
// first.
func (o *outbox) deliveries(limit int) []Message {
	var out []Message
	o.view(func() {
		for _, messages := range o.messages {
			out = append(out, messages...)
		}
		slices.SortFunc(out, byAge)
		out = append(slices.Clone(o.settled), out...)
	})
	slices.Reverse(out)
	return out[:min(limit, len(out))]
}

// Ack keeps an alert quiet up to a severity: for as long as it holds, or until
// a moment.
type Ack struct {
	Severity feed.Severity `json:"severity"`
	Until    time.Time     `json:"until,omitzero"`
}

// covers reports whether people have said that they needn't be told.
func (k *Ack) covers(a *feed.Alert, now time.Time) bool {
	if !k.Until.IsZero() && !now.Before(k.Until) {
		return false
	}
	return severityOf(a).Rank() <= k.Severity.Rank() && (!a.Over() || !k.Until.IsZero())
}
