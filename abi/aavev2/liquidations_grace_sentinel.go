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

// LiquidationsGraceSentinelMetaData contains all meta data concerning the LiquidationsGraceSentinel contract.
var LiquidationsGraceSentinelMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"gracePeriodUntil\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"asset\"}],\"outputs\":[{\"type\":\"uint40\",\"name\":\"\"}]}]",
	ID:  "LiquidationsGraceSentinel",
}

// LiquidationsGraceSentinel is an auto generated Go binding around an Ethereum contract.
type LiquidationsGraceSentinel struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *LiquidationsGraceSentinel) GetABI() abi.ABI {
	return c.abi
}

// NewLiquidationsGraceSentinel creates a new instance of LiquidationsGraceSentinel.
func NewLiquidationsGraceSentinel() *LiquidationsGraceSentinel {
	parsed, err := LiquidationsGraceSentinelMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &LiquidationsGraceSentinel{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *LiquidationsGraceSentinel) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGracePeriodUntil is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x43ff9bd6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function gracePeriodUntil(address asset) view returns(uint40)
func (liquidationsGraceSentinel *LiquidationsGraceSentinel) PackGracePeriodUntil(asset common.Address) []byte {
	enc, err := liquidationsGraceSentinel.abi.Pack("gracePeriodUntil", asset)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGracePeriodUntil is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x43ff9bd6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function gracePeriodUntil(address asset) view returns(uint40)
func (liquidationsGraceSentinel *LiquidationsGraceSentinel) TryPackGracePeriodUntil(asset common.Address) ([]byte, error) {
	return liquidationsGraceSentinel.abi.Pack("gracePeriodUntil", asset)
}

// UnpackGracePeriodUntil is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x43ff9bd6.
//
// Solidity: function gracePeriodUntil(address asset) view returns(uint40)
func (liquidationsGraceSentinel *LiquidationsGraceSentinel) UnpackGracePeriodUntil(data []byte) (*big.Int, error) {
	out, err := liquidationsGraceSentinel.abi.Unpack("gracePeriodUntil", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}
