package simulator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"brink/simulator"
	"brink/store/sqlite"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// setting is a number of the environment: make soak asks for more than a check of every change does.
func setting(t *testing.T, name string, usual int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// play runs a seed in virtual time.
func play(t *testing.T, seed uint64, opt simulator.Options) (report simulator.Report) {
	t.Helper()
	var err error
	synctest.Test(t, func(*testing.T) { report, err = simulator.Run(seed, opt) })
	if err != nil {
		t.Error(err)
	}
	return report
}

// TestFault40Seeds plays many short lives.
func TestFault40Seeds(t *testing.T) {
	began := time.Now()
	var sum simulator.Report
	from := setting(t, "SOAK_FROM", 0)
	for seed := range setting(t, "SOAK_SEEDS", 200) {
		sum.Add(play(t, uint64(from+seed), simulator.Options{Blocks: 300}))
	}
	// A play in which nothing goes wrong would prove nothing.
	for what, n := range map[string]int{
		"blocks taken back": sum.Undone, "restarts": sum.Restarts, "failed steps": sum.Failed, "lies": sum.Lies,
		"failures of the store": sum.StoreFaults, "facts withdrawn": sum.Withdrawn, "rebuilds": sum.Rebuilds,
		"final blocks taken back": 5 * sum.Betrayals, "resynchronised": 5 * sum.Halts,
	} {
		if n < 100 {
			t.Errorf("only %d %s", n, what)
		}
	}
	t.Logf("%.0f blocks a second: %+v", float64(sum.Blocks)/time.Since(began).Seconds(), sum)
}

// TestFault40Kept plays the seeds that once failed.
func TestFault40Kept(t *testing.T) {
	for _, seed := range []uint64{1, 1007, 1015, 1017, 429, 1044, 1056, 1786, 2005, 2007, 2015, 2018, 2038, 2997, 3120, 3639, 3938, 4024, 11439, 13773, 14, 73, 109, 114, 515, 522, 563, 1678, 4567} {
		play(t, seed, simulator.Options{Blocks: 400})
	}
}

// TestFault40Store plays with the store that the program has, on disk.
func TestFault40Store(t *testing.T) {
	for seed := range uint64(setting(t, "SOAK_STORES", 3)) {
		path := filepath.Join(t.TempDir(), "brink.db")
		var err error
		synctest.Test(t, func(t *testing.T) {
			s, openErr := sqlite.Open(t.Context(), path)
			if openErr != nil {
				t.Fatal(openErr)
			}
			_, err = simulator.Run(9000+seed, simulator.Options{Blocks: 300, Store: s})
			if closeErr := s.Close(); closeErr != nil {
				t.Error(closeErr)
			}
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestFault40Soak is a long life. Neither memory, as the program and as the system count it, nor goroutines nor open files grow with it.
func TestFault40Soak(t *testing.T) {
	blocks := setting(t, "SOAK_BLOCKS", 12_000)
	const life = 200_000
	for seed := uint64(77); blocks > 0; seed++ {
		soak(t, seed, min(blocks, life))
		blocks -= life
	}
}

func soak(t *testing.T, seed uint64, blocks int) {
	t.Helper()
	var early, last usage
	began := time.Now()
	next := blocks / 4
	report := play(t, seed, simulator.Options{Blocks: blocks, Prune: true, Pause: func(r simulator.Report) error {
		if r.Blocks < next {
			return nil
		}
		next += blocks / 20
		last = measure()
		if early == (usage{}) {
			early = last
		}
		return nil
	}})
	t.Logf("seed %d, %.0f blocks a second: %+v", seed, float64(report.Blocks)/time.Since(began).Seconds(), report)
	t.Logf("after a quarter: %+v; in the end: %+v", early, last)
	const room = 8 << 20 // of which the test's own books take some: 8 bytes a block
	if last.heap > early.heap+room+uint64(8*blocks) || last.resident > early.resident+2*room+uint64(8*blocks) ||
		last.goroutines > early.goroutines+2 || last.files > early.files {
		t.Errorf("it grows: %+v after a quarter, %+v in the end", early, last)
	}
}

// usage is what a process holds.
type usage struct {
	heap       uint64
	resident   uint64 // what the system gave, on Linux
	goroutines int
	files      int
}

func (u usage) String() string {
	return fmt.Sprintf("%d KiB, %d KiB resident, %d goroutines, %d open files", u.heap>>10, u.resident>>10, u.goroutines, u.files)
}

func measure() (u usage) {
	debug.FreeOSMemory() // collects first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	u.heap, u.goroutines = m.HeapAlloc, runtime.NumGoroutine()
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		_, rest, _ := strings.Cut(string(status), "VmRSS:")
		_, _ = fmt.Sscan(rest, &u.resident)
		u.resident <<= 10
	}
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		u.files = len(open)
	}
	return u
}
