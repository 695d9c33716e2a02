// Package metrics is what brink tells Prometheus: the catalogue of metrics as
// data, the registry made from it, and those who are told what happens. Sums
// over positions and the state of chains are read anew at every scrape, so that
// what is gone vanishes; what happens is counted when it does.
//
// It must never label with what has no bound: addresses, transactions, blocks,
// or markets that anybody can create. It knows neither engine nor nodes: it
// satisfies their observers, and what is known now comes through Source.
package metrics
