package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"brink/config"

	"go.uber.org/goleak"
)

func TestExitCode(t *testing.T) {
	ended := func(cause error) context.Context {
		ctx, cancel := context.WithCancelCause(context.Background())
		cancel(cause)
		return ctx
	}
	running, interrupted, terminated := context.Background(), ended(errInterrupted), ended(errTerminated)
	broken := errors.New("broken")
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		want int
	}{
		{"fine", running, nil, exitOK},
		{"failed", running, broken, exitFailed},
		{"canceled by itself", running, context.Canceled, exitFailed},
		{"misuse", running, usageError("bad flag"), exitUsage},
		{"invalid configuration", running, fmt.Errorf("starting: %w", config.Problems{{Where: "x", Message: "y"}}), exitUsage},
		{"check failed", running, checkFailed(broken), exitCheck},
		{"check failed, told already", running, fmt.Errorf("checking: %w", checkFailed(nil)), exitCheck},
		{"interrupted", interrupted, context.Canceled, exitInterrupted},
		{"interrupted, finished", interrupted, nil, exitInterrupted},
		{"terminated", terminated, nil, exitOK},
		{"terminated while waiting", terminated, fmt.Errorf("waiting: %w", context.Canceled), exitOK},
		{"terminated, failed to stop", terminated, broken, exitFailed},
	} {
		if got := exitCode(c.ctx, c.err); got != c.want {
			t.Errorf("%s: exit code is %d, want %d", c.name, got, c.want)
		}
	}
}

func TestReportIsOneLineWithoutSecrets(t *testing.T) {
	c := config.Default()
	c.Chains = []config.Chain{{Endpoints: []config.Endpoint{{Name: "own", URL: "wss://node.example/v3/0123456789abcdef"}}}}
	for _, r := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{checkFailed(nil), ""},
		{context.Canceled, "brink: context canceled\n"},
		{errors.New("first\nsecond\x1b[2J"), "brink: first second [2J\n"},
		{errors.New(`dial "wss://node.example/v3/0123456789abcdef": refused`), "brink: dial \"***\": refused\n"},
		{config.Problems{{Where: "a:1", Message: "one"}, {Where: "a:2", Message: "two"}}, "brink: a:1: one\nbrink: a:2: two\n"},
	} {
		var out bytes.Buffer
		(&app{stderr: &out, config: c}).report(context.Background(), r.err)
		if out.String() != r.want {
			t.Errorf("%v: printed %q, want %q", r.err, &out, r.want)
		}
	}
}

func TestPanicIsReportedInOneLine(t *testing.T) {
	t.Setenv("GOTRACEBACK", "")
	t.Setenv("BRINK_CONFIG", "")
	var out bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: panicky{}, stderr: &out}
	if code := a.run(context.Background(), []string{"version"}); code != exitFailed {
		t.Errorf("exit code is %d", code)
	}
	if want := "brink: internal error, please report it: out of paper\n"; out.String() != want {
		t.Errorf("printed %q, want %q", &out, want)
	}
}

type panicky struct{ io.Writer }

func (panicky) Write([]byte) (int, error) { panic("out of paper") }

func TestSignalsEndTheContext(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(), goleak.IgnoreAnyFunction("os/signal.loop"))
	for signal, want := range map[syscall.Signal]error{syscall.SIGINT: errInterrupted, syscall.SIGTERM: errTerminated} {
		ctx, stop := untilSignal(context.Background())
		if err := syscall.Kill(syscall.Getpid(), signal); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
			t.Fatalf("%s didn't end the context", signal)
		}
		if got := context.Cause(ctx); got != want {
			t.Errorf("%s: cause is %v, want %v", signal, got, want)
		}
		stop()
	}
	ctx, stop := untilSignal(context.Background())
	stop()
	if ctx.Err() == nil {
		t.Error("stop didn't end the context")
	}
}
