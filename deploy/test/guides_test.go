package test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// block is a fenced block of shell; what is meant for another terminal says so.
var block = regexp.MustCompile("(?ms)^```sh( background)?\n(.*?)^```$")

// background is the one command for another terminal, which the test starts in its own way.
const background = "make demo ARGS=\"--write brink.yaml\"\n"

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
