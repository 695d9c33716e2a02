package compoundv3

import (
	"slices"

	"brink/fixed"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// absorbing is an account between the first and the last log of its absorption,
// which stand side by side.
type absorbing struct {
	tx       common.Hash
	borrower common.Address
	last     uint        // index of the last log
	credit   uint256.Int // what the collateral so far counts for, in the prices' unit
	known    bool        // every factor was
}

// follow begins another absorption unless the log belongs to the one in hand.
func (a *absorbing) follow(l *types.Log, borrower common.Address) {
	if a.tx != l.TxHash || a.borrower != borrower || a.last+1 != l.Index {
		*a = absorbing{tx: l.TxHash, borrower: borrower, known: true}
	}
	a.last = l.Index
}

// absorbCollateral takes one asset from an account, all that it has of it.
func (p *Protocol) absorbCollateral(l *types.Log, done *protocols.Effects) bool {
	e, ok := readAbsorbCollateral(l)
	if !ok {
		return false
	}
	p.move(e.borrower, e.asset, &e.amount, func(z, all *uint256.Int) bool {
		whole := z.Eq(all)
		z.Clear()
		return whole
	}, done)
	p.absorbs.follow(l, e.borrower)
	p.absorbs.count(p.assets.At(p.asset(e.asset)), &e.value)
	if !p.follows(e.borrower) {
		return true
	}
	done.Liquidations = append(done.Liquidations, protocols.Liquidation{
		Key: position.Key{Account: e.borrower}, Liquidator: e.absorber,
		CollateralAsset: e.asset, DebtAsset: p.rule().baseToken, Collateral: e.amount,
		TxHash: l.TxHash, LogIndex: l.Index,
	})
	return true
}

func (a *absorbing) count(of *asset, value *uint256.Int) {
	var part uint256.Int
	a.known = a.known && of.listed && mulFactor(&part, value, uint256.NewInt(of.liquidationFactor))
	a.credit.Add(&a.credit, &part)
}

func (p *Protocol) follows(a common.Address) bool { return p.only == nil || slices.Contains(p.only, a) }

// absorbDebt ends an absorption. Its debt stands beside the first collateral
// only, so that sums are right: the contract doesn't split it.
func (p *Protocol) absorbDebt(l *types.Log, done *protocols.Effects) bool {
	e, ok := readAbsorbDebt(l)
	if !ok {
		return false
	}
	p.absorbs.follow(l, e.borrower)
	p.touch(e.borrower, done)
	if !p.follows(e.borrower) {
		return true
	}
	first := slices.IndexFunc(done.Liquidations, func(x protocols.Liquidation) bool {
		return x.TxHash == l.TxHash && x.Key.Account == e.borrower && x.Debt.IsZero()
	})
	if first >= 0 {
		done.Liquidations[first].Debt = e.basePaidOut
	}
	if excess, known := p.excess(&e); !known || !excess.IsZero() {
		done.BadDebts = append(done.BadDebts, protocols.BadDebt{
			Key: position.Key{Account: e.borrower}, Asset: p.rule().baseToken, Amount: excess, Unknown: !known,
			TxHash: l.TxHash, LogIndex: l.Index,
		})
	}
	return true
}

// excess is the part of an absorbed debt that the collateral's value, after the
// penalty, doesn't pay, in base: the reserves bear it. The price is the least that
// gives the event its value, which is the price itself for debts beyond a whole
// token or so.
func (p *Protocol) excess(e *absorbDebt) (z uint256.Int, known bool) {
	r := p.rule()
	if e.basePaidOut.IsZero() {
		return z, true
	}
	if !p.absorbs.known || !r.known {
		return z, false
	}
	base := priced{known: true, scale: *uint256.NewInt(r.baseScale)}
	if !fixed.MulDivCeil(&base.price, &e.value, &base.scale, &e.basePaidOut) || base.price.IsZero() {
		return z, false
	}
	var paid uint256.Int
	if !fixed.MulDivFloor(&paid, &p.absorbs.credit, &base.scale, &base.price) {
		return z, false
	}
	if paid.Lt(&e.basePaidOut) {
		z.Sub(&e.basePaidOut, &paid)
	}
	return z, true
}
