package morphoblue

import (
	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Morpho is the role of the one address that a deployment is configured with.
const Morpho = "morpho"

// Factory makes deployments of Morpho Blue.
func Factory() protocols.Factory {
	return protocols.Factory{
		Name:      "morpho-blue",
		Options:   func() any { return &Options{} },
		Addresses: []string{Morpho},
		Open:      func(env protocols.Env, o any) (protocols.Protocol, error) { return Open(env, o.(*Options)) },
	}
}

// Protocol is one deployment: all markets of one contract.
type Protocol struct {
	tables
	book    *prices.Book
	morpho  common.Address
	genesis bool
	only    map[common.Address]bool // nil: everybody
	opt     Options
	feeds   map[common.Address]common.Address // of dollars, by token
	facts   map[common.Address]fact           // of tokens
	reading reading
	now     uint64 // time of the block in hand, where positions are evaluated
}

var (
	_ protocols.Protocol   = (*Protocol)(nil)
	_ protocols.Cataloguer = (*Protocol)(nil)
	_ protocols.Poller     = (*Protocol)(nil)
)

// Open adds the deployment's tables to env.DB.
func Open(env protocols.Env, o *Options) (*Protocol, error) {
	p := &Protocol{
		tables:  newTables(env.DB, env.Name),
		book:    env.Book,
		morpho:  env.Addresses[Morpho],
		genesis: env.Genesis && env.Accounts == nil,
		opt:     *o,
		feeds:   make(map[common.Address]common.Address),
		facts:   make(map[common.Address]fact),
	}
	for _, f := range o.Feeds {
		p.feeds[f.Token] = f.Feed
	}
	if env.Accounts != nil {
		p.only = make(map[common.Address]bool)
		for _, a := range env.Accounts {
			p.only[a] = true
		}
	}
	return p, nil
}

// follows reports whether an account's events are of interest.
func (p *Protocol) follows(a common.Address) bool { return p.only == nil || p.only[a] }

// Filter implements protocols.Protocol.
func (p *Protocol) Filter() chain.Filter {
	addresses := []common.Address{p.morpho}
	for _, a := range []common.Address{p.opt.AdaptiveCurveIrm, p.opt.FixedRateIrm, p.opt.PreLiquidationFactory} {
		if a != (common.Address{}) {
			addresses = append(addresses, a)
		}
	}
	for a := range p.offers.All() {
		addresses = append(addresses, a)
	}
	topics := []common.Hash{
		topicCreateMarket, topicSupply, topicWithdraw, topicBorrow, topicRepay, topicSupplyCollateral,
		topicWithdrawCollateral, topicLiquidate, topicAccrueInterest, topicSetFee, topicSetFeeRecipient,
		topicBorrowRateUpdate, topicSetBorrowRate,
	}
	if p.opt.PreLiquidationFactory != (common.Address{}) {
		topics = append(topics, topicSetAuthorization, topicCreatePreLiquidation, topicPreLiquidate)
	}
	return chain.NewFilter(addresses, topics)
}

// Len implements protocols.Protocol.
func (p *Protocol) Len() int { return p.positions.Len() }

// Key implements protocols.Protocol.
func (p *Protocol) Key(id position.ID) position.Key {
	at := p.positions.Key(state.Row(id))
	return key(at.market, at.account)
}

func key(market common.Hash, account common.Address) position.Key {
	return position.Key{Market: market.Hex(), Account: account}
}

// ID implements protocols.Protocol.
func (p *Protocol) ID(k position.Key) (position.ID, bool) {
	var market common.Hash
	if market.UnmarshalText([]byte(k.Market)) != nil || market.Hex() != k.Market {
		return 0, false
	}
	r, ok := p.positions.Row(place{market, k.Account})
	return position.ID(r), ok
}

// Seizures implements protocols.Protocol.
func (p *Protocol) Seizures() chain.Filter {
	addresses := []common.Address{p.morpho}
	for a := range p.offers.All() {
		addresses = append(addresses, a)
	}
	return chain.NewFilter(addresses, []common.Hash{topicLiquidate, topicPreLiquidate})
}

// Liquidated implements protocols.Protocol.
func (p *Protocol) Liquidated(l *types.Log) (position.Key, bool) {
	if len(l.Topics) == 0 {
		return position.Key{}, false
	}
	var e liquidate
	var ok bool
	switch {
	case l.Address == p.morpho && l.Topics[0] == topicLiquidate:
		e, ok = readLiquidate(l)
	case l.Topics[0] == topicPreLiquidate:
		if _, ours := p.offers.Row(l.Address); ours {
			e, ok = readPreLiquidate(l)
		}
	}
	return key(e.id, e.borrower), ok
}

// Distrust implements protocols.Protocol. The market is as suspect as the
// position.
func (p *Protocol) Distrust(id position.ID) {
	row := state.Row(id)
	p.darken(p.positions.At(row).market)
	p.distrust(row)
}

func (p *Protocol) distrust(row state.Row) {
	if h := *p.positions.At(row); !h.unread {
		h.unread = true
		p.positions.Set(row, h)
		p.count(1, 0)
	}
}

// darken marks a market as one to be read.
func (p *Protocol) darken(row state.Row) {
	if m := *p.markets.At(row); !m.dark {
		m.dark = true
		p.markets.Set(row, m)
		p.count(0, 1)
	}
}

// count keeps count of the positions and the markets that Wants has to look for.
func (p *Protocol) count(unread, dark int32) {
	c := p.settings()
	c.unread = uint32(int32(c.unread) + unread)
	c.dark = uint32(int32(c.dark) + dark)
	p.contract.Put(0, c)
}

// Unread implements protocols.Protocol.
func (p *Protocol) Unread() int { return int(p.settings().unread) }

// model says who knows a market's borrow rate.
type model uint8

const (
	noInterest model = iota
	adaptive
	fixedRate
	foreign // asked at every block
)

func (p *Protocol) model(m *market) model {
	switch m.irm {
	case common.Address{}:
		return noInterest
	case p.opt.AdaptiveCurveIrm:
		return adaptive
	case p.opt.FixedRateIrm:
		return fixedRate
	default:
		return foreign
	}
}
