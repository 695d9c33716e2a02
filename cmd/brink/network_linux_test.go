package main

import (
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownNetwork names the test that a process runs in a network namespace of its own.
const ownNetwork = "BRINK_TEST_NETWORK"

// alone runs the test once more, as a process in a network namespace of its own
// in which it may lay wires and cut them. Nobody else sees what is in there, and
// the kernel takes it away with its last process, whatever that ended by. It
// reports whether this is that process already.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv(ownNetwork) == t.Name() {
		http.DefaultClient.Timeout = 5 * time.Second // who is cut off never answers
		ip(t, nil, "link set lo up")
		return true
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	again := exec.CommandContext(t.Context(), self, "-test.run=^"+t.Name()+"$")
	again.Env = append(os.Environ(), ownNetwork+"="+t.Name())
	again.SysProcAttr = apart()
	if id := os.Getuid(); id != 0 { // who isn't root may rule over a user namespace instead
		again.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		again.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: id, HostID: id, Size: 1}}
		again.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}}
		again.SysProcAttr.AmbientCaps = []uintptr{capNetAdmin, capSysAdmin}
	}
	said := new(strings.Builder)
	again.Stdout, again.Stderr = said, said
	if err := again.Start(); err != nil {
		t.Fatalf("this test needs network namespaces, as root or where everybody may make user namespaces: %v", err)
	}
	if err := again.Wait(); err != nil {
		t.Fatalf("in a network of its own: %v\n%s", err, said)
	}
	return false
}

// What it takes to lay wires and to enter namespaces; the kernel's numbers.
const capNetAdmin, capSysAdmin = 12, 21

// apart lets a process begin in an empty network namespace, and not outlive this one.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
}

// room is a network namespace that is there as long as its keeper.
type room struct {
	keeper *exec.Cmd
	alive  io.Closer
}

func newRoom(t *testing.T) *room {
	t.Helper()
	r := &room{keeper: exec.Command("cat")}
	r.keeper.SysProcAttr = apart()
	var err error
	if r.alive, err = r.keeper.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := r.keeper.Start(); err != nil {
		t.Fatalf("making a network namespace: %v", err)
	}
	t.Cleanup(func() {
		_ = r.alive.Close()
		_ = r.keeper.Wait()
	})
	ip(t, r, "link set lo up")
	return r
}

// inside is a command line that runs in the room, as the process that it is started as.
func (r *room) inside(command ...string) []string {
	return slices.Concat([]string{"nsenter", "--target", fmt.Sprint(r.keeper.Process.Pid), "--net", "--"}, command)
}

// ip and tc are the programs of that name, in a room or, for nil, in the test's network.
func ip(t *testing.T, r *room, words string) { t.Helper(); iproute(t, r, "ip "+words) }
func tc(t *testing.T, r *room, words string) { t.Helper(); iproute(t, r, "tc "+words) }

func iproute(t *testing.T, r *room, line string) {
	t.Helper()
	command := strings.Fields(line)
	if r != nil {
		command = r.inside(command...)
	}
	if said, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s (iproute2, which scripts/setup installs, and a Linux kernel with bridges are needed)", line, err, said)
	}
}

// bridge is a network that this process is in, and so can be rooms.
type bridge struct {
	name string
	at   netip.Prefix // of this process
}

func newBridge(t *testing.T, name, at string) *bridge {
	t.Helper()
	b := &bridge{name, netip.MustParsePrefix(at)}
	ip(t, nil, "link add "+name+" type bridge")
	ip(t, nil, fmt.Sprintf("addr add %s dev %s", at, name))
	ip(t, nil, "link set "+name+" up")
	return b
}

// wire is what joins a room to a bridge.
type wire struct {
	*testing.T
	*bridge
	*room
	n  int
	at netip.Addr // of the room
}

// join lays the n-th wire of a bridge.
func (b *bridge) join(t *testing.T, r *room, n int) *wire {
	t.Helper()
	w := &wire{t, b, r, n, b.at.Addr()}
	for range n {
		w.at = w.at.Next()
	}
	ip(t, nil, fmt.Sprintf("link add %s type veth peer name %s netns %d", w.end(), b.name, r.keeper.Process.Pid))
	ip(t, nil, fmt.Sprintf("link set %s master %s up", w.end(), b.name))
	ip(t, r, fmt.Sprintf("addr add %s/%d dev %s", w.at, b.at.Bits(), b.name))
	ip(t, r, "link set "+b.name+" up")
	return w
}

// end is the wire's name outside of the room; inside it is the bridge's.
func (w *wire) end() string { return fmt.Sprintf("%s-%d", w.name, w.n) }

// Three ways to cut a wire, none of which tells the end of a connection. Each
// returns how to mend it.

// pull loses everything.
func (w *wire) pull() (mend func()) {
	ip(w.T, nil, "link set "+w.end()+" down")
	return func() { ip(w.T, nil, "link set "+w.end()+" up") }
}

// deafen loses what is sent to the room.
func (w *wire) deafen() (mend func()) { return w.drop(nil, w.end()) }

// silence loses what the room sends.
func (w *wire) silence() (mend func()) { return w.drop(w.room, w.name) }

// drop loses what goes out by a device, which has a queue for nothing.
func (w *wire) drop(r *room, device string) (mend func()) {
	tc(w.T, r, "qdisc add dev "+device+" root pfifo limit 0")
	return func() { tc(w.T, r, "qdisc del dev "+device+" root") }
}
