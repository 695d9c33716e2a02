package devnet_test

import (
	"math/big"
	"time"

	abi "brink/abi/aavev2"
	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
)

// lab2 is a market of Aave v2, and what its contracts say about a crowd of accounts.
type lab2 struct {
	t      tester
	market *devnet.AaveV2
	client *rpc.Client
	crowd  []common.Address
}

// openAave2 starts a node with a market on it.
func openAave2(t tester, dollars bool) *lab2 {
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
	m, err := devnet.DeployAaveV2(t.Context(), c, dollars)
	if err != nil {
		t.Fatal(err)
	}
	client, err := rpc.Dial(t.Context(), rpc.Options{
		ChainID: devnet.ChainID, Multicall: m.Multicall, BlockTime: time.Second,
		Endpoints: []rpc.Endpoint{{Name: "devnet", URL: node.WS()}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return &lab2{t: t, market: m, client: client}
}

// truth2 is what the contracts say after a block.
type truth2 struct {
	accounts map[common.Address]*accountTruth2
	assets   map[common.Address]*assetTruth
}

type accountTruth2 struct {
	collateral, debt, borrows, factor    *big.Int // nil where the pool refuses to tell
	bits                                 *big.Int // getUserConfiguration
	supplied, borrowed, principal, rates map[common.Address]*big.Int
}

func (a *accountTruth2) refused() bool { return a.factor == nil }

func (a *accountTruth2) liquidatable() bool {
	return !a.refused() && a.factor.Cmp(big.NewInt(1e18)) < 0
}

func (a *accountTruth2) indebted() bool { return anything(a.borrowed, a.principal) }

// empty tells whether there is nothing to know about the account.
func (a *accountTruth2) empty() bool {
	return a.bits.Sign() == 0 && !anything(a.supplied, a.borrowed, a.principal)
}

func anything(sides ...map[common.Address]*big.Int) bool {
	for _, side := range sides {
		for _, z := range side {
			if z.Sign() != 0 {
				return true
			}
		}
	}
	return false
}

var (
	pool2ABI   = abi.NewLendingPool()
	oracle2ABI = abi.NewAaveOracle()
	token2ABI  = abi.NewAToken()
	stable2ABI = abi.NewStableDebtToken()
)

// question2 is many readings in one.
type question2 struct {
	t tester
	chain.Questions
}

// ask takes the words of an answer, none where the contract refused.
func (q *question2) ask(to common.Address, data []byte, take func([]*big.Int)) {
	q.Ask(to, data, func(r chain.Result) error {
		var words []*big.Int
		for i := 0; ; i++ {
			z, ok := r.Uint(i)
			if !ok {
				break
			}
			words = append(words, z.ToBig())
		}
		take(words)
		return nil
	})
}

// number asks for one word that the contract never refuses.
func (q *question2) number(to common.Address, data []byte, take func(*big.Int)) {
	q.ask(to, data, func(words []*big.Int) {
		if len(words) != 1 {
			q.t.Fatalf("%s refused %x", to, data[:4])
		}
		take(words[0])
	})
}

// truth asks the contracts, as of a block.
func (l *lab2) truth(block chain.Ref) *truth2 {
	l.t.Helper()
	q := question2{t: l.t}
	now := &truth2{accounts: make(map[common.Address]*accountTruth2), assets: make(map[common.Address]*assetTruth)}
	for _, asset := range l.market.Assets {
		l.askAsset(&q, now, asset)
	}
	for _, account := range l.crowd {
		l.askAccount(&q, now, account)
	}
	query := q.Query()
	results, err := l.client.Call(l.t.Context(), block, query.Calls)
	if err == nil {
		err = query.Answer(results)
	}
	if err != nil {
		l.t.Fatalf("asking the contracts at %s: %v", block, err)
	}
	return now
}

func (l *lab2) askAsset(q *question2, now *truth2, asset *devnet.Asset) {
	a := new(assetTruth)
	now.assets[asset.Token] = a
	q.ask(l.market.Oracle, oracle2ABI.PackGetAssetPrice(asset.Token), func(words []*big.Int) {
		if len(words) == 1 {
			a.price = words[0]
		}
	})
	a.debt = new(big.Int)
	q.number(asset.AToken, totalSupply, func(z *big.Int) { a.supply = z })
	q.number(asset.VariableDebt, totalSupply, func(z *big.Int) { a.debt.Add(a.debt, z) })
	q.number(asset.StableDebt, totalSupply, func(z *big.Int) { a.debt.Add(a.debt, z) })
}

func (l *lab2) askAccount(q *question2, now *truth2, account common.Address) {
	a := &accountTruth2{
		supplied: make(map[common.Address]*big.Int), borrowed: make(map[common.Address]*big.Int),
		principal: make(map[common.Address]*big.Int), rates: make(map[common.Address]*big.Int),
	}
	now.accounts[account] = a
	q.ask(l.market.Pool, pool2ABI.PackGetUserAccountData(account), func(words []*big.Int) {
		if len(words) == 6 {
			a.collateral, a.debt, a.borrows, a.factor = words[0], words[1], words[2], words[5]
		}
	})
	q.number(l.market.Pool, pool2ABI.PackGetUserConfiguration(account), func(z *big.Int) { a.bits = z })
	for _, asset := range l.market.Assets {
		q.number(asset.AToken, token2ABI.PackScaledBalanceOf(account), func(z *big.Int) { a.supplied[asset.Token] = z })
		q.number(asset.VariableDebt, token2ABI.PackScaledBalanceOf(account), func(z *big.Int) { a.borrowed[asset.Token] = z })
		q.number(asset.StableDebt, stable2ABI.PackPrincipalBalanceOf(account), func(z *big.Int) { a.principal[asset.Token] = z })
		q.number(asset.StableDebt, stable2ABI.PackGetUserStableRate(account), func(z *big.Int) { a.rates[asset.Token] = z })
	}
}
