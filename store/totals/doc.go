// Package totals adds liquidations up, for every store in the same way: the store
// finds the rows of a window, and this package goes over them once. It must never
// ask a store for more than it is given, but the few that it tells by name.
package totals
