// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package aavev2

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

// LendingPoolConfiguratorMetaData contains all meta data concerning the LendingPoolConfigurator contract.
var LendingPoolConfiguratorMetaData = bind.MetaData{
	ABI: "[{\"type\":\"event\",\"name\":\"ReserveInitialized\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"address\",\"name\":\"aToken\",\"indexed\":true},{\"type\":\"address\",\"name\":\"stableDebtToken\",\"indexed\":false},{\"type\":\"address\",\"name\":\"variableDebtToken\",\"indexed\":false},{\"type\":\"address\",\"name\":\"interestRateStrategyAddress\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"CollateralConfigurationChanged\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"ltv\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidationThreshold\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidationBonus\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"ReserveActivated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"ReserveDeactivated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"ReserveFrozen\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"ReserveUnfrozen\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true}]}]",
	ID:  "LendingPoolConfigurator",
}

// LendingPoolConfigurator is an auto generated Go binding around an Ethereum contract.
type LendingPoolConfigurator struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *LendingPoolConfigurator) GetABI() abi.ABI {
	return c.abi
}

// NewLendingPoolConfigurator creates a new instance of LendingPoolConfigurator.
func NewLendingPoolConfigurator() *LendingPoolConfigurator {
	parsed, err := LendingPoolConfiguratorMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &LendingPoolConfigurator{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *LendingPoolConfigurator) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// LendingPoolConfiguratorCollateralConfigurationChanged represents a CollateralConfigurationChanged event raised by the LendingPoolConfigurator contract.
type LendingPoolConfiguratorCollateralConfigurationChanged struct {
	Asset                common.Address
	Ltv                  *big.Int
	LiquidationThreshold *big.Int
	LiquidationBonus     *big.Int
	Raw                  *types.Log // Blockchain specific contextual infos
}

const LendingPoolConfiguratorCollateralConfigurationChangedEventName = "CollateralConfigurationChanged"

// ContractEventName returns the user-defined event name.
func (LendingPoolConfiguratorCollateralConfigurationChanged) ContractEventName() string {
	return LendingPoolConfiguratorCollateralConfigurationChangedEventName
}

// UnpackCollateralConfigurationChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CollateralConfigurationChanged(address indexed asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)
func (lendingPoolConfigurator *LendingPoolConfigurator) UnpackCollateralConfigurationChangedEvent(log *types.Log) (*LendingPoolConfiguratorCollateralConfigurationChanged, error) {
	event := "CollateralConfigurationChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolConfiguratorCollateralConfigurationChanged)
	if len(log.Data) > 0 {
		if err := lendingPoolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolConfigurator.abi.Events[event].Inputs {
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

// LendingPoolConfiguratorReserveActivated represents a ReserveActivated event raised by the LendingPoolConfigurator contract.
type LendingPoolConfiguratorReserveActivated struct {
	Asset common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const LendingPoolConfiguratorReserveActivatedEventName = "ReserveActivated"

// ContractEventName returns the user-defined event name.
func (LendingPoolConfiguratorReserveActivated) ContractEventName() string {
	return LendingPoolConfiguratorReserveActivatedEventName
}

// UnpackReserveActivatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveActivated(address indexed asset)
func (lendingPoolConfigurator *LendingPoolConfigurator) UnpackReserveActivatedEvent(log *types.Log) (*LendingPoolConfiguratorReserveActivated, error) {
	event := "ReserveActivated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolConfiguratorReserveActivated)
	if len(log.Data) > 0 {
		if err := lendingPoolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolConfigurator.abi.Events[event].Inputs {
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

// LendingPoolConfiguratorReserveDeactivated represents a ReserveDeactivated event raised by the LendingPoolConfigurator contract.
type LendingPoolConfiguratorReserveDeactivated struct {
	Asset common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const LendingPoolConfiguratorReserveDeactivatedEventName = "ReserveDeactivated"

// ContractEventName returns the user-defined event name.
func (LendingPoolConfiguratorReserveDeactivated) ContractEventName() string {
	return LendingPoolConfiguratorReserveDeactivatedEventName
}

// UnpackReserveDeactivatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveDeactivated(address indexed asset)
func (lendingPoolConfigurator *LendingPoolConfigurator) UnpackReserveDeactivatedEvent(log *types.Log) (*LendingPoolConfiguratorReserveDeactivated, error) {
	event := "ReserveDeactivated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolConfiguratorReserveDeactivated)
	if len(log.Data) > 0 {
		if err := lendingPoolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolConfigurator.abi.Events[event].Inputs {
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

// LendingPoolConfiguratorReserveFrozen represents a ReserveFrozen event raised by the LendingPoolConfigurator contract.
type LendingPoolConfiguratorReserveFrozen struct {
	Asset common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const LendingPoolConfiguratorReserveFrozenEventName = "ReserveFrozen"

// ContractEventName returns the user-defined event name.
func (LendingPoolConfiguratorReserveFrozen) ContractEventName() string {
	return LendingPoolConfiguratorReserveFrozenEventName
}

// UnpackReserveFrozenEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveFrozen(address indexed asset)
func (lendingPoolConfigurator *LendingPoolConfigurator) UnpackReserveFrozenEvent(log *types.Log) (*LendingPoolConfiguratorReserveFrozen, error) {
	event := "ReserveFrozen"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolConfiguratorReserveFrozen)
	if len(log.Data) > 0 {
		if err := lendingPoolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolConfigurator.abi.Events[event].Inputs {
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

// LendingPoolConfiguratorReserveInitialized represents a ReserveInitialized event raised by the LendingPoolConfigurator contract.
type LendingPoolConfiguratorReserveInitialized struct {
	Asset                       common.Address
	AToken                      common.Address
	StableDebtToken             common.Address
	VariableDebtToken           common.Address
	InterestRateStrategyAddress common.Address
	Raw                         *types.Log // Blockchain specific contextual infos
}

const LendingPoolConfiguratorReserveInitializedEventName = "ReserveInitialized"

// ContractEventName returns the user-defined event name.
func (LendingPoolConfiguratorReserveInitialized) ContractEventName() string {
	return LendingPoolConfiguratorReserveInitializedEventName
}

// UnpackReserveInitializedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveInitialized(address indexed asset, address indexed aToken, address stableDebtToken, address variableDebtToken, address interestRateStrategyAddress)
func (lendingPoolConfigurator *LendingPoolConfigurator) UnpackReserveInitializedEvent(log *types.Log) (*LendingPoolConfiguratorReserveInitialized, error) {
	event := "ReserveInitialized"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolConfiguratorReserveInitialized)
	if len(log.Data) > 0 {
		if err := lendingPoolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolConfigurator.abi.Events[event].Inputs {
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

// LendingPoolConfiguratorReserveUnfrozen represents a ReserveUnfrozen event raised by the LendingPoolConfigurator contract.
type LendingPoolConfiguratorReserveUnfrozen struct {
	Asset common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const LendingPoolConfiguratorReserveUnfrozenEventName = "ReserveUnfrozen"

// ContractEventName returns the user-defined event name.
func (LendingPoolConfiguratorReserveUnfrozen) ContractEventName() string {
	return LendingPoolConfiguratorReserveUnfrozenEventName
}

// UnpackReserveUnfrozenEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveUnfrozen(address indexed asset)
func (lendingPoolConfigurator *LendingPoolConfigurator) UnpackReserveUnfrozenEvent(log *types.Log) (*LendingPoolConfiguratorReserveUnfrozen, error) {
	event := "ReserveUnfrozen"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolConfigurator.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolConfiguratorReserveUnfrozen)
	if len(log.Data) > 0 {
		if err := lendingPoolConfigurator.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolConfigurator.abi.Events[event].Inputs {
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
