package morphoblue

import (
	_ "embed"
	"testing"

	abi "brink/abi/morphoblue"
	"brink/protocols"
	"brink/protocols/protocoltest"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// recorded are events of Morpho and its adaptive curve on four chains.
//
//go:embed testdata/recorded.json
var recorded []byte

type parameters = map[string]any

// applied applies a log to a deployment whose one market, fresh, it is about.
func applied(t *testing.T, l *types.Log) (*Protocol, market, bool) {
	t.Helper()
	p, _ := opened(t)
	created := createLog()
	created.Topics[1] = l.Topics[1]
	var done protocols.Effects
	if err := p.Apply(created, &done); err != nil {
		t.Fatal(err)
	}
	here := *l
	here.Address = morphoAddress
	if l.Topics[0] == topicBorrowRateUpdate {
		here.Address = irmAddress
	}
	err := p.Apply(&here, &done)
	m, _ := p.markets.Get(l.Topics[1])
	return p, m, err == nil
}

func TestRecordedEvents(t *testing.T) {
	of := func(read func(*types.Log) (change, bool)) protocoltest.Reading {
		return protocoltest.Reading{ABI: &abi.MorphoMetaData, Read: func(l *types.Log) (parameters, bool) {
			e, ok := read(l)
			return parameters{"id": e.id, "onBehalf": e.onBehalf, "assets": e.assets, "shares": e.shares}, ok
		}}
	}
	readings := map[string]protocoltest.Reading{
		"Supply": of(readGiven), "Repay": of(readGiven), "Withdraw": of(readTaken), "Borrow": of(readTaken),
		"SupplyCollateral": {ABI: &abi.MorphoMetaData, Read: func(l *types.Log) (parameters, bool) {
			e, ok := readSupplyCollateral(l)
			return parameters{"id": e.id, "onBehalf": e.onBehalf, "assets": e.assets}, ok
		}},
		"AccrueInterest": {ABI: &abi.MorphoMetaData, Read: func(l *types.Log) (parameters, bool) {
			_, m, ok := applied(t, l)
			return parameters{"interest": m.borrowAssets.Uint256(), "feeShares": m.supplyShares.Uint256()}, ok
		}},
		"BorrowRateUpdate": {ABI: &abi.IrmMetaData, Read: func(l *types.Log) (parameters, bool) {
			_, m, ok := applied(t, l)
			return parameters{"rateAtTarget": m.rateAtTarget}, ok
		}},
		"SetAuthorization": {ABI: &abi.MorphoMetaData, Read: func(l *types.Log) (parameters, bool) {
			p, _, ok := applied(t, l)
			who := permission{common.BytesToAddress(l.Topics[2][:]), common.BytesToAddress(l.Topics[3][:])}
			given, known := p.permissions.Get(who)
			return parameters{"newIsAuthorized": given == 1}, ok && known
		}},
	}
	if told := protocoltest.Decodes(t, protocoltest.Recordings(t, recorded), readings); told < 19 {
		t.Errorf("others told %d parameters, want at least 19", told)
	}
}
