// Package protocols says what a lending protocol is to brink: something that
// names the logs it wants, folds them into tables, and can say of every
// position how healthy it is and what it consists of. A folder below it is one
// code family; forks of that code are options.
//
// It must never import the engine, a store or the feed, and no protocol may
// import another.
package protocols
