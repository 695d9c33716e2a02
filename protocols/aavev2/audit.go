package aavev2

import (
	"fmt"

	"brink/chain"
	"brink/fixed"
	"brink/position"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// Audit implements protocols.Protocol by the pool's getUserAccountData.
func (p *Protocol) Audit(ids []position.ID, report func(position.ID, position.Health, error)) chain.Query {
	pool := p.settings().pool
	var q chain.Questions
	for _, id := range ids {
		q.Ask(pool, calls.pool.PackGetUserAccountData(p.Key(id).Account), func(r chain.Result) error {
			h, err := accountData(r)
			report(id, h, err)
			return nil
		})
	}
	return q.Query()
}

// accountData reads an answer of getUserAccountData.
func accountData(r chain.Result) (position.Health, error) {
	if r.Reverted || len(r.Data) != 6*32 {
		return position.Health{}, fmt.Errorf("getUserAccountData: %w", protocols.ErrUnknown)
	}
	var words [6]uint256.Int
	for i := range words {
		words[i], _ = r.Uint(i)
	}
	h := position.Health{Collateral: words[0], Debt: words[1], Factor: words[5]}
	h.Liquidatable = h.Factor.LtUint64(fixed.Wad)
	h.Insolvent = h.Collateral.Lt(&h.Debt)
	return h, nil
}
