package devnet

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// admin is a call of the configurator by its admin.
func (m *Market) admin(method string, args ...any) Call {
	return m.contract.configurator.call(m.Admin, method, args...)
}

// ConfigureCollateral sets loan to value, liquidation threshold and liquidation bonus, in basis points.
func (m *Market) ConfigureCollateral(asset *Asset, ltv, threshold, bonus int64) Call {
	return m.admin("configureReserveAsCollateral", asset.Token,
		big.NewInt(ltv), big.NewInt(threshold), big.NewInt(bonus))
}

// SetLiquidationProtocolFee sets the treasury's share of the liquidation bonus, in basis points.
func (m *Market) SetLiquidationProtocolFee(asset *Asset, fee int64) Call {
	return m.admin("setLiquidationProtocolFee", asset.Token, big.NewInt(fee))
}

// SetReserveFactor sets the treasury's share of the interest, in basis points.
func (m *Market) SetReserveFactor(asset *Asset, factor int64) Call {
	return m.admin("setReserveFactor", asset.Token, big.NewInt(factor))
}

// SetRates sets the interest a year at the usage that is thought best, in basis points: 3.6 only.
func (m *Market) SetRates(asset *Asset, slope int64) Call {
	return m.admin("setReserveInterestRateData", asset.Token, rates36(slope))
}

// SetEMode makes or changes an efficiency mode; its members stay as they are.
func (m *Market) SetEMode(mode EMode) Call { return m.edition.setEMode(m, mode) }

// SetAssetInEMode adds an asset to a mode or takes it out: as collateral, and in 3.0 as debt too.
func (m *Market) SetAssetInEMode(asset *Asset, mode uint8, member bool) Call {
	return m.edition.setAssetInEMode(m, asset, mode, member)
}

// SetBorrowableInEMode says whether users of a mode may borrow an asset: 3.6 only.
func (m *Market) SetBorrowableInEMode(asset *Asset, mode uint8, borrowable bool) Call {
	return m.admin("setAssetBorrowableInEMode", asset.Token, mode, borrowable)
}

// SetLTVZeroInEMode takes the borrowing power of a collateral in a mode away: 3.6 only.
func (m *Market) SetLTVZeroInEMode(asset *Asset, mode uint8, zero bool) Call {
	return m.admin("setAssetLtvzeroInEMode", asset.Token, mode, zero)
}

// SetPause stops a reserve altogether or lets it go on; from 3.6 on, unpausing forbids liquidations for so
// many seconds more.
func (m *Market) SetPause(asset *Asset, paused bool, grace uint64) Call {
	return m.edition.setPause(m, asset, paused, grace)
}

// EndGrace allows liquidations at once: 3.6 only.
func (m *Market) EndGrace(asset *Asset) Call {
	return m.admin("disableLiquidationGracePeriod", asset.Token)
}

// SetFreeze stops new loans and deposits of a reserve.
func (m *Market) SetFreeze(asset *Asset, frozen bool) Call {
	return m.admin("setReserveFreeze", asset.Token, frozen)
}

// SetActive switches a reserve on or off; off only while nobody has lent anything.
func (m *Market) SetActive(asset *Asset, active bool) Call {
	return m.admin("setReserveActive", asset.Token, active)
}

// SetBorrowing says whether a reserve may be borrowed.
func (m *Market) SetBorrowing(asset *Asset, enabled bool) Call {
	return m.admin("setReserveBorrowing", asset.Token, enabled)
}

// SetStableBorrowing says whether a reserve may be borrowed at a stable rate: 3.0 only.
func (m *Market) SetStableBorrowing(asset *Asset, enabled bool) Call {
	return m.admin("setReserveStableRateBorrowing", asset.Token, enabled)
}

// SetFlashLoaning says whether a reserve gives flash loans; in 3.0.0 all do.
func (m *Market) SetFlashLoaning(asset *Asset, enabled bool) Call {
	return m.admin("setReserveFlashLoaning", asset.Token, enabled)
}

// SetDebtCeiling sets how much may be borrowed in isolation against an asset, in US cents; zero ends isolation.
func (m *Market) SetDebtCeiling(asset *Asset, cents int64) Call {
	return m.admin("setDebtCeiling", asset.Token, big.NewInt(cents))
}

// SetBorrowableInIsolation says whether an asset may be borrowed in isolation.
func (m *Market) SetBorrowableInIsolation(asset *Asset, enabled bool) Call {
	return m.admin("setBorrowableInIsolation", asset.Token, enabled)
}

// SetCaps sets how much may be lent and borrowed, in whole tokens; zero is no limit.
func (m *Market) SetCaps(asset *Asset, supply, borrow int64) []Call {
	return []Call{
		m.admin("setSupplyCap", asset.Token, big.NewInt(supply)),
		m.admin("setBorrowCap", asset.Token, big.NewInt(borrow)),
	}
}

// SetSource makes the oracle ask another feed for what it is asked by the address of an asset.
func (m *Market) SetSource(asset, feed common.Address) Call {
	return m.contract.oracle.call(m.Admin, "setAssetSources", []common.Address{asset}, []common.Address{feed})
}

// NewFeed makes another feed, which nobody asks yet.
func (m *Market) NewFeed(ctx context.Context, decimals uint8, answer *big.Int) (common.Address, error) {
	local, err := load("local")
	if err != nil {
		return common.Address{}, err
	}
	d, err := newDeployment(ctx, m.Chain, m.Admin)
	if err != nil {
		return common.Address{}, err
	}
	at := d.create(local, "Feed", "another feed", decimals, answer).at
	return at, d.flush(ctx)
}
