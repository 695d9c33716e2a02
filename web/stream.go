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
	select {
	case s.streams <- struct{}{}:
	default:
		s.meters.dropped("full")
		return nil, huma.ErrorWithHeaders(huma.Error503ServiceUnavailable("too many streams are open"),
			http.Header{"Retry-After": {"10"}})
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		defer func() { <-s.streams }()
		s.serveStream(ctx, at.Cursor, want)
	}}, nil
}

// client is one open stream.
type client struct {
	*Server
	w    http.ResponseWriter
	conn *http.ResponseController
	// wrote is when something was written last.
	wrote time.Time
}

func (s *Server) serveStream(hctx huma.Context, at feed.Cursor, want feed.Filter) {
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
	s.meters.clients.Inc()
	defer s.meters.clients.Dec()
	c := client{Server: s, w: w, conn: http.NewResponseController(w)}
	// The request was read; that its sender says no more ends nothing.
	err := c.conn.SetReadDeadline(time.Time{})
	if err == nil {
		err = c.run(ctx, at, want)
	}
	switch {
	case s.closing.Err() != nil:
		s.meters.dropped("closing")
	case errors.Is(err, os.ErrDeadlineExceeded):
		s.meters.dropped("slow")
	case ctx.Err() == nil:
		s.meters.dropped("failed")
		s.options.Log.Warn("stream ended", "error", err)
	}
}

// run writes until ctx ends or something fails. The client holds no more than
// one page here: one that is slow is behind in the log, not in memory, and one
// that takes nothing for too long is cut off, to come back with its cursor.
func (c *client) run(ctx context.Context, at feed.Cursor, want feed.Filter) error {
	if err := c.write(fmt.Appendf(nil, "retry: 2000\nid: %s\n\n", at)); err != nil {
		return err
	}
	for ctx.Err() == nil {
		frames, through, kept, err := c.tail.next(ctx, at, want)
		switch {
		case errors.Is(err, feed.ErrExpired):
			at = kept.Newest
			err = c.write(fmt.Appendf(nil, "id: %s\nevent: reset\ndata: {\"oldest\":%q}\n\n", at, kept.Start()))
		case err == nil:
			at = through
			err = c.send(frames)
		}
		if err != nil {
			return err
		}
		if len(frames) == pageSize {
			continue
		}
		if err := c.rest(ctx, at); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (c *client) send(frames []frame) error {
	if len(frames) == 0 {
		return nil
	}
	var text []byte
	for i := range frames {
		text = append(text, frames[i].text...)
	}
	if err := c.write(text); err != nil {
		return err
	}
	c.meters.sent.Add(float64(len(frames)))
	return nil
}

// rest waits for news. After a long silence it gives a sign of life, which
// also tells the client how far the filter has been answered.
func (c *client) rest(ctx context.Context, at feed.Cursor) error {
	beat := c.wrote.Add(c.options.Heartbeat)
	wait, cancel := context.WithDeadline(ctx, beat)
	defer cancel()
	if err := c.tail.hub.Wait(wait, at); err != nil && ctx.Err() != nil {
		return err
	}
	if time.Now().Before(beat) {
		return nil
	}
	return c.write(fmt.Appendf(nil, ": alive\nid: %s\n\n", at))
}

func (c *client) write(text []byte) error {
	c.wrote = time.Now()
	if err := c.conn.SetWriteDeadline(c.wrote.Add(c.options.Patience)); err != nil {
		return fmt.Errorf("limiting a write: %w", err)
	}
	if _, err := c.w.Write(text); err != nil {
		return fmt.Errorf("writing to a stream: %w", err)
	}
	if err := c.conn.Flush(); err != nil {
		return fmt.Errorf("writing to a stream: %w", err)
	}
	return nil
}
