package config

import (
	"os"
	"reflect"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

const envPrefix = "BRINK_"

// isSetting tells whether a key is a plain setting: one that stands in no list
// and that flags and the environment reach.
func isSetting(path string) bool { return !strings.Contains(path, "[") }

func envName(path string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(path, ".", "_"))
}

func flagName(path string) string {
	return strings.NewReplacer(".", "-", "_", "-").Replace(path)
}

// AddFlags defines a flag for every plain setting: --listen, --store-url,
// --watch-near, --log-level …
func AddFlags(flags *pflag.FlagSet) {
	eachSetting(Default(), func(path string, field reflect.StructField, v reflect.Value) {
		usage := field.Tag.Get("doc")
		if words := strings.Fields(field.Tag.Get("enum")); len(words) > 0 {
			usage += ": " + strings.Join(words, ", ")
		}
		flags.String(flagName(path), formatScalar(v), usage)
		if v.Kind() == reflect.Bool {
			flags.Lookup(flagName(path)).NoOptDefVal = "true"
		}
	})
}

// eachSetting visits every plain setting of a configuration.
func eachSetting(c *Config, visit func(path string, field reflect.StructField, v reflect.Value)) {
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		for _, field := range yamlFields(v.Type()) {
			switch child := v.FieldByIndex(field.Index); {
			case isScalar(child.Type()):
				visit(join(path, yamlName(field)), field, child)
			case child.Kind() == reflect.Struct:
				walk(join(path, yamlName(field)), child)
			}
		}
	}
	walk("", reflectStruct(c))
}

// layer stores the plain settings, each from the first of flag, environment and
// file that gives it. viper holds the layers; every key is bound by name, since
// viper finds no nested key in the environment by itself.
func layer(c *Config, file map[string]written, flags *pflag.FlagSet, problems *Problems) {
	layers := viper.New()
	eachSetting(c, func(path string, field reflect.StructField, v reflect.Value) {
		value, inFile := file[path]
		if inFile {
			// Cannot fail: the map has the one shape that viper merges.
			_ = layers.MergeConfigMap(nest(path, value.text))
		}
		_ = layers.BindEnv(path, envName(path)) // fails only without a key
		var flag *pflag.Flag
		if flags != nil {
			if flag = flags.Lookup(flagName(path)); flag != nil {
				_ = layers.BindPFlag(path, flag) // fails only without a flag
			}
		}
		if !layers.IsSet(path) {
			return
		}
		text := layers.GetString(path)
		switch {
		case flag != nil && flag.Changed:
			c.places[path] = place{source: "--" + flag.Name}
			value = written{text, text}
		case os.Getenv(envName(path)) != "":
			c.places[path] = place{source: envName(path)}
			value = written{text, text}
		}
		if err := setField(v, field, value); err != nil {
			c.places.spoil(path)
			problems.add(c.places[path], "%s: %v", path, err)
		}
	})
}

func nest(path, text string) map[string]any {
	key, rest, nested := strings.Cut(path, ".")
	if !nested {
		return map[string]any{key: text}
	}
	return map[string]any{key: nest(rest, text)}
}

// Origin says where the value of a key comes from ("chains[0].id"): a file and
// line, a preset, an environment variable, a flag, or "default".
func (c *Config) Origin(key string) string {
	if at, ok := c.places[key]; ok {
		return at.String()
	}
	return "default"
}
