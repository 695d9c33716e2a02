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

// PriceOracleSentinelMetaData contains all meta data concerning the PriceOracleSentinel contract.
var PriceOracleSentinelMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"isLiquidationAllowed\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]}]",
	ID:  "PriceOracleSentinel",
}

// PriceOracleSentinel is an auto generated Go binding around an Ethereum contract.
type PriceOracleSentinel struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *PriceOracleSentinel) GetABI() abi.ABI {
	return c.abi
}

// NewPriceOracleSentinel creates a new instance of PriceOracleSentinel.
func NewPriceOracleSentinel() *PriceOracleSentinel {
	parsed, err := PriceOracleSentinelMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &PriceOracleSentinel{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *PriceOracleSentinel) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackIsLiquidationAllowed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7a5d20ea.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isLiquidationAllowed() view returns(bool)
func (priceOracleSentinel *PriceOracleSentinel) PackIsLiquidationAllowed() []byte {
	enc, err := priceOracleSentinel.abi.Pack("isLiquidationAllowed")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsLiquidationAllowed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7a5d20ea.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isLiquidationAllowed() view returns(bool)
func (priceOracleSentinel *PriceOracleSentinel) TryPackIsLiquidationAllowed() ([]byte, error) {
	return priceOracleSentinel.abi.Pack("isLiquidationAllowed")
}

// UnpackIsLiquidationAllowed is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7a5d20ea.
//
// Solidity: function isLiquidationAllowed() view returns(bool)
func (priceOracleSentinel *PriceOracleSentinel) UnpackIsLiquidationAllowed(data []byte) (bool, error) {
	out, err := priceOracleSentinel.abi.Unpack("isLiquidationAllowed", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}
