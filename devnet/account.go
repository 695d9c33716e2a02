package devnet

import (
	"crypto/ecdsa"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Account is somebody who can sign. The key follows from the name: it is no secret, and the same everywhere.
type Account struct {
	Name    string
	Address common.Address
	key     *ecdsa.PrivateKey
}

// NewAccount is the account of that name.
func NewAccount(name string) Account {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte("brink devnet " + name)))
	if err != nil {
		panic(err) // a hash outside the curve's order: nobody has ever seen one
	}
	return Account{Name: name, Address: crypto.PubkeyToAddress(key.PublicKey), key: key}
}

// faucet is the account that every node makes rich.
func faucet() Account { return NewAccount("faucet") }

// names is what the accounts of a script are called: "user 0", "user 1", …
func names(from, n int) []Account {
	accounts := make([]Account, n)
	for i := range accounts {
		accounts[i] = NewAccount(fmt.Sprintf("user %d", from+i))
	}
	return accounts
}
