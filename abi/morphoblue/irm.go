// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package morphoblue

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

// IrmMarket is an auto generated low-level Go binding around an user-defined struct.
type IrmMarket struct {
	TotalSupplyAssets *big.Int
	TotalSupplyShares *big.Int
	TotalBorrowAssets *big.Int
	TotalBorrowShares *big.Int
	LastUpdate        *big.Int
	Fee               *big.Int
}

// IrmMarketParams is an auto generated low-level Go binding around an user-defined struct.
type IrmMarketParams struct {
	LoanToken       common.Address
	CollateralToken common.Address
	Oracle          common.Address
	Irm             common.Address
	Lltv            *big.Int
}

// IrmMetaData contains all meta data concerning the Irm contract.
var IrmMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"borrowRateView\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"tuple\",\"internalType\":\"structIrmMarketParams\",\"name\":\"marketParams\",\"components\":[{\"type\":\"address\",\"name\":\"loanToken\"},{\"type\":\"address\",\"name\":\"collateralToken\"},{\"type\":\"address\",\"name\":\"oracle\"},{\"type\":\"address\",\"name\":\"irm\"},{\"type\":\"uint256\",\"name\":\"lltv\"}]},{\"type\":\"tuple\",\"internalType\":\"structIrmMarket\",\"name\":\"market\",\"components\":[{\"type\":\"uint128\",\"name\":\"totalSupplyAssets\"},{\"type\":\"uint128\",\"name\":\"totalSupplyShares\"},{\"type\":\"uint128\",\"name\":\"totalBorrowAssets\"},{\"type\":\"uint128\",\"name\":\"totalBorrowShares\"},{\"type\":\"uint128\",\"name\":\"lastUpdate\"},{\"type\":\"uint128\",\"name\":\"fee\"}]}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"rateAtTarget\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"int256\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"borrowRateStored\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"BorrowRateUpdate\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"avgBorrowRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"rateAtTarget\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"SetBorrowRate\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"newBorrowRate\",\"indexed\":false}]}]",
	ID:  "Irm",
}

// Irm is an auto generated Go binding around an Ethereum contract.
type Irm struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Irm) GetABI() abi.ABI {
	return c.abi
}

// NewIrm creates a new instance of Irm.
func NewIrm() *Irm {
	parsed, err := IrmMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Irm{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Irm) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackBorrowRateStored is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa69985c8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowRateStored(bytes32 id) view returns(uint256)
func (irm *Irm) PackBorrowRateStored(id [32]byte) []byte {
	enc, err := irm.abi.Pack("borrowRateStored", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowRateStored is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa69985c8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowRateStored(bytes32 id) view returns(uint256)
func (irm *Irm) TryPackBorrowRateStored(id [32]byte) ([]byte, error) {
	return irm.abi.Pack("borrowRateStored", id)
}

// UnpackBorrowRateStored is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa69985c8.
//
// Solidity: function borrowRateStored(bytes32 id) view returns(uint256)
func (irm *Irm) UnpackBorrowRateStored(data []byte) (*big.Int, error) {
	out, err := irm.abi.Unpack("borrowRateStored", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackBorrowRateView is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c00bf6b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function borrowRateView((address,address,address,address,uint256) marketParams, (uint128,uint128,uint128,uint128,uint128,uint128) market) view returns(uint256)
func (irm *Irm) PackBorrowRateView(marketParams IrmMarketParams, market IrmMarket) []byte {
	enc, err := irm.abi.Pack("borrowRateView", marketParams, market)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBorrowRateView is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8c00bf6b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function borrowRateView((address,address,address,address,uint256) marketParams, (uint128,uint128,uint128,uint128,uint128,uint128) market) view returns(uint256)
func (irm *Irm) TryPackBorrowRateView(marketParams IrmMarketParams, market IrmMarket) ([]byte, error) {
	return irm.abi.Pack("borrowRateView", marketParams, market)
}

// UnpackBorrowRateView is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8c00bf6b.
//
// Solidity: function borrowRateView((address,address,address,address,uint256) marketParams, (uint128,uint128,uint128,uint128,uint128,uint128) market) view returns(uint256)
func (irm *Irm) UnpackBorrowRateView(data []byte) (*big.Int, error) {
	out, err := irm.abi.Unpack("borrowRateView", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRateAtTarget is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x01977b57.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rateAtTarget(bytes32 id) view returns(int256)
func (irm *Irm) PackRateAtTarget(id [32]byte) []byte {
	enc, err := irm.abi.Pack("rateAtTarget", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRateAtTarget is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x01977b57.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rateAtTarget(bytes32 id) view returns(int256)
func (irm *Irm) TryPackRateAtTarget(id [32]byte) ([]byte, error) {
	return irm.abi.Pack("rateAtTarget", id)
}

// UnpackRateAtTarget is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x01977b57.
//
// Solidity: function rateAtTarget(bytes32 id) view returns(int256)
func (irm *Irm) UnpackRateAtTarget(data []byte) (*big.Int, error) {
	out, err := irm.abi.Unpack("rateAtTarget", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// IrmBorrowRateUpdate represents a BorrowRateUpdate event raised by the Irm contract.
type IrmBorrowRateUpdate struct {
	Id            [32]byte
	AvgBorrowRate *big.Int
	RateAtTarget  *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const IrmBorrowRateUpdateEventName = "BorrowRateUpdate"

// ContractEventName returns the user-defined event name.
func (IrmBorrowRateUpdate) ContractEventName() string {
	return IrmBorrowRateUpdateEventName
}

// UnpackBorrowRateUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BorrowRateUpdate(bytes32 indexed id, uint256 avgBorrowRate, uint256 rateAtTarget)
func (irm *Irm) UnpackBorrowRateUpdateEvent(log *types.Log) (*IrmBorrowRateUpdate, error) {
	event := "BorrowRateUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != irm.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(IrmBorrowRateUpdate)
	if len(log.Data) > 0 {
		if err := irm.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range irm.abi.Events[event].Inputs {
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

// IrmSetBorrowRate represents a SetBorrowRate event raised by the Irm contract.
type IrmSetBorrowRate struct {
	Id            [32]byte
	NewBorrowRate *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const IrmSetBorrowRateEventName = "SetBorrowRate"

// ContractEventName returns the user-defined event name.
func (IrmSetBorrowRate) ContractEventName() string {
	return IrmSetBorrowRateEventName
}

// UnpackSetBorrowRateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetBorrowRate(bytes32 indexed id, uint256 newBorrowRate)
func (irm *Irm) UnpackSetBorrowRateEvent(log *types.Log) (*IrmSetBorrowRate, error) {
	event := "SetBorrowRate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != irm.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(IrmSetBorrowRate)
	if len(log.Data) > 0 {
		if err := irm.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range irm.abi.Events[event].Inputs {
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
