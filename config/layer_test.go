package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// samples are two further values of every plain setting. A new setting must be
// added here, so that none escapes TestEverySettingComesFromTheTopmostLayer.
var samples = map[string][2]string{
	"listen":                {"127.0.0.1:1", "127.0.0.1:2"},
	"store.url":             {"sqlite:one.db", "sqlite:two.db"},
	"store.url_file":        {"one-url", "two-url"},
	"store.lease":           {"1s", "2s"},
	"watch.near":            {"1.5", "1.75"},
	"log.level":             {"debug", "error"},
	"log.format":            {"json", "text"},
	"metrics.watched_limit": {"1", "2"},
	"store.keep":            {"1", "2"},
	"public_endpoints":      {"true", "false"},
	"web.config_file":       {"/etc/web.yaml", "other.yaml"},
	"web.rate":              {"1", "2"},
	"web.reload":            {"true", "false"},
	"notify.page":           {"https://one.example", "https://two.example"},
	"nats.url":              {"nats://one.example", "nats://a:b@one.example,tls://two.example:4222"},
	"nats.credentials":      {"one.creds", "two.creds"},
	"nats.listen":           {"127.0.0.1:4222", "127.0.0.1:4223"},
	"nats.folder":           {"one", "two"},
	"nats.stream":           {"ONE", "TWO"},
	"nats.prefix":           {"one", "two"},
	"nats.keep":             {"1h0m0s", "2h0m0s"},
	"nats.replicas":         {"1", "3"},
	"notify.explorer":       {"https://one.example/", "https://two.example/"},
}

const oneChain = "chains: [ { preset: gnosis, endpoints: [ { name: own, url: 'ws://127.0.0.1:8546' } ] } ]\n"

func load(t *testing.T, yaml string, args ...string) *Config {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "brink.yaml")
	for file, text := range map[string]string{path: yaml, filepath.Join(folder, "one-url"): "sqlite:one.db\n",
		filepath.Join(folder, "two-url"): "postgres:///two?host=/run/postgresql\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	AddFlags(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path, Options{Protocols: testProtocols(), Flags: flags})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// value is a plain setting's text in a configuration.
func value(c *Config, setting string) string {
	var text string
	eachSetting(c, func(path string, _ reflect.StructField, v reflect.Value) {
		if path == setting {
			text = formatScalar(v)
			if secret, is := v.Interface().(Secret); is {
				text = secret.Reveal()
			}
		}
	})
	return text
}

func TestEverySettingComesFromTheTopmostLayer(t *testing.T) {
	eachSetting(Default(), func(path string, _ reflect.StructField, v reflect.Value) {
		t.Run(path, func(t *testing.T) {
			sample, ok := samples[path]
			if !ok {
				t.Fatal("the setting has no samples")
			}
			usual := formatScalar(v)
			inFile := oneChain + section(path, sample[0])

			c := load(t, oneChain)
			if got := value(c, path); got != usual || c.Origin(path) != "default" {
				t.Errorf("default: got %s from %s, want %s", got, c.Origin(path), usual)
			}
			c = load(t, inFile)
			if got := value(c, path); got != sample[0] || filepath.Base(c.Origin(path)) != "brink.yaml:"+lineOf(path) {
				t.Errorf("file: got %s from %s, want %s", got, c.Origin(path), sample[0])
			}
			t.Setenv(envName(path), sample[1])
			c = load(t, inFile)
			if got := value(c, path); got != sample[1] || c.Origin(path) != envName(path) {
				t.Errorf("environment: got %s from %s, want %s", got, c.Origin(path), sample[1])
			}
			flag := "--" + flagName(path)
			c = load(t, inFile, flag, sample[0])
			if got := value(c, path); got != sample[0] || c.Origin(path) != flag {
				t.Errorf("flag: got %s from %s, want %s", got, c.Origin(path), sample[0])
			}
			t.Setenv(envName(path), "")
			c = load(t, inFile)
			if got := value(c, path); got != sample[0] {
				t.Errorf("an empty variable: got %s, want the file's %s", got, sample[0])
			}
		})
	})
}

// section writes one setting as YAML of two lines at most.
func section(path, text string) string {
	if before, after, nested := strings.Cut(path, "."); nested {
		return before + ":\n  " + after + ": " + text + "\n"
	}
	return path + ": " + text + "\n"
}

func lineOf(path string) string {
	if strings.Contains(path, ".") {
		return "3"
	}
	return "2"
}

func TestBadLayersAreNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "brink.yaml")
	if err := os.WriteFile(path, []byte(oneChain), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	AddFlags(flags)
	if err := flags.Parse([]string{"--log-level=loud"}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BRINK_WATCH_NEAR", "0.5")
	t.Setenv("BRINK_STORE_URL", "mysql://root:hunter2@db/brink")
	_, err := Load(path, Options{Protocols: testProtocols(), Flags: flags})
	want := `--log-level: log.level: "loud" is not one of debug, info, warn, error
BRINK_STORE_URL: store.url must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE
BRINK_WATCH_NEAR: watch.near is 0.5; a position is liquidatable below 1, so give 1 or more`
	if err == nil || err.Error() != want {
		t.Errorf("got:\n%v\nwant:\n%s", err, want)
	}
}
