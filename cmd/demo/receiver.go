package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// receiver takes brink's messages in the place of a telephone.
type receiver struct {
	server   *http.Server
	address  string
	ended    chan error
	messages atomic.Int64
}

func receive(ctx context.Context) (*receiver, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for messages: %w", err)
	}
	r := &receiver{address: l.Addr().String(), ended: make(chan error, 1)}
	r.server = &http.Server{ReadTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if _, err := io.Copy(io.Discard, http.MaxBytesReader(w, q.Body, 1<<20)); err == nil {
			r.messages.Add(1)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintln(w, "{}")
	})}
	go func() { r.ended <- r.server.Serve(l) }()
	return r, nil
}

func (r *receiver) close() error {
	if err := r.server.Close(); err != nil {
		return fmt.Errorf("ending the receiver of messages: %w", err)
	}
	if err := <-r.ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// configuration has brink tell of the named accounts, and of every large liquidation.
func (r *receiver) configuration() string {
	return `alerts:
  rules:
    - name: named
      measure: health_factor
      named: true
      levels:
        - { severity: warning, enter: 1.25, leave: 1.3 }
        - { severity: critical, enter: 1.05, leave: 1.1 }
    - name: liquidation
      measure: liquidated
      min_debt_usd: 1000
      levels: [ { severity: info } ]
notify:
  channels:
    - { name: telephone, type: ntfy, url: "http://` + r.address + `/demo", private: true, window: 2s }
`
}
