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

// VAIControllerMetaData contains all meta data concerning the VAIController contract.
var VAIControllerMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"getVAIAddress\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"vaiMintIndex\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getVAIRepayAmount\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"pastVAIInterest\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"account\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"getVAIMinterInterestIndex\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"minter\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"MintVAI\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"minter\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"mintVAIAmount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"RepayVAI\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"payer\",\"indexed\":false},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"repayVAIAmount\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"LiquidateVAI\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"liquidator\",\"indexed\":false},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"repayAmount\",\"indexed\":false},{\"type\":\"address\",\"name\":\"vTokenCollateral\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"seizeTokens\",\"indexed\":false}]}]",
	ID:  "VAIController",
}

// VAIController is an auto generated Go binding around an Ethereum contract.
type VAIController struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *VAIController) GetABI() abi.ABI {
	return c.abi
}

// NewVAIController creates a new instance of VAIController.
func NewVAIController() *VAIController {
	parsed, err := VAIControllerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &VAIController{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *VAIController) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackGetVAIAddress is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbeb2b28.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getVAIAddress() view returns(address)
func (vAIController *VAIController) PackGetVAIAddress() []byte {
	enc, err := vAIController.abi.Pack("getVAIAddress")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetVAIAddress is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbeb2b28.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getVAIAddress() view returns(address)
func (vAIController *VAIController) TryPackGetVAIAddress() ([]byte, error) {
	return vAIController.abi.Pack("getVAIAddress")
}

// UnpackGetVAIAddress is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcbeb2b28.
//
// Solidity: function getVAIAddress() view returns(address)
func (vAIController *VAIController) UnpackGetVAIAddress(data []byte) (common.Address, error) {
	out, err := vAIController.abi.Unpack("getVAIAddress", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetVAIMinterInterestIndex is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x234f8977.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getVAIMinterInterestIndex(address minter) view returns(uint256)
func (vAIController *VAIController) PackGetVAIMinterInterestIndex(minter common.Address) []byte {
	enc, err := vAIController.abi.Pack("getVAIMinterInterestIndex", minter)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetVAIMinterInterestIndex is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x234f8977.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getVAIMinterInterestIndex(address minter) view returns(uint256)
func (vAIController *VAIController) TryPackGetVAIMinterInterestIndex(minter common.Address) ([]byte, error) {
	return vAIController.abi.Pack("getVAIMinterInterestIndex", minter)
}

// UnpackGetVAIMinterInterestIndex is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x234f8977.
//
// Solidity: function getVAIMinterInterestIndex(address minter) view returns(uint256)
func (vAIController *VAIController) UnpackGetVAIMinterInterestIndex(data []byte) (*big.Int, error) {
	out, err := vAIController.abi.Unpack("getVAIMinterInterestIndex", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetVAIRepayAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x78c2f922.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getVAIRepayAmount(address account) view returns(uint256)
func (vAIController *VAIController) PackGetVAIRepayAmount(account common.Address) []byte {
	enc, err := vAIController.abi.Pack("getVAIRepayAmount", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetVAIRepayAmount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x78c2f922.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getVAIRepayAmount(address account) view returns(uint256)
func (vAIController *VAIController) TryPackGetVAIRepayAmount(account common.Address) ([]byte, error) {
	return vAIController.abi.Pack("getVAIRepayAmount", account)
}

// UnpackGetVAIRepayAmount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x78c2f922.
//
// Solidity: function getVAIRepayAmount(address account) view returns(uint256)
func (vAIController *VAIController) UnpackGetVAIRepayAmount(data []byte) (*big.Int, error) {
	out, err := vAIController.abi.Unpack("getVAIRepayAmount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackPastVAIInterest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf20fd8f4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function pastVAIInterest(address account) view returns(uint256)
func (vAIController *VAIController) PackPastVAIInterest(account common.Address) []byte {
	enc, err := vAIController.abi.Pack("pastVAIInterest", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPastVAIInterest is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf20fd8f4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function pastVAIInterest(address account) view returns(uint256)
func (vAIController *VAIController) TryPackPastVAIInterest(account common.Address) ([]byte, error) {
	return vAIController.abi.Pack("pastVAIInterest", account)
}

// UnpackPastVAIInterest is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf20fd8f4.
//
// Solidity: function pastVAIInterest(address account) view returns(uint256)
func (vAIController *VAIController) UnpackPastVAIInterest(data []byte) (*big.Int, error) {
	out, err := vAIController.abi.Unpack("pastVAIInterest", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackVaiMintIndex is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb2b481bc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vaiMintIndex() view returns(uint256)
func (vAIController *VAIController) PackVaiMintIndex() []byte {
	enc, err := vAIController.abi.Pack("vaiMintIndex")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVaiMintIndex is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb2b481bc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vaiMintIndex() view returns(uint256)
func (vAIController *VAIController) TryPackVaiMintIndex() ([]byte, error) {
	return vAIController.abi.Pack("vaiMintIndex")
}

// UnpackVaiMintIndex is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb2b481bc.
//
// Solidity: function vaiMintIndex() view returns(uint256)
func (vAIController *VAIController) UnpackVaiMintIndex(data []byte) (*big.Int, error) {
	out, err := vAIController.abi.Unpack("vaiMintIndex", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// VAIControllerLiquidateVAI represents a LiquidateVAI event raised by the VAIController contract.
type VAIControllerLiquidateVAI struct {
	Liquidator       common.Address
	Borrower         common.Address
	RepayAmount      *big.Int
	VTokenCollateral common.Address
	SeizeTokens      *big.Int
	Raw              *types.Log // Blockchain specific contextual infos
}

const VAIControllerLiquidateVAIEventName = "LiquidateVAI"

// ContractEventName returns the user-defined event name.
func (VAIControllerLiquidateVAI) ContractEventName() string {
	return VAIControllerLiquidateVAIEventName
}

// UnpackLiquidateVAIEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LiquidateVAI(address liquidator, address borrower, uint256 repayAmount, address vTokenCollateral, uint256 seizeTokens)
func (vAIController *VAIController) UnpackLiquidateVAIEvent(log *types.Log) (*VAIControllerLiquidateVAI, error) {
	event := "LiquidateVAI"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vAIController.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VAIControllerLiquidateVAI)
	if len(log.Data) > 0 {
		if err := vAIController.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vAIController.abi.Events[event].Inputs {
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

// VAIControllerMintVAI represents a MintVAI event raised by the VAIController contract.
type VAIControllerMintVAI struct {
	Minter        common.Address
	MintVAIAmount *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const VAIControllerMintVAIEventName = "MintVAI"

// ContractEventName returns the user-defined event name.
func (VAIControllerMintVAI) ContractEventName() string {
	return VAIControllerMintVAIEventName
}

// UnpackMintVAIEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MintVAI(address minter, uint256 mintVAIAmount)
func (vAIController *VAIController) UnpackMintVAIEvent(log *types.Log) (*VAIControllerMintVAI, error) {
	event := "MintVAI"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vAIController.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VAIControllerMintVAI)
	if len(log.Data) > 0 {
		if err := vAIController.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vAIController.abi.Events[event].Inputs {
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

// VAIControllerRepayVAI represents a RepayVAI event raised by the VAIController contract.
type VAIControllerRepayVAI struct {
	Payer          common.Address
	Borrower       common.Address
	RepayVAIAmount *big.Int
	Raw            *types.Log // Blockchain specific contextual infos
}

const VAIControllerRepayVAIEventName = "RepayVAI"

// ContractEventName returns the user-defined event name.
func (VAIControllerRepayVAI) ContractEventName() string {
	return VAIControllerRepayVAIEventName
}

// UnpackRepayVAIEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RepayVAI(address payer, address borrower, uint256 repayVAIAmount)
func (vAIController *VAIController) UnpackRepayVAIEvent(log *types.Log) (*VAIControllerRepayVAI, error) {
	event := "RepayVAI"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != vAIController.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(VAIControllerRepayVAI)
	if len(log.Data) > 0 {
		if err := vAIController.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range vAIController.abi.Events[event].Inputs {
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
