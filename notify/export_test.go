package notify

import (
	"net"
	"net/http"
	"net/netip"
	"time"
)

// IsPublic is isPublic.
func IsPublic(a netip.Addr) bool { return isPublic(a) }

// Pause is how long a message waits that failed so often.
func (n *Notifier) Pause(attempts int) time.Duration { return n.pause(attempts) }

// GuardedBut is a guarded client to which one address counts as public.
func GuardedBut(allowed string) *http.Client {
	return client(func(address string) error {
		if address == allowed {
			return nil
		}
		return public(address)
	}, nil)
}

// GuardedWith is a guarded client that asks a resolver.
func GuardedWith(r *net.Resolver) *http.Client { return client(public, r) }
