package main

import (
	"encoding/json"
	"time"

	"brink/feed"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// streamIsTheFeed demands that the stream which brink serves at an address is
// the feed, entry by entry.
func (th *theater) streamIsTheFeed(address string) {
	t := th.t
	t.Helper()
	conn, err := nats.Connect("nats://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	nc, err := js.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	events, err := th.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reader, err := nc.OrderedConsumer(t.Context(), "BRINK", js.OrderedConsumerConfig{FilterSubjects: []string{"brink.31337.>"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range events {
		m, err := reader.Next(js.FetchMaxWait(30 * time.Second))
		if err != nil {
			t.Fatalf("waiting for %s: %v", want.Cursor, err)
		}
		var got feed.Envelope
		if err := json.Unmarshal(m.Data(), &got); err != nil {
			t.Fatal(err)
		}
		about, err := m.Metadata()
		if err != nil || about.Sequence.Stream != want.Seq || got.Cursor != want.Cursor || got.ID != want.ID || got.Status != want.Status {
			t.Fatalf("the stream has %s %s at %v, want %s %s", got.Cursor, got.ID, about, want.Cursor, want.ID)
		}
	}
}
