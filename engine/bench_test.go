package engine_test

import (
	"context"
	"encoding/binary"
	"testing"

	"brink/chain"
	"brink/engine"
	"brink/engine/till"
	"brink/prices"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// quiet answers every price alike, and refuses the rest.
type quiet struct{ price chain.Call }

func (q quiet) Call(_ context.Context, calls []chain.Call) ([]chain.Result, error) {
	results := make([]chain.Result, len(calls))
	for i, c := range calls {
		results[i].Reverted = string(c.Data) != string(q.price.Data)
		results[i].Data = till.Words(uint256.NewInt(100 * till.Unit))
	}
	return results, nil
}

func (quiet) Fees(_ context.Context, txs []common.Hash) ([]*uint256.Int, error) {
	return make([]*uint256.Int, len(txs)), nil
}

func (quiet) Logs(context.Context, chain.Filter) ([]types.Log, error) { return nil, nil }

// BenchmarkBlock is a block that touches a hundred of a million positions while no price moves, five thousand of
// them near the line.
func BenchmarkBlock(b *testing.B) {
	const positions = 1_000_000
	db := new(state.DB)
	book := prices.NewBook(db)
	t := till.Open("till", tillAt, db, book)
	address := func(i uint64) (a common.Address) { binary.BigEndian.PutUint64(a[:], i*0x9E3779B97F4A7C15); return a }
	for i := range uint64(positions) {
		debt := 400 + i%400
		if i%200 == 0 {
			debt = 950
		}
		t.Accounts.Put(address(i), till.Account{Collateral: 10, Debt: debt * till.Unit})
	}
	e := engine.New(engine.Options{ChainID: 7}, db, book, []engine.Deployment{{Name: "till", Family: "till", Protocol: t}})
	number := uint64(0)
	block := func(logs ...types.Log) {
		number++
		var hash, parent common.Hash
		binary.BigEndian.PutUint64(hash[:], number)
		binary.BigEndian.PutUint64(parent[:], number-1)
		head := chain.Head{Ref: chain.Ref{Number: number, Hash: hash}, Time: till.FirstTime + number}
		final := chain.Head{Ref: chain.Ref{Number: number - min(number, 64)}}
		err := e.Step(context.Background(), chain.Step{
			Block: &chain.Block{Ref: head.Ref, Parent: parent, Time: head.Time, Logs: logs, Reader: quiet{t.Oracle}},
			Heads: chain.Heads{Latest: head, Final: final},
		})
		if err != nil {
			b.Fatal(err)
		}
		e.Published(0)
	}
	block()
	b.Run("100 touched", func(b *testing.B) {
		n := uint64(0)
		for b.Loop() {
			logs := make([]types.Log, 100)
			for i := range logs {
				n++
				logs[i] = till.SetLog(tillAt, address(n*7919%positions), 10, 400+n%400)
			}
			block(logs...)
		}
	})
	b.Run("none touched", func(b *testing.B) {
		for b.Loop() {
			block()
		}
	})
}

// BenchmarkReorg is 64 blocks over a hundred thousand positions, and the same taken back and put in again.
func BenchmarkReorg(b *testing.B) {
	const positions, depth = 100_000, 64
	db := new(state.DB)
	book := prices.NewBook(db)
	t := till.Open("till", tillAt, db, book)
	address := func(i uint64) (a common.Address) { binary.BigEndian.PutUint64(a[:], i*0x9E3779B97F4A7C15); return a }
	for i := range uint64(positions) {
		t.Accounts.Put(address(i), till.Account{Collateral: 10, Debt: (400 + i%400) * till.Unit})
	}
	e := engine.New(engine.Options{ChainID: 7}, db, book, []engine.Deployment{{Name: "till", Family: "till", Protocol: t}})
	number, branch := uint64(0), uint64(0)
	step := func(s chain.Step) {
		if err := e.Step(context.Background(), s); err != nil {
			b.Fatal(err)
		}
		e.Published(0)
	}
	forward := func() {
		for range depth {
			number, branch = number+1, branch+1
			var hash common.Hash
			binary.BigEndian.PutUint64(hash[:], number)
			binary.BigEndian.PutUint64(hash[8:], branch)
			logs := make([]types.Log, 100)
			for i := range logs {
				n := branch*100 + uint64(i)
				logs[i] = till.SetLog(tillAt, address(n*7919%positions), 10, 400+n%400)
			}
			head := chain.Head{Ref: chain.Ref{Number: number, Hash: hash}, Time: till.FirstTime + number}
			final := chain.Head{Ref: chain.Ref{Number: number - min(number, 2*depth)}}
			step(chain.Step{
				Block: &chain.Block{Ref: head.Ref, Time: head.Time, Logs: logs, Reader: quiet{t.Oracle}},
				Heads: chain.Heads{Latest: head, Final: final},
			})
		}
	}
	forward()
	b.Run("forward", func(b *testing.B) {
		for b.Loop() {
			forward()
		}
	})
	b.Run("back and forward", func(b *testing.B) {
		for b.Loop() {
			for range depth {
				number--
				step(chain.Step{Undo: true})
			}
			forward()
		}
	})
}
