package telegram_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"brink/feed"
	"brink/notify"
	"brink/notify/telegram"
)

const token = "123456:SECRETSECRETSECRET"

func message() *notify.Message {
	return &notify.Message{ID: "msg_1", Alerts: []feed.Alert{{Rule: "health", Transition: feed.Fired, Severity: feed.Critical, Text: "a < b & c"}}}
}

// bot is a server shaped as Telegram's.
func bot(t *testing.T, status int, answer string, got *map[string]any) *telegram.Sender {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/bot"+token+"/sendMessage" || r.Method != http.MethodPost {
			t.Errorf("%s %s", r.Method, r.URL.Path)
		}
		if err := json.NewDecoder(r.Body).Decode(got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return telegram.New(telegram.Options{API: server.URL, Token: token, Chat: "-100", Client: notify.Client(true)})
}

func TestSend(t *testing.T) {
	got := map[string]any{}
	if err := bot(t, 200, `{"ok":true,"result":{}}`, &got).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	if got["chat_id"] != "-100" || got["parse_mode"] != "HTML" || !strings.Contains(got["text"].(string), "a &lt; b &amp; c") {
		t.Errorf("sent %v", got)
	}
}

// A 429 says how long to wait.
func TestTooManyRequestsTellHowLongToWait(t *testing.T) {
	got := map[string]any{}
	err := bot(t, 429, `{"ok":false,"error_code":429,"parameters":{"retry_after":10072}}`, &got).Send(t.Context(), message())
	var f *notify.Failure
	if !errors.As(err, &f) || f.Reason != notify.RateLimited || f.After != 10072*time.Second {
		t.Errorf("429: %+v, %v", f, err)
	}
}

// No failure looks like success, and none tells the token.
func TestFailuresAreToldWithoutTheToken(t *testing.T) {
	got := map[string]any{}
	down := telegram.New(telegram.Options{API: "http://127.0.0.1:1", Token: token, Chat: "1", Client: notify.Client(true)})
	for name, err := range map[string]error{
		"network down": down.Send(t.Context(), message()),
		"not ok":       bot(t, 200, `{"ok":false}`, &got).Send(t.Context(), message()),
		"not JSON":     bot(t, 200, `<html>`, &got).Send(t.Context(), message()),
		"bad request":  bot(t, 400, `{"ok":false,"description":"`+token+`"}`, &got).Send(t.Context(), message()),
		"unauthorised": bot(t, 401, `{"ok":false}`, &got).Send(t.Context(), message()),
	} {
		if err == nil {
			t.Errorf("%s looks like success", name)
		} else if strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is in a text, the markup is well formed, ours alone, and within the
// limit: an error in it would lose the message.
func FuzzMarkup(f *testing.F) {
	f.Add("<b>", "a & b\n</a><script>", "https://x.example/\"><b>")
	f.Add(strings.Repeat("<", 5000), strings.Repeat("&amp;", 3000), strings.Repeat("x", 200))
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, title, line, url string) {
		if len(url) > 300 || !utf8.ValidString(title) || !utf8.ValidString(line) || !utf8.ValidString(url) || strings.ContainsFunc(title+line+url, func(r rune) bool { return r < ' ' && r != '\n' || r == 0xfffe || r == 0xffff }) {
			return // words are printable and links are ours
		}
		text := telegram.Markup(notify.Text{Title: title, Lines: []string{line, line, line}, Links: []notify.Link{{Name: "a", URL: url}}})
		if utf8.RuneCountInString(text) > 4096 {
			t.Fatalf("%d characters", utf8.RuneCountInString(text))
		}
		tags := 0
		for d := xml.NewDecoder(strings.NewReader("<x>" + text + "</x>")); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if _, ok := token.(xml.StartElement); ok {
				tags++
			}
		}
		if tags != 3 {
			t.Fatalf("%d tags in %q", tags, text)
		}
	})
}
