package alerts

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// market is what was seen last of a market.
type market struct {
	Protocol    string     `json:"protocol"`
	Deployment  string     `json:"deployment"`
	Market      string     `json:"market"`
	Asset       string     `json:"asset"`
	Symbol      string     `json:"symbol"`
	Utilisation *string    `json:"utilisation,omitempty"`
	Parameters  parameters `json:"parameters"`
}

// parameters are what governance can change of a market, beside the thresholds
// that positions tell of. Words are as in /v1/markets.
type parameters map[string]string

func parametersOf(f *feed.Market) parameters {
	return parameters{
		"ltv": f.LTV, "liquidation bonus": f.LiquidationBonus, "protocol fee": f.ProtocolFee,
		"supply cap": f.SupplyCap, "borrow cap": f.BorrowCap, "active": strconv.FormatBool(f.Active),
		"paused": strconv.FormatBool(f.Paused), "frozen": strconv.FormatBool(f.Frozen),
	}
}

// wantsMarkets reports whether any rule looks at markets.
func (m *machine) wantsMarkets() bool {
	return m.about(Utilisation, ParameterChange)
}

// lookAtMarkets takes in the markets of a chain as of a block.
func (m *machine) lookAtMarkets(markets []feed.Market, chainID uint64, at feed.BlockRef) {
	c := m.clock[chainID]
	c.mark = mark{at.Number, at.Hash, uint64(at.Timestamp.Unix())}
	for i := range markets {
		f := &markets[i]
		now := &market{f.Protocol, f.Deployment, f.Market, f.Asset, f.Symbol, f.Utilisation, parametersOf(f)}
		name := fmt.Sprintf("%d:%s:%s:%s", chainID, f.Deployment, f.Market, f.Asset)
		if !m.concerns(now, chainID) {
			continue
		}
		was := m.subjects[name]
		if was == nil || !reflect.DeepEqual(was.Market, now) {
			m.subjects[name] = &subject{ChainID: chainID, Market: now}
			m.dirty[keySubject+name] = true
		}
		for j := range m.opt.Rules {
			r := &m.opt.Rules[j]
			switch {
			case !r.covers(m.opt.Chains[chainID], now.Protocol, now.Deployment, now.Market):
			case r.Measure == Utilisation:
				m.see(r, name, m.value(r, name), c)
			case r.Measure == ParameterChange && was != nil:
				m.compareMarkets(r, was.Market, now, chainID, c.mark)
			}
		}
	}
}

// concerns reports whether a rule is about a market, or about an account that
// depends on it.
func (m *machine) concerns(of *market, chainID uint64) bool {
	return slices.ContainsFunc(m.opt.Rules, func(r Rule) bool {
		return (r.Measure == Utilisation || r.Measure == ParameterChange) &&
			r.covers(m.opt.Chains[chainID], of.Protocol, of.Deployment, of.Market)
	})
}

// compareMarkets tells of parameters that changed to those who hold or owe the
// market's asset.
func (m *machine) compareMarkets(r *Rule, was, is *market, chainID uint64, at mark) {
	var texts []string
	for _, word := range slices.Sorted(maps.Keys(is.Parameters)) {
		if before, now := was.Parameters[word], is.Parameters[word]; before != now {
			texts = append(texts, fmt.Sprintf("%s of %s %s → %s", word, is.Symbol, before, now))
		}
	}
	back := m.restored[strconv.FormatUint(chainID, 10)]
	if len(texts) == 0 || back != nil && *back == at.Hash {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(m.subjects)) {
		s := m.subjects[name]
		if s.Position == nil || s.ChainID != chainID || !dependsOn(s.Position, is) ||
			!m.selects(r, s.Position, m.names[common.HexToAddress(s.Position.Account)]) {
			continue
		}
		a := m.alert(r, name, chainID)
		a.Text = strings.Join(texts, ", ")
		m.happen(r, &feed.Entry{ID: fmt.Sprintf("%d:%s:%s:%s", chainID, at.Hash, is.Asset, name), Block: at.head()}, a)
	}
}

// dependsOn reports whether a position holds or owes a market's asset.
func dependsOn(p *feed.Position, of *market) bool {
	isIt := func(l feed.Leg) bool { return l.Asset == of.Asset }
	return p.Deployment == of.Deployment && (of.Market == "" || p.Market == "" || p.Market == of.Market) &&
		(slices.ContainsFunc(p.Collaterals, isIt) || slices.ContainsFunc(p.Debts, isIt))
}
