package devnet

import (
	"fmt"
	"time"
)

// Configuration is a configuration of brink, in YAML, that follows this market alone.
func (m *Market) Configuration(blockTime time.Duration) []byte {
	return fmt.Appendf(nil, `chains:
  - name: local
    id: %d
    block_time: %s
    multicall: "%s"
    endpoints:
      - { name: devnet, url: "%s" }
    deployments:
      - name: aave-local
        protocol: aave-v3
        start_block: 1
        addresses: { pool_addresses_provider: "%s" }
`, ChainID, blockTime, m.Multicall.Hex(), m.Chain.Node.WS(), m.Provider.Hex())
}
