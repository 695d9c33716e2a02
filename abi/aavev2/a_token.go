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

// ATokenMetaData contains all meta data concerning the AToken contract.
var ATokenMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"balanceOf\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"scaledBalanceOf\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"scaledTotalSupply\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"symbol\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"string\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"decimals\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint8\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"Mint\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"value\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"index\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Burn\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"target\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"value\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"index\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"BalanceTransfer\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"to\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"value\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"index\",\"indexed\":false}]}]",
	ID:  "AToken",
}

// AToken is an auto generated Go binding around an Ethereum contract.
type AToken struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *AToken) GetABI() abi.ABI {
	return c.abi
}

// NewAToken creates a new instance of AToken.
func NewAToken() *AToken {
	parsed, err := ATokenMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &AToken{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *AToken) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function balanceOf(address user) view returns(uint256)
func (aToken *AToken) PackBalanceOf(user common.Address) []byte {
	enc, err := aToken.abi.Pack("balanceOf", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function balanceOf(address user) view returns(uint256)
func (aToken *AToken) TryPackBalanceOf(user common.Address) ([]byte, error) {
	return aToken.abi.Pack("balanceOf", user)
}

// UnpackBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x70a08231.
//
// Solidity: function balanceOf(address user) view returns(uint256)
func (aToken *AToken) UnpackBalanceOf(data []byte) (*big.Int, error) {
	out, err := aToken.abi.Unpack("balanceOf", data)
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
func (aToken *AToken) PackDecimals() []byte {
	enc, err := aToken.abi.Pack("decimals")
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
func (aToken *AToken) TryPackDecimals() ([]byte, error) {
	return aToken.abi.Pack("decimals")
}

// UnpackDecimals is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x313ce567.
//
// Solidity: function decimals() view returns(uint8)
func (aToken *AToken) UnpackDecimals(data []byte) (uint8, error) {
	out, err := aToken.abi.Unpack("decimals", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackScaledBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1da24f3e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function scaledBalanceOf(address user) view returns(uint256)
func (aToken *AToken) PackScaledBalanceOf(user common.Address) []byte {
	enc, err := aToken.abi.Pack("scaledBalanceOf", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackScaledBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1da24f3e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function scaledBalanceOf(address user) view returns(uint256)
func (aToken *AToken) TryPackScaledBalanceOf(user common.Address) ([]byte, error) {
	return aToken.abi.Pack("scaledBalanceOf", user)
}

// UnpackScaledBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1da24f3e.
//
// Solidity: function scaledBalanceOf(address user) view returns(uint256)
func (aToken *AToken) UnpackScaledBalanceOf(data []byte) (*big.Int, error) {
	out, err := aToken.abi.Unpack("scaledBalanceOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackScaledTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb1bf962d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function scaledTotalSupply() view returns(uint256)
func (aToken *AToken) PackScaledTotalSupply() []byte {
	enc, err := aToken.abi.Pack("scaledTotalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackScaledTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb1bf962d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function scaledTotalSupply() view returns(uint256)
func (aToken *AToken) TryPackScaledTotalSupply() ([]byte, error) {
	return aToken.abi.Pack("scaledTotalSupply")
}

// UnpackScaledTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb1bf962d.
//
// Solidity: function scaledTotalSupply() view returns(uint256)
func (aToken *AToken) UnpackScaledTotalSupply(data []byte) (*big.Int, error) {
	out, err := aToken.abi.Unpack("scaledTotalSupply", data)
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
func (aToken *AToken) PackSymbol() []byte {
	enc, err := aToken.abi.Pack("symbol")
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
func (aToken *AToken) TryPackSymbol() ([]byte, error) {
	return aToken.abi.Pack("symbol")
}

// UnpackSymbol is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x95d89b41.
//
// Solidity: function symbol() view returns(string)
func (aToken *AToken) UnpackSymbol(data []byte) (string, error) {
	out, err := aToken.abi.Unpack("symbol", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// ATokenBalanceTransfer represents a BalanceTransfer event raised by the AToken contract.
type ATokenBalanceTransfer struct {
	From  common.Address
	To    common.Address
	Value *big.Int
	Index *big.Int
	Raw   *types.Log // Blockchain specific contextual infos
}

const ATokenBalanceTransferEventName = "BalanceTransfer"

// ContractEventName returns the user-defined event name.
func (ATokenBalanceTransfer) ContractEventName() string {
	return ATokenBalanceTransferEventName
}

// UnpackBalanceTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BalanceTransfer(address indexed from, address indexed to, uint256 value, uint256 index)
func (aToken *AToken) UnpackBalanceTransferEvent(log *types.Log) (*ATokenBalanceTransfer, error) {
	event := "BalanceTransfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != aToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ATokenBalanceTransfer)
	if len(log.Data) > 0 {
		if err := aToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range aToken.abi.Events[event].Inputs {
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

// ATokenBurn represents a Burn event raised by the AToken contract.
type ATokenBurn struct {
	From   common.Address
	Target common.Address
	Value  *big.Int
	Index  *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const ATokenBurnEventName = "Burn"

// ContractEventName returns the user-defined event name.
func (ATokenBurn) ContractEventName() string {
	return ATokenBurnEventName
}

// UnpackBurnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Burn(address indexed from, address indexed target, uint256 value, uint256 index)
func (aToken *AToken) UnpackBurnEvent(log *types.Log) (*ATokenBurn, error) {
	event := "Burn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != aToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ATokenBurn)
	if len(log.Data) > 0 {
		if err := aToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range aToken.abi.Events[event].Inputs {
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

// ATokenMint represents a Mint event raised by the AToken contract.
type ATokenMint struct {
	From  common.Address
	Value *big.Int
	Index *big.Int
	Raw   *types.Log // Blockchain specific contextual infos
}

const ATokenMintEventName = "Mint"

// ContractEventName returns the user-defined event name.
func (ATokenMint) ContractEventName() string {
	return ATokenMintEventName
}

// UnpackMintEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Mint(address indexed from, uint256 value, uint256 index)
func (aToken *AToken) UnpackMintEvent(log *types.Log) (*ATokenMint, error) {
	event := "Mint"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != aToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ATokenMint)
	if len(log.Data) > 0 {
		if err := aToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range aToken.abi.Events[event].Inputs {
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
