package feed_test

import (
	"encoding/json"
	"testing"

	"brink/chain"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// An entry is written as json.Marshal writes its envelope, whatever it carries.
func TestAppendJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hash := func(name string) common.Hash {
			return common.BytesToHash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, name))
		}
		e := feed.Entry{
			Cursor: feed.Cursor(rapid.Uint64().Draw(t, "cursor")), ChainID: rapid.Uint64().Draw(t, "chain"),
			ID: rapid.String().Draw(t, "id"), Type: rapid.SampledFrom(feed.Types()).Draw(t, "type"),
			Subject: rapid.StringOf(rapid.RuneFrom([]rune("a:0<>&\"\\\u2028é\x01\x7f"))).Draw(t, "subject"),
			Block: chain.Head{Ref: chain.Ref{Number: rapid.Uint64().Draw(t, "number"), Hash: hash("hash")},
				Time: rapid.Uint64Range(0, 300_000_000_000).Draw(t, "time")},
			Status: rapid.SampledFrom([]feed.Status{feed.Latest, feed.Safe, feed.Finalized, feed.Reverted}).Draw(t, "status"),
		}
		if rapid.Bool().Draw(t, "log") {
			e.HasLog, e.TxHash, e.LogIndex = true, hash("tx"), uint(rapid.Uint32().Draw(t, "index"))
		}
		if text := rapid.Ptr(rapid.String(), true).Draw(t, "data"); text != nil {
			e.Data, _ = json.Marshal(feed.Position{ID: *text})
		}
		want, wantErr := json.Marshal(e.Envelope())
		got, err := e.AppendJSON([]byte("data: "))
		if (err == nil) != (wantErr == nil) || err == nil && string(got) != "data: "+string(want) {
			t.Fatalf("%s, %v, want %s, %v", got, err, want, wantErr)
		}
	})
}
