package aavev2

import (
	"errors"
	"testing"

	abi "brink/abi/aavev2"
	"brink/fixed"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// sample is an event of a contract of the lab's market.
type sample struct {
	from common.Address
	of   *bind.MetaData
	name string
	args []any
}

// samples are one of each event that is applied.
func samples() []sample {
	one := fixed.Ray()
	n := number64(7)
	aToken, stableToken, debtToken := at(usdc[19]+1), at(usdc[19]+2), at(usdc[19]+3)
	return []sample{
		{provider, &abi.LendingPoolAddressesProviderMetaData, "ProxyCreated", []any{[32]byte(idPool), pool}},
		{provider, &abi.LendingPoolAddressesProviderMetaData, "AddressSet", []any{[32]byte(idPool), pool, false}},
		{provider, &abi.LendingPoolAddressesProviderMetaData, "LendingPoolCollateralManagerUpdated", []any{manager}},
		{provider, &abi.LendingPoolAddressesProviderMetaData, "PriceOracleUpdated", []any{oracle}},
		{pool, &abi.LendingPoolMetaData, "ReserveDataUpdated", []any{usdc, n, n, n, &one, &one}},
		{pool, &abi.LendingPoolMetaData, "Repay", []any{usdc, alice, bob, n}},
		{pool, &abi.LendingPoolMetaData, "LiquidationCall", []any{weth, usdc, alice, n, n, bob, true}},
		{pool, &abi.LendingPoolMetaData, "ReserveUsedAsCollateralEnabled", []any{usdc, alice}},
		{pool, &abi.LendingPoolMetaData, "ReserveUsedAsCollateralDisabled", []any{usdc, alice}},
		{pool, &abi.LendingPoolMetaData, "Paused", nil},
		{pool, &abi.LendingPoolMetaData, "Unpaused", nil},
		{configurator, &abi.LendingPoolConfiguratorMetaData, "CollateralConfigurationChanged", []any{usdc, n, n, n}},
		{configurator, &abi.LendingPoolConfiguratorMetaData, "ReserveActivated", []any{usdc}},
		{configurator, &abi.LendingPoolConfiguratorMetaData, "ReserveDeactivated", []any{usdc}},
		{configurator, &abi.LendingPoolConfiguratorMetaData, "ReserveFrozen", []any{usdc}},
		{configurator, &abi.LendingPoolConfiguratorMetaData, "ReserveUnfrozen", []any{usdc}},
		{aToken, &abi.ATokenMetaData, "Mint", []any{alice, n, &one}},
		{aToken, &abi.ATokenMetaData, "BalanceTransfer", []any{alice, bob, number64(3), &one}},
		{aToken, &abi.ATokenMetaData, "Burn", []any{alice, bob, number64(2), &one}},
		{debtToken, &abi.VariableDebtTokenMetaData, "Mint", []any{bob, alice, n, &one}},
		{debtToken, &abi.VariableDebtTokenMetaData, "Burn", []any{alice, number64(2), &one}},
		{stableToken, &abi.StableDebtTokenMetaData, "Mint", []any{bob, alice, n, number64(0), number64(0), n, n, n}},
		{stableToken, &abi.StableDebtTokenMetaData, "Burn", []any{alice, number64(2), n, number64(0), n, number64(5)}},
	}
}

// TestEventsAreReadStrictly applies each event as its ABI has it, and then with
// a word more or less, or with a topic more.
func TestEventsAreReadStrictly(t *testing.T) {
	l := newLab(t, Options{})
	known := map[common.Hash]bool{topicReserveInitialized: true}
	for _, s := range samples() {
		log, err := logOf(s.of, s.name, s.args...)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		log.Address, log.BlockTimestamp = s.from, l.now
		known[log.Topics[0]] = true
		if err := l.Apply(log, &l.done); err != nil {
			t.Errorf("%s is refused: %v", s.name, err)
		}
		for what, spoil := range map[string]func(*types.Log){
			"a word more":   func(l *types.Log) { l.Data = append(l.Data[:len(l.Data):len(l.Data)], make([]byte, 32)...) },
			"a byte less":   func(l *types.Log) { l.Data = l.Data[:max(0, len(l.Data)-1)] },
			"a topic more":  func(l *types.Log) { l.Topics = append(l.Topics[:len(l.Topics):len(l.Topics)], common.Hash{}) },
			"a dirty topic": func(l *types.Log) { l.Topics = append([]common.Hash{l.Topics[0]}, common.Hash{1}) },
		} {
			bad := *log
			if spoil(&bad); len(bad.Data) == len(log.Data) && len(bad.Topics) == len(log.Topics) && what != "a dirty topic" {
				continue
			}
			if err := l.Apply(&bad, &l.done); !errors.Is(err, protocols.ErrMalformed) {
				t.Errorf("%s with %s: %v", s.name, what, err)
			}
		}
		log.Address = at(250)
		if err := l.Apply(log, &l.done); err != nil {
			t.Errorf("%s of another contract: %v", s.name, err)
		}
	}
	for _, topic := range topics {
		if !known[topic] {
			t.Errorf("%s has no sample", topic)
		}
	}
	holdings, ok := l.Holdings(l.id(alice))
	want := Holding{Asset: usdc, Debt: true, Supplied: *number64(2), Borrowed: *number64(5), Principal: *number64(5), Rate: *number64(7)}
	if !ok || len(holdings) != 1 || holdings[0] != want {
		t.Errorf("alice has %+v (%v), want %+v", holdings, ok, want)
	}
}

// FuzzApply gives the market any log of any of its contracts.
func FuzzApply(f *testing.F) {
	for i, s := range samples() {
		log, err := logOf(s.of, s.name, s.args...)
		if err != nil {
			f.Fatal(err)
		}
		var flat []byte
		for _, t := range log.Topics {
			flat = append(flat, t[:]...)
		}
		f.Add(uint8(i), flat, log.Data)
	}
	all := samples()
	f.Fuzz(func(t *testing.T, which uint8, flat, data []byte) {
		l := indebted(t, Options{})
		log := &types.Log{Address: all[int(which)%len(all)].from, Data: data, BlockTimestamp: l.now}
		for len(flat) >= 32 && len(log.Topics) < 4 {
			log.Topics = append(log.Topics, common.Hash(flat[:32]))
			flat = flat[32:]
		}
		if err := l.Apply(log, &l.done); err != nil && !errors.Is(err, protocols.ErrMalformed) && !errors.Is(err, protocols.ErrUnsupported) {
			t.Fatal(err)
		}
		l.Prepare([]types.Log{*log})
		l.Liquidated(log)
		_ = l.Discover(log)
		frame := l.frame()
		for id := range l.Len() {
			if h, err := frame.Health(position.ID(id)); err == nil && h.Liquidatable != h.Factor.Lt(uint256.NewInt(fixed.Wad)) {
				t.Fatalf("%+v", h)
			}
		}
	})
}
