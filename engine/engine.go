package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"brink/chain"
	"brink/engine/slack"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Errors of an engine.
var (
	// ErrUndo: the chain takes back more blocks than can be undone.
	ErrUndo = errors.New("reorganisation is deeper than the kept history")
	// ErrUnpublished: the last batch was not acknowledged by Published.
	ErrUnpublished = errors.New("last batch was not published")
)

// Options are the engine's own settings. The zero value of a field stands for
// its default.
type Options struct {
	ChainID uint64
	// Near is the health factor, a wad, below which a position is tracked at
	// every block and published. Default 1.1.
	Near uint256.Int
	// Named are accounts whose positions are told of in more detail.
	Named []common.Address
	// Audits is how many watched positions of each deployment are compared with the contract at a block, in turn, besides
	// those that differed before. Each costs the node about half a millisecond, for which the block waits. Default 2.
	Audits int
	// Live is how many blocks behind the head prices are read and positions
	// evaluated; further behind, logs are only folded. Default 16.
	Live uint64
	// Marks is how many blocks can be undone where the chain names no final
	// block. Default 512.
	Marks int
	// Reads is how many accounts are read from the contracts in one question.
	// Default 500.
	Reads int
	// Stable says of assets whether they are meant to keep the price of a
	// currency; assets that it doesn't hold are neither that nor the opposite.
	Stable map[common.Address]bool
	// Feeds says whether to ask the feeds behind prices when they were last
	// updated, with the prices.
	Feeds bool
	// Heartbeats are how many seconds may pass between two updates of a feed, and
	// Heartbeat that of the others; zero says nothing about a feed.
	Heartbeats map[common.Address]uint64
	Heartbeat  uint64
	// Start is the block before the first one to be applied.
	Start chain.Ref
	// Observer is told what happened. Default: nobody.
	Observer Observer
}

// Observer is told of what happened in a step, for metrics. It must not call
// the engine.
type Observer interface {
	Events(deployment, protocol, event string, n int)
	Malformed(deployment, protocol string)
	Evaluated(positions int, full bool)
	Audited(protocol string, mismatches []string)
	Liquidation(protocol string, l *feed.Liquidation)
	// BadDebt: the contract wrote debt off; usd is nil where its worth isn't known.
	BadDebt(protocol, deployment, market string, usd *string)
	Reorg(depth int)
}

func (o Options) withDefaults() Options {
	if o.Near.IsZero() {
		o.Near = *uint256.NewInt(11e17)
	}
	if o.Audits == 0 {
		o.Audits = 2
	}
	if o.Live == 0 {
		o.Live = 16
	}
	if o.Marks == 0 {
		o.Marks = 512
	}
	if o.Reads == 0 {
		o.Reads = 500
	}
	if o.Observer == nil {
		o.Observer = nobody{}
	}
	return o
}

type nobody struct{}

func (nobody) Events(string, string, string, int)      {}
func (nobody) Malformed(string, string)                {}
func (nobody) Evaluated(int, bool)                     {}
func (nobody) Audited(string, []string)                {}
func (nobody) Liquidation(string, *feed.Liquidation)   {}
func (nobody) BadDebt(string, string, string, *string) {}
func (nobody) Reorg(int)                               {}

// Deployment is a watched deployment of a protocol.
type Deployment struct {
	Name string
	// Family is the protocol's name, such as "aave-v3".
	Family string
	protocols.Protocol
}

// deployment is a Deployment with what the engine knows of it.
type deployment struct {
	Deployment
	// said is what was published last of each position.
	said []said
	// watch are the positions that are looked at in every block.
	watch slack.Watch
	// scan is the frame of the last full scan; nil asks for one. Only its
	// Growth may still be asked for.
	scan protocols.Frame
	// slack has all positions that are not watched, where they can be weighed;
	// nil until the first survey.
	slack *slack.Index
	// scanned says that said has been filled: by a scan, or from what was said
	// before a restart.
	scanned bool
	named   named
	losses  *losses
	under   *underwater // of the evaluation in hand
	// suspects are unknown until an audit agrees with them.
	suspects map[position.Key]bool
	audited  int // rotates through watch
	// broken is why nothing of the deployment can be told, since the block brokenAt.
	broken   error
	brokenAt uint64
}

// Engine follows one chain. Step, Batch, Published, Resume and Save belong to
// one goroutine; the other methods are for any.
type Engine struct {
	opt       Options
	watchLine uint256.Int // health factor below which a position is watched
	lines     [retold + 1]slack.Lines
	db        *state.DB

	wanted      atomic.Int32 // how often a block waits until nobody looks
	mu          sync.RWMutex // guards everything below, and the tables
	book        *prices.Book
	deployments []*deployment
	tip         chain.Head
	started     bool      // tip is a block whose effects are in the tables
	looked      chain.Ref // tip that positions were evaluated at last
	since       map[sinceKey]since
	priced      bool // prices are those of the tip; else they are of an older block, and unknown
	heads       chain.Heads
	trail       []mark
	depth       int    // undone blocks since the last new one
	discovered  uint64 // block up to which positions were searched for by logs

	batch  *feed.Batch
	stored chain.Ref   // the shard's tip in the store
	upTo   feed.Cursor // how far the store's log reached then
	facts  map[common.Hash][]feed.Entry
	muted  *muted
	// quotes are the prices that were said last, by subject.
	quotes map[string]*quote
	// overlay is what was said of positions, by name, until they are found.
	overlay  map[string]said
	began    map[string]since // since when they were liquidatable then
	recalled []int            // positions that were looked up in it, by deployment
	begun    bool             // the tables begin with a state that was read, not with the first log
	first    uint64           // then, the first block all of whose logs are applied

	chosen [][]position.ID // for audits of the next block, by deployment; nil until they are

	assets sync.Map // how addresses of assets are written, by address
}

