package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// streamBuffer bounds what the system holds for a stream that isn't read, where it would let that grow to megabytes.
const streamBuffer = 64 << 10

// connection is the key of the connection that a request came by.
type connection struct{}

// remembering lets requests know their connection.
func remembering(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connection{}, c)
}

// bound gives a stream its share of what the system holds: memory of bounded size, and a connection for no longer than
// three times patience when nothing comes back from the other end. Writing doesn't notice that: what a client that has
// vanished doesn't take is kept for it, for a quarter of an hour. One that is slow is noticed before, by writing.
func bound(r *http.Request, patience time.Duration) error {
	c, _ := r.Context().Value(connection{}).(net.Conn)
	if encrypted, is := c.(interface{ NetConn() net.Conn }); is {
		c = encrypted.NetConn()
	}
	tcp, is := c.(*net.TCPConn)
	if !is {
		return nil // nothing of it is the system's
	}
	if err := tcp.SetWriteBuffer(streamBuffer); err != nil {
		return fmt.Errorf("bounding a stream: %w", err)
	}
	if err := endUnheard(tcp, 3*patience); err != nil {
		return fmt.Errorf("bounding a stream: %w", err)
	}
	return nil
}
