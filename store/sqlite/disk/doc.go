// Package disk puts a layer of ours between SQLite and the files it writes, for
// tests: each write passes a function that may let it through, in part or not at
// all, fail it, or end the process in the middle of it.
//
// It must never be part of a running program.
package disk
