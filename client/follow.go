package client

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"brink/feed"
)

// Where to begin, beside after a cursor.
const (
	// FromNext begins with what comes next.
	FromNext = ""
	// FromOldest begins with the oldest event that is kept.
	FromOldest = "oldest"
)

// longestRest bounds the pause between attempts.
const longestRest = 30 * time.Second

// errSilent: not even a sign of life came.
var errSilent = errors.New("the stream went silent")

// stopped wraps the error with which a follower's owner wanted to stop.
type stopped struct{ error }

func (s stopped) Unwrap() error { return s.error }

// Follow gives what is wanted of the feed to do, in order, each once, from a
// cursor, FromNext or FromOldest, until ctx ends or do fails: that error is
// returned as it is. A connection that breaks is taken up again where it was:
// that is told, and no error. Only that the first question isn't answered, and that
// the server refuses what is asked, are errors.
func (c *Client) Follow(ctx context.Context, want Want, from string, do func(Message) error) error {
	f := &follower{Client: c, query: want.events(), do: do, cursor: from}
	if from == FromOldest {
		f.cursor, f.oldest = "", true
	}
	return f.follow(ctx)
}

// follower follows a feed and remembers how far it has come.
type follower struct {
	*Client
	query url.Values
	do    func(Message) error
	// cursor is that of what was given to do last; empty before anything is
	// known, and then oldest says where to begin.
	cursor string
	oldest bool
	// begun says that the server has answered before: from then on its silence
	// is waited out.
	begun bool
	rest  time.Duration
	// rows is how many events are asked for at a time: fewer where the connection doesn't bear a page.
	rows int
}

func (f *follower) follow(ctx context.Context) error {
	err := f.run(ctx)
	var s stopped
	if errors.As(err, &s) {
		return s.error
	}
	return err
}

func (f *follower) run(ctx context.Context) error {
	f.rest, f.rows = cmp.Or(f.opt.Rest, standardRest), pageRows
	pause := f.rest
	for {
		at := f.cursor
		err := f.history(ctx)
		if err == nil {
			err = f.stream(ctx)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var refused *Refusal
		switch {
		case errors.Is(err, feed.ErrExpired) && errors.As(err, &refused) && refused.Oldest != "" && refused.Oldest != f.cursor:
			if err := f.give(&Reset{Lost: f.cursor, Oldest: refused.Oldest}); err != nil {
				return err
			}
			continue
		case !f.begun || final(err):
			return err
		}
		if err := f.give(&Break{err, f.cursor}); err != nil {
			return err
		}
		if f.cursor != at {
			pause, f.rows = f.rest, min(2*f.rows, pageRows)
		} else {
			f.rows = max(f.rows/2, 1)
		}
		if !sleep(ctx, pause) {
			return ctx.Err()
		}
		pause = min(2*pause, longestRest)
	}
}

// final tells whether coming back is of no use.
func final(err error) bool {
	var refused *Refusal
	if errors.As(err, &refused) {
		return refused.Status < 500 && refused.Status != http.StatusTooManyRequests
	}
	var s stopped
	return errors.As(err, &s)
}

// give hands on a message and notes how far it goes.
func (f *follower) give(m Message) error {
	if err := f.do(m); err != nil {
		return stopped{err}
	}
	f.cursor = m.After()
	return nil
}

// history gives what the log holds after the cursor, in pages.
func (f *follower) history(ctx context.Context) error {
	if f.cursor == "" && !f.oldest {
		return nil
	}
	query := url.Values{"limit": {strconv.Itoa(f.rows)}}
	for name, values := range f.query {
		query[name] = values
	}
	for {
		if f.cursor != "" {
			query.Set("after", f.cursor)
		}
		var page struct {
			Events []json.RawMessage `json:"events"`
			Next   string            `json:"next"`
			More   bool              `json:"more"`
		}
		if err := f.Get(ctx, "/v1/events", query, &page); err != nil {
			return err
		}
		f.begun = true
		for _, raw := range page.Events {
			m, err := eventOf(raw)
			if err != nil {
				return err
			}
			if err := f.give(m); err != nil {
				return err
			}
		}
		if page.Next != f.cursor {
			if err := f.give(&Progress{page.Next}); err != nil {
				return err
			}
		}
		if !page.More {
			return nil
		}
	}
}

// stream gives what comes after the cursor as it comes. It returns when the
// connection breaks.
func (f *follower) stream(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	header := http.Header{"Accept": {"text/event-stream"}}
	if f.cursor != "" {
		header.Set("Last-Event-ID", f.cursor)
	}
	body, err := f.open(ctx, "/v1/events/stream", f.query, header)
	if err != nil {
		return err
	}
	defer body.Close()
	f.begun = true
	watched := &alarmed{body, time.AfterFunc(f.opt.Silence, func() { cancel(errSilent) }), f.opt.Silence}
	defer watched.alarm.Stop()
	err = readMessages(watched, f.take)
	if errors.Is(context.Cause(ctx), errSilent) {
		return errSilent
	}
	return err
}

// take gives one message of a stream.
func (f *follower) take(m message) error {
	if m.retry > 0 && f.opt.Rest == 0 {
		f.rest = m.retry
	}
	switch {
	case m.event == "reset":
		gone := &Refusal{Status: http.StatusGone}
		var kept struct {
			Oldest string `json:"oldest"`
		}
		if err := json.Unmarshal([]byte(m.data), &kept); err != nil {
			return fmt.Errorf("reading the stream: %w", err)
		}
		gone.Oldest = kept.Oldest
		return gone
	case m.data != "":
		event, err := eventOf([]byte(m.data))
		if err != nil {
			return err
		}
		return f.give(event)
	case m.id != "" && m.id != f.cursor:
		return f.give(&Progress{m.id})
	}
	return nil
}

// alarmed is a stream that gives the alarm when nothing comes for too long.
type alarmed struct {
	io.Reader
	alarm   *time.Timer
	silence time.Duration
}

func (r *alarmed) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.alarm.Reset(r.silence)
	return n, err
}

// sleep waits; false when ctx ended before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
