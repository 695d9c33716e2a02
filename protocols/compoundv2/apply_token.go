package compoundv2

import (
	"brink/abi/word"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// seizure is what was seen of a seizure within a transaction.
type seizure struct {
	tx       common.Hash
	from, to common.Address // of the last transfer from account to account
	market   state.Row
	amount   uint256.Int
	kept     uint256.Int    // what the market itself got after it
	healed   common.Address // whose collateral all goes
}

// transfer moves tokens. A market's own address, or zero, stands for tokens that
// are made or destroyed, never for a holder.
func (p *Protocol) transfer(l *types.Log, row state.Row, done *protocols.Effects) error {
	w := word.ReadAll(l, 3)
	from, to, amount := w.Address(0), w.Address(1), w.Uint(2)
	if !w.OK() || len(l.Topics) != 3 {
		return protocols.ErrMalformed
	}
	p.noteSeizure(l.TxHash)
	switch s := &p.seized; {
	case to != l.Address:
		s.from, s.to, s.market, s.amount = from, to, row, amount
		s.kept.Clear()
	case s.from == from && s.market == row:
		s.kept = amount
	}
	if from == to {
		return nil
	}
	for _, end := range []struct {
		user common.Address
		move func(*leg, *uint256.Int) error
	}{{from, (*leg).take}, {to, (*leg).give}} {
		if end.user == l.Address || end.user == (common.Address{}) {
			continue
		}
		if p.isolated && end.user == p.seized.healed {
			continue // it was all taken when the account was healed
		}
		err := p.edit(end.user, row, done, func(g *leg) error { return end.move(g, &amount) })
		if err != nil {
			return err
		}
	}
	return nil
}

// noteSeizure forgets what was seen in another transaction.
func (p *Protocol) noteSeizure(tx common.Hash) {
	if p.seized.tx != tx {
		p.seized = seizure{tx: tx}
	}
}

// liquidateBorrow reports a liquidation. The tokens were moved by Transfer; what
// an isolated pool burns of them for the protocol no event tells but this one.
func (p *Protocol) liquidateBorrow(l *types.Log, debt common.Address, done *protocols.Effects) error {
	e, ok := readLiquidation(l)
	if !ok {
		return protocols.ErrMalformed
	}
	row, listed := p.markets.Row(e.collateral)
	if !listed {
		return nil
	}
	if l.Topics[0] == topicLiquidateVAI {
		if r, known := p.account(e.borrower); known {
			p.distrust(r)
			done.Touch(id(r))
		}
	}
	fee, told := p.notGiven(l, row, &e)
	if p.isolated {
		err := p.edit(e.borrower, row, done, func(g *leg) error {
			if !told {
				return errContradiction
			}
			return g.take(&fee)
		})
		if err != nil {
			return err
		}
	}
	if !p.follows(e.borrower) {
		return nil
	}
	out := protocols.Liquidation{
		Key: p.key(e.borrower), Liquidator: e.liquidator,
		CollateralAsset: p.markets.At(row).underlying, DebtAsset: debt,
		Debt: e.repaid, SeizedTokens: e.seized, TxHash: l.TxHash, LogIndex: l.Index,
	}
	p.redeemable(&out.Collateral, row, &e.seized, l.BlockTimestamp)
	// Of Venus' core pool the liquidator is a contract that gives the treasury its
	// part by itself: the market's logs don't tell of that.
	if out.FeeWithin = !p.pools; out.FeeWithin && told && !out.Collateral.IsZero() {
		out.ProtocolFee = new(uint256.Int)
		p.redeemable(out.ProtocolFee, row, &fee, l.BlockTimestamp)
	}
	done.Liquidations = append(done.Liquidations, out)
	return nil
}

// notGiven is what of the seized tokens the liquidator didn't get; false where
// the transfers before don't tell. What isn't burnt went to the market itself.
//
// Source: compound-finance/compound-protocol:contracts/CToken.sol (seizeInternal);
// venusprotocol/isolated-pools:contracts/VToken.sol (_seize).
func (p *Protocol) notGiven(l *types.Log, row state.Row, e *liquidation) (z uint256.Int, ok bool) {
	p.noteSeizure(l.TxHash)
	s := &p.seized
	_, under := z.SubOverflow(&e.seized, &s.amount)
	return z, s.market == row && s.from == e.borrower && s.to == e.liquidator && !under && (p.isolated || z.Eq(&s.kept))
}

// redeemable sets z to what tokens are worth in the asset at the block's
// exchange rate; zero where the rate wasn't read at this block.
func (p *Protocol) redeemable(z *uint256.Int, row state.Row, tokens *uint256.Int, now uint64) {
	if p.book.AsOf() != now {
		return
	}
	view := p.book.View(now)
	var m ledger
	var exchange uint256.Int
	if p.markets.At(row).ledger(&m, view, p.isolated) && m.exchangeRate(&exchange) {
		_ = mulTruncate(z, &exchange, tokens)
	}
}

// healBorrow: all collateral of the borrower goes in this transaction, in every
// market that it entered, whatever the transfers around tell; a part of it is
// burnt without any.
func (p *Protocol) healBorrow(l *types.Log, done *protocols.Effects) error {
	w := word.ReadAll(l, 3)
	borrower := w.Address(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	p.noteSeizure(l.TxHash)
	p.seized.healed = borrower
	row, known := p.accounts.Row(borrower)
	if !known {
		return nil
	}
	done.Touch(id(row))
	h, legs := p.accounts.At(row)
	next, kept := *h, append(p.scratch[:0], legs...)
	for i := range kept {
		if kept[i].entered {
			kept[i].shares.Lo, kept[i].shares.Hi = 0, 0
		}
	}
	p.accounts.Set(row, next, kept)
	p.scratch = kept
	return nil
}

func (p *Protocol) badDebtIncreased(l *types.Log, row state.Row, done *protocols.Effects) error {
	w := word.ReadAll(l, 4)
	borrower, amount := w.Address(0), w.Uint(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if p.follows(borrower) {
		done.BadDebts = append(done.BadDebts, protocols.BadDebt{
			Key: p.key(borrower), Asset: p.markets.At(row).underlying, Amount: amount,
			TxHash: l.TxHash, LogIndex: l.Index,
		})
	}
	return nil
}
