package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"brink/feed"

	"github.com/cenkalti/backoff/v5"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// ErrForeign: the stream's messages are not this log's. An operator must remove
// the stream, or name another.
var ErrForeign = errors.New("the stream holds messages of another log")

// errBehind: somebody else wrote to the stream, as far as can be told from the
// same log. Looking again tells.
var errBehind = errors.New("the stream has moved")

// Observer is told how the copy gets on.
type Observer interface {
	// Connected notes whether the server is reached and takes messages.
	Connected(bool)
	// Published notes that n more entries are in the stream, up to a cursor.
	Published(n int, through feed.Cursor)
	// Failed counts an attempt that failed.
	Failed()
}

// Options say where the feed goes.
type Options struct {
	// Stream is the stream's name. One that exists is taken as it is, so that an
	// operator's own limits and replicas stay.
	Stream string
	// Prefix begins every subject: PREFIX.CHAIN-ID.PROTOCOL.TYPE, with _ for
	// what an entry hasn't.
	Prefix string
	// Keep is how long messages are kept in a stream that is made here; 0 for good.
	Keep time.Duration
	// Replicas is how many servers hold a stream that is made here.
	Replicas int
	Log      *slog.Logger
	Observer Observer
	// Redact hides secrets in what the server and its library say.
	Redact func(string) string
}

// Sink copies one log.
type Sink struct {
	log feed.Reader
	hub *feed.Hub
	opt Options
	// dial is how a connection is made.
	dial func() (*nats.Conn, error)
}

// New makes a sink of a log.
func New(log feed.Reader, hub *feed.Hub, opt Options, dial func() (*nats.Conn, error)) *Sink {
	return &Sink{log: log, hub: hub, opt: opt, dial: dial}
}

// The patience of a sink.
const (
	ackPatience = 10 * time.Second
	restShort   = 500 * time.Millisecond
	restLong    = 30 * time.Second
	steady      = time.Minute // a session of this length began well
)

