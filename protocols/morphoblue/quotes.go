package morphoblue

import (
	"brink/prices"
	"brink/protocols"
	"brink/state"
)

// Quotes implements protocols.Frame: the oracle of a market counts in its loan
// token, and so does that of a contract of pre-liquidation.
func (f *moment) Quotes() []protocols.Quote {
	var quotes []protocols.Quote
	add := func(source prices.ID, m *market) {
		if source != prices.None && m.made {
			quotes = append(quotes, protocols.Quote{Source: source, Base: m.collateralToken, In: m.loanToken})
		}
	}
	for i := range f.loans {
		m := f.p.markets.At(state.Row(i))
		add(m.price, m)
	}
	for _, o := range f.p.offers.All() {
		if row, ok := f.p.markets.Row(o.market); ok {
			add(o.price, f.p.markets.At(row))
		}
	}
	for asset, t := range f.p.tokens.All() {
		if t.feed != prices.None {
			quotes = append(quotes, protocols.Quote{Source: t.feed, Base: asset})
		}
	}
	return quotes
}
