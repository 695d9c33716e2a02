package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"
)

type streamInput struct {
	LastEventID cursor `header:"Last-Event-ID" doc:"where the stream broke off; browsers send it by themselves. It goes before after"`
	After       cursor `query:"after" doc:"where to begin; without it, with what comes next"`
	Wanted
}

func (s *Server) streamOperation() huma.Operation {
	op := operation("stream", "/v1/events/stream", "The feed as server-sent events")
	op.Description = "Each event has its cursor as id and one event of /v1/events as data. " +
		"An event named reset says that the cursor to begin at has expired: its reader must read the positions anew; " +
		"the stream goes on from there. A comment comes when nothing else does for 15 seconds."
	op.Responses = map[string]*huma.Response{"200": {Description: "The stream",
		Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	return op
}

func (s *Server) stream(ctx context.Context, in *streamInput) (*huma.StreamResponse, error) {
	want, err := s.filter(&in.Wanted)
	if err != nil {
		return nil, err
	}
	at := in.LastEventID
	if !at.given {
		at = in.After
	}
	if !at.given {
		kept, err := s.kept(ctx)
		if err != nil {
			return nil, err
		}
		at.Cursor = kept.Newest
	}
	leave, ok := s.enter(&s.meters.sse)
	if !ok {
		return nil, huma.ErrorWithHeaders(huma.Error503ServiceUnavailable(crowded), http.Header{"Retry-After": {"10"}})
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		defer leave()
		s.serveStream(ctx, at.Cursor, want)
	}}, nil
}

// crowded is what one more is told when all places are taken.
const crowded = "too many streams are open"

// enter takes a place among the open streams; false when there is none.
func (s *Server) enter(by *transport) (leave func(), ok bool) {
	select {
	case s.streams <- struct{}{}:
		return func() { <-s.streams }, true
	default:
		by.dropped("full")
		return nil, false
	}
}

func (s *Server) serveStream(hctx huma.Context, at feed.Cursor, want feed.Selection) {
	r, w := humago.Unwrap(hctx)
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.closing, cancel)()
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	s.meters.sse.clients.Inc()
	defer s.meters.sse.clients.Dec()
	out := &sseOutlet{w: w, conn: http.NewResponseController(w), patience: s.options.Patience, sent: s.meters.sse.sent, shared: r.ProtoMajor > 1}
	// The request was read; that its sender says no more ends nothing.
	err := out.conn.SetReadDeadline(time.Time{})
	if err == nil {
		err = bound(r, s.options.Patience)
	}
	if err == nil {
		err = s.follow(ctx, at, want, out)
	}
	switch {
	case s.closing.Err() != nil:
		s.meters.sse.dropped("closing")
	case errors.Is(err, os.ErrDeadlineExceeded):
		s.meters.sse.dropped("slow")
	case ctx.Err() == nil:
		s.meters.sse.dropped("failed")
		s.options.Log.Warn("Stream ended", "error", err)
	}
}

// outlet is how what happens reaches the reader of one stream.
type outlet interface {
	// begin says after which cursor the stream begins.
	begin(at feed.Cursor) error
	send(frames []frame) error
	// reset says that the cursor has expired, that oldest is the oldest that
	// hasn't, and that the stream goes on after at.
	reset(at, oldest feed.Cursor) error
	// alive says that everything wanted up to a cursor was sent.
	alive(at feed.Cursor) error
}

