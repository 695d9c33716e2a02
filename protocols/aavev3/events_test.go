package aavev3

import (
	"math/big"
	"math/rand/v2"
	"testing"

	bindings "brink/abi/aavev3"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// event is how a log of one kind is read here and by the generated bindings.
type event struct {
	topic     common.Hash
	addresses []int // which words, topics before data, are addresses
	bools     []int
	topics    int
	words     int
	read      func(*types.Log) (fields []any, ok bool)
	bound     func(*types.Log) ([]any, error)
}

func events() map[string]event {
	pool, token := bindings.NewPool(), bindings.NewScaledBalanceToken()
	change := func(e balanceChange, ok bool) ([]any, bool) {
		return []any{e.user, e.value, e.balanceIncrease, e.index}, ok
	}
	return map[string]event{
		"LiquidationCall": {topicLiquidationCall, []int{1, 2, 3, 6}, []int{7}, 4, 4,
			func(l *types.Log) ([]any, bool) {
				e, ok := readLiquidationCall(l)
				return []any{e.collateralAsset, e.debtAsset, e.user, e.liquidator, e.debtToCover, e.liquidatedCollateralAmount, e.receiveAToken}, ok
			},
			func(l *types.Log) ([]any, error) {
				e, err := pool.UnpackLiquidationCallEvent(l)
				if err != nil {
					return nil, err
				}
				return []any{e.CollateralAsset, e.DebtAsset, e.User, e.Liquidator, e.DebtToCover, e.LiquidatedCollateralAmount, e.ReceiveAToken}, nil
			}},
		"ReserveDataUpdated": {topicReserveDataUpdated, []int{1}, nil, 2, 5,
			func(l *types.Log) ([]any, bool) {
				e, ok := readReserveDataUpdated(l)
				return []any{e.reserve, e.liquidityRate, e.variableBorrowRate, e.liquidityIndex, e.variableBorrowIndex}, ok
			},
			func(l *types.Log) ([]any, error) {
				e, err := pool.UnpackReserveDataUpdatedEvent(l)
				if err != nil {
					return nil, err
				}
				return []any{e.Reserve, e.LiquidityRate, e.VariableBorrowRate, e.LiquidityIndex, e.VariableBorrowIndex}, nil
			}},
		"Mint": {topicMint, []int{1, 2}, nil, 3, 3,
			func(l *types.Log) ([]any, bool) { return change(readMint(l)) },
			func(l *types.Log) ([]any, error) {
				e, err := token.UnpackMintEvent(l)
				if err != nil {
					return nil, err
				}
				return []any{e.OnBehalfOf, e.Value, e.BalanceIncrease, e.Index}, nil
			}},
		"Burn": {topicBurn, []int{1, 2}, nil, 3, 3,
			func(l *types.Log) ([]any, bool) { return change(readBurn(l)) },
			func(l *types.Log) ([]any, error) {
				e, err := token.UnpackBurnEvent(l)
				if err != nil {
					return nil, err
				}
				return []any{e.From, e.Value, e.BalanceIncrease, e.Index}, nil
			}},
		"BalanceTransfer": {topicBalanceTransfer, []int{1, 2}, nil, 3, 2,
			func(l *types.Log) ([]any, bool) {
				e, ok := readBalanceTransfer(l)
				return []any{e.from, e.to, e.value, e.index}, ok
			},
			func(l *types.Log) ([]any, error) {
				e, err := token.UnpackBalanceTransferEvent(l)
				if err != nil {
					return nil, err
				}
				return []any{e.From, e.To, e.Value, e.Index}, nil
			}},
		"Transfer": {topicTransfer, []int{1, 2}, nil, 3, 1,
			func(l *types.Log) ([]any, bool) {
				e, ok := readTransfer(l)
				return []any{e.from, e.to, e.value}, ok
			},
			func(l *types.Log) ([]any, error) {
				e, err := token.UnpackTransferEvent(l)
				if err != nil {
					return nil, err
				}
				return []any{e.From, e.To, e.Value}, nil
			}},
	}
}

// draw makes a log whose words are what their types allow.
func (e event) draw(rng *rand.Rand) types.Log {
	l := types.Log{Topics: []common.Hash{e.topic}, Data: make([]byte, 32*e.words)}
	for range e.topics - 1 {
		l.Topics = append(l.Topics, common.Hash{})
	}
	for i := 1; i < e.topics+e.words; i++ {
		for j := range 32 {
			e.word(&l, i)[j] = byte(rng.Uint32())
		}
	}
	for _, i := range e.addresses {
		clear(e.word(&l, i)[:12])
	}
	for _, i := range e.bools {
		clear(e.word(&l, i)[:31])
		e.word(&l, i)[31] &= 1
	}
	return l
}

// word is the i-th word of a log, topics before data.
func (e event) word(l *types.Log, i int) []byte {
	if i < e.topics {
		return l.Topics[i][:]
	}
	return l.Data[32*(i-e.topics) : 32*(i-e.topics)+32]
}

func TestEventsAreReadAsTheBindingsReadThem(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for name, e := range events() {
		for range 1000 {
			l := e.draw(rng)
			got, ok := e.read(&l)
			want, err := e.bound(&l)
			if !ok || err != nil {
				t.Fatalf("%s is refused: %t, %v", name, ok, err)
			}
			for i := range want {
				if z, big := want[i].(*big.Int); big {
					want[i] = *uint256.MustFromBig(z)
				}
				if got[i] != want[i] {
					t.Fatalf("field %d of %s is %v, the bindings say %v", i, name, got[i], want[i])
				}
			}
		}
	}
}

func TestFault23DirtyEvents(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for name, e := range events() {
		l := e.draw(rng)
		refused := func(what string, change func(*types.Log)) {
			t.Helper()
			dirty := types.Log{Topics: append([]common.Hash(nil), l.Topics...), Data: append([]byte(nil), l.Data...)}
			change(&dirty)
			if _, ok := e.read(&dirty); ok {
				t.Errorf("%s with %s is read", name, what)
			}
		}
		for _, i := range e.addresses {
			for j := range 12 {
				refused("a dirty address", func(l *types.Log) { e.word(l, i)[j] |= 1 << rng.IntN(8) })
			}
		}
		for _, i := range e.bools {
			for j := range 32 {
				refused("a boolean beyond one", func(l *types.Log) { e.word(l, i)[j] |= 2 })
			}
		}
		refused("a topic too many", func(l *types.Log) { l.Topics = append(l.Topics, common.Hash{}) })
		refused("a topic too few", func(l *types.Log) { l.Topics = l.Topics[:len(l.Topics)-1] })
		refused("no topics", func(l *types.Log) { l.Topics = nil })
		refused("no data", func(l *types.Log) { l.Data = nil })
		refused("a byte too few", func(l *types.Log) { l.Data = l.Data[1:] })
		refused("a byte too many", func(l *types.Log) { l.Data = append(l.Data, 0) })
		refused("a word too many", func(l *types.Log) { l.Data = append(l.Data, make([]byte, 32)...) })
	}
}

func TestReadingEventsAllocatesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	all := events()
	for name, read := range map[string]func(*types.Log) bool{
		"LiquidationCall":    func(l *types.Log) bool { _, ok := readLiquidationCall(l); return ok },
		"ReserveDataUpdated": func(l *types.Log) bool { _, ok := readReserveDataUpdated(l); return ok },
		"Mint":               func(l *types.Log) bool { _, ok := readMint(l); return ok },
		"BalanceTransfer":    func(l *types.Log) bool { _, ok := readBalanceTransfer(l); return ok },
		"Transfer":           func(l *types.Log) bool { _, ok := readTransfer(l); return ok },
	} {
		l := all[name].draw(rng)
		if n := testing.AllocsPerRun(100, func() { read(&l) }); n != 0 {
			t.Errorf("reading %s allocates %v times", name, n)
		}
	}
}
