// Package aavev2 is Aave v2 and the forks of its code.
//
// An account has one position in a market. Its collateral is every deposited
// reserve whose bit is set in the user configuration, its debt everything that
// it borrowed, at the reserve's variable rate or at a stable rate of its own;
// all of it is valued by the market's oracle in one base unit, a wei of ether on
// the older markets. Each collateral backs debt with its share called
// liquidation threshold, and the mean of these shares is truncated to basis
// points. The health factor is what is backed over what is owed; below one the
// account can be liquidated, unless the pool is paused or both reserves are in
// a grace period. Anybody may then repay a share of one debt, the close factor
// of the market's collateral manager, and take collateral of that worth and a
// bonus. Nothing is charged for it and nothing written off: debt that no
// collateral stands for any more stays. Balances are stored scaled by indices
// that grow with interest, and stable debts with their rate and date, so that a
// block changes a few numbers a reserve and no account.
//
// Two kinds of aTokens change balances without an event, those of assets that
// rebase: who pledges such an asset is unknown, see Options.
//
// The package folds logs into tables and repeats the contract's arithmetic,
// named as the contract names it. It must never read a clock or the chain by
// itself, and never round where the contract doesn't.
package aavev2
