package engine_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"brink/engine"
	"brink/engine/till"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestEntriesKeepTheirSchemas holds what the engine says of each kind to the
// schema that programs are given.
func TestEntriesKeepTheirSchemas(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{Named: []common.Address{who(1), who(3)},
		Feeds: true, Heartbeats: map[common.Address]uint64{tillAt: 100}})
	w.update(w.Head().Time)
	w.set(who(1), 10, 980)
	w.set(who(3), 20, 1000)
	w.mine(12)
	r.follow()
	w.now.accounts[who(1)] = till.Account{Collateral: 10, Debt: 990 * till.Unit}
	w.logs = append(w.logs, till.SetLog(tillAt, who(1), 10, 700)) // the contract says 990
	w.mine(12)
	r.follow()
	w.set(who(2), 10, 980)
	w.mine(12)
	r.follow()
	w.now.price = 98 * till.Unit // a quote, a band, and one that can be liquidated
	w.mine(12)
	r.follow()
	w.seize(who(2))
	w.set(who(2), 9, 500)
	w.mine(12)
	r.follow()
	w.rewind(1)
	w.mine(12)
	w.mine(12)
	r.follow()
	w.set(who(1), 10, 0)
	w.mine(12)
	r.follow()
	w.mine(1000) // and the feed is silent
	r.follow()
	seen := map[string]bool{}
	compiler := jsonschema.NewCompiler()
	for i := range r.record.entries {
		e := &r.record.entries[i]
		schema, err := compiler.Compile(filepath.Join("..", "docs", "schemas", e.Type+".json"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(e.Envelope())
		if err != nil {
			t.Fatal(err)
		}
		event, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(event); err != nil {
			t.Errorf("%v: %s", err, text)
		}
		seen[e.Type] = true
	}
	for _, entryType := range append(engine.PositionTypes(), feed.OracleUpdated, feed.OracleStale, feed.Liquidated, feed.Reorg, feed.ParityMismatch) {
		if !seen[entryType] {
			t.Errorf("nothing of %s was said", entryType)
		}
	}
	if !slices.ContainsFunc(r.record.entries, func(e feed.Entry) bool { return e.Status == feed.Reverted }) {
		t.Error("nothing was withdrawn")
	}
}
