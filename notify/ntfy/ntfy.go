// Package ntfy publishes messages to a topic of an ntfy server. It must never
// put what isn't ours into a header.
package ntfy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"brink/feed"
	"brink/notify"
)

// Options are a topic and how to reach it.
type Options struct {
	// URL ends with the topic: https://ntfy.example/topic.
	URL string
	// Token is an access token; empty for none.
	Token  string
	Links  notify.Links
	Client *http.Client
}

// Sender publishes to one topic.
type Sender struct {
	opt         Options
	root, topic string
}

// ErrURL is returned for a URL that doesn't end with a topic.
var ErrURL = errors.New("the URL must end with a topic, as in https://ntfy.example/topic")

// New makes a sender.
func New(opt Options) (*Sender, error) {
	u, err := url.Parse(opt.URL)
	if err != nil || u.Host == "" {
		return nil, ErrURL
	}
	folder, topic := path.Split(strings.TrimSuffix(u.Path, "/"))
	if topic == "" {
		return nil, ErrURL
	}
	u.Path, u.RawQuery = folder, ""
	return &Sender{opt, u.String(), topic}, nil
}

type publication struct {
	Topic    string   `json:"topic"`
	Title    string   `json:"title"`
	Message  string   `json:"message"`
	Priority int      `json:"priority"`
	Tags     []string `json:"tags"`
	Click    string   `json:"click,omitempty"`
	Actions  []action `json:"actions,omitempty"`
}

type action struct {
	Action string `json:"action"`
	Label  string `json:"label"`
	URL    string `json:"url"`
}

// limit is the most bytes that a message may have before it becomes a file.
const limit = 3800

// Send implements notify.Sender.
func (s *Sender) Send(ctx context.Context, m *notify.Message) error {
	text := m.Words(s.opt.Links)
	p := publication{Topic: s.topic, Title: cut(text.Title, 250), Message: cut(strings.Join(text.Lines, "\n"), limit), Priority: 3, Tags: []string{string(m.Severity())}}
	switch m.Severity() {
	case feed.Critical:
		p.Priority = 5
	case feed.Warning:
		p.Priority = 4
	}
	if over(m) {
		p.Priority = 3
	}
	for i, l := range text.Links {
		if i == 0 {
			p.Click = l.URL
		}
		p.Actions = append(p.Actions, action{"view", l.Name, l.URL})
	}
	body, err := json.Marshal(p)
	if err != nil {
		return notify.FailureOf(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.root, bytes.NewReader(body))
	if err != nil {
		return &notify.Failure{Reason: notify.Rejected}
	}
	r.Header.Set("Content-Type", "application/json")
	// A server from 2.16 on replaces what was published under the same one.
	r.Header.Set("X-Sequence-ID", m.ID)
	if s.opt.Token != "" {
		r.Header.Set("Authorization", "Bearer "+s.opt.Token)
	}
	_, err = notify.Do(s.opt.Client, r)
	return err
}

// over reports whether nothing in the message asks for anybody.
func over(m *notify.Message) bool {
	for i := range m.Alerts {
		if !m.Alerts[i].Over() {
			return false
		}
	}
	return true
}

// cut bounds a text to so many bytes, at the border of a character.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most-3], "") + "…"
}
