package devnet_test

import (
	"math/big"
	"time"

	"brink/chain/rpc"
	"brink/devnet"
	"brink/engine"
	"brink/position"
	"brink/protocols"
	"brink/protocols/morphoblue"

	"github.com/ethereum/go-ethereum/common"
)

// morphoLab is Morpho Blue on a node, and what it says about a crowd.
type morphoLab struct {
	*devnet.MorphoBlue
	t       tester
	client  *rpc.Client
	crowd   []common.Address
	witness map[common.Hash]map[common.Hash]*devnet.MorphoTruth // by block and market
}

func openMorpho(t tester) *morphoLab {
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
	m, err := devnet.DeployMorphoBlue(t.Context(), c)
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
	return &morphoLab{MorphoBlue: m, t: t, client: client, witness: make(map[common.Hash]map[common.Hash]*devnet.MorphoTruth)}
}

// truth is what the contracts say as of a block, by market.
func (l *morphoLab) truth(block common.Hash) map[common.Hash]*devnet.MorphoTruth {
	l.t.Helper()
	if known := l.witness[block]; known != nil {
		return known
	}
	now := make(map[common.Hash]*devnet.MorphoTruth)
	for _, k := range l.Markets {
		truth, err := l.Truth(l.t.Context(), block, k, l.crowd)
		if err != nil {
			l.t.Fatal(err)
		}
		now[k.ID] = truth
	}
	if len(l.witness) > 24 {
		clear(l.witness)
	}
	l.witness[block] = now
	return now
}

// morphoWatcher is an observer of Morpho Blue.
type morphoWatcher struct {
	*observer[*morphoblue.Protocol]
	*morphoLab
	compared int
}

func (l *morphoLab) watch(how mode, only ...common.Address) *morphoWatcher {
	l.t.Helper()
	options := &morphoblue.Options{AdaptiveCurveIrm: l.CurveIrm}
	for _, symbol := range []string{"USDC", "WETH", "DAI"} {
		asset := l.Asset(symbol)
		options.Feeds = append(options.Feeds, morphoblue.Feed{Token: asset.Token, Feed: asset.Feed})
	}
	if how == chosen {
		for _, k := range l.Markets {
			options.Markets = append(options.Markets, morphoblue.MarketID(k.ID))
		}
	}
	return &morphoWatcher{morphoLab: l, observer: observe(l.t, observed[*morphoblue.Protocol]{
		chain: l.Chain, client: l.client, family: "morpho-blue", mode: how, only: only,
		roles: map[string]common.Address{morphoblue.Morpho: l.Morpho},
		open:  func(env protocols.Env) (*morphoblue.Protocol, error) { return morphoblue.Open(env, options) },
	})}
}

// follow steps until the tip is the head, and compares after every step.
func (w *morphoWatcher) follow() { w.followWith(w.compare) }

// compare demands that everybody stands in every market as the contracts say at the same block.
func (w *morphoWatcher) compare() {
	w.t.Helper()
	now := w.truth(w.Tip().Hash)
	w.inspect(func(d *engine.DeploymentLook) {
		w.compareMarkets(now, d)
		for _, k := range w.Markets {
			for i, account := range w.crowd {
				w.comparePosition(d, k, now[k.ID], account, &now[k.ID].Positions[i])
			}
		}
	})
}

func (w *morphoWatcher) compareMarkets(now map[common.Hash]*devnet.MorphoTruth, d *engine.DeploymentLook) {
	w.t.Helper()
	for _, market := range d.Markets() {
		truth := now[common.HexToHash(market.Market)]
		if !market.Sized || truth == nil {
			continue
		}
		if market.Supplied.ToBig().Cmp(truth.Accrued.SupplyAssets) != 0 || market.Borrowed.ToBig().Cmp(truth.Accrued.BorrowAssets) != 0 {
			w.t.Fatalf("at %s: market %s: supplied %v and borrowed %v, Morpho would accrue to %v and %v",
				w.Tip(), market.Market, &market.Supplied, &market.Borrowed, truth.Accrued.SupplyAssets, truth.Accrued.BorrowAssets)
		}
	}
}

// misses tells whether the watcher must know a position.
func (w *morphoWatcher) misses(account common.Address, p *devnet.MorphoPosition) bool {
	has, owes := p.SupplyShares.Sign()+p.BorrowShares.Sign()+p.Collateral.Sign() > 0, p.BorrowShares.Sign() > 0
	return w.wanted(account, has, owes) && (owes || w.mode != chosen)
}

var (
	priceScale = new(big.Int).Exp(big.NewInt(10), big.NewInt(36), nil)
	wad        = big.NewInt(1e18)
	endless    = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
)

func (w *morphoWatcher) comparePosition(d *engine.DeploymentLook, k *devnet.MorphoMarket, truth *devnet.MorphoTruth,
	account common.Address, p *devnet.MorphoPosition,
) {
	w.t.Helper()
	w.compared++
	id, known := d.ID(position.Key{Market: k.ID.Hex(), Account: account})
	if !known {
		if w.misses(account, p) {
			w.t.Fatalf("at %s: %s in %s is not known, Morpho says %+v", w.Tip(), account, k.ID, p)
		}
		return
	}
	h, ok := w.protocol.Holding(id)
	if !ok || h.SupplyShares.ToBig().Cmp(p.SupplyShares) != 0 || h.BorrowShares.ToBig().Cmp(p.BorrowShares) != 0 ||
		h.Collateral.ToBig().Cmp(p.Collateral) != 0 {
		w.t.Fatalf("at %s: %s in %s has %v (%t), Morpho says %+v", w.Tip(), account, k.ID, h, ok, p)
	}
	shown := d.Describe(id)
	owes := p.BorrowShares.Sign() > 0
	if truth.Price == nil {
		if owes && shown.Status != position.Unknown {
			w.t.Fatalf("at %s: %s is %s without a price", w.Tip(), account, shown.Status)
		}
		return
	}
	backing, debt, factor := judge(k, truth, p)
	if n := shown.Native; n == nil || n.Collateral != backing.String() || n.Debt != debt.String() || n.HealthFactor != factor.String() {
		w.t.Fatalf("at %s: %s in %s is %s %+v, want %v over %v, %v", w.Tip(), account, k.ID, shown.Status, shown.Native, backing, debt, factor)
	}
	refused := p.Verdict == "position is healthy"
	standing := w.standing[shown.ID]
	below := standing == position.Liquidatable || standing == position.BadDebt
	if !refused != below || !refused != (owes && backing.Cmp(debt) < 0) {
		w.t.Fatalf("at %s: the last word about %s is %q, Morpho's is %q", w.Tip(), shown.ID, standing, p.Verdict)
	}
}

// judge is what stands for a position and what it owes after interest, and their quotient.
func judge(k *devnet.MorphoMarket, truth *devnet.MorphoTruth, p *devnet.MorphoPosition) (backing, debt, factor *big.Int) {
	backing = new(big.Int).Mul(p.Collateral, truth.Price)
	backing.Div(backing, priceScale)
	backing.Div(backing.Mul(backing, k.LLTV), wad)
	assets := new(big.Int).Add(truth.Accrued.BorrowAssets, big.NewInt(1))
	shares := new(big.Int).Add(truth.Accrued.BorrowShares, big.NewInt(1e6))
	debt = new(big.Int).Mul(p.BorrowShares, assets)
	debt.Add(debt, shares).Sub(debt, big.NewInt(1))
	debt.Div(debt, shares)
	if debt.Sign() == 0 {
		return backing, debt, endless
	}
	factor = new(big.Int).Mul(backing, wad)
	return backing, debt, factor.Div(factor, debt)
}
