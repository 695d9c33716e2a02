// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package compoundv2

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

// CTokenMetaData contains all meta data concerning the CToken contract.
var CTokenMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"underlying\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"symbol\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"string\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"decimals\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint8\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getCash\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"totalBorrows\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"totalReserves\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"totalSupply\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"badDebt\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowRatePerBlock\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowRatePerTimestamp\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"accrualBlockNumber\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"accrualBlockTimestamp\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"isTimeBased\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowIndex\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"reserveFactorMantissa\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"protocolSeizeShareMantissa\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowBalanceStored\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"exchangeRateStored\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getAccountSnapshot\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"errorCode\"},{\"type\":\"uint256\",\"name\":\"balance\"},{\"type\":\"uint256\",\"name\":\"borrowBalance\"},{\"type\":\"uint256\",\"name\":\"exchangeRateMantissa\"}]},{\"type\":\"function\",\"name\":\"accrueInterest\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"AccrueInterest\",\"anonymous\":false,\"inputs\":[{\"type\":\"uint256\",\"name\":\"cashPrior\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"interestAccumulated\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"borrowIndex\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"totalBorrows\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Borrow\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"borrowAmount\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"accountBorrows\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"totalBorrows\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"RepayBorrow\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"payer\",\"indexed\":false},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"repayAmount\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"accountBorrows\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"totalBorrows\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"LiquidateBorrow\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"liquidator\",\"indexed\":false},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"repayAmount\",\"indexed\":false},{\"type\":\"address\",\"name\":\"cTokenCollateral\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"seizeTokens\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Transfer\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"to\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false}]}]",
	ID:  "CToken",
}

// CToken is an auto generated Go binding around an Ethereum contract.
type CToken struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *CToken) GetABI() abi.ABI {
	return c.abi
}

