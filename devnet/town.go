package devnet

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Town is Aave v3 with Morpho Blue and Venus beside it on one chain. What they list under the same symbol is the
// same token at the same price.
type Town struct {
	Aave   *Market
	Morpho *MorphoBlue
	Venus  *Venus

	borrowers map[common.Hash][]common.Address // who comes to Morpho in a play, by market
	members   []common.Address                 // who comes to Venus
}

// DeployTown puts all three on a chain.
func DeployTown(ctx context.Context, chain *Chain, version Version) (*Town, error) {
	aave, err := Deploy(ctx, chain, version)
	if err != nil {
		return nil, fmt.Errorf("deploying Aave: %w", err)
	}
	morpho, err := DeployMorphoBlue(ctx, chain, aave.Assets...)
	if err != nil {
		return nil, fmt.Errorf("deploying Morpho Blue: %w", err)
	}
	venus, err := DeployVenus(ctx, chain, aave.Assets...)
	if err != nil {
		return nil, fmt.Errorf("deploying Venus: %w", err)
	}
	return &Town{Aave: aave, Morpho: morpho, Venus: venus}, nil
}

// NewPlay is a play on the whole town: some accounts go to Morpho Blue too, others to Venus, and the whale to both.
func (t *Town) NewPlay(ctx context.Context, opt PlayOptions) (*Play, error) {
	morpho, venus := &morphoVenue{MorphoBlue: t.Morpho}, &venusVenue{Venus: t.Venus}
	p, err := newPlay(ctx, t.Aave, opt, []venue{morpho, venus})
	if err != nil {
		return nil, err
	}
	t.members, t.borrowers = addresses(venus.guests), map[common.Hash][]common.Address{}
	for i, a := range morpho.guests {
		id := morpho.markets[i].ID
		t.borrowers[id] = append(t.borrowers[id], a.Address)
	}
	return p, nil
}

// Liquidations counts those that are on the chain now, by protocol.
func (t *Town) Liquidations(ctx context.Context) (map[string]int, error) {
	counts := make(map[string]int)
	for name, logs := range map[string]func(context.Context) ([]types.Log, error){
		aaveName: t.Aave.LiquidationCalls, morphoName: t.Morpho.Liquidations, venusName: t.Venus.Liquidations,
	} {
		all, err := logs(ctx)
		if err != nil {
			return nil, err
		}
		counts[name] = len(all)
	}
	return counts, nil
}

// guests are every twelfth actor from some one on, and the last, who is the whale.
func (p *Play) guests(from int) []actor {
	var guests []actor
	last := len(p.actors) - 1
	for i := from; i < last; i += 12 {
		guests = append(guests, p.actors[i])
	}
	return append(guests, p.actors[last])
}

// caution is how far from the limit somebody keeps, 1 on average. The whale would be missed if it went early.
func (p *Play) caution(a actor) float64 {
	if a.Address == Whale().Address {
		return 1
	}
	return p.rng.ExpFloat64()
}

// Configuration is a configuration of brink, in YAML, that follows the town alone.
func (t *Town) Configuration(blockTime time.Duration) []byte {
	pebbles := t.Morpho.Asset("PEBB") // which Aave doesn't list
	assets := append(slices.Clone(t.Aave.Assets), t.Morpho.Assets...)
	for _, market := range t.Venus.Markets {
		assets = append(assets, market.Asset)
	}
	assets = append(assets, &Asset{Symbol: "VAI", Token: t.Venus.VAI})
	return fmt.Appendf(t.Aave.configuration(blockTime, assets), `      - name: morpho-local
        protocol: morpho-blue
        start_block: 1
        addresses: { morpho: "%s" }
        options:
          adaptive_curve_irm: "%s"
          usd_oracle: "%s"
          feeds: [ { token: "%s", feed: "%s" } ]
      - name: venus-local
        protocol: compound-v2
        start_block: 1
        addresses: { comptroller: "%s" }
        options: { variant: venus, blocks_per_year: %d }
`, t.Morpho.Morpho.Hex(), t.Morpho.CurveIrm.Hex(), t.Aave.Oracle.Hex(), pebbles.Token.Hex(), pebbles.Feed.Hex(),
		t.Venus.Comptroller.Hex(), blocksPerYear)
}
