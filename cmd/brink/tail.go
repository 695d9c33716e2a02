package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"brink/feed"

	"github.com/spf13/cobra"
)

func newTailCommand(a *app) *cobra.Command {
	var server, after, chain string
	var kinds []string
	t := &tailer{out: a.stdout, query: url.Values{}, rest: time.Second, silence: time.Minute}
	command := &cobra.Command{
		Use:   "tail",
		Short: "Follow a running server's feed, one JSON event a line",
		Long: `Follow a running server's feed, one JSON event a line, until interrupted. It
begins with what comes next, or after the cursor that --after names: the field
cursor of the last event that was seen. When the connection breaks it comes
back by itself and goes on where it was, with nothing lost or doubled.

A server keeps events for a while only. When those after the cursor are gone,
tail ends with an error that names the oldest cursor, unless --from-oldest is
given: then it says so and goes on with the oldest event.`,
		Example: `  brink tail --kind liquidation,position.liquidatable | jq .data
  brink tail --after v1.1042 >> events.ndjson`,
		RunE: func(c *cobra.Command, _ []string) error {
			types, err := eventTypes(kinds)
			if err != nil {
				return err
			}
			if _, err := feed.ParseCursor(after); err != nil {
				return usageError("--after: %w", err)
			}
			if t.client, err = a.newClient(c, server); err != nil {
				return err
			}
			if len(types) > 0 {
				t.query.Set("type", strings.Join(types, ","))
			}
			if chain != "" {
				t.query.Set("chain", chain)
			}
			t.cursor = after
			t.note = func(text string) { fmt.Fprintf(a.stderr, "brink: %s\n", oneLine(text)) }
			return t.run(c.Context())
		},
	}
	flags := command.Flags()
	flags.StringVar(&after, "after", "", "cursor to begin after")
	flags.BoolVar(&t.fromOldest, "from-oldest", false, "begin with the oldest event when there is no --after, or when it has expired")
	flags.StringSliceVar(&kinds, "kind", nil, "kinds of events, such as liquidation or reorg; several with commas between (default all)")
	flags.StringVar(&chain, "chain", "", "chain id, or name in the server's configuration")
	addURLFlag(command, &server)
	return command
}

// eventTypes are the full names of kinds, which may lack their version.
func eventTypes(kinds []string) ([]string, error) {
	var types []string
	all := feed.Types()
	for _, kind := range kinds {
		i := slices.IndexFunc(all, func(t string) bool { return t == kind || strings.TrimSuffix(t, ".v1") == kind })
		if i < 0 {
			return nil, usageError("--kind: %q is not one of %s", kind, strings.ReplaceAll(strings.Join(all, ", "), ".v1", ""))
		}
		types = append(types, all[i])
	}
	return types, nil
}

// tailer follows a feed and remembers how far it has come.
type tailer struct {
	*client
	out        io.Writer
	note       func(string)
	query      url.Values
	fromOldest bool
	// cursor is that of the last event printed; empty before anything is known.
	cursor string
	// begun says that the server has answered before: from then on its silence
	// is waited out.
	begun bool
	// rest is the pause before coming back; silence is what counts as a broken
	// connection.
	rest, silence time.Duration
}

// longestRest bounds the pause between attempts.
const longestRest = 30 * time.Second

var (
	// errWriting is wrapped by failures on our side of the output.
	errWriting = errors.New("writing the events")
	// errSilent: not even a sign of life came.
	errSilent = errors.New("the stream went silent")
)

func (t *tailer) run(ctx context.Context) error {
	pause := t.rest
	for {
		at := t.cursor
		err := t.history(ctx)
		if err == nil {
			err = t.follow(ctx)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if t.cursor != at {
			pause = t.rest
		}
		if oldest, is := expired(err); is {
			if !t.fromOldest {
				return fmt.Errorf("the events after %s are no longer kept: the oldest cursor is %s; go on with --after %s, or with --from-oldest",
					t.cursor, oldest, oldest)
			}
			t.note(fmt.Sprintf("events after %s are no longer kept; going on after %s", t.cursor, oldest))
			t.cursor = oldest
		} else if !t.begun || final(err) {
			return err
		} else {
			t.note(fmt.Sprintf("%v; going on after %s", err, t.cursor))
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		pause = min(2*pause, longestRest)
	}
}

// expired tells whether events after the cursor are gone, and what is kept.
func expired(err error) (oldest string, is bool) {
	var refused *refusal
	if errors.As(err, &refused) && refused.Status == http.StatusGone && refused.Oldest != "" {
		return refused.Oldest, true
	}
	return "", false
}

// final tells whether coming back is of no use.
func final(err error) bool {
	var refused *refusal
	if errors.As(err, &refused) {
		return refused.Status < 500 && refused.Status != http.StatusTooManyRequests
	}
	return errors.Is(err, errWriting)
}

// history prints what the log holds after the cursor, in pages.
func (t *tailer) history(ctx context.Context) error {
	if t.cursor == "" && !t.fromOldest {
		return nil
	}
	query := url.Values{"limit": {strconv.Itoa(pageRows)}}
	for name, values := range t.query {
		query[name] = values
	}
	for {
		if t.cursor != "" {
			query.Set("after", t.cursor)
		}
		var page struct {
			Events []json.RawMessage `json:"events"`
			Next   string            `json:"next"`
		}
		if err := t.get(ctx, "/v1/events", query, &page); err != nil {
			return err
		}
		t.begun = true
		for _, event := range page.Events {
			if err := t.print(event); err != nil {
				return err
			}
		}
		if page.Next != "" {
			t.cursor = page.Next
		}
		if len(page.Events) < pageRows {
			return nil
		}
	}
}

// follow prints what comes after the cursor as it comes. It returns when the
// stream breaks off.
func (t *tailer) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	header := http.Header{"Accept": {"text/event-stream"}}
	if t.cursor != "" {
		header.Set("Last-Event-ID", t.cursor)
	}
	stream, err := t.open(ctx, "/v1/events/stream", t.query, header)
	if err != nil {
		return err
	}
	defer stream.Close()
	t.begun = true
	watched := &alarmed{stream, time.AfterFunc(t.silence, func() { cancel(errSilent) }), t.silence}
	defer watched.alarm.Stop()
	err = readMessages(watched, t.take)
	if errors.Is(context.Cause(ctx), errSilent) {
		return errSilent
	}
	return err
}

// take prints one message and notes how far it goes.
func (t *tailer) take(m message) error {
	if m.retry > 0 {
		t.rest = m.retry
	}
	if m.event == "reset" {
		gone := &refusal{Status: http.StatusGone}
		var kept struct {
			Oldest string `json:"oldest"`
		}
		if err := json.Unmarshal([]byte(m.data), &kept); err != nil {
			return fmt.Errorf("reading the stream: %w", err)
		}
		gone.Oldest = kept.Oldest
		return gone
	}
	if m.data != "" {
		if err := t.print([]byte(m.data)); err != nil {
			return err
		}
	}
	if m.id != "" {
		t.cursor = m.id
	}
	return nil
}

// print writes one event as one line, in one piece.
func (t *tailer) print(event []byte) error {
	var line bytes.Buffer
	if err := json.Compact(&line, event); err != nil {
		return fmt.Errorf("reading an event: %w", err)
	}
	line.WriteByte('\n')
	if _, err := t.out.Write(line.Bytes()); err != nil {
		return fmt.Errorf("%w: %w", errWriting, err)
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
