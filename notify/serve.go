package notify

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"brink/feed"

	"golang.org/x/time/rate"
)

// idle is the longest pause of a channel's loop.
const idle = time.Minute

// serve sends what waits for one channel, one message after the other, until
// ctx ends. While a message fails those behind it wait: what is the matter with
// the channel would be the matter with them, and their order is kept.
func (n *Notifier) serve(ctx context.Context, c *Channel) error {
	pace := limiter(c.PerMinute)
	for ctx.Err() == nil {
		m, next, err := n.next(ctx, c)
		switch {
		case err != nil:
			if ctx.Err() == nil {
				n.opt.Log.Warn("Cannot read what waits to be sent, trying again", "channel", c.Name, "error", err)
			}
			sleep(ctx, retry)
		case m == nil:
			n.await(ctx, c, next)
		default:
			n.deliver(ctx, c, pace, m)
		}
	}
	return ctx.Err()
}

// await waits until a moment, or until something new has come.
func (n *Notifier) await(ctx context.Context, c *Channel, next time.Time) {
	ctx, cancel := context.WithTimeout(ctx, min(idle, max(0, next.Sub(n.opt.Now()))))
	defer cancel()
	select {
	case <-n.wake[c.Name]:
	case <-ctx.Done():
	}
}

// next is the message that is due, or when to look again.
func (n *Notifier) next(ctx context.Context, c *Channel) (due *Message, next time.Time, err error) {
	var told []func()
	err = n.box.update(ctx, func(ch change) {
		due, told = nil, nil
		now := n.opt.Now()
		next = now.Add(idle)
		o := n.box
		if o.gone[c.Name] != "" {
			told = n.clear(ch, c)
			return
		}
		for len(o.messages[c.Name]) > 0 {
			m := o.messages[c.Name][0]
			if now.After(m.Expires) && !n.renew(ch, &m, now, c.Expiry) {
				m.State, m.Reason, m.Settled = Lapsed, Expired, now
				o.settle(ch, m)
				told = append(told, func() { n.opt.Observer.Failed(c.Name, string(Expired)) })
				continue
			}
			if at := soon(m, o.items[c.Name], now); at.After(now) {
				next = at
				return
			}
			due = &m
			return
		}
		items := o.items[c.Name]
		made, used := c.compose(items, now)
		for _, it := range used {
			ch.drop(itemKey(c.Name, &it))
		}
		o.items[c.Name] = slices.DeleteFunc(items, func(it item) bool {
			return slices.ContainsFunc(used, func(u item) bool { return u.Cursor == it.Cursor })
		})
		for _, m := range made {
			o.messages[c.Name] = append(o.messages[c.Name], m)
			ch.put(keyMessage+" "+m.ID, m)
		}
		if len(made) > 0 {
			due = &made[0]
		}
		for _, it := range o.items[c.Name] {
			if it.Due.Before(next) {
				next = it.Due
			}
		}
	})
	if err != nil {
		return nil, next, err
	}
	for _, tell := range told {
		tell()
	}
	n.measure(c)
	return due, next, nil
}

// measure tells how much waits.
func (n *Notifier) measure(c *Channel) {
	var length int
	n.box.view(func() { length = len(n.box.items[c.Name]) + len(n.box.messages[c.Name]) })
	n.opt.Observer.Queue(c.Name, length)
}

// eager is the pause after which a failing channel is tried again when
// something new has come for it.
const eager = time.Minute

// soon is when a message is to be tried next: as its failures say, but not
// later than the news behind it would like.
func soon(m Message, behind []item, now time.Time) time.Time {
	if len(behind) > 0 && m.Attempts > 0 {
		if at := m.Tried.Add(eager); at.Before(m.Next) && !at.Before(m.NotBefore) {
			return at
		}
	}
	return m.Next
}

// renew gives a message that has expired more time for those of its alerts that
// still hold just so; false when there is none.
func (n *Notifier) renew(ch change, m *Message, now time.Time, expiry time.Duration) bool {
	current := map[string]bool{}
	for _, h := range n.box.held {
		current[h.Key] = true
	}
	if !slices.ContainsFunc(m.Keys, func(key string) bool { return current[key] }) {
		return false
	}
	m.Expires = now.Add(expiry)
	n.box.messages[m.Channel][0] = *m
	ch.put(keyMessage+" "+m.ID, *m)
	return true
}

// clear empties the queue of a channel that is gone.
func (n *Notifier) clear(ch change, c *Channel) (told []func()) {
	o := n.box
	for i := range o.items[c.Name] {
		ch.drop(itemKey(c.Name, &o.items[c.Name][i]))
		told = append(told, func() { n.opt.Observer.Suppressed(c.Name, "disabled") })
	}
	delete(o.items, c.Name)
	for len(o.messages[c.Name]) > 0 {
		m := o.messages[c.Name][0]
		m.State, m.Reason, m.Settled = Failed, Gone, n.opt.Now()
		o.settle(ch, m)
	}
	return told
}

