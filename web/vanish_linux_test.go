package web_test

import (
	"context"
	"net"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"brink/web"

	"github.com/prometheus/client_golang/prometheus"
)

// Clients whose network is gone say nothing, not even that they leave, and acknowledge nothing. Their places are free
// before long, though hardly anything is written to them, and all of it into what the system holds.
func TestFault33ClientVanishes(t *testing.T) {
	runtime.LockOSThread() // for good: the thread ends with the test, and so does its network
	if err := syscall.Unshare(syscall.CLONE_NEWNET); err != nil {
		t.Fatalf("the test needs a network of its own, which needs root: %v", err)
	}
	network(t, syscall.IFF_UP)
	const each = 10
	registry := prometheus.NewPedanticRegistry()
	s := newSite(t, web.Options{Patience: 500 * time.Millisecond, Heartbeat: 50 * time.Millisecond, Streams: 2 * each, Registerer: registry})
	for range each {
		s.idle(false)
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://")) // by this thread
		if err != nil {
			t.Fatal(err)
		}
		k := s.talkOver(func(context.Context, string, string) (net.Conn, error) { return conn, nil })
		k.conn.CloseRead(k.ctx) // answers pings
	}
	clients := func(by string) float64 { return metric(t, registry, "brink_feed_clients", by) }
	if sse, ws := clients("sse"), clients("ws"); sse != each || ws != each {
		t.Fatalf("%v streams and %v sockets are open", sse, ws)
	}
	network(t, 0)
	for deadline := time.Now().Add(patience); clients("sse")+clients("ws") > 0; {
		if time.Now().After(deadline) {
			t.Fatalf("%v streams and %v sockets hold their places", clients("sse"), clients("ws"))
		}
	}
	network(t, syscall.IFF_UP)
	s.idle(false)
	s.idle(true)
}

// network switches this thread's only link on or off.
func network(t *testing.T, flags uint16) {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	request := struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{name: [syscall.IFNAMSIZ]byte{'l', 'o'}, flags: flags}
	if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); failed != 0 {
		t.Fatalf("switching the network: %v", failed)
	}
}
