package main

import (
	"github.com/spf13/cobra"
)

func newConfigCommand(a *app) *cobra.Command {
	var origins bool
	show := &cobra.Command{
		Use:   "show",
		Short: "Print the configuration that is in effect",
		Long: `Print the configuration that is in effect, after flags, environment, file,
presets and defaults are laid over each other. Secrets are shown as ***.`,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			out, err := cfg.YAML(origins)
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(out)
			return err
		},
	}
	show.Flags().BoolVar(&origins, "origin", false, "say behind each value where it comes from")
	a.addConfigFlags(show)
	return group("config", "Look at the configuration", show)
}
