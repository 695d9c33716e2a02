package config

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// YAML writes the configuration as it is in effect, with secrets as "***"; with
// origins, every value is followed by where it comes from.
func (c *Config) YAML(origins bool) ([]byte, error) {
	root := c.node("", reflectStruct(c), origins)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(root); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// node is the value as YAML, nil when there is nothing to show.
func (c *Config) node(path string, v reflect.Value, origins bool) *yaml.Node {
	switch {
	case isScalar(v.Type()):
		n := &yaml.Node{Kind: yaml.ScalarNode, Value: formatScalar(v)}
		if strings.HasPrefix(n.Value, "0x") {
			n.Style = yaml.DoubleQuotedStyle // unquoted, other readers take it for a number
		}
		if n.Value == "" || v.Type() == durationType && v.IsZero() {
			return nil // not given, and without a default
		}
		if origins {
			n.LineComment = "# " + c.Origin(path)
		}
		return n
	case v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return c.node(path, v.Elem(), origins)
	case v.Kind() == reflect.Slice:
		return c.listNode(path, v, origins)
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	add := func(key string, value *yaml.Node) {
		if value != nil {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
		}
	}
	if v.Kind() == reflect.Map {
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			add(key.String(), c.node(join(path, key.String()), v.MapIndex(key), origins))
		}
	} else {
		for _, field := range yamlFields(v.Type()) {
			add(yamlName(field), c.node(join(path, yamlName(field)), v.FieldByIndex(field.Index), origins))
		}
	}
	if len(n.Content) == 0 {
		return nil
	}
	return n
}

func (c *Config) listNode(path string, v reflect.Value, origins bool) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range v.Len() {
		if e, ok := v.Index(i).Interface().(Endpoint); ok && e.Public {
			continue // follows from public_endpoints
		}
		if item := c.node(fmt.Sprintf("%s[%d]", path, i), v.Index(i), origins); item != nil {
			n.Content = append(n.Content, item)
		}
	}
	if len(n.Content) == 0 {
		return nil
	}
	return n
}
