package prices

import (
	"brink/chain"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// Feed is the contract behind a price, and the time, in seconds, at which it
// says that it was last updated.
type Feed struct {
	Address common.Address
	Updated uint64
}

// The calls by which a price is read say where it comes from.
//
// Sources: aave-dao/aave-v3-origin:src/contracts/misc/AaveOracle.sol,
// compound-finance/comet:contracts/Comet.sol,
// smartcontractkit/chainlink:contracts/src/v0.8/shared/interfaces/AggregatorV2V3Interface.sol.
var (
	getAssetPrice    = selector{0xb3, 0x59, 0x6f, 0x07} // (address asset), of an AaveOracle
	getSourceOfAsset = selector{0x92, 0xbf, 0x2b, 0xe0} // (address asset), of the same
	getPrice         = selector{0x41, 0x97, 0x6e, 0x09} // (address feed), of a Comet
	latestAnswer     = selector{0x50, 0xd2, 0x5b, 0xcd} // (), of a feed
	latestRoundData  = selector{0xfe, 0xaf, 0x96, 0x8c} // (), of a feed
)

type selector [4]byte

// A latestRoundData is five words; the fourth is the time of the update.
const (
	roundWords  = 5
	roundUpdate = 3
)

// lastTime is the end of the year 9999: what lies beyond isn't a time.
const lastTime = 253_402_300_799

// TraceFeeds watches the feeds of all prices whose feed can be told: it is to be
// called again after new sources were read, until Len stays. It follows a feed
// that takes another's place.
func (b *Book) TraceFeeds() error {
	for id := range ID(b.Len()) {
		if b.sources.Key(state.Row(id)).Role != Price {
			continue
		}
		if call, ok := b.naming(id); ok {
			if _, err := b.Watch(call, Quantity); err != nil {
				return err
			}
		}
		if feed, ok := b.behind(id); ok {
			if _, err := b.Watch(round(feed), Round); err != nil {
				return err
			}
		}
	}
	return nil
}

// Feed is what stands behind a price; false where that can't be told, where
// TraceFeeds was never called, and where the feed doesn't say when it was updated.
func (b *Book) Feed(id ID) (Feed, bool) {
	if int(id) >= b.Len() {
		return Feed{}, false
	}
	address, ok := b.behind(id)
	if !ok {
		return Feed{}, false
	}
	a, ok := b.answered(round(address), Round)
	if !ok || a.Value.IsZero() || a.Value.GtUint64(lastTime) { // a round that isn't complete has no time
		return Feed{}, false
	}
	return Feed{address, a.Value.Uint64()}, true
}

func round(feed common.Address) chain.Call { return chain.Call{To: feed, Data: latestRoundData[:]} }

// naming is the call that names the feed of a price, where the price's own doesn't.
func (b *Book) naming(id ID) (chain.Call, bool) {
	s := b.sources.Key(state.Row(id))
	if s.selector() != getAssetPrice {
		return chain.Call{}, false
	}
	return chain.Call{To: s.To, Data: append(getSourceOfAsset[:], s.Data[4:s.Len]...)}, true
}

// behind is the contract that a price comes from, as far as it is known.
func (b *Book) behind(id ID) (common.Address, bool) {
	s := b.sources.Key(state.Row(id))
	switch s.selector() {
	case latestAnswer:
		return s.To, true
	case getPrice:
		return common.BytesToAddress(s.Data[4:s.Len]), s.Len == 36
	}
	call, ok := b.naming(id)
	if !ok {
		return common.Address{}, false
	}
	a, ok := b.answered(call, Quantity)
	if !ok || a.Value.IsZero() || a.Value.BitLen() > 8*common.AddressLength {
		return common.Address{}, false // the oracle asks another, if anybody
	}
	return a.Value.Bytes20(), true
}

// answered is the answer of a watched call.
func (b *Book) answered(c chain.Call, role Role) (answer, bool) {
	a, ok := b.sources.Get(sourceOf(c, role))
	return a, ok && a.Known == 1
}

func (s *source) selector() selector {
	if s.Len < 4 {
		return selector{}
	}
	return selector(s.Data[:4])
}
