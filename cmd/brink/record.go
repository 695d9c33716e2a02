package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"brink/chain"
	"brink/chain/tape"
	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/metrics"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
)

func newRecordCommand(a *app) *cobra.Command {
	var out, name string
	var blocks uint64
	command := &cobra.Command{
		Use:   "record",
		Short: "Record what a chain told, for brink replay",
		Long: `Record what a chain's nodes told: blocks, logs and the answers of contracts, as
the engine asked for them. With "brink replay" the tape shows the same again
without a node; enclosed with a report it lets others see what happened. No URL
and no key is on it. It ends after --blocks new blocks, or when interrupted.`,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			chosen, err := chooseChain(cfg, name)
			if err != nil {
				return err
			}
			return a.record(c.Context(), cfg, chosen, out, blocks)
		},
	}
	a.addConfigFlags(command)
	command.Flags().StringVar(&out, "out", "brink.tape", "file to write; it must not exist")
	command.Flags().StringVar(&name, "chain", "", "name of the chain, where several are configured")
	command.Flags().Uint64Var(&blocks, "blocks", 0, "end after so many blocks at the head; 0 goes on until interrupted")
	return command
}

// chooseChain is the chain of a name, or the only one.
func chooseChain(cfg *config.Config, name string) (config.Chain, error) {
	for _, c := range cfg.Chains {
		if c.Name == name || name == "" && len(cfg.Chains) == 1 {
			return c, nil
		}
	}
	if name == "" {
		return config.Chain{}, usageError("several chains are configured; choose one with --chain")
	}
	return config.Chain{}, usageError("no chain is called %q", name)
}

func (a *app) record(ctx context.Context, cfg *config.Config, c config.Chain, out string, blocks uint64) (err error) {
	file, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	s, err := offline(cfg, c, a.logger(cfg))
	if err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	defer s.client.Close()
	follower := follow(c, s.client, chain.Ref{})
	defer follower.Close()
	recorder := tape.Record(follower, file)
	defer func() { err = errors.Join(err, recorder.Close()) }()
	s.source = recorder
	if c.Mode != config.ModeFull {
		if err := s.first(ctx); err != nil {
			return err
		}
	}
	for seen := uint64(0); ctx.Err() == nil && (blocks == 0 || seen < blocks); {
		if err := s.step(ctx); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("chain %s: %w", c.Name, err)
		}
		if s.Heads().Latest.Number == s.Tip().Number {
			seen++
		}
	}
	return nil
}

// offline is a shard that says nothing to a store.
func offline(cfg *config.Config, c config.Chain, log *slog.Logger) (*shard, error) {
	meters := metrics.New(prometheus.NewRegistry(), metrics.Options{Bands: engine.Bands()})
	s := &shard{
		chain: c, log: log, metrics: meters.Chain(c.Name, nil), store: nowhere{}, hub: new(feed.Hub),
		node: newNodeMetrics(meters, c), out: io.Discard,
	}
	var err error
	s.Engine, err = assemble(cfg, c, s.metrics, false)
	return s, err
}

func newReplayCommand(a *app) *cobra.Command {
	var format outputFormat
	var name string
	var events bool
	command := &cobra.Command{
		Use:   "replay TAPE",
		Short: "Run the engine on a recorded tape",
		Long: `Run the same engine that watches a chain on a tape that "brink record" wrote. It
prints the positions with debt as of the tape's end, or with --events everything
that was said on the way, an entry a line. The digest at the end is the same for
every run of the same tape.`,
		Args: oneArgument("the tape"),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			chosen, err := chooseChain(cfg, name)
			if err != nil {
				return err
			}
			return a.replay(c.Context(), cfg, chosen, args[0], format, events)
		},
	}
	a.addConfigFlags(command)
	format.addFlag(command)
	command.Flags().StringVar(&name, "chain", "", "name of the chain, where several are configured")
	command.Flags().BoolVar(&events, "events", false, "print what the feed would say, as NDJSON")
	return command
}

func (a *app) replay(ctx context.Context, cfg *config.Config, c config.Chain, path string, format outputFormat, events bool) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("replaying: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	played, err := tape.Open(bufio.NewReader(file))
	if err != nil {
		return fmt.Errorf("replaying %s: %w", path, err)
	}
	s, err := offline(cfg, c, a.logger(cfg))
	if err != nil {
		return err
	}
	s.source, s.caught, s.moved = played, true, time.Now()
	if events {
		s.store = &printer{out: a.stdout}
	}
	s.Begin(played.Start())
	steps := 0
	for ; ctx.Err() == nil; steps++ {
		err := s.step(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("replaying %s after block %s: %w", path, s.Tip(), err)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !events {
		if err := a.printPositions(ctx, s, format); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.stderr, "brink: %d steps, block %s, digest %x\n", steps, s.Tip(), s.Digest())
	return err
}
