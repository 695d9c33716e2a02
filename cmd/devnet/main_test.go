package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"brink/config"
	"brink/devnet"
	"brink/protocols/all"

	"github.com/ethereum/go-ethereum/ethclient"
)

func TestRunPlaysUntilInterrupted(t *testing.T) {
	if err := devnet.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	file := filepath.Join(t.TempDir(), "brink.yaml")
	lines, out := io.Pipe()
	ended := make(chan error, 1)
	interrupted, interrupt := context.WithCancel(ctx)
	defer interrupt()
	go func() {
		err := run(interrupted, []string{"-config", file, "-accounts", "40", "-weeks", "3", "-block-time", "1s"}, out)
		out.CloseWithError(io.EOF)
		ended <- err
	}()
	text := readUntil(t, lines, "calm")
	if !strings.Contains(text, "configuration in "+file) {
		t.Errorf("output is %q", text)
	}
	var known []config.Protocol
	for _, f := range all.Factories() {
		known = append(known, config.Protocol{Name: f.Name, Addresses: f.Addresses, Options: f.Options})
	}
	c, err := config.Load(file, config.Options{Protocols: known})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), `url: "`)
	url, _, _ := strings.Cut(rest, `"`)
	client, err := ethclient.DialContext(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	code, err := client.CodeAt(ctx, c.Chains[0].Multicall, nil)
	if err != nil || len(code) == 0 {
		t.Errorf("no code at the multicall address: %v", err)
	}
	head, err := client.HeaderByNumber(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if age := time.Since(time.Unix(int64(head.Time), 0)); age < -time.Minute || age > time.Minute {
		t.Errorf("head is %s old", age)
	}
	interrupt()
	go io.Copy(io.Discard, lines)
	if err := <-ended; err != nil {
		t.Errorf("interrupted run ended with %v", err)
	}
}

// readUntil reads lines up to one with the word.
func readUntil(t *testing.T, r io.Reader, word string) string {
	t.Helper()
	var text strings.Builder
	buffer := make([]byte, 4096)
	for !strings.Contains(text.String(), word) {
		n, err := r.Read(buffer)
		text.Write(buffer[:n])
		if err != nil {
			t.Fatalf("output ended with %q", text.String())
		}
	}
	return text.String()
}

func TestRunRefuses(t *testing.T) {
	for _, args := range [][]string{{"-nonsense"}, {"-block-time", "1ms"}, {"-accounts", "0"}, {"surplus"}} {
		if err := run(t.Context(), args, io.Discard); !errors.Is(err, errUsage) {
			t.Errorf("run %v: %v", args, err)
		}
	}
	if err := run(t.Context(), []string{"-version", "9"}, io.Discard); err == nil || !strings.Contains(err.Error(), "9") {
		t.Errorf("running an unknown version: %v", err)
	}
}
