package engine

import (
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// frame is a deployment at the tip.
func (e *Engine) frame(d *deployment) protocols.Frame {
	return d.At(e.view())
}

// view is the prices at the tip.
func (e *Engine) view() prices.View {
	if !e.priced {
		return prices.View{Time: e.tip.Time}.In(e.tip.Number)
	}
	return e.book.View(e.tip.Time).In(e.tip.Number)
}

// describe is a position for people and programs.
func (e *Engine) describe(d *deployment, frame protocols.Frame, id position.ID, h *position.Health, err error) feed.Position {
	key := d.Key(id)
	detail := frame.Describe(id)
	p := feed.Position{
		ID: e.subject(d, key), ChainID: e.opt.ChainID, Protocol: d.Family, Deployment: d.Name,
		Market: key.Market, Account: key.Account.Hex(), Status: e.status(h, err),
		Collaterals: legs(detail.Collaterals, true), Debts: legs(detail.Debts, false),
		Block: feed.NewBlockRef(e.tip),
	}
	if err != nil {
		return p
	}
	p.Native = native(h)
	if h.HasDebt() {
		factor := feed.Factor(&h.Factor)
		p.HealthFactor = &factor
	}
	if worth, err := frame.Worth(id); err == nil && worth.Known {
		collateral, debt := feed.Dollars(&worth.Collateral), feed.Dollars(&worth.Debt)
		p.CollateralUSD, p.DebtUSD = &collateral, &debt
	}
	if h.HasDebt() && h.Factor.Lt(&e.opt.Near) {
		p.Liquidation, p.Barred = offers(frame.Liquidation(id)), string(detail.Barred)
	}
	return p
}

// native is what the contract's own view says.
func native(h *position.Health) *feed.Native {
	v := h.View()
	return &feed.Native{HealthFactor: v.Factor.Dec(), Collateral: v.Collateral.Dec(), Debt: v.Debt.Dec()}
}

func legs(in []protocols.Leg, collateral bool) []feed.Leg {
	out := make([]feed.Leg, len(in))
	for i := range in {
		l := &in[i]
		out[i] = feed.Leg{
			Asset: l.Asset.Hex(), Symbol: l.Symbol, Decimals: l.Decimals,
			Amount: feed.Decimal(&l.Amount, l.Decimals), Raw: l.Amount.Dec(),
		}
		if l.Priced {
			price, value := feed.Dollars(&l.Price), feed.Dollars(&l.Value)
			out[i].PriceUSD, out[i].ValueUSD = &price, &value
		}
		if !l.LiquidationPrice.IsZero() {
			price := feed.Dollars(&l.LiquidationPrice)
			out[i].LiquidationPriceUSD = &price
		}
		if collateral {
			threshold := feed.Decimal(uint256.NewInt(uint64(l.LiquidationThreshold)), 4)
			out[i].Enabled, out[i].LiquidationThreshold = &l.Enabled, &threshold
		}
	}
	return out
}

func offers(in []protocols.Offer) []feed.Offer {
	out := make([]feed.Offer, len(in))
	for i := range in {
		o := &in[i]
		out[i] = feed.Offer{
			CollateralAsset: o.Collateral.Hex(), DebtAsset: o.Debt.Hex(), CoverRaw: o.Cover.Dec(), RepayRaw: o.Repay.Dec(),
			SeizeRaw: o.Seize.Dec(), ProtocolFeeRaw: o.Fee.Dec(), Once: o.Once,
		}
		if !o.Unpriced {
			profit := feed.Dollars(&o.Profit)
			if o.Loss {
				profit = "-" + profit
			}
			out[i].ProfitUSD = &profit
		}
		if o.Via != (common.Address{}) {
			out[i].Via = o.Via.Hex()
		}
	}
	return out
}

// side says how a liquidated position leaned: long is volatile collateral
// against stable debt, short the reverse, pair volatile against volatile; unknown
// where it isn't known what kind of asset one of them is.
func (e *Engine) side(collateral, debt common.Address) string {
	c, told := e.opt.Stable[collateral]
	d, both := e.opt.Stable[debt]
	switch {
	case !told || !both:
		return "unknown"
	case c && d:
		return "stable"
	case d:
		return "long"
	case c:
		return "short"
	default:
		return "pair"
	}
}
