// Package shout sends messages through shoutrrr, for the many services for which
// brink has no sender of its own. Their errors hold the secrets of their URLs:
// it must never let any of that text out. Services whose failures the library
// loses are refused; brink has senders of its own for them.
package shout

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"brink/notify"

	"github.com/nicholas-fedor/shoutrrr"
	"github.com/nicholas-fedor/shoutrrr/pkg/router"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"
)

// Errors of URLs. They quote nothing of them.
var (
	ErrURL     = errors.New("is not the URL of a service that shoutrrr knows")
	ErrRefused = errors.New("names a service that has a type of its own here: use telegram, ntfy, webhook or alertmanager")
)

// refused are services that lose errors, or send to where nobody may.
var refused = []string{"telegram", "ntfy", "generic", "logger"}

// Sender sends to one service.
type Sender struct {
	router *router.ServiceRouter
	links  notify.Links
}

// New makes a sender of a shoutrrr URL.
func New(url string, links notify.Links) (*Sender, error) {
	scheme, _, _ := strings.Cut(url, "://")
	scheme, _, _ = strings.Cut(scheme, "+")
	if slices.Contains(refused, strings.ToLower(scheme)) {
		return nil, ErrRefused
	}
	r, err := shoutrrr.CreateSender(url)
	if err != nil {
		return nil, ErrURL
	}
	return &Sender{r, links}, nil
}

// Send implements notify.Sender. The library knows no context; it gives up by
// itself.
func (s *Sender) Send(ctx context.Context, m *notify.Message) error {
	text := m.Words(s.links)
	params := types.Params{"title": text.Title}
	done := make(chan []error, 1)
	go func() { done <- s.router.Send(text.String(), &params) }()
	select {
	case <-ctx.Done():
		return notify.FailureOf(ctx.Err())
	case errs := <-done:
		for _, err := range errs {
			if err != nil {
				return failure(err.Error())
			}
		}
	}
	return nil
}

var status = regexp.MustCompile(`\b([45]\d\d)\b`)

// failure keeps nothing of an error's text but what looks like a status.
func failure(text string) error {
	f := &notify.Failure{Reason: notify.Network}
	if m := status.FindString(text); m != "" {
		f.Reason = notify.Status
		f.Code, _ = strconv.Atoi(m)
		if f.Code == 429 {
			f.Reason = notify.RateLimited
		}
	}
	return f
}
