package tape

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

const (
	flushEvery = 64      // steps between which a torn tape may lose some
	maxKnown   = 100_000 // calls that are remembered, so as not to be recorded twice
)

// Recorder is a Source that records another. Close it after the last Next, and
// when no reader of its blocks is used any more.
type Recorder struct {
	src chain.Source

	mu      sync.Mutex
	zip     *gzip.Writer
	out     *json.Encoder
	steps   int
	filters []chain.Filter
	known   map[string]struct{} // calls that were recorded
	err     error               // of writing, for good
}

// Record records what src says to w. The Recorder takes src's place.
func Record(src chain.Source, w io.Writer) *Recorder {
	zip := gzip.NewWriter(w)
	r := &Recorder{src: src, zip: zip, out: json.NewEncoder(zip), known: make(map[string]struct{})}
	r.write(&line{Format: format})
	return r
}

// Next is the source's. When the tape can't be written, that is the error.
func (r *Recorder) Next(ctx context.Context, after chain.Ref, want chain.Filter) (chain.Step, error) {
	step, err := r.src.Next(ctx, after, want)
	broken := errors.Is(err, chain.ErrFinality)
	if err != nil && !broken {
		return step, err
	}
	s := &stepLine{After: toRef(after), Undo: step.Undo, Broken: broken,
		Latest: toHead(step.Latest), Safe: toHead(step.Safe), Final: toHead(step.Final)}
	if b := step.Block; b != nil {
		s.Block = &blockLine{toHead(b.Head()), b.Parent, toLogs(b.Logs)}
		wrapped := *b
		wrapped.Reader = &recording{r, b}
		step.Block = &wrapped
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s.Want = r.filter(want)
	r.write(&line{Step: s})
	r.steps++
	if r.steps%flushEvery == 0 && r.err == nil {
		r.err = r.zip.Flush()
	}
	if r.err != nil {
		return chain.Step{}, fmt.Errorf("recording: %w", r.err)
	}
	return step, err
}

// Close ends the tape. It doesn't close what the tape is written to.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.write(&line{End: &endLine{r.steps}})
	if err := r.zip.Close(); r.err == nil {
		r.err = err
	}
	if r.err != nil {
		return fmt.Errorf("recording: %w", r.err)
	}
	return nil
}

// write adds a line. The caller holds mu, if others may know r.
func (r *Recorder) write(l *line) {
	if r.err == nil {
		r.err = r.out.Encode(l)
	}
}

// filter returns the place of a filter, which is recorded when it is new.
func (r *Recorder) filter(f chain.Filter) int {
	for i := len(r.filters) - 1; i >= 0; i-- {
		if r.filters[i].Equal(f) {
			return i
		}
	}
	r.filters = append(r.filters, f)
	r.write(&line{Filter: &filterLine{f.Addresses, f.Topics}})
	return len(r.filters) - 1
}

// recording is a block's reader whose answers are recorded.
type recording struct {
	r *Recorder
	b *chain.Block
}

func (d *recording) Call(ctx context.Context, calls []chain.Call) ([]chain.Result, error) {
	results, err := d.b.Reader.Call(ctx, calls)
	gone := errors.Is(err, chain.ErrGone)
	if err != nil && !gone {
		return results, err
	}
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	for i, c := range calls {
		l := &callLine{Block: d.b.Hash, To: c.To, Data: c.Data, Gone: gone}
		if !gone {
			known := string(d.b.Hash[:]) + key(c)
			if _, ok := d.r.known[known]; ok {
				continue
			}
			if len(d.r.known) >= maxKnown {
				clear(d.r.known)
			}
			d.r.known[known] = struct{}{}
			l.Result, l.Reverted = results[i].Data, results[i].Reverted
		}
		d.r.write(&line{Call: l})
	}
	return results, err
}

func (d *recording) Logs(ctx context.Context, want chain.Filter) ([]types.Log, error) {
	logs, err := d.b.Reader.Logs(ctx, want)
	if err != nil {
		return logs, err
	}
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	place := d.r.filter(want)
	d.r.write(&line{Logs: &logsLine{d.b.Hash, place, toLogs(logs)}})
	return logs, nil
}

func (d *recording) Fees(ctx context.Context, txs []common.Hash) ([]*uint256.Int, error) {
	fees, err := d.b.Reader.Fees(ctx, txs)
	if err != nil {
		return fees, err
	}
	paid := make(map[common.Hash]*uint256.Int)
	for i, tx := range txs {
		if fees[i] != nil {
			paid[tx] = fees[i]
		}
	}
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	d.r.write(&line{Fees: &feesLine{d.b.Hash, paid}})
	return fees, nil
}
