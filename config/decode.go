package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// decoder folds YAML into Go values laid over what they already hold: first a
// preset, then the file. It notes the place of every key, and goes on after a
// mistake so that all are told at once.
type decoder struct {
	source   string
	expands  bool // ${NAME} is replaced
	places   places
	problems *Problems

	// settings are the plain settings met, not yet stored: other layers may win.
	settings map[string]written
	// options are the nodes met where only the protocol knows the shape, by
	// path, the first to apply first.
	options map[string][]optionNode
}

// written is a scalar after and before ${NAME} was replaced.
type written struct{ text, shown string }

type optionNode struct {
	node    *yaml.Node
	decoder *decoder
}

func newDecoder(source string, at places, problems *Problems) *decoder {
	return &decoder{
		source: source, expands: true, places: at, problems: problems,
		settings: map[string]written{}, options: map[string][]optionNode{},
	}
}

// forPreset is a decoder of a preset's YAML that notes into the same places.
func (d *decoder) forPreset(name string) *decoder {
	preset := *d
	preset.source = "preset " + name
	preset.expands = false
	return &preset
}

func reflectStruct(pointer any) reflect.Value { return reflect.ValueOf(pointer).Elem() }

func (d *decoder) value(path string, at place, n *yaml.Node, v reflect.Value, field reflect.StructField) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.fail(path, at, errors.New("anchors and aliases are not read; write the value out"))
		return
	}
	scalar := isScalar(v.Type())
	if n.Tag == "!!null" {
		// An empty section is one whose entries are commented out; an empty
		// value is more likely forgotten.
		if scalar {
			d.places[path] = at
			d.fail(path, at, errors.New("has no value; give one, or remove the key"))
		}
		return
	}
	d.places[path] = at
	switch {
	case v.Kind() == reflect.Interface:
		d.options[path] = append(d.options[path], optionNode{n, d})
	case scalar:
		d.scalar(path, at, n, v, field)
	case v.Kind() == reflect.Struct && d.wants(path, at, n, yaml.MappingNode):
		d.section(path, n, v)
	case v.Kind() == reflect.Map && d.wants(path, at, n, yaml.MappingNode):
		d.table(path, n, v)
	case v.Kind() == reflect.Slice && d.wants(path, at, n, yaml.SequenceNode):
		d.list(path, n, v)
	}
}

func (d *decoder) wants(path string, at place, n *yaml.Node, kind yaml.Kind) bool {
	if n.Kind == kind {
		return true
	}
	shape := "a section with keys of its own"
	if kind == yaml.SequenceNode {
		shape = "a list (- …)"
	}
	d.fail(path, at, fmt.Errorf("must be %s", shape))
	return false
}

// pairs calls do for every key of a mapping that is given once.
func (d *decoder) pairs(n *yaml.Node, do func(key string, at place, value *yaml.Node)) {
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		at := place{source: d.source, line: key.Line}
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" || key.Anchor != "" {
			d.problems.add(at, "a key must be a plain word; anchors and << are not read")
			continue
		}
		if first, twice := seen[key.Value]; twice {
			d.problems.add(at, "key %q is given twice, first in line %d; remove one", key.Value, first)
			continue
		}
		seen[key.Value] = key.Line
		do(key.Value, at, n.Content[i+1])
	}
}

// section decodes a mapping into a struct.
func (d *decoder) section(path string, n *yaml.Node, v reflect.Value) {
	fields := yamlFields(v.Type())
	d.pairs(n, func(key string, at place, value *yaml.Node) {
		i := slices.IndexFunc(fields, func(f reflect.StructField) bool { return yamlName(f) == key })
		if i < 0 {
			if before, _, glued := strings.Cut(key, ":"); glued {
				d.problems.add(at, "%q must be followed by a colon and a space (what follows isn't shown, as it may be a key)", before)
				return
			}
			d.problems.add(at, "unknown key %q%s", key, suggest(key, yamlNames(fields)))
			return
		}
		d.value(join(path, key), at, value, v.FieldByIndex(fields[i].Index), fields[i])
	})
}

// table decodes a mapping with free keys, such as addresses.
func (d *decoder) table(path string, n *yaml.Node, v reflect.Value) {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	d.pairs(n, func(key string, at place, value *yaml.Node) {
		if !nameRule.MatchString(key) {
			d.problems.add(at, "%s: %q is not a name", path, key)
			return
		}
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(join(path, key), at, value, element, reflect.StructField{})
		v.SetMapIndex(reflect.ValueOf(key), element)
	})
}

