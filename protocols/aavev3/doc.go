// Package aavev3 is Aave v3, from 3.0.0 to 3.7, and the forks of its code.
//
// An account has one position in a market. Its collateral is every supplied
// reserve whose bit is set in the user configuration, its debt everything that
// it borrowed; all of it is valued by the market's oracle in one base unit. Each
// collateral backs debt with its share called liquidation threshold, or, if the
// account is in an efficiency mode that the reserve belongs to, with the mode's.
// The health factor is what is backed over what is owed; below one the account
// can be liquidated. Anybody may then repay a part of one debt and take
// collateral of that worth and a bonus, of which the protocol keeps a fee. How
// large the part may be depends on the version: half or all of one debt at
// first, from 3.3 on a share of the whole position with rules against dust.
// Balances are stored scaled by indices that grow with interest, so that a
// block changes a few numbers a reserve and no account.
//
// The package folds logs into tables and repeats the contract's arithmetic,
// named as the contract names it. It must never read a clock or the chain by
// itself, and never round where the contract doesn't.
package aavev3
