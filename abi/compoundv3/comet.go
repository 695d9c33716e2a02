// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package compoundv3

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
	BaseSupplyIndex     uint64
	BaseBorrowIndex     uint64
	TrackingSupplyIndex uint64
	TrackingBorrowIndex uint64
	TotalSupplyBase     *big.Int
	TotalBorrowBase     *big.Int
	LastAccrualTime     *big.Int
	PauseFlags          uint8
}

// Struct0 is an auto generated low-level Go binding around an user-defined struct.
type Struct0 struct {
	Offset                    uint8
	Asset                     common.Address
	PriceFeed                 common.Address
	Scale                     uint64
	BorrowCollateralFactor    uint64
	LiquidateCollateralFactor uint64
	LiquidationFactor         uint64
	SupplyCap                 *big.Int
}

// CometMetaData contains all meta data concerning the Comet contract.
var CometMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"baseToken\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"baseTokenPriceFeed\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"baseScale\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"supplyKink\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"supplyPerSecondInterestRateSlopeLow\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"supplyPerSecondInterestRateSlopeHigh\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"supplyPerSecondInterestRateBase\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowKink\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowPerSecondInterestRateSlopeLow\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowPerSecondInterestRateSlopeHigh\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowPerSecondInterestRateBase\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"storeFrontPriceFactor\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"targetReserves\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"numAssets\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint8\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getAssetInfo\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint8\",\"name\":\"i\"}],\"outputs\":[{\"type\":\"tuple\",\"name\":\"info\",\"components\":[{\"type\":\"uint8\",\"name\":\"offset\"},{\"type\":\"address\",\"name\":\"asset\"},{\"type\":\"address\",\"name\":\"priceFeed\"},{\"type\":\"uint64\",\"name\":\"scale\"},{\"type\":\"uint64\",\"name\":\"borrowCollateralFactor\"},{\"type\":\"uint64\",\"name\":\"liquidateCollateralFactor\"},{\"type\":\"uint64\",\"name\":\"liquidationFactor\"},{\"type\":\"uint128\",\"name\":\"supplyCap\"}]}]},{\"type\":\"function\",\"name\":\"totalsBasic\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"tuple\",\"name\":\"totals\",\"components\":[{\"type\":\"uint64\",\"name\":\"baseSupplyIndex\"},{\"type\":\"uint64\",\"name\":\"baseBorrowIndex\"},{\"type\":\"uint64\",\"name\":\"trackingSupplyIndex\"},{\"type\":\"uint64\",\"name\":\"trackingBorrowIndex\"},{\"type\":\"uint104\",\"name\":\"totalSupplyBase\"},{\"type\":\"uint104\",\"name\":\"totalBorrowBase\"},{\"type\":\"uint40\",\"name\":\"lastAccrualTime\"},{\"type\":\"uint8\",\"name\":\"pauseFlags\"}]}]},{\"type\":\"function\",\"name\":\"totalsCollateral\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"uint128\",\"name\":\"totalSupplyAsset\"},{\"type\":\"uint128\",\"name\":\"reserved\"}]},{\"type\":\"function\",\"name\":\"userBasic\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"int104\",\"name\":\"principal\"},{\"type\":\"uint64\",\"name\":\"baseTrackingIndex\"},{\"type\":\"uint64\",\"name\":\"baseTrackingAccrued\"},{\"type\":\"uint16\",\"name\":\"assetsIn\"},{\"type\":\"uint8\",\"name\":\"reserved\"}]},{\"type\":\"function\",\"name\":\"userCollateral\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"},{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"uint128\",\"name\":\"balance\"},{\"type\":\"uint128\",\"name\":\"reserved\"}]},{\"type\":\"function\",\"name\":\"isLiquidatable\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"isBorrowCollateralized\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowBalanceOf\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"balanceOf\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getPrice\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"priceFeed\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getReserves\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"int256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"quoteCollateral\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"},{\"type\":\"uint256\",\"name\":\"baseAmount\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"absorb\",\"stateMutability\":\"nonpayable\",\"inputs\":[{\"type\":\"address\",\"name\":\"absorber\"},{\"type\":\"address[]\",\"name\":\"accounts\"}],\"outputs\":[]},{\"type\":\"event\",\"name\":\"Supply\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"dst\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Withdraw\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"src\",\"indexed\":true},{\"type\":\"address\",\"name\":\"to\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Transfer\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"to\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"SupplyCollateral\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"dst\",\"indexed\":true},{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"TransferCollateral\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"to\",\"indexed\":true},{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"WithdrawCollateral\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"src\",\"indexed\":true},{\"type\":\"address\",\"name\":\"to\",\"indexed\":true},{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"AbsorbDebt\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"absorber\",\"indexed\":true},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"basePaidOut\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"usdValue\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"AbsorbCollateral\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"absorber\",\"indexed\":true},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":true},{\"type\":\"address\",\"name\":\"asset\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"collateralAbsorbed\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"usdValue\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Upgraded\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"implementation\",\"indexed\":true}]}]",
	ID:  "Comet",
}

