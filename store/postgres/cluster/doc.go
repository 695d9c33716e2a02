// Package cluster runs Debian's PostgreSQL for tests, on a folder of its own.
//
// It must never be part of a running program, touch a server that it didn't
// start, or keep what a server stored: nothing is synced to disk.
package cluster
