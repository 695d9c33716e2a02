package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"
)

// theater is a market on a real node with a play on it, and the folder in which
// the real program watches it.
type theater struct {
	t *testing.T
	devnet.Inspector
	play   *devnet.Play
	folder string
	listen string
}

func raise(t *testing.T, node devnet.Node, accounts int) *theater {
	t.Helper()
	ctx := t.Context()
	t.Cleanup(func() {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	})
	chain, err := devnet.NewChain(ctx, node)
	if err != nil {
		t.Fatal(err)
	}
	market, err := devnet.Deploy(ctx, chain, devnet.V36)
	if err != nil {
		t.Fatal(err)
	}
	play, err := devnet.NewPlay(ctx, market, devnet.PlayOptions{Seed: 7, Accounts: accounts})
	if err != nil {
		t.Fatal(err)
	}
	if err := play.History(ctx, 3); err != nil {
		t.Fatal(err)
	}
	th := &theater{t: t, play: play, folder: t.TempDir(), listen: freePort(t)}
	th.Inspector = devnet.Inspector{URL: "http://" + th.listen, Market: market}
	th.configure("")
	return th
}

// configure writes the market's configuration, with some words of it replaced.
func (th *theater) configure(extra string, replace ...string) {
	th.t.Helper()
	text := "listen: " + th.listen + "\n" + extra + strings.NewReplacer(replace...).Replace(string(th.Market.Configuration(1e9)))
	if err := os.WriteFile(filepath.Join(th.folder, "brink.yaml"), []byte(text), 0o600); err != nil {
		th.t.Fatal(err)
	}
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// program is a running brink.
type program struct {
	*exec.Cmd
	log   bytes.Buffer
	ended chan struct{}
}

// watch starts the real program.
func (th *theater) watch() *program {
	th.t.Helper()
	return th.start(brinkProgram(th.t))
}

func (th *theater) start(path string) *program {
	th.t.Helper()
	p := &program{Cmd: exec.Command(path, "watch"), ended: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = th.folder, &p.log, &p.log
	if err := p.Start(); err != nil {
		th.t.Fatal(err)
	}
	go func() {
		_ = p.Wait()
		close(p.ended)
	}()
	th.t.Cleanup(func() { p.end(syscall.SIGKILL) })
	return p
}

// end signals the program and waits until it is gone.
func (p *program) end(signal syscall.Signal) {
	_ = p.Process.Signal(signal)
	<-p.ended
}

// step plays one step of the market's story.
func (th *theater) step() {
	th.t.Helper()
	if _, err := th.play.Step(th.t.Context(), 12); err != nil {
		th.t.Fatal(err)
	}
}

// reorg makes the node replace its newest blocks by others.
func (th *theater) reorg(anvil *devnet.Anvil) {
	th.t.Helper()
	if err := anvil.Reorg(th.t.Context(), 3); err != nil {
		th.t.Fatal(err)
	}
	if err := th.Market.Chain.Resume(th.t.Context()); err != nil {
		th.t.Fatal(err)
	}
}

// compare demands that the program shows every account as the pool does.
func (th *theater) compare(p *program) {
	th.t.Helper()
	if _, err := th.Compare(th.t.Context(), th.play.Accounts()); err != nil {
		p.end(syscall.SIGKILL)
		th.t.Fatalf("%v\n%s", err, p.log.String())
	}
	if len(th.Mismatches) > 0 {
		th.t.Fatal(strings.Join(th.Mismatches, "\n"))
	}
}

// feedHolds demands that the feed tells every liquidation of the chain once,
// and nothing twice. It waits for the newest: a block is shown a moment before
// what it says is stored.
func (th *theater) feedHolds() {
	th.t.Helper()
	logs, err := th.Market.LiquidationCalls(th.t.Context())
	if err != nil {
		th.t.Fatal(err)
	}
	var want []string
	for _, l := range logs {
		want = append(want, fmt.Sprintf("%d:%s:%s:%d", devnet.ChainID, l.BlockHash, l.TxHash, l.Index))
	}
	slices.Sort(want)
	if len(want) == 0 {
		th.t.Fatal("nobody was liquidated")
	}
	if err := th.Await(th.t.Context(), func() error {
		if told := th.told(); !slices.Equal(told, want) {
			return fmt.Errorf("the feed tells %d liquidations, the chain has %d:\n%s\n\n%s",
				len(told), len(want), strings.Join(told, "\n"), strings.Join(want, "\n"))
		}
		return nil
	}); err != nil {
		th.t.Fatal(err)
	}
}

// told are the liquidations that the feed tells and has not taken back, in the
// order of their names.
func (th *theater) told() []string {
	th.t.Helper()
	events, err := th.Events(th.t.Context())
	if err != nil {
		th.t.Fatal(err)
	}
	var cursor uint64
	held := map[string]bool{}
	for _, e := range events {
		if e.Seq <= cursor {
			th.t.Fatalf("cursor %d after %d", e.Seq, cursor)
		}
		cursor = e.Seq
		if e.Type != feed.Liquidated {
			continue
		}
		original, withdrawn := strings.CutSuffix(e.ID, "/reverted")
		if held[original] == !withdrawn {
			th.t.Fatalf("%s is said again, or withdrawn without having been said", e.ID)
		}
		held[original] = !withdrawn
	}
	maps.DeleteFunc(held, func(_ string, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(held))
}

// brinkProgram builds the program, once for all tests.
func brinkProgram(t *testing.T) string {
	t.Helper()
	path, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var buildOnce = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "brink-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "brink")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building brink: %w: %s", err, out)
	}
	return path, nil
})

