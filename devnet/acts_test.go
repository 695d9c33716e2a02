package devnet_test

import (
	"math/big"

	"brink/devnet"
)

// userActs are what people do on any version.
var userActs = []act{
	{name: "supply", weight: 16, calls: func(h *history) []devnet.Call {
		u, asset := h.user(), h.asset()
		owner := u
		if h.chance(10) {
			owner = h.user()
		}
		return []devnet.Call{h.market.Supply(u, asset, h.worth(asset, 1+h.upTo(200_000)), owner.Address)}
	}},
	{name: "supply dust", weight: 2, calls: func(h *history) []devnet.Call {
		u := h.user()
		return []devnet.Call{h.market.Supply(u, h.asset(), big.NewInt(1+h.upTo(1000)), u.Address)}
	}},
	{name: "withdraw", weight: 7, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(supplied))
		if !ok {
			return nil
		}
		amount := h.share(s.amount)
		if h.chance(25) {
			amount = devnet.All
		}
		return []devnet.Call{h.market.Withdraw(s.user, s.asset, amount)}
	}},
	{name: "borrow", weight: 22, calls: func(h *history) []devnet.Call {
		s, ok := h.loan()
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.Borrow(s.user, s.asset, s.amount, s.user.Address)}
	}},
	{name: "delegated borrow", weight: 4, calls: func(h *history) []devnet.Call {
		s, ok := h.loan()
		if !ok {
			return nil
		}
		friend := h.user()
		return []devnet.Call{
			h.market.Delegate(s.user, s.asset, s.amount, friend.Address),
			h.market.Borrow(friend, s.asset, s.amount, s.user.Address),
		}
	}},
	{name: "flash loan", weight: 1, calls: func(h *history) []devnet.Call {
		asset := h.asset()
		return []devnet.Call{h.market.FlashLoan(h.user(), asset, h.worth(asset, 1+h.upTo(100_000)))}
	}},
	{name: "flash borrow", weight: 4, calls: func(h *history) []devnet.Call {
		s, ok := h.loan()
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.FlashBorrow(s.user, s.asset, s.amount, s.user.Address)}
	}},
	{name: "flash borrow for another", weight: 2, calls: func(h *history) []devnet.Call {
		s, ok := h.loan()
		if !ok {
			return nil
		}
		friend := h.user()
		return []devnet.Call{
			h.market.Delegate(s.user, s.asset, s.amount, friend.Address),
			h.market.FlashBorrow(friend, s.asset, s.amount, s.user.Address),
		}
	}},
	{name: "repay", weight: 7, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(borrowed))
		if !ok {
			return nil
		}
		switch {
		case h.chance(30):
			return []devnet.Call{h.market.Repay(s.user, s.asset, devnet.All, s.user.Address)}
		case h.chance(30):
			return []devnet.Call{h.market.Repay(h.user(), s.asset, h.share(s.amount), s.user.Address)}
		}
		return []devnet.Call{h.market.Repay(s.user, s.asset, h.share(s.amount), s.user.Address)}
	}},
	{name: "repay dust", weight: 3, calls: func(h *history) []devnet.Call { // less than the interest: a burn that is announced as a mint
		s, ok := h.draw(h.stakes(borrowed))
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.Repay(s.user, s.asset, big.NewInt(1+h.upTo(1000)), s.user.Address)}
	}},
	{name: "repay with aTokens", weight: 4, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(borrowed))
		if !ok {
			return nil
		}
		amount := h.share(s.amount)
		calls := []devnet.Call{
			h.market.Supply(s.user, s.asset, amount, s.user.Address),
			h.market.RepayWithATokens(s.user, s.asset, amount),
		}
		if h.chance(30) {
			calls[1] = h.market.RepayWithATokens(s.user, s.asset, devnet.All)
		}
		return calls
	}},
	{name: "transfer", weight: 8, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(supplied))
		if !ok {
			return nil
		}
		to := h.user()
		if h.chance(5) {
			to = s.user
		}
		amount := h.share(s.amount)
		if h.chance(20) {
			amount = s.amount
		}
		return []devnet.Call{h.market.TransferAToken(s.user, s.asset, amount, to.Address)}
	}},
	{name: "use as collateral", weight: 5, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(supplied))
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.UseAsCollateral(s.user, s.asset, h.chance(60))}
	}},
	{name: "eMode", weight: 6, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.EnterEMode(h.user(), uint8(h.upTo(3)))}
	}},
	{name: "liquidation", weight: 12, calls: func(h *history) []devnet.Call { return h.liquidation(false) }},
	{name: "liquidation for aTokens", weight: 8, calls: func(h *history) []devnet.Call { return h.liquidation(true) }},
	{name: "mint to treasury", weight: 2, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.MintToTreasury(h.user(), h.market.Assets...)}
	}},
}

func (h *history) liquidation(aToken bool) []devnet.Call {
	who, collateral, debt, ok := h.due()
	if !ok {
		return nil
	}
	amount := devnet.All
	if h.chance(40) {
		amount = h.share(h.now.accounts[who.Address].borrowed[debt.Token])
	}
	return []devnet.Call{h.market.Liquidate(h.user(), collateral, debt, who.Address, amount, aToken)}
}

