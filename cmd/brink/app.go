package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"brink/config"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is one run of the program: the one place that knows every concrete part.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	configPath string
	config     *config.Config // once loaded
	running    bool           // a command has begun
}

// run executes the command line and gives the exit code.
func (a *app) run(ctx context.Context, args []string) (code int) {
	defer func() {
		// Nobody is helped by a page of goroutines; who debugs sets GOTRACEBACK.
		if cause := recover(); cause != nil {
			if os.Getenv("GOTRACEBACK") != "" {
				panic(cause)
			}
			a.report(ctx, fmt.Errorf("internal error, please report it: %v", cause))
			code = exitFailed
		}
	}()
	root := a.root()
	root.SetArgs(args)
	command, err := root.ExecuteContextC(ctx)
	if err != nil && !a.running {
		err = usageError("%w; see %s --help", err, command.CommandPath())
	}
	a.report(ctx, err)
	return exitCode(ctx, err)
}

// root is the whole command line. A new command is one line here and one file
// of its own.
func (a *app) root() *cobra.Command {
	help := newHelpCommand()
	root := group("brink", "Watch lending positions on Ethereum and its layer 2s",
		newWatchCommand(a),
		newServeCommand(a),
		newPositionCommand(a),
		newPositionsCommand(a),
		newLiquidationsCommand(a),
		newSimulateCommand(a),
		newStatusCommand(a),
		newTailCommand(a),
		newTopCommand(a),
		newValidateCommand(a),
		newResyncCommand(a),
		newBackfillCommand(a),
		newRecordCommand(a),
		newReplayCommand(a),
		newRulesCommand(a),
		newNotifyCommand(a),
		newCheckCommand(a),
		newConfigCommand(a),
		newPresetsCommand(a),
		newInitCommand(a),
		newVersionCommand(a),
		newCompletionCommand(a),
		newManCommand(a),
		help,
	)
	root.Long = `brink watches lending positions on Ethereum and its layer 2s, knows to the wei
how far each one is from liquidation, and tells people and programs in time.`
	root.SetHelpCommand(help)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.PersistentFlags().StringVarP(&a.configPath, "config", "c", defaultConfigPath(), "configuration file (BRINK_CONFIG)")
	a.prepare(root)
	return root
}

func defaultConfigPath() string {
	if path := os.Getenv("BRINK_CONFIG"); path != "" {
		return path
	}
	return "brink.yaml"
}

// group is a command that only holds others.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	command := &cobra.Command{
		Use: use, Short: short, Args: unknownCommand, SuggestionsMinimumDistance: 2,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	command.AddCommand(commands...)
	return command
}

func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("unknown command %q; did you mean %q?", args[0], near[0])
	}
	return fmt.Errorf("unknown command %q", args[0])
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected argument %q", args[0])
	}
	return nil
}

// oneArgument accepts exactly one argument, of the allowed ones when there are any.
func oneArgument(name string, allowed ...string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("expected one argument, %s", name)
		}
		if len(allowed) > 0 && !slices.Contains(allowed, args[0]) {
			return fmt.Errorf("%q is not one of %s", args[0], strings.Join(allowed, ", "))
		}
		return nil
	}
}

func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			command, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usageError("unknown command %q; see brink --help", strings.Join(args, " "))
			}
			return command.Help()
		},
	}
}

// prepare notes when a command begins, since an error before that is a misuse
// of the command line; and refuses arguments where none are declared.
func (a *app) prepare(command *cobra.Command) {
	if command.Args == nil {
		command.Args = noArguments
	}
	run := command.RunE
	command.RunE = func(c *cobra.Command, args []string) error {
		a.running = true
		return run(c, args)
	}
	for _, child := range command.Commands() {
		a.prepare(child)
	}
}

// addConfigFlags gives a command the flags that override settings of the file.
func (a *app) addConfigFlags(command *cobra.Command) { config.AddFlags(command.Flags()) }

// loadConfig reads the configuration with the command's flags laid over it.
func (a *app) loadConfig(command *cobra.Command) (*config.Config, error) {
	c, err := config.Load(a.configPath, config.Options{Protocols: protocols(), Flags: command.Flags()})
	if err != nil {
		return nil, err
	}
	if err := checkWeb(c); err != nil {
		return nil, err
	}
	a.config = c
	return c, nil
}

// isTerminal tells whether a person sits at the other end of a stream.
func isTerminal(stream any) bool {
	file, ok := stream.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(file.Fd()))
}
