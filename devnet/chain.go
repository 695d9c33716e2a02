package devnet

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

var (
	// ErrLost is what a commit answers when a transaction that was sent is not in the block.
	ErrLost = errors.New("transaction is not in the block")

	// ErrReverted is what [Chain.Run] answers when a call failed on the chain.
	ErrReverted = errors.New("call reverted")
)

// callGas is the gas limit of a call that names none: more than any operation takes, since estimating would
// cost more than it tells and is wrong for calls that accrue interest. Creations and lists of reserves take
// the most that a transaction may.
const (
	callGas = 4_000_000
	mostGas = 1 << 24
)

// sendBatch is how many transactions go to the node in one request.
const sendBatch = 200

// Call is a transaction before it is signed.
type Call struct {
	Name  string // what it does, for people
	From  Account
	To    *common.Address // nil creates a contract
	Data  []byte
	Value *big.Int // wei; nil is none
	Gas   uint64   // zero stands for callGas

	err error // why the call could not be put together; told by Send
}

// Result is what became of a call.
type Result struct {
	Call
	Receipt *types.Receipt
}

// Reverted tells whether the chain refused the call.
func (r Result) Reverted() bool { return r.Receipt.Status != types.ReceiptStatusSuccessful }

// Block is a block that was mined, with what became of each call in it, in the order in which they were sent.
type Block struct {
	Number  uint64
	Hash    common.Hash
	Time    uint64
	Results []Result
}

// Chain sends calls to a node. It belongs to one goroutine, and nobody else may send from its accounts.
type Chain struct {
	Node Node

	signer types.Signer
	errors map[[4]byte]string // names of the contracts' own errors, by selector
	nonces map[common.Address]uint64
	sent   []Call
	hashes []common.Hash
	users  int
	head   *types.Header
}

// NewChain is a chain on a node.
func NewChain(ctx context.Context, node Node) (*Chain, error) {
	head, err := node.Client().HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("reading head: %w", err)
	}
	return &Chain{
		Node:   node,
		errors: map[[4]byte]string{},
		signer: types.LatestSignerForChainID(big.NewInt(ChainID)),
		nonces: map[common.Address]uint64{},
		head:   head,
	}, nil
}

// learn takes the names of the errors that contracts declare.
func (c *Chain) learn(code bundle) {
	for _, source := range code {
		for _, e := range source.ABI.Errors {
			c.errors[[4]byte(e.ID[:4])] = e.Name
		}
	}
}

// Head is the number, the hash and the time of the newest block.
func (c *Chain) Head() Block {
	return Block{Number: c.head.Number.Uint64(), Hash: c.head.Hash(), Time: c.head.Time}
}

// Users makes n more accounts that can pay for gas, in one block.
func (c *Chain) Users(ctx context.Context, n int) ([]Account, error) {
	users := names(c.users, n)
	if err := c.Fund(ctx, users...); err != nil {
		return nil, err
	}
	c.users += n
	return users, nil
}

// Fund gives accounts more ether than their gas will ever cost, in one block.
func (c *Chain) Fund(ctx context.Context, accounts ...Account) error {
	const gas = 21_000
	value := new(big.Int).Mul(big.NewInt(1_000_000), big.NewInt(1e18))
	calls := make([]Call, len(accounts))
	for i, account := range accounts {
		calls[i] = Call{Name: "fund " + account.Name, From: faucet(), To: &account.Address, Value: value, Gas: gas}
	}
	_, err := c.Run(ctx, calls...)
	return err
}

// Send signs calls and hands them to the node; they happen at the next commit, in this order.
func (c *Chain) Send(ctx context.Context, calls ...Call) error {
	for len(calls) > 0 {
		n := min(len(calls), sendBatch)
		if err := c.send(ctx, calls[:n]); err != nil {
			return err
		}
		calls = calls[n:]
	}
	return nil
}

func (c *Chain) send(ctx context.Context, calls []Call) error {
	batch := make([]rpc.BatchElem, len(calls))
	hashes := make([]common.Hash, len(calls))
	for i, call := range calls {
		tx, err := c.sign(ctx, call)
		if err != nil {
			return fmt.Errorf("signing %q: %w", call.Name, err)
		}
		raw, err := tx.MarshalBinary()
		if err != nil {
			return fmt.Errorf("encoding %q: %w", call.Name, err)
		}
		batch[i] = rpc.BatchElem{Method: "eth_sendRawTransaction", Args: []any{hexutil.Encode(raw)}, Result: &hashes[i]}
	}
	if err := c.Node.Client().Client().BatchCallContext(ctx, batch); err != nil {
		return fmt.Errorf("sending transactions: %w", err)
	}
	for i, call := range calls {
		if err := batch[i].Error; err != nil {
			return fmt.Errorf("sending %q from %s: %w", call.Name, call.From.Name, err)
		}
	}
	c.sent = append(c.sent, calls...)
	c.hashes = append(c.hashes, hashes...)
	return nil
}

func (c *Chain) sign(ctx context.Context, call Call) (*types.Transaction, error) {
	if call.err != nil {
		return nil, call.err
	}
	nonce, err := c.nonce(ctx, call.From.Address)
	if err != nil {
		return nil, err
	}
	gas := call.Gas
	if gas == 0 {
		gas = callGas
	}
	tx, err := types.SignNewTx(call.From.key, c.signer, &types.DynamicFeeTx{
		ChainID:   big.NewInt(ChainID),
		Nonce:     nonce,
		GasTipCap: big.NewInt(1),
		GasFeeCap: big.NewInt(100e9),
		Gas:       gas,
		To:        call.To,
		Value:     call.Value,
		Data:      call.Data,
	})
	if err != nil {
		return nil, err
	}
	c.nonces[call.From.Address] = nonce + 1
	return tx, nil
}