// adminActs are what those who run the market do.
var adminActs = []act{
	{name: "collateral", weight: 2, calls: func(h *history) []devnet.Call {
		asset := h.asset()
		threshold := 5000 + h.upTo(4200)
		if asset.Threshold == 0 {
			return nil
		}
		return []devnet.Call{h.market.ConfigureCollateral(asset, h.upTo(threshold), threshold, h.bonus(threshold))}
	}},
	{name: "protocol fee", weight: 1, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.SetLiquidationProtocolFee(h.asset(), h.upTo(5000))}
	}},
	{name: "reserve factor", weight: 1, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.SetReserveFactor(h.asset(), h.upTo(5000))}
	}},
	{name: "eMode category", weight: 2, calls: func(h *history) []devnet.Call {
		threshold := 9400 + h.upTo(300)
		mode := devnet.EMode{
			ID: uint8(1 + h.upTo(2)), LTV: uint16(threshold - h.upTo(100)), Threshold: uint16(threshold),
			Bonus: uint16(h.bonus(threshold)), Label: "again",
		}
		if h.chance(40) { // looked at by 3.0 alone: what stands for the members' price
			mode.Oracle = h.market.Assets[h.upTo(int64(len(h.market.Assets)-1))].Token
		}
		return []devnet.Call{h.market.SetEMode(mode)}
	}},
	{name: "eMode member", weight: 2, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.SetAssetInEMode(h.asset(), uint8(1+h.upTo(2)), h.chance(70))}
	}},
	{name: "pause", weight: 1, calls: func(h *history) []devnet.Call {
		asset := h.asset()
		h.paused[asset] = true
		return []devnet.Call{h.market.SetPause(asset, true, 0)}
	}},
	{name: "freeze", weight: 1, calls: func(h *history) []devnet.Call {
		asset := h.asset()
		h.frozen[asset] = true
		return []devnet.Call{h.market.SetFreeze(asset, true)}
	}},
	{name: "active", weight: 1, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.SetActive(h.asset(), true)}
	}},
	{name: "caps", weight: 1, calls: func(h *history) []devnet.Call {
		return h.market.SetCaps(h.asset(), 10_000_000_000+h.upTo(1e9), 10_000_000_000+h.upTo(1e9))
	}},
	{name: "another feed", weight: 1, calls: func(h *history) []devnet.Call {
		asset := h.asset()
		h.foreign[asset] = true
		return []devnet.Call{h.market.SetSource(asset.Token, h.asset().Feed)}
	}},
	{name: "price that fails", weight: 1, calls: func(h *history) []devnet.Call {
		asset := h.asset()
		h.silent[asset] = true
		return []devnet.Call{h.market.SetPrice(asset, new(big.Int))}
	}},
}

// bonus draws a liquidation bonus that a threshold allows.
func (h *history) bonus(threshold int64) int64 {
	most := min(11_500, 10_000*10_000/threshold)
	return 10_001 + h.upTo(most-10_001)
}

// acts30 are those that went away with stable debt.
var acts30 = []act{
	{name: "stable borrow", weight: 6, calls: func(h *history) []devnet.Call {
		s, ok := h.loan()
		if !ok {
			return nil
		}
		s.asset = h.market.Asset(pick(h, []string{"USDC", "DAI"}))
		return []devnet.Call{h.market.BorrowStable(s.user, s.asset, h.worth(s.asset, 1+h.upTo(5000)), s.user.Address)}
	}},
	{name: "stable repay", weight: 3, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(principal))
		if !ok {
			return nil
		}
		amount := h.share(s.amount)
		if h.chance(30) {
			amount = devnet.All
		}
		return []devnet.Call{h.market.RepayStable(s.user, s.asset, amount, s.user.Address)}
	}},
	{name: "stable repay of dust", weight: 1, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(principal))
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.RepayStable(s.user, s.asset, big.NewInt(1+h.upTo(10)), s.user.Address)}
	}},
	{name: "swap rate", weight: 3, calls: func(h *history) []devnet.Call {
		stable := h.chance(40)
		kind := borrowed
		if stable {
			kind = principal
		}
		s, ok := h.draw(h.stakes(kind))
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.SwapRate(s.user, s.asset, stable)}
	}},
	{name: "rebalance", weight: 2, rare: true, calls: func(h *history) []devnet.Call {
		s, ok := h.draw(h.stakes(principal))
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.RebalanceStable(h.user(), s.asset, s.user.Address)}
	}},
}

// acts36 are those that came with 3.6, or on the way there.
var acts36 = []act{
	{name: "grace ends", weight: 1, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.EndGrace(h.asset())}
	}},
	{name: "borrowable in eMode", weight: 1, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.SetBorrowableInEMode(h.asset(), uint8(1+h.upTo(2)), h.chance(80))}
	}},
	{name: "LTV zero in eMode", weight: 1, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.SetLTVZeroInEMode(h.asset(), uint8(1+h.upTo(2)), h.chance(30))}
	}},
	{name: "rates", weight: 1, calls: func(h *history) []devnet.Call {
		return []devnet.Call{h.market.SetRates(h.asset(), 100+h.upTo(3000))}
	}},
}
