package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/metrics"
	"brink/store"
	"brink/web"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

func newWatchCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "watch",
		Short: "Follow every configured chain and serve the feed, the metrics and the page",
		Long: `Follow every configured chain and serve the feed, the metrics and the page,
until interrupted. A chain that must stop, because its node called blocks final
and then took them back, does not stop the others; it shows as halted until
brink resync.

On SIGHUP the configuration is read anew. If it is valid, everything starts again
from where it was; if not, the one before stays in effect and the log says why.`,
		RunE: func(c *cobra.Command, _ []string) error {
			load := func() (*config.Config, error) { return a.loadConfig(c) }
			return newReloads(load, a.watch).keep(c.Context(), a.logger)
		},
	}
	a.addConfigFlags(command)
	return command
}

// watch runs the main job until ctx ends.
func (a *app) watch(ctx context.Context, cfg *config.Config, reloads *reloads) (err error) {
	log := a.logger(cfg)
	if cfg.Public {
		log.Warn("Public endpoints may be used: they are shared with strangers, and see what is asked")
	}
	st, err := openStore(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	// A log that replaces a lost one must not give its cursors a new meaning.
	if err := st.begin(ctx, feed.Cursor(time.Now().Unix())<<20); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", cfg.Listen, err)
	}
	meters := metrics.New(prometheus.NewRegistry(), metrics.Options{Bands: engine.Bands(), WatchedLimit: int(cfg.Metrics.WatchedLimit), Reloads: reloads.told})
	hub := new(feed.Hub)
	now := &live{accounts: cfg.Accounts}
	for _, c := range cfg.Chains {
		s, err := newShard(ctx, cfg, c, st, hub, meters, log)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		s.out = a.stderr
		now.shards = append(now.shards, s)
	}
	heralds, err := newHeralds(ctx, now.shards)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	meters.Watch(now)
	telling, err := newTelling(cfg, st, hub, now, newNotifyMetrics(meters, cfg), log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	options := webOptions(cfg, meters, reloads, log)
	options.Alerts, options.Channels = told{telling.notifier, cfg}, telling.trials
	server := web.New(options, now, st, hub)
	reloads.serving()
	log.Info("Serving the page, the feed and the metrics", "url", "http://"+listener.Addr().String())

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return server.Serve(ctx, listener) })
	group.Go(func() error {
		return st.run(ctx, hub, func(err error) { log.Warn("Cannot hear of news at once, looking for them", "error", err) })
	})
	group.Go(func() error { return telling.run(ctx) })
	group.Go(func() error { return copyToNATS(ctx, cfg, st, hub, meters, log) })
	group.Go(func() error { return trim(ctx, st, cfg.Store.Keep, log) })
	for _, h := range heralds {
		group.Go(func() error { return h.run(ctx) })
	}
	group.Go(func() error { return a.runShards(ctx, cfg, now.shards, log) })
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// trimEvery is how often the feed's history is shortened.
const trimEvery = 10 * time.Minute

// trim bounds the feed's history until ctx ends. What can't be dropped now is
// dropped later.
func trim(ctx context.Context, st store.Store, keep uint64, log *slog.Logger) error {
	for ctx.Err() == nil {
		wait(ctx, trimEvery)
		if err := st.Trim(ctx, keep); err != nil && ctx.Err() == nil {
			log.Warn("Cannot shorten the feed's history", "error", err)
		}
	}
	return ctx.Err()
}

// runShards runs every chain. It ends with ctx, or with an error when no chain
// is left.
func (a *app) runShards(ctx context.Context, cfg *config.Config, shards []*shard, log *slog.Logger) error {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		errs []error
	)
	for _, s := range shards {
		if s.barred() {
			log.Error("Chain stays halted", "chain", s.chain.Name, "error", s.why())
			continue
		}
		wg.Go(func() {
			if err := a.runShard(ctx, cfg, s); err != nil && ctx.Err() == nil {
				s.halt(err)
				log.Error("Chain stopped", "chain", s.chain.Name, "error", err)
				if s.barred() {
					if err := s.herald.look(context.WithoutCancel(ctx)); err != nil {
						log.Error("Cannot keep that the chain is halted, trying again", "chain", s.chain.Name, "error", err)
					}
					return // its data is served on, marked as halted
				}
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
		})
	}
	wg.Wait()
	if ctx.Err() == nil && len(errs) == len(shards) {
		return fmt.Errorf("no chain is left to watch: %w", errors.Join(errs...))
	}
	<-ctx.Done()
	return ctx.Err()
}

// runShard connects a chain and runs it. Endpoints that can't be reached now
// are tried again: nodes come back.
func (a *app) runShard(ctx context.Context, cfg *config.Config, s *shard) error {
	if err := s.connect(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	defer s.client.Close()
	final, err := s.lastFinal(ctx)
	if err != nil {
		return err
	}
	source := follow(s.chain, s.client, final)
	defer source.Close()
	s.source = source
	if err := s.begin(ctx); err != nil {
		return err
	}
	return s.run(ctx)
}

func newShard(ctx context.Context, cfg *config.Config, c config.Chain, st *owned, hub *feed.Hub, meters *metrics.Metrics, log *slog.Logger) (*shard, error) {
	var deployments []metrics.Deployment
	for _, d := range c.Deployments {
		deployments = append(deployments, metrics.Deployment{Name: d.Name, Protocol: d.Protocol})
	}
	s := &shard{
		chain: c, store: st, hub: hub, metrics: meters.Chain(c.Name, deployments),
		node:      newNodeMetrics(meters, c),
		log:       log.With("chain", c.Name),
		snapshots: snapshots{path: snapshotPath(st.snapshots, c)},
	}
	return s, s.load(ctx, cfg)
}

// snapshotPath is where the snapshot of a chain is kept, beside the store.
func snapshotPath(store string, c config.Chain) string {
	if store == "" {
		return ""
	}
	return fmt.Sprintf("%s.%d.snapshot", store, c.ID)
}

// load makes the engine and brings it to where it was. What can't be used of a
// snapshot is set aside, and the chain is read anew.
func (s *shard) load(ctx context.Context, cfg *config.Config) error {
	for {
		var err error
		if s.Engine, err = assemble(cfg, s.chain, s.metrics, true); err != nil {
			return err
		}
		err = s.resume(ctx)
		var unusable *unusableError
		if !errors.As(err, &unusable) {
			return err
		}
		s.log.Warn("Starting without the snapshot", "error", err)
	}
}
