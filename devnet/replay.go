package devnet

import "context"

// Quotes are the prices of the day, by symbol, in US dollars with eight decimals.
func (p *Play) Quotes() map[string]int64 {
	quotes := make(map[string]int64, len(p.prices))
	for asset, price := range p.prices {
		quotes[asset.Symbol] = price
	}
	return quotes
}

// Quote plays a block with prices that are given, by symbol as Quotes has them, instead of those of the story; what
// isn't named stays. Liquidators work, people go on with their lives, and nobody who has lost all begins anew.
func (p *Play) Quote(ctx context.Context, quotes map[string]int64, seconds uint64) (Event, error) {
	for _, asset := range p.assets {
		if price, ok := quotes[asset.Symbol]; ok {
			p.prices[asset] = max(price, 1)
		}
	}
	return p.act(ctx, Crash, seconds, 1)
}
