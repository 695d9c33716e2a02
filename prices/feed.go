package prices

import (
	"slices"

	"brink/chain"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Feed is a contract that a price comes from in the end, and the time, in
// seconds, at which it says that it was last updated.
type Feed struct {
	Address common.Address
	Updated uint64
	// Patience is after how many seconds without an update the protocol's own
	// oracle refuses the feed; zero where it has no such limit.
	Patience uint64
}

// lastTime is the end of the year 9999: what lies beyond isn't a time.
const lastTime = 253_402_300_799

// TraceFeeds watches the feeds of all prices whose feeds can be told: it is to be
// called again after new sources were read, until Len stays. It follows a feed
// that takes another's place.
func (b *Book) TraceFeeds() error {
	for id := range ID(b.Len()) {
		if b.sources.Key(state.Row(id)).Role != Price {
			continue
		}
		if t := b.trace(id, true); t.err != nil {
			return t.err
		}
	}
	return nil
}

// Feeds are those that stand behind a price, and whether there are no others. It
// knows of none where TraceFeeds was never called, where an oracle doesn't tell
// whom it asks, and where a feed doesn't say when it was updated.
func (b *Book) Feeds(id ID) (feeds []Feed, all bool) {
	if int(id) >= b.Len() {
		return nil, false
	}
	t := b.trace(id, false)
	return t.feeds, !t.lacks
}

// trace walks from a price to its feeds.
type trace struct {
	book  *Book
	watch bool // what is asked on the way
	err   error
	feeds []Feed
	lacks bool // something that isn't known
}

func (b *Book) trace(id ID, watch bool) *trace {
	t := &trace{book: b, watch: watch}
	s := b.sources.Key(state.Row(id))
	switch s.selector() {
	case latestAnswer:
		t.feed(s.To, 0, deepest)
	case getPrice:
		t.feed(s.argument(), 0, deepest)
	case price:
		t.parts(s.To, morphoParts, deepest)
	case getAssetPrice:
		if source, ok := t.contract(s.To, getSourceOfAsset, Quantity, s.argument()); ok {
			t.feed(source, 0, deepest)
		}
	case getUnderlyingPrice:
		t.resilient(s.To, s.argument())
	default:
		t.lacks = true
	}
	return t
}

// deepest is through how many contracts a trace goes.
const deepest = 4

// feed takes a contract for a feed, or else for an adapter of others.
func (t *trace) feed(at common.Address, patience uint64, depth int) {
	if updated, ok := t.updated(at); ok {
		f := Feed{at, updated, patience}
		if !slices.Contains(t.feeds, f) {
			t.feeds = append(t.feeds, f)
		}
		return
	}
	t.parts(at, adapterParts, depth)
}

// updated is when a feed was last updated, if the contract is one.
func (t *trace) updated(at common.Address) (uint64, bool) {
	z, ok := t.ask(at, latestRoundData, Round)
	if !ok || z.IsZero() || z.GtUint64(lastTime) { // a round that isn't complete has no time
		return 0, false
	}
	return z.Uint64(), true
}

// parts goes on to what an adapter names by its getters.
func (t *trace) parts(at common.Address, getters []selector, depth int) {
	named := false
	for _, getter := range getters {
		part, ok := t.ask(at, getter, Part)
		if !ok || part.BitLen() > 8*common.AddressLength {
			continue
		}
		named = true
		switch {
		case part.IsZero(): // the factor is one
		case depth == 0:
			t.lacks = true
		case getter == ratioProvider: // who computes a ratio of this very block is no feed
			if _, ok := t.updated(part.Bytes20()); ok {
				t.feed(part.Bytes20(), 0, depth-1)
			}
		default:
			t.feed(part.Bytes20(), 0, depth-1)
		}
	}
	t.lacks = t.lacks || !named
}

// resilient goes on to the feed of the oracle that Venus' own asks first.
func (t *trace) resilient(oracle, token common.Address) {
	asset, ok := t.contract(token, underlying, Part)
	if !ok {
		if native, known := t.ask(oracle, nativeMarket, Part); !known || native.Bytes20() != token {
			return
		}
		asset, t.lacks = nativeToken, false
	}
	first, ok := t.contract(oracle, getOracle, Chosen, asset, common.Address{})
	if !ok {
		return
	}
	enabled, ok := t.ask(oracle, getOracle, Enabled, asset, common.Address{})
	posted, ok2 := t.ask(first, postedPrices, Quantity, asset)
	patience, ok3 := t.ask(first, tokenConfigs, Patience, asset)
	feed, ok4 := t.contract(first, tokenConfigs, Configured, asset)
	if !ok || !ok2 || !ok3 || !ok4 || enabled.IsZero() || !posted.IsZero() || !patience.IsUint64() {
		t.lacks = true // another is asked, or nobody: the price was set by hand
		return
	}
	t.feed(feed, patience.Uint64(), deepest)
}

// contract asks for an address; without one something is lacking.
func (t *trace) contract(at common.Address, getter selector, role Role, arguments ...common.Address) (common.Address, bool) {
	z, ok := t.ask(at, getter, role, arguments...)
	if !ok || z.IsZero() || z.BitLen() > 8*common.AddressLength {
		t.lacks = true
		return common.Address{}, false
	}
	return z.Bytes20(), true
}

// ask is what a contract answered; false too where that isn't known yet.
func (t *trace) ask(at common.Address, getter selector, role Role, arguments ...common.Address) (uint256.Int, bool) {
	c := chain.Call{To: at, Data: getter[:]}
	for _, a := range arguments {
		c.Data = append(c.Data, common.LeftPadBytes(a[:], 32)...)
	}
	if t.watch {
		if _, err := t.book.Watch(c, role); err != nil {
			t.err = err
		}
	}
	a, ok := t.book.sources.Get(sourceOf(c, role))
	return a.Value, ok && a.Known == known
}
