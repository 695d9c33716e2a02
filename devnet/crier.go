package devnet

import (
	"context"
	"encoding/binary"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
)

// The crier stands in for the pool's code while events are told, and puts the right code back at the end.
var crier = common.HexToAddress("0xc0de000000000000000000000000000000000001")

// implementation is where a proxy keeps whose code it runs (ERC-1967).
var implementation = common.HexToHash("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc")

// Names that fit into a transaction and a block, and so into an answer of a node.
const (
	criesACall  = 5_000
	callsABlock = 4
	criesGas    = 16_700_000
)

// borrower is the account of that number. Nobody has its key.
func borrower(n uint64) common.Address {
	var text [32]byte
	binary.BigEndian.PutUint64(text[24:], n)
	return common.Address(crypto.Keccak256(text[:])[12:])
}

// crierCode answers one word by making it the implementation, and two, numbers of borrowers from and to, by a Borrow
// event for each.
func crierCode(event common.Hash) []byte {
	var code []byte
	op := func(ops ...vm.OpCode) {
		for _, o := range ops {
			code = append(code, byte(o))
		}
	}
	push := func(word ...byte) {
		op(vm.PUSH0 + vm.OpCode(len(word)))
		code = append(code, word...)
	}
	jump := func(to *byte, how vm.OpCode) func() { // to a place that is told later
		push(0)
		at := len(code) - 1
		op(how)
		return func() { code[at] = *to }
	}
	var loop, end, set byte
	word := []byte{32}

	op(vm.CALLDATASIZE)
	push(word...)
	op(vm.EQ)
	toSet := jump(&set, vm.JUMPI)
	push()
	op(vm.CALLDATALOAD)
	loop = byte(len(code))
	op(vm.JUMPDEST, vm.DUP1) // the number
	push(word...)
	op(vm.CALLDATALOAD, vm.GT, vm.ISZERO)
	toEnd := jump(&end, vm.JUMPI)
	op(vm.DUP1)
	push()
	op(vm.MSTORE)
	push() // the referral
	push(word...)
	push()
	op(vm.KECCAK256)
	push(common.MaxHash[12:]...)
	op(vm.AND) // on whose behalf
	push()     // the asset: none that anybody asks for
	push(event[:]...)
	push(128)
	push(word...)
	op(vm.LOG4)
	push(1)
	op(vm.ADD)
	toLoop := jump(&loop, vm.JUMP)
	end = byte(len(code))
	op(vm.JUMPDEST, vm.STOP)
	set = byte(len(code))
	op(vm.JUMPDEST)
	push()
	op(vm.CALLDATALOAD)
	push(implementation[:]...)
	op(vm.SSTORE, vm.STOP)
	for _, fill := range []func(){toSet, toEnd, toLoop} {
		fill()
	}
	return code
}

// hire puts the crier in the place of the pool's code, and returns what that was.
func (b *Bulk) hire(alloc types.GenesisAlloc) common.Hash {
	alloc[crier] = types.Account{Balance: new(big.Int), Code: crierCode(b.contract.pool.abi.Events["Borrow"].ID)}
	code := alloc[b.Pool].Storage[implementation]
	alloc[b.Pool].Storage[implementation] = common.BytesToHash(crier[:])
	return code
}

// cry tells of all borrowers, and then lets the chain go on until that is final.
func (b *Bulk) cry(ctx context.Context, code common.Hash) error {
	var calls []Call
	for from := 0; from < len(b.Borrowers); from += criesACall {
		var words [64]byte
		binary.BigEndian.PutUint64(words[24:], uint64(from))
		binary.BigEndian.PutUint64(words[56:], uint64(min(from+criesACall, len(b.Borrowers))))
		calls = append(calls, Call{Name: "tell of borrowers", From: b.Admin, To: &b.Pool, Data: words[:], Gas: criesGas})
		if len(calls) == callsABlock {
			if _, err := b.Chain.Run(ctx, calls...); err != nil {
				return err
			}
			calls = nil
		}
	}
	calls = append(calls, Call{Name: "take the pool's code back", From: b.Admin, To: &b.Pool, Data: code[:]})
	if _, err := b.Chain.Run(ctx, calls...); err != nil {
		return err
	}
	for range b.Node.opt.Final + 1 {
		if _, err := b.Chain.Commit(ctx, 12); err != nil {
			return err
		}
	}
	return nil
}
