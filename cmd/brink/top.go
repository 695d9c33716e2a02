package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"time"

	"brink/feed"
	"brink/web"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
)

// The bounds of what top asks for, and how often.
const (
	topPositions    = 1000
	topLiquidations = 200
	topEvery        = 2 * time.Second
	topEveryLeast   = 200 * time.Millisecond
)

func newTopCommand(a *app) *cobra.Command {
	var server string
	every := topEvery
	command := &cobra.Command{
		Use:   "top",
		Short: "Watch a running server's positions, liquidations and chains on the terminal",
		Long: `Watch a running server on the terminal: positions nearest to liquidation first,
liquidations as they happen, and how the chains stand. Tab changes between them,
/ filters, s sorts, q ends. When the server doesn't answer or a chain's numbers
are old, that is said and the old numbers go grey.

Where standard output is no terminal, it prints the positions once, as a table.`,
		Example: `  brink top
  brink top --url https://brink.example --every 5s`,
		RunE: func(c *cobra.Command, _ []string) error {
			if every < topEveryLeast {
				return usageError("--every must be %s or more", topEveryLeast)
			}
			asked, err := a.newClient(c, server)
			if err != nil {
				return err
			}
			if !isTerminal(a.stdout) || !isTerminal(a.stdin) {
				return a.topOnce(c.Context(), asked)
			}
			return a.topScreen(c.Context(), asked, every)
		},
	}
	command.Flags().DurationVar(&every, "every", topEvery, "how often to ask")
	addURLFlag(command, &server)
	return command
}

// topOnce prints what the screen would show first.
func (a *app) topOnce(ctx context.Context, server *asker) error {
	seen := server.look(ctx, web.ByHealth)
	if seen.err != nil {
		return seen.err
	}
	if err := writeTable(a.stdout, topPositionColumns(), seen.positions, false); err != nil {
		return err
	}
	a.tellMore(seen.more, topPositions)
	return nil
}

func (a *app) topScreen(ctx context.Context, server *asker, every time.Duration) error {
	s := screen{
		server: server.Host(), every: every, colours: os.Getenv("NO_COLOR") == "",
		look: func(sort web.Sort) sight { return server.look(ctx, sort) },
	}
	// Signals end the context, here as in every command.
	_, err := tea.NewProgram(s, tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithInput(a.stdin), tea.WithOutput(a.stdout)).Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("drawing the screen: %w", err)
	}
	return nil
}

// sight is what a server answered at one moment.
type sight struct {
	at           time.Time
	positions    []feed.Position
	more         bool // there are more positions than these
	liquidations []feed.Liquidation
	chains       []feed.Chain
	err          error
}

// look asks for everything that the screen shows.
func (c *asker) look(ctx context.Context, sort web.Sort) sight {
	s := sight{at: time.Now()}
	var chains struct {
		Chains []feed.Chain `json:"chains"`
	}
	if s.err = c.get(ctx, "/v1/chains", nil, &chains); s.err != nil {
		return s
	}
	s.chains = chains.Chains
	s.positions, s.more, s.err = pages(ctx, c, "/v1/positions", url.Values{"sort": {string(sort)}}, topPositions,
		func(p *web.PositionPage) ([]feed.Position, *string) { return p.Positions, p.Next })
	if s.err != nil {
		return s
	}
	var page web.LiquidationPage
	s.err = c.get(ctx, "/v1/liquidations", url.Values{"limit": {strconv.Itoa(topLiquidations)}}, &page)
	s.liquidations = page.Liquidations
	return s
}
