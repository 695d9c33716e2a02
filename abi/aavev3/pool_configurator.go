// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package aavev3

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// PoolConfiguratorMetaData contains all meta data concerning the PoolConfigurator contract.
var PoolConfiguratorMetaData = bind.MetaData{
	ABI: "[{\"type\":\"event\",\"name\":\"ReserveInitialized\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"address\",\"name\":\"aToken\",\"indexed\":true},{\"type\":\"address\",\"name\":\"stableDebtToken\",\"indexed\":false},{\"type\":\"address\",\"name\":\"variableDebtToken\",\"indexed\":false},{\"type\":\"address\",\"name\":\"interestRateStrategyAddress\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"ReserveDropped\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"CollateralConfigurationChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"ltv\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidationThreshold\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidationBonus\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"EModeCategoryAdded\",\"anonymous\":false,\"inputs\":[{\"type\":\"uint8\",\"name\":\"categoryId\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"ltv\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidationThreshold\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidationBonus\",\"indexed\":false},{\"type\":\"address\",\"name\":\"oracle\",\"indexed\":false},{\"type\":\"string\",\"name\":\"label\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"EModeAssetCategoryChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint8\",\"name\":\"oldCategoryId\",\"indexed\":false},{\"type\":\"uint8\",\"name\":\"newCategoryId\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"AssetCollateralInEModeChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint8\",\"name\":\"categoryId\",\"indexed\":false},{\"type\":\"bool\",\"name\":\"collateral\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"AssetLtvzeroInEModeChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint8\",\"name\":\"categoryId\",\"indexed\":false},{\"type\":\"bool\",\"name\":\"ltvzero\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"EModeCategoryIsolationChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"uint8\",\"name\":\"categoryId\",\"indexed\":true},{\"type\":\"bool\",\"name\":\"isolated\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"LiquidationProtocolFeeChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"oldFee\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newFee\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"LiquidationGracePeriodChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint40\",\"name\":\"gracePeriodUntil\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"LiquidationGracePeriodDisabled\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"ReserveActive\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"bool\",\"name\":\"active\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"ReservePaused\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"bool\",\"name\":\"paused\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"ReserveFrozen\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"bool\",\"name\":\"frozen\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"SupplyCapChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"oldSupplyCap\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newSupplyCap\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"BorrowCapChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"oldBorrowCap\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newBorrowCap\",\"indexed\":false}]}]",
	ID:  "PoolConfigurator",
}

// PoolConfigurator is an auto generated Go binding around an Ethereum contract.
type PoolConfigurator struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *PoolConfigurator) GetABI() abi.ABI {
	return c.abi
}

