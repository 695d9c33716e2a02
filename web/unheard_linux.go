package web

import (
	"net"
	"syscall"
	"time"
)

// userTimeout is TCP_USER_TIMEOUT, of which syscall doesn't know on every architecture.
const userTimeout = 18

// endUnheard ends a connection when what was sent isn't acknowledged for so long.
func endUnheard(c *net.TCPConn, patience time.Duration) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = raw.Control(func(fd uintptr) {
		failed = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, userTimeout, int(patience.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}
