package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Reason is why a message wasn't taken, in one word.
type Reason string

// The reasons.
const (
	Network     Reason = "network"
	Timeout     Reason = "timeout"
	Forbidden   Reason = "forbidden" // the address is one that nobody allowed
	Status      Reason = "status"
	RateLimited Reason = "rate_limited"
	Rejected    Reason = "rejected" // this message will never be taken
	Gone        Reason = "gone"     // no message ever will
	Expired     Reason = "expired"
)

// Reasons are all of them.
func Reasons() []Reason {
	return []Reason{Network, Timeout, Forbidden, Status, RateLimited, Rejected, Gone, Expired}
}

// Failure is why a channel didn't take a message. It holds no text of others,
// in which secrets could stand.
type Failure struct {
	Reason Reason
	// Code is the HTTP status; 0 without one.
	Code int
	// Unsent says that nobody was reached at all.
	Unsent bool
	// After is how long the channel asks to be left alone.
	After time.Duration
}

func (f *Failure) Error() string {
	if f.Code != 0 {
		return fmt.Sprintf("sending: %s (HTTP %d)", f.Reason, f.Code)
	}
	return "sending: " + string(f.Reason)
}

// unclear reports whether the message may have been taken all the same.
func (f *Failure) unclear() bool { return !f.Unsent && (f.Reason == Network || f.Reason == Timeout) }

// FailureOf says in our words why a request failed.
func FailureOf(err error) *Failure {
	var known *Failure
	var timeout net.Error
	var link *net.OpError
	unsent := errors.As(err, &link) && link.Op == "dial"
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, ErrForbidden):
		return &Failure{Reason: Forbidden}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &Failure{Reason: Timeout, Unsent: unsent}
	}
	return &Failure{Reason: Network, Unsent: unsent}
}

// bodyLimit is the most that is read of an answer.
const bodyLimit = 64 << 10

// Do sends a request and returns the start of the answer's body; a Failure when
// the status isn't a success.
func Do(client *http.Client, r *http.Request) ([]byte, error) {
	response, err := client.Do(r)
	if err != nil {
		return nil, FailureOf(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyLimit))
	if err != nil && response.StatusCode/100 == 2 {
		return nil, nil // it was taken; what was said about it is lost
	}
	if response.StatusCode/100 == 2 {
		return body, nil
	}
	f := &Failure{Reason: Status, Code: response.StatusCode, After: retryAfter(response.Header.Get("Retry-After"))}
	switch response.StatusCode {
	case http.StatusTooManyRequests:
		f.Reason = RateLimited
	case http.StatusGone:
		f.Reason = Gone
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		f.Reason = Rejected
	}
	return body, f
}

// retryAfter reads seconds or a date.
func retryAfter(text string) time.Duration {
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
