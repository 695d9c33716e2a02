// Command devnet runs a chain on this machine with the genuine contracts of Aave v3, Morpho Blue and Venus on it, plays
// months of history, writes a configuration of brink that follows them, and goes on to play a block at a time until
// interrupted.
// It is for trying brink out and is not shipped. It runs inside the repository, after the contracts were built.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"brink/devnet"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "devnet:", err)
		os.Exit(1)
	}
}

// errUsage is a command line that the flag package has already explained.
var errUsage = errors.New("wrong usage")

// settings are the flags.
type settings struct {
	version   string
	anvil     bool
	port      int
	config    string
	blockTime time.Duration
	accounts  int
	weeks     int
	steps     int
	seed      uint64
}

func parse(args []string, out io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("devnet", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&s.version, "version", string(devnet.V36), "`version` of Aave v3: 3.0 or 3.6")
	flags.BoolVar(&s.anvil, "anvil", false, "run anvil instead of the node in this process")
	flags.IntVar(&s.port, "port", 0, "TCP `port` of the node in this process; any free one when 0")
	flags.StringVar(&s.config, "config", "devnet.yaml", "`file` to write brink's configuration to, once it can be used")
	flags.DurationVar(&s.blockTime, "block-time", 2*time.Second, "`time` between two blocks, whole seconds")
	flags.IntVar(&s.accounts, "accounts", 300, "`number` of accounts")
	flags.IntVar(&s.weeks, "weeks", 26, "`number` of weeks of history")
	flags.IntVar(&s.steps, "steps", 0, "`number` of steps to play after the history; then the chain stands still; no end when 0")
	flags.Uint64Var(&s.seed, "seed", 1, "`seed` of the play")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return s, err
		}
		return s, errUsage
	}
	if s.blockTime < time.Second || s.accounts < 1 || s.weeks < 0 || flags.NArg() > 0 {
		fmt.Fprintln(out, "devnet: a block takes a second at least, a play has an account at least, and nothing follows the flags")
		return s, errUsage
	}
	return s, nil
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	s, err := parse(args, out)
	if err != nil {
		return err
	}
	defer func() {
		if ctx.Err() != nil {
			err = nil // interrupted, as it is meant to end
		}
	}()
	node, err := start(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, node.Close()) }()
	chain, err := devnet.NewChain(ctx, node)
	if err != nil {
		return err
	}
	town, err := devnet.DeployTown(ctx, chain, devnet.Version(s.version))
	if err != nil {
		return err
	}
	play, err := town.NewPlay(ctx, devnet.PlayOptions{Seed: s.seed, Accounts: s.accounts})
	if err != nil {
		return err
	}
	if err := play.History(ctx, s.weeks); err != nil {
		return err
	}
	// The history ends in the past: this block brings the chain to the present.
	if _, err := play.Step(ctx, sinceHead(chain)); err != nil {
		return err
	}
	if err := write(s.config, town.Configuration(s.blockTime)); err != nil {
		return err
	}
	fmt.Fprintf(out, "Aave %s, Morpho Blue and Venus with %d accounts at %s and %s, block %d\nconfiguration in %s\n",
		s.version, s.accounts, node.WS(), node.HTTP(), chain.Head().Number, s.config)
	return live(ctx, s, play, out)
}

func start(ctx context.Context, s settings) (devnet.Node, error) {
	genesis := uint64(time.Now().Add(-devnet.Length(s.accounts, s.weeks)).Unix())
	if s.anvil {
		return devnet.StartAnvil(ctx, devnet.AnvilOptions{Genesis: genesis})
	}
	return devnet.StartGeth(devnet.GethOptions{Genesis: genesis, Port: s.port})
}

// live plays a step a block time, so that the chain keeps up with the clock.
func live(ctx context.Context, s settings, play *devnet.Play, out io.Writer) error {
	tick := time.NewTicker(s.blockTime)
	defer tick.Stop()
	for step := 0; s.steps == 0 || step < s.steps; step++ {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		event, err := play.Step(ctx, sinceHead(play.Market.Chain))
		if err != nil {
			return err
		}
		fmt.Fprintln(out, event)
	}
	<-ctx.Done()
	return nil
}

// sinceHead is how many seconds the newest block is old, at least one.
func sinceHead(chain *devnet.Chain) uint64 {
	age := time.Now().Unix() - int64(chain.Head().Time)
	return uint64(max(age, 1))
}

// write puts a file in place at once, so that whoever waits for it never reads half of it.
func write(name string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("writing configuration: %w", err)
	}
	_, err = temporary.Write(data)
	if err := errors.Join(err, temporary.Close()); err != nil {
		return fmt.Errorf("writing configuration: %w", err)
	}
	if err := os.Rename(temporary.Name(), name); err != nil {
		return fmt.Errorf("writing configuration: %w", err)
	}
	return nil
}