// NewPoolConfigurator creates a new instance of PoolConfigurator.
func NewPoolConfigurator() *PoolConfigurator {
	parsed, err := PoolConfiguratorMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &PoolConfigurator{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *PoolConfigurator) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PoolConfiguratorAssetCollateralInEModeChanged represents a AssetCollateralInEModeChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorAssetCollateralInEModeChanged struct {
	Asset      common.Address
	CategoryId uint8
	Collateral bool
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorAssetCollateralInEModeChangedEventName = "AssetCollateralInEModeChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorAssetCollateralInEModeChanged) ContractEventName() string {
	return PoolConfiguratorAssetCollateralInEModeChangedEventName
}

// UnpackAssetCollateralInEModeChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AssetCollateralInEModeChanged(address indexed asset, uint8 categoryId, bool collateral)
func (poolConfigurator *PoolConfigurator) UnpackAssetCollateralInEModeChangedEvent(log *types.Log) (*PoolConfiguratorAssetCollateralInEModeChanged, error) {
	event := "AssetCollateralInEModeChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorAssetCollateralInEModeChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorAssetLtvzeroInEModeChanged represents a AssetLtvzeroInEModeChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorAssetLtvzeroInEModeChanged struct {
	Asset      common.Address
	CategoryId uint8
	Ltvzero    bool
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorAssetLtvzeroInEModeChangedEventName = "AssetLtvzeroInEModeChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorAssetLtvzeroInEModeChanged) ContractEventName() string {
	return PoolConfiguratorAssetLtvzeroInEModeChangedEventName
}

// UnpackAssetLtvzeroInEModeChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AssetLtvzeroInEModeChanged(address indexed asset, uint8 categoryId, bool ltvzero)
func (poolConfigurator *PoolConfigurator) UnpackAssetLtvzeroInEModeChangedEvent(log *types.Log) (*PoolConfiguratorAssetLtvzeroInEModeChanged, error) {
	event := "AssetLtvzeroInEModeChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorAssetLtvzeroInEModeChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorBorrowCapChanged represents a BorrowCapChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorBorrowCapChanged struct {
	Asset        common.Address
	OldBorrowCap *big.Int
	NewBorrowCap *big.Int
	Raw          *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorBorrowCapChangedEventName = "BorrowCapChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorBorrowCapChanged) ContractEventName() string {
	return PoolConfiguratorBorrowCapChangedEventName
}

// UnpackBorrowCapChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BorrowCapChanged(address indexed asset, uint256 oldBorrowCap, uint256 newBorrowCap)
func (poolConfigurator *PoolConfigurator) UnpackBorrowCapChangedEvent(log *types.Log) (*PoolConfiguratorBorrowCapChanged, error) {
	event := "BorrowCapChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorBorrowCapChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorCollateralConfigurationChanged represents a CollateralConfigurationChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorCollateralConfigurationChanged struct {
	Asset                common.Address
	Ltv                  *big.Int
	LiquidationThreshold *big.Int
	LiquidationBonus     *big.Int
	Raw                  *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorCollateralConfigurationChangedEventName = "CollateralConfigurationChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorCollateralConfigurationChanged) ContractEventName() string {
	return PoolConfiguratorCollateralConfigurationChangedEventName
}

// UnpackCollateralConfigurationChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CollateralConfigurationChanged(address indexed asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)
func (poolConfigurator *PoolConfigurator) UnpackCollateralConfigurationChangedEvent(log *types.Log) (*PoolConfiguratorCollateralConfigurationChanged, error) {
	event := "CollateralConfigurationChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorCollateralConfigurationChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorEModeAssetCategoryChanged represents a EModeAssetCategoryChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorEModeAssetCategoryChanged struct {
	Asset         common.Address
	OldCategoryId uint8
	NewCategoryId uint8
	Raw           *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorEModeAssetCategoryChangedEventName = "EModeAssetCategoryChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorEModeAssetCategoryChanged) ContractEventName() string {
	return PoolConfiguratorEModeAssetCategoryChangedEventName
}

// UnpackEModeAssetCategoryChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EModeAssetCategoryChanged(address indexed asset, uint8 oldCategoryId, uint8 newCategoryId)
func (poolConfigurator *PoolConfigurator) UnpackEModeAssetCategoryChangedEvent(log *types.Log) (*PoolConfiguratorEModeAssetCategoryChanged, error) {
	event := "EModeAssetCategoryChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorEModeAssetCategoryChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorEModeCategoryAdded represents a EModeCategoryAdded event raised by the PoolConfigurator contract.
type PoolConfiguratorEModeCategoryAdded struct {
	CategoryId           uint8
	Ltv                  *big.Int
	LiquidationThreshold *big.Int
	LiquidationBonus     *big.Int
	Oracle               common.Address
	Label                string
	Raw                  *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorEModeCategoryAddedEventName = "EModeCategoryAdded"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorEModeCategoryAdded) ContractEventName() string {
	return PoolConfiguratorEModeCategoryAddedEventName
}

// UnpackEModeCategoryAddedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EModeCategoryAdded(uint8 indexed categoryId, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus, address oracle, string label)
func (poolConfigurator *PoolConfigurator) UnpackEModeCategoryAddedEvent(log *types.Log) (*PoolConfiguratorEModeCategoryAdded, error) {
	event := "EModeCategoryAdded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorEModeCategoryAdded)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorEModeCategoryIsolationChanged represents a EModeCategoryIsolationChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorEModeCategoryIsolationChanged struct {
	CategoryId uint8
	Isolated   bool
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorEModeCategoryIsolationChangedEventName = "EModeCategoryIsolationChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorEModeCategoryIsolationChanged) ContractEventName() string {
	return PoolConfiguratorEModeCategoryIsolationChangedEventName
}

// UnpackEModeCategoryIsolationChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EModeCategoryIsolationChanged(uint8 indexed categoryId, bool isolated)
func (poolConfigurator *PoolConfigurator) UnpackEModeCategoryIsolationChangedEvent(log *types.Log) (*PoolConfiguratorEModeCategoryIsolationChanged, error) {
	event := "EModeCategoryIsolationChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorEModeCategoryIsolationChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorLiquidationGracePeriodChanged represents a LiquidationGracePeriodChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorLiquidationGracePeriodChanged struct {
	Asset            common.Address
	GracePeriodUntil *big.Int
	Raw              *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorLiquidationGracePeriodChangedEventName = "LiquidationGracePeriodChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorLiquidationGracePeriodChanged) ContractEventName() string {
	return PoolConfiguratorLiquidationGracePeriodChangedEventName
}

// UnpackLiquidationGracePeriodChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LiquidationGracePeriodChanged(address indexed asset, uint40 gracePeriodUntil)
func (poolConfigurator *PoolConfigurator) UnpackLiquidationGracePeriodChangedEvent(log *types.Log) (*PoolConfiguratorLiquidationGracePeriodChanged, error) {
	event := "LiquidationGracePeriodChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorLiquidationGracePeriodChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorLiquidationGracePeriodDisabled represents a LiquidationGracePeriodDisabled event raised by the PoolConfigurator contract.
type PoolConfiguratorLiquidationGracePeriodDisabled struct {
	Asset common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorLiquidationGracePeriodDisabledEventName = "LiquidationGracePeriodDisabled"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorLiquidationGracePeriodDisabled) ContractEventName() string {
	return PoolConfiguratorLiquidationGracePeriodDisabledEventName
}

// UnpackLiquidationGracePeriodDisabledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LiquidationGracePeriodDisabled(address indexed asset)
func (poolConfigurator *PoolConfigurator) UnpackLiquidationGracePeriodDisabledEvent(log *types.Log) (*PoolConfiguratorLiquidationGracePeriodDisabled, error) {
	event := "LiquidationGracePeriodDisabled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorLiquidationGracePeriodDisabled)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorLiquidationProtocolFeeChanged represents a LiquidationProtocolFeeChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorLiquidationProtocolFeeChanged struct {
	Asset  common.Address
	OldFee *big.Int
	NewFee *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorLiquidationProtocolFeeChangedEventName = "LiquidationProtocolFeeChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorLiquidationProtocolFeeChanged) ContractEventName() string {
	return PoolConfiguratorLiquidationProtocolFeeChangedEventName
}

// UnpackLiquidationProtocolFeeChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LiquidationProtocolFeeChanged(address indexed asset, uint256 oldFee, uint256 newFee)
func (poolConfigurator *PoolConfigurator) UnpackLiquidationProtocolFeeChangedEvent(log *types.Log) (*PoolConfiguratorLiquidationProtocolFeeChanged, error) {
	event := "LiquidationProtocolFeeChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorLiquidationProtocolFeeChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorReserveActive represents a ReserveActive event raised by the PoolConfigurator contract.
type PoolConfiguratorReserveActive struct {
	Asset  common.Address
	Active bool
	Raw    *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorReserveActiveEventName = "ReserveActive"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorReserveActive) ContractEventName() string {
	return PoolConfiguratorReserveActiveEventName
}

// UnpackReserveActiveEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveActive(address indexed asset, bool active)
func (poolConfigurator *PoolConfigurator) UnpackReserveActiveEvent(log *types.Log) (*PoolConfiguratorReserveActive, error) {
	event := "ReserveActive"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorReserveActive)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorReserveDropped represents a ReserveDropped event raised by the PoolConfigurator contract.
type PoolConfiguratorReserveDropped struct {
	Asset common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorReserveDroppedEventName = "ReserveDropped"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorReserveDropped) ContractEventName() string {
	return PoolConfiguratorReserveDroppedEventName
}

// UnpackReserveDroppedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveDropped(address indexed asset)
func (poolConfigurator *PoolConfigurator) UnpackReserveDroppedEvent(log *types.Log) (*PoolConfiguratorReserveDropped, error) {
	event := "ReserveDropped"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorReserveDropped)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorReserveFrozen represents a ReserveFrozen event raised by the PoolConfigurator contract.
type PoolConfiguratorReserveFrozen struct {
	Asset  common.Address
	Frozen bool
	Raw    *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorReserveFrozenEventName = "ReserveFrozen"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorReserveFrozen) ContractEventName() string {
	return PoolConfiguratorReserveFrozenEventName
}

// UnpackReserveFrozenEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveFrozen(address indexed asset, bool frozen)
func (poolConfigurator *PoolConfigurator) UnpackReserveFrozenEvent(log *types.Log) (*PoolConfiguratorReserveFrozen, error) {
	event := "ReserveFrozen"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorReserveFrozen)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorReserveInitialized represents a ReserveInitialized event raised by the PoolConfigurator contract.
type PoolConfiguratorReserveInitialized struct {
	Asset                       common.Address
	AToken                      common.Address
	StableDebtToken             common.Address
	VariableDebtToken           common.Address
	InterestRateStrategyAddress common.Address
	Raw                         *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorReserveInitializedEventName = "ReserveInitialized"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorReserveInitialized) ContractEventName() string {
	return PoolConfiguratorReserveInitializedEventName
}

// UnpackReserveInitializedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveInitialized(address indexed asset, address indexed aToken, address stableDebtToken, address variableDebtToken, address interestRateStrategyAddress)
func (poolConfigurator *PoolConfigurator) UnpackReserveInitializedEvent(log *types.Log) (*PoolConfiguratorReserveInitialized, error) {
	event := "ReserveInitialized"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorReserveInitialized)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorReservePaused represents a ReservePaused event raised by the PoolConfigurator contract.
type PoolConfiguratorReservePaused struct {
	Asset  common.Address
	Paused bool
	Raw    *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorReservePausedEventName = "ReservePaused"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorReservePaused) ContractEventName() string {
	return PoolConfiguratorReservePausedEventName
}

// UnpackReservePausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReservePaused(address indexed asset, bool paused)
func (poolConfigurator *PoolConfigurator) UnpackReservePausedEvent(log *types.Log) (*PoolConfiguratorReservePaused, error) {
	event := "ReservePaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorReservePaused)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PoolConfiguratorSupplyCapChanged represents a SupplyCapChanged event raised by the PoolConfigurator contract.
type PoolConfiguratorSupplyCapChanged struct {
	Asset        common.Address
	OldSupplyCap *big.Int
	NewSupplyCap *big.Int
	Raw          *types.Log // Blockchain specific contextual infos
}

const PoolConfiguratorSupplyCapChangedEventName = "SupplyCapChanged"

// ContractEventName returns the user-defined event name.
func (PoolConfiguratorSupplyCapChanged) ContractEventName() string {
	return PoolConfiguratorSupplyCapChangedEventName
}

// UnpackSupplyCapChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SupplyCapChanged(address indexed asset, uint256 oldSupplyCap, uint256 newSupplyCap)
func (poolConfigurator *PoolConfigurator) UnpackSupplyCapChangedEvent(log *types.Log) (*PoolConfiguratorSupplyCapChanged, error) {
	event := "SupplyCapChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolConfiguratorSupplyCapChanged)
	if len(log.Data) > 0 {
		if err := poolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolConfigurator.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}
