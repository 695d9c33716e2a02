package chain

import (
	"context"
	"fmt"
	"sort"
	"time"
)

// BlockAt is the canonical block of a number, without logs: its Reader has them.
func BlockAt(ctx context.Context, node Node, number uint64, opt FollowerOptions) (*Block, error) {
	h, err := HeaderAt(ctx, node, number)
	if err != nil {
		return nil, err
	}
	return newBlock(node, opt, h, nil), nil
}

// HeaderAt is the canonical header of a number.
func HeaderAt(ctx context.Context, node Node, number uint64) (*Header, error) {
	answer, err := node.Fetch(ctx, &Ask{Headers: []uint64{number}})
	if err != nil {
		return nil, err
	}
	if answer.Headers[0] == nil {
		return nil, fmt.Errorf("asking for block %d: %w", number, ErrUnknownBlock)
	}
	return answer.Headers[0], nil
}

// FirstSince is the number of the first block up to a last one whose time is not
// before a moment; the number after the last where there is none.
func FirstSince(ctx context.Context, node Node, moment time.Time, last uint64) (uint64, error) {
	var failed error
	n := sort.Search(int(last)+1, func(n int) bool {
		if failed != nil {
			return true
		}
		var h *Header
		if h, failed = HeaderAt(ctx, node, uint64(n)); failed != nil {
			return true
		}
		return int64(h.Time) >= moment.Unix()
	})
	return uint64(n), failed
}
