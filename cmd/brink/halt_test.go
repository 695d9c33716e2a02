package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"brink/devnet"
	"brink/devnet/fault"
	"brink/feed"
)

// chainIs waits until the program says that its chain is in a state.
func (th *theater) chainIs(p *program, want feed.ChainState) feed.Chain {
	th.t.Helper()
	var answer struct {
		Chains []feed.Chain `json:"chains"`
	}
	err := th.Await(th.t.Context(), func() error {
		if err := th.Get(th.t.Context(), "/v1/chains", &answer); err != nil {
			return err
		}
		if got := answer.Chains[0]; got.State != want {
			return fmt.Errorf("the chain is %s: %s", got.State, got.Reason)
		}
		return nil
	})
	if err != nil {
		p.end(syscall.SIGKILL)
		th.t.Fatalf("%v\n%s", err, p.log.String())
	}
	return answer.Chains[0]
}

// saidStates are the states of the chain that the feed tells, in order.
func (th *theater) saidStates() (states []string) {
	th.t.Helper()
	events, err := th.Events(th.t.Context())
	if err != nil {
		th.t.Fatal(err)
	}
	for _, e := range events {
		if e.Type == feed.ChainStatus {
			_, state, _ := strings.Cut(string(e.Data), `"state":"`)
			state, _, _ = strings.Cut(state, `"`)
			states = append(states, state)
		}
	}
	return states
}

// ready is what /readyz answers.
func (th *theater) ready() int {
	th.t.Helper()
	response, err := http.Get(th.URL + "/readyz")
	if err != nil {
		th.t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// empty mines a block in which nothing happens.
func (th *theater) empty() {
	th.t.Helper()
	if _, err := th.Market.Chain.Commit(th.t.Context(), 12); err != nil {
		th.t.Fatal(err)
	}
}

// TestFault04WatchHalts takes back what the node had called final: the chain stops, says so wherever anybody may
// look, stays so after a restart, and goes on when an operator says so.
func TestFault04WatchHalts(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	p := th.watch()
	for range 48 { // liquidations too
		th.step()
	}
	th.compare(p)
	if got := th.ready(); got != http.StatusOK {
		t.Errorf("readyz is %d of a chain that is live", got)
	}
	if err := node.Betray(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	if err := th.Market.Chain.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 20 { // so that the final block moves on, and is another
		th.empty()
	}
	for range 2 {
		c := th.chainIs(p, feed.Halted)
		if !strings.Contains(c.Reason, "finality violated") || !strings.Contains(c.Reason, "brink resync") || th.ready() != http.StatusServiceUnavailable {
			t.Errorf("the chain is halted for %q, readyz is %d", c.Reason, th.ready())
		}
		if got := th.metric(`brink_chain_state{chain="local",state="halted"}`); got != 1 {
			t.Errorf("the metric says %v", got)
		}
		p.end(syscall.SIGTERM)
		p = th.watch()
	}
	th.chainIs(p, feed.Halted)
	states := th.saidStates()
	if last := states[len(states)-1]; last != string(feed.Halted) {
		t.Errorf("the feed says %v", states)
	}

	resync := exec.Command(brinkProgram(t), "resync", "local")
	resync.Dir = th.folder
	if out, err := resync.CombinedOutput(); err == nil {
		t.Errorf("resync beside a running watch: %s", out)
	}
	p.end(syscall.SIGTERM)
	resync = exec.Command(brinkProgram(t), "resync", "local")
	resync.Dir = th.folder
	out, err := resync.CombinedOutput()
	if err != nil {
		t.Fatalf("resync: %v: %s", err, out)
	}
	p = th.watch()
	th.compare(p)
	th.chainIs(p, feed.Live)
	for range 4 {
		th.step()
	}
	th.compare(p)
	th.feedHolds()
	p.end(syscall.SIGTERM)
	if aside, err := filepath.Glob(filepath.Join(th.folder, "*.before-resync")); err != nil || len(aside) != 1 {
		t.Errorf("the old snapshot was set aside as %v, %v", aside, err)
	}
}

// TestFault04WatchOthersGoOn halts one of two chains: the other goes on as if nothing had happened.
func TestFault04WatchOthersGoOn(t *testing.T) {
	nodes := make([]*devnet.Anvil, 2)
	theaters := make([]*theater, 2)
	for i := range nodes {
		var err error
		if nodes[i], err = devnet.StartAnvil(t.Context(), devnet.AnvilOptions{}); err != nil {
			t.Fatal(err)
		}
		theaters[i] = raise(t, nodes[i], 5)
	}
	th, other := theaters[0], theaters[1]
	alias, err := fault.Start(t.Context(), nodes[1].HTTP(), nodes[1].WS())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(alias.Close)
	alias.Use(fault.On("eth_chainId", fault.Say(`"0x7a6a"`)))
	config := string(th.Market.Configuration(1e9))
	_, entry, _ := strings.Cut(string(other.Market.Configuration(1e9)), "chains:\n")
	entry = strings.NewReplacer("name: local", "name: other", fmt.Sprint("id: ", devnet.ChainID), "id: 31338", nodes[1].WS(), alias.WS()).Replace(entry)
	if err := os.WriteFile(filepath.Join(th.folder, "brink.yaml"), []byte("listen: "+th.listen+"\n"+config+entry), 0o600); err != nil {
		t.Fatal(err)
	}
	p := th.watch()
	for range 20 {
		th.step()
		other.step()
	}
	stand := func(halted feed.ChainState) {
		t.Helper()
		var answer struct{ Chains []feed.Chain }
		if err := th.Await(t.Context(), func() error {
			if err := th.Get(t.Context(), "/v1/chains", &answer); err != nil {
				return err
			}
			head := other.Market.Chain.Head()
			one, two := answer.Chains[0], answer.Chains[1]
			if one.State != halted || two.State != feed.Live || two.Processed == nil || two.Processed.Hash != head.Hash {
				return fmt.Errorf("the chains are %s (%s) and %s (%s) at %v; the other's head is %d",
					one.State, one.Reason, two.State, two.Reason, two.Processed, head.Number)
			}
			return nil
		}); err != nil {
			p.end(syscall.SIGKILL)
			t.Fatalf("%v\n%s", err, p.log.String())
		}
	}
	stand(feed.Live)
	if err := nodes[0].Betray(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	if err := th.Market.Chain.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		th.empty()
	}
	stand(feed.Halted)
	for range 3 {
		other.step()
		stand(feed.Halted)
	}
	p.end(syscall.SIGTERM)
}
