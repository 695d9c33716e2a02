package devnet

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// contract is a contract at its address.
type contract struct {
	at  common.Address
	abi *abi.ABI
}

// call is a call of a method; overloads are told apart by the number of arguments.
func (c contract) call(from Account, method string, args ...any) Call {
	data, err := c.pack(method, args...)
	return Call{Name: method, From: from, To: &c.at, Data: data, err: err}
}

func (c contract) pack(method string, args ...any) ([]byte, error) {
	for _, m := range c.abi.Methods {
		if m.RawName != method || len(m.Inputs) != len(args) {
			continue
		}
		packed, err := m.Inputs.Pack(args...)
		if err != nil {
			return nil, fmt.Errorf("packing %s: %w", m.Sig, err)
		}
		return append(m.ID, packed...), nil
	}
	return nil, fmt.Errorf("packing %s with %d arguments: %w", method, len(args), ErrVersion)
}

func (c contract) unpack(method string, data []byte) ([]any, error) {
	values, err := c.abi.Unpack(method, data)
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", method, err)
	}
	return values, nil
}

// read asks the contract at the newest block.
func (c contract) read(ctx context.Context, chain *Chain, method string, args ...any) ([]any, error) {
	data, err := c.pack(method, args...)
	if err != nil {
		return nil, err
	}
	msg := ethereum.CallMsg{To: &c.at, Data: data}
	out, err := chain.Node.Client().CallContractAtHash(ctx, msg, chain.Head().Hash)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", method, err)
	}
	return c.unpack(method, out)
}

// deployment is a list of creations and calls of one account. Addresses of contracts are known before they
// exist, so that many steps fit into one block.
type deployment struct {
	chain     *Chain
	from      Account
	nonce     uint64
	libraries map[string]common.Address
	calls     []Call
	err       error // the first thing that went wrong: the steps after it do nothing
}

func newDeployment(ctx context.Context, chain *Chain, from Account) (*deployment, error) {
	nonce, err := chain.nonce(ctx, from.Address)
	if err != nil {
		return nil, fmt.Errorf("reading nonce: %w", err)
	}
	return &deployment{chain: chain, from: from, nonce: nonce, libraries: map[string]common.Address{}}, nil
}

// create adds the creation of a contract, and before it that of the libraries that it needs.
func (d *deployment) create(family bundle, name string, args ...any) contract {
	source, ok := family[name]
	if !ok {
		d.fail(fmt.Errorf("creating %s: not in the bundle", name))
		return contract{abi: new(abi.ABI)}
	}
	for _, link := range source.Links {
		if _, ok := d.libraries[link.Library]; !ok {
			d.libraries[link.Library] = d.create(family, link.Library).at
		}
	}
	code, err := source.code(d.libraries, args...)
	if err != nil {
		d.fail(fmt.Errorf("creating %s: %w", name, err))
	}
	at := crypto.CreateAddress(d.from.Address, d.nonce)
	d.add(Call{Name: "create " + name, From: d.from, Data: code, Gas: mostGas})
	return contract{at: at, abi: &source.ABI}
}

// do adds a call.
func (d *deployment) do(c contract, method string, args ...any) {
	call := c.call(d.from, method, args...)
	call.Gas = mostGas
	d.add(call)
}

func (d *deployment) add(calls ...Call) {
	d.calls = append(d.calls, calls...)
	d.nonce += uint64(len(calls))
}

func (d *deployment) fail(err error) { d.err = errors.Join(d.err, err) }

// flush makes all steps so far happen, in one block.
func (d *deployment) flush(ctx context.Context) error {
	if d.err != nil {
		return d.err
	}
	calls := d.calls
	d.calls = nil
	_, err := d.chain.Run(ctx, calls...)
	return err
}
