// Package chain says what brink asks of a blockchain and nothing more: a Source
// that answers "what comes after my tip?" with the next block or with "your tip
// is gone", and a Reader that answers calls as of one block's hash.
//
// It must never know a lending protocol, keep a position of its own in the
// chain on behalf of a caller, or hand out a log that was not checked against
// the block that it claims to come from.
package chain
