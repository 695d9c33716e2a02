package aavev3

import "brink/protocols"

// Quotes implements protocols.Frame. The source of a category prices all of its
// members, and is told as that of the first.
func (f *moment) Quotes() []protocols.Quote {
	unit := protocols.Dollar
	if !f.m.dollars {
		unit = protocols.Unnamed
	}
	quotes := make([]protocols.Quote, 0, len(f.reserves))
	for id, asset := range f.assets {
		if f.reserves[id].listed {
			r, _ := f.p.reserves.Get(asset)
			quotes = append(quotes, protocols.Quote{Source: r.price, Base: asset, In: unit})
		}
	}
	for id, c := range f.p.eModes.All() {
		if !f.version.eModePrice() || !c.sourced {
			continue
		}
		for member, asset := range f.assets {
			if f.reserves[member].listed && f.eModes[id].members.Bit(uint(member)) {
				quotes = append(quotes, protocols.Quote{Source: c.price, Base: asset, In: unit})
				break
			}
		}
	}
	return quotes
}