func (c *Chain) nonce(ctx context.Context, account common.Address) (uint64, error) {
	if nonce, ok := c.nonces[account]; ok {
		return nonce, nil
	}
	return c.Node.Client().NonceAt(ctx, account, nil)
}

// Commit mines what was sent into one block that comes the given seconds after its parent, at least one.
func (c *Chain) Commit(ctx context.Context, seconds uint64) (Block, error) {
	if err := c.Mine(ctx, seconds); err != nil {
		return Block{}, err
	}
	return c.Committed(ctx)
}

// Mine is the first half of Commit: it asks the node nothing about the block.
func (c *Chain) Mine(ctx context.Context, seconds uint64) error {
	if err := c.Node.Mine(ctx, c.head.Time+max(seconds, 1)); err != nil {
		return fmt.Errorf("mining: %w", err)
	}
	return nil
}

// Committed is the second half of Commit.
func (c *Chain) Committed(ctx context.Context) (Block, error) {
	head, err := c.Node.Client().HeaderByNumber(ctx, nil)
	if err != nil {
		return Block{}, fmt.Errorf("reading head: %w", err)
	}
	c.head = head
	block := c.Head()
	block.Results, err = c.results(ctx, block.Hash)
	return block, err
}

func (c *Chain) results(ctx context.Context, block common.Hash) ([]Result, error) {
	sent, hashes := c.sent, c.hashes
	c.sent, c.hashes = nil, nil
	if len(sent) == 0 {
		return nil, nil
	}
	receipts, err := c.Node.Client().BlockReceipts(ctx, rpc.BlockNumberOrHashWithHash(block, false))
	if err != nil {
		return nil, fmt.Errorf("reading receipts: %w", err)
	}
	found := make(map[common.Hash]*types.Receipt, len(receipts))
	for _, receipt := range receipts {
		found[receipt.TxHash] = receipt
	}
	results := make([]Result, len(sent))
	for i, call := range sent {
		receipt := found[hashes[i]]
		if receipt == nil {
			return nil, fmt.Errorf("looking for %q from %s: %w", call.Name, call.From.Name, ErrLost)
		}
		results[i] = Result{call, receipt}
	}
	return results, nil
}

// Run sends calls, commits them a second after the head, and answers with an error when one of them reverted.
func (c *Chain) Run(ctx context.Context, calls ...Call) (Block, error) {
	if err := c.Send(ctx, calls...); err != nil {
		return Block{}, err
	}
	block, err := c.Commit(ctx, 1)
	if err != nil {
		return Block{}, err
	}
	for _, result := range block.Results {
		if result.Reverted() {
			return block, fmt.Errorf("running %q from %s: %w: %s", result.Name, result.From.Name, ErrReverted,
				c.Reason(ctx, result))
		}
	}
	return block, nil
}

// Rewind takes the newest blocks back, and what was sent and not mined yet; see [Node].
func (c *Chain) Rewind(ctx context.Context, depth uint64) error {
	if err := c.Node.Rewind(ctx, depth); err != nil {
		return err
	}
	return c.Resume(ctx)
}

// Resume goes on from the node's head after blocks were mined or replaced by other hands than the chain's.
func (c *Chain) Resume(ctx context.Context) error {
	head, err := c.Node.Client().HeaderByNumber(ctx, nil)
	if err != nil {
		return fmt.Errorf("reading head: %w", err)
	}
	c.head = head
	c.sent, c.hashes = nil, nil
	clear(c.nonces)
	return nil
}

// logs are those of an event of some contracts that are on the chain now.
func (c *Chain) logs(ctx context.Context, event common.Hash, contracts ...common.Address) ([]types.Log, error) {
	logs, err := c.Node.Client().FilterLogs(ctx, ethereum.FilterQuery{
		FromBlock: new(big.Int), Addresses: contracts, Topics: [][]common.Hash{{event}},
	})
	if err != nil {
		return nil, fmt.Errorf("reading logs: %w", err)
	}
	return logs, nil
}

// Works tells whether a call would succeed on the state after the newest block.
func (c *Chain) Works(ctx context.Context, call Call) bool {
	msg := ethereum.CallMsg{From: call.From.Address, To: call.To, Data: call.Data, Value: call.Value, Gas: callGas}
	_, err := c.Node.Client().CallContractAtHash(ctx, msg, c.Head().Hash)
	return err == nil
}

// Reason tells why a call reverted. It repeats the call on the state after its block, which is usually, but
// not always, refused for the same cause: good for a message, not for a decision.
func (c *Chain) Reason(ctx context.Context, r Result) string {
	_, err := c.Node.Client().CallContract(ctx, ethereum.CallMsg{
		From: r.From.Address, To: r.To, Data: r.Data, Value: r.Value, Gas: r.Receipt.GasUsed * 2,
	}, r.Receipt.BlockNumber)
	if err == nil {
		return fmt.Sprintf("unknown (gas used %d)", r.Receipt.GasUsed)
	}
	var carrier rpc.DataError
	if !errors.As(err, &carrier) {
		return err.Error()
	}
	data, err := hexutil.Decode(fmt.Sprint(carrier.ErrorData()))
	if err != nil {
		return carrier.Error()
	}
	if reason, err := abi.UnpackRevert(data); err == nil {
		return reason
	}
	if len(data) >= 4 {
		if name, ok := c.errors[[4]byte(data)]; ok {
			return name
		}
	}
	return hexutil.Encode(data)
}
