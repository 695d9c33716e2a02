package engine

import (
	"encoding/json"
	"fmt"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// speech gathers what one step has to say, as of one block.
type speech struct {
	e       *Engine
	at      chain.Head
	entries []feed.Entry
}

// add appends an entry. What can't be written as JSON is a mistake of the
// program: the bodies are its own plain structs.
func (s *speech) add(entryType, subject, id string, body any) *feed.Entry {
	data, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("engine: encoding %s: %v", entryType, err))
	}
	if id == "" {
		id = fmt.Sprintf("%d:%s:%s:%s", s.e.opt.ChainID, s.at.Hash, entryType, subject)
	}
	s.entries = append(s.entries, feed.Entry{
		ChainID: s.e.opt.ChainID, ID: id, Type: entryType, Subject: subject,
		Block: s.at, Status: feed.Latest, Data: data,
	})
	return &s.entries[len(s.entries)-1]
}

// position says how a position stands now.
func (s *speech) position(d *deployment, frame protocols.Frame, id position.ID, was, is said, h *position.Health, err error) {
	entryType := feed.PositionBand
	switch {
	case is == silent:
		entryType = feed.PositionClosed
	case err == nil && h.Liquidatable:
		entryType = feed.PositionUnderwater
	case was == silent:
		entryType = feed.PositionOpened
	}
	p := s.e.describe(d, frame, id, h, err)
	s.add(entryType, p.ID, "", p)
}

// lost says of positions that a reorganisation took back that they are closed.
func (s *speech) lost(gone []lostPosition) {
	for _, l := range gone {
		if l.d.saidOf(l.id) != silent {
			l.d.setSaid(l.id, silent)
			s.closed(l.d, l.key)
		}
	}
}

// closed says of a position that isn't there any more that it is closed.
func (s *speech) closed(d *deployment, key position.Key) {
	s.gone(feed.PositionClosed, position.Healthy, d, key)
}

// gone says how a position stands that isn't in the tables.
func (s *speech) gone(entryType string, status position.Status, d *deployment, key position.Key) {
	subject := s.e.subject(d, key)
	s.add(entryType, subject, "", feed.Position{
		ID: subject, ChainID: s.e.opt.ChainID, Protocol: d.Family, Deployment: d.Name, Market: key.Market,
		Account: key.Account.Hex(), Status: status,
		Collaterals: []feed.Leg{}, Debts: []feed.Leg{}, Block: feed.NewBlockRef(s.at),
	})
}

// reorg says that a block is gone.
func (s *speech) reorg(gone chain.Head) {
	s.add(feed.Reorg, s.e.Shard(), fmt.Sprintf("%d:%s:%s", s.e.opt.ChainID, gone.Hash, feed.Reorg), struct {
		Undone feed.BlockRef `json:"undone"`
		Tip    feed.BlockRef `json:"tip"`
	}{feed.NewBlockRef(gone), feed.NewBlockRef(s.at)})
}

// lostPosition is one that a block brought, and that goes with it.
type lostPosition struct {
	d   *deployment
	id  position.ID
	key position.Key
}

// lostWith are the positions that came with a block, while they exist.
func (e *Engine) lostWith(m mark) []lostPosition {
	var lost []lostPosition
	for i, d := range e.deployments {
		for id := position.ID(m.Len[i]); int(id) < d.Len(); id++ {
			lost = append(lost, lostPosition{d, id, d.Key(id)})
		}
	}
	return lost
}

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
			id := fmt.Sprintf("%d:%s:%s:%d", e.opt.ChainID, w.Hash, l.TxHash, l.LogIndex)
			entry := say.add(feed.Liquidated, e.subject(d, l.Key), id, body)
			entry.TxHash, entry.LogIndex, entry.HasLog = l.TxHash, l.LogIndex, true
			e.opt.Observer.Liquidation(d.Family, body)
		}
		for _, b := range w.effects[i].BadDebts {
			id := fmt.Sprintf("%d:%s:%s:%d", e.opt.ChainID, w.Hash, b.TxHash, b.LogIndex)
			body := badDebtBody{
				ChainID: e.opt.ChainID, Protocol: d.Family, Deployment: d.Name, Market: b.Key.Market,
				Account: b.Key.Account.Hex(), Asset: b.Asset.Hex(), Raw: b.Amount.Dec(),
				USD: e.dollars(frame, w, b.Asset, &b.Amount), Block: feed.NewBlockRef(w.Head()),
			}
			entry := say.add(feed.BadDebt, e.subject(d, b.Key), id, body)
			entry.TxHash, entry.LogIndex, entry.HasLog = b.TxHash, b.LogIndex, true
		}
	}
}

