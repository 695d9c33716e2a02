package devnet

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// admin is a call of the comptroller by its admin.
func (v *Venus) admin(method string, args ...any) Call {
	return v.contract.comptroller.call(v.Admin, method, args...)
}

// SetPrice tells the oracle a price, as Mantissa has it.
func (v *Venus) SetPrice(m *VenusMarket, mantissa *big.Int) Call {
	return v.contract.desk.call(v.Admin, "set", m.VToken, mantissa)
}

// SetVAIPrice tells the oracle what VAI costs, which moves its interest, if any.
func (v *Venus) SetVAIPrice(mantissa *big.Int) Call {
	return v.contract.desk.call(v.Admin, "set", v.VAI, mantissa)
}

// SetVAIRates sets VAI's interest a year, and how much more it is while VAI costs less than a dollar.
func (v *Venus) SetVAIRates(base, float int64) []Call {
	return []Call{
		v.contract.controller.call(v.Admin, "setBaseRate", thousandths(base)),
		v.contract.controller.call(v.Admin, "setFloatRate", thousandths(float)),
	}
}

// SetWeights sets collateral factor and liquidation threshold, in thousandths.
func (v *Venus) SetWeights(m *VenusMarket, factor, threshold int64) Call {
	return v.admin("setCollateralFactor", m.VToken, thousandths(factor), thousandths(threshold))
}

// SetIncentive sets what a liquidator gets for a thousand.
func (v *Venus) SetIncentive(m *VenusMarket, incentive int64) Call {
	return v.admin("setLiquidationIncentive", m.VToken, thousandths(incentive))
}

// SetModeWeights is SetWeights in an efficiency mode.
func (v *Venus) SetModeWeights(mode int64, m *VenusMarket, factor, threshold int64) Call {
	return v.admin("setCollateralFactor", big.NewInt(mode), m.VToken, thousandths(factor), thousandths(threshold))
}

// SetModeIncentive is SetIncentive in an efficiency mode.
func (v *Venus) SetModeIncentive(mode int64, m *VenusMarket, incentive int64) Call {
	return v.admin("setLiquidationIncentive", big.NewInt(mode), m.VToken, thousandths(incentive))
}

// SetMode switches an efficiency mode on or off, and its falling back to the core pool.
func (v *Venus) SetMode(mode int64, active, fallback bool) []Call {
	return []Call{
		v.admin("setPoolActive", big.NewInt(mode), active),
		v.admin("setAllowCorePoolFallback", big.NewInt(mode), fallback),
	}
}

// SetCloseFactor sets what may be repaid of a debt at once, in thousandths.
func (v *Venus) SetCloseFactor(factor int64) Call {
	return v.admin("_setCloseFactor", thousandths(factor))
}

// SetReserveFactor sets the protocol's share of the interest, in thousandths.
func (v *Venus) SetReserveFactor(m *VenusMarket, factor int64) Call {
	return v.vToken(m).call(v.Admin, "_setReserveFactor", thousandths(factor))
}

// SetForced says whether every debt in a market may be repaid by anybody.
func (v *Venus) SetForced(m *VenusMarket, forced bool) Call {
	return v.admin("_setForcedLiquidation", m.VToken, forced)
}

// SetForcedForUser is SetForced for one account alone.
func (v *Venus) SetForcedForUser(user Account, m *VenusMarket, forced bool) Call {
	return v.admin("_setForcedLiquidationForUser", user.Address, m.VToken, forced)
}

// Actions of a market that can be paused.
const (
	VenusRepay     uint8 = 3
	VenusSeize     uint8 = 4
	VenusLiquidate uint8 = 5
)

// SetPause pauses an action of a market.
func (v *Venus) SetPause(m *VenusMarket, action uint8, paused bool) Call {
	return v.admin("_setActionsPaused", []common.Address{m.VToken}, []uint8{action}, paused)
}

// MintTokens makes new tokens for accounts. They may be spent on the market without approval.
func (v *Venus) MintTokens(m *VenusMarket, amount *big.Int, to ...Account) Call {
	addresses := make([]common.Address, len(to))
	for i, account := range to {
		addresses[i] = account.Address
	}
	call := contract{m.Token, v.contract.token.abi}.call(v.Admin, "mintAll", addresses, amount)
	call.Gas = mostGas
	return call
}

