package config

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const docsIntroduction = `# Configuration

Written by the tests of package config from the structs that read it
(` + "`go test ./config -update`" + `); edit the text there.

` + "`brink init`" + ` writes a first file, ` + "`brink validate`" + ` checks one offline,
` + "`brink config show --origin`" + ` prints what is in effect and where each value comes from.

A value comes from the first of these that gives it: a flag, the environment, the file, the
chain's preset, the default. Unknown keys are errors, with file and line. Anywhere in the file
` + "`${NAME}`" + ` stands for an environment variable, which must be set. Values that may hold a key
(type secret) are shown as ` + "`***`" + ` wherever they are printed.

An address in mixed case must have the right checksum (EIP-55); in lower case it is accepted as it is.
`

const docsLists = `
## Lists

These keys stand in lists and are given in the file alone. A chain with a ` + "`preset`" + ` starts from
its values; an entry of ` + "`deployments`" + ` with the name of one of the preset's is laid over that one,
others are added. ` + "`brink presets show NAME`" + ` prints a preset.

`

// docs/config.md is the reference of every key.
func TestConfigReferenceIsUpToDate(t *testing.T) {
	var out strings.Builder
	out.WriteString(docsIntroduction)
	out.WriteString("\n## Settings\n\n| key | type | default | environment | flag | meaning |\n|---|---|---|---|---|---|\n")
	eachSetting(Default(), func(path string, field reflect.StructField, v reflect.Value) {
		fmt.Fprintf(&out, "| `%s` | %s | `%s` | `%s` | `--%s` | %s |\n", path, typeName(field), formatScalar(v), envName(path), flagName(path), meaning(t, field))
	})
	out.WriteString(docsLists)
	out.WriteString("| key | type | default | meaning |\n|---|---|---|---|\n")
	describeLists(t, &out, "", reflect.TypeFor[Config]())
	golden(t, "../docs/config.md", []byte(out.String()))
}

// describeLists describes the lists of a section and of those in it.
func describeLists(t *testing.T, out *strings.Builder, path string, section reflect.Type) {
	for _, field := range yamlFields(section) {
		switch {
		case field.Type.Kind() == reflect.Slice:
			describeList(t, out, join(path, yamlName(field)), field)
		case !isScalar(field.Type) && field.Type.Kind() == reflect.Struct:
			describeLists(t, out, join(path, yamlName(field)), field.Type)
		}
	}
}

func describeList(t *testing.T, out *strings.Builder, path string, list reflect.StructField) {
	fmt.Fprintf(out, "| `%s` | list | | %s |\n", path, meaning(t, list))
	element := list.Type.Elem()
	if element.Kind() != reflect.Struct {
		return
	}
	defaults := usual(element)
	for _, field := range yamlFields(element) {
		key := path + "[]." + yamlName(field)
		if field.Type.Kind() == reflect.Slice && field.Type.Elem().Kind() == reflect.Struct {
			describeList(t, out, key, field)
			continue
		}
		usual := ""
		if v := defaults.FieldByIndex(field.Index); isScalar(v.Type()) && (!v.IsZero() || field.Type == reflect.TypeFor[Finality]()) {
			usual = "`" + formatScalar(v) + "`"
		}
		fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", key, typeName(field), usual, meaning(t, field))
	}
}

func meaning(t *testing.T, field reflect.StructField) string {
	t.Helper()
	doc := field.Tag.Get("doc")
	if doc == "" {
		t.Errorf("field %s says nothing of what it is for", field.Name)
	}
	return doc
}

func typeName(field reflect.StructField) string {
	if words := strings.Fields(field.Tag.Get("enum")); len(words) > 0 {
		return strings.Join(words, ", ")
	}
	switch t := field.Type; {
	case t == secretType:
		return "secret"
	case t == addressType:
		return "address"
	case t == durationType:
		return "time span"
	case t == reflect.TypeFor[Decimal]():
		return "decimal"
	case t == reflect.TypeFor[Finality]():
		return "tags or number"
	case t.Kind() == reflect.Map:
		return "name: address"
	case t.Kind() == reflect.Interface:
		return "section"
	case t.Kind() == reflect.Slice:
		return "list of names"
	case t.Kind() == reflect.Uint64:
		return "number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	}
	return "text"
}
