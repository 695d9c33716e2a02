package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode"

	"brink/config"
)

// What the program exits with.
const (
	exitOK          = 0
	exitFailed      = 1 // failed at run time
	exitUsage       = 2 // misuse of the command line, or an invalid configuration
	exitCheck       = 3 // a check found what it looks for
	exitInterrupted = 130
)

// exitError is an error with an exit code of its own. Without a cause, nothing
// is printed.
type exitError struct {
	code  int
	cause error
}

func (e exitError) Error() string {
	if e.cause == nil {
		return ""
	}
	return e.cause.Error()
}

func (e exitError) Unwrap() error { return e.cause }

// usageError is a misuse of the command line.
func usageError(format string, args ...any) error {
	return exitError{exitUsage, fmt.Errorf(format, args...)}
}

// checkFailed says that a check found what it looks for; without a cause, the
// command has told it already.
func checkFailed(cause error) error { return exitError{exitCheck, cause} }

var (
	errInterrupted = errors.New("interrupted")
	errTerminated  = errors.New("terminated")
)

// untilSignal gives a context that ends at SIGINT or SIGTERM. A second signal
// ends the program at once.
func untilSignal(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer signal.Stop(signals)
		select {
		case <-ctx.Done():
		case s := <-signals:
			if s == os.Interrupt {
				cancel(errInterrupted)
			} else {
				cancel(errTerminated)
			}
		}
	}()
	return ctx, func() { cancel(nil) }
}

// exitCode is what the program exits with after a command returned err.
func exitCode(ctx context.Context, err error) int {
	var own exitError
	switch {
	case errors.Is(context.Cause(ctx), errInterrupted):
		return exitInterrupted
	case err == nil, stopped(ctx, err):
		return exitOK
	case errors.As(err, &own):
		return own.code
	case errors.Is(err, config.ErrInvalid):
		return exitUsage
	}
	return exitFailed
}

// stopped tells whether a command ended only because it was asked to.
func stopped(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.Cause(ctx)))
}

// report prints an error, a line for each of its problems, without what could
// be a secret or move the cursor.
func (a *app) report(ctx context.Context, err error) {
	if err == nil || stopped(ctx, err) {
		return
	}
	messages := []string{err.Error()}
	var problems config.Problems
	if errors.As(err, &problems) {
		messages = nil
		for _, problem := range problems {
			messages = append(messages, problem.Error())
		}
	}
	for _, message := range messages {
		if a.config != nil {
			message = a.config.Redact(message)
		}
		if message != "" {
			fmt.Fprintf(a.stderr, "brink: %s\n", oneLine(message))
		}
	}
}

// oneLine puts spaces in place of line ends and of whatever else moves the
// cursor or turns the direction of writing.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.TrimSpace(text))
}
