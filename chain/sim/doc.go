// Package sim is a scripted chain for tests: blocks with whatever logs and
// answers a test wants, branches and reorgs, without a node and without a
// clock. It is a chain.Source that always tells the truth, and Node is a
// chain.Node over it that lags, repeats itself and refuses as it is told.
//
// It must never be part of a running program.
package sim
