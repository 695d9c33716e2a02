package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"brink/config"

	"github.com/spf13/cobra"
)

// client asks a running server.
type client struct {
	base *url.URL
	http *http.Client
}

// The limits of asking a server.
const (
	connectPatience = 5 * time.Second
	answerPatience  = 30 * time.Second // for an answer to begin
	queryPatience   = time.Minute      // for all of it
	answerBytes     = 64 << 20
	pageRows        = 1000
)

// addURLFlag gives a command the flag --url.
func addURLFlag(command *cobra.Command, to *string) {
	command.Flags().StringVar(to, "url", "", "server to ask (default where the configuration says that it listens, or http://"+config.Default().Listen+")")
}

// newClient makes a client of the server that --url names, or the configuration.
func (a *app) newClient(command *cobra.Command, given string) (*client, error) {
	if given == "" {
		listen, err := a.listen(command)
		if err != nil {
			return nil, err
		}
		given = "http://" + reachable(listen)
	}
	base, err := url.Parse(given)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, usageError("--url must begin with http:// or https:// and name a host")
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: connectPatience}).DialContext
	transport.ResponseHeaderTimeout = answerPatience
	return &client{base, &http.Client{Transport: transport}}, nil
}

// listen is where the configured server listens; the default when there is no
// configuration and none was named.
func (a *app) listen(command *cobra.Command) (string, error) {
	named := command.Flags().Changed("config") || os.Getenv("BRINK_CONFIG") != ""
	if _, err := os.Stat(a.configPath); errors.Is(err, fs.ErrNotExist) && !named {
		return config.Default().Listen, nil
	}
	cfg, err := a.loadConfig(command)
	if err != nil {
		return "", err
	}
	return cfg.Listen, nil
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

// refusal is a server's answer that is none: a problem+json (RFC 9457).
type refusal struct {
	Status int    `json:"-"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Errors []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`
	// Oldest is told with an expired cursor.
	Oldest string `json:"oldest_cursor"`
}

func (r *refusal) Error() string {
	if len(r.Errors) == 0 {
		if r.Detail == "" {
			return fmt.Sprintf("the server answers %d %s", r.Status, http.StatusText(r.Status))
		}
		return "the server answers: " + r.Detail
	}
	var parts []string
	for _, e := range r.Errors {
		where := e.Location
		if name, ok := strings.CutPrefix(where, "query."); ok {
			where = "--" + strings.ReplaceAll(name, "_", "-")
		}
		parts = append(parts, where+": "+e.Message)
	}
	return strings.Join(parts, "; ")
}

// open asks and returns the body of a good answer.
func (c *client) open(ctx context.Context, path string, query url.Values, header http.Header) (io.ReadCloser, error) {
	to := c.base.JoinPath(path)
	to.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", c.base.Host, err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	return c.send(request)
}

func (c *client) send(request *http.Request) (io.ReadCloser, error) {
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, c.unreachable(err)
	}
	if answer.StatusCode == http.StatusOK {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	refused := &refusal{}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") {
		// What isn't readable as a problem is told by its status alone.
		_ = json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(refused)
	}
	refused.Status = answer.StatusCode
	if refused.Status == http.StatusUnprocessableEntity {
		return nil, exitError{exitUsage, refused}
	}
	return nil, refused
}

// unreachable tells what stands between us and the server, without the URL's
// path or password.
func (c *client) unreachable(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var refused *net.OpError
	if errors.As(err, &refused) && refused.Op == "dial" {
		return fmt.Errorf("asking %s: %w; is brink watch running there? Name another server with --url", c.base.Host, refused.Err)
	}
	return fmt.Errorf("asking %s: %w", c.base.Host, err)
}

// get asks for one JSON document.
func (c *client) get(ctx context.Context, path string, query url.Values, into any) error {
	ctx, cancel := context.WithTimeout(ctx, queryPatience)
	defer cancel()
	body, err := c.open(ctx, path, query, http.Header{"Accept": {"application/json"}})
	if err != nil {
		return err
	}
	return c.read(path, body, into)
}

// post sends one JSON document and asks for another.
func (c *client) post(ctx context.Context, path string, document, into any) error {
	ctx, cancel := context.WithTimeout(ctx, queryPatience)
	defer cancel()
	text, err := json.Marshal(document)
	if err != nil {
		return fmt.Errorf("writing the question: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.JoinPath(path).String(), bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("asking %s: %w", c.base.Host, err)
	}
	request.Header.Set("Content-Type", "application/json")
	body, err := c.send(request)
	if err != nil {
		return err
	}
	return c.read(path, body, into)
}

func (c *client) read(path string, body io.ReadCloser, into any) error {
	defer body.Close()
	if err := json.NewDecoder(io.LimitReader(body, answerBytes)).Decode(into); err != nil {
		return fmt.Errorf("reading the answer of %s to %s: %w", c.base.Host, path, err)
	}
	return nil
}

// pages asks for pages until there are limit rows, or all if that is 0. It
// reports whether there are more.
func pages[Page, Row any](ctx context.Context, c *client, path string, query url.Values, limit int,
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
