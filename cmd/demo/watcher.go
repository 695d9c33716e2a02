package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"brink/devnet"
)

// watcher is brink as a child process, asked over HTTP like any server.
type watcher struct {
	devnet.Inspector
	folder  string
	process *exec.Cmd
	phone   *receiver
	ended   chan error
	log     bytes.Buffer
}

// startBrink runs the program in a folder of its own.
func startBrink(ctx context.Context, s settings, st *stage) (_ *watcher, err error) {
	town := st.town
	w := &watcher{Inspector: devnet.Inspector{URL: "http://" + s.listen, Market: town.Aave, Town: town}, ended: make(chan error, 1)}
	if w.folder, err = os.MkdirTemp("", "brink-demo-"); err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.tidy())
		}
	}()
	if w.phone, err = receive(ctx); err != nil {
		return nil, err
	}
	program, err := filepath.Abs(s.brink)
	if err != nil {
		return nil, fmt.Errorf("finding brink: %w", err)
	}
	path := filepath.Join(w.folder, "brink.yaml")
	configuration := append([]byte("listen: "+s.listen+"\n"+watchList(st.play)+w.phone.configuration()), town.Configuration(s.blockTime)...)
	if err := os.WriteFile(path, configuration, 0o600); err != nil {
		return nil, fmt.Errorf("writing the configuration: %w", err)
	}
	if s.write != "" {
		if err := os.WriteFile(s.write, configuration, 0o600); err != nil {
			return nil, fmt.Errorf("writing the configuration: %w", err)
		}
	}
	w.process = exec.Command(program, "watch", "--config", path)
	w.process.Dir, w.process.Stdout, w.process.Stderr = w.folder, &w.log, &w.log
	if err := w.process.Start(); err != nil {
		return nil, fmt.Errorf("starting brink: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		w.ended <- w.process.Wait()
		cancel()
	}()
	err = w.Await(ctx, func() error { return w.Get(ctx, "/v1/chains", new(any)) })
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %s", err, w.log.String()), w.close())
	}
	return w, nil
}

// watchList names some accounts, so that there is something to see on the watch list.
func watchList(play *devnet.Play) string {
	named := []devnet.Account{devnet.Whale()}
	for _, account := range play.Accounts() {
		if account.Address != named[0].Address && len(named) < 8 {
			named = append(named, account)
		}
	}
	var b strings.Builder
	b.WriteString("accounts:\n")
	for _, account := range named {
		fmt.Fprintf(&b, "  - { name: %s, address: %q }\n", strings.ReplaceAll(account.Name, " ", "-"), account.Address.Hex())
	}
	return b.String()
}

// close ends the program and removes its folder.
func (w *watcher) close() error {
	if err := w.process.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("ending brink: %w", err)
	}
	return errors.Join(<-w.ended, w.tidy())
}

// tidy gives back what the program was given.
func (w *watcher) tidy() error {
	var err error
	if w.phone != nil {
		err = w.phone.close()
		w.phone = nil
	}
	return errors.Join(err, os.RemoveAll(w.folder))
}
