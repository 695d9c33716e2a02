package telegram_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/notify"
	"brink/notify/telegram"
	"brink/store"
	"brink/store/sqlite"
)

// chat is a Telegram-shaped server that is asked too much at first, and refuses
// markup that isn't well formed as Telegram does.
type chat struct {
	mu    sync.Mutex
	busy  int // so many requests are too many
	times []time.Time
	texts []string
}

func (c *chat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var in struct{ Text string }
	err := json.NewDecoder(r.Body).Decode(&in)
	c.times = append(c.times, time.Now())
	switch c.busy--; {
	case c.busy >= 0:
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}`)
	case err != nil || !wellFormed(in.Text):
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities"}`)
	default:
		c.texts = append(c.texts, in.Text)
		_, _ = io.WriteString(w, `{"ok":true,"result":{}}`)
	}
}

func wellFormed(text string) bool {
	for d := xml.NewDecoder(strings.NewReader("<x>" + text + "</x>")); ; {
		switch _, err := d.Token(); {
		case errors.Is(err, io.EOF):
			return true
		case err != nil:
			return false
		}
	}
}

func (c *chat) got() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.texts)
}

// told sends alerts through a notifier to a chat, until all have arrived.
func told(t *testing.T, c *chat, alerts ...feed.Alert) {
	t.Helper()
	server := httptest.NewServer(c)
	defer server.Close()
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "brink.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	out := store.Commit{Consumer: "alerts"}
	for _, a := range alerts {
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		out.Entries = append(out.Entries, feed.Entry{ChainID: 1, ID: a.ID, Type: feed.AlertChanged, Subject: a.ID, Block: chain.Head{Time: 1}, Status: feed.Latest, Data: data})
	}
	if _, err := st.Commit(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	client := notify.Client(true)
	defer client.CloseIdleConnections()
	n := notify.New(notify.Options{Waits: []time.Duration{time.Millisecond}, Channels: []notify.Channel{{
		Name: "chat", Sender: telegram.New(telegram.Options{API: server.URL, Token: token, Chat: "-100", Client: client}),
		Least: feed.Info, Window: time.Millisecond, Urgent: time.Millisecond, Digest: 100, Expiry: time.Hour, Forgetful: true}}}, st, new(feed.Hub))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	until := time.Now().Add(20 * time.Second)
	for tick := time.NewTicker(time.Millisecond); len(c.got()) < len(alerts); <-tick.C {
		if time.Now().After(until) {
			t.Errorf("%d of %d messages arrived: %+v", len(c.got()), len(alerts), n.Deliveries(5))
			break
		}
	}
	stop()
	<-done
}

// A 429 loses no message: it comes once, and not before the chat wants to be asked again.
func TestTelegram429LosesNoMessage(t *testing.T) {
	c := &chat{busy: 2}
	told(t, c, feed.Alert{ID: "a", Rule: "health", Transition: feed.Fired, Severity: feed.Critical, Subject: "first"},
		feed.Alert{ID: "b", Rule: "health", Transition: feed.Fired, Severity: feed.Critical, Subject: "second"})
	got := c.got()
	if len(got) != 2 || !strings.Contains(got[0], "first") || !strings.Contains(got[1], "second") {
		t.Fatalf("arrived: %q", got)
	}
	for i := range 2 {
		if pause := c.times[i+1].Sub(c.times[i]); pause < time.Second {
			t.Errorf("asked again after %s", pause)
		}
	}
	if strings.Contains(got[0]+got[1], "sent before") {
		t.Errorf("a message that was refused is called a repetition: %q", got)
	}
}

// An escape that is forgotten is a 400, and a message that never comes: whatever
// stands in an alert, it isn't refused.
func TestEscapingMarkupIsNeverRefused(t *testing.T) {
	const nasty = "_*[a](b)~`>#+-=|{}.!\\ <b>&amp;</i> \"'&lt <a href=\"x\">"
	c := new(chat)
	told(t, c, feed.Alert{ID: nasty, Rule: nasty, Transition: feed.Fired, Severity: feed.Critical, Subject: nasty, Name: nasty, Account: nasty,
		Chain: nasty, Market: nasty, Text: nasty, Reason: nasty, Mend: []feed.Remedy{{Action: "repay", Symbol: nasty, Amount: nasty}}})
	if got := c.got(); len(got) != 1 || !strings.Contains(got[0], "_*[a](b)~`&gt;#+-=|{}.!\\ &lt;b&gt;&amp;amp;") {
		t.Errorf("arrived: %q", got)
	}
}
