package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"
)

// BenchmarkMainnet is the real program on a real node with a market of mainnet's size.
func BenchmarkMainnet(b *testing.B) {
	for _, opt := range []devnet.BulkOptions{
		{Borrowers: 300_000, Collaterals: 5, Debts: 3},
		{Borrowers: 1_000_000, Collaterals: 2, Debts: 1},
	} {
		b.Run(fmt.Sprintf("%dk borrowers of %d assets", opt.Borrowers/1000, opt.Collaterals+opt.Debts), func(b *testing.B) {
			mainnet(b, opt)
		})
	}
}

func mainnet(b *testing.B, opt devnet.BulkOptions) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(15 << 30)) // the node is in this process, and others need room beside it
	market, err := devnet.NewBulk(b.Context(), opt)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = market.Node.Close() }()
	l := newLarge(b, market, market.Node.WS(), "mode: current")
	b.Run("from nothing", func(b *testing.B) {
		for b.Loop() {
			l.restart(b)
		}
		b.ReportMetric(l.sum(b, "brink_rpc_requests_total"), "requests")
		b.ReportMetric(memory(b, l.Process.Pid, "VmHWM"), "MiB-at-most")
	})
	b.Run("from a snapshot", func(b *testing.B) {
		for b.Loop() {
			l.restart(b)
		}
		b.ReportMetric(memory(b, l.Process.Pid, "VmHWM"), "MiB-at-most")
	})
	if opt.Borrowers < 1_000_000 {
		l.end(syscall.SIGKILL)
		return
	}
	polled := 0.0
	b.Run("polled by Multicall", func(b *testing.B) {
		for b.Loop() {
			polled = l.poll(b)
		}
		b.ReportMetric(polled, "accounts/s")
	})
	for _, heads := range []struct {
		name string
		acts func(*testing.B) func() []devnet.Call
	}{
		{"heads in which four supply", l.supplying},
		{"heads in which prices move", l.trembling},
	} {
		b.Run(heads.name, func(b *testing.B) {
			for b.Loop() {
				l.heads(b, polled, heads.acts(b))
			}
			b.ReportMetric(memory(b, l.Process.Pid, "VmRSS"), "MiB")
		})
	}
	l.end(syscall.SIGKILL)
}

// large is a bulk market and a brink that watches it.
type large struct {
	*devnet.Bulk
	devnet.Inspector
	*program
	folder string
}

func newLarge(b *testing.B, market *devnet.Bulk, url string, settings ...string) *large {
	l := &large{Bulk: market, folder: b.TempDir()}
	listen := freePort(b)
	l.Inspector = devnet.Inspector{URL: "http://" + listen, Market: market.Market}
	text := strings.Replace(string(market.Configuration(1e9)), market.Node.WS(), url, 1)
	text = "listen: " + listen + "\n" + strings.Replace(text, "id: 31337", "id: 31337\n    "+strings.Join(settings, "\n    "), 1)
	if err := os.WriteFile(filepath.Join(l.folder, "brink.yaml"), []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return l
}

// restart ends the program, if it runs, and waits until it shows the head again and knows everybody.
func (l *large) restart(b *testing.B) {
	b.StopTimer()
	if l.program != nil {
		l.program.end(syscall.SIGTERM)
	}
	path, err := buildOnce()
	if err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
	p := &program{Cmd: exec.Command(path, "watch"), ended: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = l.folder, &p.log, &p.log
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	go func() {
		_ = p.Wait()
		close(p.ended)
	}()
	l.program = p
	head, mined := l.Bulk.Chain.Head(), false
	late := time.After(10 * time.Minute)
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		var answer struct{ Chains []feed.Chain }
		err := l.Get(b.Context(), "/v1/chains", &answer)
		if err == nil && answer.Chains[0].State == feed.Live && answer.Chains[0].Processed.Hash == head.Hash && answer.Chains[0].Complete == "1" {
			return
		}
		if err == nil && answer.Chains[0].Processed != nil && !mined { // who has missed nothing waits for the next block
			mined = true
			if head, err = l.Bulk.Chain.Commit(b.Context(), 12); err != nil {
				b.Fatal(err)
			}
		}
		select {
		case <-p.ended:
			b.Fatalf("%v: %s", err, p.log.String())
		case <-late:
			p.end(syscall.SIGKILL)
			b.Fatalf("%v, %+v: %s", err, answer, p.log.String())
		case <-tick.C:
		}
	}
}

// sum adds up a metric's series.
func (l *large) sum(b *testing.B, name string) (sum float64) {
	response, err := http.Get(l.URL + "/metrics")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if series, value, _ := strings.Cut(lines.Text(), " "); strings.HasPrefix(series, name) {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				b.Fatal(err)
			}
			sum += n
		}
	}
	return sum
}

// memory is one that the system counts, in MiB.
func memory(b *testing.B, pid int, name string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); fields[0] == name+":" {
			kib, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kib / 1024
		}
	}
	b.Fatal("nobody counts " + name)
	return 0
}

// poll asks the pool for accounts as people do without brink: by Multicall, 500 at a time over two connections.
func (l *large) poll(b *testing.B) (perSecond float64) {
	const each = 500
	asked := min(len(l.Borrowers), 40*each)
	head, start := l.Bulk.Chain.Head().Hash, time.Now()
	var both sync.WaitGroup
	for half := range 2 {
		both.Go(func() {
			for from := half * each; from < asked; from += 2 * each {
				if _, err := l.AccountData(b.Context(), head, l.Borrowers[from:from+each]...); err != nil {
					b.Error(err)
				}
			}
		})
	}
	both.Wait()
	return float64(asked) / time.Since(start).Seconds()
}
