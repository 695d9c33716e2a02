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

// Struct3 is an auto generated low-level Go binding around an user-defined struct.
type Struct3 struct {
	Configuration               Struct2
	LiquidityIndex              *big.Int
	CurrentLiquidityRate        *big.Int
	VariableBorrowIndex         *big.Int
	CurrentVariableBorrowRate   *big.Int
	CurrentStableBorrowRate     *big.Int
	LastUpdateTimestamp         *big.Int
	Id                          uint16
	ATokenAddress               common.Address
	StableDebtTokenAddress      common.Address
	VariableDebtTokenAddress    common.Address
	InterestRateStrategyAddress common.Address
	AccruedToTreasury           *big.Int
	Unbacked                    *big.Int
	IsolationModeTotalDebt      *big.Int
}

// Struct0 is an auto generated low-level Go binding around an user-defined struct.
type Struct0 struct {
	Ltv                  uint16
	LiquidationThreshold uint16
	LiquidationBonus     uint16
}

// Struct1 is an auto generated low-level Go binding around an user-defined struct.
type Struct1 struct {
	Ltv                  uint16
	LiquidationThreshold uint16
	LiquidationBonus     uint16
	PriceSource          common.Address
	Label                string
}

// Struct2 is an auto generated low-level Go binding around an user-defined struct.
type Struct2 struct {
	Data *big.Int
}

// PoolMetaData contains all meta data concerning the Pool contract.
var PoolMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"POOL_REVISION\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getReservesList\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address[]\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getReserveData\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"tuple\",\"name\":\"reserve\",\"components\":[{\"type\":\"tuple\",\"name\":\"configuration\",\"components\":[{\"type\":\"uint256\",\"name\":\"data\"}]},{\"type\":\"uint128\",\"name\":\"liquidityIndex\"},{\"type\":\"uint128\",\"name\":\"currentLiquidityRate\"},{\"type\":\"uint128\",\"name\":\"variableBorrowIndex\"},{\"type\":\"uint128\",\"name\":\"currentVariableBorrowRate\"},{\"type\":\"uint128\",\"name\":\"currentStableBorrowRate\"},{\"type\":\"uint40\",\"name\":\"lastUpdateTimestamp\"},{\"type\":\"uint16\",\"name\":\"id\"},{\"type\":\"address\",\"name\":\"aTokenAddress\"},{\"type\":\"address\",\"name\":\"stableDebtTokenAddress\"},{\"type\":\"address\",\"name\":\"variableDebtTokenAddress\"},{\"type\":\"address\",\"name\":\"interestRateStrategyAddress\"},{\"type\":\"uint128\",\"name\":\"accruedToTreasury\"},{\"type\":\"uint128\",\"name\":\"unbacked\"},{\"type\":\"uint128\",\"name\":\"isolationModeTotalDebt\"}]}]},{\"type\":\"function\",\"name\":\"getLiquidationGracePeriod\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"uint40\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getUserConfiguration\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"tuple\",\"name\":\"configuration\",\"components\":[{\"type\":\"uint256\",\"name\":\"data\"}]}]},{\"type\":\"function\",\"name\":\"getUserEMode\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getUserAccountData\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"totalCollateralBase\"},{\"type\":\"uint256\",\"name\":\"totalDebtBase\"},{\"type\":\"uint256\",\"name\":\"availableBorrowsBase\"},{\"type\":\"uint256\",\"name\":\"currentLiquidationThreshold\"},{\"type\":\"uint256\",\"name\":\"ltv\"},{\"type\":\"uint256\",\"name\":\"healthFactor\"}]},{\"type\":\"function\",\"name\":\"getEModeCategoryData\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint8\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"tuple\",\"name\":\"category\",\"components\":[{\"type\":\"uint16\",\"name\":\"ltv\"},{\"type\":\"uint16\",\"name\":\"liquidationThreshold\"},{\"type\":\"uint16\",\"name\":\"liquidationBonus\"},{\"type\":\"address\",\"name\":\"priceSource\"},{\"type\":\"string\",\"name\":\"label\"}]}]},{\"type\":\"function\",\"name\":\"getEModeCategoryCollateralConfig\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint8\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"tuple\",\"name\":\"config\",\"components\":[{\"type\":\"uint16\",\"name\":\"ltv\"},{\"type\":\"uint16\",\"name\":\"liquidationThreshold\"},{\"type\":\"uint16\",\"name\":\"liquidationBonus\"}]}]},{\"type\":\"function\",\"name\":\"getEModeCategoryCollateralBitmap\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint8\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"uint128\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getEModeCategoryLtvzeroBitmap\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint8\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"uint128\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getIsEModeCategoryIsolated\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint8\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"ReserveDataUpdated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"liquidityRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"stableBorrowRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"variableBorrowRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidityIndex\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"variableBorrowIndex\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Borrow\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":false},{\"type\":\"address\",\"name\":\"onBehalfOf\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false},{\"type\":\"uint8\",\"name\":\"interestRateMode\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"borrowRate\",\"indexed\":false},{\"type\":\"uint16\",\"name\":\"referralCode\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"LiquidationCall\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"collateralAsset\",\"indexed\":true},{\"type\":\"address\",\"name\":\"debtAsset\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"debtToCover\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"liquidatedCollateralAmount\",\"indexed\":false},{\"type\":\"address\",\"name\":\"liquidator\",\"indexed\":false},{\"type\":\"bool\",\"name\":\"receiveAToken\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"ReserveUsedAsCollateralEnabled\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"ReserveUsedAsCollateralDisabled\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"reserve\",\"indexed\":true},{\"type\":\"address\",\"name\":\"user\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"UserEModeSet\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"uint8\",\"name\":\"categoryId\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"DeficitCreated\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"address\",\"name\":\"debtAsset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amountCreated\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Upgraded\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"implementation\",\"indexed\":true}]},{\"type\":\"function\",\"name\":\"getVirtualUnderlyingBalance\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"uint128\",\"name\":\"\"}]}]",
	ID:  "Pool",
}

