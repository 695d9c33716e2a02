package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Method is a JSON-RPC method that this package uses.
type Method string

const (
	MethodChainID   Method = "eth_chainId"
	MethodBlock     Method = "eth_getBlockByNumber"
	MethodLogs      Method = "eth_getLogs"
	MethodReceipts  Method = "eth_getBlockReceipts"
	MethodReceipt   Method = "eth_getTransactionReceipt"
	MethodCall      Method = "eth_call"
	MethodCode      Method = "eth_getCode"
	MethodSubscribe Method = "eth_subscribe"
)

// Methods are all methods that a Client uses.
func Methods() []Method {
	return []Method{MethodChainID, MethodBlock, MethodLogs, MethodReceipts, MethodReceipt, MethodCall, MethodCode, MethodSubscribe}
}

// call is one request of a round trip.
type call struct {
	method Method
	params []any
	// long says that it may take too long as it is, and less if less is asked for.
	long bool
	// decode consumes the result. It may be called again when the request is
	// repeated, and must keep nothing of the scanner's bytes.
	decode func(*scanner) error
	// refused is set when the node answered with an error.
	refused *refusal
	// settle looks at a refusal and reports whether it is an answer, and what kind
	// of failure it counts as even so. One that isn't is the endpoint's failure.
	settle func(*refusal) (Reason, bool)
}

// outcome is what a call counts as, and the error if its endpoint failed.
func (c *call) outcome() (Reason, error) {
	if c.refused == nil {
		return ReasonNone, nil
	}
	if c.settle != nil {
		if reason, ok := c.settle(c.refused); ok {
			return reason, nil
		}
	}
	switch c.refused {
	case tooLarge:
		return ReasonTooLarge, errTooLarge
	case tooSlow:
		return ReasonTimeout, context.DeadlineExceeded
	}
	return reasonOf(c.refused), c.refused
}

// conn is a connection to one endpoint. Its errors are raw: only an endpoint
// may look at them.
type conn interface {
	// roundTrip sends all calls and sets each one's outcome, or fails as a whole.
	roundTrip(ctx context.Context, calls []*call) error
	// subscribe delivers new heads until the subscription ends.
	subscribe(ctx context.Context, heads chan json.RawMessage) (subscription, error)
	close()
}

// subscription is a running subscription. Err gives why it ended.
type subscription interface {
	Err() <-chan error
	Unsubscribe()
}

// Errors of connections.
var (
	errTooLarge = errors.New("answer is larger than allowed")
	errNoHeads  = errors.New("endpoint has no subscriptions")
	errSilent   = errors.New("subscription missed a block")
	errBroken   = errors.New("connection was lost")
	errDeaf     = errors.New("too many requests are unanswered")
	// errNoReceipts: the node doesn't serve them; the question is to be asked otherwise.
	errNoReceipts = errors.New("node serves no receipts")
)

// statusError is an HTTP status other than success. The body is left out: it
// may repeat the request's URL.
type statusError struct {
	code  int
	after time.Duration // when to come again, zero if that isn't said
}

func (e statusError) Error() string { return fmt.Sprintf("HTTP status %d", e.code) }

func (e statusError) reason() Reason {
	switch e.code {
	case http.StatusTooManyRequests:
		return ReasonLimited
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden:
		return ReasonAccess
	default:
		return ReasonStatus
	}
}

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(header, 10, 16); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}
