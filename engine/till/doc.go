// Package till is the smallest protocol that has all of what an engine looks at,
// for tests of engines.
//
// It must never be part of a running program.
package till
