package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/ethereum/go-ethereum/core/types"
)

// recordedBlocks is for how many blocks a brink hears of heads from a recorder.
const recordedBlocks = 300

// serveSocket answers as over HTTP, and remembers the socket for announcements.
func (r *recorder) serveSocket(w http.ResponseWriter, request *http.Request) {
	socket, err := websocket.Accept(w, request, nil)
	if err != nil {
		return
	}
	socket.SetReadLimit(-1)
	r.mu.Lock()
	r.sockets[request.URL.Path] = socket
	r.mu.Unlock()
	for {
		_, text, err := socket.Read(request.Context())
		if err != nil {
			return
		}
		if text, err = r.reply(text); err != nil || socket.Write(request.Context(), websocket.MessageText, text) != nil {
			_ = socket.CloseNow()
			return
		}
	}
}

// announce tells of a head those who are connected at these paths.
func (r *recorder) announce(b *testing.B, head *types.Header, paths ...string) {
	text, err := json.Marshal(head)
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range paths {
		r.mu.Lock()
		socket := r.sockets[path]
		r.mu.Unlock()
		if socket == nil {
			continue // it isn't there yet, and will look for itself
		}
		err := socket.Write(b.Context(), websocket.MessageText,
			fmt.Appendf(nil, `{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"0x1","result":%s}}`, text))
		if err != nil {
			b.Fatal(err)
		}
	}
}

// turn says that there is another head, about which nothing is known yet.
func (r *recorder) turn() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lockstep = true
	for name := range r.answers {
		if moving.MatchString(name) {
			delete(r.answers, name)
		}
	}
}

// recordedHeads takes the time as heads does, of a brink for which the node takes next to no time: another one heard of
// each head before it, and asked for the same. Both begin with what this one left, which must have ended.
func (l *large) recordedHeads(b *testing.B) {
	memory := newRecorder(b, l.Node.HTTP())
	announced := make(chan *types.Header, 16)
	subscription, err := l.Node.Client().SubscribeNewHead(b.Context(), announced)
	if err != nil {
		b.Fatal(err)
	}
	defer subscription.Unsubscribe()
	passOn, passed := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(passed)
		for {
			select {
			case head := <-announced:
				memory.announce(b, head, "/first", "/second")
			case <-passOn:
				return
			}
		}
	}()
	url := "ws" + strings.TrimPrefix(memory.URL, "http")
	first, second := l.twin(b, url+"/first"), l.twin(b, url+"/second")
	defer first.end(syscall.SIGKILL)
	defer second.end(syscall.SIGKILL)
	close(passOn)
	<-passed
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	knows, told := first.listen(ctx, b), second.listen(ctx, b)
	runtime.GC() // of the node's garbage, and no more of it
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	rng := rand.New(rand.NewPCG(1, 1))
	var times []time.Duration
	for range recordedBlocks {
		memory.turn()
		block := l.tremble(b, rng)
		head := <-announced
		memory.announce(b, head, "/first")
		await(b, knows, block, time.Now())
		wait(ctx, 100*time.Millisecond) // the first one goes on for a while
		start := time.Now()
		memory.announce(b, head, "/second")
		if took, ok := await(b, told, block, start); ok {
			times = append(times, took)
		}
	}
	percentiles(b, times, recordedBlocks)
}

// twin starts a brink with what this one left, on another node.
func (l *large) twin(b *testing.B, url string) *large {
	t := newLarge(b, l.Bulk, url, "mode: current")
	left, err := os.ReadDir(l.folder)
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range left {
		if file.Name() == "brink.yaml" || !file.Type().IsRegular() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(l.folder, file.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(t.folder, file.Name()), text, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	t.restart(b)
	return t
}
