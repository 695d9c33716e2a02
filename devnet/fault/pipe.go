package fault

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// Pipe passes TCP connections on to another address, and can make them suffer.
type Pipe struct {
	listener net.Listener
	target   string
	ctx      context.Context //nolint:containedctx // of all connections, ended by Close
	stop     context.CancelFunc
	work     sync.WaitGroup

	mu      sync.Mutex
	conns   map[*net.TCPConn]*passage
	hole    bool
	refuse  bool
	speed   int           // bytes a second towards who connected, zero for any
	latency time.Duration // of everything towards who connected
}

// passage is one connection and its other half.
type passage struct{ lost bool }

// NewPipe listens on the loopback interface for connections to a host and port.
func NewPipe(target string) (*Pipe, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	p := &Pipe{listener: listener, target: target, conns: make(map[*net.TCPConn]*passage)}
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.work.Go(p.accept)
	return p, nil
}

// Close ends all connections.
func (p *Pipe) Close() {
	p.stop()
	_ = p.listener.Close()
	p.Reset()
	p.work.Wait()
}

// Address is the host and port to connect to.
func (p *Pipe) Address() string { return p.listener.Addr().String() }

// Blackhole swallows every byte, in both directions, while it is on: no end of
// a connection is told.
func (p *Pipe) Blackhole(on bool) { p.change(func() { p.hole = on }) }

// Lose swallows from now on every byte of the connections that there are, and no
// end of them is told; those that come later are passed on.
func (p *Pipe) Lose() {
	p.change(func() {
		for _, c := range p.conns {
			c.lost = true
		}
	})
}

// Refuse resets new connections while it is on.
func (p *Pipe) Refuse(on bool) { p.change(func() { p.refuse = on }) }

// Speed limits the bytes a second towards who connected; zero is no limit.
func (p *Pipe) Speed(bytes int) { p.change(func() { p.speed = bytes }) }

// Latency delays everything towards who connected.
func (p *Pipe) Latency(d time.Duration) { p.change(func() { p.latency = d }) }

func (p *Pipe) change(how func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	how()
}

// Reset breaks all connections: both ends see a reset, not an end.
func (p *Pipe) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.SetLinger(0)
		_ = c.Close()
	}
	clear(p.conns)
}

func (p *Pipe) accept() {
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		near := conn.(*net.TCPConn)
		p.mu.Lock()
		refuse := p.refuse
		p.mu.Unlock()
		if refuse {
			_ = near.SetLinger(0)
			_ = near.Close()
			continue
		}
		p.work.Go(func() { p.pass(near) })
	}
}

func (p *Pipe) pass(near *net.TCPConn) {
	defer func() { _ = near.Close() }()
	conn, err := new(net.Dialer).DialContext(p.ctx, "tcp", p.target)
	if err != nil {
		return
	}
	far := conn.(*net.TCPConn)
	defer func() { _ = far.Close() }()
	c := new(passage)
	p.change(func() { p.conns[near], p.conns[far] = c, c })
	defer p.change(func() { delete(p.conns, near); delete(p.conns, far) })
	var work sync.WaitGroup
	work.Go(func() { p.pump(c, far, near, false) })
	p.pump(c, near, far, true)
	work.Wait()
}

// pump copies until either end is gone, and takes the other end with it.
func (p *Pipe) pump(c *passage, to, from *net.TCPConn, slow bool) {
	defer func() { _ = to.Close() }()
	defer func() { _ = from.Close() }()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !p.write(c, to, buffer[:n], slow) || err != nil {
			return
		}
	}
}

func (p *Pipe) write(c *passage, to io.Writer, b []byte, slow bool) bool {
	p.mu.Lock()
	hole, speed, latency := p.hole || c.lost, p.speed, p.latency
	p.mu.Unlock()
	switch {
	case hole:
		return true
	case slow && latency > 0 && !p.wait(latency):
		return false
	case slow && speed > 0:
		for ; len(b) > 0; b = b[1:] {
			if _, err := to.Write(b[:1]); err != nil || !p.wait(time.Second/time.Duration(speed)) {
				return false
			}
		}
		return true
	}
	_, err := to.Write(b)
	return err == nil
}

func (p *Pipe) wait(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-p.ctx.Done():
		return false
	}
}
