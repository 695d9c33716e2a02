// Package word reads what contracts say in words of 32 bytes: the topics and
// the data of a log, and a token's symbol.
//
// It must never make sense of what isn't as the type demands, panic on any
// input, or allocate.
package word
