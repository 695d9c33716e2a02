// Package notify brings alerts to people: it follows the feed's alert.v1 entries,
// decides by channel what is to be sent, and sends it. A folder below it is a
// kind of channel.
//
// What waits to be sent is kept in the store, in one transaction with the place
// in the feed: a crash at any moment loses nothing, and what is sent again is
// sent under the same key. Each channel has a queue and a pace of its own, and a
// channel that fails is left alone for a growing while; the others don't notice.
//
// It must never decide what is an alert, never put a secret or a URL into an
// error or a log, and never send to a private address that nobody allowed.
package notify
