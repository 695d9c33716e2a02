package aavev2

import "brink/protocols"

// Quotes implements protocols.Frame. Markets that don't count in dollars count
// in ether.
func (f *moment) Quotes() []protocols.Quote {
	unit := protocols.Ether
	if f.m.dollars {
		unit = protocols.Dollar
	}
	quotes := make([]protocols.Quote, 0, len(f.assets)+1)
	for _, asset := range f.assets {
		if r, ok := f.p.reserves.Get(asset); ok {
			quotes = append(quotes, protocols.Quote{Source: r.price, Base: asset, In: unit})
		}
	}
	if !f.m.dollars {
		quotes = append(quotes, protocols.Quote{Source: f.m.feed, Base: protocols.Ether})
	}
	return quotes
}
