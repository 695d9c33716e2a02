package compoundv2

import (
	"brink/protocols"
	"brink/state"
)

// Quotes implements protocols.Frame. VAI has no price: it counts as a dollar.
func (f *moment) Quotes() []protocols.Quote {
	unit := protocols.Dollar
	if !f.p.dollars {
		unit = protocols.Unnamed
	}
	var quotes []protocols.Quote
	for i := range f.markets {
		if m := f.p.markets.At(state.Row(i)); m.watched {
			quotes = append(quotes, protocols.Quote{Source: m.price, Base: m.underlying, In: unit})
		}
	}
	return quotes
}