// list appends the items to a slice. A deployment or group with the name of one
// that was there before (the preset's) is decoded over that one.
func (d *decoder) list(path string, n *yaml.Node, v reflect.Value) {
	if isScalar(v.Type().Elem()) {
		v.SetZero() // plain values replace those of a preset
	}
	before := v.Len()
	taken := map[int]bool{}
	for _, item := range n.Content {
		i := d.sameName(item, v, before)
		if i < 0 || taken[i] {
			i = v.Len()
			v.Set(reflect.Append(v, usual(v.Type().Elem())))
		}
		taken[i] = true
		at, where := place{source: d.source, line: item.Line}, fmt.Sprintf("%s[%d]", path, i)
		switch element := v.Index(i).Addr().Interface().(type) {
		case *Chain:
			d.chain(where, at, item, element)
		case *Deployment:
			d.deployment(where, at, item, element)
		default:
			d.value(where, at, item, v.Index(i), reflect.StructField{})
		}
	}
}

// usual is what an element of a list starts from.
func usual(t reflect.Type) reflect.Value {
	switch t {
	case reflect.TypeFor[Chain]():
		return reflect.ValueOf(defaultChain())
	case reflect.TypeFor[Rule]():
		return reflect.ValueOf(defaultRule())
	case reflect.TypeFor[Channel]():
		return reflect.ValueOf(defaultChannel())
	case reflect.TypeFor[Ping]():
		return reflect.ValueOf(Ping{Every: time.Minute})
	}
	return reflect.Zero(t)
}

func (d *decoder) sameName(item *yaml.Node, list reflect.Value, before int) int {
	name := child(item, "name")
	if name == nil {
		return -1
	}
	switch named := list.Interface().(type) {
	case []Deployment:
		return slices.IndexFunc(named[:before], func(d Deployment) bool { return d.Name == name.Value })
	case []Group:
		return slices.IndexFunc(named[:before], func(g Group) bool { return g.Name == name.Value })
	default:
		return -1
	}
}

func (d *decoder) deployment(path string, at place, n *yaml.Node, deployment *Deployment) {
	protocol := deployment.Protocol
	d.value(path, at, n, reflectStruct(deployment), reflect.StructField{})
	if protocol != "" && deployment.Protocol != protocol {
		d.fail(path+".protocol", d.places[path+".protocol"], fmt.Errorf("deployment %s of the preset is of protocol %s; give yours another name", deployment.Name, protocol))
	}
}

func (d *decoder) scalar(path string, at place, n *yaml.Node, v reflect.Value, field reflect.StructField) {
	if n.Kind != yaml.ScalarNode {
		d.fail(path, at, errors.New("must be a single value"))
		return
	}
	value := written{text: n.Value, shown: n.Value}
	if d.expands {
		var err error
		if value.text, err = expand(n.Value); err != nil {
			d.fail(path, at, err)
			return
		}
		at.hidden = value.text != value.shown
		d.places[path] = at
	}
	if isSetting(path) {
		d.settings[path] = value
		return
	}
	if err := setField(v, field, value); err != nil {
		d.fail(path, at, err)
	}
}

func (d *decoder) fail(path string, at place, err error) {
	d.places.spoil(path)
	d.problems.add(at, "%s: %v", path, err)
}

// setField stores a scalar in a struct's field, which may allow only some words.
func setField(v reflect.Value, field reflect.StructField, value written) error {
	if words := strings.Fields(field.Tag.Get("enum")); len(words) > 0 && !slices.Contains(words, value.text) {
		return fmt.Errorf("%q is not one of %s", value.shown, strings.Join(words, ", "))
	}
	return setScalar(v, value.text, value.shown)
}

var (
	reference = regexp.MustCompile(`\$\{[^}]*\}?`)
	variable  = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)
)

// expand replaces ${NAME} by the environment variable, which must be set.
func expand(text string) (string, error) {
	var failure error
	out := reference.ReplaceAllStringFunc(text, func(found string) string {
		m := variable.FindStringSubmatch(found)
		if m == nil {
			failure = errors.New("${ must be followed by the name of an environment variable and }")
			return ""
		}
		value, set := os.LookupEnv(m[1])
		if !set && failure == nil {
			failure = fmt.Errorf("%s is not set in the environment; export it before starting", found)
		}
		return value
	})
	return out, failure
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// child is the value of a key in a mapping, or nil.
func child(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// yamlFields are the fields of a struct that have a key.
func yamlFields(t reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for i := range t.NumField() {
		if f := t.Field(i); yamlName(f) != "" {
			fields = append(fields, f)
		}
	}
	return fields
}

func yamlNames(fields []reflect.StructField) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = yamlName(f)
	}
	return names
}

func yamlName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return name
}
