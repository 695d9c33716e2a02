package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"brink/config"
	"brink/feed"
)

// A dead man's switch hears of brink while every chain is seen, and of nothing
// else: silence is what makes it call.
func TestPingsEndWhenAChainIsNotSeen(t *testing.T) {
	var pings, looks, state atomic.Int64
	var refuses atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if pings.Add(1); refuses.Load() {
			http.Error(w, "no", http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	states := []feed.ChainState{feed.Live, feed.Stale, feed.Halted, feed.Syncing}
	var said bytes.Buffer
	teller := &telling{
		log: slog.New(slog.NewTextHandler(&said, nil)),
		chains: func() []feed.Chain {
			looks.Add(1)
			return []feed.Chain{{State: feed.Live}, {State: states[state.Load()]}}
		},
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- teller.ping(ctx, config.Ping{URL: config.Secret(server.URL + "/secret-4711"), Every: time.Millisecond, Private: true})
	}()
	for i := range states[1:] {
		before := pings.Load()
		until(t, "pings while all is well", func() bool { return pings.Load() > before+2 })
		state.Store(int64(i + 1))
		look := looks.Load()
		until(t, "the last ping that was on its way", func() bool { return looks.Load() > look+1 })
		quiet := pings.Load()
		look = looks.Load()
		until(t, "looks at the chain", func() bool { return looks.Load() > look+5 })
		if n := pings.Load() - quiet; n != 0 {
			t.Errorf("%d pings while a chain is %s", n, states[i+1])
		}
		state.Store(0)
	}
	refuses.Store(true)
	before := pings.Load()
	until(t, "pings all the same where one was refused", func() bool { return pings.Load() > before+2 })
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if !strings.Contains(said.String(), "Cannot ping") || strings.Contains(said.String(), "4711") || strings.Contains(said.String(), "127.0.0.1") {
		t.Errorf("it said: %s", said.String())
	}
}
