package web_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"brink/feed"
	"brink/web"
)

// told is an Alerts with one alert.
type told struct {
	acked string
	d     time.Duration
}

func (t *told) Holding() ([]feed.Alert, error) {
	return []feed.Alert{{ID: "health/1:a:b", Rule: "health", Severity: feed.Critical, Transition: feed.Fired, Mend: []feed.Remedy{}, Channels: []string{}}}, nil
}

func (t *told) Acknowledge(_ context.Context, id string, d time.Duration) error {
	if id != "health/1:a:b" {
		return web.ErrNoAlert
	}
	t.acked, t.d = id, d
	return nil
}

func (t *told) Rules() []web.AlertRule {
	line := "1.1"
	return []web.AlertRule{{Name: "health", Measure: "health_factor", Accounts: []string{}, Channels: []string{},
		Levels: []web.AlertLevel{{Severity: feed.Critical, Enter: &line, Leave: &line}}}}
}

// The page's watch list: what is told by which thresholds.
func TestRules(t *testing.T) {
	s := newSite(t, web.Options{Alerts: new(told)})
	if body, _ := s.get("/v1/alerts/rules", 200); !strings.Contains(body, `"levels":[{"severity":"critical","enter":"1.1","leave":"1.1"}]`) {
		t.Errorf("rules: %s", body)
	}
}

func (t *told) Notifications(limit int) ([]web.Notification, error) {
	return []web.Notification{{ID: "msg_1", Channel: "phone", State: "sent", Attempts: limit, Alerts: []string{"health/1:a:b"}}}, nil
}

func TestAlertsAndTheirAcknowledgement(t *testing.T) {
	alerts := new(told)
	s := newSite(t, web.Options{Alerts: alerts, Tokens: []string{"0123456789abcdef"}})
	if body, _ := s.get("/v1/alerts", 200); !strings.Contains(body, `"id":"health/1:a:b"`) {
		t.Errorf("alerts: %s", body)
	}
	if body, _ := s.get("/v1/notifications?limit=7", 200); !strings.Contains(body, `"attempts":7`) {
		t.Errorf("notifications: %s", body)
	}
	for _, c := range []struct {
		path, token, body string
		status            int
	}{
		{"acknowledge", "", `{"id":"health/1:a:b"}`, 401},
		{"acknowledge", "Bearer ", `{"id":"health/1:a:b"}`, 401},
		{"acknowledge", "Bearer 0123456789abcdeF", `{"id":"health/1:a:b"}`, 401},
		{"acknowledge", "0123456789abcdef", `{"id":"health/1:a:b"}`, 401},
		{"acknowledge", "Bearer 0123456789abcdef", `{"id":"other"}`, 404},
		{"acknowledge", "Bearer 0123456789abcdef", `{"ids":"other"}`, 422},
		{"snooze", "Bearer 0123456789abcdef", `{"id":"health/1:a:b","for":"ever"}`, 422},
		{"snooze", "Bearer 0123456789abcdef", `{"id":"health/1:a:b","for":"8h"}`, 204},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/alerts/"+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if c.token != "" {
			r.Header.Set("Authorization", c.token)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.status {
			t.Errorf("%s %s with %q: %d, want %d", c.path, c.body, c.token, answer.StatusCode, c.status)
		}
	}
	if alerts.acked == "" || alerts.d != 8*time.Hour {
		t.Errorf("acknowledged %q for %s", alerts.acked, alerts.d)
	}
	// Without alerts and tokens there is nothing, and there is nothing.
	s = newSite(t, web.Options{})
	if body, _ := s.get("/v1/alerts", 200); strings.TrimSpace(body) != `{"alerts":[]}` {
		t.Errorf("alerts: %s", body)
	}
}

func TestChannelsAreTried(t *testing.T) {
	tried := 0
	s := newSite(t, web.Options{Tokens: []string{"0123456789abcdef"}, Channels: []web.Channel{
		{Name: "phone", Try: func(context.Context) error { tried++; return nil }},
		{Name: "pager", Try: func(context.Context) error { return errors.New("timeout") }},
	}})
	if body, _ := s.get("/v1/notifications", 200); body != `{"notifications":[],"channels":["phone","pager"]}`+"\n" {
		t.Errorf("notifications: %s", body)
	}
	for _, c := range []struct {
		token, channel string
		status         int
	}{
		{"", "phone", 401}, {"Bearer 0123456789abcdef", "post", 404}, {"Bearer 0123456789abcdef", "pager", 502}, {"Bearer 0123456789abcdef", "phone", 204},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/notifications/test", strings.NewReader(`{"channel":"`+c.channel+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if c.token != "" {
			r.Header.Set("Authorization", c.token)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != c.status {
			t.Errorf("%q through %s: %d, want %d", c.token, c.channel, resp.StatusCode, c.status)
		}
	}
	if tried != 1 {
		t.Errorf("tried %d times", tried)
	}
}
