package alerts

import (
	"fmt"
	"time"

	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// alert is an alert about a subject, with all that is known of that.
func (m *machine) alert(r *Rule, name string, chainID uint64) feed.Alert {
	a := feed.Alert{
		ID: r.Name + "/" + name, Rule: r.Name, Measure: string(r.Measure), ChainID: chainID, Chain: m.opt.Chains[chainID],
		Subject: name, Mend: []feed.Remedy{}, Channels: r.Channels,
	}
	if a.Channels == nil {
		a.Channels = []string{}
	}
	s := m.subjects[name]
	switch {
	case s == nil:
		a.Deployment, a.Market, a.Account = r.Per.place(name)
		a.Name = m.names[common.HexToAddress(a.Account)]
	case s.Market != nil:
		a.Protocol, a.Deployment, a.Market = s.Market.Protocol, s.Market.Deployment, s.Market.Market
		a.Text = "market of " + s.Market.Symbol
	case s.Position != nil:
		p := s.Position
		a.Protocol, a.Deployment, a.Market, a.Account = p.Protocol, p.Deployment, p.Market, p.Account
		a.Name = m.names[common.HexToAddress(p.Account)]
		a.Position = p
		if !r.Target.IsZero() {
			target := feed.Decimal(&r.Target, 18)
			a.Target = &target
			a.Mend = append(a.Mend, remedies(p, &r.Target)...)
		}
	case s.Price != nil:
		a.Protocol, a.Deployment, a.Market = s.Price.Protocol, s.Price.Deployment, s.Price.Market
		a.Text = "price of " + s.Price.Symbol
		if s.Price.PriceUSD != nil {
			a.Text += " " + *s.Price.PriceUSD + " USD"
		}
	case s.Chain != nil && r.Measure == Blind:
		a.Text = fmt.Sprintf("%s: %s", s.Chain.State, s.Chain.Reason)
	}
	return a
}

// say makes an entry of what became of an instance.
func (m *machine) say(r *Rule, name string, v value, t telling, at mark) {
	a := m.alert(r, name, m.chainOf(name))
	a.Transition, a.Silent, a.Reason = t.transition, t.silent, t.reason
	a.Value, a.ValueWas = v.text(), t.before
	if r.shape().holds {
		a.Value, a.ValueWas = nil, nil
	}
	if t.was >= 0 {
		a.Was = r.Levels[t.was].Severity
	}
	threshold := new(uint256.Int)
	if t.level >= 0 {
		a.Severity = r.Levels[t.level].Severity
		threshold = &r.Levels[t.level].Enter
	} else if t.was >= 0 {
		threshold = &r.Levels[0].Leave
		a.Mend = []feed.Remedy{}
	}
	if !r.shape().holds && !threshold.IsZero() {
		s := feed.Decimal(threshold, 18)
		a.Threshold = &s
	}
	a.Since = time.Unix(int64(t.began.Time), 0).UTC()
	a.Block = feed.NewBlockRef(at.head())
	m.emit(a)
}

// fact is what liquidations and bad debt have in common, and what each has.
type fact struct {
	Protocol         string  `json:"protocol"`
	Deployment       string  `json:"deployment"`
	Market           string  `json:"market"`
	Account          string  `json:"account"`
	CollateralSymbol string  `json:"collateral_symbol"`
	CollateralUSD    *string `json:"collateral_usd"`
	DebtSymbol       string  `json:"debt_symbol"`
	DebtUSD          *string `json:"debt_usd"`
	Asset            string  `json:"asset"`
	Raw              string  `json:"raw"`
	USD              *string `json:"usd"`
}

// worth is the debt that it is about, in dollars.
func (f *fact) worth() *string {
	if f.Asset != "" {
		return f.USD
	}
	return f.DebtUSD
}

func (f *fact) text() string {
	if f.Asset != "" {
		return fmt.Sprintf("bad debt of %s of %s", dollars(f.USD), f.Asset)
	}
	return fmt.Sprintf("%s of %s repaid for %s of %s", dollars(f.DebtUSD), f.DebtSymbol, dollars(f.CollateralUSD), f.CollateralSymbol)
}

func dollars(s *string) string {
	if s == nil {
		return "an unknown worth"
	}
	return *s + " USD"
}
