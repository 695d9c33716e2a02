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

// ComptrollerMetaData contains all meta data concerning the Comptroller contract.
var ComptrollerMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"getAllMarkets\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address[]\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"oracle\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"closeFactorMantissa\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"liquidationIncentiveMantissa\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"markets\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"vToken\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"isListed\"},{\"type\":\"uint256\",\"name\":\"collateralFactorMantissa\"}]},{\"type\":\"function\",\"name\":\"getAssetsIn\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"address[]\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getAccountLiquidity\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"errorCode\"},{\"type\":\"uint256\",\"name\":\"liquidity\"},{\"type\":\"uint256\",\"name\":\"shortfall\"}]},{\"type\":\"function\",\"name\":\"borrowGuardianPaused\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"cToken\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"seizeGuardianPaused\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"supplyCaps\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"vToken\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowCaps\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"vToken\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"userPoolId\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint96\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"lastPoolId\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint96\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"pools\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint96\",\"name\":\"poolId\"}],\"outputs\":[{\"type\":\"string\",\"name\":\"label\"},{\"type\":\"bool\",\"name\":\"isActive\"},{\"type\":\"bool\",\"name\":\"allowCorePoolFallback\"}]},{\"type\":\"function\",\"name\":\"poolMarkets\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"uint96\",\"name\":\"poolId\"},{\"type\":\"address\",\"name\":\"vToken\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"isListed\"},{\"type\":\"uint256\",\"name\":\"collateralFactorMantissa\"},{\"type\":\"bool\",\"name\":\"isVenus\"},{\"type\":\"uint256\",\"name\":\"liquidationThresholdMantissa\"},{\"type\":\"uint256\",\"name\":\"liquidationIncentiveMantissa\"},{\"type\":\"uint96\",\"name\":\"marketPoolId\"},{\"type\":\"bool\",\"name\":\"isBorrowAllowed\"}]},{\"type\":\"function\",\"name\":\"vaiController\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"mintedVAIs\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"liquidatorContract\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"protocolPaused\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"actionPaused\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"market\"},{\"type\":\"uint8\",\"name\":\"action\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"isForcedLiquidationEnabled\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"vToken\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"isForcedLiquidationEnabledForUser\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"borrower\"},{\"type\":\"address\",\"name\":\"vToken\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"minLiquidatableCollateral\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"MarketListed\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"vToken\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"MarketEntered\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"vToken\",\"indexed\":true},{\"type\":\"address\",\"name\":\"account\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"MarketExited\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"vToken\",\"indexed\":true},{\"type\":\"address\",\"name\":\"account\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"PoolSelected\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"account\",\"indexed\":true},{\"type\":\"uint96\",\"name\":\"previousPoolId\",\"indexed\":false},{\"type\":\"uint96\",\"name\":\"newPoolId\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"NewCollateralFactor\",\"anonymous\":false,\"inputs\":[{\"type\":\"uint96\",\"name\":\"poolId\",\"indexed\":true},{\"type\":\"address\",\"name\":\"vToken\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"oldCollateralFactorMantissa\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newCollateralFactorMantissa\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"NewLiquidationThreshold\",\"anonymous\":false,\"inputs\":[{\"type\":\"uint96\",\"name\":\"poolId\",\"indexed\":true},{\"type\":\"address\",\"name\":\"vToken\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"oldLiquidationThresholdMantissa\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newLiquidationThresholdMantissa\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"NewLiquidationIncentive\",\"anonymous\":false,\"inputs\":[{\"type\":\"uint96\",\"name\":\"poolId\",\"indexed\":true},{\"type\":\"address\",\"name\":\"vToken\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"oldLiquidationIncentiveMantissa\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newLiquidationIncentiveMantissa\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"NewCloseFactor\",\"anonymous\":false,\"inputs\":[{\"type\":\"uint256\",\"name\":\"oldCloseFactorMantissa\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newCloseFactorMantissa\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"NewPriceOracle\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"oldPriceOracle\",\"indexed\":false},{\"type\":\"address\",\"name\":\"newPriceOracle\",\"indexed\":false}]}]",
	ID:  "Comptroller",
}

// Comptroller is an auto generated Go binding around an Ethereum contract.
type Comptroller struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Comptroller) GetABI() abi.ABI {
	return c.abi
}

