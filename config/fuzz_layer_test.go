package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// Whatever a variable of the environment says for a setting, loading gives a configuration in which it is in effect, or
// one-line problems that name the variable and quote no secret; the file's own value is never taken silently instead.
func FuzzEnvironment(f *testing.F) {
	const file = "chains: [ { preset: gnosis, endpoints: [ { name: own, url: \"ws://127.0.0.1:1\" } ] } ]\n"
	var settings []string
	secret := map[string]bool{}
	eachSetting(Default(), func(path string, _ reflect.StructField, v reflect.Value) {
		settings = append(settings, path)
		secret[path] = v.Type() == secretType
	})
	for i, path := range settings {
		for _, value := range []string{"127.0.0.1:1", "true", "12s", "1.05", "18446744073709551616", "-1", "debug", "${HOME}", "a\nb: c", "\xff\x1b[2J",
			"postgres://user:s3cr3t-0123@host/db", "nats://user:s3cr3t-0123@host", "mysql://s3cr3t-0123", "postgres"} {
			if secret[path] || len(path)%3 == len(value)%3 { // a few of each
				f.Add(i, value)
			}
		}
	}
	f.Fuzz(func(t *testing.T, i int, value string) {
		if i < 0 || i >= len(settings) || value == "" || strings.ContainsRune(value, 0) {
			return // no variable can be so
		}
		path := settings[i]
		load := func(value string) (*Config, error) {
			t.Setenv(envName(path), value)
			return parse("brink.yaml", []byte(file), Options{Protocols: testProtocols()})
		}
		// A secret such as "postgres" stands in the message for any wrong value; that betrays nothing.
		ofAnother := func() string {
			_, err := load("~")
			return fmt.Sprint(err)
		}
		c, err := load(value)
		if err != nil {
			var problems Problems
			if !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("error is %T: %v", err, err)
			}
			named := false
			for _, problem := range problems {
				text := problem.Error()
				if strings.ContainsAny(text, "\n\x1b") {
					t.Errorf("not one printable line: %q", text)
				}
				if secret[path] && len(value) >= leastTrace && strings.Contains(text, value) && !strings.Contains(ofAnother(), value) {
					t.Errorf("%s quotes the secret %q", text, value)
				}
				named = named || problem.Where == envName(path) || strings.Contains(text, path)
			}
			if !named {
				t.Errorf("%s=%q is refused with %v", envName(path), value, err)
			}
			return
		}
		if at := c.Origin(path); at != envName(path) {
			t.Errorf("%s=%q is not in effect: the value comes from %s", envName(path), value, at)
		}
		if _, err := c.YAML(true); err != nil {
			t.Errorf("showing a loaded configuration: %v", err)
		}
	})
}
