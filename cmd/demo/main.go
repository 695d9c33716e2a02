// Command demo shows brink at its main job, on this machine alone: a real EVM node in this process with the
// genuine contracts of Aave v3, Morpho Blue and Venus, months of history and then a market that moves, crashes and
// recovers, with the real brink watching it over WebSocket. After every block it asks the contracts about every
// position and compares.
// It is not shipped. It runs inside the repository, after the contracts were built.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"brink/devnet"
	"brink/feed"
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
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

var (
	// errUsage is a command line that the flag package has already explained.
	errUsage = errors.New("wrong usage")
	// errDiffers is a demo in which brink and the contracts did not agree.
	errDiffers = errors.New("brink and the contracts differ")
)

// settings are the flags.
type settings struct {
	once      bool
	brink     string
	listen    string
	blockTime time.Duration
	accounts  int
	weeks     int
	seed      uint64
	write     string
	// of a crash that is replayed
	crash  string
	prices string
	pace   time.Duration
	pool   int
}

// lead is how much of the chain's time the play will take after its history.
func (s *settings) lead() time.Duration {
	if s.crash == "" {
		return 0
	}
	return crashLength + s.pace
}

func parse(args []string, out io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.BoolVar(&s.once, "once", false, "tell the story once, as fast as it goes, and end with a summary")
	flags.StringVar(&s.brink, "brink", "bin/brink", "the `program` to show")
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8080", "`address` of the page")
	flags.StringVar(&s.write, "write", "", "`file` for brink's configuration, so that other commands find this chain and this server")
	flags.DurationVar(&s.blockTime, "block-time", 2*time.Second, "`time` between two blocks")
	flags.IntVar(&s.accounts, "accounts", 300, "`number` of accounts")
	flags.IntVar(&s.weeks, "weeks", 26, "`number` of weeks of history")
	flags.Uint64Var(&s.seed, "seed", 1, "`seed` of the play")
	flags.StringVar(&s.crash, "crash", "", "replay a crash instead, as fast as it goes, and write a report to `file`.html and file.json")
	flags.StringVar(&s.prices, "prices", "../shared/realdata/prices", "`folder` with the trades of the crash; without them its path is generated")
	flags.DurationVar(&s.pace, "pace", time.Minute, "`time` between two blocks of the crash")
	flags.IntVar(&s.pool, "pool", 50_000_000, "`dollars` on each side of the pools that the estimated cascade sells to")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return s, err
		}
		return s, errUsage
	}
	if flags.NArg() > 0 || s.accounts < 1 || s.weeks < 0 || s.blockTime <= 0 ||
		s.pace < time.Second || s.pace%time.Second != 0 || s.pace > crashLength || s.pool < 1 {
		fmt.Fprintln(out, "demo: a play has an account at least, blocks take time, whole seconds in a crash, pools aren't empty, and nothing follows the flags")
		return s, errUsage
	}
	return s, nil
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	s, err := parse(args, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Starting a node, deploying Aave v3.6, Morpho Blue and Venus,\nplaying %d weeks of history with %d accounts …\n", s.weeks, s.accounts)
	stage, err := raise(ctx, s)
	if err != nil {
		return quietly(ctx, err)
	}
	defer func() { err = errors.Join(err, stage.close()) }()
	w, err := startBrink(ctx, s, stage)
	if err != nil {
		return quietly(ctx, err)
	}
	defer func() { err = errors.Join(err, w.close()) }()
	fmt.Fprintf(out, "brink is watching %s. The page is at %s\nOne account is in all three: %s/v1/accounts/%s\n",
		stage.node.WS(), w.URL, w.URL, devnet.Whale().Address)
	if s.crash != "" {
		return quietly(ctx, crash(ctx, out, s, stage, w))
	}
	t, pause := newTable(out, !s.once), s.blockTime
	if s.once {
		pause = 0
	}
	for step := 0; ctx.Err() == nil && !(s.once && step == storyLength); step++ {
		if err := stage.next(ctx, pause); err != nil {
			return quietly(ctx, err)
		}
		seen, err := w.Compare(ctx, stage.play.Accounts())
		if err != nil {
			return quietly(ctx, err)
		}
		t.show(stage, w, seen)
	}
	if ctx.Err() != nil {
		return nil
	}
	return summary(ctx, out, stage, w)
}

// crash replays one, and succeeds only if nothing differed.
func crash(ctx context.Context, out io.Writer, s settings, stage *stage, w *watcher) error {
	way, err := readPath(s.prices, s.pace, s.seed)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Replaying %d blocks: %s …\n", way.steps(), way.source)
	r, err := replay(ctx, s, stage, w, way)
	if err != nil {
		return err
	}
	if err := r.write(s.crash); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d liquidations of %d positions repaid %s $; the report is in %s.html\n%d positions compared with the contract, mismatches: %d\n",
		r.Happened.Liquidations, r.Happened.Positions, r.Happened.DebtUSD, s.crash, r.Compared, len(r.Mismatches))
	if len(r.Mismatches) > 0 {
		return errDiffers
	}
	return nil
}

// quietly drops an error that only says that the demo was interrupted.
func quietly(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// summary ends the story: it is a success only if nothing differed, and every protocol had something to compare.
func summary(ctx context.Context, out io.Writer, stage *stage, w *watcher) error {
	onChain, err := stage.town.Liquidations(ctx)
	if err != nil {
		return err
	}
	recorded, err := w.Liquidations(ctx)
	if err != nil {
		return err
	}
	seen, withdrawn := map[string]int{}, map[string]int{}
	for _, l := range recorded {
		if l.Status == feed.Reverted {
			withdrawn[l.Protocol]++
		} else {
			seen[l.Protocol]++
		}
	}
	protocols := slices.Sorted(maps.Keys(onChain))
	fmt.Fprintf(out, "\n%d blocks watched, %d of them taken back by a reorganisation\n\n%-44s", stage.blocks, stage.replaced, "")
	for _, protocol := range protocols {
		fmt.Fprintf(out, "%14s", protocol)
	}
	for _, row := range []struct {
		what string
		of   map[string]int
	}{
		{"positions compared with the contract", w.Compared},
		{"liquidations on the chain", onChain},
		{"liquidations seen by brink", seen},
		{"  withdrawn with the blocks that held them", withdrawn},
	} {
		fmt.Fprintf(out, "\n%-44s", row.what)
		for _, protocol := range protocols {
			fmt.Fprintf(out, "%14d", row.of[protocol])
		}
	}
	fmt.Fprintf(out, "\n\nmessages to people: %d\nmismatches: %d\n", w.phone.messages.Load(), len(w.Mismatches))
	for _, m := range w.Mismatches {
		fmt.Fprintln(out, "  ", m)
	}
	for _, protocol := range protocols {
		if len(w.Mismatches) > 0 || onChain[protocol] != seen[protocol] || onChain[protocol] == 0 || w.Compared[protocol] == 0 {
			return errDiffers
		}
	}
	return nil
}
