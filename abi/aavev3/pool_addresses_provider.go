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

// PoolAddressesProviderMetaData contains all meta data concerning the PoolAddressesProvider contract.
var PoolAddressesProviderMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"getPool\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getPoolConfigurator\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getPriceOracle\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getPriceOracleSentinel\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"PoolUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"oldAddress\",\"indexed\":true},{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"PriceOracleUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"oldAddress\",\"indexed\":true},{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"PriceOracleSentinelUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"oldAddress\",\"indexed\":true},{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"ProxyCreated\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"proxyAddress\",\"indexed\":true},{\"type\":\"address\",\"name\":\"implementationAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"AddressSet\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"oldAddress\",\"indexed\":true},{\"type\":\"address\",\"name\":\"newAddress\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"AddressSetAsProxy\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"proxyAddress\",\"indexed\":true},{\"type\":\"address\",\"name\":\"oldImplementationAddress\",\"indexed\":false},{\"type\":\"address\",\"name\":\"newImplementationAddress\",\"indexed\":true}]}]",
	ID:  "PoolAddressesProvider",
}

// PoolAddressesProvider is an auto generated Go binding around an Ethereum contract.
type PoolAddressesProvider struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *PoolAddressesProvider) GetABI() abi.ABI {
	return c.abi
}

// NewPoolAddressesProvider creates a new instance of PoolAddressesProvider.
func NewPoolAddressesProvider() *PoolAddressesProvider {
	parsed, err := PoolAddressesProviderMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &PoolAddressesProvider{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *PoolAddressesProvider) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGetPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x026b1d5f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getPool() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) PackGetPool() []byte {
	enc, err := poolAddressesProvider.abi.Pack("getPool")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetPool is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x026b1d5f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getPool() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) TryPackGetPool() ([]byte, error) {
	return poolAddressesProvider.abi.Pack("getPool")
}

// UnpackGetPool is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x026b1d5f.
//
// Solidity: function getPool() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) UnpackGetPool(data []byte) (common.Address, error) {
	out, err := poolAddressesProvider.abi.Unpack("getPool", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetPoolConfigurator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x631adfca.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getPoolConfigurator() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) PackGetPoolConfigurator() []byte {
	enc, err := poolAddressesProvider.abi.Pack("getPoolConfigurator")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetPoolConfigurator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x631adfca.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getPoolConfigurator() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) TryPackGetPoolConfigurator() ([]byte, error) {
	return poolAddressesProvider.abi.Pack("getPoolConfigurator")
}

