package config

import (
	"fmt"
	"net/url"
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

// traces are the pieces of the text that betray it when they stand in a
// message of somebody else, the longest first.
func (s Secret) traces() []string {
	if s.String() != redacted {
		return nil
	}
	all := []string{string(s)}
	u, err := url.Parse(string(s))
	if err != nil {
		return all
	}
	pieces := []string{u.RequestURI(), u.Path, u.RawQuery}
	if password, ok := u.User.Password(); ok {
		pieces = append(pieces, password)
	}
	for _, piece := range pieces {
		// Shorter pieces ("/", "/rpc") are no secrets, and would blank out
		// innocent text.
		if len(piece) >= 8 {
			all = append(all, piece)
		}
	}
	return all
}

// Redact replaces every secret of the configuration in a text by "***". It is a
// second net, for messages of libraries that print the URL they failed on.
func (c *Config) Redact(text string) string {
	var pairs []string
	hide := func(s Secret) {
		for _, trace := range s.traces() {
			pairs = append(pairs, trace, redacted)
		}
	}
	hide(c.Store.URL)
	for server := range strings.SplitSeq(c.NATS.URL.Reveal(), ",") {
		hide(Secret(server))
	}
	for _, token := range c.Web.Tokens {
		hide(token.Value)
	}
	for _, chain := range c.Chains {
		for _, endpoint := range chain.Endpoints {
			hide(endpoint.URL)
		}
	}
	for _, ping := range c.Notify.Pings {
		hide(ping.URL)
	}
	for _, channel := range c.Notify.Channels {
		hide(channel.URL)
		hide(channel.Token)
		for _, secret := range strings.Fields(channel.Secret.Reveal()) {
			hide(Secret(secret))
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
