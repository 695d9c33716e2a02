package web

import (
	"fmt"
	"net/http"
	"strings"

	"brink/feed"
)

// livez answers that the process answers.
func (s *Server) livez(w http.ResponseWriter, _ *http.Request) {
	plain(w, http.StatusOK, "ok\n")
}

// readyz answers whether the numbers can be trusted now, and if not, why. With
// ?verbose it lists what it looked at.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	var good, bad strings.Builder
	if _, err := s.kept(r.Context()); err != nil {
		fmt.Fprintf(&bad, "[-] store: %v\n", err)
	} else {
		fmt.Fprintf(&good, "[+] store: ok\n")
	}
	chains := s.live.Chains()
	for _, c := range chains {
		for _, d := range c.Deployments {
			if strings.HasPrefix(d.State, feed.Degraded) {
				fmt.Fprintf(&bad, "[-] chain %s: %s: %s\n", c.Name, d.Name, d.State)
			}
		}
		if c.State == feed.Live {
			fmt.Fprintf(&good, "[+] chain %s: live\n", c.Name)
			continue
		}
		fmt.Fprintf(&bad, "[-] chain %s: %s\n", c.Name, strings.TrimSuffix(fmt.Sprintf("%s: %s", c.State, c.Reason), ": "))
	}
	if len(chains) == 0 {
		fmt.Fprintf(&bad, "[-] chains: none has begun\n")
	}
	status, text := http.StatusOK, "ok\n"
	if bad.Len() > 0 {
		status, text = http.StatusServiceUnavailable, "not ready\n"
	}
	if r.URL.Query().Has("verbose") {
		text = good.String() + bad.String() + text
	} else {
		text = bad.String() + text
	}
	plain(w, status, text)
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	// Who doesn't take the answer has gone away.
	_, _ = w.Write([]byte(text))
}
