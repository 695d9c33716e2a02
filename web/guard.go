package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// policy lets the page use nothing but what this server sends it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

var headers = map[string]string{
	"Content-Security-Policy":      policy,
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control":                "no-store",
}

// guard stands before every handler: it refuses foreign names and large
// bodies, and tells browsers what the answers may be used for.
func (s *Server) guard(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		if !s.known(r.Host) {
			problem(w, http.StatusForbidden, "this server doesn't answer by that host name: add it to hosts in the configuration")
			return
		}
		if r.ContentLength > bodyBytes {
			problem(w, http.StatusRequestEntityTooLarge, "the body is too large")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyBytes)
		if _, pattern := mux.Handler(r); pattern == "" {
			unmatched(w, r, mux)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// known reports whether a Host header is a name of this server. A foreign page
// can point a DNS name of its own here, but never a bare address.
func (s *Server) known(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"), "."))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || slices.Contains(s.options.Hosts, name)
}

// unmatched answers for a path or method that the mux doesn't have.
func unmatched(w http.ResponseWriter, r *http.Request, mux *http.ServeMux) {
	get := r.Clone(r.Context())
	get.Method = http.MethodGet
	if _, pattern := mux.Handler(get); pattern != "" {
		w.Header().Set("Allow", "GET, HEAD")
		problem(w, http.StatusMethodNotAllowed, "only GET is answered here")
		return
	}
	problem(w, http.StatusNotFound, "there is nothing at this path; /openapi.json lists what there is")
}
