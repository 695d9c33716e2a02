package compoundv3

import (
	"bytes"
	"testing"

	abi "brink/abi/compoundv3"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

var events = map[string]common.Hash{
	"Supply": topicSupply, "Withdraw": topicWithdraw, "Transfer": topicTransfer,
	"SupplyCollateral": topicSupplyCollateral, "TransferCollateral": topicTransferCollateral,
	"WithdrawCollateral": topicWithdrawCollateral, "AbsorbDebt": topicAbsorbDebt,
	"AbsorbCollateral": topicAbsorbCollateral, "Upgraded": topicUpgraded,
}

func TestTopics(t *testing.T) {
	parsed, err := abi.CometMetaData.ParseABI()
	if err != nil {
		t.Fatal(err)
	}
	for name, topic := range events {
		if got := parsed.Events[name].ID; got != topic {
			t.Errorf("%s is %s, want %s", name, topic, got)
		}
	}
	if len(parsed.Events) != len(events) {
		t.Errorf("the interface has %d events, %d are read", len(parsed.Events), len(events))
	}
}

// told is what a log says, by our readers.
type told struct {
	accounts      [3]common.Address
	amount, value uint256.Int
}

func read(l *types.Log) (e told, ok bool) {
	switch l.Topics[0] {
	case topicSupply, topicWithdraw, topicTransfer:
		var p parties
		p, ok = readBase(l)
		e.accounts = [3]common.Address{p.from, p.to}
		e.amount.SetBytes(l.Data) // of which the reader makes nothing
	case topicSupplyCollateral, topicTransferCollateral, topicWithdrawCollateral:
		var m movement
		m, ok = readCollateral(l)
		e = told{[3]common.Address{m.from, m.to, m.asset}, m.amount, uint256.Int{}}
	case topicAbsorbDebt:
		var d absorbDebt
		d, ok = readAbsorbDebt(l)
		e = told{[3]common.Address{d.absorber, d.borrower}, d.basePaidOut, d.value}
	case topicAbsorbCollateral:
		var c absorbCollateral
		c, ok = readAbsorbCollateral(l)
		e = told{[3]common.Address{c.absorber, c.borrower, c.asset}, c.amount, c.value}
	case topicUpgraded:
		ok = readUpgraded(l)
		if ok {
			e.accounts[0] = common.BytesToAddress(l.Topics[1][:])
		}
	}
	return e, ok
}

// bound is what it says by the generated bindings.
func bound(l *types.Log) (e told, err error) {
	c := abi.NewComet()
	number := func(z interface{ Bytes() []byte }) (u uint256.Int) { return *u.SetBytes(z.Bytes()) }
	switch l.Topics[0] {
	case topicSupply:
		var x *abi.CometSupply
		if x, err = c.UnpackSupplyEvent(l); err == nil {
			e = told{[3]common.Address{x.From, x.Dst}, number(x.Amount), uint256.Int{}}
		}
	case topicWithdraw:
		var x *abi.CometWithdraw
		if x, err = c.UnpackWithdrawEvent(l); err == nil {
			e = told{[3]common.Address{x.Src, x.To}, number(x.Amount), uint256.Int{}}
		}
	case topicTransfer:
		var x *abi.CometTransfer
		if x, err = c.UnpackTransferEvent(l); err == nil {
			e = told{[3]common.Address{x.From, x.To}, number(x.Amount), uint256.Int{}}
		}
	case topicSupplyCollateral:
		var x *abi.CometSupplyCollateral
		if x, err = c.UnpackSupplyCollateralEvent(l); err == nil {
			e = told{[3]common.Address{x.From, x.Dst, x.Asset}, number(x.Amount), uint256.Int{}}
		}
	case topicTransferCollateral:
		var x *abi.CometTransferCollateral
		if x, err = c.UnpackTransferCollateralEvent(l); err == nil {
			e = told{[3]common.Address{x.From, x.To, x.Asset}, number(x.Amount), uint256.Int{}}
		}
	case topicWithdrawCollateral:
		var x *abi.CometWithdrawCollateral
		if x, err = c.UnpackWithdrawCollateralEvent(l); err == nil {
			e = told{[3]common.Address{x.Src, x.To, x.Asset}, number(x.Amount), uint256.Int{}}
		}
	case topicAbsorbDebt:
		var x *abi.CometAbsorbDebt
		if x, err = c.UnpackAbsorbDebtEvent(l); err == nil {
			e = told{[3]common.Address{x.Absorber, x.Borrower}, number(x.BasePaidOut), number(x.UsdValue)}
		}
	case topicAbsorbCollateral:
		var x *abi.CometAbsorbCollateral
		if x, err = c.UnpackAbsorbCollateralEvent(l); err == nil {
			e = told{[3]common.Address{x.Absorber, x.Borrower, x.Asset}, number(x.CollateralAbsorbed), number(x.UsdValue)}
		}
	case topicUpgraded:
		var x *abi.CometUpgraded
		if x, err = c.UnpackUpgradedEvent(l); err == nil {
			e = told{accounts: [3]common.Address{x.Implementation}}
		}
	}
	return e, err
}

// FuzzEvents compares our readers with the bindings: where we accept a log, the
// bindings do, and say the same.
func FuzzEvents(f *testing.F) {
	order := []common.Hash{
		topicSupply, topicWithdraw, topicTransfer, topicSupplyCollateral, topicTransferCollateral,
		topicWithdrawCollateral, topicAbsorbDebt, topicAbsorbCollateral, topicUpgraded,
	}
	address := append(make([]byte, 12), bytes.Repeat([]byte{0xab}, 20)...)
	f.Add(uint8(0), bytes.Repeat(address, 2), append(make([]byte, 31), 7))
	f.Add(uint8(3), bytes.Repeat(address, 3), append(make([]byte, 31), 7))
	f.Add(uint8(6), bytes.Repeat(address, 2), make([]byte, 64))
	f.Add(uint8(7), bytes.Repeat(address, 3), append(append(make([]byte, 16), bytes.Repeat([]byte{0xff}, 16)...), make([]byte, 32)...))
	f.Add(uint8(8), address, []byte{})
	f.Add(uint8(8), bytes.Repeat([]byte{1}, 32), []byte{})
	f.Add(uint8(4), bytes.Repeat(address, 3), bytes.Repeat([]byte{0xff}, 32))
	f.Fuzz(func(t *testing.T, which uint8, topics, data []byte) {
		l := &types.Log{Topics: []common.Hash{order[int(which)%len(order)]}, Data: data}
		for len(topics) >= 32 && len(l.Topics) < 4 {
			l.Topics = append(l.Topics, common.Hash(topics[:32]))
			topics = topics[32:]
		}
		ours, ok := read(l)
		if !ok {
			return
		}
		theirs, err := bound(l)
		if err != nil || ours != theirs {
			t.Fatalf("%v is %+v, the bindings say %+v, %v", l, ours, theirs, err)
		}
	})
}

// TestStrictEvents: what isn't as declared is refused, whole.
func TestStrictEvents(t *testing.T) {
	address := common.BytesToHash(bytes.Repeat([]byte{0xab}, 20))
	dirty := address
	dirty[0] = 1
	word := make([]byte, 32)
	wide := append(bytes.Repeat([]byte{1}, 16), make([]byte, 16)...)
	for name, l := range map[string]*types.Log{
		"a supply with two words":              {Topics: []common.Hash{topicSupply, address, address}, Data: make([]byte, 64)},
		"a supply to nobody in particular":     {Topics: []common.Hash{topicSupply, address}, Data: word},
		"a withdrawal from more than a place":  {Topics: []common.Hash{topicWithdraw, dirty, address}, Data: word},
		"collateral beyond 128 bits":           {Topics: []common.Hash{topicSupplyCollateral, address, address, address}, Data: wide},
		"absorbed collateral beyond 128 bits":  {Topics: []common.Hash{topicAbsorbCollateral, address, address, address}, Data: append(wide, word...)},
		"an absorbed debt without its value":   {Topics: []common.Hash{topicAbsorbDebt, address, address}, Data: word},
		"an upgrade to more than an address":   {Topics: []common.Hash{topicUpgraded, dirty}},
		"collateral moved with half an amount": {Topics: []common.Hash{topicTransferCollateral, address, address, address}, Data: word[:16]},
	} {
		if _, ok := read(l); ok {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestOptions(t *testing.T) {
	if err := Factory().Options().(*Options).Validate(); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
	feed := common.Address{1}
	for _, o := range []Options{{}, {Unit: "gbp"}, {Unit: dollars, UnitUSDFeed: feed}, {Unit: dollars, USDOracle: feed}, {Unit: ether, UnitUSDFeed: feed, USDOracle: feed}} {
		if o.Validate() == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
	for _, o := range []Options{{Unit: ether}, {Unit: ether, UnitUSDFeed: feed}, {Unit: otherUnit, UnitUSDFeed: feed}, {Unit: otherUnit, USDOracle: feed}} {
		if err := o.Validate(); err != nil {
			t.Errorf("%+v is refused: %v", o, err)
		}
	}
	if _, err := Factory().Open(protocols.Env{}, &Options{Unit: "gbp"}); err == nil {
		t.Error("an unknown unit is opened")
	}
}
