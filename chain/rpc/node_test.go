package rpc

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"net"
	"testing"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/params"
)

// emitter is a contract written for these tests. What it does depends on the
// size of the call data: 0 returns the block's number, 1 reverts, 2 reverts
// with a word of zeros, 3 burns all gas; anything longer is emitted as two
// topics and data.
var (
	emitter     = common.HexToAddress("0xe1")
	emitterCode = common.FromHex("36" +
		"8015602e57" + "80600114603857" + "80600214603e57" + "80600314604457" + // by size
		"6000600037" + "602035" + "600035" + "60403603" + "6040" + "a200" + // log
		"5b4360005260206000f3" + "5b60006000fd" + "5b60206000fd" + "5bfe")
	topic = common.HexToHash("0x70")
	want  = chain.NewFilter([]common.Address{emitter}, []common.Hash{topic})
)

// testNode is go-ethereum's simulated chain with its RPC on the loopback.
type testNode struct {
	*simulated.Backend
	t     *testing.T
	key   *ecdsa.PrivateKey
	nonce uint64
	http  string
	ws    string
}

func newTestNode(t *testing.T) *testNode {
	t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	alloc := types.GenesisAlloc{
		crypto.PubkeyToAddress(key.PublicKey): {Balance: new(big.Int).Lsh(big.NewInt(1), 100)},
		emitter:                               {Code: emitterCode, Balance: new(big.Int)},
		multicall:                             {Code: multicallCode, Balance: new(big.Int)},
	}
	n := &testNode{t: t, key: key, http: fmt.Sprintf("http://127.0.0.1:%d", port), ws: fmt.Sprintf("ws://127.0.0.1:%d", port)}
	n.Backend = simulated.NewBackend(alloc, func(conf *node.Config, eth *ethconfig.Config) {
		conf.HTTPHost, conf.HTTPPort, conf.HTTPModules = "127.0.0.1", port, []string{"eth"}
		conf.WSHost, conf.WSPort, conf.WSModules = "127.0.0.1", port, []string{"eth"}
		conf.P2P.NoDial, conf.P2P.ListenAddr = true, ""
		rules := *params.AllDevChainProtocolChanges
		rules.BogotaTime, rules.AmsterdamTime = nil, nil
		eth.Genesis.Config = &rules
	})
	t.Cleanup(func() {
		if err := n.Backend.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// emit sends a log to be mined by the next Commit.
func (n *testNode) emit(topic common.Hash, second common.Hash, data []byte) {
	n.t.Helper()
	input := append(append(append([]byte(nil), topic[:]...), second[:]...), data...)
	tx, err := types.SignNewTx(n.key, types.LatestSignerForChainID(big.NewInt(1337)), &types.DynamicFeeTx{
		ChainID: big.NewInt(1337), Nonce: n.nonce, GasTipCap: big.NewInt(1e9), GasFeeCap: big.NewInt(1e12), Gas: 200_000,
		To: &emitter, Data: input,
	})
	if err != nil {
		n.t.Fatal(err)
	}
	n.nonce++
	if err := n.Client().SendTransaction(n.context(), tx); err != nil {
		n.t.Fatal(err)
	}
}

// commitAll makes blocks until everything that was emitted is in one, and says
// the last one's number. On a busy machine one block doesn't take all.
func (n *testNode) commitAll() uint64 {
	n.t.Helper()
	ctx := n.context()
	for {
		n.Commit()
		mined, err := n.Client().NonceAt(ctx, crypto.PubkeyToAddress(n.key.PublicKey), nil)
		if err != nil {
			n.t.Fatal(err)
		}
		if mined == n.nonce {
			break
		}
	}
	head, err := n.Client().BlockNumber(ctx)
	if err != nil {
		n.t.Fatal(err)
	}
	return head
}

func (n *testNode) context() context.Context { return testContext(n.t) }

// testContext ends before the test's own deadline would, with a better message.
func testContext(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func dial(t *testing.T, opt Options) *Client {
	t.Helper()
	if opt.ChainID == 0 {
		opt.ChainID = 1337
	}
	c, err := Dial(testContext(t), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func follow(t *testing.T, node chain.Node, opt chain.FollowerOptions) *chain.Follower {
	t.Helper()
	f := chain.NewFollower(node, opt)
	t.Cleanup(f.Close)
	return f
}
