package aavev2

import (
	"testing"

	"brink/fixed"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

type receipt struct {
	Address     common.Address
	Topics      []common.Hash
	Data        hexutil.Bytes
	Transferred number
}

func (r *receipt) log() *types.Log {
	return &types.Log{Address: r.Address, Topics: r.Topics, Data: r.Data}
}

// TestRecordedTokenEvents reads events of real tokens, whose amount an ERC-20
// Transfer tells as well; and those of other protocols with the same topics,
// which only their address tells apart.
func TestRecordedTokenEvents(t *testing.T) {
	var recorded struct{ Ours, Foreign []receipt }
	readJSON(t, "receipts.json", &recorded)
	if len(recorded.Ours) != 9 || len(recorded.Foreign) != 6 {
		t.Fatalf("%d events and %d of others", len(recorded.Ours), len(recorded.Foreign))
	}
	for _, r := range recorded.Ours {
		l := r.log()
		read := map[common.Hash]func(*types.Log) (balanceChange, bool){
			topicMint: readMint, topicBurn: readBurn, topicDebtMint: readDebtMint,
		}[l.Topics[0]]
		e, ok := read(l)
		one := fixed.Ray()
		if !ok || !e.amount.Eq(&r.Transferred.Int) || e.index.Lt(&one) || e.user == (common.Address{}) {
			t.Errorf("%s: %+v (%v), transferred %s", l.Address, e, ok, r.Transferred.Dec())
		}
	}
	lab := indebted(t, Options{})
	before := lab.db.Digest()
	for _, r := range recorded.Foreign {
		l := r.log()
		var done protocols.Effects
		if err := lab.Apply(l, &done); err != nil || len(done.Touched) > 0 || lab.db.Digest() != before {
			t.Errorf("an event of %s changes something: %v", l.Address, err)
		}
		if _, ok := readMint(l); ok && len(l.Topics) == 1 {
			t.Errorf("an event of %s without topics is read", l.Address)
		}
	}
}