// Run copies until ctx ends. What fails is tried again.
func (s *Sink) Run(ctx context.Context) error {
	rest := backoff.NewExponentialBackOff()
	rest.InitialInterval, rest.MaxInterval = restShort, restLong
	for ctx.Err() == nil {
		began := time.Now()
		err := s.session(ctx)
		s.opt.Observer.Connected(false)
		if ctx.Err() != nil {
			break
		}
		if time.Since(began) > steady {
			rest.Reset()
		}
		pause := rest.NextBackOff()
		if !errors.Is(err, errBehind) {
			s.opt.Observer.Failed()
			s.opt.Log.Warn("Cannot copy the feed to NATS, trying again", "error", s.opt.Redact(err.Error()), "in", pause.Round(time.Millisecond))
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
	return ctx.Err()
}

// session connects, learns how far the stream has come, and goes on from there.
func (s *Sink) session(ctx context.Context) error {
	conn, err := s.dial()
	if err != nil {
		return fmt.Errorf("connecting to NATS: %w", err)
	}
	defer conn.Close()
	nc, err := js.New(conn, js.WithPublishAsyncTimeout(ackPatience))
	if err != nil {
		return fmt.Errorf("connecting to NATS: %w", err)
	}
	c, err := s.open(ctx, nc)
	if err != nil {
		return err
	}
	s.opt.Observer.Connected(true)
	s.opt.Observer.Published(0, c.through)
	_, err = feed.Follow(ctx, s.log, s.hub, c.through, feed.Filter{}, func(entries []feed.Entry) error {
		return s.publish(ctx, c, entries)
	})
	return err
}

// copying is a stream that the log is being copied to.
type copying struct {
	js.JetStream
	// through is the cursor up to which the stream holds the log at first.
	through feed.Cursor
	// shift is what a message's sequence has more than its cursor: nothing, but
	// on servers before 2.10, where streams begin with 1. It wraps around.
	shift uint64
}

// open finds the stream, or makes it, and learns how far it has come.
func (s *Sink) open(ctx context.Context, nc js.JetStream) (copying, error) {
	stream, err := nc.Stream(ctx, s.opt.Stream)
	if errors.Is(err, js.ErrStreamNotFound) {
		kept, err := s.kept(ctx)
		if err != nil {
			return copying{}, err
		}
		stream, err = nc.CreateStream(ctx, js.StreamConfig{
			Name: s.opt.Stream, Subjects: []string{s.opt.Prefix + ".>"},
			Description: "the feed of brink; a message's id is its entry's cursor",
			Storage:     js.FileStorage, Discard: js.DiscardOld, MaxAge: s.opt.Keep, Replicas: s.opt.Replicas,
			FirstSeq: uint64(kept.Start()) + 1, AllowDirect: true,
		})
		if err != nil {
			return copying{}, fmt.Errorf("making stream %s: %w", s.opt.Stream, err)
		}
		info := stream.CachedInfo()
		return copying{nc, kept.Start(), info.State.LastSeq - uint64(kept.Start())}, nil
	}
	if err != nil {
		return copying{}, fmt.Errorf("opening stream %s: %w", s.opt.Stream, err)
	}
	return s.resume(ctx, nc, stream)
}

// kept is what can be read of the log.
func (s *Sink) kept(ctx context.Context) (feed.Range, error) {
	_, kept, err := s.log.Read(ctx, 0, 1, feed.Filter{})
	if err != nil && !errors.Is(err, feed.ErrExpired) {
		return kept, fmt.Errorf("reading the feed: %w", err)
	}
	return kept, nil
}

// resume learns from a stream's newest message how far it has come. Where the
// log no longer has what comes next, it goes on with the oldest entry there is.
func (s *Sink) resume(ctx context.Context, nc js.JetStream, stream js.Stream) (copying, error) {
	info := stream.CachedInfo()
	aligned := info.Config.FirstSeq > 0 // the server counts as we do
	kept, err := s.kept(ctx)
	if err != nil {
		return copying{}, err
	}
	at := kept.Start() // where all messages are gone and sequences tell nothing
	if aligned {
		at = feed.Cursor(info.State.LastSeq)
	}
	if info.State.Msgs > 0 {
		if at, err = s.recognise(ctx, stream, info.State.LastSeq); err != nil {
			return copying{}, err
		}
	}
	if at > kept.Newest {
		return copying{}, fmt.Errorf("%w: it goes up to %s, this one to %s; remove stream %s or name another", ErrForeign, at, kept.Newest, s.opt.Stream)
	}
	c := copying{nc, at, info.State.LastSeq - uint64(at)}
	if start := kept.Start(); at < start {
		s.opt.Log.Warn("The feed no longer holds what comes next in the stream: its readers must look at the whole state anew",
			"stream", s.opt.Stream, "after", at.String(), "goes_on_after", start.String())
		c.through, c.shift = start, info.State.LastSeq-uint64(start)
		if aligned {
			if err := stream.Purge(ctx, js.WithPurgeSequence(uint64(start)+1)); err != nil {
				return copying{}, fmt.Errorf("setting stream %s to go on after %s: %w", s.opt.Stream, start, err)
			}
			c.shift = 0
		}
	}
	return c, nil
}

// recognise compares the stream's newest message with the log's entry, and
// returns that entry's cursor.
func (s *Sink) recognise(ctx context.Context, stream js.Stream, last uint64) (feed.Cursor, error) {
	message, err := stream.GetMsg(ctx, last)
	if err != nil {
		return 0, fmt.Errorf("reading the newest message of stream %s: %w", s.opt.Stream, err)
	}
	at, err := feed.ParseCursor(message.Header.Get(js.MsgIDHeader))
	if err != nil || at == 0 {
		return 0, fmt.Errorf("%w: message %d of stream %s is not an entry of a feed; remove the stream or name another", ErrForeign, last, s.opt.Stream)
	}
	entries, _, err := s.log.Read(ctx, at-1, 1, feed.Filter{})
	if errors.Is(err, feed.ErrExpired) {
		return at, nil // the log can't tell any more
	}
	if err != nil {
		return 0, fmt.Errorf("reading the feed after %s: %w", at-1, err)
	}
	var said struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(message.Data, &said); err != nil || len(entries) > 0 && (entries[0].Cursor != at || entries[0].ID != said.ID) {
		return 0, fmt.Errorf("%w: the newest message of stream %s isn't what the feed says at %s; remove the stream or name another", ErrForeign, s.opt.Stream, at)
	}
	return at, nil
}

// publish puts entries into the stream, in order, and waits until it has them.
// Each must come right after the one before, so that whatever goes wrong in
// between leaves no gap, and two writers no mixture.
func (s *Sink) publish(ctx context.Context, c copying, entries []feed.Entry) error {
	acks := make([]js.PubAckFuture, len(entries))
	for i := range entries {
		message, err := s.message(&entries[i])
		if err != nil {
			return err
		}
		cursor := entries[i].Cursor
		acks[i], err = c.PublishMsgAsync(message, js.WithMsgID(cursor.String()), js.WithExpectLastSequence(uint64(cursor)+c.shift-1))
		if err != nil {
			return fmt.Errorf("publishing %s: %w", cursor, err)
		}
	}
	for i, ack := range acks {
		select {
		case at := <-ack.Ok():
			if at.Sequence != uint64(entries[i].Cursor)+c.shift {
				return fmt.Errorf("publishing %s: the stream has it at %d", entries[i].Cursor, at.Sequence)
			}
		case err := <-ack.Err():
			var api *js.APIError
			if errors.As(err, &api) && (api.ErrorCode == js.JSErrCodeStreamWrongLastSequence || api.ErrorCode == js.JSErrCodeStreamWrongLastSequenceConstant) {
				return errBehind
			}
			return fmt.Errorf("publishing %s: %w", entries[i].Cursor, err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.opt.Observer.Published(len(entries), entries[len(entries)-1].Cursor)
	return nil
}

// message is an entry as it stands in the stream: the envelope that every other
// reader of the feed gets.
func (s *Sink) message(e *feed.Entry) (*nats.Msg, error) {
	data, err := json.Marshal(e.Envelope())
	if err != nil {
		return nil, fmt.Errorf("writing entry %s: %w", e.Cursor, err)
	}
	message := nats.NewMsg(s.subject(e))
	message.Data = data
	return message, nil
}

func (s *Sink) subject(e *feed.Entry) string {
	chain := none
	if e.ChainID != 0 {
		chain = strconv.FormatUint(e.ChainID, 10)
	}
	var about struct {
		Protocol string `json:"protocol"`
	}
	// What has no protocol, or another shape, is about none.
	_ = json.Unmarshal(e.Data, &about)
	return strings.Join([]string{s.opt.Prefix, chain, token(about.Protocol), e.Type}, ".")
}

// none stands in a subject for what an entry hasn't.
const none = "_"

// token makes text one part of a subject.
func token(text string) string {
	if text == "" || strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	}) {
		return none
	}
	return text
}
