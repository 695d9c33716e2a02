// Package compoundv3 is Compound III, whose contract is called Comet.
//
// One contract is one market: it lends a single base asset against a list of up
// to twenty-four others. An account has one number of base, its principal, which
// is a supply above zero and a debt below, and balances of the other assets, its
// collateral, which earn nothing. Principal grows by one of two indices; these
// move whenever somebody touches base, or just asks for it, and no log tells so.
// An account can be liquidated when its debt at the base's price is more than the
// sum of its collateral, each asset at its price and times its own factor, each
// step rounded down. Anybody may then have it absorbed: the contract takes all
// collateral and all debt to itself, pays the account what is left, and the
// reserves bear what is missing. Who absorbs gets nothing for it. What there is
// to gain is in buying the collateral from the contract afterwards, at a discount,
// which it offers while its reserves are below their target. Factors, price feeds
// and the curves of interest are code, and change with an upgrade only.
//
// Collateral follows from logs; principal doesn't, since base can pass between two
// borrowers without any. So the principal of whoever a log touches is read from
// the contract as of that block, that of all others in turn, a few every block,
// and that of everybody once debts no longer sum up to what the contract says.
//
// The contract's own views judge by the indices as they were last stored, a
// liquidation by indices with the interest until its block: both are told. The
// package must never read a clock or the chain by itself, and never call dollars
// what a market prices in something else.
package compoundv3
