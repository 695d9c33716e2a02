// Package alerts decides what people are to be told, and when: rules on
// positions, markets, prices and chains, and for each rule and subject a state
// machine with levels, thresholds to enter and to leave, and a memory of what
// was told.
//
// It is a consumer of the feed and knows nothing but what stands there. Time is
// that of blocks; only whether brink sees a chain at all is judged by the clock,
// for blocks stop when it doesn't. Transitions go back to the feed as entries of
// type alert.v1, in one transaction with the state and the place in the log. A
// reorganisation takes back what its blocks brought, and says so.
//
// It must never ask the engine or a node, never send anything to anybody, and
// never take what can't be known for safe.
package alerts
