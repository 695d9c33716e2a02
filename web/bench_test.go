package web_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store/sqlite"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
)

// BenchmarkStream is one event on its way from the store to every one of a
// thousand clients, which are in this process too; with others beside them that
// asked for the stream and never read it.
func BenchmarkStream(b *testing.B) {
	for _, stalled := range []int{0, 10} {
		b.Run(fmt.Sprintf("%d stalled", stalled), func(b *testing.B) { stream(b, 1000, stalled) })
	}
}

func stream(b *testing.B, clients, stalled int) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "brink.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	hub := new(feed.Hub)
	server := httptest.NewServer(web.New(web.Options{}, newLive(), s, hub).Handler())
	defer server.Close()
	var got sync.WaitGroup
	for range clients {
		conn, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
		lines := bufio.NewReaderSize(conn, 4096)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				b.Fatal(err)
			}
			if strings.HasPrefix(line, "id: ") {
				break
			}
		}
		go func() {
			for {
				line, err := lines.ReadString('\n')
				if err != nil {
					return
				}
				if strings.HasPrefix(line, "data: ") {
					got.Done()
				}
			}
		}()
	}
	for range stalled {
		conn, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
	}
	tip := chain.Ref{}
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		to := chain.Ref{Number: tip.Number + 1, Hash: common.Hash{byte(tip.Number), byte(tip.Number >> 8), 1}}
		e := feed.Entry{ChainID: 1, ID: to.String(), Type: feed.PositionBand, Subject: "p", Block: chain.Head{Ref: to},
			Data: []byte(`{"text":"` + strings.Repeat("x", 300) + `"}`)}
		got.Add(clients)
		cursor, err := s.Append(ctx, feed.Batch{Shard: "1", From: tip, To: to, Entries: []feed.Entry{e}})
		if err != nil {
			b.Fatal(err)
		}
		hub.Wake(cursor)
		got.Wait()
		tip = to
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "ns-p99/op")
}
