package engine

// Digest is a hash over all tables: equal for engines that hold the same.
func (e *Engine) Digest() [32]byte {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.db.Digest()
}
