// Package morphoblue is Morpho Blue.
//
// One contract holds all markets, each of one loan token against one collateral
// token, under one oracle, one interest rate model and one liquidation
// threshold, all of it fixed when the market is made. An account has at most one
// position a market, and no position helps another. A debt is a number of shares
// of what the market lent; with interest the shares are worth more, and every
// block moves all debts of a market at once. What a position may owe is its
// collateral at the oracle's price, in loan tokens, times the threshold, each
// step rounded down. A position that owes more, rounded up, can be liquidated by
// anybody, whole or in part: who repays shares takes collateral of that worth and
// an incentive that follows from the threshold alone. When no collateral is left,
// and only then, what is still owed is written off and the lenders lose it.
// Accounts may let a contract of their choice take a part earlier, on rules of
// its own: that is a pre-liquidation. The contract has no view of any of this;
// its word is whether it refuses with "position is healthy". Interest is added
// whenever a market is touched, and here as if somebody touched it at the block
// in hand, which is what a liquidation does first.
//
// The package folds logs into tables and repeats the contract's arithmetic,
// named as the contract names it. It must never read a clock or the chain by
// itself, and never make up a dollar price: oracles here speak in loan tokens.
package morphoblue
