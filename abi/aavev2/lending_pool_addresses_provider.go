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

// LendingPoolAddressesProviderMetaData contains all meta data concerning the LendingPoolAddressesProvider contract.
var LendingPoolAddressesProviderMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"getLendingPool\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getLendingPoolConfigurator\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getLendingPoolCollateralManager\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getPriceOracle\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"ProxyCreated\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":false},{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"AddressSet\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":false},{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true},{\"type\":\"bool\",\"name\":\"hasProxy\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"LendingPoolUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"LendingPoolConfiguratorUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"LendingPoolCollateralManagerUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"PriceOracleUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]}]",
	ID:  "LendingPoolAddressesProvider",
}

// LendingPoolAddressesProvider is an auto generated Go binding around an Ethereum contract.
type LendingPoolAddressesProvider struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *LendingPoolAddressesProvider) GetABI() abi.ABI {
	return c.abi
}

// NewLendingPoolAddressesProvider creates a new instance of LendingPoolAddressesProvider.
func NewLendingPoolAddressesProvider() *LendingPoolAddressesProvider {
	parsed, err := LendingPoolAddressesProviderMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &LendingPoolAddressesProvider{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *LendingPoolAddressesProvider) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGetLendingPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0261bf8b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getLendingPool() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) PackGetLendingPool() []byte {
	enc, err := lendingPoolAddressesProvider.abi.Pack("getLendingPool")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetLendingPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0261bf8b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getLendingPool() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) TryPackGetLendingPool() ([]byte, error) {
	return lendingPoolAddressesProvider.abi.Pack("getLendingPool")
}

// UnpackGetLendingPool is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0261bf8b.
//
// Solidity: function getLendingPool() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackGetLendingPool(data []byte) (common.Address, error) {
	out, err := lendingPoolAddressesProvider.abi.Unpack("getLendingPool", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetLendingPoolCollateralManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x712d9171.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getLendingPoolCollateralManager() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) PackGetLendingPoolCollateralManager() []byte {
	enc, err := lendingPoolAddressesProvider.abi.Pack("getLendingPoolCollateralManager")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetLendingPoolCollateralManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x712d9171.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getLendingPoolCollateralManager() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) TryPackGetLendingPoolCollateralManager() ([]byte, error) {
	return lendingPoolAddressesProvider.abi.Pack("getLendingPoolCollateralManager")
}

// UnpackGetLendingPoolCollateralManager is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x712d9171.
//
// Solidity: function getLendingPoolCollateralManager() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackGetLendingPoolCollateralManager(data []byte) (common.Address, error) {
	out, err := lendingPoolAddressesProvider.abi.Unpack("getLendingPoolCollateralManager", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetLendingPoolConfigurator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85c858b1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getLendingPoolConfigurator() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) PackGetLendingPoolConfigurator() []byte {
	enc, err := lendingPoolAddressesProvider.abi.Pack("getLendingPoolConfigurator")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetLendingPoolConfigurator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85c858b1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getLendingPoolConfigurator() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) TryPackGetLendingPoolConfigurator() ([]byte, error) {
	return lendingPoolAddressesProvider.abi.Pack("getLendingPoolConfigurator")
}

// UnpackGetLendingPoolConfigurator is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x85c858b1.
//
// Solidity: function getLendingPoolConfigurator() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackGetLendingPoolConfigurator(data []byte) (common.Address, error) {
	out, err := lendingPoolAddressesProvider.abi.Unpack("getLendingPoolConfigurator", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetPriceOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfca513a8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getPriceOracle() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) PackGetPriceOracle() []byte {
	enc, err := lendingPoolAddressesProvider.abi.Pack("getPriceOracle")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetPriceOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfca513a8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getPriceOracle() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) TryPackGetPriceOracle() ([]byte, error) {
	return lendingPoolAddressesProvider.abi.Pack("getPriceOracle")
}

