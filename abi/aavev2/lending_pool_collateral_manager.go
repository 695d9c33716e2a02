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

// LendingPoolCollateralManagerMetaData contains all meta data concerning the LendingPoolCollateralManager contract.
var LendingPoolCollateralManagerMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"LIQUIDATION_CLOSE_FACTOR_PERCENT\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"LIQUIDATIONS_GRACE_SENTINEL\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]}]",
	ID:  "LendingPoolCollateralManager",
}

// LendingPoolCollateralManager is an auto generated Go binding around an Ethereum contract.
type LendingPoolCollateralManager struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *LendingPoolCollateralManager) GetABI() abi.ABI {
	return c.abi
}

// NewLendingPoolCollateralManager creates a new instance of LendingPoolCollateralManager.
func NewLendingPoolCollateralManager() *LendingPoolCollateralManager {
	parsed, err := LendingPoolCollateralManagerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &LendingPoolCollateralManager{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *LendingPoolCollateralManager) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackLIQUIDATIONSGRACESENTINEL is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcb0a95ec.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function LIQUIDATIONS_GRACE_SENTINEL() view returns(address)
func (lendingPoolCollateralManager *LendingPoolCollateralManager) PackLIQUIDATIONSGRACESENTINEL() []byte {
	enc, err := lendingPoolCollateralManager.abi.Pack("LIQUIDATIONS_GRACE_SENTINEL")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLIQUIDATIONSGRACESENTINEL is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcb0a95ec.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function LIQUIDATIONS_GRACE_SENTINEL() view returns(address)
func (lendingPoolCollateralManager *LendingPoolCollateralManager) TryPackLIQUIDATIONSGRACESENTINEL() ([]byte, error) {
	return lendingPoolCollateralManager.abi.Pack("LIQUIDATIONS_GRACE_SENTINEL")
}

// UnpackLIQUIDATIONSGRACESENTINEL is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcb0a95ec.
//
// Solidity: function LIQUIDATIONS_GRACE_SENTINEL() view returns(address)
func (lendingPoolCollateralManager *LendingPoolCollateralManager) UnpackLIQUIDATIONSGRACESENTINEL(data []byte) (common.Address, error) {
	out, err := lendingPoolCollateralManager.abi.Unpack("LIQUIDATIONS_GRACE_SENTINEL", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackLIQUIDATIONCLOSEFACTORPERCENT is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd3a86817.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function LIQUIDATION_CLOSE_FACTOR_PERCENT() view returns(uint256)
func (lendingPoolCollateralManager *LendingPoolCollateralManager) PackLIQUIDATIONCLOSEFACTORPERCENT() []byte {
	enc, err := lendingPoolCollateralManager.abi.Pack("LIQUIDATION_CLOSE_FACTOR_PERCENT")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLIQUIDATIONCLOSEFACTORPERCENT is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd3a86817.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function LIQUIDATION_CLOSE_FACTOR_PERCENT() view returns(uint256)
func (lendingPoolCollateralManager *LendingPoolCollateralManager) TryPackLIQUIDATIONCLOSEFACTORPERCENT() ([]byte, error) {
	return lendingPoolCollateralManager.abi.Pack("LIQUIDATION_CLOSE_FACTOR_PERCENT")
}

// UnpackLIQUIDATIONCLOSEFACTORPERCENT is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd3a86817.
//
// Solidity: function LIQUIDATION_CLOSE_FACTOR_PERCENT() view returns(uint256)
func (lendingPoolCollateralManager *LendingPoolCollateralManager) UnpackLIQUIDATIONCLOSEFACTORPERCENT(data []byte) (*big.Int, error) {
	out, err := lendingPoolCollateralManager.abi.Unpack("LIQUIDATION_CLOSE_FACTOR_PERCENT", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}
