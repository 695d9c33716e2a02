package main

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/devnet"
)

// findings runs "brink check" and returns what it found as "subject check: result".
func (th *theater) findings(code int) map[string]string {
	th.t.Helper()
	r := brink(th.t, "check", "-o", "json", "-c", filepath.Join(th.folder, "brink.yaml"))
	var list []finding
	if err := json.Unmarshal([]byte(r.stdout), &list); err != nil || r.code != code {
		th.t.Fatalf("exit code %d, want %d: %v: %s%s", r.code, code, err, r.stdout, r.stderr)
	}
	if failing := strings.Contains(r.stderr, " checks failed\n"); failing != (code == exitCheck) {
		th.t.Errorf("printed %q", r.stderr)
	}
	found := make(map[string]string)
	for _, f := range list {
		found[f.Subject+" "+f.Check] += string(f.Result) + ": " + f.Detail
	}
	return found
}

func TestCheck(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 1)
	// A block of now, so that the node isn't behind.
	age := time.Now().Unix() - int64(th.Market.Chain.Head().Time)
	if _, err := th.play.Step(t.Context(), uint64(max(1, age))); err != nil {
		t.Fatal(err)
	}
	expect := func(code int, want map[string]string) {
		t.Helper()
		found := th.findings(code)
		for check, text := range want {
			if !strings.HasPrefix(found[check], text) {
				t.Errorf("%s is %q, want %q…", check, found[check], text)
			}
		}
	}
	good := map[string]string{
		"devnet connection": "ok: serves chain 31337", "devnet newest block": "ok: ", "devnet new blocks": "ok: are announced",
		"devnet logs": "ok: of ", "devnet code": "ok: at 2 addresses",
		"aave-local read": "ok: aave-v3 3.6, ", "aave-local oracle": "ok: gives a price of each of ",
	}
	expect(exitOK, good)
	if r := brink(t, "check", "-c", filepath.Join(th.folder, "brink.yaml")); strings.Count(r.stdout, "\n") != 1+8 {
		t.Errorf("not a line a check:\n%s", r.stdout)
	}

	th.configure("", node.WS(), node.HTTP())
	expect(exitOK, map[string]string{"devnet connection": "ok: ", "devnet new blocks": "note: are not announced: asked for every 1s"})

	th.configure("", "id: 31337", "id: 1")
	expect(exitCheck, map[string]string{"devnet connection": "failed: endpoint devnet: wrong chain id: the node serves chain 31337, not 1",
		"aave-local read": "failed: no endpoint available"})

	stranger := "0x5B38Da6a701c568545dCfcB03FcB875f56beddC4"
	th.configure("", th.Market.Provider.Hex(), stranger)
	expect(exitCheck, map[string]string{
		"devnet code":     "failed: there is none at " + stranger + ", pool_addresses_provider of aave-local",
		"aave-local read": "failed: ",
	})

	// A second endpoint that is down is found, and its key is not shown.
	th.configure("", node.WS()+`" }`, node.WS()+"\" }\n      - { name: spare, url: \"http://127.0.0.1:1/v3/SECRETKEY\" }")
	good["spare connection"] = "failed: endpoint spare: "
	expect(exitCheck, good)
	found := th.findings(exitCheck)
	if slices.ContainsFunc(slices.Collect(maps.Values(found)), func(text string) bool { return strings.Contains(text, "SECRETKEY") }) {
		t.Errorf("the key is shown: %v", found)
	}
}
