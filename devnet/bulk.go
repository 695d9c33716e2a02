package devnet

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"
)

// errBulk is what making a market in bulk answers when the contracts don't keep balances as is expected.
var errBulk = errors.New("contracts keep it elsewhere")

// BulkOptions say how large a market made in bulk is.
type BulkOptions struct {
	Borrowers   int
	Collaterals int // each has up to as many, at most five
	Debts       int // and up to as many of these, at most three
	Port        int // see GethOptions
}

// Bulk is a market with more borrowers than could ever borrow one after the other: they stand in the storage of the
// genuine contracts from the genesis block on, and the pool has told of each of them in a Borrow event. They have no
// keys. Nothing but their balances is made up.
type Bulk struct {
	*Market
	Node      *Geth
	Borrowers []common.Address
}

// What borrowers of a bulk put up and owe.
var (
	bulkCollaterals = []string{"WETH", "USDC", "wstETH", "WBTC", "DAI"}
	bulkDebts       = []string{"USDC", "WETH", "DAI"}
)

// NewBulk makes such a market. It takes about a minute for a million borrowers, and some gigabytes.
func NewBulk(ctx context.Context, opt BulkOptions) (*Bulk, error) {
	draft, err := StartGeth(GethOptions{preimages: true})
	if err != nil {
		return nil, err
	}
	market, alloc, err := draw(ctx, draft)
	if err = errors.Join(err, draft.Close()); err != nil {
		return nil, fmt.Errorf("drafting a market: %w", err)
	}
	b := &Bulk{Market: market}
	if err := b.populate(alloc, opt); err != nil {
		return nil, err
	}
	code := b.hire(alloc)
	node, err := StartGeth(GethOptions{Genesis: market.Chain.Head().Time, Port: opt.Port, state: alloc})
	if err != nil {
		return nil, err
	}
	b.Node = node
	if b.Chain, err = NewChain(ctx, node); err == nil {
		err = b.cry(ctx, code)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("telling of borrowers: %w", err), node.Close())
	}
	return b, nil
}

// sampler is the one borrower of the draft, by whom it is learned where contracts keep what.
func sampler() Account { return NewAccount("user 0") }

// draw deploys a market with one borrower, and takes all of its state.
func draw(ctx context.Context, node *Geth) (*Market, types.GenesisAlloc, error) {
	chain, err := NewChain(ctx, node)
	if err != nil {
		return nil, nil, err
	}
	m, err := Deploy(ctx, chain, V36)
	if err != nil {
		return nil, nil, err
	}
	users, err := chain.Users(ctx, 1)
	if err != nil {
		return nil, nil, err
	}
	for _, asset := range m.Assets {
		amount := asset.Units(25_000_000e8 / asset.Price)
		calls := []Call{m.Mint(asset, amount, users...), m.Supply(users[0], asset, amount, users[0].Address)}
		if asset.Ceiling == 0 {
			calls = append(calls, m.Borrow(users[0], asset, asset.Units(10_000e8/asset.Price+1), users[0].Address))
		}
		if _, err := chain.Run(ctx, calls...); err != nil {
			return nil, nil, err
		}
	}
	alloc, err := node.alloc()
	return m, alloc, err
}

// alloc is the state at the head, as a genesis block has it. The node must keep preimages.
func (g *Geth) alloc() (types.GenesisAlloc, error) {
	head := g.eth.BlockChain().CurrentBlock()
	db, err := g.eth.BlockChain().StateAt(head.Root, head.Number, head.Time)
	if err != nil {
		return nil, fmt.Errorf("opening state: %w", err)
	}
	all := make(allocation)
	if _, err := db.DumpToCollector(all, &state.DumpConfig{OnlyWithAddresses: true}); err != nil {
		return nil, fmt.Errorf("reading state: %w", err)
	}
	return types.GenesisAlloc(all), nil
}

// allocation collects a dump of state.
type allocation types.GenesisAlloc

func (allocation) OnRoot(common.Hash) {}

