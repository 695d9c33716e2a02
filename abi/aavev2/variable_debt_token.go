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

// VariableDebtTokenMetaData contains all meta data concerning the VariableDebtToken contract.
var VariableDebtTokenMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"scaledBalanceOf\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"scaledTotalSupply\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"Mint\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"from\",\"indexed\":true},{\"type\":\"address\",\"name\":\"onBehalfOf\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"value\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"index\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Burn\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"index\",\"indexed\":false}]}]",
	ID:  "VariableDebtToken",
}

// VariableDebtToken is an auto generated Go binding around an Ethereum contract.
type VariableDebtToken struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *VariableDebtToken) GetABI() abi.ABI {
	return c.abi
}

// NewVariableDebtToken creates a new instance of VariableDebtToken.
func NewVariableDebtToken() *VariableDebtToken {
	parsed, err := VariableDebtTokenMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &VariableDebtToken{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *VariableDebtToken) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackScaledBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1da24f3e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function scaledBalanceOf(address user) view returns(uint256)
func (variableDebtToken *VariableDebtToken) PackScaledBalanceOf(user common.Address) []byte {
	enc, err := variableDebtToken.abi.Pack("scaledBalanceOf", user)
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
func (variableDebtToken *VariableDebtToken) TryPackScaledBalanceOf(user common.Address) ([]byte, error) {
	return variableDebtToken.abi.Pack("scaledBalanceOf", user)
}

// UnpackScaledBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1da24f3e.
//
// Solidity: function scaledBalanceOf(address user) view returns(uint256)
func (variableDebtToken *VariableDebtToken) UnpackScaledBalanceOf(data []byte) (*big.Int, error) {
	out, err := variableDebtToken.abi.Unpack("scaledBalanceOf", data)
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
func (variableDebtToken *VariableDebtToken) PackScaledTotalSupply() []byte {
	enc, err := variableDebtToken.abi.Pack("scaledTotalSupply")
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
func (variableDebtToken *VariableDebtToken) TryPackScaledTotalSupply() ([]byte, error) {
	return variableDebtToken.abi.Pack("scaledTotalSupply")
}

// UnpackScaledTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb1bf962d.
//
// Solidity: function scaledTotalSupply() view returns(uint256)
func (variableDebtToken *VariableDebtToken) UnpackScaledTotalSupply(data []byte) (*big.Int, error) {
	out, err := variableDebtToken.abi.Unpack("scaledTotalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// VariableDebtTokenBurn represents a Burn event raised by the VariableDebtToken contract.
type VariableDebtTokenBurn struct {
	User   common.Address
	Amount *big.Int
	Index  *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const VariableDebtTokenBurnEventName = "Burn"

// ContractEventName returns the user-defined event name.
func (VariableDebtTokenBurn) ContractEventName() string {
	return VariableDebtTokenBurnEventName
}

// UnpackBurnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Burn(address indexed user, uint256 amount, uint256 index)
func (variableDebtToken *VariableDebtToken) UnpackBurnEvent(log *types.Log) (*VariableDebtTokenBurn, error) {
	event := "Burn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != variableDebtToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VariableDebtTokenBurn)
	if len(log.Data) > 0 {
		if err := variableDebtToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range variableDebtToken.abi.Events[event].Inputs {
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

// VariableDebtTokenMint represents a Mint event raised by the VariableDebtToken contract.
type VariableDebtTokenMint struct {
	From       common.Address
	OnBehalfOf common.Address
	Value      *big.Int
	Index      *big.Int
	Raw        *types.Log // Blockchain specific contextual infos
}

const VariableDebtTokenMintEventName = "Mint"

// ContractEventName returns the user-defined event name.
func (VariableDebtTokenMint) ContractEventName() string {
	return VariableDebtTokenMintEventName
}

// UnpackMintEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Mint(address indexed from, address indexed onBehalfOf, uint256 value, uint256 index)
func (variableDebtToken *VariableDebtToken) UnpackMintEvent(log *types.Log) (*VariableDebtTokenMint, error) {
	event := "Mint"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != variableDebtToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VariableDebtTokenMint)
	if len(log.Data) > 0 {
		if err := variableDebtToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range variableDebtToken.abi.Events[event].Inputs {
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
