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

// LiquidatorMetaData contains all meta data concerning the Liquidator contract.
var LiquidatorMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"treasuryPercentMantissa\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"minLiquidatableVAI\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"forceVAILiquidate\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]}]",
	ID:  "Liquidator",
}

// Liquidator is an auto generated Go binding around an Ethereum contract.
type Liquidator struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Liquidator) GetABI() abi.ABI {
	return c.abi
}

// NewLiquidator creates a new instance of Liquidator.
func NewLiquidator() *Liquidator {
	parsed, err := LiquidatorMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Liquidator{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Liquidator) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackForceVAILiquidate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x36eab4ae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function forceVAILiquidate() view returns(bool)
func (liquidator *Liquidator) PackForceVAILiquidate() []byte {
	enc, err := liquidator.abi.Pack("forceVAILiquidate")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackForceVAILiquidate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x36eab4ae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function forceVAILiquidate() view returns(bool)
func (liquidator *Liquidator) TryPackForceVAILiquidate() ([]byte, error) {
	return liquidator.abi.Pack("forceVAILiquidate")
}

// UnpackForceVAILiquidate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x36eab4ae.
//
// Solidity: function forceVAILiquidate() view returns(bool)
func (liquidator *Liquidator) UnpackForceVAILiquidate(data []byte) (bool, error) {
	out, err := liquidator.abi.Unpack("forceVAILiquidate", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMinLiquidatableVAI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8722ddf2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function minLiquidatableVAI() view returns(uint256)
func (liquidator *Liquidator) PackMinLiquidatableVAI() []byte {
	enc, err := liquidator.abi.Pack("minLiquidatableVAI")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMinLiquidatableVAI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8722ddf2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function minLiquidatableVAI() view returns(uint256)
func (liquidator *Liquidator) TryPackMinLiquidatableVAI() ([]byte, error) {
	return liquidator.abi.Pack("minLiquidatableVAI")
}

// UnpackMinLiquidatableVAI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8722ddf2.
//
// Solidity: function minLiquidatableVAI() view returns(uint256)
func (liquidator *Liquidator) UnpackMinLiquidatableVAI(data []byte) (*big.Int, error) {
	out, err := liquidator.abi.Unpack("minLiquidatableVAI", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTreasuryPercentMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e3525fc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function treasuryPercentMantissa() view returns(uint256)
func (liquidator *Liquidator) PackTreasuryPercentMantissa() []byte {
	enc, err := liquidator.abi.Pack("treasuryPercentMantissa")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTreasuryPercentMantissa is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e3525fc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function treasuryPercentMantissa() view returns(uint256)
func (liquidator *Liquidator) TryPackTreasuryPercentMantissa() ([]byte, error) {
	return liquidator.abi.Pack("treasuryPercentMantissa")
}

// UnpackTreasuryPercentMantissa is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8e3525fc.
//
// Solidity: function treasuryPercentMantissa() view returns(uint256)
func (liquidator *Liquidator) UnpackTreasuryPercentMantissa(data []byte) (*big.Int, error) {
	out, err := liquidator.abi.Unpack("treasuryPercentMantissa", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}
