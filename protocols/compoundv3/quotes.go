package compoundv3

import (
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// Quotes implements protocols.Frame.
func (f *moment) Quotes() []protocols.Quote {
	if !f.r.known {
		return nil
	}
	unit := map[string]common.Address{dollars: protocols.Dollar, ether: protocols.Ether, otherUnit: protocols.Unnamed}[f.p.opt.Unit]
	quotes := []protocols.Quote{{Source: f.r.price, Base: f.r.baseToken, In: unit}}
	for _, at := range f.r.list[:f.r.listed] {
		row := state.Row(at)
		quotes = append(quotes, protocols.Quote{Source: f.p.assets.At(row).price, Base: f.p.assets.Key(row), In: unit})
	}
	if f.r.unit != prices.None {
		if f.p.opt.USDOracle != (common.Address{}) {
			unit = f.r.baseToken
		}
		quotes = append(quotes, protocols.Quote{Source: f.r.unit, Base: unit})
	}
	return quotes
}
