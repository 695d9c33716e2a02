package notify

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"brink/feed"
)

// State is what became of a message.
type State string

// The states.
const (
	Waiting State = "waiting"
	Sent    State = "sent"
	Failed  State = "failed"
	Lapsed  State = "expired"
)

// Message is what is sent at one time through one channel: one alert, or a
// digest of many.
type Message struct {
	// ID is the same however often the message is sent.
	ID      string       `json:"id"`
	Channel string       `json:"channel"`
	Alerts  []feed.Alert `json:"alerts"`
	// Omitted is how many more alerts it told of: the log of what was sent names
	// some of a digest's alone.
	Omitted int `json:"omitted,omitempty"`
	// Keys are the ids of the entries that the alerts came with, for as long as it
	// waits.
	Keys []string  `json:"keys,omitempty"`
	Made time.Time `json:"made"`
	// Order is that among messages made at one moment.
	Order   int       `json:"order"`
	Expires time.Time `json:"expires"`
	// Attempts were made, the last at Tried; the next one is due at Next, and the
	// channel asked for none before NotBefore.
	Attempts  int       `json:"attempts"`
	Tried     time.Time `json:"tried,omitzero"`
	Next      time.Time `json:"next,omitzero"`
	NotBefore time.Time `json:"not_before,omitzero"`
	State     State     `json:"state"`
	// Doubt says that an attempt was begun of which nobody knows how it ended. It
	// is kept for channels that take a message as often as it is sent.
	Doubt bool `json:"doubt,omitempty"`
	// Reason and Detail are why the last attempt failed.
	Reason  Reason    `json:"reason,omitempty"`
	Detail  string    `json:"detail,omitempty"`
	Settled time.Time `json:"settled,omitzero"`
}

// Digest reports whether the message stands for many alerts.
func (m *Message) Digest() bool { return len(m.Alerts) > 1 }

// Words is the message in words.
func (m *Message) Words(links Links) Text {
	var t Text
	if m.Digest() {
		t = Digest(m.Alerts, links)
	} else {
		t = Words(&m.Alerts[0], links)
	}
	if m.Doubt {
		t.Lines = append(t.Lines, "this may have been sent before")
	}
	return t
}

// Severity is the worst of the alerts, of what is over the one that it had.
func (m *Message) Severity() feed.Severity {
	worst := feed.Info
	for i := range m.Alerts {
		if s := severityOf(&m.Alerts[i]); s.Rank() > worst.Rank() {
			worst = s
		}
	}
	return worst
}

func severityOf(a *feed.Alert) feed.Severity {
	if a.Over() {
		return a.Was
	}
	return a.Severity
}

// idOf names the message of some entries to a channel.
func idOf(channel string, keys []string) string {
	h := sha256.New()
	h.Write([]byte(channel))
	for _, key := range keys {
		h.Write([]byte{0})
		h.Write([]byte(key))
	}
	return "msg_" + hex.EncodeToString(h.Sum(nil)[:16])
}

// worstFirst orders alerts by severity, what is over last; else as they came.
func worstFirst(alerts []feed.Alert) []feed.Alert {
	return slices.SortedStableFunc(slices.Values(alerts), func(a, b feed.Alert) int {
		return cmp.Compare(b.Severity.Rank(), a.Severity.Rank())
	})
}

// item is an alert that waits to become part of a message.
type item struct {
	Cursor feed.Cursor `json:"cursor"`
	Key    string      `json:"key"` // the entry's id
	Alert  feed.Alert  `json:"alert"`
	Due    time.Time   `json:"due"`
}

// compose makes messages of the items that are due: each by itself, or when
// they are many one digest, which says of each alert only the last. It returns
// which items they are made of.
func (c *Channel) compose(items []item, now time.Time) (made []Message, used []item) {
	for _, it := range items {
		// Who waits for the window alone comes along with who is due.
		if !it.Due.After(now.Add(c.Window)) {
			used = append(used, it)
		}
	}
	if !slices.ContainsFunc(used, func(it item) bool { return !it.Due.After(now) }) {
		return nil, nil
	}
	if len(used) > c.Digest || c.Whole {
		return []Message{c.message(used, now)}, used
	}
	for i := range used {
		m := c.message(used[i:i+1], now)
		m.Order = i
		made = append(made, m)
	}
	return made, used
}

// lasting is how long it is tried to tell what happened.
const lasting = 72 * time.Hour

func (c *Channel) message(items []item, now time.Time) Message {
	m := Message{Channel: c.Name, Made: now, Expires: now.Add(c.Expiry), State: Waiting}
	at := map[string]int{}
	for _, it := range items {
		m.Keys = append(m.Keys, it.Key)
		if i, again := at[it.Alert.ID]; again {
			m.Alerts[i] = it.Alert
			continue
		}
		at[it.Alert.ID] = len(m.Alerts)
		m.Alerts = append(m.Alerts, it.Alert)
	}
	m.ID = idOf(c.Name, m.Keys)
	// What happened stays true.
	if slices.ContainsFunc(m.Alerts, func(a feed.Alert) bool { return a.Transition == feed.Happened }) {
		m.Expires = now.Add(max(c.Expiry, lasting))
	}
	if len(items) > 1 && !c.Whole {
		for i := range m.Alerts {
			m.Alerts[i].Position = nil // a digest has no room for them
		}
	}
	return m
}
