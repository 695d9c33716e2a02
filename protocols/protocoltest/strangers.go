package protocoltest

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"slices"
	"testing"

	"brink/chain"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/core/types"
)

// strangers are all logs of two blocks of Ethereum, and those of many more
// transactions whose first topic is one that lending protocols use.
//
//go:embed testdata/strangers.json.gz
var strangers []byte

// Strangers are logs of public chains by contracts that are on no tape.
func Strangers(t testing.TB) []types.Log {
	t.Helper()
	file, err := gzip.NewReader(bytes.NewReader(strangers))
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct{ Logs []Recorded }
	if err := json.NewDecoder(file).Decode(&recorded); err != nil {
		t.Fatal(err)
	}
	logs := make([]types.Log, len(recorded.Logs))
	for i := range recorded.Logs {
		logs[i] = *recorded.Logs[i].Log()
	}
	return logs
}

// deaf applies what other contracts emitted: real ones, and every log of the
// tape as if it were another's.
func (s Suite) deaf(t *testing.T) {
	r := s.start(t)
	steps := r.all()
	before, want := r.db.Digest(), r.p.Filter()
	logs, alike := Strangers(t), 0
	for i := range logs {
		if len(logs[i].Topics) > 0 && slices.Contains(want.Topics, logs[i].Topics[0]) {
			alike++
		}
	}
	if alike == 0 {
		t.Error("no log of a stranger has a topic that is listened to")
	}
	for _, step := range steps {
		for _, l := range step.Block.Logs {
			l.Address[0] ^= 0xff
			logs = append(logs, l)
		}
	}
	if q := r.p.Prepare(logs); len(q.Calls) > 0 {
		t.Errorf("%d calls are asked because of strangers' logs", len(q.Calls))
	}
	for i := range logs {
		l := &logs[i]
		var done protocols.Effects
		err := r.p.Apply(l, &done)
		if d, ok := r.p.(protocols.Discoverer); ok && err == nil {
			err = d.Discover(l)
		}
		if err != nil || len(done.Touched) > 0 || done.All || len(done.Events) > 0 || len(done.Liquidations) > 0 || len(done.BadDebts) > 0 {
			t.Fatalf("a log of %s with topics %s has effect: %+v, %v", l.Address, l.Topics, done, err)
		}
		if key, ok := r.p.Liquidated(l); ok {
			t.Fatalf("a log of %s says that %v was liquidated", l.Address, key)
		}
		if want.Wants(l) {
			t.Fatalf("logs of %s are wanted", l.Address)
		}
	}
	if r.db.Digest() != before || !want.Equal(r.p.Filter()) {
		t.Error("logs of strangers changed something")
	}
}

// all plays the whole tape and gives its steps.
func (r *runner) all() []chain.Step {
	var seen []chain.Step
	r.seen = &seen
	for r.step() {
	}
	return seen
}
