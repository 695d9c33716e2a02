// Package feed is the shape of what brink says: one numbered log of entries,
// each the whole current truth about its subject as of a block, and the JSON of
// positions, liquidations and chains that entries and answers carry.
//
// It must never hold a delta: the last entry about a subject wins, and what a
// reorganisation took back is withdrawn by an entry like any other.
package feed
