package devnet

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/math"
)

// All stands for everything there is, where the pool takes it so: withdrawals, repayments, liquidations.
var All = math.MaxBig256

// Rate modes of the pool.
var (
	stableRate   = big.NewInt(1)
	variableRate = big.NewInt(2)
)

// user is a call of the pool by one of its users.
func (m *Market) user(from Account, method string, args ...any) Call {
	return m.contract.pool.call(from, method, args...)
}

// Mint makes new tokens for accounts. They may be spent on the pool without approval.
func (m *Market) Mint(asset *Asset, amount *big.Int, to ...Account) Call {
	addresses := make([]common.Address, len(to))
	for i, account := range to {
		addresses[i] = account.Address
	}
	return m.MintTo(asset, amount, addresses...)
}

// MintTo makes new tokens for addresses, such as that of the receiver of flash loans.
func (m *Market) MintTo(asset *Asset, amount *big.Int, to ...common.Address) Call {
	call := contract{asset.Token, m.contract.token.abi}.call(m.Admin, "mintAll", to, amount)
	call.Gas = mostGas
	return call
}

// Supply lends tokens to the pool, for oneself or for another.
func (m *Market) Supply(from Account, asset *Asset, amount *big.Int, owner common.Address) Call {
	return m.user(from, "supply", asset.Token, amount, owner, uint16(0))
}

// Withdraw takes lent tokens back.
func (m *Market) Withdraw(from Account, asset *Asset, amount *big.Int) Call {
	return m.user(from, "withdraw", asset.Token, amount, from.Address)
}

// Borrow takes a loan at the variable rate, as one's own debt or as that of another who agreed by Delegate.
func (m *Market) Borrow(from Account, asset *Asset, amount *big.Int, debtor common.Address) Call {
	return m.user(from, "borrow", asset.Token, amount, variableRate, uint16(0), debtor)
}

// BorrowStable takes a loan at a stable rate: 3.0 only.
func (m *Market) BorrowStable(from Account, asset *Asset, amount *big.Int, debtor common.Address) Call {
	return whereStable(asset, m.user(from, "borrow", asset.Token, amount, stableRate, uint16(0), debtor))
}

// Delegate lets another borrow up to an amount at the variable rate as the debt of from.
func (m *Market) Delegate(from Account, asset *Asset, amount *big.Int, to common.Address) Call {
	return contract{asset.VariableDebt, m.contract.debt.abi}.call(from, "approveDelegation", to, amount)
}

// Repay pays variable debt back, one's own or another's.
func (m *Market) Repay(from Account, asset *Asset, amount *big.Int, debtor common.Address) Call {
	return m.user(from, "repay", asset.Token, amount, variableRate, debtor)
}

// RepayStable pays stable debt back: 3.0 only.
func (m *Market) RepayStable(from Account, asset *Asset, amount *big.Int, debtor common.Address) Call {
	return whereStable(asset, m.user(from, "repay", asset.Token, amount, stableRate, debtor))
}

// RepayWithATokens pays one's own variable debt with what one has lent of the same asset.
func (m *Market) RepayWithATokens(from Account, asset *Asset, amount *big.Int) Call {
	return m.user(from, "repayWithATokens", asset.Token, amount, variableRate)
}

// whereStable is a call that only makes sense where there is stable debt.
func whereStable(asset *Asset, call Call) Call {
	if asset.StableDebt == (common.Address{}) {
		call.err = ErrVersion
	}
	return call
}

// SwapRate turns one's own variable debt into stable debt, or the other way: 3.0 only. The rate is that of
// the debt as it is.
func (m *Market) SwapRate(from Account, asset *Asset, stable bool) Call {
	rate := variableRate
	if stable {
		rate = stableRate
	}
	return m.user(from, "swapBorrowRateMode", asset.Token, rate)
}

// RebalanceStable brings somebody's stable debt to the stable rate of the day: 3.0 only.
func (m *Market) RebalanceStable(from Account, asset *Asset, debtor common.Address) Call {
	return m.user(from, "rebalanceStableBorrowRate", asset.Token, debtor)
}

// TransferAToken gives what one has lent to another.
func (m *Market) TransferAToken(from Account, asset *Asset, amount *big.Int, to common.Address) Call {
	return contract{asset.AToken, m.contract.aToken.abi}.call(from, "transfer", to, amount)
}

// UseAsCollateral says whether what one has lent of an asset stands for one's debt.
func (m *Market) UseAsCollateral(from Account, asset *Asset, use bool) Call {
	return m.user(from, "setUserUseReserveAsCollateral", asset.Token, use)
}

// EnterEMode chooses an efficiency mode; zero is none.
func (m *Market) EnterEMode(from Account, mode uint8) Call {
	return m.user(from, "setUserEMode", mode)
}

// Liquidate repays somebody's debt for a share of the collateral, in the token or in the aToken.
func (m *Market) Liquidate(from Account, collateral, debt *Asset, debtor common.Address, amount *big.Int,
	receiveAToken bool,
) Call {
	return m.user(from, "liquidationCall", collateral.Token, debt.Token, debtor, amount, receiveAToken)
}

// MintToTreasury turns what the treasury has earned into aTokens.
func (m *Market) MintToTreasury(from Account, assets ...*Asset) Call {
	tokens := make([]common.Address, len(assets))
	for i, asset := range assets {
		tokens[i] = asset.Token
	}
	return m.user(from, "mintToTreasury", tokens)
}

// FlashLoan borrows and pays back at once. The market's Borrower must hold the premium of 0.09 % at most.
func (m *Market) FlashLoan(from Account, asset *Asset, amount *big.Int) Call {
	return m.flash(from, asset, amount, new(big.Int), from.Address)
}

// FlashBorrow takes a flash loan that stays as variable debt, one's own or another's by Delegate.
func (m *Market) FlashBorrow(from Account, asset *Asset, amount *big.Int, debtor common.Address) Call {
	return m.flash(from, asset, amount, variableRate, debtor)
}

func (m *Market) flash(from Account, asset *Asset, amount, mode *big.Int, debtor common.Address) Call {
	return m.user(from, "flashLoan", m.Borrower, []common.Address{asset.Token}, []*big.Int{amount},
		[]*big.Int{mode}, debtor, []byte{}, uint16(0))
}

// SetPrice makes the asset's feed answer a price in US dollars with eight decimals.
func (m *Market) SetPrice(asset *Asset, price *big.Int) Call {
	call := contract{asset.Feed, m.contract.feed.abi}.call(m.Admin, "set", price)
	call.Name = fmt.Sprintf("set price of %s to %s", asset.Symbol, price)
	return call
}
