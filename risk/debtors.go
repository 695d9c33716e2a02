package risk

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Debtors are accounts with what they owe, in 1e-8 dollars, added up over their
// positions.
type Debtors struct {
	Sum   uint256.Int
	owing map[common.Address]*uint256.Int
}

// Debtor is one of them.
type Debtor struct {
	Account common.Address
	Debt    uint256.Int
}

// Owe adds a debt.
func (d *Debtors) Owe(account common.Address, debt *uint256.Int) {
	if d.owing == nil {
		d.owing = make(map[common.Address]*uint256.Int)
	}
	owed := d.owing[account]
	if owed == nil {
		owed = new(uint256.Int)
		d.owing[account] = owed
	}
	owed.Add(owed, debt)
	d.Sum.Add(&d.Sum, debt)
}

// Len is how many accounts there are.
func (d *Debtors) Len() int { return len(d.owing) }

// Top are so many of the largest, the largest first; equals by account.
func (d *Debtors) Top(most int) []Debtor {
	all := make([]Debtor, 0, len(d.owing))
	for account, debt := range d.owing {
		all = append(all, Debtor{account, *debt})
	}
	slices.SortFunc(all, func(a, b Debtor) int {
		return cmp.Or(b.Debt.Cmp(&a.Debt), bytes.Compare(a.Account[:], b.Account[:]))
	})
	return all[:min(most, len(all))]
}
