package engine

import (
	"brink/chain"
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
	return e.viewAt(e.tip)
}

// viewAt is the prices that were read last, as of a block.
func (e *Engine) viewAt(at chain.Head) prices.View { return e.book.View(at.Time).In(at.Number) }

// describe is a position for people and programs.
func (e *Engine) describe(d *deployment, frame protocols.Frame, id position.ID, h *position.Health, err error) feed.Position {
	key := d.Key(id)
	detail := frame.Describe(id)
	account := key.Account.Hex() // to find its checksum takes as long as much else
	p := feed.Position{
		ID: e.subjectOf(d, key.Market, account), ChainID: e.opt.ChainID, Protocol: d.Family, Deployment: d.Name,
		Market: key.Market, Account: account, Status: e.status(h, err),
		Collaterals: e.legs(detail.Collaterals, true), Debts: e.legs(detail.Debts, false),
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
		p.Liquidation, p.Barred = e.offers(frame.Liquidation(id)), string(detail.Barred)
	}
	return p
}

// native is what the contract's own view says.
func native(h *position.Health) *feed.Native {
	v := h.View()
	return &feed.Native{HealthFactor: v.Factor.Dec(), Collateral: v.Collateral.Dec(), Debt: v.Debt.Dec()}
}

func (e *Engine) legs(in []protocols.Leg, collateral bool) []feed.Leg {
	out := make([]feed.Leg, len(in))
	for i := range in {
		l := &in[i]
		out[i] = feed.Leg{
			Asset: e.asset(l.Asset), Symbol: l.Symbol, Decimals: l.Decimals,
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

func (e *Engine) offers(in []protocols.Offer) []feed.Offer {
	out := make([]feed.Offer, len(in))
	for i := range in {
		o := &in[i]
		out[i] = feed.Offer{
			CollateralAsset: e.asset(o.Collateral), DebtAsset: e.asset(o.Debt), CoverRaw: o.Cover.Dec(), RepayRaw: o.Repay.Dec(),
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

// asset is an asset's address as it is written. There are few, and most is told of the same.
func (e *Engine) asset(a common.Address) string {
	if known, ok := e.assets.Load(a); ok {
		return known.(string)
	}
	text := a.Hex()
	e.assets.Store(a, text)
	return text
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