// UnpackGetPoolConfigurator is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x631adfca.
//
// Solidity: function getPoolConfigurator() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) UnpackGetPoolConfigurator(data []byte) (common.Address, error) {
	out, err := poolAddressesProvider.abi.Unpack("getPoolConfigurator", data)
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
func (poolAddressesProvider *PoolAddressesProvider) PackGetPriceOracle() []byte {
	enc, err := poolAddressesProvider.abi.Pack("getPriceOracle")
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
func (poolAddressesProvider *PoolAddressesProvider) TryPackGetPriceOracle() ([]byte, error) {
	return poolAddressesProvider.abi.Pack("getPriceOracle")
}

// UnpackGetPriceOracle is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfca513a8.
//
// Solidity: function getPriceOracle() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) UnpackGetPriceOracle(data []byte) (common.Address, error) {
	out, err := poolAddressesProvider.abi.Unpack("getPriceOracle", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetPriceOracleSentinel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5eb88d3d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getPriceOracleSentinel() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) PackGetPriceOracleSentinel() []byte {
	enc, err := poolAddressesProvider.abi.Pack("getPriceOracleSentinel")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetPriceOracleSentinel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5eb88d3d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getPriceOracleSentinel() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) TryPackGetPriceOracleSentinel() ([]byte, error) {
	return poolAddressesProvider.abi.Pack("getPriceOracleSentinel")
}

// UnpackGetPriceOracleSentinel is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5eb88d3d.
//
// Solidity: function getPriceOracleSentinel() view returns(address)
func (poolAddressesProvider *PoolAddressesProvider) UnpackGetPriceOracleSentinel(data []byte) (common.Address, error) {
	out, err := poolAddressesProvider.abi.Unpack("getPriceOracleSentinel", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PoolAddressesProviderAddressSet represents a AddressSet event raised by the PoolAddressesProvider contract.
type PoolAddressesProviderAddressSet struct {
	Id         [32]byte
	OldAddress common.Address
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolAddressesProviderAddressSetEventName = "AddressSet"

// ContractEventName returns the user-defined event name.
func (PoolAddressesProviderAddressSet) ContractEventName() string {
	return PoolAddressesProviderAddressSetEventName
}

// UnpackAddressSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AddressSet(bytes32 indexed id, address indexed oldAddress, address indexed newAddress)
func (poolAddressesProvider *PoolAddressesProvider) UnpackAddressSetEvent(log *types.Log) (*PoolAddressesProviderAddressSet, error) {
	event := "AddressSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolAddressesProviderAddressSet)
	if len(log.Data) > 0 {
		if err := poolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolAddressesProvider.abi.Events[event].Inputs {
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

// PoolAddressesProviderAddressSetAsProxy represents a AddressSetAsProxy event raised by the PoolAddressesProvider contract.
type PoolAddressesProviderAddressSetAsProxy struct {
	Id                       [32]byte
	ProxyAddress             common.Address
	OldImplementationAddress common.Address
	NewImplementationAddress common.Address
	Raw                      *types.Log // Blockchain specific contextual infos
}

const PoolAddressesProviderAddressSetAsProxyEventName = "AddressSetAsProxy"

// ContractEventName returns the user-defined event name.
func (PoolAddressesProviderAddressSetAsProxy) ContractEventName() string {
	return PoolAddressesProviderAddressSetAsProxyEventName
}

// UnpackAddressSetAsProxyEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AddressSetAsProxy(bytes32 indexed id, address indexed proxyAddress, address oldImplementationAddress, address indexed newImplementationAddress)
func (poolAddressesProvider *PoolAddressesProvider) UnpackAddressSetAsProxyEvent(log *types.Log) (*PoolAddressesProviderAddressSetAsProxy, error) {
	event := "AddressSetAsProxy"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolAddressesProviderAddressSetAsProxy)
	if len(log.Data) > 0 {
		if err := poolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolAddressesProvider.abi.Events[event].Inputs {
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

// PoolAddressesProviderPoolUpdated represents a PoolUpdated event raised by the PoolAddressesProvider contract.
type PoolAddressesProviderPoolUpdated struct {
	OldAddress common.Address
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolAddressesProviderPoolUpdatedEventName = "PoolUpdated"

// ContractEventName returns the user-defined event name.
func (PoolAddressesProviderPoolUpdated) ContractEventName() string {
	return PoolAddressesProviderPoolUpdatedEventName
}

// UnpackPoolUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PoolUpdated(address indexed oldAddress, address indexed newAddress)
func (poolAddressesProvider *PoolAddressesProvider) UnpackPoolUpdatedEvent(log *types.Log) (*PoolAddressesProviderPoolUpdated, error) {
	event := "PoolUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolAddressesProviderPoolUpdated)
	if len(log.Data) > 0 {
		if err := poolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolAddressesProvider.abi.Events[event].Inputs {
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

// PoolAddressesProviderPriceOracleSentinelUpdated represents a PriceOracleSentinelUpdated event raised by the PoolAddressesProvider contract.
type PoolAddressesProviderPriceOracleSentinelUpdated struct {
	OldAddress common.Address
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolAddressesProviderPriceOracleSentinelUpdatedEventName = "PriceOracleSentinelUpdated"

// ContractEventName returns the user-defined event name.
func (PoolAddressesProviderPriceOracleSentinelUpdated) ContractEventName() string {
	return PoolAddressesProviderPriceOracleSentinelUpdatedEventName
}

// UnpackPriceOracleSentinelUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PriceOracleSentinelUpdated(address indexed oldAddress, address indexed newAddress)
func (poolAddressesProvider *PoolAddressesProvider) UnpackPriceOracleSentinelUpdatedEvent(log *types.Log) (*PoolAddressesProviderPriceOracleSentinelUpdated, error) {
	event := "PriceOracleSentinelUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolAddressesProviderPriceOracleSentinelUpdated)
	if len(log.Data) > 0 {
		if err := poolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolAddressesProvider.abi.Events[event].Inputs {
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

// PoolAddressesProviderPriceOracleUpdated represents a PriceOracleUpdated event raised by the PoolAddressesProvider contract.
type PoolAddressesProviderPriceOracleUpdated struct {
	OldAddress common.Address
	NewAddress common.Address
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolAddressesProviderPriceOracleUpdatedEventName = "PriceOracleUpdated"

// ContractEventName returns the user-defined event name.
func (PoolAddressesProviderPriceOracleUpdated) ContractEventName() string {
	return PoolAddressesProviderPriceOracleUpdatedEventName
}

// UnpackPriceOracleUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PriceOracleUpdated(address indexed oldAddress, address indexed newAddress)
func (poolAddressesProvider *PoolAddressesProvider) UnpackPriceOracleUpdatedEvent(log *types.Log) (*PoolAddressesProviderPriceOracleUpdated, error) {
	event := "PriceOracleUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolAddressesProviderPriceOracleUpdated)
	if len(log.Data) > 0 {
		if err := poolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolAddressesProvider.abi.Events[event].Inputs {
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

// PoolAddressesProviderProxyCreated represents a ProxyCreated event raised by the PoolAddressesProvider contract.
type PoolAddressesProviderProxyCreated struct {
	Id                    [32]byte
	ProxyAddress          common.Address
	ImplementationAddress common.Address
	Raw                   *types.Log // Blockchain specific contextual infos
}

const PoolAddressesProviderProxyCreatedEventName = "ProxyCreated"

// ContractEventName returns the user-defined event name.
func (PoolAddressesProviderProxyCreated) ContractEventName() string {
	return PoolAddressesProviderProxyCreatedEventName
}

// UnpackProxyCreatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ProxyCreated(bytes32 indexed id, address indexed proxyAddress, address indexed implementationAddress)
func (poolAddressesProvider *PoolAddressesProvider) UnpackProxyCreatedEvent(log *types.Log) (*PoolAddressesProviderProxyCreated, error) {
	event := "ProxyCreated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != poolAddressesProvider.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolAddressesProviderProxyCreated)
	if len(log.Data) > 0 {
		if err := poolAddressesProvider.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range poolAddressesProvider.abi.Events[event].Inputs {
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
