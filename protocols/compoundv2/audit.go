package compoundv2

import (
	"fmt"

	"brink/chain"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// Audit implements protocols.Protocol by the comptroller's getAccountLiquidity.
// That answers with the difference of the two sums alone; so the markets and the
// oracle are asked for the debts too, and the collateral is what makes the
// difference come out.
func (p *Protocol) Audit(ids []position.ID, report func(position.ID, position.Health, error)) chain.Query {
	var q question
	for _, id := range ids {
		p.audit(&q, id, report)
	}
	return q.query()
}

func (p *Protocol) audit(q *question, id position.ID, report func(position.ID, position.Health, error)) {
	user := p.Key(id).Account
	h, legs := p.accounts.At(state.Row(id))
	mints := h.mints
	a := auditing{asked: make(map[uint32]bool)}
	q.Ask(p.comptroller, calls.comptroller.PackGetAccountLiquidity(user), a.liquidity)
	oracle := p.global().oracle
	for i := range legs {
		if !p.owing(&legs[i]) {
			continue
		}
		a.asked[legs[i].market] = true
		token := p.markets.Key(state.Row(legs[i].market))
		var price uint256.Int
		q.word(oracle, calls.oracle.PackGetUnderlyingPrice(token), func(z uint256.Int, ok bool) error {
			price, a.failed = z, a.failed || !ok
			return nil
		})
		q.word(token, calls.token.PackBorrowBalanceStored(user), func(z uint256.Int, ok bool) error {
			a.failed = a.failed || !ok || !mulTruncateAdd(&a.debt, &price, &z)
			return nil
		})
	}
	if mints {
		q.word(p.global().controller, calls.vai.PackGetVAIRepayAmount(user), func(z uint256.Int, ok bool) error {
			_, over := a.debt.AddOverflow(&a.debt, &z)
			a.failed = a.failed || !ok || over
			return nil
		})
	}
	q.then(func() error {
		health, err := a.health(p, id, mints)
		report(id, health, err)
		return nil
	})
}

// owing reports whether a leg's debt counts.
func (p *Protocol) owing(g *leg) bool {
	return g.entered && !g.principal.IsZero() && p.markets.At(state.Row(g.market)).listed
}

// auditing is what the contracts say of one account.
type auditing struct {
	excess, shortfall, debt uint256.Int
	asked                   map[uint32]bool // markets
	failed                  bool
}

func (a *auditing) liquidity(r chain.Result) error {
	code, ok := r.Uint(0)
	a.excess, _ = r.Uint(1)
	a.shortfall, _ = r.Uint(2)
	a.failed = !ok || !code.IsZero() || len(r.Data) != 3*32
	return nil
}

// health puts the answers together; it can't where the account has meanwhile got
// a debt that wasn't asked for.
func (a *auditing) health(p *Protocol, id position.ID, mints bool) (position.Health, error) {
	now, legs := p.accounts.At(state.Row(id))
	failed := a.failed || now.mints != mints
	for i := range legs {
		failed = failed || p.owing(&legs[i]) && !a.asked[legs[i].market]
	}
	var h position.Health
	if !failed {
		h.Debt = a.debt
		h.Collateral.Add(&a.debt, &a.excess)
		_, failed = h.Collateral.SubOverflow(&h.Collateral, &a.shortfall)
	}
	if failed {
		return position.Health{}, fmt.Errorf("getAccountLiquidity: %w", protocols.ErrUnknown)
	}
	quotient(&h.Factor, &h.Collateral, &h.Debt)
	return h, nil
}
