package compoundv2

import (
	abi "brink/abi/compoundv2"
	"brink/chain"
	"brink/fixed"
	"brink/prices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// calls packs the calls of the contracts.
var calls = struct {
	comptroller *abi.Comptroller
	token       *abi.CToken
	oracle      *abi.PriceOracle
	vai         *abi.VAIController
	liquidator  *abi.Liquidator
}{abi.NewComptroller(), abi.NewCToken(), abi.NewPriceOracle(), abi.NewVAIController(), abi.NewLiquidator()}

// watcher adds sources to a book and keeps the first error.
type watcher struct{ err error }

func (w *watcher) add(to *prices.ID, book *prices.Book, at common.Address, data []byte, role prices.Role) {
	if w.err != nil {
		return
	}
	*to, w.err = book.Watch(chain.Call{To: at, Data: data}, role)
}

// question is chain.Questions with what is to be done after all answers, and
// with the kinds of answers that the contracts give.
type question struct {
	chain.Questions
	last []func() error
}

// then adds what is to be done after all answers.
func (q *question) then(do func() error) { q.last = append(q.last, do) }

// word asks for a number; ok is false where the contract refused to answer.
func (q *question) word(to common.Address, data []byte, answer func(z uint256.Int, ok bool) error) {
	q.Ask(to, data, func(r chain.Result) error { return answer(r.Uint(0)) })
}

// number asks for a number up to 64 bits, which stays as it is where the
// contract has no such function.
func (q *question) number(to common.Address, data []byte, into *uint64) {
	q.nth(to, data, 0, into)
}

// nth is number for the n-th word of an answer.
func (q *question) nth(to common.Address, data []byte, n int, into *uint64) {
	q.Ask(to, data, func(r chain.Result) error {
		if z, ok := r.Uint(n); ok && z.IsUint64() {
			*into = z.Uint64()
		}
		return nil
	})
}

// flag asks for a boolean, which stays as it is where there is no such function.
func (q *question) flag(to common.Address, data []byte, into *bool) {
	q.word(to, data, func(z uint256.Int, ok bool) error {
		if ok {
			*into = !z.IsZero()
		}
		return nil
	})
}

// address asks for an address, zero where there is no such function.
func (q *question) address(to common.Address, data []byte, into *common.Address) {
	q.word(to, data, func(z uint256.Int, _ bool) error {
		*into = z.Bytes20()
		return nil
	})
}

// limit asks for a number as setWide keeps it, zero where there is no such function.
func (q *question) limit(to common.Address, data []byte, into *fixed.U128) {
	q.word(to, data, func(z uint256.Int, _ bool) error {
		setWide(into, &z)
		return nil
	})
}

func (q *question) query() chain.Query {
	return chain.After(q.Query(), func() error {
		for _, do := range q.last {
			if err := do(); err != nil {
				return err
			}
		}
		return nil
	})
}
