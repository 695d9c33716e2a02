package devnet_test

import (
	"math/big"

	"brink/devnet"
)

// venusActs are what people and governors do.
var venusActs = []venusAct{
	{"supply", 14, func(h *venusHistory) []devnet.Call {
		u, m := h.user(), h.market()
		calls := []devnet.Call{h.Supply(u, m, h.worth(m, 1+h.rng.Int64N(200_000)))}
		if h.chance(70) {
			calls = append(calls, h.Enter(u, m))
		}
		return calls
	}},
	{"supply dust", 2, func(h *venusHistory) []devnet.Call {
		return []devnet.Call{h.Supply(h.user(), h.market(), big.NewInt(1+h.rng.Int64N(1e12)))}
	}},
	{"redeem", 6, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(hasShares)
		if !ok {
			return nil
		}
		return []devnet.Call{h.Redeem(s.user, s.market, h.part(s.Shares))}
	}},
	{"borrow", 16, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(func(s *venusSums, x devnet.VenusHolding) bool {
			return !s.refused() && x.Shares.Sign() > 0 && s.Liquidity.Cmp(thousand(100)) > 0
		})
		if !ok {
			return nil
		}
		m := h.market()
		dollars := new(big.Int).Div(h.now()[s.user.Address].Liquidity, big.NewInt(1e18))
		return []devnet.Call{h.Borrow(s.user, m, h.part(h.worth(m, dollars.Int64())))}
	}},
	{"repay", 7, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(hasDebt)
		if !ok {
			return nil
		}
		amount := h.part(s.Debt)
		if h.chance(25) {
			amount = devnet.All
		}
		return []devnet.Call{h.Repay(h.user(), s.market, amount, s.user.Address)}
	}},
	{"transfer", 5, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(hasShares)
		if !ok {
			return nil
		}
		return []devnet.Call{h.Transfer(s.user, s.market, h.part(s.Shares), h.user().Address)}
	}},
	{"enter", 5, func(h *venusHistory) []devnet.Call { return []devnet.Call{h.Enter(h.user(), h.market())} }},
	{"exit", 6, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(func(_ *venusSums, x devnet.VenusHolding) bool { return x.Entered && x.Debt.Sign() == 0 })
		if !ok {
			return nil
		}
		return []devnet.Call{h.Exit(s.user, s.market)}
	}},
	{"mode", 6, func(h *venusHistory) []devnet.Call {
		return []devnet.Call{h.EnterMode(h.user(), h.rng.Int64N(2))}
	}},
	{"accrue", 3, func(h *venusHistory) []devnet.Call { return []devnet.Call{h.Accrue(h.user(), h.market())} }},
	{"donate", 2, func(h *venusHistory) []devnet.Call {
		m := h.market()
		return []devnet.Call{h.Donate(h.user(), m, h.worth(m, 1+h.rng.Int64N(1000)))}
	}},
	{"mint VAI", 12, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(func(s *venusSums, x devnet.VenusHolding) bool {
			return !s.refused() && x.Entered && x.Shares.Sign() > 0 && s.Liquidity.Cmp(thousand(100)) > 0
		})
		if !ok {
			return nil
		}
		half := new(big.Int).Rsh(h.now()[s.user.Address].Liquidity, 1)
		return []devnet.Call{h.MintVAI(s.user, h.part(half))}
	}},
	{"repay VAI", 3, func(h *venusHistory) []devnet.Call {
		u := h.user()
		owed := h.now()[u.Address].VAI
		if owed.Sign() == 0 {
			return nil
		}
		return []devnet.Call{h.GiveVAI(h.rich, u.Address, thousand(10)), h.RepayVAI(u, h.part(owed))}
	}},
	{"liquidate", 14, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(seizable)
		if !ok {
			return nil
		}
		for i, x := range h.now()[s.user.Address].Holdings {
			if x.Debt.Sign() > 0 {
				half := new(big.Int).Rsh(x.Debt, uint(1+h.rng.IntN(4)))
				return []devnet.Call{h.Liquidate(h.rich, h.Markets[i], s.market, s.user.Address, half)}
			}
		}
		return nil
	}},
	{"liquidate VAI", 14, func(h *venusHistory) []devnet.Call {
		s, ok := h.stake(func(s *venusSums, x devnet.VenusHolding) bool { return seizable(s, x) && s.VAI.Sign() > 0 })
		if !ok {
			return nil
		}
		owed := new(big.Int).Rsh(h.now()[s.user.Address].VAI, uint(1+h.rng.IntN(4)))
		return []devnet.Call{h.LiquidateVAI(h.rich, s.market, s.user.Address, owed)}
	}},
	{"weights", 2, func(h *venusHistory) []devnet.Call {
		m := h.market()
		threshold := 600 + h.rng.Int64N(230)
		return []devnet.Call{h.SetWeights(m, threshold-h.rng.Int64N(100), threshold)}
	}},
	{"incentive", 1, func(h *venusHistory) []devnet.Call {
		return []devnet.Call{h.SetIncentive(h.market(), 1000+h.rng.Int64N(200))}
	}},
	{"mode's weights", 1, func(h *venusHistory) []devnet.Call {
		m := h.Markets[2+h.rng.IntN(2)]
		threshold := 850 + h.rng.Int64N(110)
		return []devnet.Call{
			h.SetModeWeights(1, m, threshold-20, threshold), h.SetModeIncentive(1, m, 1010+h.rng.Int64N(30)),
		}
	}},
	{"mode's state", 1, func(h *venusHistory) []devnet.Call { return h.SetMode(1, h.chance(75), h.chance(60)) }},
	{"close factor", 1, func(h *venusHistory) []devnet.Call {
		return []devnet.Call{h.SetCloseFactor(100 + h.rng.Int64N(750))}
	}},
	{"reserve factor", 1, func(h *venusHistory) []devnet.Call {
		return []devnet.Call{h.SetReserveFactor(h.market(), h.rng.Int64N(400))}
	}},
	{"VAI's rates", 1, func(h *venusHistory) []devnet.Call {
		calls := h.SetVAIRates(1000*h.rng.Int64N(80), 1000*h.rng.Int64N(100))
		price := new(big.Int).Add(big.NewInt(9e17), big.NewInt(h.rng.Int64N(2e17)))
		return append(calls, h.SetVAIPrice(price), h.AccrueVAI(h.user()))
	}},
	{"forced", 1, func(h *venusHistory) []devnet.Call {
		m := h.market()
		h.forced[m] = true
		return []devnet.Call{h.SetForced(m, true)}
	}},
	{"forced for one", 1, func(h *venusHistory) []devnet.Call {
		return []devnet.Call{h.SetForcedForUser(h.user(), h.market(), h.chance(50))}
	}},
	{"pause", 1, func(h *venusHistory) []devnet.Call {
		m := h.market()
		h.paused[m] = true
		return []devnet.Call{h.SetPause(m, devnet.VenusRepay+uint8(h.rng.IntN(3)), true)}
	}},
}
