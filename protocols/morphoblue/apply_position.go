package morphoblue

import (
	"brink/chain"
	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// act is what an event does to the totals of a market and to one position in
// it. Each side reports false where that contradicts what is known.
//
// Source: morpho-org/morpho-blue:src/Morpho.sol, the function of each name.
type act struct {
	market   func(t *totals, assets, shares *uint256.Int) bool
	position func(h *holding, assets, shares *uint256.Int) bool
}

var (
	supply = act{
		func(t *totals, assets, shares *uint256.Int) bool {
			t.supplyAssets.Add(&t.supplyAssets, assets)
			t.supplyShares.Add(&t.supplyShares, shares)
			return true
		},
		func(h *holding, _, shares *uint256.Int) bool {
			h.supplyShares.Add(&h.supplyShares, shares)
			return true
		},
	}
	withdraw = act{
		func(t *totals, assets, shares *uint256.Int) bool {
			return less(&t.supplyAssets, assets) && less(&t.supplyShares, shares)
		},
		func(h *holding, _, shares *uint256.Int) bool { return less(&h.supplyShares, shares) },
	}
	borrow = act{
		func(t *totals, assets, shares *uint256.Int) bool {
			t.borrowAssets.Add(&t.borrowAssets, assets)
			t.borrowShares.Add(&t.borrowShares, shares)
			return true
		},
		func(h *holding, _, shares *uint256.Int) bool { return more(&h.borrowShares, shares) },
	}
	repay = act{
		func(t *totals, assets, shares *uint256.Int) bool {
			zeroFloorSub(&t.borrowAssets, &t.borrowAssets, assets) // they may be one more
			return less(&t.borrowShares, shares)
		},
		func(h *holding, _, shares *uint256.Int) bool { return fewer(&h.borrowShares, shares) },
	}
	supplyCollateral = act{
		untouched,
		func(h *holding, assets, _ *uint256.Int) bool { return more(&h.collateral, assets) },
	}
	withdrawCollateral = act{
		untouched,
		func(h *holding, assets, _ *uint256.Int) bool { return fewer(&h.collateral, assets) },
	}
)

// untouched: a market doesn't sum collateral up.
func untouched(*totals, *uint256.Int, *uint256.Int) bool { return true }

func less(z, x *uint256.Int) bool {
	_, under := z.SubOverflow(z, x)
	return !under
}

func more(u *fixed.U128, x *uint256.Int) bool {
	z := u.Uint256()
	_, over := z.AddOverflow(&z, x)
	return !over && u.Set(&z)
}

func fewer(u *fixed.U128, x *uint256.Int) bool {
	z := u.Uint256()
	return less(&z, x) && u.Set(&z)
}

func (p *Protocol) applyChange(l *types.Log, done *protocols.Effects, name string, decode func(*types.Log) (change, bool), do act) error {
	done.Count(name)
	e, ok := decode(l)
	if !ok {
		return protocols.ErrMalformed
	}
	if l.Topics[0] == topicBorrow || p.only != nil {
		p.discover(e.id, e.onBehalf)
	}
	p.changeMarket(e.id, func(t *totals) bool { return do.market(t, &e.assets, &e.shares) })
	p.changePosition(e.id, e.onBehalf, done, func(h *holding) bool { return do.position(h, &e.assets, &e.shares) })
	return nil
}

// changeMarket changes a market's totals, if they are known. An event that
// contradicts them doesn't break the deployment: the market is read anew.
func (p *Protocol) changeMarket(id common.Hash, do func(*totals) bool) {
	row, ok := p.known(id)
	if !ok {
		return
	}
	m := *p.markets.At(row)
	t := m.totals()
	if !do(&t) || !m.put(&t) {
		p.darken(row)
		return
	}
	p.markets.Set(row, m)
	p.quoteLoan(&m)
}

// changePosition changes a position in the same way.
func (p *Protocol) changePosition(id common.Hash, account common.Address, done *protocols.Effects, do func(*holding) bool) {
	at, ok := p.place(id, account)
	if !ok {
		return
	}
	done.Touch(position.ID(at))
	h := *p.positions.At(at)
	if h.unread {
		return
	}
	if !do(&h) {
		p.distrust(at)
		return
	}
	p.positions.Set(at, h)
	p.price(&h)
}

// price watches the oracle of a market, and its tokens' prices in dollars, once
// somebody has something that they price: markets and tokens are free to make,
// and most are dead.
func (p *Protocol) price(h *holding) {
	m := *p.markets.At(h.market)
	if !m.made || h.collateral.IsZero() && h.borrowShares.IsZero() && h.supplyShares.IsZero() {
		return
	}
	if m.price == prices.None && (!h.collateral.IsZero() || !h.borrowShares.IsZero()) {
		m.price = p.watch(m.oracle, calls.oracle.PackPrice())
		p.markets.Set(h.market, m)
	}
	p.quote(m.loanToken)
	if !h.collateral.IsZero() {
		p.quote(m.collateralToken)
	}
}

// quoteLoan watches the price of what is lent in a market, whoever lends it.
func (p *Protocol) quoteLoan(m *market) {
	if m.made && !m.supplyAssets.IsZero() {
		p.quote(m.loanToken)
	}
}

// watch is a price source. Its calls are short, so that the book takes them all.
func (p *Protocol) watch(to common.Address, data []byte) prices.ID {
	id, err := p.book.Watch(chain.Call{To: to, Data: data}, prices.Price)
	if err != nil {
		return prices.None
	}
	return id
}

// place finds a position, or adds it where all history is applied.
func (p *Protocol) place(id common.Hash, account common.Address) (state.Row, bool) {
	at, ok := p.positions.Row(place{id, account})
	if ok || !p.genesis || !p.follows(account) {
		return at, ok
	}
	row := p.market(id)
	if unseen := p.markets.At(row).dark; unseen {
		return p.insertUnread(id, account, row), true
	}
	return p.positions.Put(place{id, account}, holding{market: row}), true
}

func (p *Protocol) insertUnread(id common.Hash, account common.Address, market state.Row) state.Row {
	p.count(1, 0)
	return p.positions.Put(place{id, account}, holding{market: market, unread: true})
}

// discover adds a position to be read from the contract, where history isn't
// folded.
func (p *Protocol) discover(id common.Hash, account common.Address) {
	if _, ok := p.positions.Row(place{id, account}); ok || p.genesis || !p.follows(account) {
		return
	}
	p.insertUnread(id, account, p.market(id))
}

func (p *Protocol) liquidate(l *types.Log, done *protocols.Effects) error {
	e, ok := readLiquidate(l)
	if !ok {
		return protocols.ErrMalformed
	}
	p.changeMarket(e.id, e.market)
	p.changePosition(e.id, e.borrower, done, e.position)
	p.report(&e, l, done)
	return nil
}

// market and position are what a liquidation does.
//
// Source: morpho-org/morpho-blue:src/Morpho.sol (liquidate).
func (e *liquidate) market(t *totals) bool {
	zeroFloorSub(&t.borrowAssets, &t.borrowAssets, &e.repaidAssets)
	shares := e.shares()
	return less(&t.borrowAssets, &e.badDebtAssets) && less(&t.supplyAssets, &e.badDebtAssets) &&
		less(&t.borrowShares, &shares)
}

func (e *liquidate) position(h *holding) bool {
	shares := e.shares()
	return fewer(&h.borrowShares, &shares) && fewer(&h.collateral, &e.seizedAssets)
}

func (e *liquidate) shares() (z uint256.Int) {
	z.Add(&e.repaidShares, &e.badDebtShares)
	return z
}

// report notes a liquidation, and the debt that it wrote off.
func (p *Protocol) report(e *liquidate, l *types.Log, done *protocols.Effects) {
	row, ok := p.markets.Row(e.id)
	if !ok || !p.follows(e.borrower) || !p.markets.At(row).made {
		return
	}
	m := p.markets.At(row)
	done.Liquidations = append(done.Liquidations, protocols.Liquidation{
		Key: key(e.id, e.borrower), Liquidator: e.caller,
		CollateralAsset: m.collateralToken, DebtAsset: m.loanToken,
		Collateral: e.seizedAssets, Debt: e.repaidAssets, TxHash: l.TxHash, LogIndex: l.Index,
		ProtocolFee: new(uint256.Int), // it takes none
	})
	if !e.badDebtAssets.IsZero() {
		done.BadDebts = append(done.BadDebts, protocols.BadDebt{
			Key: key(e.id, e.borrower), Asset: m.loanToken, Amount: e.badDebtAssets, TxHash: l.TxHash, LogIndex: l.Index,
		})
	}
}
