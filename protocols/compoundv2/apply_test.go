package compoundv2

import (
	"encoding/binary"
	"errors"
	"testing"

	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

var (
	alice, bob, carol = common.HexToAddress("0xa1"), common.HexToAddress("0xb0"), common.HexToAddress("0xca")
	debtToken         = common.HexToAddress("0xc0de01")
	heldToken         = common.HexToAddress("0xc0de02")
	comptroller       = common.HexToAddress("0xc0")
)

// stage is a deployment with two markets that were read, and a block's worth of logs for it.
type stage struct {
	t    testing.TB
	p    *Protocol
	db   *state.DB
	done protocols.Effects
	tx   byte
}

func newStage(t testing.TB, variant string) *stage {
	t.Helper()
	db := new(state.DB)
	p, err := Open(protocols.Env{
		Name: "x", DB: db, Book: prices.NewBook(db), Genesis: true,
		Addresses: map[string]common.Address{Comptroller: comptroller},
	}, &Options{Variant: variant, Rounding: "down", Unit: "usd"})
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range []common.Address{debtToken, heldToken} {
		p.list(token, true)
		row, _ := p.markets.Row(token)
		p.change(row, func(m *market) { m.unread, m.underlying = false, common.BytesToAddress(append([]byte{1}, token[:]...)) })
	}
	return &stage{t: t, p: p, db: db}
}

// log makes a log whose first parameters are indexed; a parameter is an address or a number.
func (s *stage) log(at common.Address, topic common.Hash, indexed int, parameters ...any) *types.Log {
	l := &types.Log{Address: at, Topics: []common.Hash{topic}, BlockNumber: 77, BlockTimestamp: 7777, TxHash: common.Hash{s.tx}}
	for i, p := range parameters {
		var word common.Hash
		switch v := p.(type) {
		case common.Address:
			word = common.BytesToHash(v[:])
		case int:
			word = uint256.NewInt(uint64(v)).Bytes32()
		}
		if i < indexed {
			l.Topics = append(l.Topics, word)
		} else {
			l.Data = append(l.Data, word[:]...)
		}
	}
	return l
}

func (s *stage) apply(at common.Address, topic common.Hash, indexed int, parameters ...any) {
	s.t.Helper()
	if err := s.p.Apply(s.log(at, topic, indexed, parameters...), &s.done); err != nil {
		s.t.Fatal(err)
	}
}

// leg is an account's part in a market.
func (s *stage) leg(user, token common.Address) leg {
	s.t.Helper()
	row, _ := s.p.markets.Row(token)
	r, ok := s.p.accounts.Row(user)
	if !ok {
		return leg{}
	}
	_, legs := s.p.accounts.At(r)
	for _, g := range legs {
		if g.market == uint32(row) {
			return g
		}
	}
	return leg{}
}

func (s *stage) shares(user common.Address, want uint64) {
	s.t.Helper()
	if got := s.leg(user, heldToken).shares; got.Lo != want || got.Hi != 0 {
		s.t.Errorf("%s has %v tokens, want %d", user, got, want)
	}
}

// TestLayouts: both layouts of AccrueInterest, and indexed parameters as plain ones.
func TestLayouts(t *testing.T) {
	for variant, accrued := range map[string]uint64{"compound": 77, "venus": 77, "moonwell": 7777, "benqi": 7777} {
		s := newStage(t, variant)
		s.apply(debtToken, topicAccrueInterestLegacy, 0, 5, 2000, 900)
		s.apply(debtToken, topicBorrow, 0, alice, 100, 100, 1000)
		s.apply(debtToken, topicAccrueInterest, 0, 50, 5, 3000, 900)
		s.apply(debtToken, topicRepayBorrow, 0, bob, carol, 1, 40, 1000)
		s.apply(debtToken, topicBorrow, 1, bob, 7, 7, 1000)
		for user, want := range map[common.Address][2]uint64{alice: {100, 2000}, carol: {40, 3000}, bob: {7, 3000}} {
			if g := s.leg(user, debtToken); g.principal.Lo != want[0] || g.index.Lo != want[1] {
				t.Errorf("%s: %s owes %v since %v, want %v", variant, user, g.principal, g.index, want)
			}
		}
		if m, _ := s.p.markets.Get(debtToken); m.accrued != accrued || m.index.Lo != 3000 {
			t.Errorf("%s: the market was accrued at %d", variant, m.accrued)
		}
		s.apply(comptroller, topicMarketEntered, 0, heldToken, alice)
		s.apply(comptroller, topicMarketEntered, 2, heldToken, bob)
		s.apply(comptroller, topicMarketExited, 2, heldToken, alice)
		if s.leg(alice, heldToken).entered || !s.leg(bob, heldToken).entered {
			t.Errorf("%s: memberships are wrong", variant)
		}
	}
}

// TestSeizeOfCompound: the liquidator's and the protocol's part are a transfer each, the second to the market.
func TestSeizeOfCompound(t *testing.T) {
	s := newStage(t, "compound")
	s.apply(heldToken, topicTransfer, 2, heldToken, alice, 1000) // minted
	s.apply(heldToken, topicTransfer, 2, alice, bob, 972*6/10)
	s.apply(heldToken, topicTransfer, 2, alice, heldToken, 17)
	s.apply(debtToken, topicLiquidateBorrow, 0, bob, alice, 500, heldToken, 600)
	s.shares(alice, 400)
	s.shares(bob, 583)
	if _, ok := s.p.accounts.Row(heldToken); ok {
		t.Error("the market became a holder of itself")
	}
	l := s.done.Liquidations[0]
	if len(s.done.Liquidations) != 1 || l.Key.Account != alice || l.Liquidator != bob || l.Debt.Uint64() != 500 ||
		l.SeizedTokens.Uint64() != 600 || !l.Collateral.IsZero() {
		t.Errorf("the liquidation is %+v", s.done.Liquidations)
	}
	if key, ok := s.p.Liquidated(s.log(debtToken, topicLiquidateBorrow, 0, bob, alice, 500, heldToken, 600)); !ok || key.Account != alice {
		t.Errorf("%v was liquidated", key)
	}
}

// TestSeizeOfIsolatedPools: what is burnt for the protocol no transfer tells.
func TestSeizeOfIsolatedPools(t *testing.T) {
	s := newStage(t, "venus-isolated")
	s.apply(heldToken, topicTransfer, 2, common.Address{}, alice, 1000)
	s.tx = 1
	s.apply(heldToken, topicTransfer, 2, alice, bob, 571)
	s.apply(debtToken, topicLiquidateBorrow, 3, bob, alice, heldToken, 500, 600)
	s.shares(alice, 400)
	s.shares(bob, 571)
	s.tx = 2
	s.apply(debtToken, topicLiquidateBorrow, 3, bob, alice, heldToken, 500, 600) // of no transfer seen
	if s.p.Unread() != 1 {
		t.Error("a liquidation without its transfer is believed")
	}
}

// TestHealing: all collateral goes, in whatever order the markets are healed, and what was owed is bad debt.
func TestHealing(t *testing.T) {
	s := newStage(t, "venus-isolated")
	s.apply(comptroller, topicMarketEntered, 2, heldToken, alice)
	s.apply(heldToken, topicTransfer, 2, common.Address{}, alice, 1000)
	s.apply(debtToken, topicBorrow, 1, alice, 100, 100, 100)
	s.tx = 1
	s.apply(debtToken, topicRepayBorrow, 2, debtToken, alice, 30, 0, 70)
	s.apply(debtToken, topicBadDebtIncreased, 1, alice, 30, 0, 30)
	s.apply(debtToken, topicHealBorrow, 2, bob, alice, 70)
	s.apply(heldToken, topicTransfer, 2, alice, bob, 950)
	s.shares(alice, 0)
	s.shares(bob, 950)
	if g := s.leg(alice, debtToken); !g.principal.IsZero() || s.p.Unread() != 0 {
		t.Errorf("%v is owed", g.principal)
	}
	if len(s.done.BadDebts) != 1 || s.done.BadDebts[0].Amount.Uint64() != 30 || s.done.BadDebts[0].Key.Account != alice {
		t.Errorf("bad debts are %+v", s.done.BadDebts)
	}
}

// TestRealBorrow is a log of cETH on the main network.
func TestRealBorrow(t *testing.T) {
	e, ok := readOwing(&types.Log{
		Topics: []common.Hash{topicBorrow},
		Data: common.FromHex("0x000000000000000000000000c612bda4a16c9dd2054e23e0bb5f16b8b073271d" +
			"000000000000000000000000000000000000000000000000d02ab486cedc0000" +
			"0000000000000000000000000000000000000000000000063bf430617aa2fc78" +
			"0000000000000000000000000000000000000000000001c16061bb059d52935d"),
	})
	if !ok || e.borrower != common.HexToAddress("0xC612bda4A16C9dd2054e23E0Bb5f16b8B073271d") ||
		e.debt.Hex() != "0x63bf430617aa2fc78" {
		t.Errorf("%s owes %v", e.borrower, &e.debt)
	}
}

// TestPauses reads the action's name.
func TestPauses(t *testing.T) {
	s := newStage(t, "compound")
	seize := s.log(comptroller, topicActionPaused, 0, 64, 1, 5)
	seize.Data = append(seize.Data, common.RightPadBytes([]byte("Seize"), 32)...)
	borrow := s.log(comptroller, topicMarketActionPaused, 0, debtToken, 96, 1, 6)
	borrow.Data = append(borrow.Data, common.RightPadBytes([]byte("Borrow"), 32)...)
	for _, l := range []*types.Log{seize, borrow} {
		if err := s.p.Apply(l, &s.done); err != nil {
			t.Fatal(err)
		}
	}
	if m, _ := s.p.markets.Get(debtToken); !m.borrowPaused || !s.p.global().seizePaused {
		t.Errorf("paused: %t, %t", m.borrowPaused, s.p.global().seizePaused)
	}
	borrow.Data[32*3+31] = 200
	if err := s.p.Apply(borrow, &s.done); !errors.Is(err, protocols.ErrMalformed) {
		t.Errorf("a name longer than the log: %v", err)
	}
}

// FuzzEvents: whatever a tracked contract emits, nothing panics, and what was done can be undone.
func FuzzEvents(f *testing.F) {
	for i := range topics {
		f.Add(uint8(i), uint8(0), uint8(2), make([]byte, 160))
		f.Add(uint8(i), uint8(i), uint8(1), []byte{1, 2, 3})
	}
	f.Fuzz(func(t *testing.T, topic, from, indexed uint8, data []byte) {
		for _, v := range variants {
			s := newStage(t, v.name)
			before := s.db.Digest()
			s.db.Begin()
			l := s.log([]common.Address{comptroller, debtToken, heldToken}[from%3], topics[int(topic)%len(topics)], 0)
			for range indexed % 4 {
				var word common.Hash
				binary.BigEndian.PutUint64(word[24:], uint64(len(data)))
				n := copy(word[12:], data)
				l.Topics, data = append(l.Topics, word), data[n:]
			}
			l.Data = data
			err := s.p.Apply(l, &s.done)
			if err != nil && !errors.Is(err, protocols.ErrMalformed) {
				t.Fatal(err)
			}
			if err := s.db.Undo(); err != nil || s.db.Digest() != before {
				t.Fatalf("undoing: %v", err)
			}
		}
	})
}
