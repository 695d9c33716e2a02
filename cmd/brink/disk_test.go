package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"brink/devnet"
	"brink/feed"
	"brink/store/sqlite/disk"
)

// badDisk is the program on a disk that fails: while the file badDiskFault is in its folder, what is done to the store's
// files as the file says is an I/O error.
func badDisk() {
	err := disk.Install(func(a disk.Act, do func(int) error) error {
		fault, err := os.ReadFile(badDiskFault)
		if err == nil && strings.Contains(string(fault), string(a.Kind)) {
			return syscall.EIO
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return do(a.Size)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	main()
}

const badDiskFault = "fault"

// TestFault31WatchBadDisk lets the disk fail under the store, in writing or in making sure of what was written: the
// program stays up, says why it stands still, and goes on when the disk does; also when it is killed meanwhile.
func TestFault31WatchBadDisk(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	p := th.start("brink-on-a-bad-disk")
	for range 25 {
		th.step()
	}
	th.compare(p)
	fault := filepath.Join(th.folder, badDiskFault)
	for i, fails := range []string{"write truncate", "sync", "write", "sync"} {
		if err := os.WriteFile(fault, []byte(fails), 0o600); err != nil {
			t.Fatal(err)
		}
		th.step()
		th.standsStill(p, "disk I/O error")
		if i >= 2 {
			p.end(syscall.SIGKILL)
		}
		if err := os.Remove(fault); err != nil {
			t.Fatal(err)
		}
		if i >= 2 {
			p = th.start("brink-on-a-bad-disk")
		}
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

// standsStill demands that a program whose store fails is up and says so wherever anybody may look.
func (th *theater) standsStill(p *program, why string) {
	th.t.Helper()
	c := th.chainIs(p, feed.Stale)
	if !strings.Contains(c.Reason, "storing block") || !strings.Contains(c.Reason, why) {
		th.t.Errorf("the chain is stale for %q, it should be for %q", c.Reason, why)
	}
	if failed := th.metric(`brink_store_failures_total{chain="local"}`); failed < 1 {
		th.t.Errorf("%v failures of the store are counted", failed)
	}
	if th.ready() == http.StatusOK {
		th.t.Error("readyz is 200 although nothing can be stored")
	}
}

// metric is the value of a series, or NaN.
func (th *theater) metric(series string) float64 {
	th.t.Helper()
	response, err := http.Get(th.URL + "/metrics")
	if err != nil {
		th.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), series+" "); ok {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				th.t.Fatal(err)
			}
			return n
		}
	}
	return math.NaN()
}

// TestFault31WatchReadOnly takes the right to write away from the whole folder, as a kernel does that has seen its disk
// fail: what is open goes on, a snapshot can't be saved, which is said at the end, and a start fails with one clear
// line. When the folder can be written again nothing is missing.
func TestFault31WatchReadOnly(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	path := filepath.Join(th.folder, "disk")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	th.configure("store: { url: \"sqlite:disk/brink.db\" }\n")
	p := th.watch()
	for range 25 {
		th.step()
	}
	th.compare(p)
	mount(t, "--bind", path, path)
	mount(t, "-o", "remount,bind,ro", path)
	th.step()
	th.compare(p)
	p.end(syscall.SIGTERM)
	if code := p.ProcessState.ExitCode(); code != 0 || !strings.Contains(p.log.String(), "read-only file system") {
		t.Errorf("it ended with %d: %s", code, p.log.String())
	}
	p = th.watch()
	<-p.ended
	if code := p.ProcessState.ExitCode(); code != 1 || !strings.Contains(p.log.String(), "readonly database") {
		t.Errorf("on a folder that can't be written it ended with %d: %s", code, p.log.String())
	}
	unmount(t, path)
	p = th.watch()
	th.step()
	th.compare(p)
	th.feedHolds()
	p.end(syscall.SIGTERM)
}

func mount(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("mount", args...).CombinedOutput(); err != nil {
		t.Fatalf("a disk that fails must be mounted, which needs root: %v: %s", err, out)
	}
	path := args[len(args)-1]
	t.Cleanup(func() { _ = exec.Command("umount", "-l", path).Run() })
}

func unmount(t *testing.T, path string) {
	t.Helper()
	if out, err := exec.Command("umount", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}
