package web

import (
	"net/http"
	"path"
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

// guard stands before every handler: it asks access, bounds bodies, and tells
// browsers what the answers may be used for.
func (s *Server) guard(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		pattern := match(mux, r)
		if refused := s.access.refuses(r, pattern); refused != nil {
			refused.tell(w)
			return
		}
		if s.access.share(w, r) {
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyBytes)
		if pattern == "" {
			unmatched(w, r, mux)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (r *refusal) tell(w http.ResponseWriter) {
	switch r.status {
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "1")
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="brink"`)
	}
	problem(w, r.status, r.detail)
}

// match returns the pattern that a request meets. The mux would send one for a path with "//" or ".." in it elsewhere, by
// a page of HTML: such a path is none of ours.
func match(mux *http.ServeMux, r *http.Request) (pattern string) {
	if at := r.URL.EscapedPath(); at == path.Clean(at) {
		_, pattern = mux.Handler(r)
	}
	return pattern
}

// unmatched answers for a path or method that the mux doesn't have.
func unmatched(w http.ResponseWriter, r *http.Request, mux *http.ServeMux) {
	get := r.Clone(r.Context())
	get.Method = http.MethodGet
	if match(mux, get) != "" {
		w.Header().Set("Allow", "GET, HEAD")
		problem(w, http.StatusMethodNotAllowed, "only GET is answered here")
		return
	}
	problem(w, http.StatusNotFound, "there is nothing at this path; /openapi.json lists what there is")
}
