package devnet

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// aged is a market with a lender, a borrower and a year of interest.
func aged(t *testing.T, version Version) (m *Market, lender, borrower Account) {
	t.Helper()
	m, err := Deploy(t.Context(), startGeth(t), version)
	if err != nil {
		t.Fatal(err)
	}
	users := usersOf(t, m, 2)
	lender, borrower = users[0], users[1]
	weth, usdc := m.Asset("WETH"), m.Asset("USDC")
	run(t, m,
		m.Mint(weth, weth.Units(100), users...), m.Mint(usdc, usdc.Units(100_000), users...),
		m.Supply(lender, usdc, usdc.Units(100_000), lender.Address),
		m.Supply(borrower, weth, weth.Units(100), borrower.Address),
		m.Borrow(borrower, usdc, usdc.Units(50_000), borrower.Address))
	if _, err := m.Chain.Commit(t.Context(), 365*86400); err != nil {
		t.Fatal(err)
	}
	return m, lender, borrower
}

func TestBalanceTransferIsScaledSince301(t *testing.T) {
	topic := crypto.Keccak256Hash([]byte("BalanceTransfer(address,address,uint256,uint256)"))
	for version, scaled := range map[Version]bool{V300: false, V30: true, V36: true} {
		t.Run(string(version), func(t *testing.T) {
			m, lender, borrower := aged(t, version)
			amount := m.Asset("USDC").Units(1000)
			block := run(t, m, m.TransferAToken(lender, m.Asset("USDC"), amount, borrower.Address))
			for _, l := range block.Results[0].Receipt.Logs {
				if l.Topics[0] != topic {
					continue
				}
				value := new(big.Int).SetBytes(l.Data[:32])
				if got := value.Cmp(amount) < 0; got != scaled {
					t.Errorf("BalanceTransfer of %d says %d", amount, value)
				}
				return
			}
			t.Error("no BalanceTransfer")
		})
	}
}

func TestUpgradeTo36(t *testing.T) {
	for _, version := range []Version{V300, V30} {
		t.Run(string(version), func(t *testing.T) {
			m, lender, borrower := aged(t, version)
			weth, usdc := m.Asset("WETH"), m.Asset("USDC")
			before := accountData(t, m, borrower)
			if err := m.Upgrade(t.Context()); err != nil {
				t.Fatal(err)
			}
			out, err := m.contract.pool.read(t.Context(), m.Chain, "POOL_REVISION")
			if err != nil {
				t.Fatal(err)
			}
			if got := out[0].(*big.Int).Int64(); got != 10 {
				t.Errorf("POOL_REVISION is %d", got)
			}
			// The compounding of 3.6 comes nearer to the exponential: a year's debt is a little more at once.
			after := accountData(t, m, borrower)
			if grown := new(big.Int).Sub(after.Debt, before.Debt).Int64(); grown < 0 || grown > 1e8 {
				t.Errorf("debt was %d and is %d", before.Debt, after.Debt)
			}
			for _, asset := range m.Assets {
				run(t, m, m.SetRates(asset, asset.Slope))
			}
			run(t, m,
				m.Mint(usdc, usdc.Units(100_000), lender),
				m.Supply(lender, usdc, usdc.Units(1), borrower.Address),
				m.Withdraw(lender, usdc, usdc.Units(100)),
				m.Repay(borrower, usdc, usdc.Units(100), borrower.Address),
				m.TransferAToken(lender, usdc, usdc.Units(100), borrower.Address),
				m.SetPrice(weth, big.NewInt(600e8)),
				m.Liquidate(lender, weth, usdc, borrower.Address, All, false))
			if got := accountData(t, m, borrower).Debt; got.Sign() != 0 && got.Cmp(after.Debt) >= 0 {
				t.Errorf("debt after the liquidation is %d", got)
			}
		})
	}
}

func TestUpgradeOf36(t *testing.T) {
	m, _, _ := aged(t, V36)
	if err := m.Upgrade(t.Context()); err == nil {
		t.Error("3.6 was upgraded to itself")
	}
	if m.Provider == (common.Address{}) {
		t.Error("market is lost")
	}
}
