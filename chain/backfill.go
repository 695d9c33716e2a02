package chain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"sync"

	"github.com/ethereum/go-ethereum/core/types"
)

// Sizes of ranges. More logs than manyLogs make the next range smaller, so
// that what lies ready stays small too.
const (
	firstRange = 1000
	manyLogs   = 10_000
)

// backfill fetches ranges of final blocks ahead of the one who asks.
type backfill struct {
	node   Node
	opt    FollowerOptions
	want   Filter
	chunks []*chunk // without gaps between them
	size   uint64   // blocks of the next range
	blind  uint64   // spots are read after this block
	rest   uint64   // for how many blocks nobody tries that again the next time that it can't be done
	work   sync.WaitGroup
}

// chunk is a range of final blocks: those with wanted logs, and the last.
type chunk struct {
	from, to uint64
	final    Head // what the chain called final when the range was asked for
	stop     context.CancelFunc
	done     chan struct{} // closed when what follows is set
	spotted  bool          // spots are read
	spots    []spot
	unread   error // why not all spots could be read
	blocks   []*Block
	logs     int
	fits     uint64 // blocks of one request that the node accepted after it had refused more
	err      error

	fitted bool // the size of ranges was adapted to it
}

// next returns the first block after a number that has wanted logs or ends a
// range.
func (b *backfill) next(ctx context.Context, after uint64, final Head, want Filter) (*Block, error) {
	for len(b.chunks) > 0 && b.chunks[0].to <= after {
		b.chunks = b.chunks[1:]
	}
	if !b.want.Equal(want) || len(b.chunks) > 0 && b.chunks[0].from > after+1 {
		b.drop()
		b.want = want
	}
	b.fill(after+1, final)
	first := b.chunks[0]
	select {
	case <-first.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	b.fit(first)
	if first.err != nil {
		b.drop()
		return nil, fmt.Errorf("fetching blocks %d to %d: %w", first.from, first.to, first.err)
	}
	i := sort.Search(len(first.blocks), func(i int) bool { return first.blocks[i].Number > after })
	return first.blocks[i], nil
}

// fill keeps the configured number of ranges under way.
func (b *backfill) fill(from uint64, final Head) {
	if n := len(b.chunks); n > 0 {
		from = b.chunks[n-1].to + 1
	}
	for len(b.chunks) < b.opt.Ranges && from <= final.Number {
		c := &chunk{from: from, to: min(from+b.size-1, final.Number), final: final, done: make(chan struct{})}
		from = c.to + 1
		ctx, stop := context.WithCancel(context.Background())
		c.stop = stop
		c.spotted = b.tries(c)
		b.chunks = append(b.chunks, c)
		want := b.want
		b.work.Go(func() {
			defer stop()
			defer close(c.done)
			if c.spotted {
				c.unread = c.readSpots(ctx, b.node, b.opt, want)
			}
			c.err = c.fetch(ctx, b.node, b.opt, want)
		})
	}
}

// tries reports whether a chunk's spots are to be read: of chunks under way those of
// one, once that couldn't be done.
func (b *backfill) tries(c *chunk) bool {
	return c.to > b.blind && (b.rest == 0 || !slices.ContainsFunc(b.chunks, func(c *chunk) bool { return c.spotted }))
}

// fit adapts the size of ranges to how a chunk went: down at once, up slowly. It
// also adapts how soon spots are tried again: where a node refuses them, each try
// costs the patience that one has with nodes.
func (b *backfill) fit(c *chunk) {
	if c.fitted {
		return
	}
	switch {
	case c.unread != nil && c.to > b.blind:
		b.rest = max(blindFor, 2*b.rest)
		b.blind = c.to + b.rest
	case c.unread == nil && len(c.spots) > 0:
		b.rest = 0
	}
	switch {
	case c.fits > 0:
		b.size = min(b.size, c.fits)
	case c.err != nil || c.logs > manyLogs:
		b.size = max(1, b.size/2)
	default:
		b.size = min(b.size+b.size/4+1, b.opt.MaxRange)
	}
	c.fitted = true
}

// drop forgets all chunks. What is under way ends by itself.
func (b *backfill) drop() {
	for _, c := range b.chunks {
		c.stop()
	}
	b.chunks = nil
}

func (b *backfill) close() {
	b.drop()
	b.work.Wait()
}

func (c *chunk) fetch(ctx context.Context, node Node, opt FollowerOptions, want Filter) error {
	logs, err := c.fetchLogs(ctx, node, opt, want)
	if err != nil {
		return err
	}
	c.logs = len(logs)
	groups := byBlock(logs)
	if n := len(groups); n == 0 || groups[n-1][0].BlockNumber != c.to {
		groups = append(groups, nil)
	}
	for len(groups) > 0 {
		some := groups[:min(len(groups), opt.Window)]
		groups = groups[len(some):]
		if err := c.fetchBlocks(ctx, node, opt, want, some); err != nil {
			return err
		}
	}
	return nil
}

// fetchLogs asks for smaller and smaller parts while the node refuses.
func (c *chunk) fetchLogs(ctx context.Context, node Node, opt FollowerOptions, want Filter) ([]types.Log, error) {
	if len(want.Addresses) == 0 || len(want.Topics) == 0 {
		return nil, nil
	}
	var all []types.Log
	size := c.to - c.from + 1
	for from := c.from; from <= c.to; {
		q := LogQuery{From: from, To: min(from+size-1, c.to), Want: want}
		answer, err := node.Fetch(ctx, &Ask{
			// A node that is behind may answer with the logs that it has: whoever answers must have the last block.
			Headers: []uint64{q.To},
			Logs:    []LogQuery{q},
			Check: func(a *Answer) error {
				if err := checkRange(q, a.Logs[0].Logs); err != nil || a.Logs[0].Err != nil {
					return err
				}
				if a.Headers[0] == nil {
					return Contradict(CheckBlocks, "logs up to final block %d, which is not there", q.To)
				}
				return checkSpots(q, a.Logs[0].Logs, c.spots)
			},
		})
		if err != nil {
			return nil, err
		}
		switch err := answer.Logs[0].Err; {
		case err == nil:
			all = append(all, answer.Logs[0].Logs...)
			from = q.To + 1
		case errors.Is(err, ErrTooMuch) && q.To > q.From:
			size = smaller(q.To-q.From+1, err)
			c.fits = size
		case errors.Is(err, ErrTooMuch):
			logs, err := oneBlock(ctx, node, opt, q)
			if err != nil {
				return nil, err
			}
			all = append(all, logs...)
			from++
		default:
			return nil, err
		}
	}
	return all, nil
}

// oneBlock gets the logs of a block that has too many for an answer about logs
// out of its receipts.
func oneBlock(ctx context.Context, node Node, opt FollowerOptions, q LogQuery) ([]types.Log, error) {
	answer, err := node.Fetch(ctx, &Ask{Headers: []uint64{q.From}})
	if err != nil {
		return nil, err
	}
	h := answer.Headers[0]
	if h == nil {
		return nil, fmt.Errorf("asking for final block %d: %w", q.From, ErrUnknownBlock)
	}
	answer, err = node.Fetch(ctx, &Ask{
		Logs:  []LogQuery{{Block: h, Want: q.Want, Receipts: true}},
		Check: func(a *Answer) error { return checkBlock(h, q.Want, a.Logs[0].Logs, opt.blooms) },
	})
	if err != nil {
		return nil, err
	}
	return answer.Logs[0].Logs, answer.Logs[0].Err
}

// smaller is what the node suggests instead of so many blocks, or half.
func smaller(blocks uint64, err error) uint64 {
	var refused *RangeError
	if errors.As(err, &refused) && refused.Blocks > 0 && refused.Blocks < blocks {
		return refused.Blocks
	}
	return blocks / 2
}

// fetchBlocks fetches the headers of some blocks by their logs; a group without
// logs is the chunk's last block.
func (c *chunk) fetchBlocks(ctx context.Context, node Node, opt FollowerOptions, want Filter, groups [][]types.Log) error {
	ask := &Ask{}
	for _, logs := range groups {
		number := c.to
		if logs != nil {
			number = logs[0].BlockNumber
		}
		ask.Headers = append(ask.Headers, number)
	}
	// What was final when the range was asked for must still be there afterwards: else the logs may be another branch's.
	ask.Headers = append(ask.Headers, c.final.Number)
	ask.Check = func(a *Answer) error {
		for i, h := range a.Headers {
			if h == nil {
				return Contradict(CheckBlocks, "final block %d is not there", ask.Headers[i])
			}
			if h.Number == c.final.Number && h.Hash != c.final.Hash {
				return Contradict(CheckBlocks, "final block %d is %s and %s", h.Number,
					c.final.Hash.TerminalString(), h.Hash.TerminalString())
			}
			if i == len(groups) {
				break
			}
			if err := checkBlock(h, want, groups[i], opt.blooms); err != nil {
				return err
			}
		}
		return nil
	}
	answer, err := node.Fetch(ctx, ask)
	if err != nil {
		return err
	}
	for i, h := range answer.Headers[:len(groups)] {
		stamp(h, groups[i])
		c.blocks = append(c.blocks, newBlock(node, opt, h, groups[i]))
	}
	return nil
}

// byBlock cuts logs, which are in order, into those of each block.
func byBlock(logs []types.Log) [][]types.Log {
	var groups [][]types.Log
	for start := 0; start < len(logs); {
		end := start + 1
		for end < len(logs) && logs[end].BlockNumber == logs[start].BlockNumber {
			end++
		}
		groups = append(groups, logs[start:end:end])
		start = end
	}
	return groups
}

// checkRange reports whether logs can be the answer to a query for a range.
func checkRange(q LogQuery, logs []types.Log) error {
	for i := range logs {
		l := &logs[i]
		if l.BlockNumber < q.From || l.BlockNumber > q.To {
			return Contradict(CheckLogs, "log of block %d in answer about %d to %d", l.BlockNumber, q.From, q.To)
		}
		if i > 0 {
			p := &logs[i-1]
			if p.BlockNumber > l.BlockNumber || p.BlockNumber == l.BlockNumber && p.Index >= l.Index {
				return Contradict(CheckLogs, "logs of block %d are out of order", l.BlockNumber)
			}
		}
		if err := checkLog(q.Want, l); err != nil {
			return err
		}
	}
	return nil
}
