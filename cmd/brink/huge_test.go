package main

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"brink/devnet"
	"brink/devnet/fault"
)

// TestFault21WatchHugeAnswers lets the endpoint that is preferred answer with much too much, in every way: the program
// takes hardly more memory than before, asks the other endpoint, and says of the first what was wrong.
func TestFault21WatchHugeAnswers(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	liar, err := fault.Start(t.Context(), node.HTTP(), node.WS())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(liar.Close)
	th.configure("", fmt.Sprintf("%q", node.WS()), fmt.Sprintf("%q }\n      - { name: honest, url: %q", liar.HTTP(), node.HTTP()))
	for range 25 {
		th.step()
	}
	t.Setenv("GOGC", "20") // what is held counts, not what the collector hasn't come to yet
	for name, write := range fault.Huge() {
		liar.Heal()
		p := th.watch() // anew: it would stay away from the endpoint for long
		th.compare(p)
		before := p.memory(t, true)
		liar.Write(func(w http.ResponseWriter, _ *http.Request, _ []byte) { write(w) })
		until(t, "the endpoint is given up", func() bool {
			th.step()
			return !strings.Contains(th.page("/v1/chains"), `"name":"devnet","state":"alive"`)
		})
		th.compare(p)
		if now := p.memory(t, false); now > before+64<<10 {
			t.Errorf("%s: %d KiB, and %d KiB before", name, now, before)
		}
		if said := th.page("/metrics"); !strings.Contains(said, `reason="too_large"`) && !strings.Contains(said, `reason="malformed"`) {
			t.Errorf("%s: what was wrong isn't counted", name)
		}
		th.feedHolds()
		p.end(syscall.SIGTERM)
	}
}

// memory is the most that a program has held, in KiB; from now on if it is asked to forget what was.
func (p *program) memory(t *testing.T, forget bool) int {
	t.Helper()
	folder := "/proc/" + strconv.Itoa(p.Process.Pid)
	if forget {
		if err := os.WriteFile(folder+"/clear_refs", []byte("5"), 0); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(folder + "/status")
	if err != nil {
		t.Fatal(err)
	}
	_, peak, _ := strings.Cut(string(text), "VmHWM:")
	peak, _, _ = strings.Cut(peak, "kB")
	n, err := strconv.Atoi(strings.TrimSpace(peak))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
