package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// open are requests that are no GET and yet change nothing.
var open = []string{"POST /v1/risk/simulate"}

// refusal is why a request isn't answered.
type refusal struct {
	status int
	detail string
}

// access decides who may ask, and who may change something.
type access struct {
	options Options
	tokens  [][sha256.Size]byte
	foreign *http.CrossOriginProtection
	rates   *rates
}

func newAccess(o Options) *access {
	a := &access{options: o, foreign: http.NewCrossOriginProtection(), rates: newRates(o.Rate)}
	for _, token := range o.Tokens {
		a.tokens = append(a.tokens, sha256.Sum256([]byte(token)))
	}
	return a
}

// refuses gives the reason for which a request isn't answered, nil when it is.
func (a *access) refuses(r *http.Request, pattern string) *refusal {
	switch {
	case !a.known(r.Host):
		return &refusal{http.StatusForbidden, "this server doesn't answer by that host name: add it to hosts in the configuration"}
	case r.ContentLength > bodyBytes:
		return &refusal{http.StatusRequestEntityTooLarge, "the body is too large"}
	case !a.rates.allow(asker(r)):
		return &refusal{http.StatusTooManyRequests, "too many requests from this address: ask less often, or follow the stream"}
	case safe(r.Method) || pattern == "" || slices.Contains(open, pattern):
		return nil
	}
	return a.refusesWrite(r)
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// refusesWrite wants a token where there are any. Without, it is this machine's
// user who may write, but not the pages that a browser of theirs has open.
func (a *access) refusesWrite(r *http.Request) *refusal {
	if len(a.tokens) > 0 {
		if a.bears(r) {
			return nil
		}
		return &refusal{http.StatusUnauthorized, "this needs a token: send Authorization: Bearer, or X-Brink-Token where a password is asked for as well"}
	}
	if !asker(r).IsLoopback() || relayed(r) {
		return &refusal{http.StatusForbidden, "only this machine may do that: add web.tokens to the configuration to let others"}
	}
	if err := a.foreign.Check(r); err != nil {
		return &refusal{http.StatusForbidden, "another site's page may not do that"}
	}
	return nil
}

// relayed reports whether a proxy says that it asks for somebody else: one on this
// machine would make everybody its user.
func relayed(r *http.Request) bool {
	return slices.ContainsFunc([]string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"}, func(name string) bool {
		return r.Header.Get(name) != ""
	})
}

// bears reports whether the request carries a token. All are compared, whole,
// so that the time that it takes tells nothing.
func (a *access) bears(r *http.Request) bool {
	token := r.Header.Get("X-Brink-Token")
	if scheme, bearer, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		token = bearer
	}
	sum, found := sha256.Sum256([]byte(token)), 0
	for i := range a.tokens {
		found |= subtle.ConstantTimeCompare(sum[:], a.tokens[i][:])
	}
	return found == 1 && token != ""
}

// asker is the address at the other end of the connection.
func asker(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}

// known reports whether a Host header is a name of this server. A foreign page
// can point a DNS name of its own here, but never a bare address.
func (a *access) known(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"), "."))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || slices.Contains(a.options.Hosts, name)
}

// share lets pages of the listed origins read what is answered. It reports
// whether the request only asked for that and is answered now.
func (a *access) share(w http.ResponseWriter, r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if len(a.options.Origins) == 0 || origin == "" {
		return false
	}
	w.Header().Add("Vary", "Origin")
	if !slices.Contains(a.options.Origins, origin) {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origin)
	w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	w.Header().Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
	w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID, X-Brink-Token")
	w.Header().Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return true
}
