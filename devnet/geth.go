package devnet

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/eth/filters"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/miner"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// ErrFinalized is what a rewind answers that would take a finalized block back.
var ErrFinalized = errors.New("block is finalized")

// Leftovers are the functions of go-ethereum's goroutines that outlive a closed node, for tests that look for
// leaked ones: of the process's helpers, which never end, of a database, which end half a minute later, and of
// subscriptions that a client gives up while the node closes.
var Leftovers = []string{
	"github.com/ethereum/go-ethereum/core.(*txSenderCacher).cache",
	"github.com/syndtr/goleveldb/leveldb.(*DB).mpoolDrain",
	"github.com/ethereum/go-ethereum/eth/filters.(*Subscription).Unsubscribe.func1",
}

// GethOptions say how the chain of a [Geth] begins and settles. The zero value is usable.
type GethOptions struct {
	Genesis uint64 // time of block 0 in Unix seconds; zero stands for 2025-01-01T00:00:00Z
	Host    string // address to listen on; empty stands for the loopback interface
	Port    int    // TCP port there; zero stands for any free one
	Safe    uint64 // blocks from the head to the safe block; zero stands for 8
	Final   uint64 // blocks from the head to the finalized block; zero stands for 32

	state     types.GenesisAlloc // what block 0 holds; nil stands for a faucet
	preimages bool               // keep what storage's keys are hashes of
}

// Geth is go-ethereum's node running in this process, with all state in memory and kept for every block.
//
// It builds blocks as ethclient/simulated does, from the transaction pool and through the real block
// processor, but blocks carry the time that is asked for instead of the wall clock's, so that a history is
// repeatable and can lie in the past; and the safe and finalized blocks trail the head as on a live network.
type Geth struct {
	opt    GethOptions
	stack  *node.Node
	eth    *eth.Ethereum
	client *ethclient.Client

	mu    sync.Mutex
	built uint64 // blocks built so far: makes blocks of two branches differ even if nothing else does
	final uint64 // number of the finalized block: it never goes back
}

// StartGeth starts a node whose JSON-RPC service answers on HTTP and WebSocket at one port.
func StartGeth(opt GethOptions) (*Geth, error) {
	if opt.Genesis == 0 {
		opt.Genesis = defaultGenesis
	}
	if opt.Safe == 0 {
		opt.Safe = 8
	}
	if opt.Final == 0 {
		opt.Final = 32
	}
	stack, err := node.New(gethNodeConfig(cmp.Or(opt.Host, "127.0.0.1"), opt.Port))
	if err != nil {
		return nil, fmt.Errorf("preparing node: %w", err)
	}
	backend, err := eth.New(stack, gethConfig(opt))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("preparing chain: %w", err), stack.Close())
	}
	stack.RegisterAPIs([]rpc.API{{
		Namespace: "eth",
		Service:   filters.NewFilterAPI(filters.NewFilterSystem(backend.APIBackend, filters.Config{})),
	}})
	if err := stack.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("starting node: %w", err), stack.Close())
	}
	g := &Geth{opt: opt, stack: stack, eth: backend, client: ethclient.NewClient(stack.Attach())}
	g.settle(backend.BlockChain().CurrentBlock().Number.Uint64())
	return g, nil
}

func gethNodeConfig(host string, port int) *node.Config {
	conf := node.DefaultConfig
	conf.DataDir = ""
	conf.P2P = p2p.Config{NoDiscovery: true, NoDial: true}
	modules := []string{"eth", "net", "web3", "txpool"}
	conf.HTTPHost, conf.HTTPPort, conf.HTTPModules = host, port, modules
	conf.WSHost, conf.WSPort, conf.WSModules = host, port, modules
	return &conf
}

func gethConfig(opt GethOptions) *ethconfig.Config {
	rules := *params.AllDevChainProtocolChanges
	rules.ChainID = big.NewInt(ChainID)
	rules.BogotaTime = nil
	rules.AmsterdamTime = nil

	alloc := opt.state
	if alloc == nil {
		alloc = core.SystemContractAllocs()
		alloc[faucet().Address] = types.Account{Balance: balance}
	}

	conf := ethconfig.Defaults
	conf.NetworkId = ChainID
	conf.Genesis = &core.Genesis{
		Config:    &rules,
		Timestamp: opt.Genesis,
		GasLimit:  blockGas,
		BaseFee:   big.NewInt(7),
		Alloc:     alloc,
	}
	conf.SyncMode = ethconfig.FullSync
	conf.StateScheme = rawdb.HashScheme
	conf.NoPruning = true
	conf.Preimages = opt.preimages
	conf.LogNoHistory = true
	conf.SnapshotCache = 0
	conf.TrieCleanCache = 64
	conf.RPCGasCap = blockGas
	conf.RPCTxFeeCap = 0
	conf.RPCEVMTimeout = time.Minute
	conf.Miner.GasCeil = blockGas
	conf.Miner.GasPrice = big.NewInt(1)
	conf.TxPool.NoLocals = true
	conf.TxPool.Journal = ""
	conf.TxPool.AccountSlots = 1 << 14
	conf.TxPool.GlobalSlots = 1 << 16
	conf.TxPool.AccountQueue = 1 << 14
	conf.TxPool.GlobalQueue = 1 << 16
	return &conf
}

