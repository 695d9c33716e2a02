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

// MarketParams is an auto generated low-level Go binding around an user-defined struct.
type MarketParams struct {
	LoanToken       common.Address
	CollateralToken common.Address
	Oracle          common.Address
	Irm             common.Address
	Lltv            *big.Int
}

// MorphoMetaData contains all meta data concerning the Morpho contract.
var MorphoMetaData = bind.MetaData{
	ABI: "[{\"type\":\"function\",\"name\":\"market\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"uint128\",\"name\":\"totalSupplyAssets\"},{\"type\":\"uint128\",\"name\":\"totalSupplyShares\"},{\"type\":\"uint128\",\"name\":\"totalBorrowAssets\"},{\"type\":\"uint128\",\"name\":\"totalBorrowShares\"},{\"type\":\"uint128\",\"name\":\"lastUpdate\"},{\"type\":\"uint128\",\"name\":\"fee\"}]},{\"type\":\"function\",\"name\":\"position\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\"},{\"type\":\"address\",\"name\":\"user\"}],\"outputs\":[{\"type\":\"uint256\",\"name\":\"supplyShares\"},{\"type\":\"uint128\",\"name\":\"borrowShares\"},{\"type\":\"uint128\",\"name\":\"collateral\"}]},{\"type\":\"function\",\"name\":\"idToMarketParams\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\"}],\"outputs\":[{\"type\":\"address\",\"name\":\"loanToken\"},{\"type\":\"address\",\"name\":\"collateralToken\"},{\"type\":\"address\",\"name\":\"oracle\"},{\"type\":\"address\",\"name\":\"irm\"},{\"type\":\"uint256\",\"name\":\"lltv\"}]},{\"type\":\"function\",\"name\":\"feeRecipient\",\"stateMutability\":\"view\",\"inputs\":[],\"outputs\":[{\"type\":\"address\",\"name\":\"\"}]},{\"type\":\"function\",\"name\":\"isAuthorized\",\"stateMutability\":\"view\",\"inputs\":[{\"type\":\"address\",\"name\":\"authorizer\"},{\"type\":\"address\",\"name\":\"authorized\"}],\"outputs\":[{\"type\":\"bool\",\"name\":\"\"}]},{\"type\":\"event\",\"name\":\"CreateMarket\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"tuple\",\"internalType\":\"structMarketParams\",\"name\":\"marketParams\",\"components\":[{\"type\":\"address\",\"name\":\"loanToken\"},{\"type\":\"address\",\"name\":\"collateralToken\"},{\"type\":\"address\",\"name\":\"oracle\"},{\"type\":\"address\",\"name\":\"irm\"},{\"type\":\"uint256\",\"name\":\"lltv\"}]}]},{\"type\":\"event\",\"name\":\"Supply\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"caller\",\"indexed\":true},{\"type\":\"address\",\"name\":\"onBehalf\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"assets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"shares\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Withdraw\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"caller\",\"indexed\":false},{\"type\":\"address\",\"name\":\"onBehalf\",\"indexed\":true},{\"type\":\"address\",\"name\":\"receiver\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"assets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"shares\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Borrow\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"caller\",\"indexed\":false},{\"type\":\"address\",\"name\":\"onBehalf\",\"indexed\":true},{\"type\":\"address\",\"name\":\"receiver\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"assets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"shares\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Repay\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"caller\",\"indexed\":true},{\"type\":\"address\",\"name\":\"onBehalf\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"assets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"shares\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"SupplyCollateral\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"caller\",\"indexed\":true},{\"type\":\"address\",\"name\":\"onBehalf\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"assets\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"WithdrawCollateral\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"caller\",\"indexed\":false},{\"type\":\"address\",\"name\":\"onBehalf\",\"indexed\":true},{\"type\":\"address\",\"name\":\"receiver\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"assets\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"Liquidate\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"address\",\"name\":\"caller\",\"indexed\":true},{\"type\":\"address\",\"name\":\"borrower\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"repaidAssets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"repaidShares\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"seizedAssets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"badDebtAssets\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"badDebtShares\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"AccrueInterest\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"prevBorrowRate\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"interest\",\"indexed\":false},{\"type\":\"uint256\",\"name\":\"feeShares\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"SetFee\",\"anonymous\":false,\"inputs\":[{\"type\":\"bytes32\",\"name\":\"id\",\"indexed\":true},{\"type\":\"uint256\",\"name\":\"newFee\",\"indexed\":false}]},{\"type\":\"event\",\"name\":\"SetFeeRecipient\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"newFeeRecipient\",\"indexed\":true}]},{\"type\":\"event\",\"name\":\"SetAuthorization\",\"anonymous\":false,\"inputs\":[{\"type\":\"address\",\"name\":\"caller\",\"indexed\":true},{\"type\":\"address\",\"name\":\"authorizer\",\"indexed\":true},{\"type\":\"address\",\"name\":\"authorized\",\"indexed\":true},{\"type\":\"bool\",\"name\":\"newIsAuthorized\",\"indexed\":false}]}]",
	ID:  "Morpho",
}

