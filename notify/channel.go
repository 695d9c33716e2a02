package notify

import (
	"context"
	"slices"
	"time"

	"brink/feed"
)

// Sender sends messages through one channel. An error that is a Failure says
// what is to be done; its text holds no secret.
type Sender interface {
	Send(ctx context.Context, m *Message) error
}

// Keeper is a sender that wants to hear of all alerts that still hold, again
// and again.
type Keeper interface {
	Keep(ctx context.Context, alerts []feed.Alert) error
}

// Channel is one way to tell somebody.
type Channel struct {
	Name   string
	Sender Sender
	// Fingerprint changes with where the channel leads: one that said that it
	// is gone is tried again when it leads elsewhere.
	Fingerprint string
	// Least is the least severity that is sent.
	Least feed.Severity
	Quiet Quiet
	// Window is how long alerts are gathered, those that are critical for
	// Urgent; more than Digest of them become one message.
	Window, Urgent time.Duration
	Digest         int
	// Whole says that the channel takes any number of alerts in one message,
	// each in full.
	Whole bool
	// Forgetful says that what is sent twice arrives twice: that an attempt begins
	// is then written down first, and its repetition says that it may be one.
	Forgetful bool
	// PerMinute bounds the messages; 0 for no bound.
	PerMinute int
	// Expiry is how long a message is sent that isn't true any more.
	Expiry time.Duration
	// Recoveries are sent as well.
	Recoveries bool
}

// wants reports whether an alert is for the channel at all.
func (c *Channel) wants(a *feed.Alert) bool {
	if len(a.Channels) > 0 && !slices.Contains(a.Channels, c.Name) {
		return false
	}
	rank := max(a.Severity.Rank(), a.Was.Rank())
	better := a.Transition == feed.Resolved || a.Transition == feed.Eased
	return rank >= c.Least.Rank() && (c.Recoveries || !better)
}

// due is when an alert that came now is to be sent, of a rule that may have quiet
// hours of its own.
func (c *Channel) due(a *feed.Alert, rule Quiet, now time.Time) time.Time {
	if a.Severity == feed.Critical || a.Over() && a.Was == feed.Critical && a.Transition == feed.Withdrawn {
		return now.Add(min(c.Urgent, c.Window))
	}
	at := now.Add(c.Window)
	for next := at; ; at = next {
		if next = c.Quiet.Until(rule.Until(at)); next.Equal(at) {
			return at
		}
	}
}

var standardWaits = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour,
	20 * time.Hour, 24 * time.Hour,
}

// pause is how long a message that failed so often waits, within a fifth more or
// less, so that many don't come back at one moment.
func (n *Notifier) pause(attempts int) time.Duration {
	d := n.opt.Waits[min(attempts, len(n.opt.Waits))-1]
	return time.Duration(float64(d) * (0.8 + 0.4*n.opt.Random()))
}

// Observer is told what is sent and what isn't.
type Observer interface {
	Attempted(channel, severity string)
	Failed(channel, reason string)
	Suppressed(channel, reason string)
	Queue(channel string, length int)
	Accepted(channel string, at time.Time)
}

type nobody struct{}

func (nobody) Attempted(string, string)   {}
func (nobody) Failed(string, string)      {}
func (nobody) Suppressed(string, string)  {}
func (nobody) Queue(string, int)          {}
func (nobody) Accepted(string, time.Time) {}

// Suppressions are why a channel isn't given an alert.
func Suppressions() []string {
	return []string{"floor", "acknowledged", "snoozed", "overflow", "disabled"}
}
