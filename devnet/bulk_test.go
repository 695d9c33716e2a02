package devnet

import (
	"math/big"
	"testing"
)

// TestBulk demands that the genuine contracts know borrowers that were put into their storage, and go on as ever.
func TestBulk(t *testing.T) {
	const borrowers = 300
	b, err := NewBulk(t.Context(), BulkOptions{Borrowers: borrowers, Collaterals: 5, Debts: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := b.Node.Close(); err != nil {
			t.Error(err)
		}
	}()
	all, err := b.AccountData(t.Context(), b.Chain.Head().Hash, b.Borrowers...)
	if err != nil {
		t.Fatal(err)
	}
	near := 0
	for i, data := range all {
		if data.Debt.Sign() == 0 || data.HealthFactor.Cmp(wad(101)) < 0 {
			t.Errorf("borrower %d owes %d at a factor of %d", i, data.Debt, data.HealthFactor)
		}
		if data.HealthFactor.Cmp(wad(150)) < 0 {
			near++
		}
	}
	if len(all) != borrowers || near == 0 || near > borrowers/2 {
		t.Errorf("%d of %d are near", near, len(all))
	}
	told, err := b.Chain.logs(t.Context(), b.contract.pool.abi.Events["Borrow"].ID, b.Pool)
	if err != nil || len(told) != borrowers {
		t.Fatalf("%d are told of, %v", len(told), err)
	}
	for i, l := range told {
		if got := l.Topics[2]; got != [32]byte(append(make([]byte, 12), b.Borrowers[i][:]...)) {
			t.Errorf("borrower %d is told of as %s", i, got)
		}
	}
	user, weth := usersOf(t, b.Market, 1)[0], b.Asset("WETH")
	run(t, b.Market, b.Mint(weth, weth.Units(10), user), b.Supply(user, weth, weth.Units(10), user.Address),
		b.Borrow(user, b.Asset("USDC"), b.Asset("USDC").Units(100), user.Address))
}

// wad is so many hundredths with 18 decimals.
func wad(hundredths int64) *big.Int {
	return new(big.Int).Mul(big.NewInt(hundredths), big.NewInt(1e16))
}
