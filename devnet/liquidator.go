package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// one is a health factor of 1.
var one = big.NewInt(1e18)

// look asks the pool about all actors at the head.
func (p *Play) look(ctx context.Context) ([]AccountData, error) {
	addresses := make([]common.Address, len(p.actors))
	for i, a := range p.actors {
		addresses[i] = a.Address
	}
	return p.Market.AccountData(ctx, p.Market.Chain.Head().Hash, addresses...)
}

// due are liquidations of accounts below the line at the head, some of them at most.
func (p *Play) due(ctx context.Context, data []AccountData) ([]Call, error) {
	var calls []Call
	for _, i := range p.rng.Perm(len(data)) {
		if len(calls) == liquidations {
			break
		}
		if data[i].HealthFactor.Cmp(one) >= 0 {
			continue
		}
		call, err := p.liquidation(ctx, p.actors[i].Address)
		if err != nil {
			return nil, err
		}
		calls = append(calls, call...)
	}
	return calls, nil
}

// liquidation is one of an account that works at the head: of all that is allowed, or else of less, since from
// 3.3 on neither too little debt nor too little collateral may be left.
func (p *Play) liquidation(ctx context.Context, account common.Address) ([]Call, error) {
	m := p.Market
	collateral, debt, owed, err := p.largest(ctx, m.Chain.Head().Hash, account)
	if err != nil || collateral == nil || debt == nil {
		return nil, err
	}
	receiveAToken := p.rng.IntN(4) == 0
	rest := new(big.Int).Sub(owed, p.amount(debt, 1001e8))
	for _, amount := range []*big.Int{All, rest, new(big.Int).Div(owed, big.NewInt(4))} {
		if amount.Sign() <= 0 {
			continue
		}
		call := m.Liquidate(p.Liquidator, collateral, debt, account, amount, receiveAToken)
		if m.Chain.Works(ctx, call) {
			return []Call{call}, nil
		}
	}
	return nil, nil
}

// largest are the collateral and the debt of an account that are worth most, and the debt's scaled amount.
func (p *Play) largest(ctx context.Context, head common.Hash, account common.Address) (
	collateral, debt *Asset, owed *big.Int, err error,
) {
	holdings, err := p.Market.Holdings(ctx, head, account)
	if err != nil {
		return nil, nil, nil, err
	}
	most, deepest := new(big.Int), new(big.Int)
	for i, asset := range p.Market.Assets {
		if worth := p.worth(asset, holdings[i].Supplied); worth.Cmp(most) > 0 {
			collateral, most = asset, worth
		}
		if worth := p.worth(asset, holdings[i].Debt); worth.Cmp(deepest) > 0 {
			debt, owed, deepest = asset, holdings[i].Debt, worth
		}
	}
	return collateral, debt, owed, nil
}

func (p *Play) worth(asset *Asset, amount *big.Int) *big.Int {
	worth := new(big.Int).Mul(amount, big.NewInt(p.prices[asset]))
	return worth.Div(worth, asset.Units(1))
}

// volatile tells whether an asset's price is anything but a currency's.
func volatile(asset *Asset) bool { return asset.Price > 5e8 }

// drift moves every price a little at random and back towards where it began: stable ones a tenth as much.
func (p *Play) drift(size float64) {
	for _, asset := range p.assets {
		swing := size * p.rng.NormFloat64()
		if !volatile(asset) {
			swing /= 10
		}
		home := float64(asset.Price)/float64(p.prices[asset]) - 1
		p.set(asset, 1+swing+home/100)
	}
}

// fall takes a share of the price of all that is volatile, here a little more and there a little less.
func (p *Play) fall(share float64) {
	for _, asset := range p.assets {
		if volatile(asset) {
			p.set(asset, 1-share*(0.9+0.2*p.rng.Float64()))
		}
	}
}

// gap takes a share of the price of one asset that is volatile.
func (p *Play) gap(share float64) {
	for {
		if asset := p.Market.Assets[p.rng.IntN(len(p.Market.Assets))]; volatile(asset) {
			p.set(asset, 1-share)
			return
		}
	}
}

// recover takes prices a fifth of the way to where they began.
func (p *Play) recover() {
	for _, asset := range p.assets {
		p.set(asset, 1+0.2*(float64(asset.Price)/float64(p.prices[asset])-1))
	}
}

func (p *Play) set(asset *Asset, factor float64) {
	p.prices[asset] = int64(float64(p.prices[asset]) * factor)
}

// priceCalls make the feeds answer the prices of the day.
func (p *Play) priceCalls() []Call {
	var calls []Call
	for _, asset := range p.Market.Assets {
		calls = append(calls, p.Market.SetPrice(asset, big.NewInt(p.prices[asset])))
	}
	for _, v := range p.venues {
		calls = append(calls, v.quotes(p)...)
	}
	return calls
}
