package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// What is in use may be outgrown by garbage by so much before it is collected: as much again, as is usual, but not
// by more than this while it is large. Tables hold no pointers, so that collecting them costs next to nothing.
const (
	mostGarbage  = 40 << 20
	leastPercent = 15
)

// thrift keeps the memory of a large market from being doubled by garbage, unless GOGC says how much is right, and
// gives back what was needed on the way there.
func thrift() {
	debug.FreeOSMemory()
	if os.Getenv("GOGC") != "" {
		return
	}
	used := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(used)
	debug.SetGCPercent(int(max(leastPercent, min(100, mostGarbage*100/max(1, used[0].Value.Uint64())))))
}
