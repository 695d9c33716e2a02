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
from where it was; if not, the one before stays in effect and the log says why.

With a store on PostgreSQL several processes may watch with one configuration: each
chain is followed by one of them, and by another when that one is gone.`,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.serveAll(c, openRecord)
		},
	}
	a.addConfigFlags(command)
	return command
}

func newServeCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve what other processes watch",
		Long: `Serve the feed, the metrics and the page from a store on PostgreSQL that other
processes write to, and watch nothing. Events, liquidations, totals and how chains
stand are as on any other; positions, markets and risk are in the memory of who
watches the chain, and asked for there.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.serveAll(c, openSpectator) },
	}
	a.addConfigFlags(command)
	return command
}

// opener opens the configured store.
type opener func(context.Context, *config.Config) (*record, error)

// serveAll runs the main job, anew with every configuration, until interrupted.
func (a *app) serveAll(c *cobra.Command, open opener) error {
	load := func() (*config.Config, error) { return a.loadConfig(c) }
	run := func(ctx context.Context, cfg *config.Config, reloads *reloads) error {
		return a.watch(ctx, cfg, reloads, open)
	}
	return newReloads(load, run).keep(c.Context(), a.logger)
}

// watch runs the main job until ctx ends.
func (a *app) watch(ctx context.Context, cfg *config.Config, reloads *reloads, open opener) (err error) {
	log := a.logger(cfg)
	if cfg.Public {
		log.Warn("Public endpoints may be used: they are shared with strangers, and see what is asked")
	}
	st, err := open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", cfg.Listen, err)
	}
	meters := metrics.New(prometheus.NewRegistry(), metrics.Options{Bands: engine.Bands(), WatchedLimit: int(cfg.Metrics.WatchedLimit), Reloads: reloads.told})
	hub := new(feed.Hub)
	now := &live{accounts: cfg.Accounts, newest: &st.newest}
	for _, c := range cfg.Chains {
		s, err := newShard(ctx, cfg, c, st, hub, meters, log)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		s.out = a.stderr
		now.shards = append(now.shards, s)
	}
	meters.Watch(now)
	telling, err := newTelling(cfg, st, hub, now, newNotifyMetrics(meters, cfg), log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	telling.here.Store(st.shared == nil)
	options := webOptions(cfg, meters, reloads, log)
	options.Alerts, options.Channels = told{telling.notifier, cfg, &telling.here}, telling.trials
	server := web.New(options, now, st, hub)
	reloads.serving()
	log.Info("Serving the page, the feed and the metrics", "url", scheme(cfg.Web.ConfigFile)+"://"+listener.Addr().String())

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return server.Serve(ctx, listener) })
	group.Go(func() error {
		return st.run(ctx, hub, func(err error) { log.Warn("Cannot hear of news at once, looking for them", "error", err) })
	})
	group.Go(func() error {
		return st.under(ctx, "telling", func(ctx context.Context, _ owned) error {
			telling.here.Store(true)
			group, ctx := errgroup.WithContext(ctx)
			group.Go(func() error { return telling.run(ctx) })
			group.Go(func() error { return trim(ctx, st, cfg.Store.Keep, log) })
			return group.Wait()
		})
	})
	group.Go(func() error {
		copying := func(ctx context.Context, _ owned) error { return copyToNATS(ctx, cfg, st, hub, meters, log) }
		if cfg.NATS.Listen != "" {
			return copying(ctx, owned{}) // each process to its own
		}
		return st.under(ctx, "nats", copying)
	})
	group.Go(func() error { return lookElsewhere(ctx, st, now.shards) })
	group.Go(func() error { return a.runShards(ctx, cfg, st, now.shards, log) })
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

// runShards runs every chain that is this process's. It ends with ctx, or with
// an error when no chain is left, or one is another's.
func (a *app) runShards(ctx context.Context, cfg *config.Config, st *record, shards []*shard, log *slog.Logger) error {
	var (
		mu   sync.Mutex
		errs []error
	)
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range shards {
		group.Go(func() error {
			return st.under(ctx, "shard/"+shardOf(s.chain), func(ctx context.Context, mine owned) error {
				return a.lead(ctx, cfg, st, s, mine, func(err error) error {
					mu.Lock()
					defer mu.Unlock()
					if errs = append(errs, err); len(errs) < len(shards) {
						return nil
					}
					return fmt.Errorf("no chain is left to watch: %w", errors.Join(errs...))
				})
			})
		})
	}
	return group.Wait()
}

// lead runs a chain as the only one to do so, and says how it stands, until ctx
// ends, another process goes on or stopped doesn't let it: that is told why the
// chain stopped.
func (a *app) lead(ctx context.Context, cfg *config.Config, st *record, s *shard, mine owned, stopped func(error) error) error {
	if s.stands() {
		if err := s.own(ctx, cfg, st, mine); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return errors.Join(errLost, err)
		}
		s.log.Info("This process watches the chain from now on", "tip", s.Tip().Number)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.herald.run(ctx) })
	group.Go(func() error {
		err := a.follow(ctx, cfg, st, s)
		if err != nil && !errors.Is(err, errLost) {
			err = stopped(err)
		}
		if err != nil {
			return err
		}
		<-ctx.Done()
		return ctx.Err()
	})
	return group.Wait()
}

// follow runs a chain until it stops or ctx ends. What halts it is told, and is
// no error when it waits for an operator: its data is served on.
func (a *app) follow(ctx context.Context, cfg *config.Config, st *record, s *shard) error {
	if s.barred() {
		s.log.Error("Chain stays halted", "chain", s.chain.Name, "error", s.why())
		return nil
	}
	err := a.runShard(ctx, cfg, s)
	switch {
	case err == nil || ctx.Err() != nil:
		return nil
	case st.shared != nil && errors.Is(err, store.ErrConflict):
		return errors.Join(errLost, err)
	}
	s.halt(err)
	s.log.Error("Chain stopped", "chain", s.chain.Name, "error", err)
	if s.barred() {
		if err := s.herald.look(context.WithoutCancel(ctx)); err != nil {
			s.log.Error("Cannot keep that the chain is halted, trying again", "chain", s.chain.Name, "error", err)
		}
		return nil
	}
	return err
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
	return s.run(ctx)
}

// newShard makes a shard, and loads it where nobody else can have it.
func newShard(ctx context.Context, cfg *config.Config, c config.Chain, st *record, hub *feed.Hub, meters *metrics.Metrics, log *slog.Logger) (*shard, error) {
	var deployments []metrics.Deployment
	for _, d := range c.Deployments {
		deployments = append(deployments, metrics.Deployment{Name: d.Name, Protocol: d.Protocol})
	}
	s := &shard{
		chain: c, hub: hub, metrics: meters.Chain(c.Name, deployments), node: newNodeMetrics(meters, c), log: log.With("chain", c.Name),
		elsewhere: unknownChain(c),
	}
	if st.shared != nil {
		_, err := assemble(cfg, c, s.metrics, true)
		return s, err
	}
	return s, s.own(ctx, cfg, st, owned{Store: st.Store})
}

// own makes the shard this process's.
func (s *shard) own(ctx context.Context, cfg *config.Config, st *record, mine owned) (err error) {
	s.store, s.snapshots = mine.Store, snapshots{depot: st.depot(mine, s.chain)}
	if err := s.load(ctx, cfg); err != nil {
		return err
	}
	if s.herald, err = newHerald(ctx, s); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.elsewhere = nil
	s.metrics.Owned()
	return nil
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
