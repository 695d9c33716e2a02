package main

import (
	"context"
	"errors"
	"time"

	"brink/notify"
	"brink/web"
)

// told shows a notifier to the API.
type told struct{ *notify.Notifier }

var _ web.Alerts = told{}

// Acknowledge implements web.Alerts.
func (t told) Acknowledge(ctx context.Context, id string, d time.Duration) error {
	err := t.Notifier.Acknowledge(ctx, id, d)
	if errors.Is(err, notify.ErrUnknown) {
		return web.ErrNoAlert
	}
	return err
}

// Notifications implements web.Alerts.
func (t told) Notifications(limit int) []web.Notification {
	var out []web.Notification
	for _, m := range t.Deliveries(limit) {
		n := web.Notification{ID: m.ID, Channel: m.Channel, State: string(m.State), Reason: string(m.Reason),
			Attempts: m.Attempts, Made: m.Made.UTC(), Alerts: []string{}}
		if !m.Settled.IsZero() {
			at := m.Settled.UTC()
			n.Settled = &at
		}
		for i := range m.Alerts {
			n.Alerts = append(n.Alerts, m.Alerts[i].ID)
		}
		out = append(out, n)
	}
	return out
}
