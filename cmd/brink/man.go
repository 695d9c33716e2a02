package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newManCommand(a *app) *cobra.Command {
	var folder string
	command := &cobra.Command{
		Use:     "man",
		Short:   "Print the manual page, or write one for every command",
		Example: `  brink man | man -l -`,
		RunE: func(c *cobra.Command, _ []string) error {
			header := &doc.GenManHeader{Section: "1", Source: "brink", Manual: "User Commands", Date: buildDate()}
			if folder == "" {
				return doc.GenMan(c.Root(), header, a.stdout)
			}
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return fmt.Errorf("making the folder for manual pages: %w", err)
			}
			if err := doc.GenManTree(c.Root(), header, folder); err != nil {
				return fmt.Errorf("writing manual pages: %w", err)
			}
			return nil
		},
	}
	command.Flags().StringVar(&folder, "dir", "", "write brink.1, brink-validate.1 … into this folder")
	return command
}

// buildDate is when the source was committed, so that the same source gives the
// same pages.
func buildDate() *time.Time {
	date := time.Unix(0, 0).UTC()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if at, err := time.Parse(time.RFC3339, setting.Value); setting.Key == "vcs.time" && err == nil {
				date = at
			}
		}
	}
	return &date
}
