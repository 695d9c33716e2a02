package devnet_test

import (
	"math/big"
	"slices"
	"testing"

	"brink/devnet"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient/gethclient"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// TestOffersAreWhatMorphoGives liquidates everybody who can be, as of one block and the next, and demands what was
// promised; and it moves each oracle to the edge, where one unit more or less is Morpho's other verdict.
func TestOffersAreWhatMorphoGives(t *testing.T) {
	once(t)
	rapid.Check(t, func(rt *rapid.T) {
		l := openMorpho(rt)
		h := beginMorpho(rt, l, 30)
		w := l.watch(whole)
		offers, byShares, edges := 0, 0, 0
		for h.total() < 700 {
			h.block(20)
			w.race()
			frame := w.frame()
			for _, k := range l.Markets {
				truth := l.truth(w.Tip().Hash)[k.ID]
				for i, account := range l.crowd {
					p := &truth.Positions[i]
					id, known := w.protocol.ID(position.Key{Market: k.ID.Hex(), Account: account})
					if !known || !owes(p) || truth.Price == nil {
						continue
					}
					if due(p) {
						offers++
						byShares += l.take(rt, h.rich, k, account, frame.Liquidation(id))
					} else if later := frame.Liquidation(id); slices.ContainsFunc(later, func(o protocols.Offer) bool { return !o.Once }) {
						rt.Fatalf("a healthy position is offered: %+v", later)
					}
					if pledges(p) && i%7 == 0 {
						edges++
						w.edge(k, account, id)
					}
				}
			}
		}
		t.Log("offers", offers, "of all shares", byShares, "edges", edges)
		if offers < 50 || byShares == 0 || byShares == offers || edges < 50 {
			t.Errorf("%d offers, %d of all shares, %d edges", offers, byShares, edges)
		}
	})
}

// take calls liquidate as an offer says, and tells whether it announced shares.
func (l *morphoLab) take(t tester, from devnet.Account, k *devnet.MorphoMarket, debtor common.Address, offers []protocols.Offer) int {
	t.Helper()
	if len(offers) != 1 {
		t.Fatalf("%d offers for %s in %s", len(offers), debtor, k.ID)
	}
	o, announced := offers[0], 0
	call := l.Liquidate(from, k, debtor, o.Seize.ToBig(), none)
	if !o.Cover.IsZero() {
		call, announced = l.Liquidate(from, k, debtor, none, o.Cover.ToBig()), 1
	}
	msg := ethereum.CallMsg{From: from.Address, To: call.To, Data: call.Data}
	out, err := l.Chain.Node.Client().CallContractAtHash(t.Context(), msg, l.Chain.Head().Hash)
	if err != nil {
		t.Fatalf("liquidating %s in %s by %+v: %v", debtor, k.ID, o, err)
	}
	var want [64]byte
	seize, repay := o.Seize.Bytes32(), o.Repay.Bytes32()
	copy(want[:32], seize[:])
	copy(want[32:], repay[:])
	if len(out) != 64 || [64]byte(out) != want {
		t.Fatalf("liquidating %s in %s by %+v gave %x", debtor, k.ID, o, out)
	}
	return announced
}

// edge finds the highest oracle price at which a position is liquidatable to brink, and asks Morpho there.
func (w *morphoWatcher) edge(k *devnet.MorphoMarket, account common.Address, id position.ID) {
	w.t.Helper()
	source := w.oracle(k)
	liquidatable := func(price *uint256.Int) bool {
		h, err := w.protocol.At(w.view().With(source, price)).Health(id)
		if err != nil {
			w.t.Fatalf("judging %s at a price of %v: %v", account, price, err)
		}
		return h.Liquidatable
	}
	low, high := new(uint256.Int), new(uint256.Int).Lsh(uint256.NewInt(1), 150)
	for gap := new(uint256.Int); gap.Sub(high, low).GtUint64(1); {
		middle := new(uint256.Int).Add(low, gap.Rsh(gap, 1))
		if liquidatable(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	if w.healthy(k, account, low) || !w.healthy(k, account, high) {
		w.t.Fatalf("at %s: %s in %s is to tip at a price of %v, and doesn't", w.Tip(), account, k.ID, low)
	}
}

// oracle is the price source of a market's oracle.
func (w *morphoWatcher) oracle(k *devnet.MorphoMarket) prices.ID {
	for _, m := range w.frame().Markets() {
		if m.Market == k.ID.Hex() && m.Asset == k.Collateral.Token {
			return m.Source
		}
	}
	return prices.None
}

// healthy is Morpho's verdict at the head if the oracle said something else.
func (w *morphoWatcher) healthy(k *devnet.MorphoMarket, account common.Address, price *uint256.Int) bool {
	w.t.Helper()
	call := w.Liquidate(devnet.NewAccount("nobody"), k, account, none, big.NewInt(1))
	msg := ethereum.CallMsg{From: call.From.Address, To: call.To, Data: call.Data}
	overrides := map[common.Address]gethclient.OverrideAccount{
		k.Oracle: {StateDiff: map[common.Hash]common.Hash{{}: price.Bytes32(), {31: 1}: {}}},
	}
	_, err := gethclient.New(w.Chain.Node.Client().Client()).CallContract(w.t.Context(), msg, nil, &overrides)
	failure, ok := err.(rpc.DataError)
	if !ok {
		w.t.Fatalf("asking for a verdict on %s: %v", account, err)
	}
	reason, _ := abi.UnpackRevert(common.FromHex(failure.ErrorData().(string)))
	return reason == "position is healthy"
}
