package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"brink/devnet"
)

// TestHangup has the running program read its configuration anew: a valid one
// comes into effect, any other changes nothing and is told, by day and by metric.
func TestHangup(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 5)
	p := th.watch()
	th.compare(p)
	good := th.page("/metrics")
	if !strings.Contains(good, "brink_config_last_reload_successful 1") {
		t.Fatalf("the first configuration isn't in effect: %s", good)
	}

	hangup := func(extra string) {
		th.configure(extra)
		if err := p.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	named := func(name string) bool { return strings.Contains(th.page("/v1/accounts"), `"`+name+`"`) }
	account := th.play.Accounts()[0].Address.Hex()
	hangup("accounts: [ { name: treasury, address: \"" + account + "\" } ]\n")
	until(t, "the new name to be known", func() bool { return named("treasury") })
	th.step()
	th.compare(p) // it follows on, from where it was

	for _, wrong := range []string{
		"acounts: []\n", // isn't valid
		"accounts: [ { name: other, address: \"" + account + "\" } ]\nstore: { url: \"sqlite:" + filepath.Join(th.folder, "nowhere", "brink.db") + "\" }\n", // doesn't start
	} {
		hangup(wrong)
		until(t, "the metric to say that it isn't in effect", func() bool {
			return strings.Contains(th.page("/metrics"), "brink_config_last_reload_successful 0")
		})
		until(t, "the one before to be in effect", func() bool { return named("treasury") && !named("other") })
		th.step()
		th.compare(p)
	}
	hangup("accounts: [ { name: vault, address: \"" + account + "\" } ]\n")
	until(t, "the mended one to be in effect", func() bool {
		return named("vault") && strings.Contains(th.page("/metrics"), "brink_config_last_reload_successful 1")
	})
	p.end(syscall.SIGTERM)
	if code := p.ProcessState.ExitCode(); code != 0 {
		t.Fatalf("ended with %d: %s", code, p.log.String())
	}
	for _, line := range []string{"unknown key \\\"acounts\\\"", "going on with the one before", "going back to the one before"} {
		if !strings.Contains(p.log.String(), line) {
			t.Errorf("the log doesn't say %s:\n%s", line, p.log.String())
		}
	}
	if _, err := os.Stat(filepath.Join(th.folder, "nowhere")); err == nil {
		t.Error("a folder was made for a store that wasn't there")
	}
}

// page is what the program answers now; nothing while it doesn't.
func (th *theater) page(path string) string {
	request, err := http.NewRequestWithContext(context.WithoutCancel(th.t.Context()), http.MethodGet, th.URL+path, nil)
	if err != nil {
		th.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return ""
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return ""
	}
	return string(text)
}
