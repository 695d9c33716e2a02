package engine

import (
	"time"

	"brink/feed"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// FeedLook is a feed behind a price at the tip.
type FeedLook struct {
	Address common.Address
	// Updated is when it was last updated, in seconds.
	Updated uint64
	// Heartbeat is how many seconds may pass between two updates; zero is not known.
	Heartbeat uint64
	// Stale says that more have passed.
	Stale bool
}

// Feeds are what stands behind the price of one of the deployment's markets, as far
// as it can be told, and whether that is all.
func (l *DeploymentLook) Feeds(m *protocols.Market) (feeds []FeedLook, all bool) {
	if !l.e.priced {
		return nil, false
	}
	return l.e.feedsOf(m)
}

func (e *Engine) feedsOf(m *protocols.Market) (feeds []FeedLook, all bool) {
	if !e.opt.Feeds {
		return nil, false
	}
	found, all := e.book.Feeds(m.Source)
	for _, f := range found {
		beat, own := e.opt.Heartbeats[f.Address]
		if !own {
			// Beyond its patience the protocol has no price at all.
			if beat = f.Patience; beat == 0 {
				beat = e.opt.Heartbeat
			}
		}
		feeds = append(feeds, FeedLook{
			Address: f.Address, Updated: f.Updated, Heartbeat: beat,
			Stale: beat > 0 && e.tip.Time > f.Updated && e.tip.Time-f.Updated > beat,
		})
	}
	return feeds, all
}

// worst is the feed that is told of where there are several: one that is stale, or
// else the one that was updated longest ago.
func worst(feeds []FeedLook) (w FeedLook, known bool) {
	for i, f := range feeds {
		if i == 0 || f.Stale && !w.Stale || f.Stale == w.Stale && f.Updated < w.Updated {
			w = f
		}
	}
	return w, len(feeds) > 0
}

func (f FeedLook) body() feed.Source {
	at := time.Unix(int64(f.Updated), 0).UTC()
	return feed.Source{Feed: f.Address.Hex(), UpdatedAt: &at, HeartbeatSeconds: f.Heartbeat}
}

// sayOracles says which prices have moved since they were last said: by a
// thousandth at least, since some sources move a little with every second. And it
// says whose feeds have been silent for longer than they may, and which are not any
// more: the time of the block tells, not the clock.
func (e *Engine) sayOracles(say *speech) {
	for _, d := range e.deployments {
		if d.broken != nil {
			continue
		}
		for _, m := range e.frame(d).Markets() {
			subject := e.Shard() + ":" + d.Name + ":" + m.Market + m.Asset.Hex()
			feeds, _ := e.feedsOf(&m)
			f, told := worst(feeds)
			now := &quote{m.Price, m.Priced, f.Stale}
			was, quoted := e.quotes[subject]
			if quoted && !was.moved(now) || !quoted && !now.Known {
				continue
			}
			e.quotes[subject] = now
			body := feed.Quote{
				ChainID: e.opt.ChainID, Protocol: d.Family, Deployment: d.Name, Market: m.Market,
				Asset: m.Asset.Hex(), Symbol: m.Symbol,
			}
			if told {
				body.Source = f.body()
			}
			if m.Priced {
				price := feed.Dollars(&m.Price)
				body.PriceUSD = &price
			}
			entryType := feed.OracleUpdated
			if now.Stale || quoted && was.Stale && told {
				entryType, body.Stale = feed.OracleStale, &now.Stale
			}
			say.add(entryType, subject, "", body)
		}
	}
}

// quote is a price as it was said last.
type quote struct {
	Price uint256.Int
	Known bool
	Stale bool
}

// moved reports whether a price is worth saying anew.
func (q *quote) moved(now *quote) bool {
	if q.Known != now.Known || q.Stale != now.Stale {
		return true
	}
	var step uint256.Int
	if q.Price.Lt(&now.Price) {
		step.Sub(&now.Price, &q.Price)
	} else {
		step.Sub(&q.Price, &now.Price)
	}
	step.Mul(&step, uint256.NewInt(1000))
	return !step.IsZero() && !step.Lt(&q.Price)
}
