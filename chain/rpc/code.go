package rpc

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// NoCode returns those of the addresses at which there is no contract now.
func (c *Client) NoCode(ctx context.Context, addresses []common.Address) ([]common.Address, error) {
	codes, err := put(ctx, c, effort{goneTries: 1}, func(*endpoint, *link) ([]*call, func() ([][]byte, error)) {
		codes := make([][]byte, len(addresses))
		calls := make([]*call, len(addresses))
		for i, address := range addresses {
			calls[i] = askCode(address, "latest", &codes[i])
		}
		return calls, func() ([][]byte, error) { return codes, nil }
	})
	if err != nil {
		return nil, fmt.Errorf("asking for code: %w", err)
	}
	var empty []common.Address
	for i, address := range addresses {
		if len(codes[i]) == 0 {
			empty = append(empty, address)
		}
	}
	return empty, nil
}
