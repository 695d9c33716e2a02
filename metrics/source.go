package metrics

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"brink/feed"

	"github.com/prometheus/client_golang/prometheus"
)

// Source is what is known now. Every scrape asks it, perhaps several at once.
type Source interface {
	// Chains are all configured chains.
	Chains() []feed.Chain
	// Risk sums up the positions, each chain's as of its block processed last.
	Risk() Risk
}

// Risk is how positions stand, in sums.
type Risk struct {
	// Markets are all watched ones, also those without positions.
	Markets []Market
	// Watched are the positions of named accounts that have debt and can be
	// told, in an order that stays.
	Watched []Watched
	// Feeds are those behind prices that say when they were updated, with
	// repetitions.
	Feeds []Feed
}

// Feed is a contract behind the price of an asset.
type Feed struct {
	Chain, Symbol, Address string
	// Updated is the time of its last update, and Heartbeat what may lie between
	// two, in seconds; zero where it isn't known.
	Updated, Heartbeat uint64
}

// Market is the sum over the positions of a market.
type Market struct {
	Chain, Protocol, Deployment string
	// Market is empty where the deployment is one market.
	Market string
	// Bands sum up the positions with debt that can be told, in the order of
	// Options.Bands.
	Bands []Band
	// Unknown counts the positions that can't be told.
	Unknown int
	// BadDebt is debt beyond collateral, in dollars.
	BadDebt float64
	// Priced says that the dollars are known.
	Priced bool
	// Shocks are what each of Shocks would come to; nil where that isn't known.
	Shocks []Shock
}

// Shock is what a fall of all prices but those of stable assets would come to, in
// dollars.
type Shock struct{ Collateral, Debt, BadDebt float64 }

// Shocks are the falls that are looked at, as they stand in labels.
func Shocks() []string { return []string{"0.01", "0.05", "0.1", "0.2"} }

// Band is the sum over the positions of a market within a band, in dollars.
type Band struct {
	Positions        int
	Debt, Collateral float64
}

// Watched is one position of a named account.
type Watched struct {
	Chain, Protocol, Deployment, Market, Name string
	HealthFactor                              float64
	// Drop is the share by which the prices of its collaterals must fall together
	// for it to become liquidatable, NaN where no fall does that.
	Drop float64
}

// collector answers a scrape from the Source with new constant metrics.
type collector struct {
	source  Source
	options Options

	state, complete, head, headTime, processed, processedTime    *prometheus.Desc
	remaining                                                    *prometheus.Desc
	positions, debt, collateral, unknown, badDebt, watched, drop *prometheus.Desc
	over, collateralAtRisk, debtAtRisk, shockBadDebt             *prometheus.Desc
	updated, heartbeat                                           *prometheus.Desc
}

func newCollector(source Source, options Options) *collector {
	return &collector{
		source: source, options: options,
		state:         desc("brink_chain_state"),
		complete:      desc("brink_completeness_ratio"),
		head:          desc("brink_head_block_number"),
		headTime:      desc("brink_head_block_timestamp_seconds"),
		processed:     desc("brink_processed_block_number"),
		processedTime: desc("brink_processed_block_timestamp_seconds"),
		remaining:     desc("brink_backfill_remaining_blocks"),
		positions:     desc("brink_positions"),
		debt:          desc("brink_positions_debt_usd"),
		collateral:    desc("brink_positions_collateral_usd"),
		unknown:       desc("brink_unknown_positions"),
		badDebt:       desc("brink_bad_debt_usd"),
		watched:       desc("brink_watched_position_health_factor"),
		drop:          desc("brink_watched_position_price_drop_to_liquidation_ratio"),
		over:          desc("brink_watched_positions_over_limit"),

		collateralAtRisk: desc("brink_collateral_at_risk_usd"),
		debtAtRisk:       desc("brink_debt_at_risk_usd"),
		shockBadDebt:     desc("brink_shock_bad_debt_usd"),

		updated:   desc("brink_oracle_last_update_timestamp_seconds"),
		heartbeat: desc("brink_oracle_heartbeat_seconds"),
	}
}

