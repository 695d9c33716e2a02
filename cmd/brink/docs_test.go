package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

const cliIntroduction = `# Command line

Written by the tests of cmd/brink from the commands themselves
(` + "`go test ./cmd/brink -update`" + `); edit the text there.

Exit codes: 0 fine, 1 failed at run time, 2 misuse or invalid configuration, 3 a check found what
it looks for, 130 interrupted. Every error is one line on standard error.

Every command takes these flags:
`

// docs/cli.md is the reference of every command.
func TestCommandReferenceIsUpToDate(t *testing.T) {
	t.Setenv("BRINK_CONFIG", "")
	root := (&app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard}).root()
	var out bytes.Buffer
	out.WriteString(cliIntroduction)
	fmt.Fprintf(&out, "\n```\n%s  -h, --help            explain the command\n```\n", root.PersistentFlags().FlagUsages())
	describe(t, &out, root)

	const path = "../../docs/cli.md"
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want) {
		t.Errorf("%s is not up to date: run the test with -update and look at the difference", path)
	}
}

func describe(t *testing.T, out *bytes.Buffer, command *cobra.Command) {
	t.Helper()
	if command.Short == "" || strings.HasSuffix(command.Short, ".") {
		t.Errorf("%s: Short must be one line without a full stop, is %q", command.CommandPath(), command.Short)
	}
	if !command.HasSubCommands() {
		text := command.Long
		if text == "" {
			text = command.Short + "."
		}
		fmt.Fprintf(out, "\n## %s\n\n%s\n\n```\n%s\n", command.CommandPath(), text, command.UseLine())
		if flags := command.LocalFlags().FlagUsages(); flags != "" {
			fmt.Fprintf(out, "\n%s", flags)
		}
		out.WriteString("```\n")
		if command.Example != "" {
			fmt.Fprintf(out, "\n```sh\n%s\n```\n", strings.ReplaceAll(strings.TrimPrefix(command.Example, "  "), "\n  ", "\n"))
		}
	}
	for _, child := range command.Commands() {
		describe(t, out, child)
	}
}
