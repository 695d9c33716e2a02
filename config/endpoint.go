package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
)

func (r *resolver) endpoints(path string, chain *Chain) {
	switch {
	case len(chain.Endpoints) > 0 || r.config.Public && len(chain.Public) > 0:
	case len(chain.Public) > 0:
		r.fail(path, "%s has no endpoints; add one with a name and a url, or allow public ones with public_endpoints: true", path)
	default:
		r.fail(path, "%s has no endpoints; add one with a name and a url", path)
	}
	for i, url := range chain.Public {
		at := fmt.Sprintf("%s.public_endpoints[%d]", path, i)
		if err := CheckURL(Secret(url)); err != nil && !r.failed(at) {
			r.fail(at, "%s %v", at, err)
		}
	}
	names := map[string]string{}
	for i := range chain.Endpoints {
		endpoint, at := &chain.Endpoints[i], fmt.Sprintf("%s.endpoints[%d]", path, i)
		if r.failed(at) {
			continue
		}
		r.name(at+".name", endpoint.Name)
		r.unique(names, endpoint.Name, at+".name")
		hasURL, hasFile := r.given(at+".url"), r.given(at+".url_file")
		switch {
		case hasURL && hasFile:
			r.fail(at+".url_file", "%s has both url and url_file; remove one", at)
		case hasFile && r.readURL(at, endpoint):
			r.checkURL(at+".url_file", endpoint.URL)
		case !hasURL && !hasFile:
			r.fail(at, "%s has neither url nor url_file; add one", at)
		case hasURL && !r.failed(at+".url"):
			r.checkURL(at+".url", endpoint.URL)
		}
	}
	if r.config.Public {
		chain.AddPublic()
	}
}

// AddPublic lets a chain use its public endpoints, after all others.
func (c *Chain) AddPublic() {
	for i, url := range c.Public {
		c.Endpoints = append(c.Endpoints, Endpoint{Name: fmt.Sprintf("public-%d", i+1), URL: Secret(url), Public: true})
	}
}

// readURL reads the URL from its file.
func (r *resolver) readURL(path string, endpoint *Endpoint) bool {
	var ok bool
	endpoint.URL, ok = r.readSecret(path, "url", endpoint.URLFile)
	return ok
}

// checkURL tells what is wrong with the URL of a key.
func (r *resolver) checkURL(path string, secret Secret) {
	if err := CheckURL(secret); err != nil {
		r.fail(path, "%s %v", path, err)
	}
}

// CheckURL tells what is wrong with an endpoint's URL, without quoting any of it.
func CheckURL(secret Secret) error {
	u, err := url.Parse(secret.Reveal())
	switch {
	case err != nil:
		return errors.New("is not a URL; write it like wss://host/path (it isn't shown, as it may hold a key)")
	case !slices.Contains([]string{"ws", "wss", "http", "https"}, u.Scheme):
		return errors.New("must begin with ws://, wss://, http:// or https://")
	case u.Hostname() == "":
		return errors.New("has no host; write it like wss://host/path")
	case u.Port() != "" && !isPort(u.Port()):
		return errors.New("has a port above 65535")
	}
	return nil
}
