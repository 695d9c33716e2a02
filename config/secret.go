package config

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// Secret is text that may hold a key or a password. Whatever prints it gets
// "***"; only Reveal gives it out.
type Secret string

const redacted = "***"

// Reveal is the text itself, for the code that opens the connection.
func (s Secret) Reveal() string { return string(s) }

// String hides the text. A path to an SQLite file holds no key and is shown.
func (s Secret) String() string {
	if s == "" || strings.HasPrefix(string(s), "sqlite:") {
		return string(s)
	}
	return redacted
}

// GoString hides the text from %#v.
func (s Secret) GoString() string { return fmt.Sprintf("config.Secret(%q)", s.String()) }

// Format hides the text from every verb, those that skip String among them.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// MarshalText hides the text from encoders: JSON, YAML and slog.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON hides the text.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprintf("%q", s.String())), nil }

// leastTrace is the length below which a piece of a secret isn't looked for:
// "/" and "/rpc" would blank out innocent text.
const leastTrace = 8

// traces are the pieces of the text that betray it when they stand in a message
// of somebody else. Some keys hold several secrets, with commas or spaces between.
func (s Secret) traces() []string {
	if s.String() != redacted {
		return nil
	}
	all := []string{string(s)}
	for _, one := range strings.FieldsFunc(string(s), func(r rune) bool { return r == ',' || r == ' ' }) {
		pieces := []string{one}
		if u, err := url.Parse(one); err == nil {
			password, _ := u.User.Password()
			pieces = append(pieces, u.RequestURI(), u.Path, u.RawQuery, u.User.Username(), password)
			words := strings.Split(u.Path, "/")
			for _, values := range u.Query() {
				words = append(words, values...)
			}
			// A word without a digit, such as "notifications", is no key.
			pieces = append(pieces, slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsAny(w, "0123456789") })...)
		}
		for _, piece := range pieces {
			if len(piece) >= leastTrace {
				all = append(all, piece)
			}
		}
	}
	return all
}

// secrets are all that the configuration holds, found by their type, so that none
// can be forgotten.
func (c *Config) secrets() []Secret {
	var all []Secret
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch {
		case v.Type() == secretType:
			all = append(all, Secret(v.String()))
		case isScalar(v.Type()):
		case v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case v.Kind() == reflect.Map:
			for _, key := range v.MapKeys() {
				walk(v.MapIndex(key))
			}
		case v.Kind() == reflect.Struct:
			for _, field := range yamlFields(v.Type()) {
				walk(v.FieldByIndex(field.Index))
			}
		}
	}
	walk(reflectStruct(c))
	return all
}

// Redactor replaces every secret of the configuration in a text by "***". It is a
// second net, for messages of libraries that print the URL they failed on.
func (c *Config) Redactor() *strings.Replacer {
	var traces []string
	for _, s := range c.secrets() {
		traces = append(traces, s.traces()...)
	}
	// The longest first: a piece of one secret may stand in another.
	slices.SortFunc(traces, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, trace := range traces {
		pairs = append(pairs, trace, redacted)
	}
	return strings.NewReplacer(pairs...)
}

// Redact is Redactor for a single text.
func (c *Config) Redact(text string) string { return c.Redactor().Replace(text) }
