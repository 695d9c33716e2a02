package jetstream

import (
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go"
)

// A thousand readers, each with a connection of its own, get what their subjects say and nothing else, and cost the one
// who writes nothing: what it sends, and hears in answer, is what it was without them.
func TestReadersCostTheWriterNothing(t *testing.T) {
	const readers, blocks, each = 1000, 10, 30
	b := newDebian(t)
	b.start()
	defer b.kill()
	var writer atomic.Pointer[nats.Conn]
	w := newTown(t, func() (*nats.Conn, error) {
		conn, err := b.dial()
		writer.Store(conn)
		return conn, err
	})
	w.start()
	cost := func() (all nats.Statistics) {
		before := writer.Load().Stats()
		for range blocks {
			w.say(each)
		}
		w.settle()
		all = writer.Load().Stats()
		all.OutMsgs, all.InMsgs, all.OutBytes = all.OutMsgs-before.OutMsgs, all.InMsgs-before.InMsgs, all.OutBytes-before.OutBytes
		return all
	}
	w.say(1000)
	w.settle()
	alone := cost()

	var got, foreign atomic.Int64
	subjects := []string{"brink.1.>", "brink.*.aave-v3.>", "brink.*.*.position.opened.v1"}
	for i := range readers {
		conn, err := b.dial()
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := conn.Subscribe(subjects[i%len(subjects)], func(*nats.Msg) { got.Add(1) }); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Subscribe("brink.*.*.liquidation.v1", func(*nats.Msg) { foreign.Add(1) }); err != nil {
			t.Fatal(err)
		}
		if err := conn.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	watched := cost()
	until(t, "everybody to have everything", func() bool { return got.Load() >= readers*blocks*each })
	if got.Load() != readers*blocks*each || foreign.Load() != 0 {
		t.Errorf("the readers got %d entries and %d of other subjects", got.Load(), foreign.Load())
	}
	if alone.OutMsgs != blocks*each || watched.OutMsgs != alone.OutMsgs || watched.InMsgs != alone.InMsgs || watched.OutBytes > alone.OutBytes*101/100 {
		t.Errorf("the writer sends %d messages of %d bytes and hears %d, without readers %d of %d and %d", watched.OutMsgs, watched.OutBytes,
			watched.InMsgs, alone.OutMsgs, alone.OutBytes, alone.InMsgs)
	}
}