// NewCToken creates a new instance of CToken.
func NewCToken() *CToken {
	parsed, err := CTokenMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &CToken{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *CToken) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackAccrualBlockNumber is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c540baf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function accrualBlockNumber() view returns(uint256)
func (cToken *CToken) PackAccrualBlockNumber() []byte {
	enc, err := cToken.abi.Pack("accrualBlockNumber")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAccrualBlockNumber is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c540baf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function accrualBlockNumber() view returns(uint256)
func (cToken *CToken) TryPackAccrualBlockNumber() ([]byte, error) {
	return cToken.abi.Pack("accrualBlockNumber")
}

// UnpackAccrualBlockNumber is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6c540baf.
//
// Solidity: function accrualBlockNumber() view returns(uint256)
func (cToken *CToken) UnpackAccrualBlockNumber(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("accrualBlockNumber", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackAccrualBlockTimestamp is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcfa99201.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function accrualBlockTimestamp() view returns(uint256)
func (cToken *CToken) PackAccrualBlockTimestamp() []byte {
	enc, err := cToken.abi.Pack("accrualBlockTimestamp")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAccrualBlockTimestamp is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcfa99201.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function accrualBlockTimestamp() view returns(uint256)
func (cToken *CToken) TryPackAccrualBlockTimestamp() ([]byte, error) {
	return cToken.abi.Pack("accrualBlockTimestamp")
}

// UnpackAccrualBlockTimestamp is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcfa99201.
//
// Solidity: function accrualBlockTimestamp() view returns(uint256)
func (cToken *CToken) UnpackAccrualBlockTimestamp(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("accrualBlockTimestamp", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackAccrueInterest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6afed95.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function accrueInterest() view returns(uint256)
func (cToken *CToken) PackAccrueInterest() []byte {
	enc, err := cToken.abi.Pack("accrueInterest")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAccrueInterest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6afed95.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function accrueInterest() view returns(uint256)
func (cToken *CToken) TryPackAccrueInterest() ([]byte, error) {
	return cToken.abi.Pack("accrueInterest")
}

// UnpackAccrueInterest is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa6afed95.
//
// Solidity: function accrueInterest() view returns(uint256)
func (cToken *CToken) UnpackAccrueInterest(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("accrueInterest", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBadDebt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbbcac557.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function badDebt() view returns(uint256)
func (cToken *CToken) PackBadDebt() []byte {
	enc, err := cToken.abi.Pack("badDebt")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBadDebt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbbcac557.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function badDebt() view returns(uint256)
func (cToken *CToken) TryPackBadDebt() ([]byte, error) {
	return cToken.abi.Pack("badDebt")
}

// UnpackBadDebt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbbcac557.
//
// Solidity: function badDebt() view returns(uint256)
func (cToken *CToken) UnpackBadDebt(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("badDebt", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowBalanceStored is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95dd9193.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowBalanceStored(address account) view returns(uint256)
func (cToken *CToken) PackBorrowBalanceStored(account common.Address) []byte {
	enc, err := cToken.abi.Pack("borrowBalanceStored", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowBalanceStored is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95dd9193.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowBalanceStored(address account) view returns(uint256)
func (cToken *CToken) TryPackBorrowBalanceStored(account common.Address) ([]byte, error) {
	return cToken.abi.Pack("borrowBalanceStored", account)
}

// UnpackBorrowBalanceStored is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x95dd9193.
//
// Solidity: function borrowBalanceStored(address account) view returns(uint256)
func (cToken *CToken) UnpackBorrowBalanceStored(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("borrowBalanceStored", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowIndex is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaa5af0fd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowIndex() view returns(uint256)
func (cToken *CToken) PackBorrowIndex() []byte {
	enc, err := cToken.abi.Pack("borrowIndex")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowIndex is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaa5af0fd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowIndex() view returns(uint256)
func (cToken *CToken) TryPackBorrowIndex() ([]byte, error) {
	return cToken.abi.Pack("borrowIndex")
}

// UnpackBorrowIndex is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xaa5af0fd.
//
// Solidity: function borrowIndex() view returns(uint256)
func (cToken *CToken) UnpackBorrowIndex(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("borrowIndex", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowRatePerBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf8f9da28.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowRatePerBlock() view returns(uint256)
func (cToken *CToken) PackBorrowRatePerBlock() []byte {
	enc, err := cToken.abi.Pack("borrowRatePerBlock")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowRatePerBlock is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf8f9da28.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowRatePerBlock() view returns(uint256)
func (cToken *CToken) TryPackBorrowRatePerBlock() ([]byte, error) {
	return cToken.abi.Pack("borrowRatePerBlock")
}

// UnpackBorrowRatePerBlock is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf8f9da28.
//
// Solidity: function borrowRatePerBlock() view returns(uint256)
func (cToken *CToken) UnpackBorrowRatePerBlock(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("borrowRatePerBlock", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowRatePerTimestamp is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcd91801c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowRatePerTimestamp() view returns(uint256)
func (cToken *CToken) PackBorrowRatePerTimestamp() []byte {
	enc, err := cToken.abi.Pack("borrowRatePerTimestamp")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowRatePerTimestamp is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcd91801c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowRatePerTimestamp() view returns(uint256)
func (cToken *CToken) TryPackBorrowRatePerTimestamp() ([]byte, error) {
	return cToken.abi.Pack("borrowRatePerTimestamp")
}

// UnpackBorrowRatePerTimestamp is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcd91801c.
//
// Solidity: function borrowRatePerTimestamp() view returns(uint256)
func (cToken *CToken) UnpackBorrowRatePerTimestamp(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("borrowRatePerTimestamp", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDecimals is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x313ce567.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function decimals() view returns(uint8)
func (cToken *CToken) PackDecimals() []byte {
	enc, err := cToken.abi.Pack("decimals")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDecimals is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x313ce567.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function decimals() view returns(uint8)
func (cToken *CToken) TryPackDecimals() ([]byte, error) {
	return cToken.abi.Pack("decimals")
}

// UnpackDecimals is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x313ce567.
//
// Solidity: function decimals() view returns(uint8)
func (cToken *CToken) UnpackDecimals(data []byte) (uint8, error) {
	out, err := cToken.abi.Unpack("decimals", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackExchangeRateStored is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x182df0f5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function exchangeRateStored() view returns(uint256)
func (cToken *CToken) PackExchangeRateStored() []byte {
	enc, err := cToken.abi.Pack("exchangeRateStored")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExchangeRateStored is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x182df0f5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function exchangeRateStored() view returns(uint256)
func (cToken *CToken) TryPackExchangeRateStored() ([]byte, error) {
	return cToken.abi.Pack("exchangeRateStored")
}

// UnpackExchangeRateStored is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x182df0f5.
//
// Solidity: function exchangeRateStored() view returns(uint256)
func (cToken *CToken) UnpackExchangeRateStored(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("exchangeRateStored", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetAccountSnapshot is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc37f68e2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAccountSnapshot(address account) view returns(uint256 errorCode, uint256 balance, uint256 borrowBalance, uint256 exchangeRateMantissa)
func (cToken *CToken) PackGetAccountSnapshot(account common.Address) []byte {
	enc, err := cToken.abi.Pack("getAccountSnapshot", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAccountSnapshot is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc37f68e2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAccountSnapshot(address account) view returns(uint256 errorCode, uint256 balance, uint256 borrowBalance, uint256 exchangeRateMantissa)
func (cToken *CToken) TryPackGetAccountSnapshot(account common.Address) ([]byte, error) {
	return cToken.abi.Pack("getAccountSnapshot", account)
}

// GetAccountSnapshotOutput serves as a container for the return parameters of contract
// method GetAccountSnapshot.
type GetAccountSnapshotOutput struct {
	ErrorCode            *big.Int
	Balance              *big.Int
	BorrowBalance        *big.Int
	ExchangeRateMantissa *big.Int
}

// UnpackGetAccountSnapshot is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc37f68e2.
//
// Solidity: function getAccountSnapshot(address account) view returns(uint256 errorCode, uint256 balance, uint256 borrowBalance, uint256 exchangeRateMantissa)
func (cToken *CToken) UnpackGetAccountSnapshot(data []byte) (GetAccountSnapshotOutput, error) {
	out, err := cToken.abi.Unpack("getAccountSnapshot", data)
	outstruct := new(GetAccountSnapshotOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.ErrorCode = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Balance = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.BorrowBalance = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	outstruct.ExchangeRateMantissa = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetCash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b1d21a2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getCash() view returns(uint256)
func (cToken *CToken) PackGetCash() []byte {
	enc, err := cToken.abi.Pack("getCash")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetCash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b1d21a2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getCash() view returns(uint256)
func (cToken *CToken) TryPackGetCash() ([]byte, error) {
	return cToken.abi.Pack("getCash")
}

// UnpackGetCash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3b1d21a2.
//
// Solidity: function getCash() view returns(uint256)
func (cToken *CToken) UnpackGetCash(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("getCash", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackIsTimeBased is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7ad0895.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isTimeBased() view returns(bool)
func (cToken *CToken) PackIsTimeBased() []byte {
	enc, err := cToken.abi.Pack("isTimeBased")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsTimeBased is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7ad0895.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isTimeBased() view returns(bool)
func (cToken *CToken) TryPackIsTimeBased() ([]byte, error) {
	return cToken.abi.Pack("isTimeBased")
}

// UnpackIsTimeBased is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc7ad0895.
//
// Solidity: function isTimeBased() view returns(bool)
func (cToken *CToken) UnpackIsTimeBased(data []byte) (bool, error) {
	out, err := cToken.abi.Unpack("isTimeBased", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackProtocolSeizeShareMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6752e702.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function protocolSeizeShareMantissa() view returns(uint256)
func (cToken *CToken) PackProtocolSeizeShareMantissa() []byte {
	enc, err := cToken.abi.Pack("protocolSeizeShareMantissa")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProtocolSeizeShareMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6752e702.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function protocolSeizeShareMantissa() view returns(uint256)
func (cToken *CToken) TryPackProtocolSeizeShareMantissa() ([]byte, error) {
	return cToken.abi.Pack("protocolSeizeShareMantissa")
}

// UnpackProtocolSeizeShareMantissa is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6752e702.
//
// Solidity: function protocolSeizeShareMantissa() view returns(uint256)
func (cToken *CToken) UnpackProtocolSeizeShareMantissa(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("protocolSeizeShareMantissa", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackReserveFactorMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x173b9904.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reserveFactorMantissa() view returns(uint256)
func (cToken *CToken) PackReserveFactorMantissa() []byte {
	enc, err := cToken.abi.Pack("reserveFactorMantissa")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReserveFactorMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x173b9904.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reserveFactorMantissa() view returns(uint256)
func (cToken *CToken) TryPackReserveFactorMantissa() ([]byte, error) {
	return cToken.abi.Pack("reserveFactorMantissa")
}

// UnpackReserveFactorMantissa is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x173b9904.
//
// Solidity: function reserveFactorMantissa() view returns(uint256)
func (cToken *CToken) UnpackReserveFactorMantissa(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("reserveFactorMantissa", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSymbol is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95d89b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function symbol() view returns(string)
func (cToken *CToken) PackSymbol() []byte {
	enc, err := cToken.abi.Pack("symbol")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSymbol is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95d89b41.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function symbol() view returns(string)
func (cToken *CToken) TryPackSymbol() ([]byte, error) {
	return cToken.abi.Pack("symbol")
}

// UnpackSymbol is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x95d89b41.
//
// Solidity: function symbol() view returns(string)
func (cToken *CToken) UnpackSymbol(data []byte) (string, error) {
	out, err := cToken.abi.Unpack("symbol", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackTotalBorrows is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x47bd3718.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalBorrows() view returns(uint256)
func (cToken *CToken) PackTotalBorrows() []byte {
	enc, err := cToken.abi.Pack("totalBorrows")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalBorrows is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x47bd3718.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalBorrows() view returns(uint256)
func (cToken *CToken) TryPackTotalBorrows() ([]byte, error) {
	return cToken.abi.Pack("totalBorrows")
}

// UnpackTotalBorrows is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x47bd3718.
//
// Solidity: function totalBorrows() view returns(uint256)
func (cToken *CToken) UnpackTotalBorrows(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("totalBorrows", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTotalReserves is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8f840ddd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalReserves() view returns(uint256)
func (cToken *CToken) PackTotalReserves() []byte {
	enc, err := cToken.abi.Pack("totalReserves")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalReserves is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8f840ddd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalReserves() view returns(uint256)
func (cToken *CToken) TryPackTotalReserves() ([]byte, error) {
	return cToken.abi.Pack("totalReserves")
}

// UnpackTotalReserves is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8f840ddd.
//
// Solidity: function totalReserves() view returns(uint256)
func (cToken *CToken) UnpackTotalReserves(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("totalReserves", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalSupply() view returns(uint256)
func (cToken *CToken) PackTotalSupply() []byte {
	enc, err := cToken.abi.Pack("totalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalSupply() view returns(uint256)
func (cToken *CToken) TryPackTotalSupply() ([]byte, error) {
	return cToken.abi.Pack("totalSupply")
}

// UnpackTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x18160ddd.
//
// Solidity: function totalSupply() view returns(uint256)
func (cToken *CToken) UnpackTotalSupply(data []byte) (*big.Int, error) {
	out, err := cToken.abi.Unpack("totalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackUnderlying is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6f307dc3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function underlying() view returns(address)
func (cToken *CToken) PackUnderlying() []byte {
	enc, err := cToken.abi.Pack("underlying")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnderlying is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6f307dc3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function underlying() view returns(address)
func (cToken *CToken) TryPackUnderlying() ([]byte, error) {
	return cToken.abi.Pack("underlying")
}

// UnpackUnderlying is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6f307dc3.
//
// Solidity: function underlying() view returns(address)
func (cToken *CToken) UnpackUnderlying(data []byte) (common.Address, error) {
	out, err := cToken.abi.Unpack("underlying", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// CTokenAccrueInterest represents a AccrueInterest event raised by the CToken contract.
type CTokenAccrueInterest struct {
	CashPrior           *big.Int
	InterestAccumulated *big.Int
	BorrowIndex         *big.Int
	TotalBorrows        *big.Int
	Raw                 *types.Log // Blockchain specific contextual infos
}

const CTokenAccrueInterestEventName = "AccrueInterest"

// ContractEventName returns the user-defined event name.
func (CTokenAccrueInterest) ContractEventName() string {
	return CTokenAccrueInterestEventName
}

// UnpackAccrueInterestEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AccrueInterest(uint256 cashPrior, uint256 interestAccumulated, uint256 borrowIndex, uint256 totalBorrows)
func (cToken *CToken) UnpackAccrueInterestEvent(log *types.Log) (*CTokenAccrueInterest, error) {
	event := "AccrueInterest"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != cToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CTokenAccrueInterest)
	if len(log.Data) > 0 {
		if err := cToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range cToken.abi.Events[event].Inputs {
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

// CTokenBorrow represents a Borrow event raised by the CToken contract.
type CTokenBorrow struct {
	Borrower       common.Address
	BorrowAmount   *big.Int
	AccountBorrows *big.Int
	TotalBorrows   *big.Int
	Raw            *types.Log // Blockchain specific contextual infos
}

const CTokenBorrowEventName = "Borrow"

// ContractEventName returns the user-defined event name.
func (CTokenBorrow) ContractEventName() string {
	return CTokenBorrowEventName
}

// UnpackBorrowEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Borrow(address borrower, uint256 borrowAmount, uint256 accountBorrows, uint256 totalBorrows)
func (cToken *CToken) UnpackBorrowEvent(log *types.Log) (*CTokenBorrow, error) {
	event := "Borrow"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != cToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CTokenBorrow)
	if len(log.Data) > 0 {
		if err := cToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range cToken.abi.Events[event].Inputs {
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

// CTokenLiquidateBorrow represents a LiquidateBorrow event raised by the CToken contract.
type CTokenLiquidateBorrow struct {
	Liquidator       common.Address
	Borrower         common.Address
	RepayAmount      *big.Int
	CTokenCollateral common.Address
	SeizeTokens      *big.Int
	Raw              *types.Log // Blockchain specific contextual infos
}

const CTokenLiquidateBorrowEventName = "LiquidateBorrow"

// ContractEventName returns the user-defined event name.
func (CTokenLiquidateBorrow) ContractEventName() string {
	return CTokenLiquidateBorrowEventName
}

// UnpackLiquidateBorrowEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LiquidateBorrow(address liquidator, address borrower, uint256 repayAmount, address cTokenCollateral, uint256 seizeTokens)
func (cToken *CToken) UnpackLiquidateBorrowEvent(log *types.Log) (*CTokenLiquidateBorrow, error) {
	event := "LiquidateBorrow"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != cToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CTokenLiquidateBorrow)
	if len(log.Data) > 0 {
		if err := cToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range cToken.abi.Events[event].Inputs {
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

// CTokenRepayBorrow represents a RepayBorrow event raised by the CToken contract.
type CTokenRepayBorrow struct {
	Payer          common.Address
	Borrower       common.Address
	RepayAmount    *big.Int
	AccountBorrows *big.Int
	TotalBorrows   *big.Int
	Raw            *types.Log // Blockchain specific contextual infos
}

const CTokenRepayBorrowEventName = "RepayBorrow"

// ContractEventName returns the user-defined event name.
func (CTokenRepayBorrow) ContractEventName() string {
	return CTokenRepayBorrowEventName
}

// UnpackRepayBorrowEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RepayBorrow(address payer, address borrower, uint256 repayAmount, uint256 accountBorrows, uint256 totalBorrows)
func (cToken *CToken) UnpackRepayBorrowEvent(log *types.Log) (*CTokenRepayBorrow, error) {
	event := "RepayBorrow"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != cToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CTokenRepayBorrow)
	if len(log.Data) > 0 {
		if err := cToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range cToken.abi.Events[event].Inputs {
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

// CTokenTransfer represents a Transfer event raised by the CToken contract.
type CTokenTransfer struct {
	From   common.Address
	To     common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const CTokenTransferEventName = "Transfer"

// ContractEventName returns the user-defined event name.
func (CTokenTransfer) ContractEventName() string {
	return CTokenTransferEventName
}

// UnpackTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Transfer(address indexed from, address indexed to, uint256 amount)
func (cToken *CToken) UnpackTransferEvent(log *types.Log) (*CTokenTransfer, error) {
	event := "Transfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != cToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CTokenTransfer)
	if len(log.Data) > 0 {
		if err := cToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range cToken.abi.Events[event].Inputs {
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
