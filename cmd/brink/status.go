package main

import (
	"strconv"

	"brink/feed"

	"github.com/spf13/cobra"
)

func newStatusCommand(a *app) *cobra.Command {
	var f filters
	command := &cobra.Command{
		Use:   "status",
		Short: "Ask a running server how its chains stand",
		Long: `Ask a running server how its chains stand: whether their numbers can be trusted,
how far each has come, and which node it reads.`,
		Example: `  brink status
  brink status --url https://brink.example -o json`,
		RunE: func(c *cobra.Command, _ []string) error {
			server, err := a.newClient(c, f.url)
			if err != nil {
				return err
			}
			var answer struct {
				Chains []feed.Chain `json:"chains"`
			}
			if err := server.get(c.Context(), "/v1/chains", nil, &answer); err != nil {
				return err
			}
			return writeList(a.stdout, f.format, chainColumns(), answer.Chains)
		},
	}
	f.addTo(command)
	return command
}

func chainColumns() []column[feed.Chain] {
	return []column[feed.Chain]{
		{name: "CHAIN", text: func(c feed.Chain) string { return c.Name }},
		{name: "ID", right: true, text: func(c feed.Chain) string { return decimal(c.ChainID) }},
		{name: "STATE", text: func(c feed.Chain) string { return string(c.State) }, tone: func(c feed.Chain) tone {
			switch c.State {
			case feed.Live:
				return good
			case feed.Halted:
				return bad
			default:
				return warn
			}
		}},
		{name: "HEAD", right: true, text: func(c feed.Chain) string { return number(c.Head) }},
		{name: "PROCESSED", right: true, text: func(c feed.Chain) string { return number(c.Processed) }},
		{name: "FINALIZED", right: true, text: func(c feed.Chain) string { return number(c.Finalized) }},
		{name: "LAG BLOCKS", right: true, text: func(c feed.Chain) string { return decimal(c.LagBlocks) }},
		{name: "LAG SECONDS", right: true, text: func(c feed.Chain) string { return decimal(c.LagSeconds) }},
		{name: "POSITIONS", right: true, text: func(c feed.Chain) string {
			n := 0
			for _, d := range c.Deployments {
				n += d.Positions
			}
			return strconv.Itoa(n)
		}},
		{name: "ENDPOINT", text: func(c feed.Chain) string {
			for _, e := range c.Endpoints {
				if e.Active {
					return e.Name
				}
			}
			return nothing
		}},
		{name: "REASON", text: func(c feed.Chain) string { return c.Reason }},
	}
}