// Comet is an auto generated Go binding around an Ethereum contract.
type Comet struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Comet) GetABI() abi.ABI {
	return c.abi
}

// NewComet creates a new instance of Comet.
func NewComet() *Comet {
	parsed, err := CometMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Comet{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Comet) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackAbsorb is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc3cecfd2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function absorb(address absorber, address[] accounts) returns()
func (comet *Comet) PackAbsorb(absorber common.Address, accounts []common.Address) []byte {
	enc, err := comet.abi.Pack("absorb", absorber, accounts)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAbsorb is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc3cecfd2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function absorb(address absorber, address[] accounts) returns()
func (comet *Comet) TryPackAbsorb(absorber common.Address, accounts []common.Address) ([]byte, error) {
	return comet.abi.Pack("absorb", absorber, accounts)
}

// PackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function balanceOf(address account) view returns(uint256)
func (comet *Comet) PackBalanceOf(account common.Address) []byte {
	enc, err := comet.abi.Pack("balanceOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function balanceOf(address account) view returns(uint256)
func (comet *Comet) TryPackBalanceOf(account common.Address) ([]byte, error) {
	return comet.abi.Pack("balanceOf", account)
}

// UnpackBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x70a08231.
//
// Solidity: function balanceOf(address account) view returns(uint256)
func (comet *Comet) UnpackBalanceOf(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("balanceOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBaseScale is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x44c1e5eb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function baseScale() view returns(uint256)
func (comet *Comet) PackBaseScale() []byte {
	enc, err := comet.abi.Pack("baseScale")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBaseScale is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x44c1e5eb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function baseScale() view returns(uint256)
func (comet *Comet) TryPackBaseScale() ([]byte, error) {
	return comet.abi.Pack("baseScale")
}

// UnpackBaseScale is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x44c1e5eb.
//
// Solidity: function baseScale() view returns(uint256)
func (comet *Comet) UnpackBaseScale(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("baseScale", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBaseToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc55dae63.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function baseToken() view returns(address)
func (comet *Comet) PackBaseToken() []byte {
	enc, err := comet.abi.Pack("baseToken")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBaseToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc55dae63.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function baseToken() view returns(address)
func (comet *Comet) TryPackBaseToken() ([]byte, error) {
	return comet.abi.Pack("baseToken")
}

// UnpackBaseToken is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc55dae63.
//
// Solidity: function baseToken() view returns(address)
func (comet *Comet) UnpackBaseToken(data []byte) (common.Address, error) {
	out, err := comet.abi.Unpack("baseToken", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackBaseTokenPriceFeed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe7dad6bd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function baseTokenPriceFeed() view returns(address)
func (comet *Comet) PackBaseTokenPriceFeed() []byte {
	enc, err := comet.abi.Pack("baseTokenPriceFeed")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBaseTokenPriceFeed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe7dad6bd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function baseTokenPriceFeed() view returns(address)
func (comet *Comet) TryPackBaseTokenPriceFeed() ([]byte, error) {
	return comet.abi.Pack("baseTokenPriceFeed")
}

// UnpackBaseTokenPriceFeed is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe7dad6bd.
//
// Solidity: function baseTokenPriceFeed() view returns(address)
func (comet *Comet) UnpackBaseTokenPriceFeed(data []byte) (common.Address, error) {
	out, err := comet.abi.Unpack("baseTokenPriceFeed", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackBorrowBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x374c49b4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowBalanceOf(address account) view returns(uint256)
func (comet *Comet) PackBorrowBalanceOf(account common.Address) []byte {
	enc, err := comet.abi.Pack("borrowBalanceOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x374c49b4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowBalanceOf(address account) view returns(uint256)
func (comet *Comet) TryPackBorrowBalanceOf(account common.Address) ([]byte, error) {
	return comet.abi.Pack("borrowBalanceOf", account)
}

// UnpackBorrowBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x374c49b4.
//
// Solidity: function borrowBalanceOf(address account) view returns(uint256)
func (comet *Comet) UnpackBorrowBalanceOf(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("borrowBalanceOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowKink is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9241a561.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowKink() view returns(uint256)
func (comet *Comet) PackBorrowKink() []byte {
	enc, err := comet.abi.Pack("borrowKink")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowKink is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9241a561.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowKink() view returns(uint256)
func (comet *Comet) TryPackBorrowKink() ([]byte, error) {
	return comet.abi.Pack("borrowKink")
}

// UnpackBorrowKink is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9241a561.
//
// Solidity: function borrowKink() view returns(uint256)
func (comet *Comet) UnpackBorrowKink(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("borrowKink", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowPerSecondInterestRateBase is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7914acc7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowPerSecondInterestRateBase() view returns(uint256)
func (comet *Comet) PackBorrowPerSecondInterestRateBase() []byte {
	enc, err := comet.abi.Pack("borrowPerSecondInterestRateBase")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowPerSecondInterestRateBase is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7914acc7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowPerSecondInterestRateBase() view returns(uint256)
func (comet *Comet) TryPackBorrowPerSecondInterestRateBase() ([]byte, error) {
	return comet.abi.Pack("borrowPerSecondInterestRateBase")
}

// UnpackBorrowPerSecondInterestRateBase is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7914acc7.
//
// Solidity: function borrowPerSecondInterestRateBase() view returns(uint256)
func (comet *Comet) UnpackBorrowPerSecondInterestRateBase(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("borrowPerSecondInterestRateBase", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowPerSecondInterestRateSlopeHigh is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a48cf12.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowPerSecondInterestRateSlopeHigh() view returns(uint256)
func (comet *Comet) PackBorrowPerSecondInterestRateSlopeHigh() []byte {
	enc, err := comet.abi.Pack("borrowPerSecondInterestRateSlopeHigh")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowPerSecondInterestRateSlopeHigh is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a48cf12.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowPerSecondInterestRateSlopeHigh() view returns(uint256)
func (comet *Comet) TryPackBorrowPerSecondInterestRateSlopeHigh() ([]byte, error) {
	return comet.abi.Pack("borrowPerSecondInterestRateSlopeHigh")
}

// UnpackBorrowPerSecondInterestRateSlopeHigh is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2a48cf12.
//
// Solidity: function borrowPerSecondInterestRateSlopeHigh() view returns(uint256)
func (comet *Comet) UnpackBorrowPerSecondInterestRateSlopeHigh(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("borrowPerSecondInterestRateSlopeHigh", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowPerSecondInterestRateSlopeLow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2d05670b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowPerSecondInterestRateSlopeLow() view returns(uint256)
func (comet *Comet) PackBorrowPerSecondInterestRateSlopeLow() []byte {
	enc, err := comet.abi.Pack("borrowPerSecondInterestRateSlopeLow")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowPerSecondInterestRateSlopeLow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2d05670b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowPerSecondInterestRateSlopeLow() view returns(uint256)
func (comet *Comet) TryPackBorrowPerSecondInterestRateSlopeLow() ([]byte, error) {
	return comet.abi.Pack("borrowPerSecondInterestRateSlopeLow")
}

// UnpackBorrowPerSecondInterestRateSlopeLow is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2d05670b.
//
// Solidity: function borrowPerSecondInterestRateSlopeLow() view returns(uint256)
func (comet *Comet) UnpackBorrowPerSecondInterestRateSlopeLow(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("borrowPerSecondInterestRateSlopeLow", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetAssetInfo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc8c7fe6b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAssetInfo(uint8 i) view returns((uint8,address,address,uint64,uint64,uint64,uint64,uint128) info)
func (comet *Comet) PackGetAssetInfo(i uint8) []byte {
	enc, err := comet.abi.Pack("getAssetInfo", i)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAssetInfo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc8c7fe6b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAssetInfo(uint8 i) view returns((uint8,address,address,uint64,uint64,uint64,uint64,uint128) info)
func (comet *Comet) TryPackGetAssetInfo(i uint8) ([]byte, error) {
	return comet.abi.Pack("getAssetInfo", i)
}

// UnpackGetAssetInfo is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc8c7fe6b.
//
// Solidity: function getAssetInfo(uint8 i) view returns((uint8,address,address,uint64,uint64,uint64,uint64,uint128) info)
func (comet *Comet) UnpackGetAssetInfo(data []byte) (Struct0, error) {
	out, err := comet.abi.Unpack("getAssetInfo", data)
	if err != nil {
		return *new(Struct0), err
	}
	out0 := *abi.ConvertType(out[0], new(Struct0)).(*Struct0)
	return out0, nil
}

// PackGetPrice is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x41976e09.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getPrice(address priceFeed) view returns(uint256)
func (comet *Comet) PackGetPrice(priceFeed common.Address) []byte {
	enc, err := comet.abi.Pack("getPrice", priceFeed)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetPrice is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x41976e09.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getPrice(address priceFeed) view returns(uint256)
func (comet *Comet) TryPackGetPrice(priceFeed common.Address) ([]byte, error) {
	return comet.abi.Pack("getPrice", priceFeed)
}

// UnpackGetPrice is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x41976e09.
//
// Solidity: function getPrice(address priceFeed) view returns(uint256)
func (comet *Comet) UnpackGetPrice(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("getPrice", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetReserves is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0902f1ac.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getReserves() view returns(int256)
func (comet *Comet) PackGetReserves() []byte {
	enc, err := comet.abi.Pack("getReserves")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetReserves is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0902f1ac.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getReserves() view returns(int256)
func (comet *Comet) TryPackGetReserves() ([]byte, error) {
	return comet.abi.Pack("getReserves")
}

// UnpackGetReserves is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0902f1ac.
//
// Solidity: function getReserves() view returns(int256)
func (comet *Comet) UnpackGetReserves(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("getReserves", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackIsBorrowCollateralized is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x38aa813f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isBorrowCollateralized(address account) view returns(bool)
func (comet *Comet) PackIsBorrowCollateralized(account common.Address) []byte {
	enc, err := comet.abi.Pack("isBorrowCollateralized", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsBorrowCollateralized is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x38aa813f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isBorrowCollateralized(address account) view returns(bool)
func (comet *Comet) TryPackIsBorrowCollateralized(account common.Address) ([]byte, error) {
	return comet.abi.Pack("isBorrowCollateralized", account)
}

// UnpackIsBorrowCollateralized is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x38aa813f.
//
// Solidity: function isBorrowCollateralized(address account) view returns(bool)
func (comet *Comet) UnpackIsBorrowCollateralized(data []byte) (bool, error) {
	out, err := comet.abi.Unpack("isBorrowCollateralized", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackIsLiquidatable is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x042e02cf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isLiquidatable(address account) view returns(bool)
func (comet *Comet) PackIsLiquidatable(account common.Address) []byte {
	enc, err := comet.abi.Pack("isLiquidatable", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsLiquidatable is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x042e02cf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isLiquidatable(address account) view returns(bool)
func (comet *Comet) TryPackIsLiquidatable(account common.Address) ([]byte, error) {
	return comet.abi.Pack("isLiquidatable", account)
}

// UnpackIsLiquidatable is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x042e02cf.
//
// Solidity: function isLiquidatable(address account) view returns(bool)
func (comet *Comet) UnpackIsLiquidatable(data []byte) (bool, error) {
	out, err := comet.abi.Unpack("isLiquidatable", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackNumAssets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa46fe83b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function numAssets() view returns(uint8)
func (comet *Comet) PackNumAssets() []byte {
	enc, err := comet.abi.Pack("numAssets")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNumAssets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa46fe83b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function numAssets() view returns(uint8)
func (comet *Comet) TryPackNumAssets() ([]byte, error) {
	return comet.abi.Pack("numAssets")
}

// UnpackNumAssets is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa46fe83b.
//
// Solidity: function numAssets() view returns(uint8)
func (comet *Comet) UnpackNumAssets(data []byte) (uint8, error) {
	out, err := comet.abi.Unpack("numAssets", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackQuoteCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7ac88ed1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function quoteCollateral(address asset, uint256 baseAmount) view returns(uint256)
func (comet *Comet) PackQuoteCollateral(asset common.Address, baseAmount *big.Int) []byte {
	enc, err := comet.abi.Pack("quoteCollateral", asset, baseAmount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackQuoteCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7ac88ed1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function quoteCollateral(address asset, uint256 baseAmount) view returns(uint256)
func (comet *Comet) TryPackQuoteCollateral(asset common.Address, baseAmount *big.Int) ([]byte, error) {
	return comet.abi.Pack("quoteCollateral", asset, baseAmount)
}

// UnpackQuoteCollateral is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7ac88ed1.
//
// Solidity: function quoteCollateral(address asset, uint256 baseAmount) view returns(uint256)
func (comet *Comet) UnpackQuoteCollateral(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("quoteCollateral", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackStoreFrontPriceFactor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1f5954bd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function storeFrontPriceFactor() view returns(uint256)
func (comet *Comet) PackStoreFrontPriceFactor() []byte {
	enc, err := comet.abi.Pack("storeFrontPriceFactor")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackStoreFrontPriceFactor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1f5954bd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function storeFrontPriceFactor() view returns(uint256)
func (comet *Comet) TryPackStoreFrontPriceFactor() ([]byte, error) {
	return comet.abi.Pack("storeFrontPriceFactor")
}

// UnpackStoreFrontPriceFactor is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1f5954bd.
//
// Solidity: function storeFrontPriceFactor() view returns(uint256)
func (comet *Comet) UnpackStoreFrontPriceFactor(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("storeFrontPriceFactor", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSupplyKink is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5b4ff79.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function supplyKink() view returns(uint256)
func (comet *Comet) PackSupplyKink() []byte {
	enc, err := comet.abi.Pack("supplyKink")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSupplyKink is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa5b4ff79.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function supplyKink() view returns(uint256)
func (comet *Comet) TryPackSupplyKink() ([]byte, error) {
	return comet.abi.Pack("supplyKink")
}

// UnpackSupplyKink is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa5b4ff79.
//
// Solidity: function supplyKink() view returns(uint256)
func (comet *Comet) UnpackSupplyKink(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("supplyKink", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSupplyPerSecondInterestRateBase is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x94920cca.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function supplyPerSecondInterestRateBase() view returns(uint256)
func (comet *Comet) PackSupplyPerSecondInterestRateBase() []byte {
	enc, err := comet.abi.Pack("supplyPerSecondInterestRateBase")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSupplyPerSecondInterestRateBase is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x94920cca.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function supplyPerSecondInterestRateBase() view returns(uint256)
func (comet *Comet) TryPackSupplyPerSecondInterestRateBase() ([]byte, error) {
	return comet.abi.Pack("supplyPerSecondInterestRateBase")
}

// UnpackSupplyPerSecondInterestRateBase is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x94920cca.
//
// Solidity: function supplyPerSecondInterestRateBase() view returns(uint256)
func (comet *Comet) UnpackSupplyPerSecondInterestRateBase(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("supplyPerSecondInterestRateBase", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSupplyPerSecondInterestRateSlopeHigh is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x804de71f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function supplyPerSecondInterestRateSlopeHigh() view returns(uint256)
func (comet *Comet) PackSupplyPerSecondInterestRateSlopeHigh() []byte {
	enc, err := comet.abi.Pack("supplyPerSecondInterestRateSlopeHigh")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSupplyPerSecondInterestRateSlopeHigh is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x804de71f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function supplyPerSecondInterestRateSlopeHigh() view returns(uint256)
func (comet *Comet) TryPackSupplyPerSecondInterestRateSlopeHigh() ([]byte, error) {
	return comet.abi.Pack("supplyPerSecondInterestRateSlopeHigh")
}

// UnpackSupplyPerSecondInterestRateSlopeHigh is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x804de71f.
//
// Solidity: function supplyPerSecondInterestRateSlopeHigh() view returns(uint256)
func (comet *Comet) UnpackSupplyPerSecondInterestRateSlopeHigh(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("supplyPerSecondInterestRateSlopeHigh", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSupplyPerSecondInterestRateSlopeLow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5a94b8d1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function supplyPerSecondInterestRateSlopeLow() view returns(uint256)
func (comet *Comet) PackSupplyPerSecondInterestRateSlopeLow() []byte {
	enc, err := comet.abi.Pack("supplyPerSecondInterestRateSlopeLow")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSupplyPerSecondInterestRateSlopeLow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5a94b8d1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function supplyPerSecondInterestRateSlopeLow() view returns(uint256)
func (comet *Comet) TryPackSupplyPerSecondInterestRateSlopeLow() ([]byte, error) {
	return comet.abi.Pack("supplyPerSecondInterestRateSlopeLow")
}

// UnpackSupplyPerSecondInterestRateSlopeLow is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5a94b8d1.
//
// Solidity: function supplyPerSecondInterestRateSlopeLow() view returns(uint256)
func (comet *Comet) UnpackSupplyPerSecondInterestRateSlopeLow(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("supplyPerSecondInterestRateSlopeLow", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTargetReserves is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x32176c49.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function targetReserves() view returns(uint256)
func (comet *Comet) PackTargetReserves() []byte {
	enc, err := comet.abi.Pack("targetReserves")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTargetReserves is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x32176c49.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function targetReserves() view returns(uint256)
func (comet *Comet) TryPackTargetReserves() ([]byte, error) {
	return comet.abi.Pack("targetReserves")
}

// UnpackTargetReserves is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x32176c49.
//
// Solidity: function targetReserves() view returns(uint256)
func (comet *Comet) UnpackTargetReserves(data []byte) (*big.Int, error) {
	out, err := comet.abi.Unpack("targetReserves", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTotalsBasic is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb9f0baf7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalsBasic() view returns((uint64,uint64,uint64,uint64,uint104,uint104,uint40,uint8) totals)
func (comet *Comet) PackTotalsBasic() []byte {
	enc, err := comet.abi.Pack("totalsBasic")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalsBasic is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb9f0baf7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalsBasic() view returns((uint64,uint64,uint64,uint64,uint104,uint104,uint40,uint8) totals)
func (comet *Comet) TryPackTotalsBasic() ([]byte, error) {
	return comet.abi.Pack("totalsBasic")
}

// UnpackTotalsBasic is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb9f0baf7.
//
// Solidity: function totalsBasic() view returns((uint64,uint64,uint64,uint64,uint104,uint104,uint40,uint8) totals)
func (comet *Comet) UnpackTotalsBasic(data []byte) (Struct1, error) {
	out, err := comet.abi.Unpack("totalsBasic", data)
	if err != nil {
		return *new(Struct1), err
	}
	out0 := *abi.ConvertType(out[0], new(Struct1)).(*Struct1)
	return out0, nil
}

// PackTotalsCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x59e017bd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalsCollateral(address asset) view returns(uint128 totalSupplyAsset, uint128 reserved)
func (comet *Comet) PackTotalsCollateral(asset common.Address) []byte {
	enc, err := comet.abi.Pack("totalsCollateral", asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalsCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x59e017bd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalsCollateral(address asset) view returns(uint128 totalSupplyAsset, uint128 reserved)
func (comet *Comet) TryPackTotalsCollateral(asset common.Address) ([]byte, error) {
	return comet.abi.Pack("totalsCollateral", asset)
}

// TotalsCollateralOutput serves as a container for the return parameters of contract
// method TotalsCollateral.
type TotalsCollateralOutput struct {
	TotalSupplyAsset *big.Int
	Reserved         *big.Int
}

// UnpackTotalsCollateral is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x59e017bd.
//
// Solidity: function totalsCollateral(address asset) view returns(uint128 totalSupplyAsset, uint128 reserved)
func (comet *Comet) UnpackTotalsCollateral(data []byte) (TotalsCollateralOutput, error) {
	out, err := comet.abi.Unpack("totalsCollateral", data)
	outstruct := new(TotalsCollateralOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.TotalSupplyAsset = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Reserved = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackUserBasic is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdc4abafd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function userBasic(address account) view returns(int104 principal, uint64 baseTrackingIndex, uint64 baseTrackingAccrued, uint16 assetsIn, uint8 reserved)
func (comet *Comet) PackUserBasic(account common.Address) []byte {
	enc, err := comet.abi.Pack("userBasic", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUserBasic is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdc4abafd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function userBasic(address account) view returns(int104 principal, uint64 baseTrackingIndex, uint64 baseTrackingAccrued, uint16 assetsIn, uint8 reserved)
func (comet *Comet) TryPackUserBasic(account common.Address) ([]byte, error) {
	return comet.abi.Pack("userBasic", account)
}

// UserBasicOutput serves as a container for the return parameters of contract
// method UserBasic.
type UserBasicOutput struct {
	Principal           *big.Int
	BaseTrackingIndex   uint64
	BaseTrackingAccrued uint64
	AssetsIn            uint16
	Reserved            uint8
}

// UnpackUserBasic is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdc4abafd.
//
// Solidity: function userBasic(address account) view returns(int104 principal, uint64 baseTrackingIndex, uint64 baseTrackingAccrued, uint16 assetsIn, uint8 reserved)
func (comet *Comet) UnpackUserBasic(data []byte) (UserBasicOutput, error) {
	out, err := comet.abi.Unpack("userBasic", data)
	outstruct := new(UserBasicOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Principal = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.BaseTrackingIndex = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	outstruct.BaseTrackingAccrued = *abi.ConvertType(out[2], new(uint64)).(*uint64)
	outstruct.AssetsIn = *abi.ConvertType(out[3], new(uint16)).(*uint16)
	outstruct.Reserved = *abi.ConvertType(out[4], new(uint8)).(*uint8)
	return *outstruct, nil
}

// PackUserCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2b92a07d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function userCollateral(address account, address asset) view returns(uint128 balance, uint128 reserved)
func (comet *Comet) PackUserCollateral(account common.Address, asset common.Address) []byte {
	enc, err := comet.abi.Pack("userCollateral", account, asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUserCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2b92a07d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function userCollateral(address account, address asset) view returns(uint128 balance, uint128 reserved)
func (comet *Comet) TryPackUserCollateral(account common.Address, asset common.Address) ([]byte, error) {
	return comet.abi.Pack("userCollateral", account, asset)
}

// UserCollateralOutput serves as a container for the return parameters of contract
// method UserCollateral.
type UserCollateralOutput struct {
	Balance  *big.Int
	Reserved *big.Int
}

// UnpackUserCollateral is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2b92a07d.
//
// Solidity: function userCollateral(address account, address asset) view returns(uint128 balance, uint128 reserved)
func (comet *Comet) UnpackUserCollateral(data []byte) (UserCollateralOutput, error) {
	out, err := comet.abi.Unpack("userCollateral", data)
	outstruct := new(UserCollateralOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Balance = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Reserved = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// CometAbsorbCollateral represents a AbsorbCollateral event raised by the Comet contract.
type CometAbsorbCollateral struct {
	Absorber           common.Address
	Borrower           common.Address
	Asset              common.Address
	CollateralAbsorbed *big.Int
	UsdValue           *big.Int
	Raw                *types.Log // Blockchain specific contextual infos
}

const CometAbsorbCollateralEventName = "AbsorbCollateral"

// ContractEventName returns the user-defined event name.
func (CometAbsorbCollateral) ContractEventName() string {
	return CometAbsorbCollateralEventName
}

// UnpackAbsorbCollateralEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AbsorbCollateral(address indexed absorber, address indexed borrower, address indexed asset, uint256 collateralAbsorbed, uint256 usdValue)
func (comet *Comet) UnpackAbsorbCollateralEvent(log *types.Log) (*CometAbsorbCollateral, error) {
	event := "AbsorbCollateral"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometAbsorbCollateral)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometAbsorbDebt represents a AbsorbDebt event raised by the Comet contract.
type CometAbsorbDebt struct {
	Absorber    common.Address
	Borrower    common.Address
	BasePaidOut *big.Int
	UsdValue    *big.Int
	Raw         *types.Log // Blockchain specific contextual infos
}

const CometAbsorbDebtEventName = "AbsorbDebt"

// ContractEventName returns the user-defined event name.
func (CometAbsorbDebt) ContractEventName() string {
	return CometAbsorbDebtEventName
}

// UnpackAbsorbDebtEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AbsorbDebt(address indexed absorber, address indexed borrower, uint256 basePaidOut, uint256 usdValue)
func (comet *Comet) UnpackAbsorbDebtEvent(log *types.Log) (*CometAbsorbDebt, error) {
	event := "AbsorbDebt"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometAbsorbDebt)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometSupply represents a Supply event raised by the Comet contract.
type CometSupply struct {
	From   common.Address
	Dst    common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const CometSupplyEventName = "Supply"

// ContractEventName returns the user-defined event name.
func (CometSupply) ContractEventName() string {
	return CometSupplyEventName
}

// UnpackSupplyEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Supply(address indexed from, address indexed dst, uint256 amount)
func (comet *Comet) UnpackSupplyEvent(log *types.Log) (*CometSupply, error) {
	event := "Supply"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometSupply)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometSupplyCollateral represents a SupplyCollateral event raised by the Comet contract.
type CometSupplyCollateral struct {
	From   common.Address
	Dst    common.Address
	Asset  common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const CometSupplyCollateralEventName = "SupplyCollateral"

// ContractEventName returns the user-defined event name.
func (CometSupplyCollateral) ContractEventName() string {
	return CometSupplyCollateralEventName
}

// UnpackSupplyCollateralEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SupplyCollateral(address indexed from, address indexed dst, address indexed asset, uint256 amount)
func (comet *Comet) UnpackSupplyCollateralEvent(log *types.Log) (*CometSupplyCollateral, error) {
	event := "SupplyCollateral"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometSupplyCollateral)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometTransfer represents a Transfer event raised by the Comet contract.
type CometTransfer struct {
	From   common.Address
	To     common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const CometTransferEventName = "Transfer"

// ContractEventName returns the user-defined event name.
func (CometTransfer) ContractEventName() string {
	return CometTransferEventName
}

// UnpackTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Transfer(address indexed from, address indexed to, uint256 amount)
func (comet *Comet) UnpackTransferEvent(log *types.Log) (*CometTransfer, error) {
	event := "Transfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometTransfer)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometTransferCollateral represents a TransferCollateral event raised by the Comet contract.
type CometTransferCollateral struct {
	From   common.Address
	To     common.Address
	Asset  common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const CometTransferCollateralEventName = "TransferCollateral"

// ContractEventName returns the user-defined event name.
func (CometTransferCollateral) ContractEventName() string {
	return CometTransferCollateralEventName
}

// UnpackTransferCollateralEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TransferCollateral(address indexed from, address indexed to, address indexed asset, uint256 amount)
func (comet *Comet) UnpackTransferCollateralEvent(log *types.Log) (*CometTransferCollateral, error) {
	event := "TransferCollateral"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometTransferCollateral)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometUpgraded represents a Upgraded event raised by the Comet contract.
type CometUpgraded struct {
	Implementation common.Address
	Raw            *types.Log // Blockchain specific contextual infos
}

const CometUpgradedEventName = "Upgraded"

// ContractEventName returns the user-defined event name.
func (CometUpgraded) ContractEventName() string {
	return CometUpgradedEventName
}

// UnpackUpgradedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Upgraded(address indexed implementation)
func (comet *Comet) UnpackUpgradedEvent(log *types.Log) (*CometUpgraded, error) {
	event := "Upgraded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometUpgraded)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometWithdraw represents a Withdraw event raised by the Comet contract.
type CometWithdraw struct {
	Src    common.Address
	To     common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const CometWithdrawEventName = "Withdraw"

// ContractEventName returns the user-defined event name.
func (CometWithdraw) ContractEventName() string {
	return CometWithdrawEventName
}

// UnpackWithdrawEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Withdraw(address indexed src, address indexed to, uint256 amount)
func (comet *Comet) UnpackWithdrawEvent(log *types.Log) (*CometWithdraw, error) {
	event := "Withdraw"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometWithdraw)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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

// CometWithdrawCollateral represents a WithdrawCollateral event raised by the Comet contract.
type CometWithdrawCollateral struct {
	Src    common.Address
	To     common.Address
	Asset  common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const CometWithdrawCollateralEventName = "WithdrawCollateral"

// ContractEventName returns the user-defined event name.
func (CometWithdrawCollateral) ContractEventName() string {
	return CometWithdrawCollateralEventName
}

// UnpackWithdrawCollateralEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event WithdrawCollateral(address indexed src, address indexed to, address indexed asset, uint256 amount)
func (comet *Comet) UnpackWithdrawCollateralEvent(log *types.Log) (*CometWithdrawCollateral, error) {
	event := "WithdrawCollateral"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CometWithdrawCollateral)
	if len(log.Data) > 0 {
		if err := comet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comet.abi.Events[event].Inputs {
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
