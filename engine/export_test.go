package engine

import "brink/position"

// Watched are the positions of a deployment that are looked at in every block.
func (e *Engine) Watched(deployment int) []position.ID { return e.deployments[deployment].watch.IDs() }

// Watches reports whether a position belongs there.
func (e *Engine) Watches(h *position.Health, err error) bool { return e.watchful(h, err) }
