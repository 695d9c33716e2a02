package rpc

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/url"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

// Options say how to reach a chain. Zero values stand for the defaults, but
// ChainID and at least one endpoint must be given.
type Options struct {
	ChainID uint64
	// Endpoints in order of preference.
	Endpoints []Endpoint
	// Multicall is where Multicall3 is deployed; zero means nowhere.
	Multicall common.Address
	// BlockTime is the usual time between blocks; 12 s by default.
	BlockTime time.Duration
	// Poll is how often an endpoint without subscriptions is asked for its head; a
	// quarter of the block time by default, but 100 ms to 3 s.
	Poll time.Duration
	// Silence is how long a subscription may be silent before the endpoint is asked
	// whether it missed a block; three block times by default, but 2 s at least.
	Silence time.Duration
	// Timeout is for one request, its answer read to the end; 15 s by default.
	Timeout time.Duration
	// Patience is how long a question is repeated before chain.ErrUnavailable;
	// 20 s by default.
	Patience time.Duration
	// Recheck is how often the endpoints are compared with each other, and those
	// that had failed are tried again; 30 s by default.
	Recheck time.Duration
	// MaxLag is how many blocks an endpoint may be behind the best before another
	// is preferred; 15 s worth of blocks by default, and at least 3.
	MaxLag uint64
	// Verify says what is verified by computation; everything by default.
	Verify Verify
	// MaxAnswer is the largest answer in bytes, decompressed; 32 MiB by default.
	MaxAnswer int64
	// MaxBatch is the most requests of one JSON-RPC batch; 100 by default.
	MaxBatch int
	// MaxCalls is the most reads of one Multicall3 request; 500 by default.
	MaxCalls int
	// MaxAddresses is the most addresses of one request for logs; 1,000 by default.
	MaxAddresses int
	// Observer is told of requests and endpoints; none by default.
	Observer Observer
	// Logger gets what an operator should see; discarded by default.
	Logger *slog.Logger
}

// Endpoint is one node.
type Endpoint struct {
	// Name is what people see.
	Name string
	// URL is ws, wss, http or https, and secret.
	URL string
	// Rate is the most requests that it is sent in a second, each of a batch
	// counting; zero for as many as there are. One that complains of too many is
	// sent fewer in any case.
	Rate float64
}

// Format shows the name alone, whatever the verb.
func (e Endpoint) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, e.Name) }

// MarshalText gives the name alone.
func (e Endpoint) MarshalText() ([]byte, error) { return []byte(e.Name), nil }

// Observer is told what happens. Names are those of endpoints. Its methods are
// called from many goroutines and must not block.
type Observer interface {
	// Request is one JSON-RPC request; the reason is empty if it succeeded.
	Request(endpoint string, method Method, took time.Duration, reason Reason)
	// Subscribed says whether new heads come by subscription now, and if not, why.
	Subscribed(up bool, reason Reason)
	// Endpoint says whether an endpoint is in use.
	Endpoint(endpoint string, active bool)
	// Lag says how many blocks an endpoint's head is behind the best head known.
	Lag(endpoint string, blocks uint64)
	// Distrusted is told when an answer was refused by a check.
	Distrusted(endpoint string, check chain.Check)
	// Skipped is told when something could not be verified, and was believed.
	Skipped(why Skip)
	// Hedged is told when a question was put to this endpoint too, because another
	// takes long.
	Hedged(endpoint string)
}

// Reason says in one word why something failed.
type Reason string

const (
	ReasonNone      Reason = ""
	ReasonTimeout   Reason = "timeout"
	ReasonTransport Reason = "transport" // no connection, or it broke
	ReasonStatus    Reason = "status"    // an HTTP status other than success
	ReasonLimited   Reason = "rate_limited"
	ReasonAccess    Reason = "no_access" // no longer served to this account, or never
	ReasonTooLarge  Reason = "too_large"
	ReasonMalformed Reason = "malformed" // not JSON-RPC, or not what the method returns
	ReasonFalse     Reason = "contradiction"
	ReasonRefused   Reason = "refused" // the node answered with an error
	ReasonRange     Reason = "range_too_large"
	ReasonGone      Reason = "state_gone"
	ReasonChain     Reason = "wrong_chain"
	ReasonSilent    Reason = "silent" // the subscription missed a block
	ReasonClosed    Reason = "closed"
)

// ErrOptions is wrapped by errors about Options.
var ErrOptions = errors.New("invalid options")

// ErrChainID: the endpoint belongs to another chain. Asking again won't help.
var ErrChainID = errors.New("wrong chain id")

func (o Options) withDefaults() (Options, error) {
	if o.ChainID == 0 {
		return o, fmt.Errorf("%w: no chain id", ErrOptions)
	}
	if len(o.Endpoints) == 0 {
		return o, fmt.Errorf("%w: no endpoint", ErrOptions)
	}
	for _, e := range o.Endpoints {
		if e.Name == "" {
			return o, fmt.Errorf("%w: an endpoint has no name", ErrOptions)
		}
		if e.Rate < 0 || math.IsNaN(e.Rate) {
			return o, fmt.Errorf("%w: the rate of endpoint %s is %v", ErrOptions, e.Name, e.Rate)
		}
		if u, err := url.Parse(e.URL); err != nil || u.Host == "" ||
			u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ws" && u.Scheme != "wss" {
			return o, fmt.Errorf("%w: the URL of endpoint %s is not ws://, wss://, http:// or https:// with a host", ErrOptions, e.Name)
		}
	}
	set(&o.BlockTime, 12*time.Second)
	set(&o.Poll, min(max(o.BlockTime/4, 100*time.Millisecond), 3*time.Second))
	set(&o.Silence, max(3*o.BlockTime, 2*time.Second))
	set(&o.Timeout, 15*time.Second)
	set(&o.Patience, 20*time.Second)
	set(&o.Recheck, 30*time.Second)
	if o.MaxLag == 0 {
		o.MaxLag = max(3, uint64(15*time.Second/o.BlockTime))
	}
	switch o.Verify {
	case "":
		o.Verify = VerifyFull
	case VerifyFull, VerifyHeaders, VerifyReceipts, VerifyNone:
	default:
		return o, fmt.Errorf("%w: verify is %q", ErrOptions, o.Verify)
	}
	set(&o.MaxAnswer, 32<<20)
	set(&o.MaxBatch, 100)
	set(&o.MaxCalls, 500)
	set(&o.MaxAddresses, 1000)
	if o.Observer == nil {
		o.Observer = silent{}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

func set[T int | int64 | time.Duration](v *T, def T) {
	if *v == 0 {
		*v = def
	}
}

// silent is the Observer that does nothing.
type silent struct{}

func (silent) Request(string, Method, time.Duration, Reason) {}
func (silent) Subscribed(bool, Reason)                       {}
func (silent) Endpoint(string, bool)                         {}
func (silent) Lag(string, uint64)                            {}
func (silent) Distrusted(string, chain.Check)                {}
func (silent) Skipped(Skip)                                  {}
func (silent) Hedged(string)                                 {}
