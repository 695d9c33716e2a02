package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"brink/config"
	"brink/metrics"
)

// reloads starts the main job anew when the configuration was changed: snapshots
// make that short, and so every setting can change. What is not valid, or
// doesn't start, changes nothing.
type reloads struct {
	load   func() (*config.Config, error)
	run    func(context.Context, *config.Config, *reloads) error
	told   *metrics.Reloads
	asked  chan chan error
	served chan struct{}
	back   bool // what runs is the configuration before the one that was read last
}

func newReloads(load func() (*config.Config, error), run func(context.Context, *config.Config, *reloads) error) *reloads {
	return &reloads{load: load, run: run, told: metrics.NewReloads(), asked: make(chan chan error)}
}

// ask has the configuration read anew, and tells what is wrong with it.
func (r *reloads) ask(ctx context.Context) error {
	answer := make(chan error, 1)
	select {
	case r.asked <- answer:
		return <-answer
	case <-ctx.Done():
		return ctx.Err()
	}
}

// serving notes that the configuration does what it should.
func (r *reloads) serving() {
	if !r.back {
		r.told.Succeeded(time.Now())
	}
	close(r.served)
}

// keep runs the main job until ctx ends, with the newest configuration that works.
func (r *reloads) keep(ctx context.Context, log func(*config.Config) *slog.Logger) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	cfg, err := r.load()
	if err != nil {
		return err
	}
	var before *config.Config
	lost := false // the store, while this process goes on
	for {
		next, err := r.until(ctx, cfg, hangup, log(cfg))
		lost = ctx.Err() == nil && (errors.Is(err, errLost) || lost && err != nil && !r.began())
		switch {
		case next != nil:
			before, cfg, r.back = cfg, next, false
		case lost:
			r.told.Lost()
			log(cfg).Warn("Starting anew, from what the store holds", "error", err)
			wait(ctx, pause)
		case err != nil && ctx.Err() == nil && before != nil && !r.began():
			r.told.Failed()
			log(before).Error("The new configuration doesn't start: going back to the one before", "error", err)
			before, cfg, r.back = nil, before, true
		default:
			return err
		}
	}
}

// began reports whether the last run came so far as to serve.
func (r *reloads) began() bool {
	select {
	case <-r.served:
		return true
	default:
		return false
	}
}

// until runs the main job until it ends, or until there is a new configuration.
func (r *reloads) until(ctx context.Context, cfg *config.Config, hangup <-chan os.Signal, log *slog.Logger) (*config.Config, error) {
	r.served = make(chan struct{})
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- r.run(ctx, cfg, r) }()
	for {
		var answer chan error
		select {
		case err := <-done:
			return nil, err
		case <-hangup:
			answer = make(chan error, 1)
		case answer = <-r.asked:
		}
		next, err := r.load()
		answer <- err
		if err != nil {
			r.told.Failed()
			log.Error("The configuration is not valid: going on with the one before", "error", oneLine(err.Error()))
			continue
		}
		log.Info("Starting anew with a new configuration")
		stop()
		if err := <-done; err != nil && !errors.Is(err, errLost) {
			return nil, fmt.Errorf("ending what ran before: %w", err)
		}
		return next, nil
	}
}
