// Package postgres keeps the feed in PostgreSQL, 14 or newer, for several
// machines at once: one schema is one store.
//
// Whatever writes is one statement, a call of a function in the database that
// locks the log's counter first: cursors are given in the order in which they
// become visible, and nobody waits for a writer whose network is gone.
//
// It must never let a cursor become visible before an earlier one, rely on a
// notification having come, or show the password of its URL.
package postgres
