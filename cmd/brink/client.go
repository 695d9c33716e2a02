package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"brink/client"
	"brink/config"

	"github.com/spf13/cobra"
)

// pageRows is how many rows are asked for at a time.
const pageRows = 1000

// asker asks a running server, and says in the words of the command line what
// went wrong.
type asker struct{ *client.Client }

// addURLFlag gives a command the flag --url.
func addURLFlag(command *cobra.Command, to *string) {
	command.Flags().StringVar(to, "url", "", "server to ask (default where the configuration says that it listens, or http://"+config.Default().Listen+")")
}

// newClient makes a client of the server that --url names, or the configuration.
func (a *app) newClient(command *cobra.Command, given string) (*asker, error) {
	if given == "" {
		var err error
		if given, err = a.server(command); err != nil {
			return nil, err
		}
	}
	c, err := client.New(given, client.Options{})
	if err != nil {
		return nil, usageError("--url must begin with http:// or https:// and name a host")
	}
	return &asker{c}, nil
}

// server is where the configured server is asked; the default when there is no
// configuration and none was named.
func (a *app) server(command *cobra.Command) (string, error) {
	named := command.Flags().Changed("config") || os.Getenv("BRINK_CONFIG") != ""
	if _, err := os.Stat(a.configPath); errors.Is(err, fs.ErrNotExist) && !named {
		return "http://" + config.Default().Listen, nil
	}
	cfg, err := a.loadConfig(command)
	if err != nil {
		return "", err
	}
	return scheme(cfg.Web.ConfigFile) + "://" + reachable(cfg.Listen), nil
}

// reachable is an address at which a server answers that listens there: one
// that listens everywhere does so on the loopback.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
		if ip != nil && ip.To4() == nil {
			host = "::1"
		}
	}
	return net.JoinHostPort(host, port)
}

// explained is an error of asking with what is to be done about it: parameters
// are flags, and a server that isn't there may not run.
func (c *asker) explained(err error) error {
	var refused *client.Refusal
	var link *net.OpError
	switch {
	case errors.As(err, &refused) && refused.Status == http.StatusUnprocessableEntity:
		for i := range refused.Errors {
			if name, is := strings.CutPrefix(refused.Errors[i].Location, "query."); is {
				refused.Errors[i].Location = "--" + strings.ReplaceAll(name, "_", "-")
			}
		}
		return exitError{exitUsage, refused}
	case errors.As(err, &link) && link.Op == "dial":
		return fmt.Errorf("asking %s: %w; is brink watch running there? Name another server with --url", c.Host(), link.Err)
	}
	return err
}

// get asks for one JSON document.
func (c *asker) get(ctx context.Context, path string, query url.Values, into any) error {
	return c.explained(c.Get(ctx, path, query, into))
}

// post sends one JSON document and asks for another.
func (c *asker) post(ctx context.Context, path string, document, into any) error {
	return c.explained(c.Post(ctx, path, document, into))
}

// pages asks for pages until there are limit rows, or all if that is 0. It
// reports whether there are more.
func pages[Page, Row any](ctx context.Context, c *asker, path string, query url.Values, limit int,
	of func(*Page) ([]Row, *string),
) (rows []Row, more bool, err error) {
	for {
		want := pageRows
		if limit > 0 {
			want = min(want, limit-len(rows))
		}
		query.Set("limit", strconv.Itoa(want))
		var page Page
		if err := c.get(ctx, path, query, &page); err != nil {
			return nil, false, err
		}
		some, next := of(&page)
		rows = append(rows, some...)
		if next == nil || limit > 0 && len(rows) >= limit {
			return rows, next != nil, nil
		}
		query.Set("cursor", *next)
	}
}

// filters are flags that are query parameters of the server, by the same name
// with dashes.
type filters struct {
	command *cobra.Command
	limit   int
	url     string
	format  outputFormat
}

// addTo gives a command the flags that every question has.
func (f *filters) addTo(command *cobra.Command) {
	f.command = command
	f.format.addFlag(command)
	addURLFlag(command, &f.url)
}

// add gives the command a flag that is a query parameter.
func (f *filters) add(name, usage string) { f.command.Flags().String(name, "", usage) }

// addLimit gives the command the flag --limit.
func (f *filters) addLimit() {
	f.command.Flags().IntVar(&f.limit, "limit", 100, "most rows to print; 0: all")
}

// query is what the given flags ask for.
func (f *filters) query(names ...string) (url.Values, error) {
	if f.limit < 0 {
		return nil, usageError("--limit must be 0 or more")
	}
	query := url.Values{}
	for _, name := range names {
		if flag := f.command.Flags().Lookup(name); flag.Changed {
			query.Set(strings.ReplaceAll(name, "-", "_"), flag.Value.String())
		}
	}
	return query, nil
}

// tellMore says on standard error that not all was printed.
func (a *app) tellMore(more bool, limit int) {
	if more {
		fmt.Fprintf(a.stderr, "brink: the first %d; --limit 0 prints all\n", limit)
	}
}
