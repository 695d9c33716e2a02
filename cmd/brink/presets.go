package main

import (
	"slices"
	"strconv"
	"strings"

	"brink/config"

	"github.com/spf13/cobra"
)

// preset is a row of "presets list".
type preset struct {
	Name        string   `json:"name"`
	ChainID     uint64   `json:"chain_id"`
	Protocols   []string `json:"protocols"`
	Deployments []string `json:"deployments"`
}

func newPresetsCommand(a *app) *cobra.Command {
	var format outputFormat
	list := &cobra.Command{
		Use:   "list",
		Short: "List the presets with their protocols and deployments",
		RunE: func(*cobra.Command, []string) error {
			presets, err := allPresets()
			if err != nil {
				return err
			}
			return writeList(a.stdout, format, []column[preset]{
				{name: "PRESET", text: func(p preset) string { return p.Name }},
				{name: "CHAIN", right: true, text: func(p preset) string { return strconv.FormatUint(p.ChainID, 10) }},
				{name: "PROTOCOLS", text: func(p preset) string { return strings.Join(p.Protocols, " ") }},
				{name: "DEPLOYMENTS", text: func(p preset) string { return strings.Join(p.Deployments, " ") }},
			}, presets)
		},
	}
	format.addFlag(list)
	show := &cobra.Command{
		Use:       "show NAME",
		Short:     "Print a preset with its comments",
		Args:      oneArgument("NAME"),
		ValidArgs: config.PresetNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := config.PresetYAML(args[0])
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(data)
			return err
		},
	}
	return group("presets", "Look at the chains and deployments that come with brink", list, show)
}

func allPresets() ([]preset, error) {
	var presets []preset
	for _, name := range config.PresetNames() {
		chain, err := config.Preset(name, protocols())
		if err != nil {
			return nil, err
		}
		row := preset{Name: name, ChainID: chain.ID}
		for _, deployment := range chain.Deployments {
			row.Deployments = append(row.Deployments, deployment.Name)
			row.Protocols = append(row.Protocols, deployment.Protocol)
		}
		slices.Sort(row.Protocols)
		row.Protocols = slices.Compact(row.Protocols)
		presets = append(presets, row)
	}
	return presets, nil
}
