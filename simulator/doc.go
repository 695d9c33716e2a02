// Package simulator runs a shard as the program does, follower, engine and
// store, through whatever one seed decides: a chain with its markets and its
// reorganisations, a node that lags, lies, refuses and forgets, a store that
// fails, oracles that fall silent, kills and lost snapshots. Time is virtual.
//
// What came out is compared with the chain itself, with an engine that never
// saw a fault, and with the log of what was said: no event is missed, none
// stands that didn't happen, each is taken back once at most, no number is
// wrong and nothing grows.
//
// It must never be part of a running program, nor decide anything by a clock
// or by the order in which goroutines run.
package simulator