// Client is a connection inside the process.
func (g *Geth) Client() *ethclient.Client { return g.client }

// HTTP is the address of the JSON-RPC service.
func (g *Geth) HTTP() string { return g.stack.HTTPEndpoint() }

// WS is the address of the JSON-RPC service for WebSocket clients.
func (g *Geth) WS() string { return g.stack.WSEndpoint() }

// Mine builds a block of everything that is pending; see [Node].
func (g *Geth) Mine(ctx context.Context, at uint64) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	chain := g.eth.BlockChain()
	parent := chain.CurrentBlock()
	if at <= parent.Time {
		return fmt.Errorf("mining at %d: parent is at %d", at, parent.Time)
	}
	block, err := g.build(parent, at)
	if err != nil {
		return fmt.Errorf("building block: %w", err)
	}
	if _, err := chain.InsertBlockWithoutSetHead(ctx, block, false); err != nil {
		return fmt.Errorf("executing block: %w", err)
	}
	if _, err := chain.SetCanonical(block); err != nil {
		return fmt.Errorf("moving head: %w", err)
	}
	g.settle(block.NumberU64())
	return g.catchUp()
}

// build makes a block of the pool's transactions in the order of their arrival. The miner's own choice is no
// use here: the pool shows it some of what was sent only a block later.
func (g *Geth) build(parent *types.Header, at uint64) (*types.Block, error) {
	g.built++
	var salt [8]byte
	binary.BigEndian.PutUint64(salt[:], g.built)
	txs, err := g.arrived(parent)
	if err != nil {
		return nil, err
	}
	block, _, err := g.eth.Miner().BuildTestingPayload(&miner.BuildPayloadArgs{
		Parent:      parent.Hash(),
		Timestamp:   at,
		Random:      crypto.Keccak256Hash(salt[:]),
		Withdrawals: types.Withdrawals{},
		BeaconRoot:  &common.Hash{},
	}, txs, len(txs) == 0, nil)
	return block, err
}

// arrived is all that was sent and can be executed after a block.
func (g *Geth) arrived(parent *types.Header) ([]*types.Transaction, error) {
	state, err := g.eth.BlockChain().StateAt(parent.Root, parent.Number, parent.Time)
	if err != nil {
		return nil, err
	}
	pending, queued := g.eth.TxPool().Content()
	var txs []*types.Transaction
	for _, accounts := range []map[common.Address][]*types.Transaction{pending, queued} {
		for _, sent := range accounts {
			txs = append(txs, sent...)
		}
	}
	slices.SortFunc(txs, func(a, b *types.Transaction) int {
		return cmp.Or(a.Time().Compare(b.Time()), cmp.Compare(a.Nonce(), b.Nonce()))
	})
	signer := types.LatestSignerForChainID(big.NewInt(ChainID))
	next := map[common.Address]uint64{}
	return slices.DeleteFunc(txs, func(tx *types.Transaction) bool {
		from, _ := types.Sender(signer, tx) // the pool has checked the signature
		if _, ok := next[from]; !ok {
			next[from] = state.GetNonce(from)
		}
		if tx.Nonce() != next[from] {
			return true
		}
		next[from]++
		return false
	}), nil
}

// catchUp waits until the pool judges what is sent by the new head.
func (g *Geth) catchUp() error {
	if err := g.eth.TxPool().Sync(); err != nil {
		return fmt.Errorf("updating pool: %w", err)
	}
	return nil
}

// settle moves the safe and the finalized block to their distance from the head.
func (g *Geth) settle(head uint64) {
	chain := g.eth.BlockChain()
	g.final = max(g.final, behind(head, g.opt.Final))
	chain.SetFinalized(chain.GetHeaderByNumber(g.final))
	// Finalized blocks of which the database knows are put aside, for each of which all of a database in memory is gone
	// through.
	rawdb.WriteFinalizedBlockHash(g.eth.ChainDb(), common.Hash{})
	chain.SetSafe(chain.GetHeaderByNumber(max(g.final, behind(head, g.opt.Safe))))
}

func behind(head, distance uint64) uint64 {
	if head < distance {
		return 0
	}
	return head - distance
}

// Rewind makes an ancestor the head; see [Node]. Subscribers are sent the logs that went as removed.
func (g *Geth) Rewind(_ context.Context, depth uint64) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	chain := g.eth.BlockChain()
	head := chain.CurrentBlock().Number.Uint64()
	if depth > head-g.final {
		return fmt.Errorf("rewinding %d blocks from %d: %w", depth, head, ErrFinalized)
	}
	if depth == 0 {
		return nil
	}
	if _, err := chain.SetCanonical(chain.GetBlockByNumber(head - depth)); err != nil {
		return fmt.Errorf("moving head back: %w", err)
	}
	// The pool takes the transactions of the lost blocks in again, and they must not come back by themselves.
	if err := g.catchUp(); err != nil {
		return err
	}
	g.eth.TxPool().Clear()
	g.settle(head - depth)
	return nil
}

// Close stops the node and forgets the chain.
func (g *Geth) Close() error {
	g.client.Close()
	return g.stack.Close()
}
