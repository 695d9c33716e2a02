// Package storetest is the one suite that every store must pass: what its
// interfaces promise, against a model in memory, racing readers and writers,
// and processes that are killed.
package storetest
