package chain

import (
	"context"
	"encoding/binary"
	"slices"
	"sort"

	"github.com/ethereum/go-ethereum/core/types"
)

// An answer about a range has nothing in it that shows what is missing, and to
// read every block in full would cost hundreds of times as much. So one block in
// spotEach is read like a block near the head, before its range is asked about.
const (
	spotEach = 256
	// blindFor is for how many blocks nobody tries that again after it couldn't be done
	// once; each further time it is twice as many.
	blindFor = 10_000
)

// spot is a final block whose wanted logs are known, out of its receipts where
// those can be had.
type spot struct {
	head *Header
	logs []types.Log
}

// drawn are the blocks of a chunk that are to be spots: one of each stretch of
// spotEach blocks, and one of a chunk of a quarter of that in any case.
func (c *chunk) drawn() []uint64 {
	var all []uint64
	for stretch := c.from / spotEach; stretch <= c.to/spotEach; stretch++ {
		if n := stretch*spotEach + c.draw(stretch)%spotEach; n >= c.from && n <= c.to {
			all = append(all, n)
		}
	}
	if size := c.to - c.from + 1; len(all) == 0 && size >= spotEach/4 {
		all = append(all, c.from+c.draw(c.from)%size)
	}
	return all
}

// draw is a number that nobody could know before the final block was there.
func (c *chunk) draw(which uint64) uint64 {
	// A step of splitmix64.
	x := binary.BigEndian.Uint64(c.final.Hash[:]) + which*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// readSpots reads the chunk's spots, as far as the node has them.
func (c *chunk) readSpots(ctx context.Context, node Node, opt FollowerOptions, want Filter) error {
	for numbers := range slices.Chunk(c.drawn(), maxAhead) {
		answer, err := node.Fetch(ctx, &Ask{Headers: numbers})
		if err != nil {
			return err
		}
		ask := &Ask{}
		for _, h := range answer.Headers {
			switch {
			case h == nil:
			case opt.blooms.mayMatch(h, want):
				ask.Logs = append(ask.Logs, LogQuery{Block: h, Want: want})
			default:
				c.spots = append(c.spots, spot{head: h})
			}
		}
		ask.Check = func(a *Answer) error {
			for i, q := range ask.Logs {
				if err := checkBlock(q.Block, want, a.Logs[i].Logs, opt.blooms); err != nil {
					return err
				}
			}
			return nil
		}
		if answer, err = node.Fetch(ctx, ask); err != nil {
			return err
		}
		for i, a := range answer.Logs {
			if a.Err == nil {
				c.spots = append(c.spots, spot{ask.Logs[i].Block, a.Logs})
			}
		}
	}
	return nil
}

// checkSpots reports whether an answer about a range has of each spot what is
// known of it. The logs are in order.
func checkSpots(q LogQuery, logs []types.Log, spots []spot) error {
	for _, s := range spots {
		n := s.head.Number
		if n < q.From || n > q.To {
			continue
		}
		from := sort.Search(len(logs), func(i int) bool { return logs[i].BlockNumber >= n })
		to := sort.Search(len(logs), func(i int) bool { return logs[i].BlockNumber > n })
		if !slices.EqualFunc(logs[from:to], s.logs, sameLog) {
			return Contradict(CheckRange, "block %s has %d wanted logs, of which the answer about %d to %d has %d, or others",
				s.head.Ref, len(s.logs), q.From, q.To, to-from)
		}
	}
	return nil
}

func sameLog(a, b types.Log) bool {
	return a.Index == b.Index && a.BlockHash == b.BlockHash && a.TxHash == b.TxHash && a.Address == b.Address &&
		slices.Equal(a.Topics, b.Topics) && slices.Equal(a.Data, b.Data)
}
