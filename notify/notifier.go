package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"brink/feed"
	"brink/store"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"
)

// Store is what the notifier needs of a store.
type Store interface {
	feed.Reader
	store.Keeper
}

// Options are the notifier's settings.
type Options struct {
	Channels []Channel
	// Quiet are the quiet hours of rules, by name.
	Quiet    map[string]Quiet
	Observer Observer
	Log      *slog.Logger
	// Mend finds the amounts that bring an alert's position to its target now, as
	// exactly as the contract counts; nil, or false, where that isn't known, and
	// then what the alert says of them is sent.
	Mend func(*feed.Alert) ([]feed.Remedy, bool)
	// Waits are the pauses before each attempt after the first, the last one
	// again and again; those of Standard Webhooks when nil.
	Waits []time.Duration
	// Now and Random are for tests; time.Now and rand.Float64 when nil.
	Now    func() time.Time
	Random func() float64
}

// Notifier sends alerts to people.
type Notifier struct {
	opt   Options
	store Store
	hub   *feed.Hub
	box   *outbox
	wake  map[string]chan struct{}
}

// New makes a notifier of the alerts on a feed.
func New(opt Options, st Store, hub *feed.Hub) *Notifier {
	if opt.Observer == nil {
		opt.Observer = nobody{}
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Waits == nil {
		opt.Waits = standardWaits
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Random == nil {
		opt.Random = rand.Float64
	}
	n := &Notifier{opt: opt, store: st, hub: hub, box: &outbox{store: st, stale: true}, wake: map[string]chan struct{}{}}
	n.box.reset()
	for _, c := range opt.Channels {
		n.wake[c.Name] = make(chan struct{}, 1)
	}
	return n
}

// retry is the pause after a failure of the store.
const retry = time.Second

// Run takes in alerts and sends them until ctx ends.
func (n *Notifier) Run(ctx context.Context) error {
	for n.box.update(ctx, n.tidy) != nil {
		if !sleep(ctx, retry) {
			return ctx.Err()
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return n.follow(ctx) })
	for i := range n.opt.Channels {
		c := &n.opt.Channels[i]
		group.Go(func() error { return n.serve(ctx, c) })
		if keeper, ok := c.Sender.(Keeper); ok {
			group.Go(func() error { return n.keep(ctx, c, keeper) })
		}
	}
	return group.Wait()
}

// tidy drops what waits for channels that are no more, and tries again those
// that lead elsewhere now.
func (n *Notifier) tidy(c change) {
	o := n.box
	known := func(name string) bool {
		return slices.ContainsFunc(n.opt.Channels, func(c Channel) bool { return c.Name == name })
	}
	for name, items := range o.items {
		if known(name) {
			continue
		}
		for i := range items {
			c.drop(itemKey(name, &items[i]))
		}
		delete(o.items, name)
	}
	for name, messages := range o.messages {
		if known(name) {
			continue
		}
		for _, m := range messages {
			c.drop(keyMessage + " " + m.ID)
		}
		delete(o.messages, name)
	}
	for name, fingerprint := range o.gone {
		i := slices.IndexFunc(n.opt.Channels, func(c Channel) bool { return c.Name == name })
		if i < 0 || n.opt.Channels[i].Fingerprint != fingerprint {
			delete(o.gone, name)
			c.drop(keyGone + " " + name)
		}
	}
}

const pageSize = 256

// follow takes in alerts as they come.
func (n *Notifier) follow(ctx context.Context) error {
	want := feed.Filter{Types: []string{feed.AlertChanged}}
	for {
		var after feed.Cursor
		n.box.view(func() { after = n.box.cursor })
		page, err := feed.Next(ctx, n.store, after, pageSize, want)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, feed.ErrExpired):
			n.opt.Log.Warn("The feed was shortened beyond the alerts that were taken in: those in between are not sent", "cursor", after.String())
			err = n.box.update(ctx, func(change) { n.box.cursor = page.Range.Newest })
		case err == nil && len(page.Entries) > 0:
			err = n.take(ctx, page.Entries)
		}
		if err != nil {
			n.opt.Log.Warn("Cannot take in alerts, trying again", "error", err)
			sleep(ctx, retry)
			continue
		}
		if len(page.Entries) < pageSize {
			if err := n.hub.Wait(ctx, max(page.Through, page.Range.Newest)); err != nil {
				return err
			}
		}
	}
}

