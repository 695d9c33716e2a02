package aavev3

import (
	"fmt"
	"math/big"
	"testing"

	bindings "brink/abi/aavev3"

	"github.com/ethereum/go-ethereum/accounts/abi/bind"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// BenchmarkDecode compares the strict readers with what generated bindings do:
// those of the first kind unpack into a struct by reflection, those of the
// second too, and either kind accepts dirty words.
func BenchmarkDecode(b *testing.B) {
	address := func(i byte) common.Hash { return common.BytesToHash([]byte{i, 1, 2, 3}) }
	words := func(n int) (data []byte) {
		for i := range n {
			data = append(data, common.BigToHash(big.NewInt(int64(i%2))).Bytes()...)
		}
		return data
	}
	pool, token := bindings.NewPool(), bindings.NewScaledBalanceToken()
	for _, c := range []struct {
		name   string
		log    types.Log
		ours   func(*types.Log) bool
		second func(*types.Log) error
		first  func() any
		abi    *bind.BoundContract
	}{
		{
			"LiquidationCall",
			types.Log{Topics: []common.Hash{topicLiquidationCall, address(1), address(2), address(3)}, Data: words(4)},
			func(l *types.Log) bool { _, ok := readLiquidationCall(l); return ok },
			func(l *types.Log) error { _, err := pool.UnpackLiquidationCallEvent(l); return err },
			func() any { return new(bindings.PoolLiquidationCall) },
			bind.NewBoundContract(common.Address{}, pool.GetABI(), nil, nil, nil),
		},
		{
			"ReserveDataUpdated",
			types.Log{Topics: []common.Hash{topicReserveDataUpdated, address(1)}, Data: words(5)},
			func(l *types.Log) bool { _, ok := readReserveDataUpdated(l); return ok },
			func(l *types.Log) error { _, err := pool.UnpackReserveDataUpdatedEvent(l); return err },
			func() any { return new(bindings.PoolReserveDataUpdated) },
			bind.NewBoundContract(common.Address{}, pool.GetABI(), nil, nil, nil),
		},
		{
			"Mint",
			types.Log{Topics: []common.Hash{topicMint, address(1), address(2)}, Data: words(3)},
			func(l *types.Log) bool { _, ok := readMint(l); return ok },
			func(l *types.Log) error { _, err := token.UnpackMintEvent(l); return err },
			func() any { return new(bindings.ScaledBalanceTokenMint) },
			bind.NewBoundContract(common.Address{}, token.GetABI(), nil, nil, nil),
		},
		{
			"Transfer",
			types.Log{Topics: []common.Hash{topicTransfer, address(1), address(2)}, Data: words(1)},
			func(l *types.Log) bool { _, ok := readTransfer(l); return ok },
			func(l *types.Log) error { _, err := token.UnpackTransferEvent(l); return err },
			func() any { return new(bindings.ScaledBalanceTokenTransfer) },
			bind.NewBoundContract(common.Address{}, token.GetABI(), nil, nil, nil),
		},
	} {
		must := func(b *testing.B, ok bool, err error) {
			if !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
		b.Run(fmt.Sprintf("%s/brink", c.name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(b, c.ours(&c.log), nil)
			}
		})
		b.Run(fmt.Sprintf("%s/abigen v1", c.name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(b, true, c.abi.UnpackLog(c.first(), c.name, c.log))
			}
		})
		b.Run(fmt.Sprintf("%s/abigen v2", c.name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(b, true, c.second(&c.log))
			}
		})
		b.Run(fmt.Sprintf("%s/into a map", c.name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				must(b, true, c.abi.UnpackLogIntoMap(map[string]any{}, c.name, c.log))
			}
		})
	}
}
