package rpc

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode"

	"brink/chain"
)

// maxText is how much of a foreign message is shown.
const maxText = 200

// Failure is why an endpoint could not answer. It is safe to show: it wraps
// only errors of this program, and its text has no part of the URL.
type Failure struct {
	Endpoint string
	Reason   Reason
	after    time.Duration // how long to leave it alone, where the node says that
	text     string
	safe     error
}

func (f *Failure) Error() string { return "endpoint " + f.Endpoint + ": " + f.text }
func (f *Failure) Unwrap() error { return f.safe }

// failure makes an error of a connection safe to show, and tells of it if it is
// that the node contradicts itself.
func (e *endpoint) failure(err error) *Failure {
	var done *Failure
	if errors.As(err, &done) {
		return done
	}
	f := &Failure{Endpoint: e.name, Reason: reasonOf(err), text: e.clean(err.Error())}
	for _, safe := range []error{context.Canceled, context.DeadlineExceeded, chain.ErrContradiction,
		chain.ErrGone, chain.ErrTooMuch, ErrChainID, errMalformed, errTooLarge} {
		if errors.Is(err, safe) {
			f.safe = safe
		}
	}
	var contradiction *chain.Contradiction
	if errors.As(err, &contradiction) {
		e.contradictions.Add(1)
		e.opt.Observer.Distrusted(e.name, contradiction.Check)
	}
	if f.Reason == ReasonTimeout {
		f.text = "no answer in time"
	}
	var status statusError
	var refused *refusal
	switch {
	case errors.As(err, &status):
		f.after = status.after
	case errors.As(err, &refused):
		f.after = refused.after()
	}
	return f
}

func reasonOf(err error) Reason {
	var (
		status  statusError
		timeout net.Error
		refused *refusal
	)
	switch {
	case err == nil:
		return ReasonNone
	case errors.Is(err, chain.ErrGone):
		return ReasonGone
	case errors.Is(err, chain.ErrContradiction):
		return ReasonFalse
	case errors.Is(err, ErrChainID):
		return ReasonChain
	case errors.Is(err, errSilent):
		return ReasonSilent
	case errors.Is(err, errTooLarge):
		return ReasonTooLarge
	case errors.Is(err, errMalformed):
		return ReasonMalformed
	case errors.As(err, &refused):
		switch {
		case refused.barred():
			return ReasonAccess
		case refused.limited():
			return ReasonLimited
		default:
			return ReasonRefused
		}
	case errors.As(err, &status):
		return status.reason()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return ReasonTimeout
	default:
		return ReasonTransport
	}
}

// secrets are the parts of a URL that must not be shown, the longest first.
func secrets(raw string) []string {
	all := []string{raw}
	add := func(parts ...string) {
		for _, p := range parts {
			for _, form := range []string{p, url.PathEscape(p), url.QueryEscape(p)} {
				if len(form) > 3 {
					all = append(all, form)
				}
			}
		}
	}
	u, err := url.Parse(raw)
	if err != nil {
		return all
	}
	add(u.Host, u.Hostname(), u.RequestURI(), u.Path, u.EscapedPath(), u.RawQuery, u.Fragment)
	add(strings.Split(u.Path, "/")...)
	for name, values := range u.Query() {
		add(name)
		add(values...)
	}
	if u.User != nil {
		password, _ := u.User.Password()
		add(u.User.String(), u.User.Username(), password)
	}
	return all
}

// clean takes the endpoint's secrets, other URLs and control characters out of
// a foreign message, and shortens it.
func (e *endpoint) clean(text string) string {
	text = e.hide.Replace(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	for i, w := range words {
		if strings.Contains(w, "://") {
			words[i] = "[URL]"
		}
	}
	text = strings.ToValidUTF8(strings.Join(words, " "), "?")
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	return text
}