// take routes alerts into the queues of the channels, and moves on.
func (n *Notifier) take(ctx context.Context, entries []feed.Entry) error {
	now := n.opt.Now()
	var alerts []item
	for i := range entries {
		it := item{Cursor: entries[i].Cursor, Key: entries[i].ID}
		if err := json.Unmarshal(entries[i].Data, &it.Alert); err != nil {
			return fmt.Errorf("reading alert %s: %w", entries[i].Cursor, err)
		}
		if a := &it.Alert; n.opt.Mend != nil && !a.Over() && a.Target != nil && a.Silent == "" {
			if ways, ok := n.opt.Mend(a); ok {
				a.Mend = ways
			}
		}
		alerts = append(alerts, it)
	}
	var told []func()
	err := n.box.update(ctx, func(c change) {
		told = nil
		for i := range alerts {
			if alerts[i].Cursor > n.box.cursor {
				told = append(told, n.route(c, alerts[i], now)...)
			}
		}
		n.box.cursor = max(n.box.cursor, entries[len(entries)-1].Cursor)
	})
	if err != nil {
		return err
	}
	for _, tell := range told {
		tell()
	}
	for _, wake := range n.wake {
		poke(wake)
	}
	return nil
}

func poke(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}

// route puts one alert where it belongs. What it returns is to be called when
// that is committed.
func (n *Notifier) route(c change, it item, now time.Time) (told []func()) {
	o, a := n.box, &it.Alert
	quiet := n.silence(c, a, now)
	switch {
	case a.Over() || a.Transition == feed.Happened:
		delete(o.held, a.ID)
		c.drop(keyHeld + " " + a.ID)
	default:
		o.held[a.ID] = held{it.Key, *a}
		c.put(keyHeld+" "+a.ID, o.held[a.ID])
	}
	for i := range n.opt.Channels {
		ch := &n.opt.Channels[i]
		reason := quiet
		if o.gone[ch.Name] != "" {
			reason = "disabled"
		}
		switch {
		case !ch.wants(a):
		case reason != "":
			told = append(told, func() { n.opt.Observer.Suppressed(ch.Name, reason) })
		default:
			it.Due = ch.due(a, n.opt.Quiet[a.Rule], now)
			o.items[ch.Name] = append(o.items[ch.Name], it)
			c.put(itemKey(ch.Name, &it), it)
			told = append(told, n.bound(c, ch)...)
		}
	}
	return told
}

// silence says why nobody is to be told of an alert; empty when somebody is. An
// acknowledgement ends with the alert, and doesn't cover what is worse.
func (n *Notifier) silence(c change, a *feed.Alert, now time.Time) string {
	o := n.box
	ack, acked := o.acks[a.ID]
	covered := acked && ack.covers(a, now)
	if acked && (a.Over() && ack.Until.IsZero() || !ack.Until.IsZero() && !now.Before(ack.Until)) {
		delete(o.acks, a.ID)
		c.drop(keyAck + " " + a.ID)
	}
	switch {
	case a.Silent != "":
		return a.Silent
	case covered && !ack.Until.IsZero():
		return "snoozed"
	case covered:
		return "acknowledged"
	}
	return ""
}

// bound keeps a queue from growing for ever: the oldest alert that isn't
// critical goes first.
func (n *Notifier) bound(c change, ch *Channel) (told []func()) {
	items := n.box.items[ch.Name]
	for len(items) > maxItems {
		i := max(0, slices.IndexFunc(items, func(it item) bool { return severityOf(&it.Alert) != feed.Critical }))
		c.drop(itemKey(ch.Name, &items[i]))
		items = slices.Delete(items, i, i+1)
		told = append(told, func() {
			n.opt.Observer.Suppressed(ch.Name, "overflow")
			n.opt.Log.Error("Too many alerts wait for a channel: the oldest is dropped", "channel", ch.Name)
		})
	}
	n.box.items[ch.Name] = items
	return told
}

// limiter is a channel's pace.
func limiter(perMinute int) *rate.Limiter {
	if perMinute == 0 {
		return rate.NewLimiter(rate.Inf, 1)
	}
	return rate.NewLimiter(rate.Limit(float64(perMinute)/60), min(5, perMinute))
}

// keepEvery is how often a channel that wants it hears of all that holds.
const keepEvery = time.Minute

// keep tells a channel again and again what holds.
func (n *Notifier) keep(ctx context.Context, c *Channel, keeper Keeper) error {
	for {
		var alerts []feed.Alert
		n.box.view(func() {
			for _, h := range n.box.held {
				if c.wants(&h.Alert) {
					alerts = append(alerts, h.Alert)
				}
			}
		})
		if len(alerts) > 0 {
			// What fails is said again in a minute; the queue tells of failures.
			if err := keeper.Keep(ctx, alerts); err != nil {
				n.opt.Log.Debug("Cannot keep alerts alive", "channel", c.Name, "error", err)
			}
		}
		if !sleep(ctx, keepEvery) {
			return ctx.Err()
		}
	}
}

// sleep waits; false when ctx ended before.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
