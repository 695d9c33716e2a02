package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"brink/feed"
)

const (
	// tailLength is how many of the newest events are kept ready to be sent.
	tailLength = 4096
	// pageSize is how many events are handed to a stream at a time.
	pageSize = 256
)

// frame is an event as it goes over the wire: as a server-sent event, and the JSON in it.
type frame struct {
	cursor     feed.Cursor
	topic      feed.Topic
	text, data []byte
}

// tail keeps the newest events as frames, so that the log is read and each
// event written out once, however many streams are at its end. Streams further
// behind read the log themselves.
type tail struct {
	log feed.Reader
	hub *feed.Hub

	mu sync.Mutex
	// frames are all events after start and up to end.
	frames     []frame
	start, end feed.Cursor
	begun      bool
}

func newTail(log feed.Reader, hub *feed.Hub) *tail { return &tail{log: log, hub: hub} }

// next returns the wanted frames after a cursor, up to a page of them, and how
// far they reach.
func (t *tail) next(ctx context.Context, after feed.Cursor, want feed.Selection) ([]frame, feed.Cursor, feed.Range, error) {
	frames, through, ok, err := t.recent(ctx, after, want)
	if ok || err != nil {
		return frames, through, feed.Range{}, err
	}
	page, err := feed.Select(ctx, t.log, after, pageSize, want)
	if err != nil {
		return nil, after, page.Range, err
	}
	frames, err = encode(page.Entries)
	return frames, page.Through, page.Range, err
}

// recent answers from the frames, which it first brings up to date if their end
// is asked for. It is not ok for a cursor outside of them.
func (t *tail) recent(ctx context.Context, after feed.Cursor, want feed.Selection) (found []frame, through feed.Cursor, ok bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.begun || after >= t.end {
		if err := t.grow(ctx); err != nil {
			return nil, after, false, err
		}
	}
	if after < t.start || after > t.end {
		return nil, after, false, nil
	}
	for i := range t.frames[after-t.start:] {
		f := &t.frames[int(after-t.start)+i]
		if want.Wants(f.topic) {
			found = append(found, *f)
		}
		if len(found) == pageSize {
			return found, f.cursor, true, nil
		}
	}
	return found, t.end, true, nil
}

// grow reads what the log has gained.
func (t *tail) grow(ctx context.Context) error {
	if !t.begun {
		_, kept, err := t.log.Read(ctx, 0, 1, feed.Filter{})
		if err != nil && !errors.Is(err, feed.ErrExpired) {
			return fmt.Errorf("finding the end of the feed: %w", err)
		}
		t.start, t.end, t.begun = kept.Newest, kept.Newest, true
	}
	page, err := feed.Next(ctx, t.log, t.end, tailLength, feed.Filter{})
	if errors.Is(err, feed.ErrExpired) || len(page.Entries) == tailLength {
		// What came since can't be told, or is too much: begin again at the end.
		t.frames, t.start, t.end = nil, page.Range.Newest, page.Range.Newest
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the end of the feed: %w", err)
	}
	frames, err := encode(page.Entries)
	if err != nil {
		return err
	}
	t.frames = append(t.frames, frames...)
	t.end = page.Through
	if over := len(t.frames) - tailLength; over > 0 {
		t.frames = slices.Clone(t.frames[over:])
		t.start += feed.Cursor(over)
	}
	return nil
}

func encode(entries []feed.Entry) ([]frame, error) {
	frames := make([]frame, len(entries))
	for i := range entries {
		e := &entries[i]
		const around = 512 // what an envelope and its frame take beside data
		text := make([]byte, 0, len(e.Data)+around)
		text = append(append(append(text, "id: "...), e.Cursor.String()...), "\ndata: "...)
		start := len(text)
		text, err := e.AppendJSON(text)
		if err != nil {
			return nil, err
		}
		end := len(text)
		text = append(text, "\n\n"...)
		frames[i] = frame{e.Cursor, e.Topic(), text, text[start:end]}
	}
	return frames, nil
}
