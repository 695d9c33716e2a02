package engine

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// ErrSnapshot is returned by Load for a file that isn't this engine's.
var ErrSnapshot = errors.New("not a snapshot of this chain and these deployments")

// maxHeader bounds the part of a snapshot that isn't tables.
const maxHeader = 1 << 28

// header is a snapshot's part beside the tables.
type header struct {
	ChainID     uint64
	Deployments []string
	Tip         chain.Head
	Heads       chain.Heads
	Cursor      feed.Cursor
	Discovered  uint64
	Begun       bool
	First       uint64 `json:",omitempty"`
	Priced      bool
	Looked      chain.Ref
	Since       []sinceWas
	Trail       []mark
	Quotes      map[string]*quote
	Overlay     map[string]said
	Began       map[string]since `json:",omitempty"`
	Facts       map[common.Hash][]feed.Entry
	// By deployment:
	Said     [][]said
	Scanned  []bool
	Suspects [][]position.Key
	Broken   []breakage
}

// breakage is why and since which block a deployment is given up.
type breakage struct {
	Reason string
	At     uint64
}

// Save writes all that Load needs to go on from the tip. It may only be called
// between steps, when the last batch is published.
func (e *Engine) Save(w io.Writer) error {
	if e.batch != nil {
		return ErrUnpublished
	}
	e.mu.RLock()
	defer e.mu.RUnlock()
	h := header{ChainID: e.opt.ChainID, Tip: e.tip, Heads: e.heads, Cursor: e.upTo, Discovered: e.discovered, Begun: e.begun, First: e.first, Priced: e.priced, Looked: e.looked, Since: e.sinceNow(), Trail: e.trail, Quotes: e.quotes, Overlay: e.overlay, Began: e.began, Facts: e.facts}
	for _, d := range e.deployments {
		h.Deployments = append(h.Deployments, d.Name)
		h.Said = append(h.Said, d.said)
		h.Scanned = append(h.Scanned, d.scanned)
		h.Suspects = append(h.Suspects, slices.Collect(maps.Keys(d.suspects)))
		b := breakage{At: d.brokenAt}
		if d.broken != nil {
			b.Reason = d.broken.Error()
		}
		h.Broken = append(h.Broken, b)
	}
	data, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("encoding snapshot header: %w", err)
	}
	start := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(data))
	if _, err := w.Write(append(start, data...)); err != nil {
		return fmt.Errorf("writing snapshot: %w", err)
	}
	return e.db.Save(w)
}

// Load brings a new engine to where Save left another one of the same chain
// and deployments. After an error the engine and its tables are unusable.
func (e *Engine) Load(r io.Reader) error {
	var start [12]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return fmt.Errorf("reading snapshot: %w", state.ErrCorrupt)
	}
	size, sum := binary.LittleEndian.Uint64(start[:]), binary.LittleEndian.Uint32(start[8:])
	if size > maxHeader {
		return fmt.Errorf("reading snapshot: %w", state.ErrCorrupt)
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(size)))
	if err != nil || uint64(len(data)) != size || crc32.ChecksumIEEE(data) != sum {
		return fmt.Errorf("reading snapshot: %w", state.ErrCorrupt)
	}
	var h header
	if err := json.Unmarshal(data, &h); err != nil {
		return fmt.Errorf("reading snapshot: %w: %w", state.ErrCorrupt, err)
	}
	n := len(e.deployments)
	if h.ChainID != e.opt.ChainID || len(h.Deployments) != n || len(h.Said) != n || len(h.Scanned) != n || len(h.Suspects) != n || len(h.Broken) != n {
		return ErrSnapshot
	}
	for i, d := range e.deployments {
		if h.Deployments[i] != d.Name {
			return ErrSnapshot
		}
	}
	if err := e.db.Load(r); err != nil {
		return err
	}
	if e.db.Marks() != len(h.Trail) {
		return fmt.Errorf("reading snapshot: %w", state.ErrCorrupt)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tip, e.heads, e.upTo, e.trail, e.started = h.Tip, h.Heads, h.Cursor, h.Trail, true
	e.discovered, e.begun, e.first, e.priced, e.looked = h.Discovered, h.Begun, h.First, h.Priced, h.Looked
	e.overlay, e.began = h.Overlay, h.Began
	for _, s := range h.Since {
		e.since[s.sinceKey] = s.since
	}
	maps.Copy(e.facts, h.Facts)
	maps.Copy(e.quotes, h.Quotes)
	for i, d := range e.deployments {
		d.said, d.scanned = h.Said[i], h.Scanned[i]
		for _, key := range h.Suspects[i] {
			d.suspects[key] = true
		}
		if b := h.Broken[i]; b.Reason != "" {
			d.broken, d.brokenAt = errors.New(b.Reason), b.At
		}
	}
	return nil
}

// Cursor is how far the store's log reached when the last batch was published.
func (e *Engine) Cursor() feed.Cursor {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.upTo
}
