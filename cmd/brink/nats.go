package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"brink/config"
	"brink/feed"
	"brink/feed/jetstream"
	"brink/metrics"

	"github.com/nats-io/nats.go"
)

// natsPatience is how long a NATS server may take to answer.
const natsPatience = 5 * time.Second

// copyToNATS copies the feed to NATS until ctx ends, where one is configured.
func copyToNATS(ctx context.Context, cfg *config.Config, log feed.Reader, hub *feed.Hub, meters *metrics.Metrics, logger *slog.Logger) error {
	c := &cfg.NATS
	var dial func() (*nats.Conn, error)
	switch {
	case c.Listen != "":
		server, err := jetstream.Serve(c.Listen, c.Folder, c.Stream, c.Prefix, rand.Text())
		if err != nil {
			return err
		}
		defer server.Close()
		logger.Info("Serving the feed by NATS", "url", "nats://"+server.Addr().String(), "stream", c.Stream)
		dial = server.Dial
	case c.URL != "":
		options := []nats.Option{nats.Name("brink"), nats.Timeout(natsPatience)}
		if c.Credentials != "" {
			options = append(options, nats.UserCredentials(c.Credentials))
		}
		dial = func() (*nats.Conn, error) { return nats.Connect(c.URL.Reveal(), options...) }
	default:
		return nil
	}
	return jetstream.New(log, hub, jetstream.Options{
		Stream: c.Stream, Prefix: c.Prefix, Keep: c.Keep, Replicas: int(c.Replicas),
		Log: logger, Observer: metrics.NewNATS(meters), Redact: cfg.Redactor().Replace,
	}, dial).Run(ctx)
}
