package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"brink/config"

	"github.com/spf13/cobra"
)

// wishes are what "brink init" is told, by flags or in answers.
type wishes struct {
	chains         []string // presets
	rpcs           []string // URL, or CHAIN=URL
	accounts       []string // 0x…, or NAME=0x…
	public         bool     // the presets' public endpoints may be used
	nonInteractive bool
	force          bool
}

func newInitCommand(a *app) *cobra.Command {
	var w wishes
	command := &cobra.Command{
		Use:   "init",
		Short: "Write a commented configuration from presets",
		Long: `Write a commented configuration from presets to the file that --config names
(- for standard output). On a terminal, what no flag tells is asked.

Without --rpc the file takes the node's URL from the environment, which keeps
the key that it may hold out of the file.`,
		Example: `  brink init --chain ethereum --rpc ws://127.0.0.1:8546
  brink init --chain base --chain gnosis --rpc base=wss://… --rpc gnosis=wss://…
  brink init --chain ethereum --account treasury=0x5B38Da6a701c568545dCfcB03FcB875f56beddC4`,
		RunE: func(*cobra.Command, []string) error {
			if !w.nonInteractive && isTerminal(a.stdin) {
				if err := a.ask(&w); err != nil {
					return err
				}
			}
			entries, accounts, err := w.read()
			if err != nil {
				return err
			}
			return a.writeNew(compose(entries, accounts, w.public), w.force, missing(entries))
		},
	}
	flags := command.Flags()
	flags.StringArrayVar(&w.chains, "chain", nil, "preset of a chain to follow; may be repeated")
	flags.StringArrayVar(&w.rpcs, "rpc", nil, "URL of a node, as CHAIN=URL when there are several chains; may be repeated")
	flags.StringArrayVar(&w.accounts, "account", nil, "address to name in metrics and alerts, as 0x… or NAME=0x…; may be repeated")
	flags.BoolVar(&w.public, "public-endpoints", false, "let the file allow the presets' public endpoints, so that a chain needs no --rpc")
	flags.BoolVar(&w.nonInteractive, "non-interactive", false, "never ask, also on a terminal")
	flags.BoolVar(&w.force, "force", false, "replace the file when it exists")
	// Fails only for a flag that doesn't exist.
	_ = command.RegisterFlagCompletionFunc("chain", cobra.FixedCompletions(config.PresetNames(), cobra.ShellCompDirectiveNoFileComp))
	return command
}

// entry is a chain of the file to be written.
type entry struct {
	preset      string
	public      bool // has public endpoints, and may use them
	urls        []string
	deployments []string
}

// read checks the wishes and gives what to write.
func (w wishes) read() ([]entry, []config.Account, error) {
	if len(w.chains) == 0 {
		return nil, nil, usageError("init needs --chain; one of %s", strings.Join(config.PresetNames(), ", "))
	}
	var entries []entry
	for i, name := range w.chains {
		chain, err := config.Preset(name, protocols())
		if err != nil {
			return nil, nil, err
		}
		if slices.Contains(w.chains[:i], name) {
			return nil, nil, usageError("--chain %s is given twice; remove one", name)
		}
		e := entry{preset: name, public: w.public && len(chain.Public) > 0}
		for _, deployment := range chain.Deployments {
			e.deployments = append(e.deployments, deployment.Name)
		}
		entries = append(entries, e)
	}
	for _, rpc := range w.rpcs {
		i, url, err := assign(rpc, w.chains)
		if err != nil {
			return nil, nil, err
		}
		entries[i].urls = append(entries[i].urls, url)
	}
	accounts, err := readAccounts(w.accounts)
	return entries, accounts, err
}

// assign finds the chain that a value of --rpc is for. Its errors don't quote
// the URL.
func assign(rpc string, chains []string) (int, string, error) {
	i, url := 0, rpc
	if name, rest, named := strings.Cut(rpc, "="); named && slices.Contains(chains, name) {
		i, url = slices.Index(chains, name), rest
	} else if len(chains) > 1 {
		return 0, "", usageError("with several chains, write --rpc as CHAIN=URL, the chain being one of %s", strings.Join(chains, ", "))
	}
	if !strings.Contains(url, "${") {
		if err := config.CheckURL(config.Secret(url)); err != nil {
			return 0, "", usageError("--rpc for %s %w", chains[i], err)
		}
	}
	return i, url, nil
}

