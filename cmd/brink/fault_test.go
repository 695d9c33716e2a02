package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/devnet/fault"
	"brink/feed"
)

// TestFault19WatchNodeFailsAtTheStart lets the node answer nothing that is asked of its past or its contracts for a while:
// the start, which finds borrowers and reads them, is not given up for that.
func TestFault19WatchNodeFailsAtTheStart(t *testing.T) {
	real, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, real, 20)
	for range 40 { // so that the market lies below the final block
		th.step()
	}
	node, err := fault.Start(t.Context(), real.HTTP(), real.WS())
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	node.Use(fault.On("eth_getLogs", fault.Refuse(-32000, "busy")), fault.On("eth_call", fault.Refuse(-32000, "busy")))
	th.configure("", real.WS(), node.WS(), "id: 31337", "id: 31337\n    mode: current")
	p := th.watch()
	began := time.Now()
	for !strings.Contains(p.log.String(), "Cannot go on, trying again") { // the client alone is patient for a while
		if time.Since(began) > 2*time.Minute {
			p.end(syscall.SIGKILL)
			t.Fatalf("the refusals went by unnoticed: %s", p.log.String())
		}
		<-time.After(200 * time.Millisecond)
	}
	node.Heal()
	th.compare(p)
	th.step()
	th.compare(p)
	p.end(syscall.SIGTERM)
}

// TestFault19WatchNodesDown takes the only node away. What is shown then is marked as stale, and says since when; when
// the node is back all that happened meanwhile is caught up with.
func TestFault19WatchNodesDown(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	pipe, err := fault.NewPipe(strings.TrimPrefix(node.HTTP(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	th.configure("", node.WS(), "ws://"+pipe.Address(), "block_time: 12s", "block_time: 1s")
	p := th.watch()
	for range 25 {
		th.step()
	}
	th.compare(p)
	if got := th.metric(`brink_completeness_ratio{chain="local",protocol="aave-v3"}`); got != 1 {
		t.Errorf("%v of the positions are known", got)
	}
	pipe.Refuse(true)
	pipe.Reset()
	for range 15 {
		th.step()
	}
	began := time.Now()
	for th.state() != feed.Stale { // the head is old, or nobody answers
		if time.Since(began) > 2*time.Minute {
			p.end(syscall.SIGKILL)
			t.Fatalf("the chain is %s although its node is gone\n%s", th.state(), p.log.String())
		}
		<-time.After(200 * time.Millisecond)
	}
	if th.ready() != http.StatusServiceUnavailable {
		t.Errorf("readyz is %d without a node", th.ready())
	}
	if c := th.chainIs(p, feed.Stale); !strings.Contains(c.Reason, "no new block since 20") {
		t.Errorf("it is stale for %q, which doesn't say since when", c.Reason)
	}
	if got := th.metric(`brink_chain_state{chain="local",state="stale"}`); got != 1 {
		t.Errorf("the metric says %v", got)
	}
	var page struct{ Positions []feed.Position }
	if err := th.Get(t.Context(), "/v1/positions", &page); err != nil {
		t.Fatal(err)
	}
	for _, shown := range page.Positions {
		if !shown.Stale {
			t.Fatalf("%s is not shown as stale", shown.ID)
		}
	}
	for end := began.Add(outage(t)); time.Now().Before(end); <-time.After(time.Second) {
		th.step() // the market moves on
		if th.state() != feed.Stale || th.ready() != http.StatusServiceUnavailable {
			t.Fatalf("after %s without a node the chain is %s, readyz %d", time.Since(began), th.state(), th.ready())
		}
	}
	pipe.Refuse(false)
	th.compare(p)
	th.chainIs(p, feed.Live)
	th.feedHolds()
	if err := th.Await(t.Context(), func() error {
		if states := strings.Join(th.saidStates(), " "); !strings.Contains(states, "live stale live") {
			return fmt.Errorf("the feed says %s", states)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	p.end(syscall.SIGTERM)
}

// outage is how long the nodes are away at least: OUTAGE, if that is set.
func outage(t *testing.T) time.Duration {
	text := os.Getenv("OUTAGE")
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// state is how the chain stands.
func (th *theater) state() feed.ChainState {
	th.t.Helper()
	var answer struct {
		Chains []feed.Chain `json:"chains"`
	}
	if err := th.Get(th.t.Context(), "/v1/chains", &answer); err != nil {
		th.t.Fatal(err)
	}
	return answer.Chains[0].State
}

// TestFault31WatchFullDisk fills the disk on which the store lies: the program stays up and says why it stands still,
// and goes on as soon as there is room.
func TestFault31WatchFullDisk(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	disk := filepath.Join(th.folder, "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	mount(t, "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk)
	th.configure("store: { url: \"sqlite:disk/brink.db\" }\n")
	p := th.watch()
	for range 25 {
		th.step()
	}
	th.compare(p)
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	steps := 0
	for ; steps < 20 && th.state() == feed.Live; steps++ {
		th.step()
		_ = th.Await(t.Context(), func() error { return nil })
	}
	th.standsStill(p, "database or disk is full")
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	th.compare(p)
	th.step()
	th.compare(p)
	th.feedHolds()
	p.end(syscall.SIGTERM)
	if code := p.ProcessState.ExitCode(); code != 0 {
		t.Errorf("it ended with %d: %s", code, p.log.String())
	}
}

// fill takes all room that is left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 16; size > 0; {
		if n, err := f.Write(make([]byte, size)); err != nil || n < size {
			size /= 2
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFault32WatchTwice starts a second program on the same store.
func TestFault32WatchTwice(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 1)
	p := th.watch()
	th.chainIs(p, feed.Live)
	th.listen = freePort(t)
	th.configure("")
	second := th.watch()
	select {
	case <-second.ended:
	case <-time.After(30 * time.Second):
		t.Fatal("two programs run on one store")
	}
	if code := second.ProcessState.ExitCode(); code != 1 || !strings.Contains(second.log.String(), "in use by another process") {
		t.Errorf("the second ended with %d: %s", code, second.log.String())
	}
	th.step()
	th.chainIs(p, feed.Live)
	p.end(syscall.SIGTERM)
}

// TestFault25WatchClocks watches a chain whose clock is an hour ahead of ours.
func TestFault25WatchClocks(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{Genesis: uint64(time.Now().Add(time.Hour).Unix())})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 20)
	p := th.watch()
	for range 22 {
		th.step()
	}
	th.compare(p)
	if c := th.chainIs(p, feed.Live); c.LagSeconds != 0 || c.LagBlocks != 0 {
		t.Errorf("it lags %d seconds and %d blocks", c.LagSeconds, c.LagBlocks)
	}
	p.end(syscall.SIGTERM)
}
