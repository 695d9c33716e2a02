package ntfy_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"brink/feed"
	"brink/notify"
	"brink/notify/ntfy"
)

// A server shaped as ntfy's gets title, text, links and how urgent it is;
// critical is what rings through.
func TestSend(t *testing.T) {
	var got struct {
		Topic, Title, Message, Click string
		Priority                     int
	}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/base/" || r.Header.Get("Authorization") != "Bearer tk_SECRET" || r.Header.Get("X-Sequence-ID") != "msg_1" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	s, err := ntfy.New(ntfy.Options{URL: server.URL + "/base/topic", Token: "tk_SECRET", Links: notify.Links{Page: "https://brink.example"}, Client: notify.Client(true)})
	if err != nil {
		t.Fatal(err)
	}
	for severity, priority := range map[feed.Severity]int{feed.Info: 3, feed.Warning: 4, feed.Critical: 5} {
		m := &notify.Message{ID: "msg_1", Alerts: []feed.Alert{{Rule: "health", Transition: feed.Fired, Severity: severity, Text: strings.Repeat("long ", 2000)}}}
		if err := s.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if got.Topic != "topic" || got.Priority != priority || !strings.HasPrefix(got.Title, strings.ToUpper(string(severity))) || len(got.Message) > 4096 || got.Click == "" {
			t.Errorf("%s: %+v", severity, got)
		}
	}
	resolved := &notify.Message{ID: "msg_1", Alerts: []feed.Alert{{Transition: feed.Resolved, Was: feed.Critical}}}
	if err := s.Send(t.Context(), resolved); err != nil || got.Priority != 3 {
		t.Errorf("a recovery has priority %d, %v", got.Priority, err)
	}
	server.Close()
	if err := s.Send(t.Context(), resolved); err == nil || strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "topic") {
		t.Errorf("with the server gone: %v", err)
	}
	for _, url := range []string{"", "ntfy.example/x", "https://ntfy.example", "https://ntfy.example/"} {
		if _, err := ntfy.New(ntfy.Options{URL: url}); !errors.Is(err, ntfy.ErrURL) {
			t.Errorf("%q was taken", url)
		}
	}
}