// follow writes to out until ctx ends or something fails. The reader holds no
// more than one page here: one that is slow is behind in the log, not in memory,
// and one that takes nothing for too long is cut off, to come back with its
// cursor.
func (s *Server) follow(ctx context.Context, at feed.Cursor, want feed.Selection, out outlet) error {
	if err := out.begin(at); err != nil {
		return err
	}
	p := newPulse(ctx, s.options.Heartbeat)
	defer p.stop()
	for ctx.Err() == nil {
		frames, through, kept, err := s.tail.next(ctx, at, want)
		switch {
		case errors.Is(err, feed.ErrExpired):
			at = kept.Newest
			err = out.reset(at, kept.Start())
			p.last = time.Now()
		case err == nil && len(frames) > 0:
			at = through
			err = out.send(frames)
			p.last = time.Now()
		case err == nil:
			at = through
		}
		if err != nil {
			return err
		}
		if len(frames) == pageSize || at < kept.Newest {
			continue
		}
		if err := s.rest(ctx, at, p, out); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// rest waits for news. After a long silence it gives a sign of life, which
// also tells the reader how far the filter has been answered.
func (s *Server) rest(ctx context.Context, at feed.Cursor, p *pulse, out outlet) error {
	moved := s.tail.hub.Moved(at)
	for moved != nil {
		select {
		case <-moved:
			return nil
		case <-p.beat:
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.silent() {
			return out.alive(at)
		}
	}
	return nil
}

// pulse beats when a stream is to end, or may have been silent for too long. It is set once a beat, and not with
// everything that is sent.
type pulse struct {
	every time.Duration
	last  time.Time // when something was sent
	beat  chan struct{}
	timer *time.Timer
	leave func() bool
}

func newPulse(ctx context.Context, every time.Duration) *pulse {
	p := &pulse{every: every, last: time.Now(), beat: make(chan struct{}, 1)}
	beat := func() {
		select {
		case p.beat <- struct{}{}:
		default: // one is enough to have everything looked at
		}
	}
	p.timer = time.AfterFunc(every, beat)
	p.leave = context.AfterFunc(ctx, beat)
	return p
}

func (p *pulse) stop() {
	p.timer.Stop()
	p.leave()
}

// silent reports whether it is time for a sign of life, which is then given. It sets the next beat.
func (p *pulse) silent() bool {
	now := time.Now()
	rest := p.every - now.Sub(p.last)
	if rest <= 0 {
		p.last, rest = now, p.every
		p.timer.Reset(rest)
		return true
	}
	p.timer.Reset(rest)
	return false
}

// sseOutlet writes server-sent events.
type sseOutlet struct {
	w        http.ResponseWriter
	conn     *http.ResponseController
	patience time.Duration
	sent     prometheus.Counter
	until    time.Time // when a write fails
	shared   bool      // the connection, with other streams: HTTP/2
}

func (o *sseOutlet) begin(at feed.Cursor) error {
	return o.write(fmt.Appendf(nil, "retry: 2000\nid: %s\n\n", at))
}

func (o *sseOutlet) reset(at, oldest feed.Cursor) error {
	return o.write(fmt.Appendf(nil, "id: %s\nevent: reset\ndata: {\"oldest\":%q}\n\n", at, oldest))
}

func (o *sseOutlet) alive(at feed.Cursor) error {
	return o.write(fmt.Appendf(nil, ": alive\nid: %s\n\n", at))
}

func (o *sseOutlet) send(frames []frame) error {
	if err := o.write(joined(frames)); err != nil {
		return err
	}
	o.sent.Add(float64(len(frames)))
	return nil
}

// write gives the reader its patience, and up to a quarter more: a deadline costs as much as all else that is done here
// for one event, and is moved that seldom.
func (o *sseOutlet) write(text []byte) error {
	if now := time.Now(); o.until.Sub(now) < o.patience {
		o.until = now.Add(o.patience + o.patience/4)
		if err := o.conn.SetWriteDeadline(o.until); err != nil {
			return fmt.Errorf("limiting a write: %w", err)
		}
	}
	if _, err := o.w.Write(text); err != nil {
		return fmt.Errorf("writing to a stream: %w", err)
	}
	if err := o.conn.Flush(); err != nil {
		return fmt.Errorf("writing to a stream: %w", err)
	}
	if o.shared { // there the deadline ends the stream when it comes, and not the next write
		o.until = time.Time{}
		return o.conn.SetWriteDeadline(o.until)
	}
	return nil
}
