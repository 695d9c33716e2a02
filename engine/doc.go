// Package engine turns steps of a chain into what there is to say about its
// positions. It is a function of its state and the step: no clock, no goroutine
// that it doesn't join, no network but reads pinned to the hash of the block in
// hand. Live, backfill, replay and tests are therefore one code path.
//
// A step is all or nothing: after an error the engine is where it was, and the
// same step can be tried again. The caller must store each Batch and then call
// Published before the next Step.
//
// It must never print, store or send anything by itself.
package engine
