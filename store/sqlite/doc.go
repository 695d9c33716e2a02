// Package sqlite keeps the feed in one file on this machine: the default store.
//
// It must never acknowledge what a power cut could take back, nor let a second
// process write to the file.
package sqlite
