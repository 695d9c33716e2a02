package alerts

import (
	"fmt"
	"testing"

	"brink/chain"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// A price is as stale as its newest entry says, as the engine writes them.
func TestStalePrices(t *testing.T) {
	m := newMachine(Options{
		Chains: map[uint64]string{1: "ethereum"},
		Rules:  []Rule{{Name: "stale", Measure: OracleStale, Levels: []Level{{Severity: feed.Critical}}}},
	})
	const subject = "1:aave:0x0000000000000000000000000000000000000001"
	for i, c := range []struct {
		entryType, stale string
		want             bool
	}{
		{feed.OracleUpdated, "", false},
		{feed.OracleStale, `,"stale":true,"feed":"0x02","updated_at":"2026-11-22T00:00:00Z","heartbeat_seconds":3600`, true},
		{feed.OracleStale, `,"stale":true`, true},
		{feed.OracleStale, `,"stale":false`, false},
	} {
		e := feed.Entry{
			Cursor: feed.Cursor(i + 1), ChainID: 1, ID: fmt.Sprint(i), Type: c.entryType, Subject: subject,
			Block: chain.Head{Ref: chain.Ref{Number: uint64(i), Hash: common.Hash{byte(i + 1)}}, Time: uint64(12 * i)},
			Data:  []byte(`{"chain_id":1,"protocol":"aave-v3","deployment":"aave","market":"","asset":"0x01","symbol":"WETH","price_usd":"2000"` + c.stale + `}`),
		}
		if err := m.hear(&e); err != nil {
			t.Fatal(err)
		}
		if got := m.value(&m.opt.Rules[0], subject); got != truth(c.want) {
			t.Errorf("after entry %d the price is stale: %v, want %v", i, got, c.want)
		}
	}
}
