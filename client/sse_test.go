package client

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/feed"
)

func TestMessages(t *testing.T) {
	var got []message
	stream := ": alive\nid: v1.7\n\ndata:{\"a\":\ndata: 1}\r\nevent:x\nunknown\nretry: soon\n\ndata: cut off"
	err := readMessages(strings.NewReader(stream), func(m message) error {
		got = append(got, m)
		return nil
	})
	want := []message{{id: "v1.7"}, {data: "{\"a\":\n1}", event: "x"}}
	if !slices.Equal(got, want) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A stream can say by itself that the cursor has expired.
func TestResetOnTheStream(t *testing.T) {
	f := &follower{Client: new(Client), cursor: "v1.2"}
	err := readMessages(strings.NewReader("retry: 20\nid: v1.2\n\nid: v1.90\nevent: reset\ndata: {\"oldest\":\"v1.40\"}\n\n"), f.take)
	var refused *Refusal
	if !errors.As(err, &refused) || !errors.Is(err, feed.ErrExpired) || refused.Oldest != "v1.40" || f.cursor != "v1.2" || f.rest != 20*time.Millisecond {
		t.Errorf("%v; at %s, rest %s", err, f.cursor, f.rest)
	}
}

// FuzzMessages reads any stream without failing on it.
func FuzzMessages(f *testing.F) {
	f.Add("id: v1.1\ndata: {}\n\n")
	f.Add("event: reset\ndata: {\"oldest\":\"v1.40\"}\n\n: alive\n\n")
	f.Fuzz(func(t *testing.T, stream string) {
		follows := &follower{Client: new(Client), do: func(Message) error { return nil }}
		if err := readMessages(strings.NewReader(stream), follows.take); err == nil {
			t.Error("a stream ended without an error")
		}
	})
}
