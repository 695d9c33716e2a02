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

// Struct1 is an auto generated low-level Go binding around an user-defined struct.
type Struct1 struct {
	Configuration               Struct0
	LiquidityIndex              *big.Int
	VariableBorrowIndex         *big.Int
	CurrentLiquidityRate        *big.Int
	CurrentVariableBorrowRate   *big.Int
	CurrentStableBorrowRate     *big.Int
	LastUpdateTimestamp         *big.Int
	ATokenAddress               common.Address
	StableDebtTokenAddress      common.Address
	VariableDebtTokenAddress    common.Address
	InterestRateStrategyAddress common.Address
	Id                          uint8
}

// Struct0 is an auto generated low-level Go binding around an user-defined struct.
type Struct0 struct {
	Data *big.Int
}

// LendingPoolMetaData contains all meta data concerning the LendingPool contract.
var LendingPoolMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"getReserveData\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"tuple\",\"name\":\"reserve\",\"components\":[{\"type\":\"tuple\",\"name\":\"configuration\",\"components\":[{\"type\":\"uint256\",\"name\":\"data\"}]},{\"type\":\"uint128\",\"name\":\"liquidityIndex\"},{\"type\":\"uint128\",\"name\":\"variableBorrowIndex\"},{\"type\":\"uint128\",\"name\":\"currentLiquidityRate\"},{\"type\":\"uint128\",\"name\":\"currentVariableBorrowRate\"},{\"type\":\"uint128\",\"name\":\"currentStableBorrowRate\"},{\"type\":\"uint40\",\"name\":\"lastUpdateTimestamp\"},{\"type\":\"address\",\"name\":\"aTokenAddress\"},{\"type\":\"address\",\"name\":\"stableDebtTokenAddress\"},{\"type\":\"address\",\"name\":\"variableDebtTokenAddress\"},{\"type\":\"address\",\"name\":\"interestRateStrategyAddress\"},{\"type\":\"uint8\",\"name\":\"id\"}]}]},{\"type\":\"function\",\"name\":\"getReservesList\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address[]\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getUserConfiguration\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getUserAccountData\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"totalCollateralETH\"},{\"type\":\"uint256\",\"name\":\"totalDebtETH\"},{\"type\":\"uint256\",\"name\":\"availableBorrowsETH\"},{\"type\":\"uint256\",\"name\":\"currentLiquidationThreshold\"},{\"type\":\"uint256\",\"name\":\"ltv\"},{\"type\":\"uint256\",\"name\":\"healthFactor\"}]},{\"type\":\"function\",\"name\":\"paused\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"ReserveDataUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"liquidityRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"stableBorrowRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"variableBorrowRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidityIndex\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"variableBorrowIndex\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Borrow\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":false},{\"type\":\"address\",\"name\":\"onBehalfOf\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"borrowRateMode\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"borrowRate\",\"indexed\":false},{\"type\":\"uint16\",\"name\":\"referral\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"Repay\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"address\",\"name\":\"repayer\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"LiquidationCall\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"collateralAsset\",\"indexed\":true},{\"type\":\"address\",\"name\":\"debtAsset\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"debtToCover\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidatedCollateralAmount\",\"indexed\":false},{\"type\":\"address\",\"name\":\"liquidator\",\"indexed\":false},{\"type\":\"bool\",\"name\":\"receiveAToken\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"ReserveUsedAsCollateralEnabled\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"ReserveUsedAsCollateralDisabled\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"Paused\",\"anonymous\":false,\"inputs\":[]},{\"type\":\"event\",\"name\":\"Unpaused\",\"anonymous\":false,\"inputs\":[]}]",
	ID:  "LendingPool",
}

// LendingPool is an auto generated Go binding around an Ethereum contract.
type LendingPool struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *LendingPool) GetABI() abi.ABI {
	return c.abi
}

