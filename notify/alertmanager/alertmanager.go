// Package alertmanager hands alerts to Prometheus's Alertmanager, which groups,
// silences and routes them. It must never leave an alert firing there that is
// over here, nor forget one that isn't: what holds is sent again and again.
package alertmanager

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"brink/feed"
	"brink/notify"
)

// Options are an Alertmanager's address and how to reach it.
type Options struct {
	URL    string
	Token  string
	Links  notify.Links
	Client *http.Client
}

// Sender sends to one Alertmanager.
type Sender struct{ opt Options }

// New makes a sender.
func New(opt Options) *Sender {
	opt.URL = strings.TrimSuffix(opt.URL, "/")
	return &Sender{opt}
}

// alert is one as Alertmanager's API has it.
type alert struct {
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"`
	GeneratorURL string            `json:"generatorURL,omitempty"`
}

const (
	// unsaid is how long an alert holds that isn't sent again.
	unsaid = 4 * time.Minute
	// shown is how long something that happened is shown.
	shown = time.Hour
)

// Send implements notify.Sender.
func (s *Sender) Send(ctx context.Context, m *notify.Message) error {
	var out []alert
	for i := range m.Alerts {
		out = append(out, s.alerts(&m.Alerts[i], time.Now())...)
	}
	return s.post(ctx, out)
}

// Keep implements notify.Keeper.
func (s *Sender) Keep(ctx context.Context, alerts []feed.Alert) error {
	var out []alert
	for i := range alerts {
		out = append(out, s.alert(&alerts[i], alerts[i].Severity, time.Now().Add(unsaid)))
	}
	return s.post(ctx, out)
}

// alerts are what an alert is there: one a severity, the one before being over.
func (s *Sender) alerts(a *feed.Alert, now time.Time) []alert {
	if a.Transition == feed.Happened {
		return []alert{s.alert(a, a.Severity, now.Add(shown))}
	}
	var out []alert
	if a.Was != "" && a.Was != a.Severity {
		out = append(out, s.alert(a, a.Was, now))
	}
	if !a.Over() {
		out = append(out, s.alert(a, a.Severity, now.Add(unsaid)))
	}
	return out
}

func (s *Sender) alert(a *feed.Alert, severity feed.Severity, ends time.Time) alert {
	text := notify.Words(a, s.opt.Links)
	out := alert{
		Labels:      map[string]string{"alertname": a.Rule, "severity": string(severity), "subject": a.Subject, "measure": a.Measure},
		Annotations: map[string]string{"summary": text.Title, "description": strings.Join(text.Lines, "\n")},
		StartsAt:    a.Since.UTC(), EndsAt: ends.UTC(),
	}
	for name, value := range map[string]string{"chain": a.Chain, "protocol": a.Protocol, "deployment": a.Deployment, "account": a.Account, "name": a.Name} {
		if value != "" {
			out.Labels[name] = value
		}
	}
	if out.StartsAt.After(out.EndsAt) {
		out.StartsAt = out.EndsAt
	}
	if len(text.Links) > 0 {
		out.GeneratorURL = text.Links[0].URL
	}
	return out
}

func (s *Sender) post(ctx context.Context, alerts []alert) error {
	body, err := json.Marshal(alerts)
	if err != nil {
		return notify.FailureOf(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.opt.URL+"/api/v2/alerts", bytes.NewReader(body))
	if err != nil {
		return &notify.Failure{Reason: notify.Rejected}
	}
	r.Header.Set("Content-Type", "application/json")
	if s.opt.Token != "" {
		r.Header.Set("Authorization", "Bearer "+s.opt.Token)
	}
	_, err = notify.Do(s.opt.Client, r)
	return err
}
