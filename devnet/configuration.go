package devnet

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Configuration is a configuration of brink, in YAML, that follows this market alone.
func (m *Market) Configuration(blockTime time.Duration) []byte {
	return m.configuration(blockTime, m.Assets)
}

// configuration ends with the market's entry in a list of deployments. Assets are
// those of the chain, to be put in groups.
func (m *Market) configuration(blockTime time.Duration, assets []*Asset) []byte {
	return fmt.Appendf(nil, `chains:
  - name: local
    id: %d
    block_time: %s
    heartbeat: 24h
    multicall: "%s"
    endpoints:
      - { name: devnet, url: "%s" }
    groups:
%s    deployments:
      - name: aave-local
        protocol: aave-v3
        start_block: 1
        addresses: { pool_addresses_provider: "%s" }
`, ChainID, blockTime, m.Multicall.Hex(), m.Chain.Node.WS(), groups(assets), m.Provider.Hex())
}

// groups are the assets whose prices move together, in YAML. What isn't named
// here belongs to none.
func groups(assets []*Asset) string {
	var text strings.Builder
	for _, g := range []struct {
		name, kind string
		symbols    []string
	}{
		{"ETH", "volatile", []string{"WETH", "wstETH"}},
		{"BTC", "volatile", []string{"WBTC", "BTCB"}},
		{"LINK", "volatile", []string{"LINK"}},
		{"USD", "stable", []string{"USDC", "DAI", "USDT", "VAI"}},
		{"EUR", "stable", []string{"EURS"}},
	} {
		var tokens []string
		for _, asset := range assets {
			if token := `"` + asset.Token.Hex() + `"`; slices.Contains(g.symbols, asset.Symbol) && !slices.Contains(tokens, token) {
				tokens = append(tokens, token)
			}
		}
		if len(tokens) > 0 {
			fmt.Fprintf(&text, "      - { name: %s, kind: %s, assets: [%s] }\n", g.name, g.kind, strings.Join(tokens, ", "))
		}
	}
	return text.String()
}
