package rpc

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"
)

func hashes() *rapid.Generator[common.Hash] {
	return rapid.Custom(func(t *rapid.T) common.Hash {
		return common.BytesToHash(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "hash"))
	})
}

// What go-ethereum writes is read back the same.
func TestScanLogsReadsWhatNodesWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		logs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) types.Log {
			return types.Log{
				Address:     common.BytesToAddress(rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "address")),
				Topics:      append([]common.Hash{}, rapid.SliceOfN(hashes(), 0, 4).Draw(t, "topics")...),
				Data:        append([]byte{}, rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "data")...),
				BlockNumber: rapid.Uint64().Draw(t, "number"), BlockHash: hashes().Draw(t, "block"),
				TxHash: hashes().Draw(t, "tx"), TxIndex: uint(rapid.Uint64().Draw(t, "tx index")),
				Index: uint(rapid.Uint64().Draw(t, "index")), Removed: rapid.Bool().Draw(t, "removed"),
			}
		}), 0, 40).Draw(t, "logs")
		raw, err := json.Marshal(logs)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "indent") {
			raw, _ = json.MarshalIndent(logs, " ", "\t")
		}
		got, err := scanLogs(raw)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(logs) || len(got) > 0 && !reflect.DeepEqual(got, logs) {
			t.Fatalf("read %+v, not %+v", got, logs)
		}
		for i := range got {
			if cap(got[i].Topics) != len(got[i].Topics) || cap(got[i].Data) != len(got[i].Data) {
				t.Fatal("appending to a log would write into another")
			}
		}
	})
}

