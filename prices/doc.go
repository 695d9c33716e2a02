// Package prices is the price book: what each price source answered at a
// block. A source is named by where the protocol reads it, a contract and a
// call, never by a symbol: two protocols may disagree on a token and both are
// right.
//
// Where the call itself says which feed a price comes from, the book can ask that
// feed, with the prices, when it was last updated.
//
// It must never guess. A source that refused, or answered something that isn't
// one 256-bit word, has no price until a later block's read gives one.
package prices
