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
	found, through = wanted(t.frames[after-t.start:], want)
	if len(found) < pageSize {
		through = t.end
	}
	return found, through, true, nil
}

// wanted returns the wanted ones, up to a page of them, and the last one's cursor. It copies them only where others lie
// between: a thousand streams want the same.
func wanted(frames []frame, want feed.Selection) (found []frame, through feed.Cursor) {
	first := 0
	for i := range frames {
		f := &frames[i]
		if !want.Wants(f.topic) {
			continue
		}
		if len(found) == 0 {
			first = i
		}
		if first+len(found) == i {
			found = frames[first : i+1 : i+1]
		} else {
			found = append(found, *f)
		}
		if through = f.cursor; len(found) == pageSize {
			break
		}
	}
	return found, through
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

// encode writes entries side by side.
func encode(entries []feed.Entry) ([]frame, error) {
	const around = 512 // what an envelope and its frame take beside data
	size := 0
	for i := range entries {
		size += len(entries[i].Data) + around
	}
	all := make([]byte, 0, size)
	type bounds struct{ data, end int } // in all, which may still move
	at := make([]bounds, len(entries))
	for i := range entries {
		e := &entries[i]
		all = append(append(append(all, "id: "...), e.Cursor.String()...), "\ndata: "...)
		at[i].data = len(all)
		var err error
		if all, err = e.AppendJSON(all); err != nil {
			return nil, err
		}
		all = append(all, "\n\n"...)
		at[i].end = len(all)
	}
	frames := make([]frame, len(entries))
	start := 0
	for i, b := range at {
		frames[i] = frame{entries[i].Cursor, entries[i].Topic(), all[start:b.end], all[b.data : b.end-2]}
		start = b.end
	}
	return frames, nil
}

// joined is the text of frames: no copy where they lie side by side.
func joined(frames []frame) []byte {
	text := frames[0].text
	for i := range frames[1:] {
		next := frames[1+i].text
		end := len(text) + len(next)
		if end > cap(text) || &text[:end][len(text)] != &next[0] {
			return copied(frames)
		}
		text = text[:end]
	}
	return text
}

func copied(frames []frame) (text []byte) {
	for i := range frames {
		text = append(text, frames[i].text...)
	}
	return text
}
