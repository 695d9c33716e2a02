package main

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"brink/chain"
	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/metrics"
	"brink/position"
	protocol "brink/protocols"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// live is what the shards know now, for the page, the API and the metrics.
type live struct {
	shards   []*shard
	accounts []config.Account
	newest   *atomic.Uint64 // cursor of the store; nil where all shards are this process's
	// heavy lets one ask at a time for what looks at every position many times.
	heavy sync.Mutex
	// shocked is what shockedOf names; both under heavy.
	shocked   web.Shocks
	shockedOf string

	scrapes sync.Mutex
	risks   []chainRisk // of the shards; under scrapes
}

var (
	_ web.Live       = (*live)(nil)
	_ metrics.Source = (*live)(nil)
)

// Chains implements web.Live.
func (l *live) Chains() []feed.Chain {
	chains := make([]feed.Chain, len(l.shards))
	for i, s := range l.shards {
		chains[i] = s.status(time.Now())
	}
	return chains
}

// staleAfter is how many block times a head may be old before what was made of
// it counts as stale; and never less than leastStale.
const (
	staleAfter = 5
	leastStale = 30 * time.Second
)

// staleLimit is how old a chain's head may be.
func staleLimit(c config.Chain) time.Duration { return max(leastStale, staleAfter*c.BlockTime) }

// status describes a shard at a moment.
func (s *shard) status(now time.Time) feed.Chain {
	s.mu.Lock()
	elsewhere := s.elsewhere
	s.mu.Unlock()
	if elsewhere != nil {
		return *elsewhere
	}
	c := feed.Chain{ChainID: s.chain.ID, Name: s.chain.Name, Endpoints: []feed.Endpoint{}, Deployments: []feed.Deployment{}, Complete: "0"}
	for _, e := range s.endpoints() {
		c.Endpoints = append(c.Endpoints, feed.Endpoint{Name: e.Name, State: string(e.State), Active: e.Active, Head: e.Head.Number, Reason: e.Problem})
	}
	heads := s.Heads()
	c.Head, c.Safe, c.Finalized = blockRef(heads.Latest), blockRef(heads.Safe), blockRef(heads.Final)
	told := s.Look(func(look *engine.Look) {
		c.Processed = blockRef(look.Tip)
		if head := look.Heads.Latest; head.Number > look.Tip.Number {
			c.LagBlocks = head.Number - look.Tip.Number
		}
		if age := now.Unix() - int64(look.Tip.Time); age > 0 {
			c.LagSeconds = uint64(age)
		}
		for i := range look.Deployments {
			c.Deployments = append(c.Deployments, deploymentStatus(&look.Deployments[i]))
		}
	})
	if len(c.Deployments) > 0 {
		c.Complete = slices.MinFunc(c.Deployments, func(a, b feed.Deployment) int { return cmp.Compare(share(a), share(b)) }).Complete
	}
	s.judge(&c, told, now)
	return c
}

// judge says whether the chain's numbers can be trusted.
func (s *shard) judge(c *feed.Chain, told bool, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Reason = s.trouble
	limit := staleLimit(s.chain)
	since := "no new block since " + s.moved.UTC().Format(time.RFC3339)
	switch {
	case s.halted:
		c.State = feed.Halted
	case !told || !s.caught:
		c.State = feed.Syncing
		if c.Reason == "" {
			c.Reason = "catching up with the chain"
		}
	case s.trouble != "":
		c.State, c.Reason = feed.Stale, since+": "+s.trouble
	case now.Sub(s.moved) > limit:
		c.State, c.Reason = feed.Stale, since
	default:
		c.State = feed.Live
	}
}

func blockRef(h chain.Head) *feed.BlockRef {
	if h.Number == 0 && h.Hash == (common.Hash{}) {
		return nil
	}
	ref := feed.NewBlockRef(h)
	return &ref
}

// share is a deployment's completeness, for comparisons.
func share(d feed.Deployment) float64 {
	f, err := strconv.ParseFloat(d.Complete, 64)
	if err != nil {
		return 0
	}
	return f
}

func deploymentStatus(d *engine.DeploymentLook) feed.Deployment {
	out := feed.Deployment{Name: d.Name, Protocol: d.Family, State: "live", Positions: d.Positions, Complete: "1"}
	switch {
	case d.Broken != nil:
		out.State, out.Complete = feed.Degraded+": "+d.Broken.Error(), "0"
	case d.Unread > 0:
		out.State = "reading"
		out.Complete = feed.Decimal(uint256.NewInt(uint64(10_000*(d.Positions-d.Unread)/d.Positions)), 4)
	}
	return out
}

