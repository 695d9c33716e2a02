package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// A tape shows, without the node, what the contracts said at its end, and the
// same again each time.
func TestRecordAndReplay(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	run := func(args ...string) (stdout, stderr string) {
		t.Helper()
		command := exec.Command(brinkProgram(t), args...)
		var out, log strings.Builder
		command.Dir, command.Stdout, command.Stderr = th.folder, &out, &log
		timer := time.AfterFunc(60*time.Second, func() { _ = command.Process.Kill() })
		defer timer.Stop()
		if err := command.Run(); err != nil {
			t.Fatalf("brink %s: %v: %s", strings.Join(args, " "), err, log.String())
		}
		return out.String(), log.String()
	}
	for range 30 { // with the crash and the reorganisation
		th.step()
	}
	run("record", "--out", "a.tape", "--blocks", "1")
	table, first := run("replay", "a.tape", "-o", "json")
	_, second := run("replay", "a.tape", "--events")
	if first != second || !strings.Contains(first, "digest") {
		t.Fatalf("two replays end with %q and %q", first, second)
	}
	var positions []feed.Position
	if err := json.Unmarshal([]byte(table), &positions); err != nil {
		t.Fatal(err)
	}
	var accounts []common.Address
	for _, p := range positions {
		accounts = append(accounts, common.HexToAddress(p.Account))
	}
	truth, err := th.Market.AccountData(t.Context(), th.Market.Chain.Head().Hash, accounts...)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range positions {
		if p.Native == nil || p.Native.HealthFactor != truth[i].HealthFactor.String() {
			t.Errorf("%s: the tape shows %v, the pool said %s", p.Account, p.Native, truth[i].HealthFactor)
		}
	}
	if len(positions) < 5 {
		t.Errorf("the tape shows %d positions", len(positions))
	}
	if out, err := exec.Command(brinkProgram(t), "replay", filepath.Join(th.folder, "brink.yaml"), "-c", filepath.Join(th.folder, "brink.yaml")).CombinedOutput(); err == nil || strings.Count(string(out), "\n") != 1 {
		t.Errorf("what is no tape gave %v and %q", err, out)
	}
}
