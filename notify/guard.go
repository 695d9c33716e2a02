package notify

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// ErrForbidden is matched by errors of connections to addresses that aren't
// public.
var ErrForbidden = errors.New("the address is not public")

// patience is the most that one attempt may take.
const patience = 20 * time.Second

// hops is the most redirects that are followed.
const hops = 3

// Client makes requests as notifications may be sent: within bounded time, by
// no proxy, and unless private is allowed to public addresses alone. That is
// looked at when a connection is made, by the address that the name had then,
// at each redirect anew: what a name meant before, or elsewhere, doesn't count.
func Client(private bool) *http.Client {
	if private {
		return client(func(string) error { return nil }, nil)
	}
	return client(public, nil)
}

// client makes requests to addresses that judge lets pass, as resolver finds
// them; the system's when nil.
func client(judge func(address string) error, resolver *net.Resolver) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Resolver: resolver,
		Control: func(_, address string, _ syscall.RawConn) error { return judge(address) }}
	return &http.Client{
		Timeout: patience,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 15 * time.Second,
			MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 1, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case len(via) > hops, r.Method != via[0].Method:
				return &Failure{Reason: Status} // a redirect that drops the body would look like success
			case via[0].URL.Scheme == "https" && r.URL.Scheme != "https":
				return ErrForbidden // what was to be encrypted stays so
			case r.URL.Host != via[0].URL.Host:
				// Signed or not, credentials are for the first host alone.
				r.Header.Del("Authorization")
			}
			return nil
		},
	}
}

// public tells whether a resolved address may be connected to.
func public(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !isPublic(at.Addr()) {
		return fmt.Errorf("connecting: %w", ErrForbidden)
	}
	return nil
}

// inward are ranges that lead into private networks, to the machine itself, or
// nowhere, beside those that netip knows by name; those of IPv6 that carry an
// IPv4 address are opened first.
var inward = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// embedded is the IPv4 address within one of IPv6: mapped, translated (NAT64)
// or tunnelled (6to4).
func embedded(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	b := a.As16()
	switch {
	case a.Is4():
	case netip.MustParsePrefix("64:ff9b::/96").Contains(a):
		return netip.AddrFrom4([4]byte(b[12:]))
	case netip.MustParsePrefix("2002::/16").Contains(a):
		return netip.AddrFrom4([4]byte(b[2:6]))
	}
	return a
}

func isPublic(a netip.Addr) bool {
	a = embedded(a)
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range inward {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