// stale reports whether a shard's positions must not look live.
func (s *shard) stale(now time.Time) bool {
	var c feed.Chain
	s.judge(&c, true, now)
	return c.State != feed.Live
}

// Markets implements web.Live.
func (l *live) Markets(_ context.Context, q web.MarketQuery) (web.MarketPage, error) {
	page := web.MarketPage{Markets: []feed.Market{}, Chains: []web.ChainBlock{}}
	for _, s := range l.shards {
		if q.ChainID != 0 && q.ChainID != s.chain.ID {
			continue
		}
		s.Look(func(look *engine.Look) {
			page.Chains = append(page.Chains, web.ChainBlock{ChainID: s.chain.ID, Block: feed.NewBlockRef(look.Tip)})
			for i := range look.Deployments {
				d := &look.Deployments[i]
				if q.Protocol != "" && q.Protocol != d.Family || d.Broken != nil {
					continue
				}
				for _, m := range d.Markets() {
					page.Markets = append(page.Markets, marketJSON(s.chain.ID, d, &m))
				}
			}
		})
	}
	return page, nil
}

// MarketsOf implements alerts.Live.
func (l *live) MarketsOf(chainID uint64) ([]feed.Market, feed.BlockRef, bool) {
	page, err := l.Markets(context.Background(), web.MarketQuery{ChainID: chainID})
	if err != nil || len(page.Chains) == 0 {
		return nil, feed.BlockRef{}, false
	}
	return page.Markets, page.Chains[0].Block, true
}

func marketJSON(chainID uint64, d *engine.DeploymentLook, m *protocol.Market) feed.Market {
	ratio := func(bps uint16) string { return feed.Decimal(uint256.NewInt(uint64(bps)), 4) }
	given := func(bps uint16) *string {
		if bps == 0 {
			return nil
		}
		s := ratio(bps)
		return &s
	}
	digits := func(digits uint8) func(z *uint256.Int, known bool) *string {
		return func(z *uint256.Int, known bool) *string {
			if !known {
				return nil
			}
			s := feed.Decimal(z, digits)
			return &s
		}
	}
	amount, rate := digits(m.Decimals), digits(27)
	out := feed.Market{
		ChainID: chainID, Protocol: d.Family, Deployment: d.Name, Market: m.Market, Version: m.Version,
		Asset: m.Asset.Hex(), Symbol: m.Symbol, Decimals: m.Decimals,
		LTV: ratio(m.LTV), LiquidationThreshold: ratio(m.LiquidationThreshold),
		LiquidationBonus: ratio(m.LiquidationBonus), ProtocolFee: ratio(m.ProtocolFee),
		SupplyCap: feed.Decimal(&m.SupplyCap, m.Decimals), BorrowCap: feed.Decimal(&m.BorrowCap, m.Decimals),
		Supplied: amount(&m.Supplied, m.Sized), Borrowed: amount(&m.Borrowed, m.Sized), Available: amount(&m.Available, m.Liquid),
		SupplyRate: rate(&m.SupplyRate, m.Rated), BorrowRate: rate(&m.BorrowRate, m.Rated),
		Active: m.Active, Paused: m.Paused, Frozen: m.Frozen, CloseFactor: given(m.CloseFactor), WholeBelow: given(m.WholeBelow), BadDebt: string(m.BadDebt),
	}
	out.Feeds, out.FeedsAll = priceFeeds(d, m)
	if m.Priced {
		price := feed.Dollars(&m.Price)
		out.PriceUSD = &price
	}
	if m.Sized && !m.Supplied.IsZero() {
		var used uint256.Int
		used.Mul(&m.Borrowed, uint256.NewInt(10_000))
		share := feed.Decimal(used.Div(&used, &m.Supplied), 4)
		out.Utilisation = &share
	}
	return out
}

