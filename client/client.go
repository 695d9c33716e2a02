package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"brink/feed"
)

// Options are what a client needs beside the server's address.
type Options struct {
	// HTTP is what it asks with; it must set no Timeout, for streams last. One
	// that connects and is answered within bounded time when nil.
	HTTP *http.Client
	// Token is a bearer token; empty for none.
	Token string
	// Rest is the pause before coming back the first time; as the server asks
	// when zero. Silence is what counts as a broken connection, a minute when
	// zero.
	Rest, Silence time.Duration
}

// Client asks one server. Many goroutines may use it.
type Client struct {
	base *url.URL
	opt  Options
}

// The limits of asking.
const (
	connectPatience = 5 * time.Second
	answerPatience  = 30 * time.Second // for an answer to begin
	queryPatience   = time.Minute      // for all of it
	standardRest    = time.Second      // until a server asks for another
	answerBytes     = 64 << 20
	pageRows        = 1000
)

// ErrURL is returned for text that is no server's address.
var ErrURL = errors.New("a server's URL must begin with http:// or https:// and name a host")

// New makes a client of the server at a URL such as http://127.0.0.1:8080.
func New(server string, opt Options) (*Client, error) {
	base, err := url.Parse(server)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, ErrURL
	}
	if opt.HTTP == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.DialContext = (&net.Dialer{Timeout: connectPatience}).DialContext
		transport.ResponseHeaderTimeout = answerPatience
		opt.HTTP = &http.Client{Transport: transport}
	}
	if opt.Silence == 0 {
		opt.Silence = time.Minute
	}
	return &Client{base, opt}, nil
}

// Host is the server's name and port.
func (c *Client) Host() string { return c.base.Host }

// Refusal is an answer that is none: a problem as RFC 9457 has it.
type Refusal struct {
	Status int    `json:"-"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Errors []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`
	// Oldest is told with an expired cursor: the oldest that hasn't.
	Oldest string `json:"oldest_cursor"`
}

func (r *Refusal) Error() string {
	if len(r.Errors) == 0 {
		if r.Detail == "" {
			return fmt.Sprintf("the server answers %d %s", r.Status, http.StatusText(r.Status))
		}
		return "the server answers: " + r.Detail
	}
	var parts []string
	for _, e := range r.Errors {
		parts = append(parts, e.Location+": "+e.Message)
	}
	return strings.Join(parts, "; ")
}

// Is makes an expired cursor feed.ErrExpired.
func (r *Refusal) Is(target error) bool {
	return target == feed.ErrExpired && r.Status == http.StatusGone
}

// Get asks for one JSON document.
func (c *Client) Get(ctx context.Context, path string, query url.Values, into any) error {
	ctx, cancel := context.WithTimeout(ctx, queryPatience)
	defer cancel()
	body, err := c.open(ctx, path, query, http.Header{"Accept": {"application/json"}})
	if err != nil {
		return err
	}
	return c.read(path, body, into)
}

// Post sends one JSON document and asks for another, or for none when into is
// nil.
func (c *Client) Post(ctx context.Context, path string, document, into any) error {
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
	if into == nil {
		return body.Close()
	}
	return c.read(path, body, into)
}

// open asks and returns the body of a good answer.
func (c *Client) open(ctx context.Context, path string, query url.Values, header http.Header) (io.ReadCloser, error) {
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

func (c *Client) send(request *http.Request) (io.ReadCloser, error) {
	if c.opt.Token != "" {
		request.Header.Set("Authorization", "Bearer "+c.opt.Token)
	}
	answer, err := c.opt.HTTP.Do(request)
	if err != nil {
		return nil, c.unreachable(err)
	}
	if answer.StatusCode == http.StatusOK || answer.StatusCode == http.StatusNoContent {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	refused := &Refusal{}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") {
		// What isn't readable as a problem is told by its status alone.
		_ = json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(refused)
	}
	refused.Status = answer.StatusCode
	return nil, refused
}

// unreachable tells what stands between us and the server, without the URL.
func (c *Client) unreachable(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return fmt.Errorf("asking %s: %w", c.base.Host, err)
}

func (c *Client) read(path string, body io.ReadCloser, into any) error {
	defer body.Close()
	if err := json.NewDecoder(io.LimitReader(body, answerBytes)).Decode(into); err != nil {
		return fmt.Errorf("reading the answer of %s to %s: %w", c.base.Host, path, err)
	}
	return nil
}