// UnpackGetPriceOracle is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfca513a8.
//
// Solidity: function getPriceOracle() view returns(address)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackGetPriceOracle(data []byte) (common.Address, error) {
	out, err := lendingPoolAddressesProvider.abi.Unpack("getPriceOracle", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// LendingPoolAddressesProviderAddressSet represents a AddressSet event raised by the LendingPoolAddressesProvider contract.
type LendingPoolAddressesProviderAddressSet struct {
	Id         [32]byte
	NewAddress common.Address
	HasProxy   bool
	Raw        *types.Log // Blockchain specific contextual infos
}

const LendingPoolAddressesProviderAddressSetEventName = "AddressSet"

// ContractEventName returns the user-defined event name.
func (LendingPoolAddressesProviderAddressSet) ContractEventName() string {
	return LendingPoolAddressesProviderAddressSetEventName
}

// UnpackAddressSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AddressSet(bytes32 id, address indexed newAddress, bool hasProxy)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackAddressSetEvent(log *types.Log) (*LendingPoolAddressesProviderAddressSet, error) {
	event := "AddressSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolAddressesProviderAddressSet)
	if len(log.Data) > 0 {
		if err := lendingPoolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolAddressesProvider.abi.Events[event].Inputs {
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

// LendingPoolAddressesProviderLendingPoolCollateralManagerUpdated represents a LendingPoolCollateralManagerUpdated event raised by the LendingPoolAddressesProvider contract.
type LendingPoolAddressesProviderLendingPoolCollateralManagerUpdated struct {
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const LendingPoolAddressesProviderLendingPoolCollateralManagerUpdatedEventName = "LendingPoolCollateralManagerUpdated"

// ContractEventName returns the user-defined event name.
func (LendingPoolAddressesProviderLendingPoolCollateralManagerUpdated) ContractEventName() string {
	return LendingPoolAddressesProviderLendingPoolCollateralManagerUpdatedEventName
}

// UnpackLendingPoolCollateralManagerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LendingPoolCollateralManagerUpdated(address indexed newAddress)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackLendingPoolCollateralManagerUpdatedEvent(log *types.Log) (*LendingPoolAddressesProviderLendingPoolCollateralManagerUpdated, error) {
	event := "LendingPoolCollateralManagerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolAddressesProviderLendingPoolCollateralManagerUpdated)
	if len(log.Data) > 0 {
		if err := lendingPoolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolAddressesProvider.abi.Events[event].Inputs {
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

// LendingPoolAddressesProviderLendingPoolConfiguratorUpdated represents a LendingPoolConfiguratorUpdated event raised by the LendingPoolAddressesProvider contract.
type LendingPoolAddressesProviderLendingPoolConfiguratorUpdated struct {
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const LendingPoolAddressesProviderLendingPoolConfiguratorUpdatedEventName = "LendingPoolConfiguratorUpdated"

// ContractEventName returns the user-defined event name.
func (LendingPoolAddressesProviderLendingPoolConfiguratorUpdated) ContractEventName() string {
	return LendingPoolAddressesProviderLendingPoolConfiguratorUpdatedEventName
}

// UnpackLendingPoolConfiguratorUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LendingPoolConfiguratorUpdated(address indexed newAddress)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackLendingPoolConfiguratorUpdatedEvent(log *types.Log) (*LendingPoolAddressesProviderLendingPoolConfiguratorUpdated, error) {
	event := "LendingPoolConfiguratorUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolAddressesProviderLendingPoolConfiguratorUpdated)
	if len(log.Data) > 0 {
		if err := lendingPoolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolAddressesProvider.abi.Events[event].Inputs {
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

// LendingPoolAddressesProviderLendingPoolUpdated represents a LendingPoolUpdated event raised by the LendingPoolAddressesProvider contract.
type LendingPoolAddressesProviderLendingPoolUpdated struct {
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const LendingPoolAddressesProviderLendingPoolUpdatedEventName = "LendingPoolUpdated"

// ContractEventName returns the user-defined event name.
func (LendingPoolAddressesProviderLendingPoolUpdated) ContractEventName() string {
	return LendingPoolAddressesProviderLendingPoolUpdatedEventName
}

// UnpackLendingPoolUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LendingPoolUpdated(address indexed newAddress)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackLendingPoolUpdatedEvent(log *types.Log) (*LendingPoolAddressesProviderLendingPoolUpdated, error) {
	event := "LendingPoolUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolAddressesProviderLendingPoolUpdated)
	if len(log.Data) > 0 {
		if err := lendingPoolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolAddressesProvider.abi.Events[event].Inputs {
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

// LendingPoolAddressesProviderPriceOracleUpdated represents a PriceOracleUpdated event raised by the LendingPoolAddressesProvider contract.
type LendingPoolAddressesProviderPriceOracleUpdated struct {
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const LendingPoolAddressesProviderPriceOracleUpdatedEventName = "PriceOracleUpdated"

// ContractEventName returns the user-defined event name.
func (LendingPoolAddressesProviderPriceOracleUpdated) ContractEventName() string {
	return LendingPoolAddressesProviderPriceOracleUpdatedEventName
}

// UnpackPriceOracleUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PriceOracleUpdated(address indexed newAddress)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackPriceOracleUpdatedEvent(log *types.Log) (*LendingPoolAddressesProviderPriceOracleUpdated, error) {
	event := "PriceOracleUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolAddressesProviderPriceOracleUpdated)
	if len(log.Data) > 0 {
		if err := lendingPoolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolAddressesProvider.abi.Events[event].Inputs {
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

// LendingPoolAddressesProviderProxyCreated represents a ProxyCreated event raised by the LendingPoolAddressesProvider contract.
type LendingPoolAddressesProviderProxyCreated struct {
	Id         [32]byte
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const LendingPoolAddressesProviderProxyCreatedEventName = "ProxyCreated"

// ContractEventName returns the user-defined event name.
func (LendingPoolAddressesProviderProxyCreated) ContractEventName() string {
	return LendingPoolAddressesProviderProxyCreatedEventName
}

// UnpackProxyCreatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ProxyCreated(bytes32 id, address indexed newAddress)
func (lendingPoolAddressesProvider *LendingPoolAddressesProvider) UnpackProxyCreatedEvent(log *types.Log) (*LendingPoolAddressesProviderProxyCreated, error) {
	event := "ProxyCreated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPoolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolAddressesProviderProxyCreated)
	if len(log.Data) > 0 {
		if err := lendingPoolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPoolAddressesProvider.abi.Events[event].Inputs {
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
