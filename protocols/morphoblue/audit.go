package morphoblue

import (
	"fmt"

	"brink/chain"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// Audit implements protocols.Protocol. The contract has no view of health, so
// what it stores of the position and of its market goes through the arithmetic
// that it would go through in a liquidation at this block.
func (p *Protocol) Audit(ids []position.ID, report func(position.ID, position.Health, error)) chain.Query {
	var b chain.Questions
	now := p.now
	for _, id := range ids {
		at, row := p.positions.Key(state.Row(id)), p.positions.At(state.Row(id)).market
		m := *p.markets.At(row)
		witness := audited{market: m}
		b.Ask(p.morpho, calls.morpho.PackMarket(at.market), func(r chain.Result) error {
			witness.refused = !witness.market.readState(r)
			return nil
		})
		if p.model(&m) == adaptive {
			b.Ask(m.irm, calls.irm.PackRateAtTarget(at.market), func(r chain.Result) error {
				rate, ok := r.Uint(0)
				witness.market.rateAtTarget = rate.Uint64()
				witness.refused = witness.refused || !ok
				return nil
			})
		}
		b.Ask(m.oracle, calls.oracle.PackPrice(), func(r chain.Result) error {
			witness.price, witness.priced = r.Uint(0)
			return nil
		})
		b.Ask(p.morpho, calls.morpho.PackPosition(at.market, at.account), func(r chain.Result) error {
			if witness.refused || !witness.holding.readState(r) {
				report(id, position.Health{}, fmt.Errorf("reading the position: %w", protocols.ErrUnknown))
				return nil
			}
			rates, _ := p.rates.Get(at.market)
			h, err := witness.health(p.model(&m), &rates, now)
			report(id, h, err)
			return nil
		})
	}
	return b.Query()
}

// audited is what the contract and the oracle said.
type audited struct {
	market          market
	holding         holding
	price           uint256.Int
	priced, refused bool
}

func (a *audited) health(by model, rates *modelRate, now uint64) (h position.Health, err error) {
	l := loan{price: a.price, lltv: *uint256.NewInt(a.market.lltv)}
	var rate uint256.Int
	t, ok := a.market.accrue(&rate, by, rates, now)
	l.debt = t.borrowed()
	collateral, shares := a.holding.collateral.Uint256(), a.holding.borrowShares.Uint256()
	switch {
	case ok && !a.priced && shares.IsZero():
		h.Factor.SetAllOne()
	case !ok || !a.priced || !l.evaluate(&h, &collateral, &shares):
		return position.Health{}, fmt.Errorf("judging the position: %w", protocols.ErrUnknown)
	}
	return h, nil
}
