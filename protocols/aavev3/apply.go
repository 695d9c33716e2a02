package aavev3

import (
	"fmt"

	"brink/abi/word"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// topics are the first topics of all events that Apply knows.
var topics = []common.Hash{
	topicReserveDataUpdated, topicLiquidationCall, topicUsedAsCollateral, topicNotUsedAsCollateral,
	topicUserEModeSet, topicDeficitCreated, topicUpgraded, topicMint, topicBurn, topicBalanceTransfer,
	topicStableMint, topicStableBurn, topicReserveInitialized, topicReserveDropped, topicCollateralConfig,
	topicEModeCategoryAdded, topicEModeAssetCategory, topicCollateralInEMode, topicLtvzeroInEMode,
	topicEModeIsolation, topicProtocolFee, topicGracePeriodChanged, topicGracePeriodDisabled,
	topicReserveActive, topicReservePaused, topicReserveFrozen, topicSupplyCap, topicBorrowCap,
	topicPoolUpdated, topicPriceOracleUpdated, topicSentinelUpdated, topicProxyCreated, topicAddressSet,
	topicAddressSetAsProxy,
}

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
	case topicLiquidationCall:
		done.Count("LiquidationCall")
		return p.liquidationCall(l, done)
	case topicUsedAsCollateral:
		done.Count("ReserveUsedAsCollateralEnabled")
		return p.usedAsCollateral(l, true, done)
	case topicNotUsedAsCollateral:
		done.Count("ReserveUsedAsCollateralDisabled")
		return p.usedAsCollateral(l, false, done)
	case topicUserEModeSet:
		done.Count("UserEModeSet")
		return p.userEModeSet(l, done)
	case topicDeficitCreated:
		done.Count("DeficitCreated")
		return p.deficitCreated(l, done)
	case topicUpgraded:
		w := word.Read(l, 2, 0)
		implementation := w.TopicAddress(1)
		if !w.OK() {
			return protocols.ErrMalformed
		}
		return p.upgrade(implementation, done)
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

func (p *Protocol) liquidationCall(l *types.Log, done *protocols.Effects) error {
	e, ok := readLiquidationCall(l)
	if !ok {
		return protocols.ErrMalformed
	}
	if p.settings().version.silentAccrual() {
		if err := p.accrueSilently(e.collateralAsset, l.BlockTimestamp); err != nil {
			return err
		}
	}
	fee := p.protocolFee(l, &e)
	if !p.follows(e.user) {
		return nil
	}
	done.Liquidations = append(done.Liquidations, protocols.Liquidation{
		Key: p.key(e.user), Liquidator: e.liquidator,
		CollateralAsset: e.collateralAsset, DebtAsset: e.debtAsset,
		Collateral: e.liquidatedCollateralAmount, Debt: e.debtToCover, ProtocolFee: fee,
		TxHash: l.TxHash, LogIndex: l.Index,
	})
	return nil
}

// accrueSilently stores the collateral's indices of this block: liquidationCall
// does so first of all, and where the liquidator takes aTokens no event follows
// that would say so. Where nobody owes the reserve the contract leaves the debt
// index alone; until the next event sets it, nobody's debt depends on it.
func (p *Protocol) accrueSilently(asset common.Address, now uint64) error {
	row, ok := p.reserves.Row(asset)
	if !ok {
		return nil
	}
	r := *p.reserves.At(row)
	if err := r.indices.accrue(p.settings().version, true, now); err != nil {
		return fmt.Errorf("accruing %s: %w: %w", asset, protocols.ErrMalformed, err)
	}
	p.reserves.Set(row, r)
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

func (p *Protocol) userEModeSet(l *types.Log, done *protocols.Effects) error {
	w := word.Read(l, 2, 1)
	user, category := w.TopicAddress(1), w.Small(0, 255)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	row, ok := p.account(user)
	if !ok {
		return nil
	}
	h, legs := p.accounts.At(row)
	next := *h
	next.eMode = uint8(category)
	p.accounts.Set(row, next, legs)
	done.Touch(id(row))
	return nil
}

func (p *Protocol) deficitCreated(l *types.Log, done *protocols.Effects) error {
	w := word.Read(l, 3, 1)
	user, asset, amount := w.TopicAddress(1), w.TopicAddress(2), w.Uint(0)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if p.follows(user) {
		done.BadDebts = append(done.BadDebts, protocols.BadDebt{
			Key: p.key(user), Asset: asset, Amount: amount, TxHash: l.TxHash, LogIndex: l.Index,
		})
	}
	return nil
}

// account finds an account, or adds it where all history is applied. Elsewhere
// an account that isn't known yet has a history that wasn't seen: it enters by
// discover, or when it borrows.
func (p *Protocol) account(a common.Address) (state.Row, bool) {
	row, ok := p.accounts.Row(a)
	if ok || !p.genesis || !p.follows(a) {
		return row, ok
	}
	return p.accounts.Insert(a, head{}, nil), true
}

// discover adds an account to be read from the contract.
func (p *Protocol) discover(a common.Address) {
	if _, ok := p.accounts.Row(a); !ok && p.follows(a) {
		p.accounts.Insert(a, head{unread: true}, nil)
		p.countUnread(1)
	}
}
