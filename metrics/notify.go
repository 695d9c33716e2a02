package metrics

import "time"

// Notify is told what is sent to people.
type Notify struct{ *vectors }

// NewNotify begins the metrics of channels, by their configured names.
func NewNotify(m *Metrics, channels, severities, reasons, suppressions []string) *Notify {
	n := &Notify{&m.vectors}
	for _, c := range channels {
		for _, s := range severities {
			n.notifications.WithLabelValues(clean(c), s)
		}
		for _, r := range reasons {
			n.notificationFailures.WithLabelValues(clean(c), r)
		}
		for _, s := range suppressions {
			n.suppressed.WithLabelValues(clean(c), s)
		}
		n.queue.WithLabelValues(clean(c))
	}
	return n
}

// Attempted counts an attempt to send.
func (n *Notify) Attempted(channel, severity string) {
	n.notifications.WithLabelValues(clean(channel), clean(severity)).Inc()
}

// Failed counts an attempt that failed, and a message that was given up.
func (n *Notify) Failed(channel, reason string) {
	n.notificationFailures.WithLabelValues(clean(channel), clean(reason)).Inc()
}

// Suppressed counts an alert that a channel wasn't given.
func (n *Notify) Suppressed(channel, reason string) {
	n.suppressed.WithLabelValues(clean(channel), clean(reason)).Inc()
}

// Queue notes how much waits for a channel.
func (n *Notify) Queue(channel string, length int) {
	n.queue.WithLabelValues(clean(channel)).Set(float64(length))
}

// Accepted notes when a channel took a message.
func (n *Notify) Accepted(channel string, at time.Time) {
	n.lastSuccess.WithLabelValues(clean(channel)).Set(float64(at.UnixMilli()) / 1000)
}
