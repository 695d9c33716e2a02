// Package client asks a running brink, and follows its feed: a snapshot of the
// positions and then every event after it, or the feed from any cursor, over
// connections that break and servers that are started anew, with no event lost
// and none given twice.
//
// It must never guess: what a server no longer keeps is told as a Reset, and
// what a reorganisation took back as a Retraction. It must never put the path,
// the query or the password of a URL into an error.
package client
