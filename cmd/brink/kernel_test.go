package main

import (
	"bufio"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"brink/devnet"
)

// failing makes the system refuse what a running program asks of its disk, until it is ended.
func failing(t *testing.T, p *program, calls string) (end func()) {
	t.Helper()
	tracer := exec.Command("strace", "-f", "-o", "/dev/null", "-e", "trace="+calls, "-e", "inject="+calls+":error=EIO", "-p", strconv.Itoa(p.Process.Pid))
	said, err := tracer.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := tracer.Start(); err != nil {
		t.Fatalf("system calls are made to fail by strace, which scripts/setup installs: %v", err)
	}
	end = func() {
		_ = tracer.Process.Signal(syscall.SIGTERM) // it lets go of the program
		_ = tracer.Wait()
	}
	t.Cleanup(end)
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil || !strings.Contains(line, "attached") {
		t.Fatalf("strace says %q, %v", line, err)
	}
	return end
}

// TestFault31WatchSystemRefuses lets the system itself fail under the program: writing, or making sure of what was
// written, is an I/O error. It stays up, says why it stands still, and goes on when the system does.
func TestFault31WatchSystemRefuses(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	p := th.watch()
	for range 25 {
		th.step()
	}
	th.compare(p)
	for _, calls := range []string{"pwrite64", "fsync,fdatasync"} {
		end := failing(t, p, calls)
		th.step()
		th.standsStill(p, "disk I/O error")
		end()
		th.compare(p)
		th.step()
		th.compare(p)
		th.feedHolds()
	}
	p.end(syscall.SIGTERM)
	if code := p.ProcessState.ExitCode(); code != 0 {
		t.Errorf("it ended with %d: %s", code, p.log.String())
	}
}