func TestScanLogsRefuses(t *testing.T) {
	l := sample(7, 0)
	good := logText(&l)
	if _, err := scanLogs([]byte("[" + good + "]")); err != nil {
		t.Fatal(err)
	}
	replaced := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%s is not in %s", old, good)
		}
		return "[" + strings.Replace(good, old, new, 1) + "]"
	}
	for name, raw := range map[string]string{
		"nothing":              "",
		"null":                 "null",
		"object":               "{}",
		"a log alone":          good,
		"trailing bytes":       "[]x",
		"second value":         "[] []",
		"no end":               "[" + good,
		"no comma":             "[" + good + good + "]",
		"trailing comma":       "[" + good + ",]",
		"null log":             "[null]",
		"empty log":            "[{}]",
		"null block hash":      replaced(`"blockHash":"`+l.BlockHash.Hex()+`"`, `"blockHash":null`),
		"short address":        replaced(`"address":"0x00`, `"address":"0x`),
		"long address":         replaced(`"address":"0x`, `"address":"0x00`),
		"no 0x":                replaced(`"address":"0x`, `"address":"00`),
		"0X":                   replaced(`"data":"0x`, `"data":"0X`),
		"odd data":             replaced(`"data":"0x`, `"data":"0x0`),
		"not hex":              replaced(`"data":"0x0`, `"data":"0xg`),
		"escaped hex":          replaced(`"data":"0x0`, `"data":"0x\u0030`),
		"no data":              replaced(`"data"`, `"datum"`),
		"leading zero":         replaced(`"blockNumber":"0x`, `"blockNumber":"0x0`),
		"empty quantity":       replaced(`"blockNumber":"0x7"`, `"blockNumber":"0x"`),
		"long quantity":        replaced(`"blockNumber":"0x7"`, `"blockNumber":"0x10000000000000000"`),
		"number as number":     replaced(`"blockNumber":"0x7"`, `"blockNumber":7`),
		"doubled member":       replaced(`"data":`, `"data":"0x","data":`),
		"five topics":          replaced(`"topics":[`, `"topics":["`+strings.Join([]string{goodHash, goodHash}, `","`)+`",`),
		"topics null":          replaced(`"topics":[`, `"topics":null,"x":[`),
		"removed is a word":    replaced(`"removed":false`, `"removed":"false"`),
		"deep nesting":         replaced(`"removed":false`, `"x":`+strings.Repeat("[", 100)+strings.Repeat("]", 100)+`,"removed":false`),
		"two million brackets": strings.Repeat("[", 2_000_000),
	} {
		if logs, err := scanLogs([]byte(raw)); !errors.Is(err, errMalformed) {
			t.Errorf("%s: %d logs, error %v", name, len(logs), err)
		}
	}
	for name, raw := range map[string]string{
		"other members":    replaced(`"data":`, `"logType":{"a":[1,2]},"l1BatchNumber":null,"data":`),
		"removed left out": replaced(`,"removed":false`, ``),
		"big letters":      replaced(`"data":"0x07`, `"data":"0xAF`),
	} {
		if _, err := scanLogs([]byte(raw)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An answer that is not exactly one is never read as "no logs".
func TestAnswersThatAreNone(t *testing.T) {
	l := sample(7, 0)
	for name, answer := range map[string]func(id string) string{
		"null":             func(id string) string { return `{"jsonrpc":"2.0","id":` + id + `,"result":null}` },
		"object":           func(id string) string { return `{"jsonrpc":"2.0","id":` + id + `,"result":{}}` },
		"no result":        func(id string) string { return `{"jsonrpc":"2.0","id":` + id + `}` },
		"empty":            func(id string) string { return `` },
		"empty object":     func(id string) string { return `{}` },
		"empty batch":      func(id string) string { return `[]` },
		"wrong id":         func(id string) string { return `{"jsonrpc":"2.0","id":1` + id + `,"result":[]}` },
		"id as text":       func(id string) string { return `{"jsonrpc":"2.0","id":"` + id + `","result":[]}` },
		"null id":          func(id string) string { return `{"jsonrpc":"2.0","id":null,"result":[]}` },
		"no id":            func(id string) string { return `{"jsonrpc":"2.0","result":[]}` },
		"error null":       func(id string) string { return `{"jsonrpc":"2.0","id":` + id + `,"result":[],"error":null}` },
		"both":             func(id string) string { return `{"id":` + id + `,"result":[],"error":{"code":1,"message":"x"}}` },
		"two results":      func(id string) string { return `{"id":` + id + `,"result":[],"result":[]}` },
		"trailing garbage": func(id string) string { return `{"id":` + id + `,"result":[]}{"id":` + id + `}` },
		"other error":      func(id string) string { return `{"id":` + id + `,"error":{"code":-32000,"message":"busy"}}` },
		"error text":       func(id string) string { return `{"id":` + id + `,"error":"busy"}` },
		"html":             func(id string) string { return `<html><body>502 Bad Gateway</body></html>` },
		"cut short":        func(id string) string { return `{"id":` + id + `,"result":[` + logText(&l)[:100] },
	} {
		node := newFakeNode(t)
		node.instead(func(w http.ResponseWriter, requests []request) bool {
			if requests[0].Method != "eth_getLogs" {
				return false
			}
			fmt.Fprint(w, answer(string(requests[0].ID)))
			return true
		})
		for _, url := range []string{node.URL, node.ws()} {
			client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: url}}, Patience: time.Millisecond})
			answer, err := client.Fetch(testContext(t), &chain.Ask{Logs: []chain.LogQuery{{Block: header(7), Want: want}}})
			if !errors.Is(err, chain.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, %.2s: %+v, %v", name, url, answer, err)
			}
		}
	}
}

// Batches are matched by id, in whatever order the node answers.
func TestBatchInAnyOrder(t *testing.T) {
	node := newFakeNode(t)
	node.instead(func(w http.ResponseWriter, requests []request) bool {
		if len(requests) != 3 {
			return false
		}
		var answers []string
		for _, i := range []int{2, 0, 1} {
			answers = append(answers, fmt.Sprintf(`{"id":%s,"result":%s}`, requests[i].ID, headerText(uint64(i+1))))
		}
		fmt.Fprintf(w, " [ %s ]\n", strings.Join(answers, " , "))
		return true
	})
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: node.URL}}})
	answer, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{1, 2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range answer.Headers {
		if *h != *header(uint64(i + 1)) {
			t.Errorf("header %d is %+v", i+1, h)
		}
	}
}