// Positions implements web.Live.
func (l *live) Positions(_ context.Context, q web.PositionQuery) (web.PositionPage, error) {
	page := web.PositionPage{Positions: []feed.Position{}, Chains: []web.ChainBlock{}}
	page.AsOf = l.cursor().String()
	if q.If != nil || q.Sort == web.ByProfit {
		l.heavy.Lock()
		defer l.heavy.Unlock()
	}
	var err error
	l.look(func(looks []chainLook) {
		page.Positions, page.Chains = page.Positions[:0], page.Chains[:0]
		refs := refsOf(looks)
		var supposed []supposedVenue
		if supposed, err = suppose(looks, &q); err != nil {
			return
		}
		rows, next := pick(refs, &q, func(row *web.Row) bool {
			id := position.ID(row.Ref)
			return (q.Asset == (common.Address{}) || refs[row.Ref>>32].d.Holds(id, q.Asset)) &&
				(supposed == nil || supposed[row.Ref>>32].due(id))
		})
		page.Next = next
		for i := range rows {
			ref := refs[rows[i].Ref>>32]
			p := ref.d.Describe(position.ID(rows[i].Ref))
			p.Stale = ref.stale
			page.Positions = append(page.Positions, p)
		}
		for _, c := range looks {
			page.Chains = append(page.Chains, web.ChainBlock{ChainID: c.shard.chain.ID, Block: feed.NewBlockRef(c.look.Tip)})
		}
	})
	return page, err
}

// chainLook is a shard that holds still.
type chainLook struct {
	shard *shard
	look  *engine.Look
	// stop reports whether to end what takes long, for a block is to come first. It will be begun anew.
	stop func() bool
}

// yields is how often a block may interrupt what looks at everybody, before it has to wait.
const yields = 3

// look calls fn while every shard that has begun holds still, and once more each time that it was stopped.
func (l *live) look(fn func([]chainLook)) bool { return look(l.shards, fn) }

func look(shards []*shard, fn func([]chainLook)) bool {
	for left := yields; ; left-- {
		stopped := false
		any := lookAll(shards, nil, func(looks []chainLook) {
			for i := range looks {
				looks[i].stop = func() bool {
					stopped = stopped || left > 0 && slices.ContainsFunc(looks, func(c chainLook) bool { return c.look.Wanted() })
					return stopped
				}
			}
			fn(looks)
		})
		if !stopped {
			return any
		}
	}
}

func lookAll(rest []*shard, held []chainLook, fn func([]chainLook)) bool {
	if len(rest) == 0 {
		fn(held)
		return len(held) > 0
	}
	any := false
	if !rest[0].Look(func(look *engine.Look) {
		any = lookAll(rest[1:], append(held, chainLook{shard: rest[0], look: look}), fn)
	}) {
		return lookAll(rest[1:], held, fn)
	}
	return any
}

// deploymentRef is a deployment of a shard that holds still.
type deploymentRef struct {
	chainID uint64
	d       *engine.DeploymentLook
	stale   bool
	stop    func() bool
}

func refsOf(looks []chainLook) []deploymentRef {
	var refs []deploymentRef
	now := time.Now()
	for _, c := range looks {
		for i := range c.look.Deployments {
			refs = append(refs, deploymentRef{c.shard.chain.ID, &c.look.Deployments[i], c.shard.stale(now), c.stop})
		}
	}
	return refs
}

// cursor is one that no row is older than. Without any row it is the newest, so
// that who follows from there needn't hear what is long past.
func (l *live) cursor() feed.Cursor {
	var newest feed.Cursor
	if l.newest != nil && !slices.ContainsFunc(l.shards, func(s *shard) bool { return !s.stands() }) {
		return feed.Cursor(l.newest.Load())
	}
	for _, s := range l.shards {
		newest = max(newest, s.Cursor())
	}
	return newest
}

// Position implements web.Live.
func (l *live) Position(_ context.Context, id string) (p feed.Position, found bool, err error) {
	// Taken before any look: who looks while waiting for it would hold up a block, and with it everybody.
	l.heavy.Lock()
	defer l.heavy.Unlock()
	for _, s := range l.shards {
		s.Look(func(look *engine.Look) {
			for i := range look.Deployments {
				d := &look.Deployments[i]
				key, ok := d.Parse(id)
				if !ok {
					continue
				}
				if row, ok := d.ID(key); ok {
					p, found = d.Describe(row), true
					p.Stale = s.stale(time.Now())
					addLimits(&p, s.chain, d, row)
				}
			}
		})
	}
	if !found && slices.ContainsFunc(l.shards, (*shard).stands) {
		return p, false, errElsewhere
	}
	return p, found, nil
}