func (a allocation) OnAccount(address *common.Address, had state.DumpAccount) {
	if address == nil {
		return
	}
	amount, _ := new(big.Int).SetString(had.Balance, 10)
	account := types.Account{Balance: amount, Nonce: had.Nonce, Code: had.Code, Storage: map[common.Hash]common.Hash{}}
	for key, value := range had.Storage {
		account.Storage[key] = common.HexToHash(value)
	}
	a[*address] = account
}

// key is where Solidity keeps an account's entry of the mapping at a slot.
func key(account common.Address, slot uint64) common.Hash {
	var text [64]byte
	copy(text[12:], account[:])
	binary.BigEndian.PutUint64(text[56:], slot)
	return crypto.Keccak256Hash(text[:])
}

// column is a mapping by account in a contract's storage.
type column struct {
	storage map[common.Hash]common.Hash
	slot    uint64
	sample  common.Hash
}

// find looks for the mapping in which the sampler has an entry.
func find(alloc types.GenesisAlloc, at common.Address) (column, error) {
	const most = 300
	storage := alloc[at].Storage
	for slot := range uint64(most) {
		if value, ok := storage[key(sampler().Address, slot)]; ok {
			return column{storage, slot, value}, nil
		}
	}
	return column{}, fmt.Errorf("looking for a balance in %s: %w", at, errBulk)
}

// put gives an account a balance, which is in the lower half; the upper is as the sampler's.
func (c column) put(account common.Address, amount *uint256.Int) {
	value, half := c.sample, amount.Bytes32()
	copy(value[16:], half[16:])
	c.storage[key(account, c.slot)] = value
}

// populate puts borrowers into a market's state.
func (b *Bulk) populate(alloc types.GenesisAlloc, opt BulkOptions) error {
	flags, err := find(alloc, b.Pool)
	if err != nil {
		return err
	}
	held, owed := map[string]column{}, map[string]column{}
	for _, asset := range b.Assets {
		var err1, err2 error
		held[asset.Symbol], err1 = find(alloc, asset.AToken)
		if asset.Ceiling == 0 {
			owed[asset.Symbol], err2 = find(alloc, asset.VariableDebt)
		}
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
	}
	ids := map[string]int{}
	for i, asset := range b.Assets {
		ids[asset.Symbol] = i
	}
	rng := rand.New(rand.NewPCG(1, uint64(opt.Borrowers)))
	for i := range opt.Borrowers {
		account := borrower(uint64(i))
		b.Borrowers = append(b.Borrowers, account)
		var bits uint256.Int
		set := func(bit int) { bits.Or(&bits, new(uint256.Int).Lsh(uint256.NewInt(1), uint(bit))) }
		power := 0.0 // dollars that may be owed
		for _, symbol := range some(rng, bulkCollaterals, opt.Collaterals) {
			asset, dollars := b.Asset(symbol), 1000*rng.ExpFloat64()+10
			held[symbol].put(account, worth(asset, dollars))
			set(2*ids[symbol] + 1)
			power += dollars * float64(asset.Threshold) / 10_000
		}
		debts := some(rng, bulkDebts, opt.Debts)
		factor := 1.02 + 0.6*rng.ExpFloat64() + 0.6*rng.ExpFloat64() // one in a hundred is below 1.1
		for _, symbol := range debts {
			owed[symbol].put(account, worth(b.Asset(symbol), power/factor/float64(len(debts))))
			set(2 * ids[symbol])
		}
		flags.storage[key(account, flags.slot)] = bits.Bytes32()
	}
	return nil
}

// some are up to so many of a list, most often all of them.
func some(rng *rand.Rand, all []string, most int) []string {
	n := max(1, most-rng.IntN(most+1)/2)
	picked := make([]string, n)
	for i, at := range rng.Perm(len(all))[:n] {
		picked[i] = all[at]
	}
	return picked
}

// worth is so many dollars in the asset's smallest unit.
func worth(asset *Asset, dollars float64) *uint256.Int {
	amount := new(big.Float).Mul(big.NewFloat(dollars*1e8/float64(asset.Price)), new(big.Float).SetInt(asset.Units(1)))
	whole, _ := amount.Int(nil)
	return uint256.MustFromBig(whole)
}
