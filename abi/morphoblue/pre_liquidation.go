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

// PreLiquidationParams is an auto generated low-level Go binding around an user-defined struct.
type PreLiquidationParams struct {
	PreLltv              *big.Int
	PreLCF1              *big.Int
	PreLCF2              *big.Int
	PreLIF1              *big.Int
	PreLIF2              *big.Int
	PreLiquidationOracle common.Address
}

// PreLiquidationMetaData contains all meta data concerning the PreLiquidation contract.
var PreLiquidationMetaData = bind.MetaData{
	ABI: "[{\"type\":\"event\",\"name\":\"CreatePreLiquidation\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"preLiquidation\",\"indexed\":true},{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":false},{\"type\":\"tuple\",\"internalType\":\"structPreLiquidationParams\",\"name\":\"preLiquidationParams\",\"components\":[{\"type\":\"uint256\",\"name\":\"preLltv\"},{\"type\":\"uint256\",\"name\":\"preLCF1\"},{\"type\":\"uint256\",\"name\":\"preLCF2\"},{\"type\":\"uint256\",\"name\":\"preLIF1\"},{\"type\":\"uint256\",\"name\":\"preLIF2\"},{\"type\":\"address\",\"name\":\"preLiquidationOracle\"}]}]},{\"type\":\"event\",\"name\":\"PreLiquidate\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"liquidator\",\"indexed\":true},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"repaidAssets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"repaidShares\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"seizedAssets\",\"indexed\":false}]}]",
	ID:  "PreLiquidation",
}

// PreLiquidation is an auto generated Go binding around an Ethereum contract.
type PreLiquidation struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *PreLiquidation) GetABI() abi.ABI {
	return c.abi
}

// NewPreLiquidation creates a new instance of PreLiquidation.
func NewPreLiquidation() *PreLiquidation {
	parsed, err := PreLiquidationMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &PreLiquidation{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *PreLiquidation) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PreLiquidationCreatePreLiquidation represents a CreatePreLiquidation event raised by the PreLiquidation contract.
type PreLiquidationCreatePreLiquidation struct {
	PreLiquidation       common.Address
	Id                   [32]byte
	PreLiquidationParams PreLiquidationParams
	Raw                  *types.Log // Blockchain specific contextual infos
}

const PreLiquidationCreatePreLiquidationEventName = "CreatePreLiquidation"

// ContractEventName returns the user-defined event name.
func (PreLiquidationCreatePreLiquidation) ContractEventName() string {
	return PreLiquidationCreatePreLiquidationEventName
}

// UnpackCreatePreLiquidationEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CreatePreLiquidation(address indexed preLiquidation, bytes32 id, (uint256,uint256,uint256,uint256,uint256,address) preLiquidationParams)
func (preLiquidation *PreLiquidation) UnpackCreatePreLiquidationEvent(log *types.Log) (*PreLiquidationCreatePreLiquidation, error) {
	event := "CreatePreLiquidation"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != preLiquidation.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PreLiquidationCreatePreLiquidation)
	if len(log.Data) > 0 {
		if err := preLiquidation.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range preLiquidation.abi.Events[event].Inputs {
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

// PreLiquidationPreLiquidate represents a PreLiquidate event raised by the PreLiquidation contract.
type PreLiquidationPreLiquidate struct {
	Id           [32]byte
	Liquidator   common.Address
	Borrower     common.Address
	RepaidAssets *big.Int
	RepaidShares *big.Int
	SeizedAssets *big.Int
	Raw          *types.Log // Blockchain specific contextual infos
}

const PreLiquidationPreLiquidateEventName = "PreLiquidate"

// ContractEventName returns the user-defined event name.
func (PreLiquidationPreLiquidate) ContractEventName() string {
	return PreLiquidationPreLiquidateEventName
}

// UnpackPreLiquidateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PreLiquidate(bytes32 indexed id, address indexed liquidator, address indexed borrower, uint256 repaidAssets, uint256 repaidShares, uint256 seizedAssets)
func (preLiquidation *PreLiquidation) UnpackPreLiquidateEvent(log *types.Log) (*PreLiquidationPreLiquidate, error) {
	event := "PreLiquidate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != preLiquidation.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PreLiquidationPreLiquidate)
	if len(log.Data) > 0 {
		if err := preLiquidation.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range preLiquidation.abi.Events[event].Inputs {
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
