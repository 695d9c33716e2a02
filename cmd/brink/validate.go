package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newValidateCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "validate",
		Short: "Check the configuration without asking any node",
		Long: `Check the configuration without asking any node. Every mistake is told, a line
each, with the place where it stands and the way to mend it. Exit code 2 when
there is one. "brink check" asks the nodes as well.`,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			if _, err := alertRules(cfg); err != nil {
				return err
			}
			if _, err := channels(cfg); err != nil {
				return err
			}
			deployments := 0
			for _, chain := range cfg.Chains {
				deployments += len(chain.Deployments)
			}
			_, err = fmt.Fprintf(a.stdout, "%s is valid: chains %d, deployments %d, accounts %d\n",
				a.configPath, len(cfg.Chains), deployments, len(cfg.Accounts))
			return err
		},
	}
	a.addConfigFlags(command)
	return command
}
