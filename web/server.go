package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"brink/feed"
	"brink/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"
	toolkit "github.com/prometheus/exporter-toolkit/web"
)

// Options are the server's own settings. The zero value of a field stands for
// its default.
type Options struct {
	// Hosts are names by which the server may be asked, beside loopback names
	// and every bare IP address, which no foreign page can make a browser use.
	Hosts []string
	// Metrics answers /metrics; nil: nothing does.
	Metrics http.Handler
	// Registerer takes the feed's own metrics; nil: nobody does.
	Registerer prometheus.Registerer
	Log        *slog.Logger
	// Alerts is what people are told; nil: nothing.
	Alerts Alerts
	// Channels are the ways to tell people, to be tried.
	Channels []Channel
	// Named is what the configuration gives names to.
	Named Named
	// Heartbeat is the pause after which a silent stream gives a sign of life.
	// Default 15 s.
	Heartbeat time.Duration
	// Patience is how long a client may take to accept what is written to it;
	// it is given up to a quarter more. Default 10 s.
	Patience time.Duration
	// Streams bounds the streams and sockets open at a time. Default 10,000.
	Streams int
	// ConfigFile is a web configuration in the form of Prometheus's exporter
	// toolkit: TLS, client certificates, basic authentication. Empty: none.
	ConfigFile string
	// Origins are those of other sites whose pages may read what is answered.
	Origins []string
	// Tokens are secrets whose bearers may change something. Without any, only
	// this machine's user may.
	Tokens []string
	// Rate is how many requests a second an address may make, other than this
	// machine's. 0: without bound.
	Rate int
	// Reload reads the configuration anew, for POST /-/reload; nil: there is no
	// such path. Its error holds no secret.
	Reload func(context.Context) error
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 15 * time.Second
	}
	if o.Patience == 0 {
		o.Patience = 10 * time.Second
	}
	if o.Streams == 0 {
		o.Streams = 10_000
	}
	return o
}

// Server answers all paths.
type Server struct {
	options Options
	live    Live
	log     store.Reader
	tail    *tail
	api     huma.API
	handler http.Handler
	meters  meters
	access  *access
	trails  *trails
	// streams holds one token for each open stream and each open socket.
	streams chan struct{}
	// sockets are the open ones, which their http.Server no longer knows of.
	sockets sync.WaitGroup
	// closing ends the streams, which would never end by themselves.
	closing context.Context
	close   context.CancelFunc
}

// New makes a server of what is known now, of the log, and of the hub that
// tells when the log has grown.
func New(options Options, live Live, log store.Reader, hub *feed.Hub) *Server {
	options = options.withDefaults()
	s := &Server{options: options, live: live, log: log, tail: newTail(log, hub), meters: newMeters(options.Registerer),
		access: newAccess(options), trails: newTrails(),
		streams: make(chan struct{}, options.Streams)}
	s.closing, s.close = context.WithCancel(context.Background())
	mux := http.NewServeMux()
	s.api = humago.New(mux, apiConfig())
	s.register(s.api)
	describe(s.api.OpenAPI().Components.Schemas)
	mux.HandleFunc("GET /openapi.json", s.openAPI)
	mux.HandleFunc("GET /v1/ws", s.socket)
	mux.HandleFunc("GET /v1/schemas/{type}", schema)
	mux.HandleFunc("GET /livez", s.livez)
	mux.HandleFunc("GET /readyz", s.readyz)
	if options.Metrics != nil {
		mux.Handle("GET /metrics", options.Metrics)
	}
	if options.Reload != nil {
		mux.HandleFunc("POST /-/reload", s.reload)
	}
	page(mux)
	s.handler = s.guard(mux)
	return s
}

// Handler answers all paths. Its streams end with Serve, or when the client or
// its server closes the connection.
func (s *Server) Handler() http.Handler { return s.handler }

// The limits within which a request must come and an answer must go.
const (
	headerPatience = 5 * time.Second
	readPatience   = 10 * time.Second
	writePatience  = 60 * time.Second
	idlePatience   = 2 * time.Minute
	closePatience  = 10 * time.Second
	headerBytes    = 32 << 10
	bodyBytes      = 64 << 10
)

// Serve answers on a listener until ctx ends; then it lets running answers
// finish. It returns nil when it was ctx that ended it.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: headerPatience, ReadTimeout: readPatience, WriteTimeout: writePatience,
		IdleTimeout: idlePatience, MaxHeaderBytes: headerBytes, ConnContext: remembering,
		ErrorLog: slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
	done := make(chan error, 1)
	go func() { done <- s.serve(server, l) }()
	remembering := make(chan struct{})
	go func() {
		defer close(remembering)
		s.remember(s.closing)
	}()
	defer func() { <-remembering }()
	select {
	case err := <-done:
		s.close()
		return fmt.Errorf("serving on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	s.close()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), closePatience)
	defer cancel()
	defer s.sockets.Wait()
	if err := server.Shutdown(grace); err != nil {
		if err := server.Close(); err != nil {
			return fmt.Errorf("closing the server: %w", err)
		}
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving on %s: %w", l.Addr(), err)
	}
	return nil
}

// serve is http.Server.Serve behind the web configuration, if there is one.
func (s *Server) serve(server *http.Server, l net.Listener) error {
	if s.options.ConfigFile == "" {
		return server.Serve(l)
	}
	return toolkit.Serve(l, server, &toolkit.FlagConfig{WebConfigFile: &s.options.ConfigFile}, slog.New(troubles{s.options.Log.Handler()}))
}

// CheckConfigFile tells what is wrong with a web configuration.
func CheckConfigFile(path string) error { return toolkit.Validate(path) }

// troubles drops what the toolkit tells of good news: the caller has told it.
type troubles struct{ slog.Handler }

// Enabled is slog.Handler's.
func (t troubles) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && t.Handler.Enabled(ctx, level)
}
