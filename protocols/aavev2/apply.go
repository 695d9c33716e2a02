package aavev2

import (
	"fmt"

	"brink/abi/word"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Apply implements protocols.Protocol.
func (p *Protocol) Apply(l *types.Log, done *protocols.Effects) error {
	if len(l.Topics) == 0 {
		return nil
	}
	m := p.settings()
	var err error
	switch l.Address {
	case p.provider:
		err = p.applyProvider(l, done)
	case m.pool:
		err = p.applyPool(l, done)
	case m.configurator:
		err = p.applyConfigurator(l, done)
	default:
		if t, ok := p.tokens.Get(l.Address); ok {
			err = p.applyToken(l, t, done)
		}
	}
	if err != nil {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, err)
	}
	return nil
}

func (p *Protocol) applyPool(l *types.Log, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicReserveDataUpdated:
		done.Count("ReserveDataUpdated")
		return p.reserveDataUpdated(l)
	case topicRepay:
		done.Count("Repay")
		return p.repay(l, done)
	case topicLiquidationCall:
		done.Count("LiquidationCall")
		return p.liquidationCall(l, done)
	case topicUsedAsCollateral:
		done.Count("ReserveUsedAsCollateralEnabled")
		return p.usedAsCollateral(l, true, done)
	case topicNotUsedAsCollateral:
		done.Count("ReserveUsedAsCollateralDisabled")
		return p.usedAsCollateral(l, false, done)
	case topicPaused:
		done.Count("Paused")
		return p.pause(l, true, done)
	case topicUnpaused:
		done.Count("Unpaused")
		return p.pause(l, false, done)
	}
	return nil
}

func (p *Protocol) reserveDataUpdated(l *types.Log) error {
	e, ok := readReserveDataUpdated(l)
	if !ok {
		return protocols.ErrMalformed
	}
	row, ok := p.reserves.Row(e.reserve)
	if !ok {
		return nil // of a reserve whose listing was not read yet
	}
	r := *p.reserves.At(row)
	x := &r.indices
	if !x.liquidityIndex.Set(&e.liquidityIndex) || !x.variableIndex.Set(&e.variableBorrowIndex) ||
		!x.liquidityRate.Set(&e.liquidityRate) || !x.variableRate.Set(&e.variableBorrowRate) {
		return protocols.ErrMalformed
	}
	x.updated = l.BlockTimestamp
	p.reserves.Set(row, r)
	return nil
}

// repay takes the borrowing bit away where the repayment left no debt. The
// debt itself changed by the tokens' events.
func (p *Protocol) repay(l *types.Log, done *protocols.Effects) error {
	w := word.Read(l, 4, 1)
	asset, user, _ := w.TopicAddress(1), w.TopicAddress(2), w.TopicAddress(3)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	return p.edit(user, asset, done, func(a *accountEdit, r *reserve) error {
		a.closeDebt(r.id)
		return nil
	})
}

func (p *Protocol) liquidationCall(l *types.Log, done *protocols.Effects) error {
	e, ok := readLiquidationCall(l)
	if !ok {
		return protocols.ErrMalformed
	}
	if !p.follows(e.user) {
		return nil
	}
	done.Liquidations = append(done.Liquidations, protocols.Liquidation{
		Key: keyOf(e.user), Liquidator: e.liquidator,
		CollateralAsset: e.collateralAsset, DebtAsset: e.debtAsset,
		Collateral: e.liquidatedCollateralAmount, Debt: e.debtToCover,
		ProtocolFee: new(uint256.Int), // it takes none
		TxHash:      l.TxHash, LogIndex: l.Index,
	})
	return nil
}

func (p *Protocol) usedAsCollateral(l *types.Log, used bool, done *protocols.Effects) error {
	w := word.Read(l, 3, 0)
	asset, user := w.TopicAddress(1), w.TopicAddress(2)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	err := p.edit(user, asset, done, func(a *accountEdit, r *reserve) error {
		a.useAsCollateral(r.id, used)
		return nil
	})
	if row, ok := p.accounts.Row(user); ok && used && !p.everyBalance() {
		p.distrust(row) // the balance wasn't asked for while it was no collateral
	}
	return err
}

func (p *Protocol) pause(l *types.Log, paused bool, done *protocols.Effects) error {
	if w := word.Read(l, 1, 0); !w.OK() {
		return protocols.ErrMalformed
	}
	m := p.settings()
	m.paused = paused
	p.market.Put(0, m)
	done.All = true
	return nil
}

// oneAddress reads an event whose one parameter is an indexed address.
func oneAddress(l *types.Log) (common.Address, error) {
	w := word.Read(l, 2, 0)
	a := w.TopicAddress(1)
	if !w.OK() {
		return a, protocols.ErrMalformed
	}
	return a, nil
}