// Donate gives a market tokens that nobody asked for.
func (v *Venus) Donate(from Account, m *VenusMarket, amount *big.Int) Call {
	return contract{m.Token, v.contract.token.abi}.call(from, "transfer", m.VToken, amount)
}

// Supply lends tokens.
func (v *Venus) Supply(from Account, m *VenusMarket, amount *big.Int) Call {
	return v.vToken(m).call(from, "mint", amount)
}

// Redeem gives vTokens back for what was lent.
func (v *Venus) Redeem(from Account, m *VenusMarket, shares *big.Int) Call {
	return v.vToken(m).call(from, "redeem", shares)
}

// Withdraw takes back so much of what was lent.
func (v *Venus) Withdraw(from Account, m *VenusMarket, amount *big.Int) Call {
	return v.vToken(m).call(from, "redeemUnderlying", amount)
}

// Borrow takes a loan, and enters the market.
func (v *Venus) Borrow(from Account, m *VenusMarket, amount *big.Int) Call {
	return v.vToken(m).call(from, "borrow", amount)
}

// Repay pays back a loan of anybody; All is all of it.
func (v *Venus) Repay(from Account, m *VenusMarket, amount *big.Int, debtor common.Address) Call {
	return v.vToken(m).call(from, "repayBorrowBehalf", debtor, amount)
}

// Transfer gives vTokens away.
func (v *Venus) Transfer(from Account, m *VenusMarket, shares *big.Int, to common.Address) Call {
	return v.vToken(m).call(from, "transfer", to, shares)
}

// Enter makes vTokens stand for debts; Exit ends that.
func (v *Venus) Enter(from Account, m *VenusMarket) Call {
	return v.contract.comptroller.call(from, "enterMarkets", []common.Address{m.VToken})
}

// Exit is the opposite of Enter.
func (v *Venus) Exit(from Account, m *VenusMarket) Call {
	return v.contract.comptroller.call(from, "exitMarket", m.VToken)
}

// EnterMode chooses an efficiency mode; 0 is none.
func (v *Venus) EnterMode(from Account, mode int64) Call {
	return v.contract.comptroller.call(from, "enterPool", big.NewInt(mode))
}

// Accrue adds a market's interest.
func (v *Venus) Accrue(from Account, m *VenusMarket) Call {
	return v.vToken(m).call(from, "accrueInterest")
}

// Liquidate repays a debt of another and takes collateral for it.
func (v *Venus) Liquidate(from Account, debt, collateral *VenusMarket, debtor common.Address, amount *big.Int) Call {
	return v.vToken(debt).call(from, "liquidateBorrow", debtor, amount, collateral.VToken)
}

// MintVAI takes a loan in VAI.
func (v *Venus) MintVAI(from Account, amount *big.Int) Call {
	return v.contract.controller.call(from, "mintVAI", amount)
}

// PrintVAI makes VAI that nobody owes.
func (v *Venus) PrintVAI(amount *big.Int, to common.Address) Call {
	return v.contract.vai.call(v.Admin, "mint", to, amount)
}

// ApproveVAI lets the controller take an account's VAI, for interest.
func (v *Venus) ApproveVAI(from Account) Call {
	return v.contract.vai.call(from, "approve", v.Controller, All)
}

// RepayVAI pays VAI back.
func (v *Venus) RepayVAI(from Account, amount *big.Int) Call {
	return v.contract.controller.call(from, "repayVAI", amount)
}

// GiveVAI gives VAI away.
func (v *Venus) GiveVAI(from Account, to common.Address, amount *big.Int) Call {
	return v.contract.vai.call(from, "transfer", to, amount)
}

// LiquidateVAI is Liquidate for a debt in VAI.
func (v *Venus) LiquidateVAI(from Account, collateral *VenusMarket, debtor common.Address, amount *big.Int) Call {
	return v.contract.controller.call(from, "liquidateVAI", debtor, amount, collateral.VToken)
}

// AccrueVAI adds VAI's interest.
func (v *Venus) AccrueVAI(from Account) Call {
	return v.contract.controller.call(from, "accrueVAIInterest")
}
