package compoundv2

import (
	_ "embed"
	"testing"

	abi "brink/abi/compoundv2"
	"brink/protocols/protocoltest"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// recorded are events of Compound's markets on Ethereum and of one on Base.
//
//go:embed testdata/recorded.json
var recorded []byte

// older are the events of Compound that its descendants declare otherwise.
var older = bind.MetaData{ABI: `[
	{"type":"event","name":"AccrueInterest","inputs":[{"name":"interestAccumulated","type":"uint256"},{"name":"borrowIndex","type":"uint256"},{"name":"totalBorrows","type":"uint256"}]},
	{"type":"event","name":"MarketEntered","inputs":[{"name":"cToken","type":"address"},{"name":"account","type":"address"}]}]`}

type parameters = map[string]any

func TestRecordedEvents(t *testing.T) {
	index := func(of *bind.MetaData) protocoltest.Reading {
		return protocoltest.Reading{ABI: of, Read: func(l *types.Log) (parameters, bool) {
			e, ok := readIndex(l)
			return parameters{"borrowIndex": e}, ok
		}}
	}
	debt := protocoltest.Reading{ABI: &abi.CTokenMetaData, Read: func(l *types.Log) (parameters, bool) {
		e, ok := readOwing(l)
		return parameters{"borrower": e.borrower, "accountBorrows": e.debt}, ok
	}}
	readings := map[string]protocoltest.Reading{
		"AccrueInterest": index(&abi.CTokenMetaData), "AccrueInterestLegacy": index(&older),
		"Borrow": debt, "RepayBorrow": debt,
		"LiquidateBorrow": {ABI: &abi.CTokenMetaData, Read: func(l *types.Log) (parameters, bool) {
			e, ok := readLiquidation(l)
			return parameters{"liquidator": e.liquidator, "borrower": e.borrower, "cTokenCollateral": e.collateral,
				"repayAmount": e.repaid, "seizeTokens": e.seized}, ok
		}},
		"Transfer": {ABI: &abi.CTokenMetaData, Read: func(l *types.Log) (parameters, bool) {
			from, to := common.BytesToAddress(l.Topics[1][:]), common.BytesToAddress(l.Topics[2][:])
			s := newStage(t, "compound")
			here := *l
			here.Address = heldToken
			row, _ := s.p.markets.Row(heldToken)
			amount := new(uint256.Int).SetBytes(l.Data)
			if err := s.p.edit(from, row, &s.done, func(g *leg) error { return g.give(amount) }); err != nil {
				return nil, false
			}
			err := s.p.Apply(&here, &s.done)
			left, got := s.leg(from, heldToken).shares, s.leg(to, heldToken).shares
			minted := from == common.Address{}
			return parameters{"amount": got.Uint256()}, err == nil && (minted || left.IsZero())
		}},
		"MarketEntered": {ABI: &older, Read: func(l *types.Log) (parameters, bool) {
			s := newStage(t, "compound")
			token := common.BytesToAddress(l.Data[:32])
			s.p.list(token, true)
			here := *l
			here.Address = comptroller
			err := s.p.Apply(&here, &s.done)
			account := common.BytesToAddress(l.Data[32:])
			return parameters{"account": account}, err == nil && s.leg(account, token).entered
		}},
	}
	if told := protocoltest.Decodes(t, protocoltest.Recordings(t, recorded), readings); told < 8 {
		t.Errorf("others told %d parameters, want at least 8", told)
	}
}
