package rpc

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
)

const benchLogs = 10_000

// logServer answers every request with the same 10,000 logs.
func logServer(tb testing.TB) string {
	tb.Helper()
	logs := make([]types.Log, benchLogs)
	for i := range logs {
		logs[i] = sample(uint64(1000+i/50), uint(i%50))
		logs[i].Data = make([]byte, 96)
		for k := range logs[i].Data {
			logs[i].Data[k] = byte(i * k)
		}
	}
	result, err := json.Marshal(logs)
	if err != nil {
		tb.Fatal(err)
	}
	node := newFakeAnswers(func(w http.ResponseWriter, q request) {
		switch q.Method {
		case "eth_getLogs":
			head := fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":`, q.ID)
			w.Header().Set("Content-Length", fmt.Sprint(len(head)+len(result)+1))
			_, _ = io.WriteString(w, head)
			_, _ = w.Write(result)
			_, _ = io.WriteString(w, "}")
		case "eth_chainId":
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":"0x539"}`, q.ID)
		default:
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s}`, q.ID, headerText(7))
		}
	})
	tb.Cleanup(node.Close)
	return node.URL
}

func newFakeAnswers(answer func(http.ResponseWriter, request)) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q request
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			http.Error(w, "not a request", http.StatusBadRequest)
			return
		}
		answer(w, q)
	}))
}

// BenchmarkLogs compares this client with go-ethereum's on the same bytes over
// loopback HTTP. Ours checks every log against the question too.
func BenchmarkLogs(b *testing.B) {
	url := logServer(b)
	ctx := context.Background()
	report := func(b *testing.B) { b.ReportMetric(float64(benchLogs)*float64(b.N)/b.Elapsed().Seconds(), "logs/s") }

	b.Run("brink", func(b *testing.B) {
		client, err := Dial(ctx, Options{ChainID: 1337, Endpoints: []Endpoint{{Name: "bench", URL: url}}, Poll: 1e15})
		if err != nil {
			b.Fatal(err)
		}
		defer client.Close()
		b.ReportAllocs()
		for b.Loop() {
			answer, err := client.Fetch(ctx, &chain.Ask{
				Logs: []chain.LogQuery{{From: 1000, To: 1199, Want: want}},
				Check: func(a *chain.Answer) error {
					for i := range a.Logs[0].Logs {
						if !want.Wants(&a.Logs[0].Logs[i]) {
							return chain.ErrContradiction
						}
					}
					return nil
				},
			})
			if err != nil || len(answer.Logs[0].Logs) != benchLogs {
				b.Fatal(err)
			}
		}
		report(b)
	})
	b.Run("ethclient", func(b *testing.B) {
		client, err := ethclient.Dial(url)
		if err != nil {
			b.Fatal(err)
		}
		defer client.Close()
		query := ethereum.FilterQuery{FromBlock: big.NewInt(1000), ToBlock: big.NewInt(1199),
			Addresses: []common.Address{emitter}, Topics: [][]common.Hash{{topic}}}
		b.ReportAllocs()
		for b.Loop() {
			logs, err := client.FilterLogs(ctx, query)
			if err != nil || len(logs) != benchLogs {
				b.Fatal(err)
			}
		}
		report(b)
	})
}

// BenchmarkScanLogs is the scanner alone.
func BenchmarkScanLogs(b *testing.B) {
	logs := make([]types.Log, benchLogs)
	for i := range logs {
		logs[i] = sample(7, uint(i))
	}
	raw, err := json.Marshal(logs)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scanLogs(raw); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHead is what a block of 200 receipts costs from the node's answer on: over HTTP, decoded, and verified or
// not. The node takes a little of the time of both.
func BenchmarkHead(b *testing.B) {
	receipts, h := block(rand.New(rand.NewPCG(1, 2)), 200)
	result, err := json.Marshal(receipts)
	if err != nil {
		b.Fatal(err)
	}
	pack := func(text string) []byte {
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		_, _ = io.WriteString(zip, text)
		_ = zip.Close()
		return packed.Bytes()
	}
	packed := pack(string(result) + "}") // what comes before it has the question's id
	for _, c := range []struct {
		name   string
		verify Verify
		zipped bool
	}{
		{"unverified", VerifyNone, false}, {"verified", VerifyFull, false},
		{"unverified, compressed", VerifyNone, true}, {"verified, compressed", VerifyFull, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			node := newFakeAnswers(func(w http.ResponseWriter, q request) {
				switch {
				case q.Method == "eth_chainId":
					fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":"0x539"}`, q.ID)
				case q.Method != "eth_getBlockReceipts":
					fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s}`, q.ID, headerText(7))
				case c.zipped:
					w.Header().Set("Content-Encoding", "gzip")
					_, _ = w.Write(pack(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":`, q.ID)))
					_, _ = w.Write(packed)
				default:
					_, _ = fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s}`, q.ID, result)
				}
			})
			defer node.Close()
			ctx := context.Background()
			url := node.URL
			if c.zipped {
				url = strings.Replace(url, "127.0.0.1", "0.0.0.0", 1) // else it isn't asked to
			}
			client, err := Dial(ctx, Options{ChainID: 1337, Endpoints: []Endpoint{{Name: "bench", URL: url}}, Poll: 1e15, Verify: c.verify})
			if err != nil {
				b.Fatal(err)
			}
			defer client.Close()
			ask := &chain.Ask{Logs: []chain.LogQuery{{Block: h, Want: want, Receipts: true}}}
			for b.Loop() {
				if answer, err := client.Fetch(ctx, ask); err != nil || len(answer.Logs[0].Logs) == 0 {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerification is what verifying costs beside reading, for a block of
// 200 receipts, and for a page of headers.
func BenchmarkVerification(b *testing.B) {
	receipts, h := block(rand.New(rand.NewPCG(1, 2)), 200)
	text, err := json.Marshal(receipts)
	if err != nil {
		b.Fatal(err)
	}
	var forks types.Header
	forks.Difficulty, forks.Number, forks.BaseFee = new(big.Int), big.NewInt(7), big.NewInt(7)
	forks.WithdrawalsHash, forks.ParentBeaconRoot, forks.RequestsHash = &common.Hash{1}, &common.Hash{2}, &common.Hash{3}
	head, err := json.Marshal(&forks)
	if err != nil {
		b.Fatal(err)
	}
	for _, verify := range []Verify{VerifyFull, VerifyNone} {
		v := &verifier{verify, func(Skip) {}}
		b.Run("receipts/"+string(verify), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := verified(v, h, text); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("header/"+string(verify), func(b *testing.B) {
			for b.Loop() {
				if _, err := v.scanHead(head); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("receipts/encoding-json", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			var all types.Receipts
			if err := json.Unmarshal(text, &all); err != nil {
				b.Fatal(err)
			}
		}
	})
}
