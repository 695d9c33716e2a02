package main

import (
	"bytes"
	"encoding/binary"
	"math/big"
	"slices"
	"strings"
	"syscall"
	"testing"

	"brink/devnet"
	"brink/feed"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// TestFault22WatchForgedLogs lets strangers say again, and also wrongly, all that contracts of a market ever said: its
// pool, provider, configurator, tokens and oracle, each from an address of its own. Beside them stands a genuine pool of
// another provider, on which the same accounts play. Nothing of that is heard, and the market is shown as its own
// contracts have it.
func TestFault22WatchForgedLogs(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	other, err := devnet.Deploy(t.Context(), th.Market.Chain, devnet.V36)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := devnet.NewPlay(t.Context(), other, devnet.PlayOptions{Seed: 8, Accounts: 20})
	if err != nil {
		t.Fatal(err)
	}
	p := th.watch()
	for range 26 { // into the crash
		th.step()
	}
	th.compare(p)
	th.feedHolds()
	heard, told := th.heard(), th.events()
	if err := elsewhere.History(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for range 24 { // also into the crash, and liquidations
		if _, err := elsewhere.Step(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
	}
	logs, err := node.Client().FilterLogs(t.Context(), ethereum.FilterQuery{FromBlock: new(big.Int)})
	if err != nil {
		t.Fatal(err)
	}
	said := map[common.Address][]types.Log{}
	kinds := map[common.Hash]int{}
	for _, l := range slices.Backward(logs) { // the newest of each kind
		if kinds[l.Topics[0]]++; kinds[l.Topics[0]] <= 200 && len(said[l.Address]) < 90 {
			said[l.Address] = append(said[l.Address], l)
		}
	}
	if len(said) < 15 || len(kinds) < 20 {
		t.Fatalf("only %d contracts have said %d kinds of things", len(said), len(kinds))
	}
	forged := 0
	for address, theirs := range said {
		block, err := th.Market.Chain.Run(t.Context(), devnet.Call{Name: "forge", From: th.play.Accounts()[0], Data: forgery(theirs), Gas: 1 << 24})
		if err != nil {
			t.Fatalf("saying again what %s said: %v", address, err)
		}
		forged += len(block.Results[0].Receipt.Logs)
		if got := block.Results[0].Receipt.Logs[0]; got.Address == address || !slices.Equal(got.Topics, theirs[0].Topics) {
			t.Fatalf("the forgery is %v", got)
		}
	}
	if forged < 500 {
		t.Fatalf("only %d logs are forged", forged)
	}
	th.compare(p)
	th.feedHolds()
	if now := th.heard(); now != heard {
		t.Errorf("%v events were applied before the strangers came, %v after", heard, now)
	}
	for _, e := range th.events()[len(told):] {
		if !slices.Contains([]string{feed.PositionChanged, feed.PositionBand, feed.OracleUpdated, feed.OracleStale, feed.ChainStatus}, e.Type) {
			t.Errorf("the feed tells of %s: %s %s", e.Type, e.ID, e.Data)
		}
	}
	th.step()
	th.compare(p)
	if th.heard() <= heard {
		t.Error("the market itself isn't heard any more")
	}
	p.end(syscall.SIGTERM)
}

// heard is how many events were applied.
func (th *theater) heard() (n float64) {
	th.t.Helper()
	for _, series := range th.labels(th.t) {
		if strings.HasPrefix(series, "brink_events_total{") {
			n += th.metric(series)
		}
	}
	return n
}

// events are all that the feed tells.
func (th *theater) events() []feed.Envelope {
	th.t.Helper()
	events, err := th.Events(th.t.Context())
	if err != nil {
		th.t.Fatal(err)
	}
	return events
}

// forgery is code that says logs again when it creates a contract, each once as it was and once with data that no event
// of the kind can have.
func forgery(logs []types.Log) (code []byte) {
	type copied struct {
		at   int // of the place to be filled in
		data []byte
	}
	var tail []copied
	for _, l := range logs {
		for _, data := range [][]byte{l.Data, bytes.Repeat([]byte{0xff}, len(l.Data))} {
			size := binary.BigEndian.AppendUint16(nil, uint16(len(data)))
			code = append(append(code, 0x61), size...) // PUSH2
			code = append(code, 0x61)
			tail = append(tail, copied{len(code), data})
			code = append(code, 0, 0, 0x5f, 0x39) // its place, PUSH0, CODECOPY
			for _, topic := range slices.Backward(l.Topics) {
				code = append(append(code, 0x7f), topic[:]...) // PUSH32
			}
			code = append(append(code, 0x61), size...)
			code = append(code, 0x5f, 0xa0+byte(len(l.Topics))) // PUSH0, LOG
		}
	}
	code = append(code, 0x00) // STOP
	for _, c := range tail {
		binary.BigEndian.PutUint16(code[c.at:], uint16(len(code)))
		code = append(code, c.data...)
	}
	return code
}
