package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"brink/client"
	"brink/feed"

	"github.com/spf13/cobra"
)

func newTailCommand(a *app) *cobra.Command {
	var server, after string
	var kinds []string
	var want client.Want
	t := &tailer{out: a.stdout}
	command := &cobra.Command{
		Use:   "tail",
		Short: "Follow a running server's feed, one JSON event a line",
		Long: `Follow a running server's feed, one JSON event a line, until interrupted. It
begins with what comes next, or after the cursor that --after names: the field
cursor of the last event that was seen. When the connection breaks it comes
back by itself and goes on where it was, with nothing lost or doubled.

A server keeps events for a while only. When those after the cursor are gone,
tail ends with an error that names the oldest cursor, unless --from-oldest is
given: then it says so and goes on with the oldest event.`,
		Example: `  brink tail --kind liquidation,position.liquidatable | jq .data
  brink tail --after v1.1042 >> events.ndjson`,
		RunE: func(c *cobra.Command, _ []string) error {
			types, err := eventTypes(kinds)
			if err != nil {
				return err
			}
			if _, err := feed.ParseCursor(after); err != nil {
				return usageError("--after: %w", err)
			}
			if t.asker, err = a.newClient(c, server); err != nil {
				return err
			}
			t.note = func(text string) { fmt.Fprintf(a.stderr, "brink: %s\n", oneLine(text)) }
			want.Types = types
			if after == "" && t.fromOldest {
				after = client.FromOldest
			}
			return t.explained(t.Follow(c.Context(), want, after, t.take))
		},
	}
	flags := command.Flags()
	flags.StringVar(&after, "after", "", "cursor to begin after")
	flags.BoolVar(&t.fromOldest, "from-oldest", false, "begin with the oldest event when there is no --after, or when it has expired")
	flags.StringSliceVar(&kinds, "kind", nil, "kinds of events, such as liquidation or reorg; several with commas between (default all)")
	flags.StringVar(&want.Chain, "chain", "", "chain id, or name in the server's configuration")
	flags.StringVar(&want.Protocol, "protocol", "", "leave out what is about no deployment of this protocol")
	flags.StringVar(&want.Deployment, "deployment", "", "leave out what is about no deployment of this name")
	flags.StringVar(&want.Account, "account", "", "leave out what isn't about this address")
	addURLFlag(command, &server)
	return command
}

// eventTypes are the full names of kinds, which may lack their version.
func eventTypes(kinds []string) ([]string, error) {
	var types []string
	all := feed.Types()
	for _, kind := range kinds {
		i := slices.IndexFunc(all, func(t string) bool { return t == kind || strings.TrimSuffix(t, ".v1") == kind })
		if i < 0 {
			return nil, usageError("--kind: %q is not one of %s", kind, strings.ReplaceAll(strings.Join(all, ", "), ".v1", ""))
		}
		types = append(types, all[i])
	}
	return types, nil
}

// tailer prints a feed.
type tailer struct {
	*asker
	out        io.Writer
	note       func(string)
	fromOldest bool
}

// take prints one message of the feed.
func (t *tailer) take(m client.Message) error {
	switch m := m.(type) {
	case *client.Event:
		return t.print(m.Raw)
	case *client.Retraction:
		return t.print(m.Raw)
	case *client.Break:
		t.note(fmt.Sprintf("%v; going on after %s", t.explained(m.Why), m.Cursor))
	case *client.Reset:
		if !t.fromOldest {
			return fmt.Errorf("the events after %s are no longer kept: the oldest cursor is %s; go on with --after %s, or with --from-oldest",
				m.Lost, m.Oldest, m.Oldest)
		}
		t.note(fmt.Sprintf("events after %s are no longer kept; going on after %s", m.Lost, m.Oldest))
	}
	return nil
}

// print writes one event as one line, in one piece.
func (t *tailer) print(event []byte) error {
	var line bytes.Buffer
	if err := json.Compact(&line, event); err != nil {
		return fmt.Errorf("reading an event: %w", err)
	}
	line.WriteByte('\n')
	if _, err := t.out.Write(line.Bytes()); err != nil {
		return fmt.Errorf("writing the events: %w", err)
	}
	return nil
}
