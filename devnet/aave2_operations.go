package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// user is a call of the pool by one of its users.
func (m *AaveV2) user(from Account, method string, args ...any) Call {
	return m.contract.pool.call(from, method, args...)
}

// admin is a call of the configurator.
func (m *AaveV2) admin(method string, args ...any) Call {
	return m.contract.configurator.call(m.Admin, method, args...)
}

func rateMode(stable bool) *big.Int {
	if stable {
		return stableRate
	}
	return variableRate
}

// Mint makes new tokens. They may be spent on the pool without approval.
func (m *AaveV2) Mint(asset *Asset, amount *big.Int, to ...common.Address) Call {
	call := contract{asset.Token, m.contract.token.abi}.call(m.Admin, "mintAll", to, amount)
	call.Gas = mostGas
	return call
}

// Deposit lends tokens to the pool, for oneself or for another.
func (m *AaveV2) Deposit(from Account, asset *Asset, amount *big.Int, owner common.Address) Call {
	return m.user(from, "deposit", asset.Token, amount, owner, uint16(0))
}

// Withdraw takes lent tokens back.
func (m *AaveV2) Withdraw(from Account, asset *Asset, amount *big.Int) Call {
	return m.user(from, "withdraw", asset.Token, amount, from.Address)
}

// Borrow takes a loan, as one's own debt or as that of another who agreed by Delegate.
func (m *AaveV2) Borrow(from Account, asset *Asset, amount *big.Int, stable bool, debtor common.Address) Call {
	return m.user(from, "borrow", asset.Token, amount, rateMode(stable), uint16(0), debtor)
}

// Delegate lets another borrow up to an amount as the debt of from.
func (m *AaveV2) Delegate(from Account, asset *Asset, amount *big.Int, stable bool, to common.Address) Call {
	token := asset.VariableDebt
	if stable {
		token = asset.StableDebt
	}
	return contract{token, m.contract.debt.abi}.call(from, "approveDelegation", to, amount)
}

// Repay pays debt back, one's own or another's.
func (m *AaveV2) Repay(from Account, asset *Asset, amount *big.Int, stable bool, debtor common.Address) Call {
	return m.user(from, "repay", asset.Token, amount, rateMode(stable), debtor)
}

// SwapRate turns one's own debt of one kind into the other.
func (m *AaveV2) SwapRate(from Account, asset *Asset, stable bool) Call {
	return m.user(from, "swapBorrowRateMode", asset.Token, rateMode(stable))
}

// RebalanceStable brings somebody's stable debt to the stable rate of the day.
func (m *AaveV2) RebalanceStable(from Account, asset *Asset, debtor common.Address) Call {
	return m.user(from, "rebalanceStableBorrowRate", asset.Token, debtor)
}

// TransferAToken gives what one has lent to another.
func (m *AaveV2) TransferAToken(from Account, asset *Asset, amount *big.Int, to common.Address) Call {
	return contract{asset.AToken, m.contract.aToken.abi}.call(from, "transfer", to, amount)
}

// UseAsCollateral says whether what one has lent of an asset stands for one's debt.
func (m *AaveV2) UseAsCollateral(from Account, asset *Asset, use bool) Call {
	return m.user(from, "setUserUseReserveAsCollateral", asset.Token, use)
}

// Liquidate repays somebody's debt for a share of the collateral, in the token or in the aToken.
func (m *AaveV2) Liquidate(from Account, collateral, debt, debtor common.Address, amount *big.Int, receiveAToken bool) Call {
	return m.user(from, "liquidationCall", collateral, debt, debtor, amount, receiveAToken)
}

// FlashLoan borrows and pays back at once; the market's Borrower must hold the premium.
func (m *AaveV2) FlashLoan(from Account, asset *Asset, amount *big.Int) Call {
	return m.flash(from, asset, amount, new(big.Int), from.Address)
}

// FlashBorrow takes a flash loan that stays as debt, one's own or another's by Delegate.
func (m *AaveV2) FlashBorrow(from Account, asset *Asset, amount *big.Int, stable bool, debtor common.Address) Call {
	return m.flash(from, asset, amount, rateMode(stable), debtor)
}

func (m *AaveV2) flash(from Account, asset *Asset, amount, mode *big.Int, debtor common.Address) Call {
	return m.user(from, "flashLoan", m.Borrower, []common.Address{asset.Token}, []*big.Int{amount},
		[]*big.Int{mode}, debtor, []byte{}, uint16(0))
}

// SetPrice makes the asset's feed answer what Quote gives, or zero. That of ether counts only in dollars.
func (m *AaveV2) SetPrice(asset *Asset, answer *big.Int) Call {
	return contract{asset.Feed, m.contract.feed.abi}.call(m.Admin, "set", answer)
}

// SetSource makes the oracle ask another feed for the price of an asset: only where it values in ether.
func (m *AaveV2) SetSource(asset *Asset, feed common.Address) Call {
	return m.contract.oracle.call(m.Admin, "setAssetSources", []common.Address{asset.Token}, []common.Address{feed})
}

// SetBorrowing lets a reserve be borrowed, at a stable rate too or not.
func (m *AaveV2) SetBorrowing(asset *Asset, stable bool) Call {
	return m.admin("enableBorrowingOnReserve", asset.Token, stable)
}

// SetReserveFactor sets the treasury's share of the interest, in basis points.
func (m *AaveV2) SetReserveFactor(asset *Asset, points int64) Call {
	return m.admin("setReserveFactor", asset.Token, big.NewInt(points))
}

// ConfigureCollateral sets what a reserve is worth as collateral, in basis points.
func (m *AaveV2) ConfigureCollateral(asset *Asset, ltv, threshold, bonus int64) Call {
	return m.admin("configureReserveAsCollateral", asset.Token, big.NewInt(ltv), big.NewInt(threshold), big.NewInt(bonus))
}

// SetFreeze stops new loans and deposits of a reserve.
func (m *AaveV2) SetFreeze(asset *Asset, frozen bool) Call {
	if frozen {
		return m.admin("freezeReserve", asset.Token)
	}
	return m.admin("unfreezeReserve", asset.Token)
}

// SetPause stops the whole pool.
func (m *AaveV2) SetPause(paused bool) Call { return m.admin("setPoolPause", paused) }

// SetMarketRate sets the rate that stable rates are derived from, in basis points.
func (m *AaveV2) SetMarketRate(asset *Asset, points int64) Call {
	return m.contract.rates.call(m.Admin, "setMarketBorrowRate", asset.Token, rayPoints(points))
}

// Activate is for a reserve that is active already.
func (m *AaveV2) Activate(asset *Asset) Call { return m.admin("activateReserve", asset.Token) }

// ReplaceManager puts another collateral manager in place, of the same code.
func (m *AaveV2) ReplaceManager(ctx context.Context) error {
	d, err := newDeployment(ctx, m.Chain, m.Admin)
	if err != nil {
		return err
	}
	m.contract.manager = d.create(m.code, "LendingPoolCollateralManager")
	m.Manager = m.contract.manager.at
	d.do(m.contract.provider, "setLendingPoolCollateralManager", m.Manager)
	return d.flush(ctx)
}