// NewLendingPool creates a new instance of LendingPool.
func NewLendingPool() *LendingPool {
	parsed, err := LendingPoolMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &LendingPool{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *LendingPool) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGetReserveData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x35ea6a75.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getReserveData(address asset) view returns(((uint256),uint128,uint128,uint128,uint128,uint128,uint40,address,address,address,address,uint8) reserve)
func (lendingPool *LendingPool) PackGetReserveData(asset common.Address) []byte {
	enc, err := lendingPool.abi.Pack("getReserveData", asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetReserveData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x35ea6a75.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getReserveData(address asset) view returns(((uint256),uint128,uint128,uint128,uint128,uint128,uint40,address,address,address,address,uint8) reserve)
func (lendingPool *LendingPool) TryPackGetReserveData(asset common.Address) ([]byte, error) {
	return lendingPool.abi.Pack("getReserveData", asset)
}

// UnpackGetReserveData is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x35ea6a75.
//
// Solidity: function getReserveData(address asset) view returns(((uint256),uint128,uint128,uint128,uint128,uint128,uint40,address,address,address,address,uint8) reserve)
func (lendingPool *LendingPool) UnpackGetReserveData(data []byte) (Struct1, error) {
	out, err := lendingPool.abi.Unpack("getReserveData", data)
	if err != nil {
		return *new(Struct1), err
	}
	out0 := *abi.ConvertType(out[0], new(Struct1)).(*Struct1)
	return out0, nil
}

// PackGetReservesList is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd1946dbc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getReservesList() view returns(address[])
func (lendingPool *LendingPool) PackGetReservesList() []byte {
	enc, err := lendingPool.abi.Pack("getReservesList")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetReservesList is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd1946dbc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getReservesList() view returns(address[])
func (lendingPool *LendingPool) TryPackGetReservesList() ([]byte, error) {
	return lendingPool.abi.Pack("getReservesList")
}

// UnpackGetReservesList is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd1946dbc.
//
// Solidity: function getReservesList() view returns(address[])
func (lendingPool *LendingPool) UnpackGetReservesList(data []byte) ([]common.Address, error) {
	out, err := lendingPool.abi.Unpack("getReservesList", data)
	if err != nil {
		return *new([]common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new([]common.Address)).(*[]common.Address)
	return out0, nil
}

// PackGetUserAccountData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf92857c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUserAccountData(address user) view returns(uint256 totalCollateralETH, uint256 totalDebtETH, uint256 availableBorrowsETH, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)
func (lendingPool *LendingPool) PackGetUserAccountData(user common.Address) []byte {
	enc, err := lendingPool.abi.Pack("getUserAccountData", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUserAccountData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf92857c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUserAccountData(address user) view returns(uint256 totalCollateralETH, uint256 totalDebtETH, uint256 availableBorrowsETH, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)
func (lendingPool *LendingPool) TryPackGetUserAccountData(user common.Address) ([]byte, error) {
	return lendingPool.abi.Pack("getUserAccountData", user)
}

// GetUserAccountDataOutput serves as a container for the return parameters of contract
// method GetUserAccountData.
type GetUserAccountDataOutput struct {
	TotalCollateralETH          *big.Int
	TotalDebtETH                *big.Int
	AvailableBorrowsETH         *big.Int
	CurrentLiquidationThreshold *big.Int
	Ltv                         *big.Int
	HealthFactor                *big.Int
}

// UnpackGetUserAccountData is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbf92857c.
//
// Solidity: function getUserAccountData(address user) view returns(uint256 totalCollateralETH, uint256 totalDebtETH, uint256 availableBorrowsETH, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)
func (lendingPool *LendingPool) UnpackGetUserAccountData(data []byte) (GetUserAccountDataOutput, error) {
	out, err := lendingPool.abi.Unpack("getUserAccountData", data)
	outstruct := new(GetUserAccountDataOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.TotalCollateralETH = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.TotalDebtETH = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.AvailableBorrowsETH = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	outstruct.CurrentLiquidationThreshold = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.Ltv = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	outstruct.HealthFactor = abi.ConvertType(out[5], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetUserConfiguration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4417a583.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUserConfiguration(address user) view returns(uint256)
func (lendingPool *LendingPool) PackGetUserConfiguration(user common.Address) []byte {
	enc, err := lendingPool.abi.Pack("getUserConfiguration", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUserConfiguration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4417a583.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUserConfiguration(address user) view returns(uint256)
func (lendingPool *LendingPool) TryPackGetUserConfiguration(user common.Address) ([]byte, error) {
	return lendingPool.abi.Pack("getUserConfiguration", user)
}

// UnpackGetUserConfiguration is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4417a583.
//
// Solidity: function getUserConfiguration(address user) view returns(uint256)
func (lendingPool *LendingPool) UnpackGetUserConfiguration(data []byte) (*big.Int, error) {
	out, err := lendingPool.abi.Unpack("getUserConfiguration", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function paused() view returns(bool)
func (lendingPool *LendingPool) PackPaused() []byte {
	enc, err := lendingPool.abi.Pack("paused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function paused() view returns(bool)
func (lendingPool *LendingPool) TryPackPaused() ([]byte, error) {
	return lendingPool.abi.Pack("paused")
}

// UnpackPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c975abb.
//
// Solidity: function paused() view returns(bool)
func (lendingPool *LendingPool) UnpackPaused(data []byte) (bool, error) {
	out, err := lendingPool.abi.Unpack("paused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// LendingPoolBorrow represents a Borrow event raised by the LendingPool contract.
type LendingPoolBorrow struct {
	Reserve        common.Address
	User           common.Address
	OnBehalfOf     common.Address
	Amount         *big.Int
	BorrowRateMode *big.Int
	BorrowRate     *big.Int
	Referral       uint16
	Raw            *types.Log // Blockchain specific contextual infos
}

const LendingPoolBorrowEventName = "Borrow"

// ContractEventName returns the user-defined event name.
func (LendingPoolBorrow) ContractEventName() string {
	return LendingPoolBorrowEventName
}

// UnpackBorrowEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint256 borrowRateMode, uint256 borrowRate, uint16 indexed referral)
func (lendingPool *LendingPool) UnpackBorrowEvent(log *types.Log) (*LendingPoolBorrow, error) {
	event := "Borrow"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolBorrow)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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

// LendingPoolLiquidationCall represents a LiquidationCall event raised by the LendingPool contract.
type LendingPoolLiquidationCall struct {
	CollateralAsset            common.Address
	DebtAsset                  common.Address
	User                       common.Address
	DebtToCover                *big.Int
	LiquidatedCollateralAmount *big.Int
	Liquidator                 common.Address
	ReceiveAToken              bool
	Raw                        *types.Log // Blockchain specific contextual infos
}

const LendingPoolLiquidationCallEventName = "LiquidationCall"

// ContractEventName returns the user-defined event name.
func (LendingPoolLiquidationCall) ContractEventName() string {
	return LendingPoolLiquidationCallEventName
}

// UnpackLiquidationCallEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)
func (lendingPool *LendingPool) UnpackLiquidationCallEvent(log *types.Log) (*LendingPoolLiquidationCall, error) {
	event := "LiquidationCall"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolLiquidationCall)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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

// LendingPoolPaused represents a Paused event raised by the LendingPool contract.
type LendingPoolPaused struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const LendingPoolPausedEventName = "Paused"

// ContractEventName returns the user-defined event name.
func (LendingPoolPaused) ContractEventName() string {
	return LendingPoolPausedEventName
}

// UnpackPausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Paused()
func (lendingPool *LendingPool) UnpackPausedEvent(log *types.Log) (*LendingPoolPaused, error) {
	event := "Paused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolPaused)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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

// LendingPoolRepay represents a Repay event raised by the LendingPool contract.
type LendingPoolRepay struct {
	Reserve common.Address
	User    common.Address
	Repayer common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const LendingPoolRepayEventName = "Repay"

// ContractEventName returns the user-defined event name.
func (LendingPoolRepay) ContractEventName() string {
	return LendingPoolRepayEventName
}

// UnpackRepayEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount)
func (lendingPool *LendingPool) UnpackRepayEvent(log *types.Log) (*LendingPoolRepay, error) {
	event := "Repay"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolRepay)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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

// LendingPoolReserveDataUpdated represents a ReserveDataUpdated event raised by the LendingPool contract.
type LendingPoolReserveDataUpdated struct {
	Reserve             common.Address
	LiquidityRate       *big.Int
	StableBorrowRate    *big.Int
	VariableBorrowRate  *big.Int
	LiquidityIndex      *big.Int
	VariableBorrowIndex *big.Int
	Raw                 *types.Log // Blockchain specific contextual infos
}

const LendingPoolReserveDataUpdatedEventName = "ReserveDataUpdated"

// ContractEventName returns the user-defined event name.
func (LendingPoolReserveDataUpdated) ContractEventName() string {
	return LendingPoolReserveDataUpdatedEventName
}

// UnpackReserveDataUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveDataUpdated(address indexed reserve, uint256 liquidityRate, uint256 stableBorrowRate, uint256 variableBorrowRate, uint256 liquidityIndex, uint256 variableBorrowIndex)
func (lendingPool *LendingPool) UnpackReserveDataUpdatedEvent(log *types.Log) (*LendingPoolReserveDataUpdated, error) {
	event := "ReserveDataUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolReserveDataUpdated)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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

// LendingPoolReserveUsedAsCollateralDisabled represents a ReserveUsedAsCollateralDisabled event raised by the LendingPool contract.
type LendingPoolReserveUsedAsCollateralDisabled struct {
	Reserve common.Address
	User    common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const LendingPoolReserveUsedAsCollateralDisabledEventName = "ReserveUsedAsCollateralDisabled"

// ContractEventName returns the user-defined event name.
func (LendingPoolReserveUsedAsCollateralDisabled) ContractEventName() string {
	return LendingPoolReserveUsedAsCollateralDisabledEventName
}

// UnpackReserveUsedAsCollateralDisabledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)
func (lendingPool *LendingPool) UnpackReserveUsedAsCollateralDisabledEvent(log *types.Log) (*LendingPoolReserveUsedAsCollateralDisabled, error) {
	event := "ReserveUsedAsCollateralDisabled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolReserveUsedAsCollateralDisabled)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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

// LendingPoolReserveUsedAsCollateralEnabled represents a ReserveUsedAsCollateralEnabled event raised by the LendingPool contract.
type LendingPoolReserveUsedAsCollateralEnabled struct {
	Reserve common.Address
	User    common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const LendingPoolReserveUsedAsCollateralEnabledEventName = "ReserveUsedAsCollateralEnabled"

// ContractEventName returns the user-defined event name.
func (LendingPoolReserveUsedAsCollateralEnabled) ContractEventName() string {
	return LendingPoolReserveUsedAsCollateralEnabledEventName
}

// UnpackReserveUsedAsCollateralEnabledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)
func (lendingPool *LendingPool) UnpackReserveUsedAsCollateralEnabledEvent(log *types.Log) (*LendingPoolReserveUsedAsCollateralEnabled, error) {
	event := "ReserveUsedAsCollateralEnabled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolReserveUsedAsCollateralEnabled)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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

// LendingPoolUnpaused represents a Unpaused event raised by the LendingPool contract.
type LendingPoolUnpaused struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const LendingPoolUnpausedEventName = "Unpaused"

// ContractEventName returns the user-defined event name.
func (LendingPoolUnpaused) ContractEventName() string {
	return LendingPoolUnpausedEventName
}

// UnpackUnpausedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unpaused()
func (lendingPool *LendingPool) UnpackUnpausedEvent(log *types.Log) (*LendingPoolUnpaused, error) {
	event := "Unpaused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != lendingPool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(LendingPoolUnpaused)
	if len(log.Data) > 0 {
		if err := lendingPool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range lendingPool.abi.Events[event].Inputs {
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