// Morpho is an auto generated Go binding around an Ethereum contract.
type Morpho struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Morpho) GetABI() abi.ABI {
	return c.abi
}

// NewMorpho creates a new instance of Morpho.
func NewMorpho() *Morpho {
	parsed, err := MorphoMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Morpho{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Morpho) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackFeeRecipient is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46904840.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function feeRecipient() view returns(address)
func (morpho *Morpho) PackFeeRecipient() []byte {
	enc, err := morpho.abi.Pack("feeRecipient")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackFeeRecipient is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46904840.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function feeRecipient() view returns(address)
func (morpho *Morpho) TryPackFeeRecipient() ([]byte, error) {
	return morpho.abi.Pack("feeRecipient")
}

// UnpackFeeRecipient is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x46904840.
//
// Solidity: function feeRecipient() view returns(address)
func (morpho *Morpho) UnpackFeeRecipient(data []byte) (common.Address, error) {
	out, err := morpho.abi.Unpack("feeRecipient", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackIdToMarketParams is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2c3c9157.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function idToMarketParams(bytes32 id) view returns(address loanToken, address collateralToken, address oracle, address irm, uint256 lltv)
func (morpho *Morpho) PackIdToMarketParams(id [32]byte) []byte {
	enc, err := morpho.abi.Pack("idToMarketParams", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIdToMarketParams is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2c3c9157.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function idToMarketParams(bytes32 id) view returns(address loanToken, address collateralToken, address oracle, address irm, uint256 lltv)
func (morpho *Morpho) TryPackIdToMarketParams(id [32]byte) ([]byte, error) {
	return morpho.abi.Pack("idToMarketParams", id)
}

// IdToMarketParamsOutput serves as a container for the return parameters of contract
// method IdToMarketParams.
type IdToMarketParamsOutput struct {
	LoanToken       common.Address
	CollateralToken common.Address
	Oracle          common.Address
	Irm             common.Address
	Lltv            *big.Int
}

// UnpackIdToMarketParams is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2c3c9157.
//
// Solidity: function idToMarketParams(bytes32 id) view returns(address loanToken, address collateralToken, address oracle, address irm, uint256 lltv)
func (morpho *Morpho) UnpackIdToMarketParams(data []byte) (IdToMarketParamsOutput, error) {
	out, err := morpho.abi.Unpack("idToMarketParams", data)
	outstruct := new(IdToMarketParamsOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.LoanToken = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.CollateralToken = *abi.ConvertType(out[1], new(common.Address)).(*common.Address)
	outstruct.Oracle = *abi.ConvertType(out[2], new(common.Address)).(*common.Address)
	outstruct.Irm = *abi.ConvertType(out[3], new(common.Address)).(*common.Address)
	outstruct.Lltv = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackIsAuthorized is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x65e4ad9e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isAuthorized(address authorizer, address authorized) view returns(bool)
func (morpho *Morpho) PackIsAuthorized(authorizer common.Address, authorized common.Address) []byte {
	enc, err := morpho.abi.Pack("isAuthorized", authorizer, authorized)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsAuthorized is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x65e4ad9e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isAuthorized(address authorizer, address authorized) view returns(bool)
func (morpho *Morpho) TryPackIsAuthorized(authorizer common.Address, authorized common.Address) ([]byte, error) {
	return morpho.abi.Pack("isAuthorized", authorizer, authorized)
}

// UnpackIsAuthorized is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x65e4ad9e.
//
// Solidity: function isAuthorized(address authorizer, address authorized) view returns(bool)
func (morpho *Morpho) UnpackIsAuthorized(data []byte) (bool, error) {
	out, err := morpho.abi.Unpack("isAuthorized", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMarket is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c60e39a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function market(bytes32 id) view returns(uint128 totalSupplyAssets, uint128 totalSupplyShares, uint128 totalBorrowAssets, uint128 totalBorrowShares, uint128 lastUpdate, uint128 fee)
func (morpho *Morpho) PackMarket(id [32]byte) []byte {
	enc, err := morpho.abi.Pack("market", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMarket is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c60e39a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function market(bytes32 id) view returns(uint128 totalSupplyAssets, uint128 totalSupplyShares, uint128 totalBorrowAssets, uint128 totalBorrowShares, uint128 lastUpdate, uint128 fee)
func (morpho *Morpho) TryPackMarket(id [32]byte) ([]byte, error) {
	return morpho.abi.Pack("market", id)
}

// MarketOutput serves as a container for the return parameters of contract
// method Market.
type MarketOutput struct {
	TotalSupplyAssets *big.Int
	TotalSupplyShares *big.Int
	TotalBorrowAssets *big.Int
	TotalBorrowShares *big.Int
	LastUpdate        *big.Int
	Fee               *big.Int
}

// UnpackMarket is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c60e39a.
//
// Solidity: function market(bytes32 id) view returns(uint128 totalSupplyAssets, uint128 totalSupplyShares, uint128 totalBorrowAssets, uint128 totalBorrowShares, uint128 lastUpdate, uint128 fee)
func (morpho *Morpho) UnpackMarket(data []byte) (MarketOutput, error) {
	out, err := morpho.abi.Unpack("market", data)
	outstruct := new(MarketOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.TotalSupplyAssets = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.TotalSupplyShares = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.TotalBorrowAssets = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	outstruct.TotalBorrowShares = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.LastUpdate = abi.ConvertType(out[4], new(big.Int)).(*big.Int)
	outstruct.Fee = abi.ConvertType(out[5], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackPosition is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x93c52062.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function position(bytes32 id, address user) view returns(uint256 supplyShares, uint128 borrowShares, uint128 collateral)
func (morpho *Morpho) PackPosition(id [32]byte, user common.Address) []byte {
	enc, err := morpho.abi.Pack("position", id, user)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPosition is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x93c52062.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function position(bytes32 id, address user) view returns(uint256 supplyShares, uint128 borrowShares, uint128 collateral)
func (morpho *Morpho) TryPackPosition(id [32]byte, user common.Address) ([]byte, error) {
	return morpho.abi.Pack("position", id, user)
}

// PositionOutput serves as a container for the return parameters of contract
// method Position.
type PositionOutput struct {
	SupplyShares *big.Int
	BorrowShares *big.Int
	Collateral   *big.Int
}

// UnpackPosition is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x93c52062.
//
// Solidity: function position(bytes32 id, address user) view returns(uint256 supplyShares, uint128 borrowShares, uint128 collateral)
func (morpho *Morpho) UnpackPosition(data []byte) (PositionOutput, error) {
	out, err := morpho.abi.Unpack("position", data)
	outstruct := new(PositionOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.SupplyShares = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.BorrowShares = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	outstruct.Collateral = abi.ConvertType(out[2], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// MorphoAccrueInterest represents a AccrueInterest event raised by the Morpho contract.
type MorphoAccrueInterest struct {
	Id             [32]byte
	PrevBorrowRate *big.Int
	Interest       *big.Int
	FeeShares      *big.Int
	Raw            *types.Log // Blockchain specific contextual infos
}

const MorphoAccrueInterestEventName = "AccrueInterest"

// ContractEventName returns the user-defined event name.
func (MorphoAccrueInterest) ContractEventName() string {
	return MorphoAccrueInterestEventName
}

// UnpackAccrueInterestEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AccrueInterest(bytes32 indexed id, uint256 prevBorrowRate, uint256 interest, uint256 feeShares)
func (morpho *Morpho) UnpackAccrueInterestEvent(log *types.Log) (*MorphoAccrueInterest, error) {
	event := "AccrueInterest"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoAccrueInterest)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoBorrow represents a Borrow event raised by the Morpho contract.
type MorphoBorrow struct {
	Id       [32]byte
	Caller   common.Address
	OnBehalf common.Address
	Receiver common.Address
	Assets   *big.Int
	Shares   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const MorphoBorrowEventName = "Borrow"

// ContractEventName returns the user-defined event name.
func (MorphoBorrow) ContractEventName() string {
	return MorphoBorrowEventName
}

// UnpackBorrowEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)
func (morpho *Morpho) UnpackBorrowEvent(log *types.Log) (*MorphoBorrow, error) {
	event := "Borrow"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoBorrow)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoCreateMarket represents a CreateMarket event raised by the Morpho contract.
type MorphoCreateMarket struct {
	Id           [32]byte
	MarketParams MarketParams
	Raw          *types.Log // Blockchain specific contextual infos
}

const MorphoCreateMarketEventName = "CreateMarket"

// ContractEventName returns the user-defined event name.
func (MorphoCreateMarket) ContractEventName() string {
	return MorphoCreateMarketEventName
}

// UnpackCreateMarketEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CreateMarket(bytes32 indexed id, (address,address,address,address,uint256) marketParams)
func (morpho *Morpho) UnpackCreateMarketEvent(log *types.Log) (*MorphoCreateMarket, error) {
	event := "CreateMarket"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoCreateMarket)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoLiquidate represents a Liquidate event raised by the Morpho contract.
type MorphoLiquidate struct {
	Id            [32]byte
	Caller        common.Address
	Borrower      common.Address
	RepaidAssets  *big.Int
	RepaidShares  *big.Int
	SeizedAssets  *big.Int
	BadDebtAssets *big.Int
	BadDebtShares *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const MorphoLiquidateEventName = "Liquidate"

// ContractEventName returns the user-defined event name.
func (MorphoLiquidate) ContractEventName() string {
	return MorphoLiquidateEventName
}

// UnpackLiquidateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Liquidate(bytes32 indexed id, address indexed caller, address indexed borrower, uint256 repaidAssets, uint256 repaidShares, uint256 seizedAssets, uint256 badDebtAssets, uint256 badDebtShares)
func (morpho *Morpho) UnpackLiquidateEvent(log *types.Log) (*MorphoLiquidate, error) {
	event := "Liquidate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoLiquidate)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoRepay represents a Repay event raised by the Morpho contract.
type MorphoRepay struct {
	Id       [32]byte
	Caller   common.Address
	OnBehalf common.Address
	Assets   *big.Int
	Shares   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const MorphoRepayEventName = "Repay"

// ContractEventName returns the user-defined event name.
func (MorphoRepay) ContractEventName() string {
	return MorphoRepayEventName
}

// UnpackRepayEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Repay(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)
func (morpho *Morpho) UnpackRepayEvent(log *types.Log) (*MorphoRepay, error) {
	event := "Repay"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoRepay)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoSetAuthorization represents a SetAuthorization event raised by the Morpho contract.
type MorphoSetAuthorization struct {
	Caller          common.Address
	Authorizer      common.Address
	Authorized      common.Address
	NewIsAuthorized bool
	Raw             *types.Log // Blockchain specific contextual infos
}

const MorphoSetAuthorizationEventName = "SetAuthorization"

// ContractEventName returns the user-defined event name.
func (MorphoSetAuthorization) ContractEventName() string {
	return MorphoSetAuthorizationEventName
}

// UnpackSetAuthorizationEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetAuthorization(address indexed caller, address indexed authorizer, address indexed authorized, bool newIsAuthorized)
func (morpho *Morpho) UnpackSetAuthorizationEvent(log *types.Log) (*MorphoSetAuthorization, error) {
	event := "SetAuthorization"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoSetAuthorization)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoSetFee represents a SetFee event raised by the Morpho contract.
type MorphoSetFee struct {
	Id     [32]byte
	NewFee *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const MorphoSetFeeEventName = "SetFee"

// ContractEventName returns the user-defined event name.
func (MorphoSetFee) ContractEventName() string {
	return MorphoSetFeeEventName
}

// UnpackSetFeeEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetFee(bytes32 indexed id, uint256 newFee)
func (morpho *Morpho) UnpackSetFeeEvent(log *types.Log) (*MorphoSetFee, error) {
	event := "SetFee"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoSetFee)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoSetFeeRecipient represents a SetFeeRecipient event raised by the Morpho contract.
type MorphoSetFeeRecipient struct {
	NewFeeRecipient common.Address
	Raw             *types.Log // Blockchain specific contextual infos
}

const MorphoSetFeeRecipientEventName = "SetFeeRecipient"

// ContractEventName returns the user-defined event name.
func (MorphoSetFeeRecipient) ContractEventName() string {
	return MorphoSetFeeRecipientEventName
}

// UnpackSetFeeRecipientEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetFeeRecipient(address indexed newFeeRecipient)
func (morpho *Morpho) UnpackSetFeeRecipientEvent(log *types.Log) (*MorphoSetFeeRecipient, error) {
	event := "SetFeeRecipient"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoSetFeeRecipient)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoSupply represents a Supply event raised by the Morpho contract.
type MorphoSupply struct {
	Id       [32]byte
	Caller   common.Address
	OnBehalf common.Address
	Assets   *big.Int
	Shares   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const MorphoSupplyEventName = "Supply"

// ContractEventName returns the user-defined event name.
func (MorphoSupply) ContractEventName() string {
	return MorphoSupplyEventName
}

// UnpackSupplyEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Supply(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)
func (morpho *Morpho) UnpackSupplyEvent(log *types.Log) (*MorphoSupply, error) {
	event := "Supply"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoSupply)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoSupplyCollateral represents a SupplyCollateral event raised by the Morpho contract.
type MorphoSupplyCollateral struct {
	Id       [32]byte
	Caller   common.Address
	OnBehalf common.Address
	Assets   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const MorphoSupplyCollateralEventName = "SupplyCollateral"

// ContractEventName returns the user-defined event name.
func (MorphoSupplyCollateral) ContractEventName() string {
	return MorphoSupplyCollateralEventName
}

// UnpackSupplyCollateralEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SupplyCollateral(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets)
func (morpho *Morpho) UnpackSupplyCollateralEvent(log *types.Log) (*MorphoSupplyCollateral, error) {
	event := "SupplyCollateral"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoSupplyCollateral)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoWithdraw represents a Withdraw event raised by the Morpho contract.
type MorphoWithdraw struct {
	Id       [32]byte
	Caller   common.Address
	OnBehalf common.Address
	Receiver common.Address
	Assets   *big.Int
	Shares   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const MorphoWithdrawEventName = "Withdraw"

// ContractEventName returns the user-defined event name.
func (MorphoWithdraw) ContractEventName() string {
	return MorphoWithdrawEventName
}

// UnpackWithdrawEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Withdraw(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)
func (morpho *Morpho) UnpackWithdrawEvent(log *types.Log) (*MorphoWithdraw, error) {
	event := "Withdraw"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoWithdraw)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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

// MorphoWithdrawCollateral represents a WithdrawCollateral event raised by the Morpho contract.
type MorphoWithdrawCollateral struct {
	Id       [32]byte
	Caller   common.Address
	OnBehalf common.Address
	Receiver common.Address
	Assets   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const MorphoWithdrawCollateralEventName = "WithdrawCollateral"

// ContractEventName returns the user-defined event name.
func (MorphoWithdrawCollateral) ContractEventName() string {
	return MorphoWithdrawCollateralEventName
}

// UnpackWithdrawCollateralEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event WithdrawCollateral(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets)
func (morpho *Morpho) UnpackWithdrawCollateralEvent(log *types.Log) (*MorphoWithdrawCollateral, error) {
	event := "WithdrawCollateral"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != morpho.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(MorphoWithdrawCollateral)
	if len(log.Data) > 0 {
		if err := morpho.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range morpho.abi.Events[event].Inputs {
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
