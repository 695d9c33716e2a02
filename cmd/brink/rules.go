package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"brink/alerts"
	"brink/config"

	"github.com/spf13/cobra"
)

func newRulesCommand(a *app) *cobra.Command {
	test := &cobra.Command{
		Use:   "test FILE…",
		Short: "Run alert rules on scenarios",
		Long: `Run alert rules on scenarios: stories of a few lines, in which positions and
prices move from block to block, and what is to be told of them. Every scenario
names its file of rules, relative to itself. Exit code 3 when something else was
told than expected, 2 when a file can't be read. docs/alerts.md has the
statements; examples/alerts.scenario is one.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("expected one or more files of scenarios")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.testRules(args) },
	}
	return group("rules", "Work with alert rules", test)
}

// testRules plays every scenario and tells what wasn't as expected.
func (a *app) testRules(files []string) error {
	failed := false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return usageError("%w", err)
		}
		failures, err := alerts.Play(string(text), func(name string) ([]alerts.Rule, error) {
			return loadRules(filepath.Join(filepath.Dir(file), name))
		})
		if err != nil {
			return usageError("%s: %w", file, err)
		}
		for _, f := range failures {
			failed = true
			fmt.Fprintf(a.stdout, "%s:%d: %s\n", file, f.Line, f.Message)
		}
		verdict := "PASS"
		if len(failures) > 0 {
			verdict = "FAIL"
		}
		fmt.Fprintf(a.stdout, "%s %s\n", verdict, file)
	}
	if failed {
		return checkFailed(nil)
	}
	return nil
}

func loadRules(path string) ([]alerts.Rule, error) {
	configured, err := config.LoadRules(path)
	if err != nil {
		return nil, err
	}
	rules := make([]alerts.Rule, len(configured))
	for i, r := range configured {
		rules[i] = alertRule(r)
	}
	return rules, nil
}
