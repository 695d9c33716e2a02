package devnet_test

import (
	"math/big"
	"time"

	"brink/chain/rpc"
	"brink/devnet"
	"brink/engine"
	"brink/position"
	"brink/protocols"
	"brink/protocols/compoundv2"

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

// venusWatcher is an observer of Venus.
type venusWatcher struct {
	*observer[*compoundv2.Protocol]
	*venusLab
	compared int
	lagging  int // positions whose view leaves interest out
}

func (l *venusLab) watch(how mode, only ...common.Address) *venusWatcher {
	l.t.Helper()
	return &venusWatcher{venusLab: l, observer: observe(l.t, observed[*compoundv2.Protocol]{
		chain: l.Chain, client: l.client, family: "compound-v2", mode: how, only: only,
		roles: map[string]common.Address{compoundv2.Comptroller: l.Comptroller},
		open: func(env protocols.Env) (*compoundv2.Protocol, error) {
			return compoundv2.Open(env, &compoundv2.Options{Variant: "venus", Rounding: "down", Unit: "usd"})
		},
	})}
}

// follow steps until the tip is the chain's head, and compares after every step.
func (w *venusWatcher) follow() { w.followWith(w.compare) }

// compare demands that everybody stands as the contracts say at the same block.
func (w *venusWatcher) compare() {
	w.t.Helper()
	now := w.truth(w.Tip().Hash)
	frame := w.frame()
	w.inspect(func(d *engine.DeploymentLook) {
		for _, account := range w.crowd {
			id, known := d.ID(position.Key{Account: account})
			if known {
				w.compareAccount(frame, id, account, now)
				continue
			}
			then := now.stored[account]
			if owes := then.debt.Sign() > 0; w.wanted(account, owes || then.collateral.Sign() > 0, owes) {
				w.t.Fatalf("at %s: %s is not known", w.Tip(), account)
			}
		}
	})
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
