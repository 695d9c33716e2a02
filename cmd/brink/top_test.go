package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"brink/feed"
	"brink/position"
)

// pane is a real terminal: tmux, in a session of its own.
type pane struct {
	t      *testing.T
	socket string
}

func (p pane) tmux(args ...string) string {
	p.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", p.socket}, args...)...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("tmux %v: %v: %s", args, err, out)
	}
	return string(out)
}

func (p pane) press(keys ...string) { p.tmux(append([]string{"send-keys", "-t", "top"}, keys...)...) }

// screen waits until the terminal shows all of wanted and nothing of unwanted.
func (p pane) screen(wanted []string, unwanted ...string) (text string) {
	p.t.Helper()
	defer func() {
		if p.t.Failed() {
			p.t.Logf("the terminal shows\n%s", text)
		}
	}()
	until(p.t, "a screen with "+strings.Join(wanted, ", ")+" and without "+strings.Join(unwanted, ", "), func() bool {
		text = p.tmux("capture-pane", "-p", "-t", "top")
		for _, s := range wanted {
			if !strings.Contains(text, s) {
				return false
			}
		}
		for _, s := range unwanted {
			if strings.Contains(text, s) {
				return false
			}
		}
		return true
	})
	return text
}

// openTop runs brink top on a terminal of 120 x 20.
func openTop(t *testing.T, s *site, env ...string) pane {
	t.Helper()
	// A socket's path must be short.
	dir, err := os.MkdirTemp("", "tmux")
	if err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("brink")
	if err != nil {
		t.Fatal(err)
	}
	p := pane{t, filepath.Join(dir, "s")}
	p.tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "20", "-s", "top", "sh")
	t.Cleanup(func() {
		p.tmux("kill-server")
		_ = os.RemoveAll(dir)
	})
	command := append(append([]string{"env"}, env...), program, "top", "--every", "200ms", "--url", "http://"+s.addr)
	p.press("clear; "+strings.Join(command, " ")+"; echo code $?", "Enter")
	return p
}

func TestTop(t *testing.T) {
	s := newSite(t)
	s.say(2, feed.Liquidated)
	p := openTop(t, s)
	first := p.screen([]string{"[1 positions]", "4 by health", "local: as of block 120", "HEALTH", "0.999999", "1.049999", "2.100000", "unknown", "3.2 WETH"})
	if worst, best := strings.Index(first, "0.999999"), strings.Index(first, "2.100000"); worst > best {
		t.Errorf("not nearest to liquidation first:\n%s", first)
	}
	if !strings.Contains(first, "31337:aave-local:0x0000000000000000000000000000000000000003  WETH liquidates at 1499.1234, now 1499.1234") {
		t.Errorf("the selected position isn't told at length:\n%s", first)
	}

	p.press("Down")
	p.screen([]string{"› 1.049999", "31337:aave-local:0x0000000000000000000000000000000000000002"})
	p.press("s")
	p.screen([]string{"4 by debt", "› 2.100000"})
	p.press("s", "s")
	p.screen([]string{"4 by health", "› 0.999999"})

	p.press("/", "n", "e", "a", "r")
	p.screen([]string{"/near", "1 of 4", "1.049999"}, "2.100000")
	p.press("Enter")
	p.screen([]string{"filter: near"})
	p.press("Escape")
	p.screen([]string{"4 by health"}, "filter: ")

	// What happens appears by itself.
	s.stop()
	s.shown.rows = append(s.shown.rows, row(5, position.BadDebt, 5e17, 9_00000000))
	s.start()
	p.screen([]string{"5 by health", "› 0.500000", "bad_debt"})

	p.press("Tab")
	p.screen([]string{"[2 liquidations]", "2 by newest", "100.50", "200.50", "1970-01-01 01:00:00"})
	p.press("s")
	p.screen([]string{"2 by largest", "› 1970-01-01 01:00:00      200.50"})
	s.say(1, feed.Liquidated)
	p.screen([]string{"3 by largest"})
	p.press("3")
	p.screen([]string{"[3 chains]", "local  31337  live"})

	p.press("q")
	p.screen([]string{"code 0"})
}

// Numbers that are not of now never look as if they were.
func TestTopWithoutServer(t *testing.T) {
	s := newSite(t)
	p := openTop(t, s)
	p.screen([]string{"0.999999"}, "numbers are of")
	s.stop()
	p.screen([]string{"! numbers are of ", "connection refused", "0.999999"})
	if grey := p.tmux("capture-pane", "-e", "-p", "-t", "top"); !strings.Contains(grey, "\x1b[2m") || strings.Contains(grey, "\x1b[32m") {
		t.Errorf("old numbers aren't grey: %q", grey)
	}
	s.start()
	p.screen([]string{"0.999999"}, "numbers are of")
	p.press("C-c")
	p.screen([]string{"code 0"})
}

func TestTopWithoutColours(t *testing.T) {
	s := newSite(t)
	p := openTop(t, s, "NO_COLOR=1")
	p.screen([]string{"0.999999"})
	if text := p.tmux("capture-pane", "-e", "-p", "-t", "top"); strings.Contains(text, "\x1b[3") {
		t.Errorf("coloured: %q", text)
	}
}

// Hostile text stays text on its line.
func TestTopDrawsHostileText(t *testing.T) {
	s := newSite(t)
	s.stop()
	s.shown.rows[0].Deployment = "a\x1b[2J\nb\u202e"
	s.start()
	p := openTop(t, s)
	p.screen([]string{"a [2J b", "4 by health", "0.999999"})
}

// Without a terminal it is a plain table.
func TestTopWithoutTerminal(t *testing.T) {
	s := newSite(t)
	want := `  HEALTH  STATUS        DEBT USD  COLLATERAL USD  ACCOUNT      CHAIN  DEPLOYMENT  HOLDS     OWES
0.999999  liquidatable      7.00            7.00  0x0000…0003  31337  aave-local  3.2 WETH  <0.0001 USDC
1.049999  near            123.45          123.45  0x0000…0002  31337  aave-local  3.2 WETH  <0.0001 USDC
2.100000  healthy         500.00          500.00  0x0000…0001  31337  aave-local  3.2 WETH  <0.0001 USDC
       -  unknown              -               -  0x0000…0004  31337  aave-local  3.2 WETH  <0.0001 USDC
`
	if got := s.ask("top"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if r := brink(t, "top", "--every", "1ms"); r.code != exitUsage || r.stderr != "brink: --every must be 200ms or more\n" {
		t.Errorf("%+v", r)
	}
}
