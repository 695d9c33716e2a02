package compoundv2

import (
	"fmt"

	"brink/abi/word"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Apply implements protocols.Protocol.
func (p *Protocol) Apply(l *types.Log, done *protocols.Effects) error {
	if len(l.Topics) == 0 {
		return nil
	}
	var err error
	if l.Address == p.comptroller {
		err = p.applyComptroller(l, done)
	} else if row, ok := p.markets.Row(l.Address); ok {
		err = p.applyMarket(l, row, done)
	} else if l.Address == p.global().controller {
		err = p.applyController(l, done)
	}
	if err != nil {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, err)
	}
	return nil
}

func (p *Protocol) applyMarket(l *types.Log, row state.Row, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicAccrueInterest, topicAccrueInterestLegacy:
		done.Count("AccrueInterest")
		return p.accrueInterest(l, row, done)
	case topicBorrow:
		done.Count("Borrow")
		return p.owes(l, row, done)
	case topicRepayBorrow:
		done.Count("RepayBorrow")
		return p.owes(l, row, done)
	case topicTransfer:
		done.Count("Transfer")
		return p.transfer(l, row, done)
	case topicLiquidateBorrow:
		done.Count("LiquidateBorrow")
		return p.liquidateBorrow(l, p.markets.At(row).underlying, done)
	case topicHealBorrow:
		done.Count("HealBorrow")
		return p.healBorrow(l, done)
	case topicBadDebtIncreased:
		done.Count("BadDebtIncreased")
		return p.badDebtIncreased(l, row, done)
	case topicCashSynced:
		done.All = true
	case topicNewReserveFactor:
		return p.marketNumber(l, row, done, func(m *market) *uint64 { return &m.reserveFactor })
	case topicNewSeizeShare:
		return p.marketNumber(l, row, done, func(m *market) *uint64 { return &m.seizeShare })
	}
	return nil
}

// accrueInterest stores the index. It comes before every change of a debt in
// its block, and at most once a block. No contract lets it fall; if one did,
// debts could be stored at a higher one.
func (p *Protocol) accrueInterest(l *types.Log, row state.Row, done *protocols.Effects) error {
	index, ok := readIndex(l)
	m := *p.markets.At(row)
	was := m.index.Uint256()
	if !ok || !m.index.Set(&index) {
		return protocols.ErrMalformed
	}
	done.All = done.All || index.Lt(&was)
	m.accrued = l.BlockNumber
	if m.seconds {
		m.accrued = l.BlockTimestamp
	}
	p.markets.Set(row, m)
	return nil
}

// owes stores a debt as the event tells it, at the market's index.
func (p *Protocol) owes(l *types.Log, row state.Row, done *protocols.Effects) error {
	e, ok := readOwing(l)
	if !ok {
		return protocols.ErrMalformed
	}
	if l.Topics[0] == topicBorrow {
		p.discover(e.borrower)
	}
	index := p.markets.At(row).index
	return p.edit(e.borrower, row, done, func(g *leg) error {
		g.index, g.inexact = index, false
		if !g.principal.Set(&e.debt) {
			return protocols.ErrMalformed
		}
		return nil
	})
}

// applyController folds VAI's events. They don't tell all that the controller
// stores, so that whom they concern is read anew.
func (p *Protocol) applyController(l *types.Log, done *protocols.Effects) error {
	var user common.Address
	var ok bool
	switch l.Topics[0] {
	case topicMintVAI:
		done.Count("MintVAI")
		w := word.ReadAll(l, 2)
		user, ok = w.Address(0), w.OK()
		p.discover(user)
	case topicRepayVAI:
		done.Count("RepayVAI")
		w := word.ReadAll(l, 3)
		user, ok = w.Address(1), w.OK()
	case topicLiquidateVAI:
		done.Count("LiquidateVAI")
		return p.liquidateBorrow(l, p.global().vai, done)
	default:
		return nil
	}
	if !ok {
		return protocols.ErrMalformed
	}
	if row, known := p.account(user); known {
		p.distrust(row)
		done.Touch(id(row))
	}
	return nil
}
