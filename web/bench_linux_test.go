package web_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store/sqlite"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
)

// BenchmarkStream is one event on its way into the store and from there to every one of a
// thousand clients, which are in this process too; with others beside them that
// asked for the stream and never read it. Beside the time until the last of them has it stand the
// 99th percentiles of that time and of a client's: how long after the store has it.
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
	defer server.CloseClientConnections()
	at, err := netip.ParseAddrPort(strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	readers := newReaders(b, clients, at)
	for range stalled {
		dial(b, at)
	}
	tip := chain.Ref{}
	var last, each []time.Duration
	for b.Loop() {
		start := time.Now()
		to := chain.Ref{Number: tip.Number + 1, Hash: common.Hash{byte(tip.Number), byte(tip.Number >> 8), 1}}
		e := feed.Entry{ChainID: 1, ID: to.String(), Type: feed.PositionBand, Subject: "p", Block: chain.Head{Ref: to},
			Data: []byte(`{"text":"` + strings.Repeat("x", 300) + `"}`)}
		cursor, err := s.Append(ctx, feed.Batch{Shard: "1", From: tip, To: to, Entries: []feed.Entry{e}})
		if err != nil {
			b.Fatal(err)
		}
		stored := time.Now()
		hub.Wake(cursor)
		each = readers.await(b, stored, each)
		last = append(last, time.Since(start))
		b.StopTimer()
		readers.read(b)
		tip = to
		b.StartTimer()
	}
	for name, times := range map[string][]time.Duration{"ms-p99-the-last": last, "ms-p99-a-client": each} {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, name)
	}
}

// dial asks for a stream, of which nothing is read.
func dial(b *testing.B, at netip.AddrPort) (fd int) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { syscall.Close(fd) })
	if err := syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(at.Port()), Addr: at.Addr().As4()}); err != nil {
		b.Fatal(err)
	}
	if _, err := syscall.Write(fd, []byte("GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")); err != nil {
		b.Fatal(err)
	}
	return fd
}

// readers are many clients that only notice that something has come, and read it afterwards: those of a real server have
// processors of their own.
type readers struct {
	poll  int
	fds   []int
	ready []syscall.EpollEvent
	text  []byte
}

func newReaders(b *testing.B, count int, at netip.AddrPort) *readers {
	poll, err := syscall.EpollCreate1(0)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { syscall.Close(poll) })
	r := &readers{poll: poll, ready: make([]syscall.EpollEvent, count), text: make([]byte, 4096)}
	for range count {
		fd := dial(b, at)
		for begun := false; !begun; {
			begun = bytes.Contains(r.next(b, fd), []byte("\nid: "))
		}
		event := syscall.EpollEvent{Events: syscall.EPOLLIN | 1<<31, Fd: int32(fd)} // once each time that something comes
		if err := syscall.EpollCtl(poll, syscall.EPOLL_CTL_ADD, fd, &event); err != nil {
			b.Fatal(err)
		}
		r.fds = append(r.fds, fd)
	}
	return r
}

// await returns when something has come for everybody, and adds to times how long that took for each.
func (r *readers) await(b *testing.B, start time.Time, times []time.Duration) []time.Duration {
	for missing := len(r.fds); missing > 0; {
		n, err := syscall.EpollWait(r.poll, r.ready, 0)
		if err != nil && err != syscall.EINTR {
			b.Fatal(err)
		}
		if missing -= max(n, 0); n <= 0 {
			runtime.Gosched() // to the server
			continue
		}
		times = append(times, slices.Repeat([]time.Duration{time.Since(start)}, n)...)
	}
	return times
}

// read demands that it was one event.
func (r *readers) read(b *testing.B) {
	for _, fd := range r.fds {
		if text := r.next(b, fd); bytes.Count(text, []byte("\ndata: ")) != 1 || !bytes.HasSuffix(text, []byte("}\n\n\r\n")) {
			b.Fatalf("%q came", text)
		}
	}
}

func (r *readers) next(b *testing.B, fd int) []byte {
	n, err := syscall.Read(fd, r.text)
	if err != nil || n == 0 {
		b.Fatalf("the stream ends: %v", err)
	}
	return r.text[:n]
}
