// Package telegram sends messages through a Telegram bot: HTML in which all
// that isn't ours is escaped. It must never let the bot's token, which is part
// of every URL, get into an error.
package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"strings"
	"time"

	"brink/notify"
)

// Options are a bot and a chat.
type Options struct {
	// API is where bots are spoken to, without a slash at the end.
	API string
	// Token is the bot's, Chat the id or @name of the chat.
	Token, Chat string
	Links       notify.Links
	Client      *http.Client
}

// DefaultAPI is Telegram's own.
const DefaultAPI = "https://api.telegram.org"

// Sender sends to one chat.
type Sender struct{ opt Options }

// New makes a sender.
func New(opt Options) *Sender { return &Sender{opt} }

type request struct {
	Chat    string  `json:"chat_id"`
	Text    string  `json:"text"`
	Mode    string  `json:"parse_mode"`
	Preview preview `json:"link_preview_options"`
}

type preview struct {
	Disabled bool `json:"is_disabled"`
}

// Send implements notify.Sender.
func (s *Sender) Send(ctx context.Context, m *notify.Message) error {
	body, err := json.Marshal(request{Chat: s.opt.Chat, Text: Markup(m.Words(s.opt.Links)), Mode: "HTML", Preview: preview{true}})
	if err != nil {
		return notify.FailureOf(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.opt.API+"/bot"+s.opt.Token+"/sendMessage", bytes.NewReader(body))
	if err != nil {
		return &notify.Failure{Reason: notify.Rejected}
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := notify.Do(s.opt.Client, r)
	return understand(answer, err)
}

// understand takes from an answer how long the chat is to be left alone, and
// from a success that it is one: the status alone doesn't say.
func understand(body []byte, err error) error {
	var answer struct {
		OK         bool `json:"ok"`
		Parameters struct {
			RetryAfter int64 `json:"retry_after"`
		} `json:"parameters"`
	}
	told := json.Unmarshal(body, &answer) == nil
	var f *notify.Failure
	switch {
	case errors.As(err, &f):
		if after := answer.Parameters.RetryAfter; told && after > 0 {
			f.After = max(f.After, time.Duration(min(after, 86_400))*time.Second)
		}
		return f
	case !told || !answer.OK:
		return &notify.Failure{Reason: notify.Status, Code: http.StatusOK}
	}
	return nil
}

// limit is the most characters that a message may have.
const limit = 4096

// Markup writes a text as Telegram's HTML, within its limit: lines at the end
// are left out first, never half a tag.
func Markup(t notify.Text) string {
	var tail strings.Builder
	for _, l := range t.Links {
		tail.WriteString("\n<a href=\"" + html.EscapeString(l.URL) + "\">" + html.EscapeString(l.Name) + "</a>")
	}
	out := "<b>" + html.EscapeString(shorten(t.Title)) + "</b>"
	for i, line := range t.Lines {
		next := "\n" + html.EscapeString(shorten(line))
		if len(out)+len(next)+tail.Len() > limit-2 {
			if i < len(t.Lines) {
				out += "\n…"
			}
			break
		}
		out += next
	}
	return out + tail.String()
}

// shorten bounds one line.
func shorten(s string) string {
	if runes := []rune(s); len(runes) > 300 {
		return string(runes[:299]) + "…"
	}
	return s
}
