package protocoltest

import (
	"math"

	"brink/chain"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/core/types"
)

// Unweighed is a protocol whose positions can't be weighed, and whose debts grow so fast that an engine evaluates
// all of them in every block. What an engine says of it is what it must say of the protocol itself.
type Unweighed struct{ protocols.Protocol }

// At implements protocols.Protocol.
func (u Unweighed) At(view prices.View) protocols.Frame { return unweighed{u.Protocol.At(view)} }

// Poll implements protocols.Poller.
func (u Unweighed) Poll(now uint64) chain.Query {
	if p, ok := u.Protocol.(protocols.Poller); ok {
		return p.Poll(now)
	}
	return chain.Query{}
}

// Trace implements protocols.Discoverer.
func (u Unweighed) Trace() chain.Filter {
	if d, ok := u.Protocol.(protocols.Discoverer); ok {
		return d.Trace()
	}
	return chain.Filter{}
}

// Discover implements protocols.Discoverer.
func (u Unweighed) Discover(l *types.Log) error {
	if d, ok := u.Protocol.(protocols.Discoverer); ok {
		return d.Discover(l)
	}
	return nil
}

type unweighed struct{ protocols.Frame }

// Growth implements protocols.Frame.
func (unweighed) Growth(protocols.Frame) uint64 { return math.MaxUint64 }
