package engine

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// share has all cores do n things, so many at a stretch.
func share(n, stretch int, do func(from, to int)) {
	var next atomic.Int64
	work := func() {
		for {
			to := int(next.Add(int64(stretch)))
			if to-stretch >= n {
				return
			}
			do(to-stretch, min(to, n))
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+stretch-1)/stretch) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}
