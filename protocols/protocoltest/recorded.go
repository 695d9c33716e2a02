package protocoltest

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Recorded is a log of a public chain.
type Recorded struct {
	Event   string
	Chain   uint64
	Tx      common.Hash
	Address common.Address
	Topics  []common.Hash
	Data    hexutil.Bytes
	// Tells is what others say that some parameters are: the transfers beside the
	// log, and a reader of the same transaction that isn't ours.
	Tells map[string]string
}

// Log is the log itself.
func (r *Recorded) Log() *types.Log {
	return &types.Log{Address: r.Address, Topics: r.Topics, Data: r.Data, TxHash: r.Tx}
}

// Recordings reads logs from a file of them.
func Recordings(t testing.TB, file []byte) []Recorded {
	t.Helper()
	var recorded struct{ Logs []Recorded }
	if err := json.Unmarshal(file, &recorded); err != nil {
		t.Fatal(err)
	}
	if len(recorded.Logs) == 0 {
		t.Fatal("there are no recorded logs")
	}
	return recorded.Logs
}

// Reading is how a family reads an event.
type Reading struct {
	// ABI declares the event.
	ABI *bind.MetaData
	// Read gives parameters by the names that the ABI has for them.
	Read func(l *types.Log) (parameters map[string]any, ok bool)
}

// Decodes demands that every recorded log is read, as the ABI decodes it and as
// others tell. It returns how many parameters others told.
func Decodes(t *testing.T, logs []Recorded, readings map[string]Reading) (told int) {
	t.Helper()
	used := make(map[string]bool)
	for i := range logs {
		r := &logs[i]
		reading, known := readings[r.Event]
		if !known {
			t.Errorf("%s has no reader", r.Event)
			continue
		}
		used[r.Event] = true
		declared, err := decode(reading.ABI, r.Log())
		if err != nil {
			t.Errorf("%s of %s: %v", r.Event, r.Tx, err)
			continue
		}
		parameters, ok := reading.Read(r.Log())
		if !ok {
			t.Errorf("%s of %s is refused", r.Event, r.Tx)
		}
		for name, got := range parameters {
			if want, ok := declared[name]; !ok || text(got) != want {
				t.Errorf("%s of %s: %s is %s, its ABI decodes %s", r.Event, r.Tx, name, text(got), want)
			}
		}
		for name, want := range r.Tells {
			if got, ok := declared[name]; !ok || got != want {
				t.Errorf("%s of %s: %s is %s, others tell %s", r.Event, r.Tx, name, got, want)
			}
			if _, read := parameters[name]; read {
				told++
			}
		}
	}
	for event := range readings {
		if !used[event] {
			t.Errorf("no %s is recorded", event)
		}
	}
	return told
}

// decode is a log by its contract's ABI: its parameters as text, by name.
func decode(of *bind.MetaData, l *types.Log) (map[string]string, error) {
	parsed, err := of.ParseABI()
	if err != nil {
		return nil, err
	}
	for _, e := range parsed.Events {
		var indexed abi.Arguments
		for _, in := range e.Inputs {
			if in.Indexed {
				indexed = append(indexed, in)
			}
		}
		if e.ID != l.Topics[0] || len(indexed) != len(l.Topics)-1 {
			continue
		}
		values := make(map[string]any)
		if err := e.Inputs.UnpackIntoMap(values, l.Data); err != nil {
			return nil, err
		}
		if err := abi.ParseTopicsIntoMap(values, indexed, l.Topics[1:]); err != nil {
			return nil, err
		}
		texts := make(map[string]string, len(values))
		for name, v := range values {
			texts[name] = text(v)
		}
		return texts, nil
	}
	return nil, fmt.Errorf("topic %s with %d more is not declared", l.Topics[0], len(l.Topics)-1)
}

// text is a parameter as files of recordings write it.
func text(v any) string {
	switch v := v.(type) {
	case common.Address:
		return hexutil.Encode(v[:])
	case [32]byte:
		return hexutil.Encode(v[:])
	case *big.Int:
		return v.String()
	case uint256.Int:
		return v.Dec()
	default:
		return fmt.Sprint(v)
	}
}
