package config

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// natsSchemes are those of NATS URLs.
var natsSchemes = []string{"nats", "tls", "ws", "wss"}

func (r *resolver) nats() {
	n := &r.config.NATS
	if n.URL != "" && n.Listen != "" {
		r.fail("nats.listen", "nats has both url and listen; remove one")
	}
	for text := range strings.SplitSeq(n.URL.Reveal(), ",") {
		u, err := url.Parse(strings.TrimSpace(text))
		if n.URL != "" && !r.failed("nats.url") && (err != nil || !slices.Contains(natsSchemes, u.Scheme) || u.Hostname() == "") {
			r.fail("nats.url", "nats.url must be like nats://HOST:4222 or tls://HOST:4222 (it isn't shown, as it may hold a password)")
		}
	}
	if _, _, err := net.SplitHostPort(n.Listen); n.Listen != "" && err != nil {
		r.fail("nats.listen", "nats.listen: %s is not an address and port; write it like 127.0.0.1:4222", r.quote("nats.listen", n.Listen))
	}
	for _, name := range []struct{ key, text string }{{"nats.stream", n.Stream}, {"nats.prefix", n.Prefix}} {
		if err := CheckName(name.text); err != nil && !r.failed(name.key) {
			r.fail(name.key, "%s: %s %v", name.key, r.quote(name.key, name.text), err)
		} else if strings.Contains(name.text, ".") && !r.failed(name.key) {
			r.fail(name.key, "%s may not have a point in it", name.key)
		}
	}
	if n.Keep < 0 {
		r.fail("nats.keep", "nats.keep must not be less than nothing")
	}
	if n.Replicas == 0 || n.Replicas > 5 {
		r.fail("nats.replicas", "nats.replicas must be from 1 to 5")
	}
}
