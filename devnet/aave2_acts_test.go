package devnet_test

import (
	"math/big"

	"brink/devnet"
)

// acts2 are what people do on a market of Aave v2, and those who run it.
var acts2 = []act2{
	{name: "deposit", weight: 16, calls: func(h *history2) []devnet.Call {
		u, asset := h.user(), h.asset()
		owner := u
		if h.chance(10) {
			owner = h.user()
		}
		return []devnet.Call{h.market.Deposit(u, asset, h.worth(asset, 1+h.upTo(200_000)), owner.Address)}
	}},
	{name: "deposit dust", weight: 2, calls: func(h *history2) []devnet.Call {
		u := h.user()
		return []devnet.Call{h.market.Deposit(u, h.asset(), big.NewInt(1+h.upTo(1000)), u.Address)}
	}},
	{name: "withdraw", weight: 7, calls: func(h *history2) []devnet.Call {
		s, ok := h.draw(supplied2)
		if !ok {
			return nil
		}
		amount := h.share(s.amount)
		if h.chance(25) {
			amount = devnet.All
		}
		return []devnet.Call{h.market.Withdraw(s.user, s.asset, amount)}
	}},
	{name: "borrow", weight: 20, calls: func(h *history2) []devnet.Call {
		s, ok := h.loan(h.asset())
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.Borrow(s.user, s.asset, s.amount, false, s.user.Address)}
	}},
	{name: "stable borrow", weight: 10, calls: func(h *history2) []devnet.Call {
		s, ok := h.loan(h.stabler())
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.Borrow(s.user, s.asset, h.worth(s.asset, 1+h.upTo(5000)), true, s.user.Address)}
	}},
	{name: "delegated borrow", weight: 4, calls: func(h *history2) []devnet.Call {
		s, ok := h.loan(h.stabler())
		if !ok {
			return nil
		}
		friend, fixed := h.user(), h.chance(50)
		return []devnet.Call{
			h.market.Delegate(s.user, s.asset, s.amount, fixed, friend.Address),
			h.market.Borrow(friend, s.asset, s.amount, fixed, s.user.Address),
		}
	}},
	{name: "flash loan", weight: 2, calls: func(h *history2) []devnet.Call {
		asset := h.asset()
		return []devnet.Call{h.market.FlashLoan(h.user(), asset, h.worth(asset, 1+h.upTo(100_000)))}
	}},
	{name: "flash borrow", weight: 4, calls: func(h *history2) []devnet.Call {
		fixed := h.chance(40)
		asset := h.asset()
		if fixed {
			asset = h.stabler()
		}
		s, ok := h.loan(asset)
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.FlashBorrow(s.user, s.asset, s.amount, fixed, s.user.Address)}
	}},
	{name: "repay", weight: 7, calls: func(h *history2) []devnet.Call {
		s, ok := h.draw(borrowed2)
		if !ok {
			return nil
		}
		switch {
		case h.chance(40):
			return []devnet.Call{h.market.Repay(s.user, s.asset, devnet.All, false, s.user.Address)}
		case h.chance(30):
			return []devnet.Call{h.market.Repay(h.user(), s.asset, h.share(s.amount), false, s.user.Address)}
		}
		return []devnet.Call{h.market.Repay(s.user, s.asset, h.share(s.amount), false, s.user.Address)}
	}},
	{name: "repay dust", weight: 2, calls: func(h *history2) []devnet.Call {
		s, ok := h.draw(borrowed2)
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.Repay(s.user, s.asset, big.NewInt(1+h.upTo(1000)), false, s.user.Address)}
	}},
	{name: "stable repay", weight: 5, calls: func(h *history2) []devnet.Call {
		s, ok := h.draw(principal2)
		if !ok {
			return nil
		}
		amount := h.share(s.amount)
		if h.chance(40) {
			amount = devnet.All
		}
		return []devnet.Call{h.market.Repay(s.user, s.asset, amount, true, s.user.Address)}
	}},
	{name: "stable repay of dust", weight: 3, calls: func(h *history2) []devnet.Call { // less than the interest: announced as a mint
		s, ok := h.draw(principal2)
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.Repay(s.user, s.asset, big.NewInt(1+h.upTo(10)), true, s.user.Address)}
	}},
	{name: "swap rate", weight: 4, calls: func(h *history2) []devnet.Call {
		fixed, kind := h.chance(50), borrowed2
		if fixed {
			kind = principal2
		}
		s, ok := h.draw(kind)
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.SwapRate(s.user, s.asset, fixed)}
	}},
	{name: "rebalance", weight: 2, rare: true, calls: func(h *history2) []devnet.Call {
		s, ok := h.draw(principal2)
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.RebalanceStable(h.user(), s.asset, s.user.Address)}
	}},
	{name: "transfer", weight: 8, calls: func(h *history2) []devnet.Call {
		s, ok := h.draw(supplied2)
		if !ok {
			return nil
		}
		to := h.user()
		if h.chance(10) {
			to = s.user
		}
		amount := h.share(s.amount)
		if h.chance(20) {
			amount = s.amount
		}
		return []devnet.Call{h.market.TransferAToken(s.user, s.asset, amount, to.Address)}
	}},
	{name: "use as collateral", weight: 5, calls: func(h *history2) []devnet.Call {
		s, ok := h.draw(supplied2)
		if !ok {
			return nil
		}
		return []devnet.Call{h.market.UseAsCollateral(s.user, s.asset, h.chance(60))}
	}},
	{name: "liquidation", weight: 14, calls: func(h *history2) []devnet.Call { return h.liquidation(false) }},
	{name: "liquidation for aTokens", weight: 14, calls: func(h *history2) []devnet.Call { return h.liquidation(true) }},
	{name: "collateral", weight: 2, calls: func(h *history2) []devnet.Call {
		asset, threshold := h.asset(), 5000+h.upTo(4200)
		if asset.Threshold == 0 {
			return nil
		}
		bonus := 10_001 + h.upTo(min(11_500, 10_000*10_000/threshold)-10_001)
		return []devnet.Call{h.market.ConfigureCollateral(asset, h.upTo(threshold), threshold, bonus)}
	}},
	{name: "reserve factor", weight: 1, calls: func(h *history2) []devnet.Call {
		return []devnet.Call{h.market.SetReserveFactor(h.asset(), h.upTo(5000))}
	}},
	{name: "market rate", weight: 1, calls: func(h *history2) []devnet.Call {
		return []devnet.Call{h.market.SetMarketRate(h.stabler(), h.upTo(900))}
	}},
	{name: "freeze", weight: 1, calls: func(h *history2) []devnet.Call {
		asset := h.asset()
		h.frozen[asset] = true
		return []devnet.Call{h.market.SetFreeze(asset, true)}
	}},
	{name: "active", weight: 1, calls: func(h *history2) []devnet.Call {
		return []devnet.Call{h.market.Activate(h.asset())}
	}},
	{name: "pause", weight: 1, calls: func(h *history2) []devnet.Call {
		h.paused = true
		return []devnet.Call{h.market.SetPause(true)}
	}},
	{name: "another feed", weight: 1, calls: func(h *history2) []devnet.Call {
		asset := h.asset()
		if h.market.Dollars || asset.Symbol == "WETH" {
			return nil
		}
		h.foreign[asset] = true
		return []devnet.Call{h.market.SetSource(asset, h.asset().Feed)}
	}},
	{name: "price that fails", weight: 1, calls: func(h *history2) []devnet.Call {
		asset := h.asset()
		h.silent[asset] = true
		return []devnet.Call{h.market.SetPrice(asset, new(big.Int))}
	}},
}

func (h *history2) liquidation(aToken bool) []devnet.Call {
	who, collateral, debt, ok := h.due()
	if !ok {
		return nil
	}
	amount := devnet.All
	if h.chance(40) {
		amount = h.share(h.now.accounts[who.Address].borrowed[debt.Token])
	}
	return []devnet.Call{h.market.Liquidate(h.user(), collateral.Token, debt.Token, who.Address, amount, aToken)}
}
