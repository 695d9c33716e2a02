package devnet_test

import (
	"context"
	"math/big"
	"testing"
	"time"

	abi "brink/abi/aavev3"
	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// tester is what *testing.T and *rapid.T have in common, as far as it is needed here.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Logf(string, ...any)
	Cleanup(func())
	Context() context.Context
}

var _ tester = (*testing.T)(nil)

// lab is a market, and what its contracts say about a crowd of accounts.
type lab struct {
	t       tester
	market  *devnet.Market
	client  *rpc.Client
	crowd   []common.Address
	witness map[common.Hash]*truth // by block, of the newest blocks
	asked   []common.Hash          // the blocks of witness, oldest first
}

// open starts a node with a market on it.
func open(t tester, version devnet.Version) *lab {
	t.Helper()
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = node.Close() })
	c, err := devnet.NewChain(t.Context(), node)
	if err != nil {
		t.Fatal(err)
	}
	m, err := devnet.Deploy(t.Context(), c, version)
	if err != nil {
		t.Fatal(err)
	}
	client, err := rpc.Dial(t.Context(), rpc.Options{
		ChainID: devnet.ChainID, Multicall: m.Multicall, BlockTime: time.Second,
		Endpoints: []rpc.Endpoint{{Name: "devnet", URL: m.Chain.Node.WS()}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return &lab{t: t, market: m, client: client, witness: make(map[common.Hash]*truth)}
}

// truth is what the contracts say after a block.
type truth struct {
	accounts map[common.Address]*accountTruth
	assets   map[common.Address]*assetTruth
}

type accountTruth struct {
	collateral, debt, borrows, factor *big.Int // nil where the pool refuses to tell
	bits                              *big.Int // getUserConfiguration
	supplied, borrowed, principal     map[common.Address]*big.Int
}

// refused tells whether the pool's own view reverts.
func (a *accountTruth) refused() bool { return a.factor == nil }

// liquidatable is the pool's verdict.
func (a *accountTruth) liquidatable() bool {
	return !a.refused() && a.factor.Cmp(big.NewInt(1e18)) < 0
}

// empty tells whether there is nothing to know about the account.
func (a *accountTruth) empty() bool {
	for _, side := range []map[common.Address]*big.Int{a.supplied, a.borrowed, a.principal} {
		for _, z := range side {
			if z.Sign() != 0 {
				return false
			}
		}
	}
	return a.bits.Sign() == 0
}

// indebted tells whether the account owes anything.
func (a *accountTruth) indebted() bool {
	for _, side := range []map[common.Address]*big.Int{a.borrowed, a.principal} {
		for _, z := range side {
			if z.Sign() != 0 {
				return true
			}
		}
	}
	return false
}

type assetTruth struct {
	price                    *big.Int // nil where the oracle refuses
	scaledSupply, scaledDebt *big.Int
	supply, debt             *big.Int // with interest: they tell the indices
}

// truth asks the contracts, as of a block.
func (l *lab) truth(block chain.Ref) *truth {
	l.t.Helper()
	if known := l.witness[block.Hash]; known != nil {
		return known
	}
	q := question{l: l}
	now := &truth{accounts: make(map[common.Address]*accountTruth), assets: make(map[common.Address]*assetTruth)}
	for _, asset := range l.market.Assets {
		q.asset(now, asset)
	}
	for _, account := range l.crowd {
		q.account(now, account)
	}
	results, err := l.client.Call(l.t.Context(), block, q.calls)
	if err != nil {
		l.t.Fatalf("asking the contracts at %s: %v", block, err)
	}
	for i, answer := range q.answers {
		answer(results[i])
	}
	l.witness[block.Hash] = now
	l.asked = append(l.asked, block.Hash)
	if len(l.asked) > 24 {
		delete(l.witness, l.asked[0])
		l.asked = l.asked[1:]
	}
	return now
}

// question is many readings in one.
type question struct {
	l       *lab
	calls   []chain.Call
	answers []func(chain.Result)
}

var (
	poolABI   = abi.NewPool()
	oracleABI = abi.NewAaveOracle()
	tokenABI  = abi.NewScaledBalanceToken()
	stableABI = abi.NewStableDebtToken()

	totalSupply = hexutil.MustDecode("0x18160ddd")
)

// ask takes the words of an answer, nil where the contract refused.
func (q *question) ask(to common.Address, data []byte, take func([]*big.Int)) {
	q.calls = append(q.calls, chain.Call{To: to, Data: data})
	q.answers = append(q.answers, func(r chain.Result) {
		var words []*big.Int
		for i := 0; ; i++ {
			w, ok := r.Word(i)
			if !ok {
				break
			}
			words = append(words, new(big.Int).SetBytes(w))
		}
		take(words)
	})
}

// number asks for one word that the contract never refuses.
func (q *question) number(to common.Address, data []byte, take func(*big.Int)) {
	q.ask(to, data, func(words []*big.Int) {
		if len(words) != 1 {
			q.l.t.Fatalf("%s refused %x", to, data[:4])
		}
		take(words[0])
	})
}

func (q *question) asset(now *truth, asset *devnet.Asset) {
	a := new(assetTruth)
	now.assets[asset.Token] = a
	q.ask(q.l.market.Oracle, oracleABI.PackGetAssetPrice(asset.Token), func(words []*big.Int) {
		if len(words) == 1 {
			a.price = words[0]
		}
	})
	for _, n := range []struct {
		to   common.Address
		data []byte
		into **big.Int
	}{
		{asset.AToken, tokenABI.PackScaledTotalSupply(), &a.scaledSupply},
		{asset.VariableDebt, tokenABI.PackScaledTotalSupply(), &a.scaledDebt},
		{asset.AToken, totalSupply, &a.supply},
		{asset.VariableDebt, totalSupply, &a.debt},
	} {
		q.number(n.to, n.data, func(z *big.Int) { *n.into = z })
	}
}

func (q *question) account(now *truth, account common.Address) {
	a := &accountTruth{
		supplied: make(map[common.Address]*big.Int), borrowed: make(map[common.Address]*big.Int),
		principal: make(map[common.Address]*big.Int),
	}
	now.accounts[account] = a
	pool := q.l.market.Pool
	q.ask(pool, poolABI.PackGetUserAccountData(account), func(words []*big.Int) {
		if len(words) == 6 {
			a.collateral, a.debt, a.borrows, a.factor = words[0], words[1], words[2], words[5]
		}
	})
	q.number(pool, poolABI.PackGetUserConfiguration(account), func(z *big.Int) { a.bits = z })
	for _, asset := range q.l.market.Assets {
		q.number(asset.AToken, tokenABI.PackScaledBalanceOf(account), func(z *big.Int) { a.supplied[asset.Token] = z })
		q.number(asset.VariableDebt, tokenABI.PackScaledBalanceOf(account), func(z *big.Int) { a.borrowed[asset.Token] = z })
		if asset.Stable && asset.StableDebt != (common.Address{}) {
			q.number(asset.StableDebt, stableABI.PackPrincipalBalanceOf(account), func(z *big.Int) { a.principal[asset.Token] = z })
		}
	}
}