// NewComptroller creates a new instance of Comptroller.
func NewComptroller() *Comptroller {
	parsed, err := ComptrollerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Comptroller{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Comptroller) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackActionPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe85a2960.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function actionPaused(address market, uint8 action) view returns(bool)
func (comptroller *Comptroller) PackActionPaused(market common.Address, action uint8) []byte {
	enc, err := comptroller.abi.Pack("actionPaused", market, action)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackActionPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe85a2960.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function actionPaused(address market, uint8 action) view returns(bool)
func (comptroller *Comptroller) TryPackActionPaused(market common.Address, action uint8) ([]byte, error) {
	return comptroller.abi.Pack("actionPaused", market, action)
}

// UnpackActionPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe85a2960.
//
// Solidity: function actionPaused(address market, uint8 action) view returns(bool)
func (comptroller *Comptroller) UnpackActionPaused(data []byte) (bool, error) {
	out, err := comptroller.abi.Unpack("actionPaused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackBorrowCaps is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4a584432.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowCaps(address vToken) view returns(uint256)
func (comptroller *Comptroller) PackBorrowCaps(vToken common.Address) []byte {
	enc, err := comptroller.abi.Pack("borrowCaps", vToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowCaps is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4a584432.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowCaps(address vToken) view returns(uint256)
func (comptroller *Comptroller) TryPackBorrowCaps(vToken common.Address) ([]byte, error) {
	return comptroller.abi.Pack("borrowCaps", vToken)
}

// UnpackBorrowCaps is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4a584432.
//
// Solidity: function borrowCaps(address vToken) view returns(uint256)
func (comptroller *Comptroller) UnpackBorrowCaps(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("borrowCaps", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowGuardianPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6d154ea5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowGuardianPaused(address cToken) view returns(bool)
func (comptroller *Comptroller) PackBorrowGuardianPaused(cToken common.Address) []byte {
	enc, err := comptroller.abi.Pack("borrowGuardianPaused", cToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowGuardianPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6d154ea5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowGuardianPaused(address cToken) view returns(bool)
func (comptroller *Comptroller) TryPackBorrowGuardianPaused(cToken common.Address) ([]byte, error) {
	return comptroller.abi.Pack("borrowGuardianPaused", cToken)
}

// UnpackBorrowGuardianPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6d154ea5.
//
// Solidity: function borrowGuardianPaused(address cToken) view returns(bool)
func (comptroller *Comptroller) UnpackBorrowGuardianPaused(data []byte) (bool, error) {
	out, err := comptroller.abi.Unpack("borrowGuardianPaused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackCloseFactorMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe8755446.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function closeFactorMantissa() view returns(uint256)
func (comptroller *Comptroller) PackCloseFactorMantissa() []byte {
	enc, err := comptroller.abi.Pack("closeFactorMantissa")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCloseFactorMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe8755446.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function closeFactorMantissa() view returns(uint256)
func (comptroller *Comptroller) TryPackCloseFactorMantissa() ([]byte, error) {
	return comptroller.abi.Pack("closeFactorMantissa")
}

// UnpackCloseFactorMantissa is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe8755446.
//
// Solidity: function closeFactorMantissa() view returns(uint256)
func (comptroller *Comptroller) UnpackCloseFactorMantissa(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("closeFactorMantissa", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetAccountLiquidity is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5ec88c79.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAccountLiquidity(address account) view returns(uint256 errorCode, uint256 liquidity, uint256 shortfall)
func (comptroller *Comptroller) PackGetAccountLiquidity(account common.Address) []byte {
	enc, err := comptroller.abi.Pack("getAccountLiquidity", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAccountLiquidity is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5ec88c79.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAccountLiquidity(address account) view returns(uint256 errorCode, uint256 liquidity, uint256 shortfall)
func (comptroller *Comptroller) TryPackGetAccountLiquidity(account common.Address) ([]byte, error) {
	return comptroller.abi.Pack("getAccountLiquidity", account)
}

// GetAccountLiquidityOutput serves as a container for the return parameters of contract
// method GetAccountLiquidity.
type GetAccountLiquidityOutput struct {
	ErrorCode *big.Int
	Liquidity *big.Int
	Shortfall *big.Int
}

// UnpackGetAccountLiquidity is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5ec88c79.
//
// Solidity: function getAccountLiquidity(address account) view returns(uint256 errorCode, uint256 liquidity, uint256 shortfall)
func (comptroller *Comptroller) UnpackGetAccountLiquidity(data []byte) (GetAccountLiquidityOutput, error) {
	out, err := comptroller.abi.Unpack("getAccountLiquidity", data)
	outstruct := new(GetAccountLiquidityOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.ErrorCode = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Liquidity = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.Shortfall = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetAllMarkets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb0772d0b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAllMarkets() view returns(address[])
func (comptroller *Comptroller) PackGetAllMarkets() []byte {
	enc, err := comptroller.abi.Pack("getAllMarkets")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAllMarkets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb0772d0b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAllMarkets() view returns(address[])
func (comptroller *Comptroller) TryPackGetAllMarkets() ([]byte, error) {
	return comptroller.abi.Pack("getAllMarkets")
}

// UnpackGetAllMarkets is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb0772d0b.
//
// Solidity: function getAllMarkets() view returns(address[])
func (comptroller *Comptroller) UnpackGetAllMarkets(data []byte) ([]common.Address, error) {
	out, err := comptroller.abi.Unpack("getAllMarkets", data)
	if err != nil {
		return *new([]common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new([]common.Address)).(*[]common.Address)
	return out0, nil
}

// PackGetAssetsIn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xabfceffc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAssetsIn(address account) view returns(address[])
func (comptroller *Comptroller) PackGetAssetsIn(account common.Address) []byte {
	enc, err := comptroller.abi.Pack("getAssetsIn", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAssetsIn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xabfceffc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAssetsIn(address account) view returns(address[])
func (comptroller *Comptroller) TryPackGetAssetsIn(account common.Address) ([]byte, error) {
	return comptroller.abi.Pack("getAssetsIn", account)
}

// UnpackGetAssetsIn is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xabfceffc.
//
// Solidity: function getAssetsIn(address account) view returns(address[])
func (comptroller *Comptroller) UnpackGetAssetsIn(data []byte) ([]common.Address, error) {
	out, err := comptroller.abi.Unpack("getAssetsIn", data)
	if err != nil {
		return *new([]common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new([]common.Address)).(*[]common.Address)
	return out0, nil
}

// PackIsForcedLiquidationEnabled is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c1ac18a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isForcedLiquidationEnabled(address vToken) view returns(bool)
func (comptroller *Comptroller) PackIsForcedLiquidationEnabled(vToken common.Address) []byte {
	enc, err := comptroller.abi.Pack("isForcedLiquidationEnabled", vToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsForcedLiquidationEnabled is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c1ac18a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isForcedLiquidationEnabled(address vToken) view returns(bool)
func (comptroller *Comptroller) TryPackIsForcedLiquidationEnabled(vToken common.Address) ([]byte, error) {
	return comptroller.abi.Pack("isForcedLiquidationEnabled", vToken)
}

// UnpackIsForcedLiquidationEnabled is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8c1ac18a.
//
// Solidity: function isForcedLiquidationEnabled(address vToken) view returns(bool)
func (comptroller *Comptroller) UnpackIsForcedLiquidationEnabled(data []byte) (bool, error) {
	out, err := comptroller.abi.Unpack("isForcedLiquidationEnabled", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackIsForcedLiquidationEnabledForUser is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf445d703.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isForcedLiquidationEnabledForUser(address borrower, address vToken) view returns(bool)
func (comptroller *Comptroller) PackIsForcedLiquidationEnabledForUser(borrower common.Address, vToken common.Address) []byte {
	enc, err := comptroller.abi.Pack("isForcedLiquidationEnabledForUser", borrower, vToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsForcedLiquidationEnabledForUser is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf445d703.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isForcedLiquidationEnabledForUser(address borrower, address vToken) view returns(bool)
func (comptroller *Comptroller) TryPackIsForcedLiquidationEnabledForUser(borrower common.Address, vToken common.Address) ([]byte, error) {
	return comptroller.abi.Pack("isForcedLiquidationEnabledForUser", borrower, vToken)
}

// UnpackIsForcedLiquidationEnabledForUser is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf445d703.
//
// Solidity: function isForcedLiquidationEnabledForUser(address borrower, address vToken) view returns(bool)
func (comptroller *Comptroller) UnpackIsForcedLiquidationEnabledForUser(data []byte) (bool, error) {
	out, err := comptroller.abi.Unpack("isForcedLiquidationEnabledForUser", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackLastPoolId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa657e579.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lastPoolId() view returns(uint96)
func (comptroller *Comptroller) PackLastPoolId() []byte {
	enc, err := comptroller.abi.Pack("lastPoolId")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLastPoolId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa657e579.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lastPoolId() view returns(uint96)
func (comptroller *Comptroller) TryPackLastPoolId() ([]byte, error) {
	return comptroller.abi.Pack("lastPoolId")
}

// UnpackLastPoolId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa657e579.
//
// Solidity: function lastPoolId() view returns(uint96)
func (comptroller *Comptroller) UnpackLastPoolId(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("lastPoolId", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLiquidationIncentiveMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4ada90af.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function liquidationIncentiveMantissa() view returns(uint256)
func (comptroller *Comptroller) PackLiquidationIncentiveMantissa() []byte {
	enc, err := comptroller.abi.Pack("liquidationIncentiveMantissa")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLiquidationIncentiveMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4ada90af.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function liquidationIncentiveMantissa() view returns(uint256)
func (comptroller *Comptroller) TryPackLiquidationIncentiveMantissa() ([]byte, error) {
	return comptroller.abi.Pack("liquidationIncentiveMantissa")
}

// UnpackLiquidationIncentiveMantissa is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4ada90af.
//
// Solidity: function liquidationIncentiveMantissa() view returns(uint256)
func (comptroller *Comptroller) UnpackLiquidationIncentiveMantissa(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("liquidationIncentiveMantissa", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLiquidatorContract is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9bb27d62.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function liquidatorContract() view returns(address)
func (comptroller *Comptroller) PackLiquidatorContract() []byte {
	enc, err := comptroller.abi.Pack("liquidatorContract")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLiquidatorContract is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9bb27d62.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function liquidatorContract() view returns(address)
func (comptroller *Comptroller) TryPackLiquidatorContract() ([]byte, error) {
	return comptroller.abi.Pack("liquidatorContract")
}

// UnpackLiquidatorContract is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9bb27d62.
//
// Solidity: function liquidatorContract() view returns(address)
func (comptroller *Comptroller) UnpackLiquidatorContract(data []byte) (common.Address, error) {
	out, err := comptroller.abi.Unpack("liquidatorContract", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackMarkets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e8f294b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function markets(address vToken) view returns(bool isListed, uint256 collateralFactorMantissa)
func (comptroller *Comptroller) PackMarkets(vToken common.Address) []byte {
	enc, err := comptroller.abi.Pack("markets", vToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMarkets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e8f294b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function markets(address vToken) view returns(bool isListed, uint256 collateralFactorMantissa)
func (comptroller *Comptroller) TryPackMarkets(vToken common.Address) ([]byte, error) {
	return comptroller.abi.Pack("markets", vToken)
}

// MarketsOutput serves as a container for the return parameters of contract
// method Markets.
type MarketsOutput struct {
	IsListed                 bool
	CollateralFactorMantissa *big.Int
}

// UnpackMarkets is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8e8f294b.
//
// Solidity: function markets(address vToken) view returns(bool isListed, uint256 collateralFactorMantissa)
func (comptroller *Comptroller) UnpackMarkets(data []byte) (MarketsOutput, error) {
	out, err := comptroller.abi.Unpack("markets", data)
	outstruct := new(MarketsOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.IsListed = *abi.ConvertType(out[0], new(bool)).(*bool)
	outstruct.CollateralFactorMantissa = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackMinLiquidatableCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb5c65de.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function minLiquidatableCollateral() view returns(uint256)
func (comptroller *Comptroller) PackMinLiquidatableCollateral() []byte {
	enc, err := comptroller.abi.Pack("minLiquidatableCollateral")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMinLiquidatableCollateral is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb5c65de.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function minLiquidatableCollateral() view returns(uint256)
func (comptroller *Comptroller) TryPackMinLiquidatableCollateral() ([]byte, error) {
	return comptroller.abi.Pack("minLiquidatableCollateral")
}

// UnpackMinLiquidatableCollateral is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdb5c65de.
//
// Solidity: function minLiquidatableCollateral() view returns(uint256)
func (comptroller *Comptroller) UnpackMinLiquidatableCollateral(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("minLiquidatableCollateral", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMintedVAIs is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2bc7e29e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mintedVAIs(address account) view returns(uint256)
func (comptroller *Comptroller) PackMintedVAIs(account common.Address) []byte {
	enc, err := comptroller.abi.Pack("mintedVAIs", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMintedVAIs is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2bc7e29e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mintedVAIs(address account) view returns(uint256)
func (comptroller *Comptroller) TryPackMintedVAIs(account common.Address) ([]byte, error) {
	return comptroller.abi.Pack("mintedVAIs", account)
}

// UnpackMintedVAIs is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2bc7e29e.
//
// Solidity: function mintedVAIs(address account) view returns(uint256)
func (comptroller *Comptroller) UnpackMintedVAIs(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("mintedVAIs", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7dc0d1d0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function oracle() view returns(address)
func (comptroller *Comptroller) PackOracle() []byte {
	enc, err := comptroller.abi.Pack("oracle")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOracle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7dc0d1d0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function oracle() view returns(address)
func (comptroller *Comptroller) TryPackOracle() ([]byte, error) {
	return comptroller.abi.Pack("oracle")
}

// UnpackOracle is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7dc0d1d0.
//
// Solidity: function oracle() view returns(address)
func (comptroller *Comptroller) UnpackOracle(data []byte) (common.Address, error) {
	out, err := comptroller.abi.Unpack("oracle", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPoolMarkets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3093c11e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function poolMarkets(uint96 poolId, address vToken) view returns(bool isListed, uint256 collateralFactorMantissa, bool isVenus, uint256 liquidationThresholdMantissa, uint256 liquidationIncentiveMantissa, uint96 marketPoolId, bool isBorrowAllowed)
func (comptroller *Comptroller) PackPoolMarkets(poolId *big.Int, vToken common.Address) []byte {
	enc, err := comptroller.abi.Pack("poolMarkets", poolId, vToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPoolMarkets is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3093c11e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function poolMarkets(uint96 poolId, address vToken) view returns(bool isListed, uint256 collateralFactorMantissa, bool isVenus, uint256 liquidationThresholdMantissa, uint256 liquidationIncentiveMantissa, uint96 marketPoolId, bool isBorrowAllowed)
func (comptroller *Comptroller) TryPackPoolMarkets(poolId *big.Int, vToken common.Address) ([]byte, error) {
	return comptroller.abi.Pack("poolMarkets", poolId, vToken)
}

// PoolMarketsOutput serves as a container for the return parameters of contract
// method PoolMarkets.
type PoolMarketsOutput struct {
	IsListed                     bool
	CollateralFactorMantissa     *big.Int
	IsVenus                      bool
	LiquidationThresholdMantissa *big.Int
	LiquidationIncentiveMantissa *big.Int
	MarketPoolId                 *big.Int
	IsBorrowAllowed              bool
}

// UnpackPoolMarkets is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3093c11e.
//
// Solidity: function poolMarkets(uint96 poolId, address vToken) view returns(bool isListed, uint256 collateralFactorMantissa, bool isVenus, uint256 liquidationThresholdMantissa, uint256 liquidationIncentiveMantissa, uint96 marketPoolId, bool isBorrowAllowed)
func (comptroller *Comptroller) UnpackPoolMarkets(data []byte) (PoolMarketsOutput, error) {
	out, err := comptroller.abi.Unpack("poolMarkets", data)
	outstruct := new(PoolMarketsOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.IsListed = *abi.ConvertType(out[0], new(bool)).(*bool)
	outstruct.CollateralFactorMantissa = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.IsVenus = *abi.ConvertType(out[2], new(bool)).(*bool)
	outstruct.LiquidationThresholdMantissa = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.LiquidationIncentiveMantissa = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	outstruct.MarketPoolId = abi.ConvertType(out[5], new(big.Int)).(*big.Int)
	outstruct.IsBorrowAllowed = *abi.ConvertType(out[6], new(bool)).(*bool)
	return *outstruct, nil
}

// PackPools is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x96c99064.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pools(uint96 poolId) view returns(string label, bool isActive, bool allowCorePoolFallback)
func (comptroller *Comptroller) PackPools(poolId *big.Int) []byte {
	enc, err := comptroller.abi.Pack("pools", poolId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPools is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x96c99064.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pools(uint96 poolId) view returns(string label, bool isActive, bool allowCorePoolFallback)
func (comptroller *Comptroller) TryPackPools(poolId *big.Int) ([]byte, error) {
	return comptroller.abi.Pack("pools", poolId)
}

// PoolsOutput serves as a container for the return parameters of contract
// method Pools.
type PoolsOutput struct {
	Label                 string
	IsActive              bool
	AllowCorePoolFallback bool
}

// UnpackPools is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x96c99064.
//
// Solidity: function pools(uint96 poolId) view returns(string label, bool isActive, bool allowCorePoolFallback)
func (comptroller *Comptroller) UnpackPools(data []byte) (PoolsOutput, error) {
	out, err := comptroller.abi.Unpack("pools", data)
	outstruct := new(PoolsOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Label = *abi.ConvertType(out[0], new(string)).(*string)
	outstruct.IsActive = *abi.ConvertType(out[1], new(bool)).(*bool)
	outstruct.AllowCorePoolFallback = *abi.ConvertType(out[2], new(bool)).(*bool)
	return *outstruct, nil
}

// PackProtocolPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x425fad58.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function protocolPaused() view returns(bool)
func (comptroller *Comptroller) PackProtocolPaused() []byte {
	enc, err := comptroller.abi.Pack("protocolPaused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProtocolPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x425fad58.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function protocolPaused() view returns(bool)
func (comptroller *Comptroller) TryPackProtocolPaused() ([]byte, error) {
	return comptroller.abi.Pack("protocolPaused")
}

// UnpackProtocolPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x425fad58.
//
// Solidity: function protocolPaused() view returns(bool)
func (comptroller *Comptroller) UnpackProtocolPaused(data []byte) (bool, error) {
	out, err := comptroller.abi.Unpack("protocolPaused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackSeizeGuardianPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xac0b0bb7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function seizeGuardianPaused() view returns(bool)
func (comptroller *Comptroller) PackSeizeGuardianPaused() []byte {
	enc, err := comptroller.abi.Pack("seizeGuardianPaused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSeizeGuardianPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xac0b0bb7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function seizeGuardianPaused() view returns(bool)
func (comptroller *Comptroller) TryPackSeizeGuardianPaused() ([]byte, error) {
	return comptroller.abi.Pack("seizeGuardianPaused")
}

// UnpackSeizeGuardianPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xac0b0bb7.
//
// Solidity: function seizeGuardianPaused() view returns(bool)
func (comptroller *Comptroller) UnpackSeizeGuardianPaused(data []byte) (bool, error) {
	out, err := comptroller.abi.Unpack("seizeGuardianPaused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackSupplyCaps is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x02c3bcbb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function supplyCaps(address vToken) view returns(uint256)
func (comptroller *Comptroller) PackSupplyCaps(vToken common.Address) []byte {
	enc, err := comptroller.abi.Pack("supplyCaps", vToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSupplyCaps is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x02c3bcbb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function supplyCaps(address vToken) view returns(uint256)
func (comptroller *Comptroller) TryPackSupplyCaps(vToken common.Address) ([]byte, error) {
	return comptroller.abi.Pack("supplyCaps", vToken)
}

// UnpackSupplyCaps is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x02c3bcbb.
//
// Solidity: function supplyCaps(address vToken) view returns(uint256)
func (comptroller *Comptroller) UnpackSupplyCaps(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("supplyCaps", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackUserPoolId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x73769099.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function userPoolId(address account) view returns(uint96)
func (comptroller *Comptroller) PackUserPoolId(account common.Address) []byte {
	enc, err := comptroller.abi.Pack("userPoolId", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUserPoolId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x73769099.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function userPoolId(address account) view returns(uint96)
func (comptroller *Comptroller) TryPackUserPoolId(account common.Address) ([]byte, error) {
	return comptroller.abi.Pack("userPoolId", account)
}

// UnpackUserPoolId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x73769099.
//
// Solidity: function userPoolId(address account) view returns(uint96)
func (comptroller *Comptroller) UnpackUserPoolId(data []byte) (*big.Int, error) {
	out, err := comptroller.abi.Unpack("userPoolId", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackVaiController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9254f5e5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vaiController() view returns(address)
func (comptroller *Comptroller) PackVaiController() []byte {
	enc, err := comptroller.abi.Pack("vaiController")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVaiController is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9254f5e5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vaiController() view returns(address)
func (comptroller *Comptroller) TryPackVaiController() ([]byte, error) {
	return comptroller.abi.Pack("vaiController")
}

// UnpackVaiController is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9254f5e5.
//
// Solidity: function vaiController() view returns(address)
func (comptroller *Comptroller) UnpackVaiController(data []byte) (common.Address, error) {
	out, err := comptroller.abi.Unpack("vaiController", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// ComptrollerMarketEntered represents a MarketEntered event raised by the Comptroller contract.
type ComptrollerMarketEntered struct {
	VToken  common.Address
	Account common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const ComptrollerMarketEnteredEventName = "MarketEntered"

// ContractEventName returns the user-defined event name.
func (ComptrollerMarketEntered) ContractEventName() string {
	return ComptrollerMarketEnteredEventName
}

// UnpackMarketEnteredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MarketEntered(address indexed vToken, address indexed account)
func (comptroller *Comptroller) UnpackMarketEnteredEvent(log *types.Log) (*ComptrollerMarketEntered, error) {
	event := "MarketEntered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerMarketEntered)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerMarketExited represents a MarketExited event raised by the Comptroller contract.
type ComptrollerMarketExited struct {
	VToken  common.Address
	Account common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const ComptrollerMarketExitedEventName = "MarketExited"

// ContractEventName returns the user-defined event name.
func (ComptrollerMarketExited) ContractEventName() string {
	return ComptrollerMarketExitedEventName
}

// UnpackMarketExitedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MarketExited(address indexed vToken, address indexed account)
func (comptroller *Comptroller) UnpackMarketExitedEvent(log *types.Log) (*ComptrollerMarketExited, error) {
	event := "MarketExited"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerMarketExited)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerMarketListed represents a MarketListed event raised by the Comptroller contract.
type ComptrollerMarketListed struct {
	VToken common.Address
	Raw    *types.Log // Blockchain specific contextual infos
}

const ComptrollerMarketListedEventName = "MarketListed"

// ContractEventName returns the user-defined event name.
func (ComptrollerMarketListed) ContractEventName() string {
	return ComptrollerMarketListedEventName
}

// UnpackMarketListedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MarketListed(address indexed vToken)
func (comptroller *Comptroller) UnpackMarketListedEvent(log *types.Log) (*ComptrollerMarketListed, error) {
	event := "MarketListed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerMarketListed)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerNewCloseFactor represents a NewCloseFactor event raised by the Comptroller contract.
type ComptrollerNewCloseFactor struct {
	OldCloseFactorMantissa *big.Int
	NewCloseFactorMantissa *big.Int
	Raw                    *types.Log // Blockchain specific contextual infos
}

const ComptrollerNewCloseFactorEventName = "NewCloseFactor"

// ContractEventName returns the user-defined event name.
func (ComptrollerNewCloseFactor) ContractEventName() string {
	return ComptrollerNewCloseFactorEventName
}

// UnpackNewCloseFactorEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NewCloseFactor(uint256 oldCloseFactorMantissa, uint256 newCloseFactorMantissa)
func (comptroller *Comptroller) UnpackNewCloseFactorEvent(log *types.Log) (*ComptrollerNewCloseFactor, error) {
	event := "NewCloseFactor"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerNewCloseFactor)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerNewCollateralFactor represents a NewCollateralFactor event raised by the Comptroller contract.
type ComptrollerNewCollateralFactor struct {
	PoolId                      *big.Int
	VToken                      common.Address
	OldCollateralFactorMantissa *big.Int
	NewCollateralFactorMantissa *big.Int
	Raw                         *types.Log // Blockchain specific contextual infos
}

const ComptrollerNewCollateralFactorEventName = "NewCollateralFactor"

// ContractEventName returns the user-defined event name.
func (ComptrollerNewCollateralFactor) ContractEventName() string {
	return ComptrollerNewCollateralFactorEventName
}

// UnpackNewCollateralFactorEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NewCollateralFactor(uint96 indexed poolId, address indexed vToken, uint256 oldCollateralFactorMantissa, uint256 newCollateralFactorMantissa)
func (comptroller *Comptroller) UnpackNewCollateralFactorEvent(log *types.Log) (*ComptrollerNewCollateralFactor, error) {
	event := "NewCollateralFactor"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerNewCollateralFactor)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerNewLiquidationIncentive represents a NewLiquidationIncentive event raised by the Comptroller contract.
type ComptrollerNewLiquidationIncentive struct {
	PoolId                          *big.Int
	VToken                          common.Address
	OldLiquidationIncentiveMantissa *big.Int
	NewLiquidationIncentiveMantissa *big.Int
	Raw                             *types.Log // Blockchain specific contextual infos
}

const ComptrollerNewLiquidationIncentiveEventName = "NewLiquidationIncentive"

// ContractEventName returns the user-defined event name.
func (ComptrollerNewLiquidationIncentive) ContractEventName() string {
	return ComptrollerNewLiquidationIncentiveEventName
}

// UnpackNewLiquidationIncentiveEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NewLiquidationIncentive(uint96 indexed poolId, address indexed vToken, uint256 oldLiquidationIncentiveMantissa, uint256 newLiquidationIncentiveMantissa)
func (comptroller *Comptroller) UnpackNewLiquidationIncentiveEvent(log *types.Log) (*ComptrollerNewLiquidationIncentive, error) {
	event := "NewLiquidationIncentive"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerNewLiquidationIncentive)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerNewLiquidationThreshold represents a NewLiquidationThreshold event raised by the Comptroller contract.
type ComptrollerNewLiquidationThreshold struct {
	PoolId                          *big.Int
	VToken                          common.Address
	OldLiquidationThresholdMantissa *big.Int
	NewLiquidationThresholdMantissa *big.Int
	Raw                             *types.Log // Blockchain specific contextual infos
}

const ComptrollerNewLiquidationThresholdEventName = "NewLiquidationThreshold"

// ContractEventName returns the user-defined event name.
func (ComptrollerNewLiquidationThreshold) ContractEventName() string {
	return ComptrollerNewLiquidationThresholdEventName
}

// UnpackNewLiquidationThresholdEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NewLiquidationThreshold(uint96 indexed poolId, address indexed vToken, uint256 oldLiquidationThresholdMantissa, uint256 newLiquidationThresholdMantissa)
func (comptroller *Comptroller) UnpackNewLiquidationThresholdEvent(log *types.Log) (*ComptrollerNewLiquidationThreshold, error) {
	event := "NewLiquidationThreshold"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerNewLiquidationThreshold)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerNewPriceOracle represents a NewPriceOracle event raised by the Comptroller contract.
type ComptrollerNewPriceOracle struct {
	OldPriceOracle common.Address
	NewPriceOracle common.Address
	Raw            *types.Log // Blockchain specific contextual infos
}

const ComptrollerNewPriceOracleEventName = "NewPriceOracle"

// ContractEventName returns the user-defined event name.
func (ComptrollerNewPriceOracle) ContractEventName() string {
	return ComptrollerNewPriceOracleEventName
}

// UnpackNewPriceOracleEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event NewPriceOracle(address oldPriceOracle, address newPriceOracle)
func (comptroller *Comptroller) UnpackNewPriceOracleEvent(log *types.Log) (*ComptrollerNewPriceOracle, error) {
	event := "NewPriceOracle"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerNewPriceOracle)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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

// ComptrollerPoolSelected represents a PoolSelected event raised by the Comptroller contract.
type ComptrollerPoolSelected struct {
	Account        common.Address
	PreviousPoolId *big.Int
	NewPoolId      *big.Int
	Raw            *types.Log // Blockchain specific contextual infos
}

const ComptrollerPoolSelectedEventName = "PoolSelected"

// ContractEventName returns the user-defined event name.
func (ComptrollerPoolSelected) ContractEventName() string {
	return ComptrollerPoolSelectedEventName
}

// UnpackPoolSelectedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PoolSelected(address indexed account, uint96 previousPoolId, uint96 indexed newPoolId)
func (comptroller *Comptroller) UnpackPoolSelectedEvent(log *types.Log) (*ComptrollerPoolSelected, error) {
	event := "PoolSelected"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != comptroller.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ComptrollerPoolSelected)
	if len(log.Data) > 0 {
		if err := comptroller.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range comptroller.abi.Events[event].Inputs {
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
