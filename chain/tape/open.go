package tape

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Limits of what Open takes in, decompressed.
const (
	maxLine = 32 << 20
	maxTape = 1 << 30
)

// Errors of tapes.
var (
	// ErrMalformed: what was opened is no tape, or a damaged one.
	ErrMalformed = errors.New("malformed tape")
	// ErrMissing: the tape doesn't hold what is asked of it.
	ErrMissing = errors.New("not on the tape")
)

// Tape is a recorded Source. It may be played by one caller at a time.
type Tape struct {
	// Complete says that the recording was ended, not torn off.
	Complete bool

	steps   []step
	next    int // step that is expected to be asked for
	filters []chain.Filter
	blocks  map[common.Hash]*block
}

// step is the answer to Next.
type step struct {
	after  chain.Ref
	block  *block // or
	undo   bool   // or
	broken bool   // finality was violated
	heads  chain.Heads
}

// block is all that is known of a block.
type block struct {
	head   headLine
	parent common.Hash
	wants  []int // filters with which it was asked for
	logs   []types.Log
	calls  map[string]chain.Result
	gone   map[string]struct{}
	paid   map[common.Hash]*uint256.Int
}

// Open reads a tape to its end.
func Open(r io.Reader) (*Tape, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("opening tape: %w: %w", ErrMalformed, err)
	}
	return load(zip)
}

// load reads the lines of a tape.
func load(r io.Reader) (*Tape, error) {
	t := &Tape{blocks: make(map[common.Hash]*block)}
	bounded := &io.LimitedReader{R: r, N: maxTape}
	in := bufio.NewScanner(bounded)
	in.Buffer(make([]byte, 0, 64<<10), maxLine)
	in.Split(wholeLines)
	for n := 1; in.Scan(); n++ {
		if err := t.read(in.Bytes(), n == 1); err != nil {
			return nil, fmt.Errorf("opening tape, line %d: %w: %w", n, ErrMalformed, err)
		}
	}
	switch err := in.Err(); {
	case bounded.N <= 0:
		return nil, fmt.Errorf("opening tape: %w: more than %d bytes", ErrMalformed, maxTape)
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("opening tape: %w: %w", ErrMalformed, err)
	case t.steps == nil && !t.Complete:
		return nil, fmt.Errorf("opening tape: %w: no step", ErrMalformed)
	}
	return t, nil
}

// wholeLines drops a last line that has no end: there the tape was torn.
func wholeLines(data []byte, _ bool) (int, []byte, error) {
	i := bytes.IndexByte(data, '\n')
	if i < 0 {
		return 0, nil, nil
	}
	return i + 1, data[:i], nil
}

func (t *Tape) read(text []byte, first bool) error {
	if t.Complete {
		return errors.New("a line after the end")
	}
	var l line
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&l); err != nil {
		return err
	}
	if _, err := in.Token(); err != io.EOF {
		return errors.New("more than one value")
	}
	given := 0
	for _, ok := range []bool{l.Format != "", l.Filter != nil, l.Step != nil, l.Logs != nil, l.Call != nil, l.Fees != nil, l.End != nil} {
		if ok {
			given++
		}
	}
	switch {
	case given != 1:
		return errors.New("a line is one of format, filter, step, logs, call, fees and end")
	case first != (l.Format != ""):
		return errors.New("the format stands in the first line alone")
	case l.Format != "" && l.Format != format:
		return fmt.Errorf("format %.40q is not known", l.Format)
	case l.Filter != nil:
		t.filters = append(t.filters, chain.NewFilter(l.Filter.Addresses, l.Filter.Topics))
	case l.Step != nil:
		return t.readStep(l.Step)
	case l.Logs != nil:
		return t.readLogs(l.Logs)
	case l.Call != nil:
		return t.readCall(l.Call)
	case l.Fees != nil:
		return t.readFees(l.Fees)
	case l.End != nil:
		if l.End.Steps != len(t.steps) {
			return fmt.Errorf("%d steps where %d were recorded", len(t.steps), l.End.Steps)
		}
		t.Complete = true
	}
	return nil
}

func (t *Tape) readStep(l *stepLine) error {
	if l.Want < 0 || l.Want >= len(t.filters) {
		return errors.New("a filter that was not given")
	}
	s := step{after: l.After.ref(), undo: l.Undo, broken: l.Broken,
		heads: chain.Heads{Latest: l.Latest.head(), Safe: l.Safe.head(), Final: l.Final.head()}}
	given := 0
	for _, ok := range []bool{l.Undo, l.Broken, l.Block != nil} {
		if ok {
			given++
		}
	}
	if given != 1 {
		return errors.New("a step is one of a block, an undo and a violation")
	}
	if l.Block != nil {
		b := t.blocks[l.Block.Hash]
		if b == nil {
			b = &block{head: l.Block.headLine, parent: l.Block.Parent,
				calls: make(map[string]chain.Result), gone: make(map[string]struct{})}
			t.blocks[l.Block.Hash] = b
		}
		if b.head != l.Block.headLine || b.parent != l.Block.Parent {
			return errors.New("a block that is not as it was")
		}
		if err := b.add(l.Want, l.Block.Logs); err != nil {
			return err
		}
		s.block = b
	}
	t.steps = append(t.steps, s)
	return nil
}

func (t *Tape) readLogs(l *logsLine) error {
	b := t.blocks[l.Block]
	if b == nil || l.Want < 0 || l.Want >= len(t.filters) {
		return errors.New("a block or a filter that was not given")
	}
	return b.add(l.Want, l.Logs)
}

func (t *Tape) readCall(l *callLine) error {
	b := t.blocks[l.Block]
	if b == nil {
		return errors.New("a block that was not given")
	}
	k := key(chain.Call{To: l.To, Data: l.Data})
	if l.Gone {
		b.gone[k] = struct{}{}
		return nil
	}
	b.calls[k] = chain.Result{Data: l.Result, Reverted: l.Reverted}
	return nil
}

func (t *Tape) readFees(l *feesLine) error {
	b := t.blocks[l.Block]
	if b == nil {
		return errors.New("a block that was not given")
	}
	if b.paid == nil {
		b.paid = make(map[common.Hash]*uint256.Int)
	}
	maps.Copy(b.paid, l.Paid)
	return nil
}

// add takes in logs of the block that came under a filter.
func (b *block) add(want int, logs []logLine) error {
	for i := range logs {
		l := logs[i].log(b.head)
		at, ok := slices.BinarySearchFunc(b.logs, l.Index, func(l types.Log, index uint) int { return cmp.Compare(l.Index, index) })
		switch {
		case i > 0 && logs[i].Index <= logs[i-1].Index:
			return errors.New("logs that are out of order")
		case !ok:
			b.logs = slices.Insert(b.logs, at, l)
		}
	}
	if !slices.Contains(b.wants, want) {
		b.wants = append(b.wants, want)
	}
	return nil
}
