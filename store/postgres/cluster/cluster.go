package cluster

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience is how long a server may take to come up.
const patience = time.Minute

// Cluster is a running server.
type Cluster struct {
	address string // on the loopback interface
	nets    []netip.Prefix
	folder  string
	server  *exec.Cmd
	alive   io.Closer // the server ends when this does, also when this process is killed
	as      *syscall.SysProcAttr
}

// Start makes a folder and runs a server on it. It lets everybody of this
// machine in, and of the networks in which it has these addresses.
func Start(ctx context.Context, nets ...netip.Prefix) (_ *Cluster, err error) {
	programs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(programs) == 0 {
		return nil, errors.New("starting PostgreSQL: it is not installed; scripts/setup does that")
	}
	bin := slices.Max(programs)
	c := &Cluster{nets: nets}
	if c.address, err = free(); err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	if c.folder, err = os.MkdirTemp("", "brink-postgres"); err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("starting PostgreSQL: %w", err), c.Stop())
		}
	}()
	if err := c.unprivileged(); err != nil {
		return nil, err
	}
	data := filepath.Join(c.folder, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "brink", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
	initdb.SysProcAttr, initdb.Dir = c.as, c.folder
	if said, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, said)
	}
	if err := c.letIn(filepath.Join(data, "pg_hba.conf")); err != nil {
		return nil, err
	}
	if err := c.serve(ctx, filepath.Join(bin, "postgres"), data); err != nil {
		return nil, err
	}
	return c, c.ready(ctx)
}

// free is an address that nobody listens on.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// At is a server that another process started. It isn't to be stopped.
func At(address string) *Cluster { return &Cluster{address: address} }

// Address is the host and port on which the server listens.
func (c *Cluster) Address() string { return c.address }

// Said is the server's log.
func (c *Cluster) Said() (string, error) {
	said, err := os.ReadFile(filepath.Join(c.folder, "log"))
	return string(said), err
}

// unprivileged gives the folder to another user when this one is root, whom
// PostgreSQL refuses.
func (c *Cluster) unprivileged() error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return err
	}
	c.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return os.Chown(c.folder, int(uid), int(gid))
}

// letIn adds the networks to the list of who may come.
func (c *Cluster) letIn(path string) error {
	list, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	for _, n := range c.nets {
		_, wrong := fmt.Fprintf(list, "host all all %s trust\n", n.Masked())
		err = errors.Join(err, wrong)
	}
	return errors.Join(err, list.Close())
}

// serve starts the server below a shell that stops it when its input ends.
func (c *Cluster) serve(ctx context.Context, postgres, data string) error {
	const script = `"$@" & pid=$!; cat >/dev/null; kill -INT $pid; wait $pid`
	host, port, err := net.SplitHostPort(c.address)
	if err != nil {
		return err
	}
	for _, n := range c.nets {
		host += "," + n.Addr().String()
	}
	c.server = exec.CommandContext(context.WithoutCancel(ctx), "sh", "-c", script, "sh", postgres, "-D", data, "-k", c.folder, "-p", port,
		"-c", "listen_addresses="+host, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=64MB", "-c", "max_connections=200")
	c.server.SysProcAttr, c.server.Dir = c.as, c.folder
	log, err := os.Create(filepath.Join(c.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	c.server.Stdout, c.server.Stderr = log, log
	if c.alive, err = c.server.StdinPipe(); err != nil {
		return err
	}
	return c.server.Start()
}

func (c *Cluster) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, c.url("").String())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			said, _ := c.Said()
			return fmt.Errorf("waiting for the server: %w: %s", err, said)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Store makes a schema of its own for a name, if it isn't there, and returns a
// URL whose tables are in it.
func (c *Cluster) Store(ctx context.Context, name string) (string, error) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	schema := fmt.Sprintf("store_%x", h.Sum64())
	conn, err := pgx.Connect(ctx, c.url("").String())
	if err != nil {
		return "", fmt.Errorf("making a store: %w", err)
	}
	_, err = conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+schema)
	if err = errors.Join(err, conn.Close(ctx)); err != nil {
		return "", fmt.Errorf("making a store: %w", err)
	}
	return c.url(schema).String(), nil
}

func (c *Cluster) url(schema string) *url.URL {
	u := url.URL{Scheme: "postgres", User: url.User("brink"), Host: c.address, Path: "/postgres", RawQuery: "sslmode=disable"}
	if schema != "" {
		u.RawQuery += "&search_path=" + schema
	}
	return &u
}

// Through is a store's URL by way of another address.
func Through(store, address string) (string, error) {
	u, err := url.Parse(store)
	if err != nil {
		return "", fmt.Errorf("reading a store's URL: %w", err)
	}
	u.Host = address
	return u.String(), nil
}

// Stop ends the server and removes what it stored.
func (c *Cluster) Stop() error {
	var errs []error
	if c.alive != nil {
		errs = append(errs, c.alive.Close(), c.server.Wait())
	}
	return errors.Join(append(errs, os.RemoveAll(c.folder))...)
}
