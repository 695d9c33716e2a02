// Package fault makes nodes fail, lie and lag on purpose, for tests that hold
// brink against it.
//
// A [Node] stands before a real node and answers JSON-RPC over HTTP and
// WebSocket as its rules say; a [Pipe] stands before anything that speaks TCP
// and loses, slows down or breaks what goes through it. What no rule touches is
// the real node's word.
//
// The tests of this package are the faults that brink promises to survive, each
// by its number in docs/reliability.md.
//
// It must never be part of a running program, and must never do anything by
// chance that a seed doesn't decide.
package fault
