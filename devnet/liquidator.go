package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// due are liquidations of accounts below the line at the head, some of them at most.
func (p *Play) due(ctx context.Context) ([]Call, error) {
	m := p.Market
	head := m.Chain.Head().Hash
	addresses := make([]common.Address, len(p.actors))
	for i, a := range p.actors {
		addresses[i] = a.Address
	}
	data, err := m.AccountData(ctx, head, addresses...)
	if err != nil {
		return nil, err
	}
	var calls []Call
	for _, i := range p.rng.Perm(len(data)) {
		if data[i].HealthFactor.Cmp(big.NewInt(1e18)) >= 0 {
			continue
		}
		collateral, debt, err := p.largest(ctx, head, addresses[i])
		if err != nil {
			return nil, err
		}
		if collateral == nil || debt == nil {
			continue
		}
		calls = append(calls, m.Liquidate(p.Liquidator, collateral, debt, addresses[i], All, p.rng.IntN(4) == 0))
		if len(calls) == liquidations {
			break
		}
	}
	return calls, nil
}

// largest are the collateral and the debt of an account that are worth most.
func (p *Play) largest(ctx context.Context, head common.Hash, account common.Address) (collateral, debt *Asset, err error) {
	most, deepest := new(big.Int), new(big.Int)
	for _, asset := range p.Market.Assets {
		scaled, err := p.Market.Scaled(ctx, head, asset, account)
		if err != nil {
			return nil, nil, err
		}
		if worth := p.worth(asset, scaled[0].Supplied); worth.Cmp(most) > 0 {
			collateral, most = asset, worth
		}
		if worth := p.worth(asset, scaled[0].Debt); worth.Cmp(deepest) > 0 {
			debt, deepest = asset, worth
		}
	}
	return collateral, debt, nil
}

func (p *Play) worth(asset *Asset, amount *big.Int) *big.Int {
	worth := new(big.Int).Mul(amount, big.NewInt(p.prices[asset]))
	return worth.Div(worth, asset.Units(1))
}

// volatile tells whether an asset's price is anything but a currency's.
func volatile(asset *Asset) bool { return asset.Price > 5e8 }

// drift moves every price a little at random and back towards where it began: stable ones a tenth as much.
func (p *Play) drift(size float64) {
	for _, asset := range p.Market.Assets {
		swing := size * p.rng.NormFloat64()
		if !volatile(asset) {
			swing /= 10
		}
		home := float64(asset.Price)/float64(p.prices[asset]) - 1
		p.set(asset, 1+swing+home/100)
	}
}

// move changes the prices of all that is volatile by a share, each a little more or less.
func (p *Play) move(share float64) {
	for _, asset := range p.Market.Assets {
		if volatile(asset) {
			p.set(asset, 1+share*(0.9+0.2*p.rng.Float64()))
		}
	}
}

// recover takes prices a fifth of the way to where they began.
func (p *Play) recover() {
	for _, asset := range p.Market.Assets {
		p.set(asset, 1+0.2*(float64(asset.Price)/float64(p.prices[asset])-1))
	}
}

func (p *Play) set(asset *Asset, factor float64) {
	p.prices[asset] = int64(float64(p.prices[asset]) * factor)
}

// priceCalls make the feeds answer the prices of the day.
func (p *Play) priceCalls() []Call {
	calls := make([]Call, len(p.Market.Assets))
	for i, asset := range p.Market.Assets {
		calls[i] = p.Market.SetPrice(asset, big.NewInt(p.prices[asset]))
	}
	return calls
}
