// Package compoundv2 is Compound v2 and what descends from it: Venus, its core
// pool as its isolated ones, Moonwell and Benqi. One code, whose differences are
// a variant.
//
// A comptroller lists markets, each a token (cToken) of its own that stands for
// a share of one asset. An account has one position in all markets of a
// comptroller: of the tokens that it holds those count as collateral whose
// market it entered, and borrowing enters a market by itself. Collateral counts
// with its weight, the collateral factor or, with Venus, a liquidation
// threshold; both sides are valued by one oracle, and when the debts are worth
// more than the weighted collateral the account has a shortfall. Anybody may
// then repay a part of one debt, at most what the close factor allows, and takes
// tokens of one entered market for it, of the same worth and a bonus called the
// liquidation incentive. The account's debts are stored with the index of their
// market at the time and grow with it; the tokens' exchange rate grows with
// what the market earns. Both only move when somebody touches the market, and
// the comptroller's own view answers on what was stored last. A liquidation
// accrues the market of the debt and that of the collateral first, no other; but
// anybody may touch the others before it. So a position is judged here with
// every market accrued, and what the view says is kept beside it.
//
// What makes an exchange rate (cash, borrows, reserves, supply) and the rate of
// interest are read at every block, like the prices: cash can arrive without an
// event. All else is folded from logs. The package must never read a clock or
// the chain by itself, and never round where the contract doesn't.
package compoundv2
