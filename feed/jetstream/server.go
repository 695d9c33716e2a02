package jetstream

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Server is a NATS server within this process, for those who have none. Its
// readers need no password and can only read; only this process writes.
type Server struct {
	*server.Server
	writer string
}

// startPatience is how long a server may take to be ready.
const startPatience = 10 * time.Second

// writerName is the user that writes. It has no password that would be of use
// outside: the connection is within the process.
const writerName = "brink"

// Serve starts a server that keeps its streams in a folder. Readers may
// subscribe below prefix and use JetStream's API as readers of one stream.
func Serve(listen, folder, stream, prefix, password string) (*Server, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("starting a NATS server: %w", err)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("starting a NATS server: %q is no port", port)
	}
	opt := &server.Options{
		ServerName: "brink", Host: host, Port: int(number), NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: folder, NoAuthUser: "reader",
		Users: []*server.User{
			{Username: writerName, Password: password},
			{Username: "reader", Permissions: readerPermissions(stream, prefix)},
		},
	}
	if number == 0 {
		opt.Port = server.RANDOM_PORT
	}
	s, err := server.NewServer(opt)
	if err != nil {
		return nil, fmt.Errorf("starting a NATS server: %w", err)
	}
	s.Start()
	if !s.ReadyForConnections(startPatience) || !s.JetStreamEnabled() {
		s.Shutdown()
		return nil, errors.New("starting a NATS server: it doesn't come up; is the address free, and the folder writable?")
	}
	return &Server{s, password}, nil
}

// Dial connects to the server as the one that writes.
func (s *Server) Dial() (*nats.Conn, error) {
	return nats.Connect("", nats.InProcessServer(s.Server), nats.UserInfo(writerName, s.writer), nats.Name("brink"))
}

// Close ends the server; its streams stay in the folder.
func (s *Server) Close() {
	s.Shutdown()
	s.WaitForShutdown()
}

// readerPermissions let nobody write, nor change or remove the stream.
func readerPermissions(stream, prefix string) *server.Permissions {
	api := "$JS.API."
	return &server.Permissions{
		Publish: &server.SubjectPermission{Allow: []string{
			api + "INFO", api + "STREAM.NAMES", api + "STREAM.LIST", api + "STREAM.INFO." + stream,
			api + "STREAM.MSG.GET." + stream, api + "DIRECT.GET." + stream, api + "DIRECT.GET." + stream + ".>",
			api + "CONSUMER.*." + stream, api + "CONSUMER.*." + stream + ".>",
			api + "CONSUMER.DURABLE.CREATE." + stream + ".*", api + "CONSUMER.MSG.NEXT." + stream + ".*",
			"$JS.ACK." + stream + ".>", "$JS.FC." + stream + ".>",
		}},
		Subscribe: &server.SubjectPermission{Allow: []string{"_INBOX.>", prefix + ".>"}},
	}
}