// Neither a large body nor a small one that unpacks to a large one is taken in.
func TestAnswerSizeIsBounded(t *testing.T) {
	blanks := []byte(strings.Repeat(" ", 1<<16))
	for name, send := range map[string]func(w http.ResponseWriter){
		"plain": func(w http.ResponseWriter) {
			for range 1 << 12 {
				if _, err := w.Write(blanks); err != nil {
					return
				}
			}
		},
		"gzip bomb": func(w http.ResponseWriter) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for range 1 << 12 {
				_, _ = z.Write(blanks)
			}
			z.Close()
		},
	} {
		node := newFakeNode(t)
		// By this address it is none of those that are near, which aren't asked to compress.
		url := strings.Replace(node.URL, "127.0.0.1", "0.0.0.0", 1)
		client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: url}}, MaxAnswer: 1 << 20, Patience: time.Millisecond, Poll: time.Hour})
		node.instead(func(w http.ResponseWriter, _ []request) bool { send(w); return true })
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{1}})
		runtime.ReadMemStats(&after)
		if !errors.Is(err, chain.ErrUnavailable) || !errors.Is(err, errTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
			t.Errorf("%s: %d bytes allocated", name, grown)
		}
		// For logs of a range it is a reason to ask for less.
		answer, err := client.Fetch(testContext(t), &chain.Ask{Logs: []chain.LogQuery{{From: 1, To: 9, Want: want}}})
		if err == nil && !errors.Is(answer.Logs[0].Err, chain.ErrTooMuch) || err != nil && !errors.Is(err, chain.ErrUnavailable) {
			t.Errorf("%s: logs gave %+v, %v", name, answer, err)
		}
	}
}

func FuzzScanLogs(f *testing.F) {
	l := sample(7, 0)
	f.Add([]byte("[" + logText(&l) + "]"))
	f.Add([]byte("[]"))
	f.Add([]byte(`[{"topics":[],"topics":[]}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		logs, err := scanLogs(raw)
		if err != nil {
			return
		}
		if len(logs) > len(raw)/minLogText+1 {
			t.Fatalf("%d logs in %d bytes", len(logs), len(raw))
		}
		text, err := json.Marshal(logs)
		if err != nil {
			t.Fatal(err)
		}
		again, err := scanLogs(text)
		if err != nil || !reflect.DeepEqual(again, logs) {
			t.Fatalf("%+v is written and read back as %+v, %v", logs, again, err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"result":[]}`))
	f.Add([]byte(`[{"id":2,"result":"0x1"},{"id":1,"error":{"code":3,"message":"execution reverted","data":"0x"}}]`))
	f.Add([]byte(`{"id":null,"error":{"code":-32005,"message":"limit"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for n := 1; n <= 2; n++ {
			results := make([][]byte, n)
			calls := make([]*call, n)
			for i := range calls {
				calls[i] = &call{decode: func(s *scanner) (err error) { results[i], err = s.raw(); return err }}
			}
			if decode(body, calls, 1) != nil {
				continue
			}
			for i, c := range calls {
				if (c.refused == nil) == (results[i] == nil) {
					t.Fatalf("call %d has neither a result nor an error, or both", i)
				}
			}
		}
	})
}

func FuzzScanHeader(f *testing.F) {
	f.Add([]byte(headerText(7)))
	f.Add([]byte("null"))
	v := &verifier{VerifyFull, func(Skip) {}}
	f.Fuzz(func(_ *testing.T, raw []byte) { _, _ = v.scanHead(raw) })
}

// scanLogs is the scanner over a result that stands alone.
func scanLogs(raw []byte) ([]types.Log, error) {
	s := &scanner{b: raw}
	logs, err := s.logs()
	if err == nil {
		err = s.end()
	}
	return logs, err
}

// Every digit, and nothing else, is decoded, wherever it stands.
func TestUnhex(t *testing.T) {
	for size := 1; size <= 13; size++ {
		for at := range 2 * size {
			for c := range 256 {
				digits := []byte(strings.Repeat("0", 2*size))
				digits[at] = byte(c)
				want, err := hex.DecodeString(string(digits))
				got := make([]byte, size)
				if ok := unhex(got, digits); ok != (err == nil) || ok && !bytes.Equal(got, want) {
					t.Fatalf("%q is decoded as %x, %v", digits, got, ok)
				}
			}
		}
	}
}
