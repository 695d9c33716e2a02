package devnet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"slices"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/morphoblue"
	"brink/state"

	"github.com/ethereum/go-ethereum"
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

// morphoWatcher is an engine that watches Morpho Blue, without a store.
type morphoWatcher struct {
	*engine.Engine
	*morphoLab
	mode           mode
	only           []common.Address
	db             *state.DB
	book           *prices.Book
	protocol       *morphoblue.Protocol
	follower       *chain.Follower
	standing       map[string]position.Status // what was said last, by subject
	said           map[string]int
	audits, undone int
	compared       int
}

func (l *morphoLab) watch(how mode, only ...common.Address) *morphoWatcher {
	l.t.Helper()
	w := &morphoWatcher{
		morphoLab: l, mode: how, only: only, standing: make(map[string]position.Status), said: make(map[string]int),
	}
	w.follower = chain.NewFollower(l.client, chain.FollowerOptions{})
	l.t.Cleanup(w.follower.Close)
	w.build()
	return w
}

func (w *morphoWatcher) build() {
	w.t.Helper()
	w.db = new(state.DB)
	w.book = prices.NewBook(w.db)
	env := protocols.Env{
		Name: "morpho", DB: w.db, Book: w.book, Genesis: w.mode == whole,
		Addresses: map[string]common.Address{morphoblue.Morpho: w.Morpho},
	}
	options := &morphoblue.Options{AdaptiveCurveIrm: w.CurveIrm}
	for _, symbol := range []string{"USDC", "WETH", "DAI"} {
		asset := w.Asset(symbol)
		options.Feeds = append(options.Feeds, morphoblue.Feed{Token: asset.Token, Feed: asset.Feed})
	}
	if w.mode == chosen {
		env.Accounts = w.only
		for _, k := range w.Markets {
			options.Markets = append(options.Markets, morphoblue.MarketID(k.ID))
		}
	}
	p, err := morphoblue.Open(env, options)
	if err != nil {
		w.t.Fatal(err)
	}
	w.protocol = p
	w.Engine = engine.New(engine.Options{ChainID: devnet.ChainID, Observer: w, Live: 1 << 30}, w.db, w.book,
		[]engine.Deployment{{Name: "morpho", Family: "morpho-blue", Protocol: p}})
}

// restart goes on with another engine, made from a snapshot of this one.
func (w *morphoWatcher) restart() {
	w.t.Helper()
	var snapshot bytes.Buffer
	if err := w.Save(&snapshot); err != nil {
		w.t.Fatal(err)
	}
	before := w.db.Digest()
	w.build()
	if err := w.Load(&snapshot); err != nil {
		w.t.Fatal(err)
	}
	if w.db.Digest() != before {
		w.t.Fatalf("at %s: a snapshot holds another state", w.Tip())
	}
}

// begin takes the markets as they stand after a block, and finds the borrowers where they aren't given.
func (w *morphoWatcher) begin(number uint64) {
	w.t.Helper()
	w.Begin(chain.Ref{Number: number - 1})
	w.step(w.t.Context())
	if w.mode != current {
		return
	}
	trace := w.Trace()
	logs, err := w.Chain.Node.Client().FilterLogs(w.t.Context(), ethereum.FilterQuery{
		FromBlock: new(big.Int), ToBlock: new(big.Int).SetUint64(w.Tip().Number),
		Addresses: trace.Addresses, Topics: [][]common.Hash{trace.Topics},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.Discover(logs, w.Tip().Number); err != nil {
		w.t.Fatal(err)
	}
}

func (w *morphoWatcher) step(ctx context.Context) {
	w.t.Helper()
	step, err := w.follower.Next(ctx, w.Tip(), w.Filter())
	if err != nil {
		w.t.Fatalf("after %s: %v", w.Tip(), err)
	}
	if step.Undo {
		w.undone++
	}
	if err := w.Step(ctx, step); err != nil {
		w.t.Fatalf("stepping from %s: %v", w.Tip(), err)
	}
	batch, _ := w.Batch()
	for i := range batch.Entries {
		w.hear(&batch.Entries[i])
	}
	w.Published(0)
}

func (w *morphoWatcher) hear(e *feed.Entry) {
	w.said[e.Type+" "+string(e.Status)]++
	if e.Type == feed.ParityMismatch {
		w.t.Fatalf("at %s: an audit found %s", w.Tip(), e.Data)
	}
	if !slices.Contains(engine.PositionTypes(), e.Type) {
		return
	}
	var p feed.Position
	if err := json.Unmarshal(e.Data, &p); err != nil {
		w.t.Fatal(err)
	}
	w.standing[e.Subject] = p.Status
}

// follow steps until the tip is the head, and compares after every step when asked to.
func (w *morphoWatcher) follow(compare bool) {
	w.t.Helper()
	head := w.Chain.Head()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for w.Tip().Hash != head.Hash {
		w.step(ctx)
		if compare && w.Tip().Hash != (common.Hash{}) {
			w.compare()
		}
	}
}

// compare demands that everybody stands in every market as the contracts say at the same block.
func (w *morphoWatcher) compare() {
	w.t.Helper()
	tip := w.Tip()
	now := w.truth(tip.Hash)
	ok := w.Look(func(l *engine.Look) {
		d := &l.Deployments[0]
		if d.Broken != nil {
			w.t.Fatalf("at %s: %v", tip, d.Broken)
		}
		w.compareMarkets(now, d)
		for _, k := range w.Markets {
			for i, account := range w.crowd {
				w.comparePosition(d, k, now[k.ID], account, &now[k.ID].Positions[i])
			}
		}
	})
	if !ok {
		w.t.Fatal("nothing was processed")
	}
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

// wanted tells whether the watcher must know a position.
func (w *morphoWatcher) wanted(account common.Address, p *devnet.MorphoPosition) bool {
	switch w.mode {
	case whole:
		return p.SupplyShares.Sign()+p.BorrowShares.Sign()+p.Collateral.Sign() > 0
	case current:
		return p.BorrowShares.Sign() > 0
	default:
		return slices.Contains(w.only, account) && p.BorrowShares.Sign() > 0
	}
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
		if w.wanted(account, p) {
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

// frame is the markets at the tip, as the engine would see them.
func (w *morphoWatcher) frame() protocols.Frame { return w.protocol.At(w.view()) }

func (w *morphoWatcher) view() prices.View {
	return w.book.View(w.Chain.Head().Time).In(w.Tip().Number)
}

func (w *morphoWatcher) Events(string, string, string, int)    {}
func (w *morphoWatcher) Malformed(string, string)              {}
func (w *morphoWatcher) Evaluated(int, bool)                   {}
func (w *morphoWatcher) Liquidation(string, *feed.Liquidation) {}
func (w *morphoWatcher) Reorg(int)                             {}
func (w *morphoWatcher) Audited(string, []string) {
	w.audits++
}
