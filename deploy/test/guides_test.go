package test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// block is a fenced block of shell; what is meant for another terminal says so.
var block = regexp.MustCompile("(?ms)^```sh( background)?\n(.*?)^```$")

// background is the one command for another terminal, which the test starts in its own way.
const background = "make demo ARGS=\"--write brink.yaml\"\n"

// programs are those whose names begin a command that stands in the text, elsewhere
// the commands that can't be run here: the page must say so.
var (
	programs  = regexp.MustCompile("`((?:brink|make|curl|promtool|docker|systemctl|helm|kubectl|kill|apt) [^`\n]+)`")
	elsewhere = []string{"docker compose -f deploy/docker/compose.yaml up -d", "systemctl reload brink"}
)

// No command of the guides escapes TestGuides: what is fenced is shell, and what
// stands in the text stands in a fence as well, is what the demo does, or is
// marked as not run.
func TestGuidesHideNoCommand(t *testing.T) {
	guides, err := filepath.Glob("../../docs/guide-*.md")
	if err != nil || len(guides) != 3 {
		t.Fatalf("%d guides (%v)", len(guides), err)
	}
	for _, guide := range guides {
		text := string(read(t, guide))
		var scripts strings.Builder
		for _, b := range block.FindAllStringSubmatch(text, -1) {
			scripts.WriteString(b[2])
		}
		prose := block.ReplaceAllString(text, "")
		if strings.Contains(prose, "```") || strings.Contains(prose, "~~~") || strings.Contains(prose, "\n    ") {
			t.Errorf("%s has a block that isn't read as shell", guide)
		}
		for _, m := range programs.FindAllStringSubmatch(prose, -1) {
			switch command := m[1]; {
			case strings.Contains("\n"+scripts.String(), "\n"+command):
			case command == "brink watch": // the demo does it
			case !slices.Contains(elsewhere, command):
				t.Errorf("%s: nobody runs %s", guide, command)
			case !strings.Contains(strings.ToLower(prose), "not run by a test"):
				t.Errorf("%s doesn't say that %s is not run", guide, command)
			}
		}
	}
	dry := exec.Command("make", "--dry-run", "demo", strings.Replace(strings.TrimSpace(strings.TrimPrefix(background, "make demo ")), "\"", "", 2))
	dry.Dir = "../.."
	if out, err := dry.CombinedOutput(); err != nil || !strings.Contains(string(out), "\nbin/demo --write brink.yaml\n") {
		t.Errorf("%s runs: %v %s", background, err, out)
	}
}

// Every command of the guides does what the guide says, or at least something, without an error.
func TestGuides(t *testing.T) {
	guides, err := filepath.Glob("../../docs/guide-*.md")
	if err != nil || len(guides) != 3 {
		t.Fatalf("%d guides (%v)", len(guides), err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	folder, listen := t.TempDir(), address(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"deploy", "examples"} {
		if err := os.Symlink(filepath.Join(root, name), filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(folder, "brink.yaml")
	start(t, cancel, root, "bin/demo", "--listen", listen, "--block-time", "1s", "--weeks", "4", "--accounts", "100", "--write", config)
	ready := func() bool {
		return exec.CommandContext(ctx, "curl", "-sf", "http://"+listen+"/readyz").Run() == nil
	}
	for !ready() {
		if !wait(ctx, 500*time.Millisecond) {
			t.Fatal("the demo didn't begin")
		}
	}
	for _, guide := range guides {
		t.Run(filepath.Base(guide), func(t *testing.T) {
			blocks := block.FindAllStringSubmatch(string(read(t, guide)), -1)
			if len(blocks) < 5 {
				t.Fatalf("the guide has %d blocks", len(blocks))
			}
			var earlier string
			for _, b := range blocks {
				if b[1] != "" {
					if b[2] != background {
						t.Errorf("nobody tries %s", b[2])
					}
					continue
				}
				script := strings.ReplaceAll(b[2], "127.0.0.1:8080", listen)
				run(ctx, t, folder, root, earlier, script)
				// What a block sets is there in the next ones.
				for line := range strings.Lines(script) {
					if name, _, ok := strings.Cut(strings.TrimPrefix(line, "export "), "="); ok && regexp.MustCompile(`^\w+$`).MatchString(name) {
						earlier += line
					}
				}
			}
		})
	}
}

func run(ctx context.Context, t *testing.T, folder, root, earlier, script string) {
	t.Helper()
	var out bytes.Buffer
	command := exec.CommandContext(ctx, "bash", "-eu", "-c", earlier+script)
	command.Dir, command.Stdout, command.Stderr = folder, &out, &out
	command.Env = append(os.Environ(), "PATH="+filepath.Join(root, "bin")+":"+os.Getenv("PATH"))
	if err := command.Run(); err != nil {
		t.Errorf("%s%v\n%s", script, err, out.String())
	} else if strings.TrimSpace(out.String()) == "" {
		t.Errorf("%ssays nothing", script)
	}
}