// Pool is an auto generated Go binding around an Ethereum contract.
type Pool struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Pool) GetABI() abi.ABI {
	return c.abi
}

// NewPool creates a new instance of Pool.
func NewPool() *Pool {
	parsed, err := PoolMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Pool{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Pool) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackPOOLREVISION is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0148170e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function POOL_REVISION() view returns(uint256)
func (pool *Pool) PackPOOLREVISION() []byte {
	enc, err := pool.abi.Pack("POOL_REVISION")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPOOLREVISION is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0148170e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function POOL_REVISION() view returns(uint256)
func (pool *Pool) TryPackPOOLREVISION() ([]byte, error) {
	return pool.abi.Pack("POOL_REVISION")
}

// UnpackPOOLREVISION is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0148170e.
//
// Solidity: function POOL_REVISION() view returns(uint256)
func (pool *Pool) UnpackPOOLREVISION(data []byte) (*big.Int, error) {
	out, err := pool.abi.Unpack("POOL_REVISION", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetEModeCategoryCollateralBitmap is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb0771dba.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getEModeCategoryCollateralBitmap(uint8 id) view returns(uint128)
func (pool *Pool) PackGetEModeCategoryCollateralBitmap(id uint8) []byte {
	enc, err := pool.abi.Pack("getEModeCategoryCollateralBitmap", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetEModeCategoryCollateralBitmap is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb0771dba.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getEModeCategoryCollateralBitmap(uint8 id) view returns(uint128)
func (pool *Pool) TryPackGetEModeCategoryCollateralBitmap(id uint8) ([]byte, error) {
	return pool.abi.Pack("getEModeCategoryCollateralBitmap", id)
}

// UnpackGetEModeCategoryCollateralBitmap is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb0771dba.
//
// Solidity: function getEModeCategoryCollateralBitmap(uint8 id) view returns(uint128)
func (pool *Pool) UnpackGetEModeCategoryCollateralBitmap(data []byte) (*big.Int, error) {
	out, err := pool.abi.Unpack("getEModeCategoryCollateralBitmap", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetEModeCategoryCollateralConfig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb286f467.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getEModeCategoryCollateralConfig(uint8 id) view returns((uint16,uint16,uint16) config)
func (pool *Pool) PackGetEModeCategoryCollateralConfig(id uint8) []byte {
	enc, err := pool.abi.Pack("getEModeCategoryCollateralConfig", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetEModeCategoryCollateralConfig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb286f467.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getEModeCategoryCollateralConfig(uint8 id) view returns((uint16,uint16,uint16) config)
func (pool *Pool) TryPackGetEModeCategoryCollateralConfig(id uint8) ([]byte, error) {
	return pool.abi.Pack("getEModeCategoryCollateralConfig", id)
}

// UnpackGetEModeCategoryCollateralConfig is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb286f467.
//
// Solidity: function getEModeCategoryCollateralConfig(uint8 id) view returns((uint16,uint16,uint16) config)
func (pool *Pool) UnpackGetEModeCategoryCollateralConfig(data []byte) (Struct0, error) {
	out, err := pool.abi.Unpack("getEModeCategoryCollateralConfig", data)
	if err != nil {
		return *new(Struct0), err
	}
	out0 := *abi.ConvertType(out[0], new(Struct0)).(*Struct0)
	return out0, nil
}

// PackGetEModeCategoryData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c6f6ae1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getEModeCategoryData(uint8 id) view returns((uint16,uint16,uint16,address,string) category)
func (pool *Pool) PackGetEModeCategoryData(id uint8) []byte {
	enc, err := pool.abi.Pack("getEModeCategoryData", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetEModeCategoryData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c6f6ae1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getEModeCategoryData(uint8 id) view returns((uint16,uint16,uint16,address,string) category)
func (pool *Pool) TryPackGetEModeCategoryData(id uint8) ([]byte, error) {
	return pool.abi.Pack("getEModeCategoryData", id)
}

// UnpackGetEModeCategoryData is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6c6f6ae1.
//
// Solidity: function getEModeCategoryData(uint8 id) view returns((uint16,uint16,uint16,address,string) category)
func (pool *Pool) UnpackGetEModeCategoryData(data []byte) (Struct1, error) {
	out, err := pool.abi.Unpack("getEModeCategoryData", data)
	if err != nil {
		return *new(Struct1), err
	}
	out0 := *abi.ConvertType(out[0], new(Struct1)).(*Struct1)
	return out0, nil
}

// PackGetEModeCategoryLtvzeroBitmap is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfd89dee5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getEModeCategoryLtvzeroBitmap(uint8 id) view returns(uint128)
func (pool *Pool) PackGetEModeCategoryLtvzeroBitmap(id uint8) []byte {
	enc, err := pool.abi.Pack("getEModeCategoryLtvzeroBitmap", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetEModeCategoryLtvzeroBitmap is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfd89dee5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getEModeCategoryLtvzeroBitmap(uint8 id) view returns(uint128)
func (pool *Pool) TryPackGetEModeCategoryLtvzeroBitmap(id uint8) ([]byte, error) {
	return pool.abi.Pack("getEModeCategoryLtvzeroBitmap", id)
}

// UnpackGetEModeCategoryLtvzeroBitmap is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfd89dee5.
//
// Solidity: function getEModeCategoryLtvzeroBitmap(uint8 id) view returns(uint128)
func (pool *Pool) UnpackGetEModeCategoryLtvzeroBitmap(data []byte) (*big.Int, error) {
	out, err := pool.abi.Unpack("getEModeCategoryLtvzeroBitmap", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetIsEModeCategoryIsolated is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x05f68acb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getIsEModeCategoryIsolated(uint8 id) view returns(bool)
func (pool *Pool) PackGetIsEModeCategoryIsolated(id uint8) []byte {
	enc, err := pool.abi.Pack("getIsEModeCategoryIsolated", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetIsEModeCategoryIsolated is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x05f68acb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getIsEModeCategoryIsolated(uint8 id) view returns(bool)
func (pool *Pool) TryPackGetIsEModeCategoryIsolated(id uint8) ([]byte, error) {
	return pool.abi.Pack("getIsEModeCategoryIsolated", id)
}

// UnpackGetIsEModeCategoryIsolated is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x05f68acb.
//
// Solidity: function getIsEModeCategoryIsolated(uint8 id) view returns(bool)
func (pool *Pool) UnpackGetIsEModeCategoryIsolated(data []byte) (bool, error) {
	out, err := pool.abi.Unpack("getIsEModeCategoryIsolated", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackGetLiquidationGracePeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c9a8b18.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getLiquidationGracePeriod(address asset) view returns(uint40)
func (pool *Pool) PackGetLiquidationGracePeriod(asset common.Address) []byte {
	enc, err := pool.abi.Pack("getLiquidationGracePeriod", asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetLiquidationGracePeriod is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c9a8b18.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getLiquidationGracePeriod(address asset) view returns(uint40)
func (pool *Pool) TryPackGetLiquidationGracePeriod(asset common.Address) ([]byte, error) {
	return pool.abi.Pack("getLiquidationGracePeriod", asset)
}

// UnpackGetLiquidationGracePeriod is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c9a8b18.
//
// Solidity: function getLiquidationGracePeriod(address asset) view returns(uint40)
func (pool *Pool) UnpackGetLiquidationGracePeriod(data []byte) (*big.Int, error) {
	out, err := pool.abi.Unpack("getLiquidationGracePeriod", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetReserveData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x35ea6a75.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getReserveData(address asset) view returns(((uint256),uint128,uint128,uint128,uint128,uint128,uint40,uint16,address,address,address,address,uint128,uint128,uint128) reserve)
func (pool *Pool) PackGetReserveData(asset common.Address) []byte {
	enc, err := pool.abi.Pack("getReserveData", asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetReserveData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x35ea6a75.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getReserveData(address asset) view returns(((uint256),uint128,uint128,uint128,uint128,uint128,uint40,uint16,address,address,address,address,uint128,uint128,uint128) reserve)
func (pool *Pool) TryPackGetReserveData(asset common.Address) ([]byte, error) {
	return pool.abi.Pack("getReserveData", asset)
}

// UnpackGetReserveData is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x35ea6a75.
//
// Solidity: function getReserveData(address asset) view returns(((uint256),uint128,uint128,uint128,uint128,uint128,uint40,uint16,address,address,address,address,uint128,uint128,uint128) reserve)
func (pool *Pool) UnpackGetReserveData(data []byte) (Struct3, error) {
	out, err := pool.abi.Unpack("getReserveData", data)
	if err != nil {
		return *new(Struct3), err
	}
	out0 := *abi.ConvertType(out[0], new(Struct3)).(*Struct3)
	return out0, nil
}

// PackGetReservesList is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd1946dbc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getReservesList() view returns(address[])
func (pool *Pool) PackGetReservesList() []byte {
	enc, err := pool.abi.Pack("getReservesList")
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
func (pool *Pool) TryPackGetReservesList() ([]byte, error) {
	return pool.abi.Pack("getReservesList")
}

// UnpackGetReservesList is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd1946dbc.
//
// Solidity: function getReservesList() view returns(address[])
func (pool *Pool) UnpackGetReservesList(data []byte) ([]common.Address, error) {
	out, err := pool.abi.Unpack("getReservesList", data)
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
// Solidity: function getUserAccountData(address user) view returns(uint256 totalCollateralBase, uint256 totalDebtBase, uint256 availableBorrowsBase, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)
func (pool *Pool) PackGetUserAccountData(user common.Address) []byte {
	enc, err := pool.abi.Pack("getUserAccountData", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUserAccountData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf92857c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUserAccountData(address user) view returns(uint256 totalCollateralBase, uint256 totalDebtBase, uint256 availableBorrowsBase, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)
func (pool *Pool) TryPackGetUserAccountData(user common.Address) ([]byte, error) {
	return pool.abi.Pack("getUserAccountData", user)
}

// GetUserAccountDataOutput serves as a container for the return parameters of contract
// method GetUserAccountData.
type GetUserAccountDataOutput struct {
	TotalCollateralBase         *big.Int
	TotalDebtBase               *big.Int
	AvailableBorrowsBase        *big.Int
	CurrentLiquidationThreshold *big.Int
	Ltv                         *big.Int
	HealthFactor                *big.Int
}

// UnpackGetUserAccountData is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbf92857c.
//
// Solidity: function getUserAccountData(address user) view returns(uint256 totalCollateralBase, uint256 totalDebtBase, uint256 availableBorrowsBase, uint256 currentLiquidationThreshold, uint256 ltv, uint256 healthFactor)
func (pool *Pool) UnpackGetUserAccountData(data []byte) (GetUserAccountDataOutput, error) {
	out, err := pool.abi.Unpack("getUserAccountData", data)
	outstruct := new(GetUserAccountDataOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.TotalCollateralBase = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.TotalDebtBase = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.AvailableBorrowsBase = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	outstruct.CurrentLiquidationThreshold = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.Ltv = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	outstruct.HealthFactor = abi.ConvertType(out[5], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetUserConfiguration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4417a583.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUserConfiguration(address user) view returns((uint256) configuration)
func (pool *Pool) PackGetUserConfiguration(user common.Address) []byte {
	enc, err := pool.abi.Pack("getUserConfiguration", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUserConfiguration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4417a583.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUserConfiguration(address user) view returns((uint256) configuration)
func (pool *Pool) TryPackGetUserConfiguration(user common.Address) ([]byte, error) {
	return pool.abi.Pack("getUserConfiguration", user)
}

// UnpackGetUserConfiguration is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4417a583.
//
// Solidity: function getUserConfiguration(address user) view returns((uint256) configuration)
func (pool *Pool) UnpackGetUserConfiguration(data []byte) (Struct2, error) {
	out, err := pool.abi.Unpack("getUserConfiguration", data)
	if err != nil {
		return *new(Struct2), err
	}
	out0 := *abi.ConvertType(out[0], new(Struct2)).(*Struct2)
	return out0, nil
}

// PackGetUserEMode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeddf1b79.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUserEMode(address user) view returns(uint256)
func (pool *Pool) PackGetUserEMode(user common.Address) []byte {
	enc, err := pool.abi.Pack("getUserEMode", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUserEMode is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeddf1b79.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUserEMode(address user) view returns(uint256)
func (pool *Pool) TryPackGetUserEMode(user common.Address) ([]byte, error) {
	return pool.abi.Pack("getUserEMode", user)
}

// UnpackGetUserEMode is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xeddf1b79.
//
// Solidity: function getUserEMode(address user) view returns(uint256)
func (pool *Pool) UnpackGetUserEMode(data []byte) (*big.Int, error) {
	out, err := pool.abi.Unpack("getUserEMode", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetVirtualUnderlyingBalance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6fb07f96.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getVirtualUnderlyingBalance(address asset) view returns(uint128)
func (pool *Pool) PackGetVirtualUnderlyingBalance(asset common.Address) []byte {
	enc, err := pool.abi.Pack("getVirtualUnderlyingBalance", asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetVirtualUnderlyingBalance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6fb07f96.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getVirtualUnderlyingBalance(address asset) view returns(uint128)
func (pool *Pool) TryPackGetVirtualUnderlyingBalance(asset common.Address) ([]byte, error) {
	return pool.abi.Pack("getVirtualUnderlyingBalance", asset)
}

// UnpackGetVirtualUnderlyingBalance is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6fb07f96.
//
// Solidity: function getVirtualUnderlyingBalance(address asset) view returns(uint128)
func (pool *Pool) UnpackGetVirtualUnderlyingBalance(data []byte) (*big.Int, error) {
	out, err := pool.abi.Unpack("getVirtualUnderlyingBalance", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PoolBorrow represents a Borrow event raised by the Pool contract.
type PoolBorrow struct {
	Reserve          common.Address
	User             common.Address
	OnBehalfOf       common.Address
	Amount           *big.Int
	InterestRateMode uint8
	BorrowRate       *big.Int
	ReferralCode     uint16
	Raw              *types.Log // Blockchain specific contextual infos
}

const PoolBorrowEventName = "Borrow"

// ContractEventName returns the user-defined event name.
func (PoolBorrow) ContractEventName() string {
	return PoolBorrowEventName
}

// UnpackBorrowEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)
func (pool *Pool) UnpackBorrowEvent(log *types.Log) (*PoolBorrow, error) {
	event := "Borrow"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolBorrow)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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

// PoolDeficitCreated represents a DeficitCreated event raised by the Pool contract.
type PoolDeficitCreated struct {
	User          common.Address
	DebtAsset     common.Address
	AmountCreated *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const PoolDeficitCreatedEventName = "DeficitCreated"

// ContractEventName returns the user-defined event name.
func (PoolDeficitCreated) ContractEventName() string {
	return PoolDeficitCreatedEventName
}

// UnpackDeficitCreatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event DeficitCreated(address indexed user, address indexed debtAsset, uint256 amountCreated)
func (pool *Pool) UnpackDeficitCreatedEvent(log *types.Log) (*PoolDeficitCreated, error) {
	event := "DeficitCreated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolDeficitCreated)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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

// PoolLiquidationCall represents a LiquidationCall event raised by the Pool contract.
type PoolLiquidationCall struct {
	CollateralAsset            common.Address
	DebtAsset                  common.Address
	User                       common.Address
	DebtToCover                *big.Int
	LiquidatedCollateralAmount *big.Int
	Liquidator                 common.Address
	ReceiveAToken              bool
	Raw                        *types.Log // Blockchain specific contextual infos
}

const PoolLiquidationCallEventName = "LiquidationCall"

// ContractEventName returns the user-defined event name.
func (PoolLiquidationCall) ContractEventName() string {
	return PoolLiquidationCallEventName
}

// UnpackLiquidationCallEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)
func (pool *Pool) UnpackLiquidationCallEvent(log *types.Log) (*PoolLiquidationCall, error) {
	event := "LiquidationCall"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolLiquidationCall)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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

// PoolReserveDataUpdated represents a ReserveDataUpdated event raised by the Pool contract.
type PoolReserveDataUpdated struct {
	Reserve             common.Address
	LiquidityRate       *big.Int
	StableBorrowRate    *big.Int
	VariableBorrowRate  *big.Int
	LiquidityIndex      *big.Int
	VariableBorrowIndex *big.Int
	Raw                 *types.Log // Blockchain specific contextual infos
}

const PoolReserveDataUpdatedEventName = "ReserveDataUpdated"

// ContractEventName returns the user-defined event name.
func (PoolReserveDataUpdated) ContractEventName() string {
	return PoolReserveDataUpdatedEventName
}

// UnpackReserveDataUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveDataUpdated(address indexed reserve, uint256 liquidityRate, uint256 stableBorrowRate, uint256 variableBorrowRate, uint256 liquidityIndex, uint256 variableBorrowIndex)
func (pool *Pool) UnpackReserveDataUpdatedEvent(log *types.Log) (*PoolReserveDataUpdated, error) {
	event := "ReserveDataUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolReserveDataUpdated)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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

// PoolReserveUsedAsCollateralDisabled represents a ReserveUsedAsCollateralDisabled event raised by the Pool contract.
type PoolReserveUsedAsCollateralDisabled struct {
	Reserve common.Address
	User    common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const PoolReserveUsedAsCollateralDisabledEventName = "ReserveUsedAsCollateralDisabled"

// ContractEventName returns the user-defined event name.
func (PoolReserveUsedAsCollateralDisabled) ContractEventName() string {
	return PoolReserveUsedAsCollateralDisabledEventName
}

// UnpackReserveUsedAsCollateralDisabledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)
func (pool *Pool) UnpackReserveUsedAsCollateralDisabledEvent(log *types.Log) (*PoolReserveUsedAsCollateralDisabled, error) {
	event := "ReserveUsedAsCollateralDisabled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolReserveUsedAsCollateralDisabled)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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

// PoolReserveUsedAsCollateralEnabled represents a ReserveUsedAsCollateralEnabled event raised by the Pool contract.
type PoolReserveUsedAsCollateralEnabled struct {
	Reserve common.Address
	User    common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const PoolReserveUsedAsCollateralEnabledEventName = "ReserveUsedAsCollateralEnabled"

// ContractEventName returns the user-defined event name.
func (PoolReserveUsedAsCollateralEnabled) ContractEventName() string {
	return PoolReserveUsedAsCollateralEnabledEventName
}

// UnpackReserveUsedAsCollateralEnabledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)
func (pool *Pool) UnpackReserveUsedAsCollateralEnabledEvent(log *types.Log) (*PoolReserveUsedAsCollateralEnabled, error) {
	event := "ReserveUsedAsCollateralEnabled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolReserveUsedAsCollateralEnabled)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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

// PoolUpgraded represents a Upgraded event raised by the Pool contract.
type PoolUpgraded struct {
	Implementation common.Address
	Raw            *types.Log // Blockchain specific contextual infos
}

const PoolUpgradedEventName = "Upgraded"

// ContractEventName returns the user-defined event name.
func (PoolUpgraded) ContractEventName() string {
	return PoolUpgradedEventName
}

// UnpackUpgradedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Upgraded(address indexed implementation)
func (pool *Pool) UnpackUpgradedEvent(log *types.Log) (*PoolUpgraded, error) {
	event := "Upgraded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolUpgraded)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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

// PoolUserEModeSet represents a UserEModeSet event raised by the Pool contract.
type PoolUserEModeSet struct {
	User       common.Address
	CategoryId uint8
	Raw        *types.Log // Blockchain specific contextual infos
}

const PoolUserEModeSetEventName = "UserEModeSet"

// ContractEventName returns the user-defined event name.
func (PoolUserEModeSet) ContractEventName() string {
	return PoolUserEModeSetEventName
}

// UnpackUserEModeSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event UserEModeSet(address indexed user, uint8 categoryId)
func (pool *Pool) UnpackUserEModeSetEvent(log *types.Log) (*PoolUserEModeSet, error) {
	event := "UserEModeSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != pool.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PoolUserEModeSet)
	if len(log.Data) > 0 {
		if err := pool.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range pool.abi.Events[event].Inputs {
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
