package feed

import (
	"context"
	"sync"
)

// Hub wakes those who wait for new entries. It carries nothing but the newest
// cursor: who is woken reads the log, at its own pace. The zero Hub is ready.
type Hub struct {
	mu     sync.Mutex
	newest Cursor
	moved  chan struct{}
}

// Wake says that the log holds entries up to a cursor. An older cursor than
// one already told changes nothing.
func (h *Hub) Wake(newest Cursor) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if newest <= h.newest {
		return
	}
	h.newest = newest
	if h.moved != nil {
		close(h.moved)
		h.moved = nil
	}
}

// Wait returns as soon as there is an entry after a cursor, or with ctx's error.
func (h *Hub) Wait(ctx context.Context, after Cursor) error {
	for {
		moved := h.Moved(after)
		if moved == nil {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Moved returns nil if there is an entry after a cursor, else what will be
// closed when the log has grown.
func (h *Hub) Moved(after Cursor) <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.newest > after {
		return nil
	}
	if h.moved == nil {
		h.moved = make(chan struct{})
	}
	return h.moved
}
