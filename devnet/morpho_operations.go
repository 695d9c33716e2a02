package devnet

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

func (m *MorphoBlue) user(from Account, method string, args ...any) Call {
	return m.contract.morpho.call(from, method, args...)
}

// Mint makes new tokens for accounts. They may be spent on Morpho without approval.
func (m *MorphoBlue) Mint(asset *Asset, amount *big.Int, to ...Account) Call {
	addresses := make([]common.Address, len(to))
	for i, account := range to {
		addresses[i] = account.Address
	}
	call := contract{asset.Token, m.contract.token.abi}.call(m.Admin, "mintAll", addresses, amount)
	call.Gas = mostGas
	return call
}

// Supply lends to a market; one of assets and shares is zero, as with all that follow.
func (m *MorphoBlue) Supply(from Account, k *MorphoMarket, assets, shares *big.Int, owner common.Address) Call {
	return m.user(from, "supply", k.Params(), assets, shares, owner, []byte{})
}

// Withdraw takes back what was lent.
func (m *MorphoBlue) Withdraw(from Account, k *MorphoMarket, assets, shares *big.Int) Call {
	return m.user(from, "withdraw", k.Params(), assets, shares, from.Address, from.Address)
}

// Borrow takes a loan.
func (m *MorphoBlue) Borrow(from Account, k *MorphoMarket, assets, shares *big.Int) Call {
	return m.user(from, "borrow", k.Params(), assets, shares, from.Address, from.Address)
}

// Repay gives a loan back, one's own or another's.
func (m *MorphoBlue) Repay(from Account, k *MorphoMarket, assets, shares *big.Int, debtor common.Address) Call {
	return m.user(from, "repay", k.Params(), assets, shares, debtor, []byte{})
}

// SupplyCollateral pledges collateral.
func (m *MorphoBlue) SupplyCollateral(from Account, k *MorphoMarket, assets *big.Int, owner common.Address) Call {
	return m.user(from, "supplyCollateral", k.Params(), assets, owner, []byte{})
}

// WithdrawCollateral takes collateral back.
func (m *MorphoBlue) WithdrawCollateral(from Account, k *MorphoMarket, assets *big.Int) Call {
	return m.user(from, "withdrawCollateral", k.Params(), assets, from.Address, from.Address)
}

// Liquidate repays shares of somebody's debt, or takes collateral for what it costs.
func (m *MorphoBlue) Liquidate(from Account, k *MorphoMarket, debtor common.Address, seized, shares *big.Int) Call {
	return m.user(from, "liquidate", k.Params(), debtor, seized, shares, []byte{})
}

// Accrue adds a market's interest up to now.
func (m *MorphoBlue) Accrue(from Account, k *MorphoMarket) Call {
	return m.user(from, "accrueInterest", k.Params())
}

// SetFee sets the share of a market's interest that goes to the fee recipient, with 18 decimals.
func (m *MorphoBlue) SetFee(k *MorphoMarket, fee *big.Int) Call {
	return m.user(m.Admin, "setFee", k.Params(), fee)
}

// SetFeeRecipient names who gets the fees of all markets.
func (m *MorphoBlue) SetFeeRecipient(to common.Address) Call {
	return m.user(m.Admin, "setFeeRecipient", to)
}

// SetQuote tells a market's oracle what to answer; see Quote.
func (m *MorphoBlue) SetQuote(k *MorphoMarket, price *big.Int) Call {
	return contract{k.Oracle, m.contract.oracle.abi}.call(m.Admin, "set", price)
}

// SetPrice tells an asset's feed what to answer, US dollars with eight decimals.
func (m *MorphoBlue) SetPrice(asset *Asset, price *big.Int) Call {
	return contract{asset.Feed, m.contract.feed.abi}.call(m.Admin, "set", price)
}

// Silence makes a market's oracle refuse to answer, or answer again.
func (m *MorphoBlue) Silence(k *MorphoMarket, silent bool) Call {
	return contract{k.Oracle, m.contract.oracle.abi}.call(m.Admin, "silence", silent)
}

// SetSlope changes the rates of the model that nobody knows, a second and with 18 decimals.
func (m *MorphoBlue) SetSlope(base, slope *big.Int) Call {
	return m.contract.slope.call(m.Admin, "set", base, slope)
}
