// Package state is brink's only mutable memory: tables of dense plain rows
// that remember what they were, so that any block's changes can be taken back.
//
// A DB marks block boundaries with Begin and takes the newest one back with
// Undo. Tables register with their DB and keep their own journals; nothing is
// ever undone one table at a time. Rows hold no pointers and no padding, which
// is what lets a table be scanned at the speed of memory, written to disk as it
// lies there and hashed byte by byte.
//
// It must never know what its rows mean, read a clock, or lock: whoever
// changes a DB is alone with it.
package state
