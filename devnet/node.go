package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/ethclient"
)

// ChainID is the chain id of every development node.
const ChainID = 31337

// blockGas is the gas limit of a block: room for hundreds of operations.
const blockGas = 1_000_000_000

// defaultGenesis is 2025-01-01T00:00:00Z: a history that is told twice has the same times.
const defaultGenesis = 1_735_689_600

// balance is what a node gives the faucet, in wei: more than any script can spend.
var balance = new(big.Int).Lsh(big.NewInt(1), 128)

// Node is a chain that stands still until it is told to mine.
type Node interface {
	// Client is a connection to the node, closed by Close.
	Client() *ethclient.Client

	// HTTP and WS are the addresses of the JSON-RPC service on the loopback interface.
	HTTP() string
	WS() string

	// Mine puts everything that was sent into one block of the given time, in Unix seconds; a time that is
	// not after the parent's is an error.
	Mine(ctx context.Context, at uint64) error

	// Rewind takes the newest blocks back together with their transactions; what is mined next is another
	// branch. Pending transactions are forgotten. A depth that reaches finalized blocks is an error.
	Rewind(ctx context.Context, depth uint64) error

	Close() error
}
