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

// StableDebtTokenMetaData contains all meta data concerning the StableDebtToken contract.
var StableDebtTokenMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"principalBalanceOf\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getUserStableRate\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getUserLastUpdated\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint40\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getSupplyData\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"principal\"},{\"type\":\"uint256\",\"name\":\"supply\"},{\"type\":\"uint256\",\"name\":\"averageRate\"},{\"type\":\"uint40\",\"name\":\"updated\"}]},{\"type\":\"event\",\"name\":\"Mint\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"address\",\"name\":\"onBehalfOf\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"currentBalance\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"balanceIncrease\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"avgStableRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newTotalSupply\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Burn\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"user\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"amount\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"currentBalance\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"balanceIncrease\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"avgStableRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"newTotalSupply\",\"indexed\":false}]}]",
	ID:  "StableDebtToken",
}

// StableDebtToken is an auto generated Go binding around an Ethereum contract.
type StableDebtToken struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *StableDebtToken) GetABI() abi.ABI {
	return c.abi
}

// NewStableDebtToken creates a new instance of StableDebtToken.
func NewStableDebtToken() *StableDebtToken {
	parsed, err := StableDebtTokenMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &StableDebtToken{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *StableDebtToken) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGetSupplyData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79774338.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getSupplyData() view returns(uint256 principal, uint256 supply, uint256 averageRate, uint40 updated)
func (stableDebtToken *StableDebtToken) PackGetSupplyData() []byte {
	enc, err := stableDebtToken.abi.Pack("getSupplyData")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetSupplyData is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79774338.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getSupplyData() view returns(uint256 principal, uint256 supply, uint256 averageRate, uint40 updated)
func (stableDebtToken *StableDebtToken) TryPackGetSupplyData() ([]byte, error) {
	return stableDebtToken.abi.Pack("getSupplyData")
}

// GetSupplyDataOutput serves as a container for the return parameters of contract
// method GetSupplyData.
type GetSupplyDataOutput struct {
	Principal   *big.Int
	Supply      *big.Int
	AverageRate *big.Int
	Updated     *big.Int
}

// UnpackGetSupplyData is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x79774338.
//
// Solidity: function getSupplyData() view returns(uint256 principal, uint256 supply, uint256 averageRate, uint40 updated)
func (stableDebtToken *StableDebtToken) UnpackGetSupplyData(data []byte) (GetSupplyDataOutput, error) {
	out, err := stableDebtToken.abi.Unpack("getSupplyData", data)
	outstruct := new(GetSupplyDataOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Principal = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Supply = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.AverageRate = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	outstruct.Updated = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetUserLastUpdated is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79ce6b8c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUserLastUpdated(address user) view returns(uint40)
func (stableDebtToken *StableDebtToken) PackGetUserLastUpdated(user common.Address) []byte {
	enc, err := stableDebtToken.abi.Pack("getUserLastUpdated", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUserLastUpdated is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x79ce6b8c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUserLastUpdated(address user) view returns(uint40)
func (stableDebtToken *StableDebtToken) TryPackGetUserLastUpdated(user common.Address) ([]byte, error) {
	return stableDebtToken.abi.Pack("getUserLastUpdated", user)
}

// UnpackGetUserLastUpdated is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x79ce6b8c.
//
// Solidity: function getUserLastUpdated(address user) view returns(uint40)
func (stableDebtToken *StableDebtToken) UnpackGetUserLastUpdated(data []byte) (*big.Int, error) {
	out, err := stableDebtToken.abi.Unpack("getUserLastUpdated", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetUserStableRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe78c9b3b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUserStableRate(address user) view returns(uint256)
func (stableDebtToken *StableDebtToken) PackGetUserStableRate(user common.Address) []byte {
	enc, err := stableDebtToken.abi.Pack("getUserStableRate", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUserStableRate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe78c9b3b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUserStableRate(address user) view returns(uint256)
func (stableDebtToken *StableDebtToken) TryPackGetUserStableRate(user common.Address) ([]byte, error) {
	return stableDebtToken.abi.Pack("getUserStableRate", user)
}

// UnpackGetUserStableRate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe78c9b3b.
//
// Solidity: function getUserStableRate(address user) view returns(uint256)
func (stableDebtToken *StableDebtToken) UnpackGetUserStableRate(data []byte) (*big.Int, error) {
	out, err := stableDebtToken.abi.Unpack("getUserStableRate", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPrincipalBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc634dfaa.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principalBalanceOf(address user) view returns(uint256)
func (stableDebtToken *StableDebtToken) PackPrincipalBalanceOf(user common.Address) []byte {
	enc, err := stableDebtToken.abi.Pack("principalBalanceOf", user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipalBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc634dfaa.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principalBalanceOf(address user) view returns(uint256)
func (stableDebtToken *StableDebtToken) TryPackPrincipalBalanceOf(user common.Address) ([]byte, error) {
	return stableDebtToken.abi.Pack("principalBalanceOf", user)
}

// UnpackPrincipalBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc634dfaa.
//
// Solidity: function principalBalanceOf(address user) view returns(uint256)
func (stableDebtToken *StableDebtToken) UnpackPrincipalBalanceOf(data []byte) (*big.Int, error) {
	out, err := stableDebtToken.abi.Unpack("principalBalanceOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// StableDebtTokenBurn represents a Burn event raised by the StableDebtToken contract.
type StableDebtTokenBurn struct {
	User            common.Address
	Amount          *big.Int
	CurrentBalance  *big.Int
	BalanceIncrease *big.Int
	AvgStableRate   *big.Int
	NewTotalSupply  *big.Int
	Raw             *types.Log // Blockchain specific contextual infos
}

const StableDebtTokenBurnEventName = "Burn"

// ContractEventName returns the user-defined event name.
func (StableDebtTokenBurn) ContractEventName() string {
	return StableDebtTokenBurnEventName
}

// UnpackBurnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Burn(address indexed user, uint256 amount, uint256 currentBalance, uint256 balanceIncrease, uint256 avgStableRate, uint256 newTotalSupply)
func (stableDebtToken *StableDebtToken) UnpackBurnEvent(log *types.Log) (*StableDebtTokenBurn, error) {
	event := "Burn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stableDebtToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StableDebtTokenBurn)
	if len(log.Data) > 0 {
		if err := stableDebtToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stableDebtToken.abi.Events[event].Inputs {
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

// StableDebtTokenMint represents a Mint event raised by the StableDebtToken contract.
type StableDebtTokenMint struct {
	User            common.Address
	OnBehalfOf      common.Address
	Amount          *big.Int
	CurrentBalance  *big.Int
	BalanceIncrease *big.Int
	NewRate         *big.Int
	AvgStableRate   *big.Int
	NewTotalSupply  *big.Int
	Raw             *types.Log // Blockchain specific contextual infos
}

const StableDebtTokenMintEventName = "Mint"

// ContractEventName returns the user-defined event name.
func (StableDebtTokenMint) ContractEventName() string {
	return StableDebtTokenMintEventName
}

// UnpackMintEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Mint(address indexed user, address indexed onBehalfOf, uint256 amount, uint256 currentBalance, uint256 balanceIncrease, uint256 newRate, uint256 avgStableRate, uint256 newTotalSupply)
func (stableDebtToken *StableDebtToken) UnpackMintEvent(log *types.Log) (*StableDebtTokenMint, error) {
	event := "Mint"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stableDebtToken.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StableDebtTokenMint)
	if len(log.Data) > 0 {
		if err := stableDebtToken.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stableDebtToken.abi.Events[event].Inputs {
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
