package engine

import (
	"fmt"

	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// sayFacts says what happened in the block: liquidations and bad debt.
func (e *Engine) sayFacts(say *speech, w *work) {
	for i, d := range e.deployments {
		if len(w.effects[i].Liquidations)+len(w.effects[i].BadDebts) == 0 {
			continue
		}
		frame := e.frame(d)
		for j := range w.effects[i].Liquidations {
			l := &w.effects[i].Liquidations[j]
			body := e.liquidation(d, frame, w, l)
			e.tellDelay(body, w, i, l)
			id := fmt.Sprintf("%d:%s:%s:%d", e.opt.ChainID, w.Hash, l.TxHash, l.LogIndex)
			entry := say.add(feed.Liquidated, e.subject(d, l.Key), id, body)
			entry.TxHash, entry.LogIndex, entry.HasLog = l.TxHash, l.LogIndex, true
			e.opt.Observer.Liquidation(d.Family, body)
		}
		for _, b := range w.effects[i].BadDebts {
			if b.Unknown {
				continue
			}
			// A log that liquidates can be the one that writes off, too.
			id := fmt.Sprintf("%d:%s:%s:%d:bad_debt", e.opt.ChainID, w.Hash, b.TxHash, b.LogIndex)
			body := feed.Loss{
				ChainID: e.opt.ChainID, Protocol: d.Family, Deployment: d.Name, Market: b.Key.Market,
				Account: b.Key.Account.Hex(), Asset: b.Asset.Hex(), Raw: b.Amount.Dec(),
				USD: e.dollars(frame, w, b.Asset, &b.Amount), Block: feed.NewBlockRef(w.Head()),
			}
			entry := say.add(feed.BadDebt, e.subject(d, b.Key), id, body)
			entry.TxHash, entry.LogIndex, entry.HasLog = b.TxHash, b.LogIndex, true
			e.opt.Observer.BadDebt(d.Family, d.Name, body.Market, body.USD)
		}
	}
}

// dollars is an amount's worth at the block, null where it isn't known.
func (e *Engine) dollars(frame protocols.Frame, w *work, asset [20]byte, amount *uint256.Int) *string {
	if !w.priced {
		return nil
	}
	usd, ok := frame.Value(asset, amount)
	if !ok {
		return nil
	}
	s := feed.Dollars(&usd)
	return &s
}

func (e *Engine) liquidation(d *deployment, frame protocols.Frame, w *work, l *protocols.Liquidation) *feed.Liquidation {
	out := &feed.Liquidation{
		ChainID: e.opt.ChainID, Protocol: d.Family, Deployment: d.Name, Market: l.Key.Market,
		Account: l.Key.Account.Hex(), Liquidator: l.Liquidator.Hex(),
		CollateralAsset: l.CollateralAsset.Hex(), CollateralRaw: l.Collateral.Dec(),
		CollateralUSD: e.dollars(frame, w, l.CollateralAsset, &l.Collateral),
		DebtAsset:     l.DebtAsset.Hex(), DebtRaw: l.Debt.Dec(),
		DebtUSD: e.dollars(frame, w, l.DebtAsset, &l.Debt),
		TxHash:  l.TxHash, LogIndex: l.LogIndex, Block: feed.NewBlockRef(w.Head()), Status: feed.Latest,
	}
	for _, m := range frame.Markets() {
		if m.Asset == l.CollateralAsset {
			out.CollateralSymbol = m.Symbol
		}
		if m.Asset == l.DebtAsset {
			out.DebtSymbol = m.Symbol
		}
	}
	if !l.SeizedTokens.IsZero() {
		out.SeizedTokensRaw = l.SeizedTokens.Dec()
		if l.Collateral.IsZero() { // what the tokens are worth in the asset isn't known
			out.CollateralRaw, out.CollateralUSD = "", nil
		}
	}
	out.Side = e.side(l.CollateralAsset, l.DebtAsset)
	if out.CollateralUSD != nil && out.DebtUSD != nil {
		out.BonusUSD = bonus(frame, l)
	}
	if l.ProtocolFee != nil {
		out.ProtocolFeeRaw = dec(l.ProtocolFee)
		out.ProtocolFeeUSD = e.dollars(frame, w, l.CollateralAsset, l.ProtocolFee)
	}
	out.GasPaidRaw = dec(w.paid[l.TxHash])
	if was, ok := w.before[d][l.Key]; ok {
		out.HealthFactorBefore = &was.factor
		out.ShareClosed = shareOf(&l.Debt, was.owed[l.DebtAsset])
	}
	if id, ok := d.ID(l.Key); ok && w.priced {
		out.BadDebtUSD = e.badDebtLeft(d, frame, id)
	}
	return out
}

func dec(z *uint256.Int) *string {
	if z == nil {
		return nil
	}
	text := z.Dec()
	return &text
}

// tellDelay says for how long the position had been liquidatable, where its
// contract's rule says that it was at this block's prices.
func (e *Engine) tellDelay(out *feed.Liquidation, w *work, deployment int, l *protocols.Liquidation) {
	d := e.deployments[deployment]
	was, ok := w.before[d][l.Key]
	if !ok || !was.liquidatable {
		return
	}
	if id, ok := d.ID(l.Key); ok {
		out.LiquidatableBlocks, out.LiquidatableFor = e.liquidatableFor(w.Head(), deployment, id)
	}
}

// shareOf is what part of a debt was repaid, rounded down; null where the debt
// isn't known.
func shareOf(repaid, owed *uint256.Int) *string {
	if owed == nil || owed.IsZero() {
		return nil
	}
	one := uint256.NewInt(hundredth * 100)
	var share uint256.Int
	if repaid.Lt(owed) {
		if _, over := share.MulDivOverflow(repaid, one, owed); over {
			return nil
		}
	} else {
		share = *one
	}
	text := feed.Decimal(&share, 18)
	return &text
}

// badDebtLeft is the debt that a position's collateral doesn't cover as the block
// leaves it; null where that isn't known.
func (e *Engine) badDebtLeft(d *deployment, frame protocols.Frame, id position.ID) *string {
	if _, err := e.health(d, frame, id); err != nil {
		return nil
	}
	worth, err := frame.Worth(id)
	if err != nil || !worth.Known {
		return nil
	}
	var left uint256.Int
	if worth.Collateral.Lt(&worth.Debt) {
		left.Sub(&worth.Debt, &worth.Collateral)
	}
	text := feed.Dollars(&left)
	return &text
}

// bonus is what the liquidator got beyond what was repaid, in dollars; nil where
// what the protocol took of it isn't known.
func bonus(frame protocols.Frame, l *protocols.Liquidation) *string {
	taken := l.Collateral
	if l.FeeWithin {
		if l.ProtocolFee == nil {
			return nil
		}
		taken.Sub(&taken, l.ProtocolFee)
	}
	got, _ := frame.Value(l.CollateralAsset, &taken)
	paid, _ := frame.Value(l.DebtAsset, &l.Debt)
	sign := ""
	if got.Lt(&paid) {
		got, paid, sign = paid, got, "-"
	}
	got.Sub(&got, &paid)
	s := sign + feed.Dollars(&got)
	return &s
}

// standing is how a position stood before it was liquidated.
type standing struct {
	factor       string
	liquidatable bool
	owed         map[common.Address]*uint256.Int
}

// healthBefore is how those stood whom the block's logs liquidate, at this
// block's time and prices but before its logs. What contracts hold they held as
// in the last view, that of the block before, where there is one: what is read at
// this block is with its logs.
func (e *Engine) healthBefore(w *work, last *prices.View) map[*deployment]map[position.Key]*standing {
	before := make(map[*deployment]map[position.Key]*standing)
	for i := range w.logs {
		for _, d := range e.deployments {
			key, ok := d.Liquidated(&w.logs[i])
			if !ok || before[d][key] != nil {
				continue
			}
			id, ok := d.ID(key)
			if !ok {
				continue
			}
			view := e.book.View(w.Time)
			if last != nil {
				view = e.book.Between(*last, w.Time)
			}
			frame := d.At(view.In(w.Number))
			h, err := e.health(d, frame, id)
			if err != nil || !h.HasDebt() {
				continue
			}
			if before[d] == nil {
				before[d] = make(map[position.Key]*standing)
			}
			before[d][key] = stoodAt(frame, id, &h)
		}
	}
	return before
}

func stoodAt(frame protocols.Frame, id position.ID, h *position.Health) *standing {
	s := &standing{factor: feed.Factor(&h.Factor), liquidatable: h.Liquidatable, owed: make(map[common.Address]*uint256.Int)}
	for _, leg := range frame.Describe(id).Debts {
		sum := s.owed[leg.Asset]
		if sum == nil {
			sum = new(uint256.Int)
			s.owed[leg.Asset] = sum
		}
		sum.Add(sum, &leg.Amount)
	}
	return s
}
