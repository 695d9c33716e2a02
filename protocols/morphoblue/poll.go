package morphoblue

import (
	"math/big"

	abi "brink/abi/morphoblue"
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

// Poll implements protocols.Poller: it asks the interest rate models whose rule
// isn't known what they ask for since the last accrual, for every market in
// which somebody owes something. Where the block itself accrues, the answer is
// of no use, and none is needed.
func (p *Protocol) Poll(now uint64) chain.Query {
	p.now = now
	var b chain.Questions
	for id, m := range p.markets.All() {
		if p.polls(m) {
			p.pollRate(&b, id, m, now)
		}
	}
	return b.Query()
}

// polls reports whether a market's rate has to be asked for.
func (p *Protocol) polls(m *market) bool {
	return !m.dark && !m.borrowAssets.IsZero() && p.model(m) == foreign
}

func (p *Protocol) pollRate(b *chain.Questions, id common.Hash, m *market, now uint64) {
	t := m.totals()
	data := calls.irm.PackBorrowRateView(
		abi.IrmMarketParams{
			LoanToken: m.loanToken, CollateralToken: m.collateralToken, Oracle: m.oracle, Irm: m.irm,
			Lltv: number(m.lltv),
		},
		abi.IrmMarket{
			TotalSupplyAssets: t.supplyAssets.ToBig(), TotalSupplyShares: t.supplyShares.ToBig(),
			TotalBorrowAssets: t.borrowAssets.ToBig(), TotalBorrowShares: t.borrowShares.ToBig(),
			LastUpdate: number(m.lastUpdate), Fee: number(m.fee),
		},
	)
	b.Ask(m.irm, data, func(r chain.Result) error {
		next := modelRate{at: now}
		if rate, ok := r.Uint(0); ok {
			next.rate, next.known = rate, 1
		}
		p.rates.Put(id, next)
		return nil
	})
}

func number(x uint64) *big.Int { return new(big.Int).SetUint64(x) }
