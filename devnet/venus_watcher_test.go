package devnet_test

import (
	"bytes"
	"context"
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
	"brink/protocols/compoundv2"
	"brink/state"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// venusLab is Venus on a node, and what it says about a crowd.
type venusLab struct {
	*devnet.Venus
	t       tester
	client  *rpc.Client
	crowd   []common.Address
	witness map[common.Hash]*venusTruth
}

// venusTruth is what the contracts say after a block: as their markets stand, and with all of them accrued.
type venusTruth struct{ stored, accrued map[common.Address]*venusSums }

// venusSums are the two sums that getAccountLiquidity subtracts, added up from what the contracts say of each
// market; refused where it answers with an error.
type venusSums struct {
	devnet.VenusAccount
	collateral, debt *big.Int
}

func (s *venusSums) refused() bool { return s.Liquidity == nil }

func openVenus(t tester) *venusLab {
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
	v, err := devnet.DeployVenus(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	client, err := rpc.Dial(t.Context(), rpc.Options{
		ChainID: devnet.ChainID, Multicall: v.Multicall, BlockTime: time.Second,
		Endpoints: []rpc.Endpoint{{Name: "devnet", URL: node.WS()}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return &venusLab{Venus: v, t: t, client: client, witness: make(map[common.Hash]*venusTruth)}
}

func (l *venusLab) truth(block common.Hash) *venusTruth {
	l.t.Helper()
	if known := l.witness[block]; known != nil {
		return known
	}
	now := &venusTruth{make(map[common.Address]*venusSums), make(map[common.Address]*venusSums)}
	for accrued, into := range map[bool]map[common.Address]*venusSums{false: now.stored, true: now.accrued} {
		all, err := l.Accounts(l.t.Context(), block, accrued, l.crowd...)
		if err != nil {
			l.t.Fatal(err)
		}
		for i, a := range all {
			into[l.crowd[i]] = l.sum(a)
		}
	}
	if len(l.witness) > 24 {
		clear(l.witness)
	}
	l.witness[block] = now
	return now
}

// sum adds an account up, and demands that the difference is the contract's.
func (l *venusLab) sum(a devnet.VenusAccount) *venusSums {
	l.t.Helper()
	s := &venusSums{a, new(big.Int), new(big.Int).Set(a.VAI)}
	product := func(x, y *big.Int) *big.Int {
		z := new(big.Int).Mul(x, y)
		return z.Div(z, big.NewInt(1e18))
	}
	for _, h := range a.Holdings {
		if h.Entered {
			weight := product(product(h.Threshold, h.Exchange), h.Price)
			s.collateral.Add(s.collateral, product(weight, h.Shares))
			s.debt.Add(s.debt, product(h.Price, h.Debt))
		}
	}
	if !s.refused() {
		ours, theirs := new(big.Int).Sub(s.collateral, s.debt), new(big.Int).Sub(s.Liquidity, s.Shortfall)
		if ours.Cmp(theirs) != 0 {
			l.t.Fatalf("the sums differ by %v, the comptroller says %v", ours, theirs)
		}
	}
	return s
}

// venusWatcher is an engine that watches Venus, without a store.
type venusWatcher struct {
	*engine.Engine
	*venusLab
	mode           mode
	only           []common.Address
	db             *state.DB
	book           *prices.Book
	protocol       *compoundv2.Protocol
	source         *chain.Follower
	said           map[string]int
	wrong          [][]string
	audits, undone int
	compared       int
	lagging        int // positions whose view leaves interest out
	liquidations   []feed.Liquidation
}

func (l *venusLab) watch(how mode, only ...common.Address) *venusWatcher {
	l.t.Helper()
	w := &venusWatcher{venusLab: l, mode: how, only: only, said: make(map[string]int)}
	w.source = chain.NewFollower(l.client, chain.FollowerOptions{})
	l.t.Cleanup(w.source.Close)
	w.build()
	return w
}

func (w *venusWatcher) build() {
	w.t.Helper()
	w.db = new(state.DB)
	w.book = prices.NewBook(w.db)
	env := protocols.Env{
		Name: "venus", DB: w.db, Book: w.book, Genesis: w.mode == whole,
		Addresses: map[string]common.Address{compoundv2.Comptroller: w.Comptroller},
	}
	if w.mode == chosen {
		env.Accounts = w.only
	}
	p, err := compoundv2.Open(env, &compoundv2.Options{Variant: "venus", Rounding: "down", Unit: "usd"})
	if err != nil {
		w.t.Fatal(err)
	}
	w.protocol = p
	w.Engine = engine.New(engine.Options{ChainID: devnet.ChainID, Observer: w, Live: 1 << 30}, w.db, w.book,
		[]engine.Deployment{{Name: "venus", Family: "compound-v2", Protocol: p}})
}

// restart goes on with another engine, made from a snapshot of this one.
func (w *venusWatcher) restart() {
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
func (w *venusWatcher) begin(number uint64) {
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

func (w *venusWatcher) step(ctx context.Context) {
	w.t.Helper()
	step, err := w.source.Next(ctx, w.Tip(), w.Filter())
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
		w.said[batch.Entries[i].Type+" "+string(batch.Entries[i].Status)]++
	}
	w.Published(0)
}

// follow steps until the tip is the chain's head, comparing after every step if asked to.
func (w *venusWatcher) follow(compare bool) {
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

// compare demands that everybody stands as the contracts say at the same block.
func (w *venusWatcher) compare() {
	w.t.Helper()
	now := w.truth(w.Tip().Hash)
	frame := w.frame()
	for _, account := range w.crowd {
		id, known := w.protocol.ID(position.Key{Account: account})
		if !known {
			if w.wanted(account, now.stored[account]) {
				w.t.Fatalf("at %s: %s is not known", w.Tip(), account)
			}
			continue
		}
		w.compareAccount(frame, id, account, now)
	}
	if len(w.wrong) > 0 {
		w.t.Fatalf("at %s: audits found %v", w.Tip(), w.wrong)
	}
}

// frame is the protocol at the tip.
func (w *venusWatcher) frame() protocols.Frame {
	w.t.Helper()
	return w.protocol.At(w.view())
}

// view is the prices at the tip.
func (w *venusWatcher) view() (view prices.View) {
	w.t.Helper()
	w.Look(func(l *engine.Look) {
		if broken := l.Deployments[0].Broken; broken != nil {
			w.t.Fatalf("at %s: %v", w.Tip(), broken)
		}
		view = w.book.View(l.Tip.Time).In(l.Tip.Number)
	})
	return view
}

// wanted tells whether the watcher must know an account.
func (w *venusWatcher) wanted(account common.Address, s *venusSums) bool {
	switch w.mode {
	case whole:
		return s.collateral.Sign() > 0 || s.debt.Sign() > 0
	case current:
		return s.debt.Sign() > 0
	default:
		return slices.Contains(w.only, account)
	}
}

func (w *venusWatcher) compareAccount(frame protocols.Frame, id position.ID, account common.Address, now *venusTruth) {
	w.t.Helper()
	h, err := frame.Health(id)
	then := now.stored[account]
	if then.refused() != (err != nil) {
		w.t.Fatalf("at %s: %s: %v, the comptroller refuses: %t", w.Tip(), account, err, then.refused())
	}
	if err != nil {
		return
	}
	w.compared++
	view := h.View()
	w.compareSums(account, "as it stands", &view.Collateral, &view.Debt, then)
	if w.mode != chosen { // of a debt whose events weren't seen only the view is known to the last unit
		w.compareSums(account, "accrued", &h.Collateral, &h.Debt, now.accrued[account])
	}
	if h.Lagging {
		w.lagging++
	}
	short := now.accrued[account].Shortfall.Sign() > 0
	if short && !h.Liquidatable {
		w.t.Fatalf("at %s: %s has a shortfall", w.Tip(), account)
	}
}

func (w *venusWatcher) compareSums(account common.Address, when string, collateral, debt *uint256.Int, want *venusSums) {
	w.t.Helper()
	if collateral.ToBig().Cmp(want.collateral) != 0 || debt.ToBig().Cmp(want.debt) != 0 {
		w.t.Fatalf("at %s: %s has %v and %v %s, the contracts say %v and %v (watcher %d)\n%+v", w.Tip(), account,
			collateral, debt, when, want.collateral, want.debt, w.mode, want.VenusAccount)
	}
}

func (w *venusWatcher) Events(string, string, string, int) {}
func (w *venusWatcher) Malformed(string, string)           {}
func (w *venusWatcher) Evaluated(int, bool)                {}
func (w *venusWatcher) Reorg(int)                          {}
func (w *venusWatcher) Liquidation(_ string, l *feed.Liquidation) {
	w.liquidations = append(w.liquidations, *l)
}
func (w *venusWatcher) Audited(_ string, fields []string) {
	w.audits++
	if len(fields) > 0 {
		w.wrong = append(w.wrong, fields)
	}
}