type badDebtBody struct {
	ChainID    uint64        `json:"chain_id"`
	Protocol   string        `json:"protocol"`
	Deployment string        `json:"deployment"`
	Market     string        `json:"market"`
	Account    string        `json:"account"`
	Asset      string        `json:"asset"`
	Raw        string        `json:"raw"`
	USD        *string       `json:"usd"`
	Block      feed.BlockRef `json:"block"`
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
	out.Side = side(out.CollateralSymbol, out.DebtSymbol)
	if out.CollateralUSD != nil && out.DebtUSD != nil {
		out.BonusUSD = bonus(frame, l)
	}
	if factor, ok := w.before[d][l.Key]; ok {
		out.HealthFactorBefore = &factor
	}
	return out
}

// bonus is what the liquidator got beyond what was repaid, in dollars.
func bonus(frame protocols.Frame, l *protocols.Liquidation) *string {
	got, _ := frame.Value(l.CollateralAsset, &l.Collateral)
	paid, _ := frame.Value(l.DebtAsset, &l.Debt)
	sign := ""
	if got.Lt(&paid) {
		got, paid, sign = paid, got, "-"
	}
	got.Sub(&got, &paid)
	s := sign + feed.Dollars(&got)
	return &s
}

// healthBefore are the health factors, at this block's time and prices but
// before its logs, of those whom its logs liquidate.
func (e *Engine) healthBefore(w *work) map[*deployment]map[position.Key]string {
	before := make(map[*deployment]map[position.Key]string)
	for i := range w.logs {
		for _, d := range e.deployments {
			key, ok := d.Liquidated(&w.logs[i])
			if !ok || before[d][key] != "" {
				continue
			}
			id, ok := d.ID(key)
			if !ok {
				continue
			}
			frame := d.At(e.book.View(w.Time).In(w.Number))
			if h, err := e.health(d, frame, id); err == nil && h.HasDebt() {
				if before[d] == nil {
					before[d] = make(map[position.Key]string)
				}
				before[d][key] = feed.Factor(&h.Factor)
			}
		}
	}
	return before
}

// sayOracles says which prices have moved since they were last said: by a
// thousandth at least, since some sources move a little with every second.
func (e *Engine) sayOracles(say *speech) {
	for _, d := range e.deployments {
		if d.broken != nil {
			continue
		}
		for _, m := range e.frame(d).Markets() {
			subject := e.Shard() + ":" + d.Name + ":" + m.Market + m.Asset.Hex()
			now := &quote{m.Price, m.Priced}
			if was, quoted := e.quotes[subject]; quoted && !was.moved(now) || !quoted && !now.Known {
				continue
			}
			e.quotes[subject] = now
			body := oracleBody{
				ChainID: e.opt.ChainID, Protocol: d.Family, Deployment: d.Name, Market: m.Market,
				Asset: m.Asset.Hex(), Symbol: m.Symbol,
			}
			if m.Priced {
				price := feed.Dollars(&m.Price)
				body.PriceUSD = &price
			}
			say.add(feed.OracleUpdated, subject, "", body)
		}
	}
}

// quote is a price as it was said last.
type quote struct {
	Price uint256.Int
	Known bool
}

// moved reports whether a price is worth saying anew.
func (q *quote) moved(now *quote) bool {
	if q.Known != now.Known {
		return true
	}
	var step uint256.Int
	if q.Price.Lt(&now.Price) {
		step.Sub(&now.Price, &q.Price)
	} else {
		step.Sub(&q.Price, &now.Price)
	}
	step.Mul(&step, uint256.NewInt(1000))
	return !step.IsZero() && !step.Lt(&q.Price)
}

type oracleBody struct {
	ChainID    uint64  `json:"chain_id"`
	Protocol   string  `json:"protocol"`
	Deployment string  `json:"deployment"`
	Market     string  `json:"market"`
	Asset      string  `json:"asset"`
	Symbol     string  `json:"symbol"`
	PriceUSD   *string `json:"price_usd"`
}
