package morphoblue

import (
	"brink/abi/word"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/core/types"
)

// applyFactory takes a new contract of pre-liquidation.
func (p *Protocol) applyFactory(l *types.Log, done *protocols.Effects) error {
	if l.Topics[0] != topicCreatePreLiquidation {
		return nil
	}
	done.Count("CreatePreLiquidation")
	e, ok := readCreatePreLiquidation(l)
	if !ok {
		return protocols.ErrMalformed
	}
	p.offers.Put(e.contract, preLiquidation{
		market: e.id, terms: e.terms, price: p.watch(e.oracle, calls.oracle.PackPrice()),
	})
	return nil
}

// applyPreLiquidation reports a pre-liquidation: what it did to the position
// Morpho has told already.
func (p *Protocol) applyPreLiquidation(l *types.Log, done *protocols.Effects) error {
	if l.Topics[0] != topicPreLiquidate {
		return nil
	}
	done.Count("PreLiquidate")
	e, ok := readPreLiquidate(l)
	if !ok {
		return protocols.ErrMalformed
	}
	p.report(&e, l, done)
	return nil
}

// setAuthorization keeps who may act for whom, as contracts of pre-liquidation
// must be allowed to. It may be given before the contract is made.
func (p *Protocol) setAuthorization(l *types.Log) error {
	w := word.Read(l, 4, 1)
	key := permission{w.TopicAddress(2), w.TopicAddress(3)}
	given := uint8(w.Small(0, 1))
	_ = w.TopicAddress(1) // the caller
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if old, _ := p.permissions.Get(key); old != given && p.follows(key.authorizer) {
		p.permissions.Put(key, given)
	}
	return nil
}