// deliver tries a message once and commits what came of it.
func (n *Notifier) deliver(ctx context.Context, c *Channel, pace *rate.Limiter, m *Message) {
	if pace.Wait(ctx) != nil {
		return
	}
	doubted := m.Doubt
	if err := n.doubt(ctx, c, m); err != nil {
		if ctx.Err() == nil {
			n.opt.Log.Warn("Cannot write down that a message is sent, trying again", "channel", c.Name, "error", err)
		}
		sleep(ctx, retry)
		return
	}
	attempt, cancel := context.WithTimeout(ctx, patience)
	err := c.Sender.Send(attempt, m)
	cancel()
	if ctx.Err() != nil && err != nil {
		return // not the channel's fault; the message stays as it was
	}
	n.opt.Observer.Attempted(c.Name, string(m.Severity()))
	now := n.opt.Now()
	done := *m
	done.Doubt = doubted
	done.Attempts++
	done.Tried = now
	if err == nil {
		n.opt.Observer.Accepted(c.Name, now)
		done.State, done.Reason, done.Detail, done.Settled = Sent, "", "", now
	} else {
		f := FailureOf(err)
		done.Doubt = c.Forgetful && (doubted || f.unclear())
		n.failed(c, &done, f, now)
	}
	// The channel has taken it: this must be written down, or it would be sent
	// again, under the same id.
	for {
		err := n.box.update(ctx, func(ch change) { n.record(ch, c, done) })
		if err == nil || ctx.Err() != nil {
			return
		}
		n.opt.Log.Warn("Cannot write down what was sent, trying again", "channel", c.Name, "error", err)
		sleep(ctx, retry)
	}
}

// doubt writes down that an attempt begins, for a channel that forgets: after a
// crash nobody knows how it ended. The attempt itself knows of those before.
func (n *Notifier) doubt(ctx context.Context, c *Channel, m *Message) error {
	if !c.Forgetful || m.Doubt {
		return nil
	}
	return n.box.update(ctx, func(ch change) {
		if queue := n.box.messages[c.Name]; len(queue) > 0 && queue[0].ID == m.ID {
			queue[0].Doubt = true
			ch.put(keyMessage+" "+m.ID, queue[0])
		}
	})
}

// failed notes why a message wasn't taken, and when to try again.
func (n *Notifier) failed(c *Channel, m *Message, f *Failure, now time.Time) {
	n.opt.Observer.Failed(c.Name, string(f.Reason))
	n.opt.Log.Warn("A notification was not taken", "channel", c.Name, "attempt", m.Attempts, "reason", string(f.Reason), "status", f.Code)
	m.Reason, m.Detail = f.Reason, f.Error()
	m.NotBefore = now.Add(f.After)
	m.Next = now.Add(max(f.After, n.pause(m.Attempts)))
	if f.Reason == Rejected || f.Reason == Gone {
		m.State, m.Settled = Failed, now
	}
	if f.Reason == Gone {
		n.opt.Log.Error("A channel says that it is gone for good; it is disabled until it leads elsewhere", "channel", c.Name)
	}
}

// record writes down what came of an attempt. When one got through, nothing
// that waits has a reason to.
func (n *Notifier) record(ch change, c *Channel, m Message) {
	o := n.box
	queue := o.messages[c.Name]
	if len(queue) == 0 || queue[0].ID != m.ID {
		return
	}
	if m.State == Waiting {
		queue[0] = m
		ch.put(keyMessage+" "+m.ID, m)
		return
	}
	if m.Reason == Gone {
		o.gone[c.Name] = c.Fingerprint
		ch[keyGone+" "+c.Name] = []byte(c.Fingerprint)
	}
	o.settle(ch, m)
}

// ErrUnknown is returned for an alert that doesn't hold.
var ErrUnknown = errors.New("no such alert holds")

// Acknowledge keeps an alert quiet: as long as it holds, or when d isn't zero
// for that long. What is worse is told all the same.
func (n *Notifier) Acknowledge(ctx context.Context, id string, d time.Duration) error {
	found := false
	err := n.box.update(ctx, func(c change) {
		h, ok := n.box.held[id]
		if found = ok; !ok {
			return
		}
		ack := Ack{Severity: h.Alert.Severity}
		if d > 0 {
			ack.Until = n.opt.Now().Add(d).UTC()
		}
		n.box.acks[id] = ack
		c.put(keyAck+" "+id, ack)
	})
	if err == nil && !found {
		return ErrUnknown
	}
	return err
}

// Holding are the alerts that hold, by id.
func (n *Notifier) Holding() []feed.Alert {
	var out []feed.Alert
	n.box.view(func() {
		for _, id := range slices.Sorted(maps.Keys(n.box.held)) {
			out = append(out, n.box.held[id].Alert)
		}
	})
	return out
}

// Deliveries are the messages that wait or were settled lately, the newest first.
func (n *Notifier) Deliveries(limit int) []Message { return n.box.deliveries(limit) }
