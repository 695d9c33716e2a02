package devnet

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"
)

// Stranger makes a market of Morpho Blue as anybody may: loans of an asset against a new token that calls itself what it
// likes. The token is one that works, with an owner's position on it in debt to its limit.
func (t *Town) Stranger(ctx context.Context, owner Account, loan *Asset, name string) (*MorphoMarket, error) {
	m := t.Morpho
	local, err := load("local")
	if err != nil {
		return nil, err
	}
	d, err := newDeployment(ctx, m.Chain, m.Admin)
	if err != nil {
		return nil, err
	}
	pledge := &Asset{Symbol: name, Decimals: 18, Price: loan.Price}
	pledge.Token = d.create(local, "Token", name, name, pledge.Decimals).at
	d.do(contract{pledge.Token, m.contract.token.abi}, "trust", m.Morpho)
	k := m.strange(d, local, loan, pledge)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("making a market of a stranger: %w", err)
	}
	_, err = m.Chain.Run(ctx, m.Mint(loan, loan.Units(1000), owner), m.Mint(pledge, pledge.Units(1000), owner),
		m.Supply(owner, k, loan.Units(1000), new(big.Int), owner.Address),
		m.SupplyCollateral(owner, k, pledge.Units(1000), owner.Address),
		m.Borrow(owner, k, loan.Units(855), new(big.Int)))
	if err != nil {
		return nil, fmt.Errorf("filling a market of a stranger: %w", err)
	}
	m.Markets = append(m.Markets, k)
	t.borrowers[k.ID] = []common.Address{owner.Address}
	return k, nil
}

// StrangeCode is Stranger with a token that is nothing but code, given as it runs, and without positions.
func (m *MorphoBlue) StrangeCode(ctx context.Context, loan *Asset, runtime []byte) (*MorphoMarket, error) {
	local, err := load("local")
	if err != nil {
		return nil, err
	}
	// Copies what follows it, and returns that.
	create := []byte{0x61, byte(len(runtime) >> 8), byte(len(runtime)), 0x80, 0x60, 0x0a, 0x5f, 0x39, 0x5f, 0xf3}
	d, err := newDeployment(ctx, m.Chain, m.Admin)
	if err != nil {
		return nil, err
	}
	at := crypto.CreateAddress(m.Admin.Address, d.nonce)
	d.add(Call{Name: "create", From: m.Admin, Data: append(create, runtime...), Gas: mostGas})
	k := m.strange(d, local, loan, &Asset{Token: at, Decimals: 18, Price: loan.Price})
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("making a market of strange code: %w", err)
	}
	return k, nil
}

// Flood makes so many markets in which nobody is, of collaterals and oracles that are nothing at all: anybody may, for the
// gas alone.
func (m *MorphoBlue) Flood(ctx context.Context, from Account, loan *Asset, markets int) error {
	const (
		together = 100 // in a transaction
		mined    = 50  // transactions in a block
	)
	first := new(uint256.Int).SetBytes(crypto.Keccak256([]byte("flood"))[12:])
	var sent []Call
	for made := 0; made < markets; {
		var calls []aggregated
		for ; len(calls) < together && made < markets; made++ {
			nothing := common.Address(new(uint256.Int).AddUint64(first, uint64(made)).Bytes20())
			data, err := m.contract.morpho.pack("createMarket", MorphoParams{loan.Token, nothing, nothing, common.Address{}, big.NewInt(860 * 1e15)})
			if err != nil {
				return err
			}
			calls = append(calls, aggregated{Target: m.Morpho, CallData: data})
		}
		call := m.contract.multicall.call(from, "aggregate3", calls)
		call.Gas = mostGas
		if sent = append(sent, call); len(sent) == mined || made == markets {
			if _, err := m.Chain.Run(ctx, sent...); err != nil {
				return fmt.Errorf("making a flood of markets: %w", err)
			}
			sent = nil
		}
	}
	return nil
}

func (m *MorphoBlue) strange(d *deployment, local bundle, loan, pledge *Asset) *MorphoMarket {
	k := &MorphoMarket{Loan: loan, Collateral: pledge, Irm: common.Address{}, LLTV: big.NewInt(860 * 1e15)}
	k.Oracle = d.create(local, "Oracle", k.Quote(pledge.Price, loan.Price)).at
	k.ID = k.id()
	d.do(m.contract.morpho, "createMarket", k.Params())
	return k
}
