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

// PriceOracleMetaData contains all meta data concerning the PriceOracle contract.
var PriceOracleMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"getUnderlyingPrice\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"cToken\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]}]",
	ID:  "PriceOracle",
}

// PriceOracle is an auto generated Go binding around an Ethereum contract.
type PriceOracle struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *PriceOracle) GetABI() abi.ABI {
	return c.abi
}

// NewPriceOracle creates a new instance of PriceOracle.
func NewPriceOracle() *PriceOracle {
	parsed, err := PriceOracleMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &PriceOracle{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *PriceOracle) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGetUnderlyingPrice is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc57d4df.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUnderlyingPrice(address cToken) view returns(uint256)
func (priceOracle *PriceOracle) PackGetUnderlyingPrice(cToken common.Address) []byte {
	enc, err := priceOracle.abi.Pack("getUnderlyingPrice", cToken)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUnderlyingPrice is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc57d4df.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUnderlyingPrice(address cToken) view returns(uint256)
func (priceOracle *PriceOracle) TryPackGetUnderlyingPrice(cToken common.Address) ([]byte, error) {
	return priceOracle.abi.Pack("getUnderlyingPrice", cToken)
}

// UnpackGetUnderlyingPrice is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfc57d4df.
//
// Solidity: function getUnderlyingPrice(address cToken) view returns(uint256)
func (priceOracle *PriceOracle) UnpackGetUnderlyingPrice(data []byte) (*big.Int, error) {
	out, err := priceOracle.abi.Unpack("getUnderlyingPrice", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}
