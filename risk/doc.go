// Package risk answers what people ask of positions under other prices, at
// another time or after something was done: at which price is it liquidated,
// how much is liquidatable when an asset falls, what then happens, what would
// it take to be safe. All of it is asked of the protocols' own frames, so that
// each answer is what the contracts would say.
//
// It must never know a chain's node, a store or the feed, nor guess what an
// asset is: which assets move together is the caller's to say.
package risk
