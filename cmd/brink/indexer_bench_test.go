package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
)

const (
	pastBlocks = 4000
	pastUsers  = 10 // each supplies in every block
)

// BenchmarkIndexer is a market's past on a real node, until what comes of it is there: for brink, and for Ponder, which
// keeps a row for each of the same kinds of events, and balances.
func BenchmarkIndexer(b *testing.B) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = node.Close() }()
	market := past(b, node)
	logs, err := market.Logs(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	read := func(name, url, verify string) *large {
		l := newLarge(b, &devnet.Bulk{Market: market, Node: node}, url, "mode: full", "verify: "+verify)
		b.Run(name, func(b *testing.B) {
			was := spent()
			for b.Loop() {
				l.restart(b)
			}
			b.ReportMetric(float64(logs)/b.Elapsed().Seconds(), "logs/s")
			b.ReportMetric(l.sum(b, "process_cpu_seconds_total"), "cpu-s")
			b.ReportMetric((spent() - was).Seconds(), "cpu-s-the-node's")
			b.ReportMetric(memory(b, l.Process.Pid, "VmHWM"), "MiB-at-most")
		})
		l.end(syscall.SIGKILL)
		return l
	}
	index := func(name, url string, way pondering) {
		p := newPonder(b, market, url)
		b.Run(name, func(b *testing.B) {
			was, most := spent(), 0.0
			for b.Loop() {
				most = p.index(b, way)
			}
			b.ReportMetric(float64(logs)/b.Elapsed().Seconds(), "logs/s")
			b.ReportMetric((spent() - was).Seconds(), "cpu-s-the-node's")
			b.ReportMetric(most, "MiB-at-most")
		})
	}
	read("brink", node.WS(), "full")
	read("brink, nothing verified", node.WS(), "none")
	index("Ponder", node.HTTP(), pondering{limited: true})
	index("Ponder, limiter lifted", node.HTTP(), pondering{})
	index("Ponder, from its cache", node.HTTP(), pondering{cached: true})
	memory := newRecorder(b, node.HTTP())
	read("brink, while answers are recorded", memory.URL, "full")
	read("brink, recorded answers", memory.URL, "full")
	index("Ponder, limiter lifted, while answers are recorded", memory.URL, pondering{})
	index("Ponder, limiter lifted, recorded answers", memory.URL, pondering{})
}

// spent is the processor time that this process, and so the node in it, has taken.
func spent() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// past is a market where much has happened.
func past(b *testing.B, node devnet.Node) *devnet.Market {
	ctx := b.Context()
	chain, err := devnet.NewChain(ctx, node)
	if err != nil {
		b.Fatal(err)
	}
	market, err := devnet.Deploy(ctx, chain, devnet.V36)
	if err != nil {
		b.Fatal(err)
	}
	users, err := chain.Users(ctx, pastUsers)
	if err != nil {
		b.Fatal(err)
	}
	assets := []*devnet.Asset{market.Asset("WETH"), market.Asset("USDC"), market.Asset("DAI")}
	for _, asset := range assets {
		if _, err := chain.Run(ctx, market.Mint(asset, asset.Units(pastBlocks), users...)); err != nil {
			b.Fatal(err)
		}
	}
	for n := range pastBlocks {
		asset := assets[n%len(assets)]
		for _, user := range users {
			if err := chain.Send(ctx, market.Supply(user, asset, asset.Units(1), user.Address)); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := chain.Commit(ctx, 12); err != nil {
			b.Fatal(err)
		}
	}
	return market
}

// ponder is its project, with a folder for what it keeps.
type ponder struct {
	project, work string
	told          []byte
}

func newPonder(b *testing.B, m *devnet.Market, url string) *ponder {
	project, err := filepath.Abs("../../scripts/ponder")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(project, "node_modules")); err != nil {
		b.Fatal("Ponder isn't there; first: npm ci --prefix scripts/ponder")
	}
	tokens := []common.Address{}
	for _, asset := range m.Assets {
		tokens = append(tokens, asset.AToken, asset.VariableDebt)
	}
	told, err := json.Marshal(map[string]any{"node": url, "pool": m.Pool, "tokens": tokens, "to": m.Chain.Head().Number})
	if err != nil {
		b.Fatal(err)
	}
	p := &ponder{project: project, work: filepath.Join(project, ".ponder"), told: told}
	b.Cleanup(func() {
		if err := p.limit(true); err != nil {
			b.Error(err)
		}
		_ = os.RemoveAll(p.work)
	})
	return p
}

// limit sets how many requests a second Ponder may send at first and at most, or lifts that.
func (p *ponder) limit(on bool) error {
	path := filepath.Join(p.project, "node_modules/ponder/dist/esm/rpc/index.js")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	const first, most, lifted = "INITIAL_MAX_RPS = 20;", "MAX_RPS = 500;", "MAX_RPS = 1000000;"
	was, is := []string{first, most}, []string{"INITIAL_" + lifted, lifted}
	if on {
		was, is = is, was
	}
	out := strings.Replace(string(text), "const "+was[0], "const "+is[0], 1)
	out = strings.Replace(out, "const "+was[1], "const "+is[1], 1)
	return os.WriteFile(path, []byte(out), 0o644)
}

// pondering is how Ponder runs: with its limit of requests, and once more, with what it has kept of the run before.
type pondering struct{ limited, cached bool }

// index lets Ponder index everything and returns the most memory that it used, in MiB.
func (p *ponder) index(b *testing.B, way pondering) (most float64) {
	b.StopTimer()
	if !way.cached {
		if err := os.RemoveAll(p.work); err != nil {
			b.Fatal(err)
		}
	}
	if err := p.limit(way.limited); err != nil {
		b.Fatal(err)
	}
	_, port, _ := strings.Cut(freePort(b), ":")
	schema := fmt.Sprintf("run_%d", time.Now().UnixNano())
	run := &program{Cmd: exec.Command("node", "node_modules/ponder/dist/esm/bin/ponder.js", "start", "--schema", schema, "--port", port),
		ended: make(chan struct{})}
	run.Dir, run.Stdout, run.Stderr = p.project, &run.log, &run.log
	run.Env = append(os.Environ(), "MARKET="+string(p.told), "PONDER_TELEMETRY_DISABLED=1")
	b.StartTimer()
	if err := run.Start(); err != nil {
		b.Fatal(err)
	}
	go func() {
		_ = run.Wait()
		close(run.ended)
	}()
	defer run.end(syscall.SIGKILL)
	late := time.After(10 * time.Minute)
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		response, err := http.Get("http://127.0.0.1:" + port + "/ready")
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return memory(b, run.Process.Pid, "VmHWM")
			}
		}
		select {
		case <-run.ended:
			b.Fatalf("Ponder ended: %s", run.log.String())
		case <-late:
			b.Fatalf("Ponder is not ready: %s", run.log.String())
		case <-tick.C:
		}
	}
}