func readAccounts(texts []string) ([]config.Account, error) {
	var accounts []config.Account
	for i, text := range texts {
		name, digits, named := strings.Cut(text, "=")
		if !named {
			name, digits = fmt.Sprintf("account-%d", i+1), text
		}
		if err := config.CheckName(name); err != nil {
			return nil, usageError("--account: %q %w", name, err)
		}
		address, err := config.ParseAddress(digits)
		if err != nil {
			return nil, usageError("--account: %w", err)
		}
		accounts = append(accounts, config.Account{Name: name, Address: address})
	}
	return accounts, nil
}

// compose writes the file. Every setting that most leave alone stands there as
// a comment with its default.
func compose(entries []entry, accounts []config.Account, public bool) string {
	usual := config.Default()
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	say("# Configuration of brink. Every key: docs/config.md; brink validate checks this file.")
	say("")
	say("# Page, feed, metrics and probes.")
	say("listen: %s", usual.Listen)
	say("")
	say("# The record: a file, or postgres://USER:PASSWORD@HOST/DATABASE.")
	say("store: { url: %q }", usual.Store.URL.Reveal())
	say("")
	say("# Whether to use public endpoints too: they see what is asked, and may be slow, wrong or gone.")
	if public {
		say("public_endpoints: true")
	} else {
		say("# public_endpoints: true")
	}
	say("")
	say("# Positions below this health factor are evaluated every block and published.")
	say("watch: { near: %s }", usual.Watch.Near)
	say("")
	say("# Whose positions to name in metrics, alerts and the page.")
	if len(accounts) == 0 {
		say("# accounts:")
		say("#   - { name: treasury, address: \"0x…\" }")
	} else {
		say("accounts:")
	}
	for _, account := range accounts {
		say("  - { name: %q, address: %q }", account.Name, account.Address.Hex())
	}
	say("")
	say("chains:")
	for _, e := range entries {
		e.compose(say)
	}
	return out.String()
}

func (e entry) compose(say func(format string, args ...any)) {
	say("  - preset: %s # brink presets show %s", e.preset, e.preset)
	say("    # mode: accounts # follow the accounts above alone, without a backfill")
	say("    # only: [ %s ] # all of the preset's deployments when left out", strings.Join(e.deployments, ", "))
	say("    # Nodes, the preferred first. url_file: FILE reads the URL from a file; ${NAME}")
	say("    # takes it from the environment. A WebSocket tells new blocks soonest.")
	if e.public && len(e.urls) == 0 {
		say("    # endpoints: [ { name: node, url: \"${%s}\" } ]", variableOf(e.preset))
		return
	}
	say("    endpoints:")
	if len(e.urls) == 0 {
		say("      - { name: node, url: \"${%s}\" }", variableOf(e.preset))
	}
	for i, url := range e.urls {
		name := "node"
		if i > 0 {
			name = fmt.Sprintf("node-%d", i+1)
		}
		say("      - { name: %s, url: %q }", name, url)
	}
}

// variableOf is the environment variable that holds a node's URL when no --rpc
// is given.
func variableOf(preset string) string { return strings.ToUpper(preset) + "_RPC_URL" }

// missing are the environment variables that the file will need.
func missing(entries []entry) []string {
	var names []string
	for _, e := range entries {
		if len(e.urls) == 0 && !e.public {
			names = append(names, variableOf(e.preset))
		}
	}
	return names
}

// writeNew writes the file that --config names, readable by its owner alone as
// URLs may hold keys.
func (a *app) writeNew(text string, replace bool, variables []string) error {
	if a.configPath == "-" {
		_, err := fmt.Fprint(a.stdout, text)
		return err
	}
	mode := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if replace {
		mode = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	file, err := os.OpenFile(a.configPath, mode, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists; --force replaces it, --config names another file", a.configPath)
	}
	if err != nil {
		return fmt.Errorf("creating the configuration: %w", err)
	}
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	next := "brink validate, brink watch"
	if len(variables) > 0 {
		next = "export " + strings.Join(variables, " ") + ", " + next
	}
	_, err = fmt.Fprintf(a.stdout, "wrote %s; next: %s\n", a.configPath, next)
	return err
}
