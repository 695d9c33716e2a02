package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"

	"brink/chain"
	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"
)

func newPositionCommand(a *app) *cobra.Command {
	var format outputFormat
	var rpc, preset string
	var public bool
	command := &cobra.Command{
		Use:   "position ADDRESS…",
		Short: "Look once at an account over every configured deployment",
		Long: `Look once at an account over every configured deployment, at the newest block,
without an index and without a server: health factor, liquidation prices, debt
and collateral, read from the contracts. A liquidation price is the asset's own,
everything else unchanged.

Exit code 3 when a position is liquidatable; 1 when something can't be told.`,
		Example: `  brink position 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4
  brink position 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 --preset ethereum --rpc https://node.example -o json
  brink position 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 --preset base --public-endpoints`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("expected an ADDRESS")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			addresses, err := readAddresses(args)
			if err != nil {
				return err
			}
			cfg, err := a.configOrPreset(c, rpc, preset, public)
			if err != nil {
				return err
			}
			return a.lookOnce(c.Context(), cfg, addresses, format)
		},
	}
	format.addFlag(command)
	command.Flags().StringVar(&rpc, "rpc", "", "URL of a node to ask instead of those of the configuration; with --preset")
	command.Flags().StringVar(&preset, "preset", "", "preset of the chain to look at; with --rpc, or with --public-endpoints")
	command.Flags().BoolVar(&public, "public-endpoints", false, "also ask the presets' public endpoints, which see the account")
	// Fails only for a flag that doesn't exist.
	_ = command.RegisterFlagCompletionFunc("preset", cobra.FixedCompletions(config.PresetNames(), cobra.ShellCompDirectiveNoFileComp))
	return command
}

func readAddresses(args []string) ([]common.Address, error) {
	var addresses []common.Address
	for _, text := range args {
		address, err := config.ParseAddress(text)
		if err != nil {
			return nil, usageError("%w", err)
		}
		if !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
	}
	return addresses, nil
}

// configOrPreset is the configuration, or one made of a node and a preset.
func (a *app) configOrPreset(command *cobra.Command, rpc, preset string, public bool) (*config.Config, error) {
	if rpc == "" && preset == "" {
		return a.loadConfig(command)
	}
	if preset == "" || rpc == "" && !public {
		return nil, usageError("--rpc and --preset belong together")
	}
	if err := config.CheckURL(config.Secret(rpc)); err != nil && rpc != "" {
		return nil, usageError("--rpc %w", err)
	}
	c, err := config.Preset(preset, protocols())
	if err != nil {
		return nil, err
	}
	if rpc != "" {
		c.Endpoints = []config.Endpoint{{Name: "rpc", URL: config.Secret(rpc)}}
	}
	if public {
		c.AddPublic()
	}
	if len(c.Endpoints) == 0 {
		return nil, usageError("preset %s knows no public endpoint; give --rpc", preset)
	}
	a.config = config.Default()
	a.config.Chains = []config.Chain{c}
	return a.config, nil
}

// lookOnce prints the accounts' positions on every chain.
func (a *app) lookOnce(ctx context.Context, cfg *config.Config, addresses []common.Address, format outputFormat) error {
	accounts := *cfg
	accounts.Accounts = nil
	for _, address := range addresses {
		accounts.Accounts = append(accounts.Accounts, config.Account{Address: address})
	}
	looks := make([]oneLook, len(cfg.Chains))
	var wg sync.WaitGroup
	for i, c := range cfg.Chains {
		c.Mode = config.ModeAccounts
		wg.Go(func() { looks[i].take(ctx, &accounts, c, a.stderr) })
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var all oneLook
	for _, look := range looks {
		all.positions = append(all.positions, look.positions...)
		all.problems = append(all.problems, look.problems...)
	}
	// Where something went wrong, an empty table would say that there is nothing.
	if len(all.positions) > 0 || len(all.problems) == 0 || format != outputTable {
		if err := writePositions(a.stdout, format, all.positions); err != nil {
			return err
		}
	}
	return a.verdict(ctx, &all)
}

// verdict tells what went wrong and decides how the command ends.
func (a *app) verdict(ctx context.Context, look *oneLook) error {
	for _, problem := range look.problems {
		a.report(ctx, problem)
	}
	liquidatable := func(p feed.Position) bool {
		return p.Status == position.Liquidatable || p.Status == position.BadDebt
	}
	switch {
	case slices.ContainsFunc(look.positions, liquidatable):
		return checkFailed(nil)
	case len(look.problems) > 0:
		return exitError{code: exitFailed}
	default:
		return nil
	}
}

// oneLook is what a look at a chain showed, and what it couldn't.
type oneLook struct {
	positions []feed.Position
	problems  []error
}

// take looks at the newest block of a chain through an engine of its own.
func (l *oneLook) take(ctx context.Context, cfg *config.Config, c config.Chain, out io.Writer) {
	e, err := newestBlock(ctx, cfg, c, out)
	if err != nil {
		l.problems = append(l.problems, err)
		return
	}
	e.Look(func(look *engine.Look) {
		for i := range look.Deployments {
			d := &look.Deployments[i]
			if d.Broken != nil {
				l.problems = append(l.problems, fmt.Errorf("chain %s: deployment %s: %w", c.Name, d.Name, d.Broken))
				continue
			}
			l.describe(d)
		}
	})
}

// describe takes the positions of a deployment: those with something in them.
func (l *oneLook) describe(d *engine.DeploymentLook) {
	for id := range d.Positions {
		p := d.Describe(position.ID(id))
		if p.Status == position.Unknown {
			l.problems = append(l.problems, fmt.Errorf("position %s can't be told: the contracts give no price or no balance of it", p.ID))
		}
		if len(p.Collaterals)+len(p.Debts) > 0 || p.Status == position.Unknown {
			l.positions = append(l.positions, p)
		}
	}
}

// newestBlock is an engine that has applied nothing but a chain's newest block,
// and so has read everything from the contracts. Where markets have to be found
// first, it shows on out how far that is.
func newestBlock(ctx context.Context, cfg *config.Config, c config.Chain, out io.Writer) (*engine.Engine, error) {
	client, err := dial(ctx, c, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	e, err := assemble(cfg, c, nil, false)
	if err != nil {
		return nil, err
	}
	answer, err := client.Fetch(ctx, &chain.Ask{Tags: true})
	if err != nil {
		return nil, fmt.Errorf("chain %s: asking for the newest block: %w", c.Name, err)
	}
	if answer.Tags.Latest.Number == 0 {
		return nil, fmt.Errorf("chain %s has no block yet", c.Name)
	}
	e.Begin(chain.Ref{Number: answer.Tags.Latest.Number - 1})
	if err := catalogue(ctx, e, c, client, out, slog.New(slog.DiscardHandler), e.Catalogues()); err != nil {
		return nil, err
	}
	source := follow(c, client, chain.Ref{})
	defer source.Close()
	for !e.Started() {
		// The contracts know what the block's logs did.
		step, err := source.Next(ctx, e.Tip(), chain.Filter{})
		if err != nil {
			return nil, fmt.Errorf("chain %s: asking for the newest block: %w", c.Name, err)
		}
		if err := e.Step(ctx, step); err != nil {
			return nil, fmt.Errorf("chain %s: %w", c.Name, err)
		}
	}
	return e, nil
}
