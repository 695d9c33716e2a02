// Package rpc is a chain.Node over the JSON-RPC endpoints of real nodes, by
// WebSocket or HTTP: the first that works is used, the next when it fails.
//
// What nodes send is material, not truth: every answer is scanned strictly, and
// an answer that doesn't fit its question is the endpoint's failure, never an
// empty result.
//
// It must never let an endpoint's URL, or any part of it, into an error, a log
// or a metric: they name an endpoint by its name alone.
package rpc
