package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"brink/config"
	"brink/feed"
	"brink/notify"
	"brink/web"
)

// errToldElsewhere is the answer to what only who tells people knows.
var errToldElsewhere = errors.New("another process tells people: ask that one")

// told shows to the API what people are told, by which rules and how.
type told struct {
	*notify.Notifier
	cfg  *config.Config
	here *atomic.Bool // it is this process that tells people
}

var _ web.Alerts = told{}

// Acknowledge implements web.Alerts.
func (t told) Acknowledge(ctx context.Context, id string, d time.Duration) error {
	if !t.here.Load() {
		return errToldElsewhere
	}
	err := t.Notifier.Acknowledge(ctx, id, d)
	if errors.Is(err, notify.ErrUnknown) {
		return web.ErrNoAlert
	}
	return err
}

// Holding implements web.Alerts.
func (t told) Holding() ([]feed.Alert, error) {
	if !t.here.Load() {
		return nil, errToldElsewhere
	}
	return t.Notifier.Holding(), nil
}

// Notifications implements web.Alerts.
func (t told) Notifications(limit int) ([]web.Notification, error) {
	if !t.here.Load() {
		return nil, errToldElsewhere
	}
	var out []web.Notification
	for _, m := range t.Deliveries(limit) {
		n := web.Notification{ID: m.ID, Channel: m.Channel, State: string(m.State), Reason: string(m.Reason),
			Attempts: m.Attempts, Made: m.Made.UTC(), Alerts: []string{}, Omitted: m.Omitted}
		if !m.Settled.IsZero() {
			at := m.Settled.UTC()
			n.Settled = &at
		}
		for i := range m.Alerts {
			n.Alerts = append(n.Alerts, m.Alerts[i].ID)
		}
		out = append(out, n)
	}
	return out, nil
}

// Rules implements web.Alerts.
func (t told) Rules() []web.AlertRule {
	rules := make([]web.AlertRule, len(t.cfg.Alerts.Rules))
	for i, r := range t.cfg.Alerts.Rules {
		rules[i] = web.AlertRule{Name: r.Name, Measure: r.Measure, Named: r.Named,
			Accounts: append([]string{}, r.Accounts...), Channels: append([]string{}, r.Channels...), Levels: []web.AlertLevel{}}
		for _, l := range r.Levels {
			level := web.AlertLevel{Severity: feed.Severity(l.Severity)}
			if !l.Enter.Wad().IsZero() || !l.Leave.Wad().IsZero() {
				enter, leave := l.Enter.String(), l.Leave.String()
				level.Enter, level.Leave = &enter, &leave
			}
			rules[i].Levels = append(rules[i].Levels, level)
		}
	}
	return rules
}