// TestWatch tells the whole story, with a crash and a reorganisation, on both
// kinds of node and over both kinds of connection.
func TestWatch(t *testing.T) {
	for name, node := range map[string]func(context.Context) (devnet.Node, error){
		"geth":  func(context.Context) (devnet.Node, error) { return devnet.StartGeth(devnet.GethOptions{}) },
		"anvil": func(ctx context.Context) (devnet.Node, error) { return devnet.StartAnvil(ctx, devnet.AnvilOptions{}) },
	} {
		for _, scheme := range []string{"ws", "http"} {
			t.Run(name+" over "+scheme, func(t *testing.T) {
				n, err := node(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				th := raise(t, n, 30)
				th.configure("", th.Market.Chain.Node.WS(), map[string]string{"ws": n.WS(), "http": n.HTTP()}[scheme])
				p := th.watch()
				for range devnet.StoryLength {
					th.step()
					th.compare(p)
				}
				if anvil, ok := n.(*devnet.Anvil); ok { // its own kind: new heads with other parents, and nothing else
					th.reorg(anvil)
					th.compare(p)
				}
				th.feedHolds()
				p.end(syscall.SIGTERM)
				if code := p.ProcessState.ExitCode(); code != 0 {
					t.Fatalf("ended with %d: %s", code, p.log.String())
				}
			})
		}
	}
}

// TestModes reads the market from its contracts instead of from its history:
// every borrower, or only the accounts that are named.
func TestModes(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 30)
	for range 40 { // so that the market lies below the final block
		th.step()
	}
	everybody := "accounts:\n"
	for i, a := range th.play.Accounts() {
		everybody += fmt.Sprintf("  - { name: a%d, address: %q }\n", i, a.Address)
	}
	for mode, accounts := range map[string]string{"current": "", "accounts": everybody} {
		t.Run(mode, func(t *testing.T) {
			th.t, th.folder, th.listen = t, t.TempDir(), freePort(t)
			th.URL = "http://" + th.listen
			th.configure(accounts, "id: 31337", "id: 31337\n    mode: "+mode)
			p := th.watch()
			th.compare(p)
			for i := range devnet.StoryLength {
				th.step()
				th.compare(p)
				if i%20 == 10 {
					p.end(syscall.SIGKILL)
					p = th.watch()
				}
			}
			p.end(syscall.SIGTERM)
		})
	}
}

// TestRefusals are starts that can't succeed: one clear line and an exit code.
func TestRefusals(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 1)
	for name, c := range map[string]struct {
		replace []string
		code    int
		say     string
	}{
		"another chain":    {[]string{"id: 31337", "id: 1"}, 3, "endpoint devnet"},
		"no such contract": {[]string{th.Market.Provider.Hex(), "0x00000000000000000000000000000000000000AA"}, 3, "no code"},
	} {
		t.Run(name, func(t *testing.T) {
			th.t, th.folder = t, t.TempDir()
			th.configure("", c.replace...)
			p := th.watch()
			select {
			case <-p.ended:
			case <-time.After(30 * time.Second):
				p.end(syscall.SIGKILL)
				t.Fatalf("it goes on: %s", p.log.String())
			}
			lines := strings.Split(strings.TrimSpace(p.log.String()), "\n")
			last := lines[len(lines)-1]
			if code := p.ProcessState.ExitCode(); code != c.code || !strings.HasPrefix(last, "brink: ") || !strings.Contains(last, c.say) {
				t.Fatalf("exit code %d, last line %q; want %d and a line with %q", code, last, c.code, c.say)
			}
		})
	}
}

// TestFault29WatchKilledInTheCrash kills the program again and again while the market
// crashes and the chain is reorganised, also with a snapshot lost or damaged
// and with blocks mined and taken back while it is down.
func TestFault29WatchKilledInTheCrash(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 30)
	stream := freePort(t)
	th.configure("nats: { listen: \"" + stream + "\" }\n")
	snapshot := filepath.Join(th.folder, "brink.db.31337.snapshot")
	for i := range devnet.StoryLength {
		p := th.watch()
		th.step()
		if i%3 == 0 {
			th.compare(p)
		}
		if i%5 == 4 {
			p.end(syscall.SIGTERM)
		} else {
			p.end(syscall.SIGKILL)
		}
		switch i % 7 {
		case 2:
			th.step() // while nobody watches
		case 4:
			if err := os.Remove(snapshot); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		case 6:
			if err := os.WriteFile(snapshot, []byte("not a snapshot"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	p := th.watch()
	th.compare(p)
	th.feedHolds()
	th.streamIsTheFeed(stream)
	p.end(syscall.SIGTERM)
}
