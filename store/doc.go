// Package store says how the feed is kept: one numbered log, appended to by one
// owner a shard, read by anybody from any cursor. sqlite and postgres below it
// keep it; storetest is the one suite that both must pass.
//
// It must never renumber an entry, show one before all earlier ones can be
// seen, or let two owners of one shard both write.
package store