// Describe is prometheus.Collector's.
func (c *collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{c.state, c.complete, c.head, c.headTime, c.processed, c.processedTime, c.remaining,
		c.positions, c.debt, c.collateral, c.unknown, c.badDebt, c.watched, c.drop, c.over, c.collateralAtRisk, c.debtAtRisk, c.shockBadDebt,
		c.updated, c.heartbeat} {
		out <- d
	}
}

// Collect is prometheus.Collector's.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	s := scrape{c, out}
	for _, chain := range c.source.Chains() {
		s.chain(&chain)
	}
	risk := c.source.Risk()
	for _, m := range fold(risk.Markets) {
		s.market(m)
	}
	s.watchList(risk.Watched)
	s.feeds(risk.Feeds)
}

// feeds shows each feed once, by the first symbol of a price that rests on it.
// Further feeds of the same symbol are numbered, in the markets' order. Anybody
// can make markets with feeds of their own: of those beyond the bound the newest
// have no series.
func (s scrape) feeds(feeds []Feed) {
	shown, taken, of := make(map[[2]string]bool), make(map[[2]string]bool), make(map[string]int)
	for _, f := range feeds {
		chain, name := clean(f.Chain), "unnamed"
		if shown[[2]string{chain, f.Address}] || of[chain] == mostFeeds {
			continue
		}
		shown[[2]string{chain, f.Address}] = true
		of[chain]++
		if symbol := []rune(clean(f.Symbol)); len(symbol) > 0 {
			name = string(symbol[:min(len(symbol), longestSymbol)])
		}
		label := name
		for n := 2; taken[[2]string{chain, label}]; n++ {
			label = fmt.Sprintf("%s #%d", name, n)
		}
		taken[[2]string{chain, label}] = true
		s.gauge(s.updated, float64(f.Updated), chain, label)
		if f.Heartbeat > 0 {
			s.gauge(s.heartbeat, float64(f.Heartbeat), chain, label)
		}
	}
}

// mostFeeds is how many feeds of a chain have series.
const mostFeeds = 1000

// longestSymbol is how much of a token's symbol stands in a label.
const longestSymbol = 16

type scrape struct {
	*collector
	out chan<- prometheus.Metric
}

