// Package jetstream copies the feed into a stream of NATS JetStream, where any
// number of readers cost the watcher nothing.
//
// A message's id is the cursor of the entry in it, and so is its sequence, on
// servers from 2.10 on: a reader that knows a cursor can begin there. The stream
// itself says how far it has come, and nothing else must be remembered:
// whichever side lost something, what lacks is sent again, and nothing twice.
//
// It must never write what isn't in the log, nor write into a stream whose
// messages are another log's.
package jetstream
