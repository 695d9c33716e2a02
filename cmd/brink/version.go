package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version and what it was built from",
		RunE: func(*cobra.Command, []string) error {
			info, _ := debug.ReadBuildInfo()
			_, err := fmt.Fprintln(a.stdout, versionLine(info))
			return err
		},
	}
}

// versionLine is the version on one line; info may be nil.
func versionLine(info *debug.BuildInfo) string {
	version, commit, state := "unknown", "", ""
	if info != nil {
		version = info.Main.Version
		for _, setting := range info.Settings {
			switch {
			case setting.Key == "vcs.revision":
				commit = " commit " + setting.Value
			case setting.Key == "vcs.modified" && setting.Value == "true":
				state = " with changes"
			}
		}
	}
	return fmt.Sprintf("brink %s%s%s %s %s/%s", version, commit, state, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
