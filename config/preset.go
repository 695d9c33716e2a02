package config

import (
	"embed"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed presets/*.yaml
var presetFiles embed.FS

// PresetNames lists the presets, sorted.
func PresetNames() []string {
	entries, err := presetFiles.ReadDir("presets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	var names []string
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// PresetYAML is the text of a preset, comments included. The error matches
// ErrInvalid when there is no such preset.
func PresetYAML(name string) ([]byte, error) {
	if !slices.Contains(PresetNames(), name) {
		return nil, Problems{{Where: "presets", Message: fmt.Sprintf("unknown preset %q%s", name, suggest(name, PresetNames()))}}
	}
	return presetFiles.ReadFile("presets/" + name + ".yaml")
}

// Preset is a preset as a chain, without endpoints.
func Preset(name string, protocols []Protocol) (Chain, error) {
	data, err := PresetYAML(name)
	if err != nil {
		return Chain{}, err
	}
	var problems Problems
	source := "preset " + name
	c := &Config{Chains: []Chain{defaultChain()}, places: places{"": {source: source, line: 1}}}
	d := newDecoder(source, c.places, &problems)
	d.expands = false
	if root := readYAML(source, data, &problems); root != nil {
		d.section("chains[0]", root, reflectStruct(&c.Chains[0]))
	}
	r := resolver{config: c, protocols: protocols, problems: &problems}
	r.chain("chains[0]", &c.Chains[0], d.options)
	return c.Chains[0], problems.err()
}

// chain decodes an entry of chains over its preset, or over the defaults.
func (d *decoder) chain(path string, at place, n *yaml.Node, chain *Chain) {
	*chain = defaultChain()
	if name := child(n, "preset"); name != nil && name.Kind == yaml.ScalarNode {
		if data, err := PresetYAML(name.Value); err == nil {
			preset := d.forPreset(name.Value)
			if root := readYAML(preset.source, data, d.problems); root != nil {
				d.keepOnly(path, n, root)
				preset.section(path, root, reflectStruct(chain))
			}
		} else {
			d.problems.add(place{source: d.source, line: name.Line}, "unknown preset %s%s", quoted(name.Value), suggest(name.Value, PresetNames()))
		}
	}
	id := chain.ID
	d.value(path, at, n, reflectStruct(chain), reflect.StructField{})
	if id != 0 && chain.ID != id {
		d.problems.add(d.places.of(path+".id"), "id %d contradicts preset %s, which is chain %d; remove the id or the preset", chain.ID, chain.Preset, id)
	}
}

// keepOnly drops from a preset the deployments that "only" doesn't name.
func (d *decoder) keepOnly(path string, chain, preset *yaml.Node) {
	only, deployments := child(chain, "only"), child(preset, "deployments")
	if only == nil || only.Kind != yaml.SequenceNode || deployments == nil {
		return
	}
	var names []string
	for _, deployment := range deployments.Content {
		names = append(names, child(deployment, "name").Value)
	}
	for i, item := range only.Content {
		if !slices.Contains(names, item.Value) {
			d.problems.add(place{source: d.source, line: item.Line}, "%s.only[%d]: the preset has no deployment %q%s", path, i, item.Value, suggest(item.Value, names))
		}
	}
	deployments.Content = slices.DeleteFunc(deployments.Content, func(deployment *yaml.Node) bool {
		return !slices.ContainsFunc(only.Content, func(item *yaml.Node) bool { return item.Value == child(deployment, "name").Value })
	})
}