// mark is what it takes to go back over one block, beside the tables.
type mark struct {
	Before chain.Head
	// Priced says that prices were read at Before.
	Priced bool
	// Len is how many positions there were before, by deployment.
	Len []int
	// Touched are the positions that the block touched, by deployment.
	Touched [][]position.ID
	// Whole says that the block concerned every position, by deployment.
	Whole []bool
	// Moved says that it moved a price.
	Moved bool
	// Since is what was known before of when positions became liquidatable.
	Since []sinceWas `json:",omitempty"`
}

// whole reports whether the block concerned every position of a deployment; of
// marks of older snapshots that isn't known.
func (m *mark) whole(i int) bool { return i >= len(m.Whole) || m.Whole[i] }

// New makes an engine at opt.Start. The deployments must have been opened with
// this db and book.
func New(opt Options, db *state.DB, book *prices.Book, deployments []Deployment) *Engine {
	e := &Engine{
		opt: opt.withDefaults(), db: db, book: book, since: make(map[sinceKey]since),
		tip: chain.Head{Ref: opt.Start}, stored: opt.Start,
		facts: make(map[common.Hash][]feed.Entry), quotes: make(map[string]*quote),
	}
	e.watchLine = e.opt.Near
	for _, edge := range slices.Backward(Edges()) { // the lowest that is not below: up to there all is told
		if !edge.Lt(&e.opt.Near) {
			e.watchLine = edge
		}
	}
	e.watchLine.Mul(&e.watchLine, uint256.NewInt(10_000+reach))
	e.watchLine.Div(&e.watchLine, uint256.NewInt(10_000))
	e.lines = e.newLines()
	for _, d := range deployments {
		e.deployments = append(e.deployments, &deployment{Deployment: d, suspects: make(map[position.Key]bool),
			losses: state.NewTable[lossKey, loss](db, d.Name+"/losses")})
	}
	return e
}

// Shard names the engine's part of the store.
func (e *Engine) Shard() string { return strconv.FormatUint(e.opt.ChainID, 10) }

// Tip is the block that the tables are as of.
func (e *Engine) Tip() chain.Ref {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.tip.Ref
}

// Filter says which logs the next block is to be fetched with.
func (e *Engine) Filter() chain.Filter {
	var addresses []common.Address // put in order once, for this is asked several times a block
	var topics []common.Hash
	for _, d := range e.deployments {
		if d.broken == nil {
			f := d.Filter()
			addresses, topics = append(addresses, f.Addresses...), append(topics, f.Topics...)
		}
	}
	return chain.NewFilter(addresses, topics)
}

// Batch is what the last step has to say. There is none when it only caught
// up with what the store already knows.
func (e *Engine) Batch() (feed.Batch, bool) {
	if e.batch == nil {
		return feed.Batch{}, false
	}
	return *e.batch, true
}

// Published acknowledges that the batch is stored, and how far the store's log
// then reached.
func (e *Engine) Published(upTo feed.Cursor) {
	if e.batch == nil {
		return
	}
	e.hold()
	e.stored, e.upTo = e.batch.To, upTo
	e.mu.Unlock()
	for _, entry := range e.batch.Entries {
		if feed.Fact(entry.Type) && entry.Status != feed.Reverted {
			e.facts[entry.Block.Hash] = append(e.facts[entry.Block.Hash], entry)
		}
	}
	e.batch = nil
}

// subject names a position on the feed.
func (e *Engine) subject(d *deployment, k position.Key) string {
	return e.subjectOf(d, k.Market, k.Account.Hex())
}

func (e *Engine) subjectOf(d *deployment, market, account string) string {
	s := e.Shard() + ":" + d.Name + ":"
	if market != "" {
		s += market + ":"
	}
	return s + account
}

// keep drops what can no longer be undone: marks that go back behind the final
// block, or are too many.
func (e *Engine) keep(final uint64) {
	drop := max(0, len(e.trail)-e.opt.Marks)
	if final > 0 {
		drop, _ = slices.BinarySearchFunc(e.trail, final, func(m mark, n uint64) int {
			if m.Before.Number < n {
				return -1
			}
			return 1
		})
	}
	if drop == 0 {
		return
	}
	if e.muted == nil { // else they are still to be compared with the store's
		for _, m := range e.trail[:drop] {
			delete(e.facts, m.Before.Hash)
		}
	}
	e.trail = slices.Delete(e.trail, 0, drop)
	e.db.Forget(len(e.trail))
}

// mayHold reports whether nothing speaks against a block being one of those that
// led to the tip.
func (e *Engine) mayHold(b chain.Ref) bool {
	if b.Hash == (common.Hash{}) {
		return true
	}
	if b.Number == e.tip.Number && e.tip.Hash != (common.Hash{}) {
		return b.Hash == e.tip.Hash
	}
	i, found := slices.BinarySearchFunc(e.trail, b.Number, func(m mark, n uint64) int { return cmp.Compare(m.Before.Number, n) })
	return !found || e.trail[i].Before.Hash == b.Hash || e.trail[i].Before.Hash == (common.Hash{})
}

// path are the blocks before the tip that could be undone to.
func (e *Engine) path() []chain.Ref {
	path := make([]chain.Ref, len(e.trail))
	for i := range e.trail {
		path[i] = e.trail[i].Before.Ref
	}
	return path
}

func (e *Engine) errorf(action string, at chain.Ref, err error) error {
	return fmt.Errorf("%s block %s: %w", action, at, err)
}
