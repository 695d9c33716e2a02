package main

import (
	"io"
	"log/slog"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressEvery is the pause between lines of progress where there is no terminal.
const progressEvery = 10 * time.Second

// progress is a bar on a terminal, and a line in the log now and then elsewhere.
type progress struct {
	bar   *progressbar.ProgressBar // nil: no terminal
	log   *slog.Logger
	what  string
	total uint64
	told  time.Time
}

func newProgress(out io.Writer, log *slog.Logger, what string, total uint64) *progress {
	p := &progress{log: log, what: what, total: total, told: time.Now()}
	if isTerminal(out) {
		p.bar = progressbar.NewOptions64(int64(total), progressbar.OptionSetWriter(out),
			progressbar.OptionSetDescription(what), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	return p
}

// set tells how far it is. A bar that can't be drawn stops nothing.
func (p *progress) set(done uint64) {
	done = min(done, p.total)
	switch {
	case p.bar != nil:
		_ = p.bar.Set64(int64(done))
	case time.Since(p.told) >= progressEvery:
		p.told = time.Now()
		p.log.Info(p.what, "done", done, "of", p.total)
	}
}

func (p *progress) close() {
	if p.bar != nil {
		_ = p.bar.Close()
	}
}
