package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"

	"github.com/ethereum/go-ethereum/core/types"
)

const bulkBlocks = 1000

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
	b.Run("heads", func(b *testing.B) {
		for b.Loop() {
			l.heads(b, polled)
		}
		b.ReportMetric(memory(b, l.Process.Pid, "VmRSS"), "MiB")
	})
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

// heads lets prices tremble for a thousand blocks and takes the time from the node's announcement of a head to the
// first that the stream says of a position in it.
func (l *large) heads(b *testing.B, polled float64) {
	ctx, cancel := context.WithCancel(b.Context())
	announced := make(chan *types.Header, 1)
	subscription, err := l.Node.Client().SubscribeNewHead(ctx, announced)
	if err != nil {
		b.Fatal(err)
	}
	defer subscription.Unsubscribe()
	type arrival struct {
		block uint64
		at    time.Time
	}
	told := make(chan arrival, 1<<16)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, l.URL+"/v1/events/stream", nil)
	if err != nil {
		b.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	defer cancel()
	go func() {
		newest := uint64(0)
		lines := bufio.NewReaderSize(response.Body, 1<<16)
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				if ctx.Err() == nil {
					b.Errorf("the stream ends after block %d: %v", newest, err)
				}
				close(told)
				return
			}
			at := time.Now()
			var e struct {
				Type  string
				Block struct{ Number uint64 }
			}
			if text, ok := strings.CutPrefix(string(line), "data: "); !ok || json.Unmarshal([]byte(text), &e) != nil ||
				!strings.HasPrefix(e.Type, "position.") || e.Block.Number <= newest {
				continue
			}
			newest = e.Block.Number
			told <- arrival{newest, at}
		}
	}()
	steps := l.sum(b, "brink_block_processing_duration_seconds_sum")
	node := l.sum(b, "brink_rpc_request_duration_seconds_sum")
	rng := rand.New(rand.NewPCG(1, 1))
	var times []time.Duration
	for range bulkBlocks {
		for _, symbol := range []string{"WETH", "WBTC"} {
			asset := l.Asset(symbol)
			price := asset.Price + asset.Price/1000*(rng.Int64N(11)-5)
			if err := l.Bulk.Chain.Send(ctx, l.SetPrice(asset, big.NewInt(price))); err != nil {
				b.Fatal(err)
			}
		}
		head, err := l.Bulk.Chain.Commit(ctx, 12)
		if err != nil {
			b.Fatal(err)
		}
		<-announced
		start := time.Now()
		select {
		case a, ok := <-told:
			if !ok {
				b.FailNow()
			}
			if a.block == head.Number {
				times = append(times, a.at.Sub(start))
			}
		case <-time.After(2 * time.Second): // nobody has crossed a line
		}
	}
	if len(times) < bulkBlocks/2 {
		b.Fatalf("something is told of %d blocks", len(times))
	}
	slices.Sort(times)
	steps = l.sum(b, "brink_block_processing_duration_seconds_sum") - steps
	node = l.sum(b, "brink_rpc_request_duration_seconds_sum") - node
	sum := time.Duration(0)
	for _, t := range times {
		sum += t
	}
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(100*node/sum.Seconds(), "%-the-node's")
	b.ReportMetric(float64(len(l.Borrowers))/(steps/bulkBlocks)/polled, "times-Multicall")
}
