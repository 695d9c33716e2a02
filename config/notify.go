package config

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

func (r *resolver) notify() {
	n := &r.config.Notify
	for i := range n.Pings {
		path := fmt.Sprintf("notify.pings[%d]", i)
		if r.failed(path) {
			continue
		}
		r.secret(path, "url", n.Pings[i].URLFile, &n.Pings[i].URL)
		r.checkWeb(path+".url", n.Pings[i].URL)
	}
	r.link("notify.page", n.Page)
	r.link("notify.explorer", n.Explorer)
	names := map[string]string{}
	for i := range n.Channels {
		channel, path := &n.Channels[i], fmt.Sprintf("notify.channels[%d]", i)
		if r.failed(path) {
			continue
		}
		r.name(path+".name", channel.Name)
		r.unique(names, channel.Name, path+".name")
		r.channel(path, channel)
	}
}

// link checks an address for people to follow.
func (r *resolver) link(key, text string) {
	if u, err := url.Parse(text); text != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		r.fail(key, "%s must begin with http:// or https://", key)
	}
}

func (r *resolver) channel(path string, c *Channel) {
	r.secret(path, "url", c.URLFile, &c.URL)
	r.secret(path, "token", c.TokenFile, &c.Token)
	r.secret(path, "secret", c.SecretFile, &c.Secret)
	if c.Digest == 0 {
		r.fail(path+".digest", "%s.digest must be 1 or more", path)
	}
	r.quiet(path, c.Quiet, c.Zone)
	needs, ok := channelNeeds[c.Type]
	switch {
	case r.failed(path + ".type"):
		return
	case !ok:
		r.fail(path, "%s has no type; known: alertmanager, ntfy, shoutrrr, telegram, webhook", path)
		return
	}
	values := map[string]string{"url": c.URL.Reveal(), "token": c.Token.Reveal(), "secret": c.Secret.Reveal(), "chat": c.Chat}
	for _, key := range []string{"url", "token", "secret", "chat"} {
		switch value := values[key]; {
		case value == "" && slices.Contains(needs.must, key) && !r.failed(path+"."+key):
			r.fail(path, "%s has no %s, which type %s needs", path, key, c.Type)
		case value != "" && !slices.Contains(needs.must, key) && !slices.Contains(needs.may, key):
			r.fail(path+"."+key, "%s.%s: type %s has none; remove it", path, key, c.Type)
		}
	}
	if c.URL != "" && c.Type != "shoutrrr" {
		r.checkWeb(path+".url", c.URL)
	}
	for _, secret := range strings.Fields(c.Secret.Reveal()) {
		if key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_")); err != nil || len(key) < 24 || len(key) > 64 {
			r.fail(path+".secret", "%s.secret must be whsec_ and 24 to 64 bytes in base64", path)
		}
	}
}

var channelNeeds = map[string]struct{ must, may []string }{
	"telegram":     {must: []string{"token", "chat"}, may: []string{"url"}},
	"ntfy":         {must: []string{"url"}, may: []string{"token"}},
	"webhook":      {must: []string{"url", "secret"}},
	"alertmanager": {must: []string{"url"}, may: []string{"token"}},
	"shoutrrr":     {must: []string{"url"}},
}

// quiet checks the quiet hours of a channel or a rule.
func (r *resolver) quiet(path, hours, zone string) {
	if hours == "" {
		if zone != "" {
			r.fail(path+".zone", "%s.zone is that of quiet, and there is none; remove it", path)
		}
		return
	}
	from, to, ok := strings.Cut(hours, "-")
	_, err1 := time.Parse("15:04", from)
	_, err2 := time.Parse("15:04", to)
	if !ok || err1 != nil || err2 != nil || from == to {
		r.fail(path+".quiet", "%s.quiet: %s are no hours; write them like 22:00-07:00", path, r.quote(path+".quiet", hours))
	}
	if _, err := time.LoadLocation(zone); err != nil {
		r.fail(path+".zone", "%s.zone: %s is no time zone; write one like Europe/Berlin", path, r.quote(path+".zone", zone))
	}
}

// checkWeb tells what is wrong with a URL that is to be asked by HTTP.
func (r *resolver) checkWeb(path string, secret Secret) {
	u, err := url.Parse(secret.Reveal())
	if !r.failed(path) && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "") {
		r.fail(path, "%s must be a URL that begins with http:// or https:// (it isn't shown, as it may hold a key)", path)
	}
}

// secret takes a value from its file when one is named.
func (r *resolver) secret(path, key, file string, into *Secret) {
	switch {
	case file == "":
	case r.given(path+"."+key) && *into != "":
		r.fail(path+"."+key+"_file", "%s has both %s and %s_file; remove one", path, key, key)
	default:
		text, ok := r.readSecret(path, key, file)
		if !ok {
			r.config.places.spoil(path + "." + key)
		}
		*into = text
	}
}
