package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"brink/feed"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
)

// patience is how long brink may take to show a block that was mined.
const patience = 20 * time.Second

// watcher is brink as a child process, asked over HTTP like any server.
type watcher struct {
	url     string
	folder  string
	process *exec.Cmd
	ended   chan error
	log     bytes.Buffer

	compared   int
	mismatches []string
}

// startBrink runs the program on a configuration in a folder of its own.
func startBrink(ctx context.Context, s settings, configuration []byte) (_ *watcher, err error) {
	w := &watcher{url: "http://" + s.listen, ended: make(chan error, 1)}
	if w.folder, err = os.MkdirTemp("", "brink-demo-"); err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(w.folder))
		}
	}()
	program, err := filepath.Abs(s.brink)
	if err != nil {
		return nil, fmt.Errorf("finding brink: %w", err)
	}
	path := filepath.Join(w.folder, "brink.yaml")
	configuration = append([]byte("listen: "+s.listen+"\n"), configuration...)
	if err := os.WriteFile(path, configuration, 0o600); err != nil {
		return nil, fmt.Errorf("writing the configuration: %w", err)
	}
	w.process = exec.Command(program, "watch", "--config", path)
	w.process.Dir, w.process.Stdout, w.process.Stderr = w.folder, &w.log, &w.log
	if err := w.process.Start(); err != nil {
		return nil, fmt.Errorf("starting brink: %w", err)
	}
	go func() { w.ended <- w.process.Wait() }()
	if err := w.await(ctx, func() bool { return w.get(ctx, "/v1/chains", new(any)) == nil }); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// close ends the program and removes its folder.
func (w *watcher) close() error {
	if err := w.process.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("ending brink: %w", err)
	}
	<-w.ended
	return os.RemoveAll(w.folder)
}

// await asks until something holds, brink ends, or patience does.
func (w *watcher) await(ctx context.Context, holds func() bool) error {
	deadline := time.Now().Add(patience)
	for !holds() {
		select {
		case err := <-w.ended:
			w.ended <- err
			return fmt.Errorf("brink ended: %w: %s", err, w.log.String())
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("brink did not keep up: %s", w.log.String())
		}
	}
	return nil
}

// get asks for one JSON answer.
func (w *watcher) get(ctx context.Context, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url+path, nil)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", path, err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", path, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
		return fmt.Errorf("asking for %s: %s: %s", path, response.Status, text)
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}

// positions are all positions with debt, nearest to liquidation first, once
// brink shows the block.
func (w *watcher) positions(ctx context.Context, block common.Hash) ([]feed.Position, error) {
	var all []feed.Position
	err := w.await(ctx, func() bool {
		all = all[:0]
		for query := "?limit=1000"; query != ""; {
			var page web.PositionPage
			if w.get(ctx, "/v1/positions"+query, &page) != nil || len(page.Chains) != 1 || page.Chains[0].Block.Hash != block {
				return false
			}
			all = append(all, page.Positions...)
			query = ""
			if page.Next != nil {
				query = "?limit=1000&cursor=" + url.QueryEscape(*page.Next)
			}
		}
		return true
	})
	return all, err
}

// compare asks the contract about every account at the block that brink shows.
func (w *watcher) compare(ctx context.Context, st *stage) ([]feed.Position, error) {
	block := st.chain.Head().Hash
	positions, err := w.positions(ctx, block)
	if err != nil {
		return nil, err
	}
	shown := make(map[common.Address]*feed.Native)
	for i := range positions {
		shown[common.HexToAddress(positions[i].Account)] = positions[i].Native
	}
	var accounts []common.Address
	for _, a := range st.play.Accounts() {
		accounts = append(accounts, a.Address)
	}
	truth, err := st.market.AccountData(ctx, block, accounts...)
	if err != nil {
		return nil, err
	}
	for i, a := range accounts {
		want := feed.Native{
			HealthFactor: truth[i].HealthFactor.String(), Collateral: truth[i].Collateral.String(), Debt: truth[i].Debt.String(),
		}
		got, listed := shown[a]
		w.compared++
		switch {
		case !listed && truth[i].Debt.Sign() == 0:
		case !listed:
			w.mismatches = append(w.mismatches, fmt.Sprintf("block %s: %s has debt and is not listed", block, a))
		case got == nil:
			w.mismatches = append(w.mismatches, fmt.Sprintf("block %s: %s is unknown", block, a))
		case *got != want:
			w.mismatches = append(w.mismatches, fmt.Sprintf("block %s: %s shows %v, the contract says %v", block, a, *got, want))
		}
	}
	return positions, nil
}

// liquidations counts what brink has recorded, and what it took back.
func (w *watcher) liquidations(ctx context.Context) (seen, withdrawn int, err error) {
	for query := "?limit=1000"; query != ""; {
		var page struct {
			Liquidations []feed.Liquidation `json:"liquidations"`
			Next         *string            `json:"next"`
		}
		if err := w.get(ctx, "/v1/liquidations"+query, &page); err != nil {
			return 0, 0, err
		}
		for _, l := range page.Liquidations {
			if l.Status == feed.Reverted {
				withdrawn++
			} else {
				seen++
			}
		}
		query = ""
		if page.Next != nil {
			query = "?limit=1000&cursor=" + url.QueryEscape(*page.Next)
		}
	}
	return seen, withdrawn, nil
}