func (s scrape) gauge(d *prometheus.Desc, value float64, labels ...string) {
	s.out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func (s scrape) chain(c *feed.Chain) {
	name := clean(c.Name)
	for _, state := range []feed.ChainState{feed.Syncing, feed.Live, feed.Stale, feed.Halted} {
		s.gauge(s.state, truth(c.State == state), name, string(state))
	}
	for protocol, ratio := range completeness(c.Deployments) {
		s.gauge(s.complete, ratio, name, protocol)
	}
	for _, tagged := range []struct {
		tag   string
		block *feed.BlockRef
	}{{"latest", c.Head}, {"safe", c.Safe}, {"finalized", c.Finalized}} {
		if tagged.block != nil {
			s.gauge(s.head, float64(tagged.block.Number), name, tagged.tag)
		}
	}
	if c.Head != nil {
		s.gauge(s.headTime, float64(c.Head.Timestamp.Unix()), name)
		left := uint64(0)
		if c.State == feed.Syncing {
			left = c.LagBlocks
		}
		s.gauge(s.remaining, float64(left), name)
	}
	if c.Processed != nil {
		s.gauge(s.processed, float64(c.Processed.Number), name)
		s.gauge(s.processedTime, float64(c.Processed.Timestamp.Unix()), name)
	}
}

// completeness is the least of each protocol's deployments.
func completeness(deployments []feed.Deployment) map[string]float64 {
	least := make(map[string]float64)
	for _, d := range deployments {
		ratio, err := strconv.ParseFloat(d.Complete, 64)
		if err != nil {
			ratio = 0
		}
		protocol := clean(d.Protocol)
		if was, ok := least[protocol]; !ok || ratio < was {
			least[protocol] = ratio
		}
	}
	return least
}

func (s scrape) market(m *Market) {
	labels := m.labels()
	for i, band := range s.options.Bands {
		var b Band
		if i < len(m.Bands) {
			b = m.Bands[i]
		}
		s.gauge(s.positions, float64(b.Positions), labels[0], labels[1], labels[2], band)
		if m.Priced {
			s.gauge(s.debt, b.Debt, labels[0], labels[1], labels[2], band)
			s.gauge(s.collateral, b.Collateral, labels[0], labels[1], labels[2], band)
		}
	}
	s.shocks(m, labels)
	s.gauge(s.unknown, float64(m.Unknown), labels[:]...)
	if m.Priced {
		s.gauge(s.badDebt, m.BadDebt, labels[:]...)
	}
}

func (s scrape) shocks(m *Market, labels [3]string) {
	if !m.Priced || len(m.Shocks) != len(Shocks()) {
		return
	}
	for i, shock := range Shocks() {
		s.gauge(s.collateralAtRisk, m.Shocks[i].Collateral, labels[0], labels[1], labels[2], shock)
		s.gauge(s.debtAtRisk, m.Shocks[i].Debt, labels[0], labels[1], labels[2], shock)
		s.gauge(s.shockBadDebt, m.Shocks[i].BadDebt, labels[0], labels[1], labels[2], shock)
	}
}

// watchList shows the worst of a name's positions where several share their labels.
func (s scrape) watchList(positions []Watched) {
	shown := min(len(positions), s.options.WatchedLimit)
	worst := make(map[[4]string]Watched)
	for _, w := range positions[:shown] {
		labels := [4]string{clean(w.Chain), clean(w.Protocol), marketLabel(w.Deployment, w.Market), clean(w.Name)}
		if was, known := worst[labels]; known {
			w.HealthFactor = min(was.HealthFactor, w.HealthFactor)
			if math.IsNaN(w.Drop) || was.Drop < w.Drop {
				w.Drop = was.Drop
			}
		}
		worst[labels] = w
	}
	for labels, w := range worst {
		s.gauge(s.watched, w.HealthFactor, labels[:]...)
		if !math.IsNaN(w.Drop) {
			s.gauge(s.drop, w.Drop, labels[:]...)
		}
	}
	s.gauge(s.over, float64(len(positions)-shown))
}

func (m *Market) labels() [3]string {
	return [3]string{clean(m.Chain), clean(m.Protocol), marketLabel(m.Deployment, m.Market)}
}

// fold adds up markets that share their labels. A sum is priced if all of them are.
func fold(markets []Market) map[[3]string]*Market {
	sums := make(map[[3]string]*Market)
	for i := range markets {
		m := markets[i]
		sum, ok := sums[m.labels()]
		if !ok {
			m.Bands, m.Shocks = slices.Clone(m.Bands), slices.Clone(m.Shocks)
			sums[m.labels()] = &m
			continue
		}
		for j, b := range m.Bands {
			if j == len(sum.Bands) {
				sum.Bands = append(sum.Bands, Band{})
			}
			sum.Bands[j].Positions += b.Positions
			sum.Bands[j].Debt += b.Debt
			sum.Bands[j].Collateral += b.Collateral
		}
		if len(m.Shocks) != len(sum.Shocks) {
			sum.Shocks = nil // a part that isn't known
		}
		for j := range sum.Shocks {
			sum.Shocks[j].Collateral += m.Shocks[j].Collateral
			sum.Shocks[j].Debt += m.Shocks[j].Debt
			sum.Shocks[j].BadDebt += m.Shocks[j].BadDebt
		}
		sum.Unknown += m.Unknown
		sum.BadDebt += m.BadDebt
		sum.Priced = sum.Priced && m.Priced
	}
	return sums
}
