package main

import (
	"maps"
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

	counts map[string]int // of deployments, by protocol
}

func newPresetsCommand(a *app) *cobra.Command {
	var format outputFormat
	list := &cobra.Command{
		Use:   "list",
		Short: "List the presets: chains down, protocols across, and how many deployments of each",
		RunE: func(*cobra.Command, []string) error {
			presets, err := allPresets()
			if err != nil {
				return err
			}
			return writeList(a.stdout, format, presetColumns(format), presets)
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

// presetColumns have one for each protocol, and, for programs, the deployments'
// names too.
func presetColumns(format outputFormat) []column[preset] {
	columns := []column[preset]{
		{name: "PRESET", text: func(p preset) string { return p.Name }},
		{name: "CHAIN", right: true, text: func(p preset) string { return strconv.FormatUint(p.ChainID, 10) }},
	}
	for _, protocol := range protocols() {
		columns = append(columns, column[preset]{
			name: strings.ToUpper(protocol.Name), right: true, text: func(p preset) string { return p.count(protocol.Name) },
		})
	}
	if format == outputCSV {
		columns = append(columns, column[preset]{
			name: "DEPLOYMENTS", text: func(p preset) string { return strings.Join(p.Deployments, " ") },
		})
	}
	return columns
}

// count is how many deployments there are of a protocol.
func (p preset) count(protocol string) string {
	if n := p.counts[protocol]; n > 0 {
		return strconv.Itoa(n)
	}
	return nothing
}

func allPresets() ([]preset, error) {
	var presets []preset
	for _, name := range config.PresetNames() {
		chain, err := config.Preset(name, protocols())
		if err != nil {
			return nil, err
		}
		row := preset{Name: name, ChainID: chain.ID, counts: make(map[string]int)}
		for _, deployment := range chain.Deployments {
			row.Deployments = append(row.Deployments, deployment.Name)
			row.counts[deployment.Protocol]++
		}
		row.Protocols = slices.Sorted(maps.Keys(row.counts))
		presets = append(presets, row)
	}
	return presets, nil
}
