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

// AaveOracleMetaData contains all meta data concerning the AaveOracle contract.
var AaveOracleMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"getAssetPrice\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"WETH\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"BASE_CURRENCY\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"BASE_CURRENCY_UNIT\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]}]",
	ID:  "AaveOracle",
}

// AaveOracle is an auto generated Go binding around an Ethereum contract.
type AaveOracle struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *AaveOracle) GetABI() abi.ABI {
	return c.abi
}

// NewAaveOracle creates a new instance of AaveOracle.
func NewAaveOracle() *AaveOracle {
	parsed, err := AaveOracleMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &AaveOracle{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *AaveOracle) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackBASECURRENCY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe19f4700.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function BASE_CURRENCY() view returns(address)
func (aaveOracle *AaveOracle) PackBASECURRENCY() []byte {
	enc, err := aaveOracle.abi.Pack("BASE_CURRENCY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBASECURRENCY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe19f4700.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function BASE_CURRENCY() view returns(address)
func (aaveOracle *AaveOracle) TryPackBASECURRENCY() ([]byte, error) {
	return aaveOracle.abi.Pack("BASE_CURRENCY")
}

// UnpackBASECURRENCY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe19f4700.
//
// Solidity: function BASE_CURRENCY() view returns(address)
func (aaveOracle *AaveOracle) UnpackBASECURRENCY(data []byte) (common.Address, error) {
	out, err := aaveOracle.abi.Unpack("BASE_CURRENCY", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackBASECURRENCYUNIT is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c89b64f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function BASE_CURRENCY_UNIT() view returns(uint256)
func (aaveOracle *AaveOracle) PackBASECURRENCYUNIT() []byte {
	enc, err := aaveOracle.abi.Pack("BASE_CURRENCY_UNIT")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBASECURRENCYUNIT is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c89b64f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function BASE_CURRENCY_UNIT() view returns(uint256)
func (aaveOracle *AaveOracle) TryPackBASECURRENCYUNIT() ([]byte, error) {
	return aaveOracle.abi.Pack("BASE_CURRENCY_UNIT")
}

// UnpackBASECURRENCYUNIT is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8c89b64f.
//
// Solidity: function BASE_CURRENCY_UNIT() view returns(uint256)
func (aaveOracle *AaveOracle) UnpackBASECURRENCYUNIT(data []byte) (*big.Int, error) {
	out, err := aaveOracle.abi.Unpack("BASE_CURRENCY_UNIT", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackWETH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xad5c4648.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function WETH() view returns(address)
func (aaveOracle *AaveOracle) PackWETH() []byte {
	enc, err := aaveOracle.abi.Pack("WETH")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWETH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xad5c4648.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function WETH() view returns(address)
func (aaveOracle *AaveOracle) TryPackWETH() ([]byte, error) {
	return aaveOracle.abi.Pack("WETH")
}

// UnpackWETH is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xad5c4648.
//
// Solidity: function WETH() view returns(address)
func (aaveOracle *AaveOracle) UnpackWETH(data []byte) (common.Address, error) {
	out, err := aaveOracle.abi.Unpack("WETH", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetAssetPrice is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3596f07.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAssetPrice(address asset) view returns(uint256)
func (aaveOracle *AaveOracle) PackGetAssetPrice(asset common.Address) []byte {
	enc, err := aaveOracle.abi.Pack("getAssetPrice", asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAssetPrice is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3596f07.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAssetPrice(address asset) view returns(uint256)
func (aaveOracle *AaveOracle) TryPackGetAssetPrice(asset common.Address) ([]byte, error) {
	return aaveOracle.abi.Pack("getAssetPrice", asset)
}

// UnpackGetAssetPrice is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb3596f07.
//
// Solidity: function getAssetPrice(address asset) view returns(uint256)
func (aaveOracle *AaveOracle) UnpackGetAssetPrice(data []byte) (*big.Int, error) {
	out, err := aaveOracle.abi.Unpack("getAssetPrice", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}
