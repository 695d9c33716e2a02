package devnet

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
)

// anvilBinary is where npm puts the program, seen from the contracts folder.
const anvilBinary = "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"

// anvilFarewell is how long a stopping anvil may take before it is killed.
const anvilFarewell = 5 * time.Second

// ErrNoAnvil is what starting anvil answers where the program isn't installed.
var ErrNoAnvil = errors.New("anvil is not installed: run node devnet/contracts/build.mjs on linux/amd64")

// AnvilOptions say how the chain of an [Anvil] begins. The zero value is usable.
type AnvilOptions struct {
	Genesis uint64 // time of block 0 in Unix seconds; zero stands for 2025-01-01T00:00:00Z
	Epoch   uint64 // the finalized block trails the head by twice, the safe block by once this; zero stands for 8
}

// Anvil is the anvil program running beside this process. A reorg shows there as new heads alone: it sends no
// removed logs, and after a rewind nothing at all.
type Anvil struct {
	client *ethclient.Client
	port   string
	cmd    *exec.Cmd
	exited chan struct{} // closed when the program is gone
}

// StartAnvil starts the program on a free port. It ends with Close, or at once when ctx ends.
func StartAnvil(ctx context.Context, opt AnvilOptions) (*Anvil, error) {
	if opt.Genesis == 0 {
		opt.Genesis = defaultGenesis
	}
	if opt.Epoch == 0 {
		opt.Epoch = 8
	}
	folder, err := Contracts()
	if err != nil {
		return nil, err
	}
	binary := filepath.Join(folder, filepath.FromSlash(anvilBinary))
	if _, err := os.Stat(binary); err != nil {
		return nil, ErrNoAnvil
	}
	cmd := exec.CommandContext(ctx, binary,
		"--host", "127.0.0.1", "--port", "0",
		"--chain-id", strconv.Itoa(ChainID),
		"--timestamp", strconv.FormatUint(opt.Genesis, 10),
		"--slots-in-an-epoch", strconv.FormatUint(opt.Epoch, 10),
		"--no-mining", "--order", "fifo", "--accounts", "1",
		"--gas-limit", strconv.Itoa(blockGas), "--block-base-fee-per-gas", "7",
		"--preserve-historical-states", "--max-persisted-states", "1000000",
	)
	cmd.Stderr = io.Discard
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting anvil: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting anvil: %w", err)
	}
	a := &Anvil{cmd: cmd, exited: make(chan struct{})}
	address := make(chan string, 1)
	go func() {
		defer close(a.exited)
		listen(out, address)
		_ = cmd.Wait() // it is ended by a signal: its status says nothing
	}()
	if err := a.connect(ctx, address); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// listen reads what the program prints, to the end, and tells the port that it listens on.
func listen(out io.Reader, port chan<- string) {
	defer close(port)
	told := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "Listening on 127.0.0.1:"); ok && !told {
			port <- strings.TrimSpace(rest)
			told = true
		}
	}
}

func (a *Anvil) connect(ctx context.Context, port <-chan string) error {
	var ok bool
	if a.port, ok = <-port; !ok {
		return errors.New("starting anvil: it ended before it listened")
	}
	client, err := ethclient.DialContext(ctx, a.WS())
	if err != nil {
		return fmt.Errorf("connecting to anvil: %w", err)
	}
	a.client = client
	return a.do(ctx, nil, "anvil_setBalance", faucet().Address, hexutil.EncodeBig(balance))
}

func (a *Anvil) do(ctx context.Context, result any, method string, args ...any) error {
	if err := a.client.Client().CallContext(ctx, result, method, args...); err != nil {
		return fmt.Errorf("calling %s: %w", method, err)
	}
	return nil
}

// Client is a WebSocket connection to the program.
func (a *Anvil) Client() *ethclient.Client { return a.client }

// HTTP is the address of the JSON-RPC service.
func (a *Anvil) HTTP() string { return "http://127.0.0.1:" + a.port }

// WS is the address of the JSON-RPC service for WebSocket clients.
func (a *Anvil) WS() string { return "ws://127.0.0.1:" + a.port }

// Mine puts everything that was sent into one block; see [Node].
func (a *Anvil) Mine(ctx context.Context, at uint64) error {
	parent, err := a.client.HeaderByNumber(ctx, nil)
	if err != nil {
		return fmt.Errorf("reading head: %w", err)
	}
	if at <= parent.Time {
		return fmt.Errorf("mining at %d: parent is at %d", at, parent.Time)
	}
	if err := a.do(ctx, nil, "evm_setNextBlockTimestamp", at); err != nil {
		return err
	}
	return a.do(ctx, nil, "evm_mine")
}

// Rewind takes the newest blocks back; see [Node].
func (a *Anvil) Rewind(ctx context.Context, depth uint64) error {
	if err := a.mayReplace(ctx, depth); err != nil {
		return fmt.Errorf("rewinding %d blocks: %w", depth, err)
	}
	if err := a.do(ctx, nil, "anvil_dropAllTransactions"); err != nil {
		return err
	}
	return a.do(ctx, nil, "anvil_rollback", depth)
}

// Reorg replaces the newest blocks by as many empty ones in one move, as a network does it.
func (a *Anvil) Reorg(ctx context.Context, depth uint64) error {
	if err := a.mayReplace(ctx, depth); err != nil {
		return fmt.Errorf("replacing %d blocks: %w", depth, err)
	}
	return a.do(ctx, nil, "anvil_reorg", depth, []any{})
}

// Shuffle is Reorg with the transactions of the replaced blocks in the new ones: each in the block that has the place of
// its own, in a later one, or in none, and then nothing that its sender did later either.
func (a *Anvil) Shuffle(ctx context.Context, depth uint64, random *rand.Rand) error {
	if err := a.mayReplace(ctx, depth); err != nil {
		return fmt.Errorf("replacing %d blocks: %w", depth, err)
	}
	head, err := a.client.BlockNumber(ctx)
	if err != nil {
		return fmt.Errorf("replacing %d blocks: %w", depth, err)
	}
	pairs := []any{}
	least := make(map[common.Address]uint64) // place at which a sender may go on; depth: nowhere
	for place := range depth {
		block, err := a.client.BlockByNumber(ctx, new(big.Int).SetUint64(head-depth+1+place))
		if err != nil {
			return fmt.Errorf("reading block %d: %w", head-depth+1+place, err)
		}
		for _, tx := range block.Transactions() {
			from, err := types.Sender(types.LatestSignerForChainID(tx.ChainId()), tx)
			if err != nil {
				return fmt.Errorf("reading transaction %s: %w", tx.Hash(), err)
			}
			to := max(place, least[from])
			switch random.IntN(8) {
			case 0:
				to = depth
			case 1, 2, 3:
				to += random.Uint64N(4)
			}
			if least[from] = to; to >= depth {
				least[from] = depth
				continue
			}
			raw, err := tx.MarshalBinary()
			if err != nil {
				return fmt.Errorf("encoding transaction %s: %w", tx.Hash(), err)
			}
			pairs = append(pairs, []any{hexutil.Encode(raw), to})
		}
	}
	return a.do(ctx, nil, "anvil_reorg", depth, pairs)
}

// Betray is Reorg that may also replace what was final.
func (a *Anvil) Betray(ctx context.Context, depth uint64) error {
	return a.do(ctx, nil, "anvil_reorg", depth, []any{})
}

func (a *Anvil) mayReplace(ctx context.Context, depth uint64) error {
	head, err := a.client.BlockNumber(ctx)
	if err != nil {
		return err
	}
	final, err := a.client.HeaderByNumber(ctx, big.NewInt(int64(rpc.FinalizedBlockNumber)))
	if err != nil {
		return err
	}
	if depth > head-final.Number.Uint64() {
		return ErrFinalized
	}
	return nil
}

// Close ends the program and forgets the chain.
func (a *Anvil) Close() error {
	if a.client != nil {
		a.client.Close()
	}
	if err := a.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stopping anvil: %w", err)
	}
	select {
	case <-a.exited:
		return nil
	case <-time.After(anvilFarewell):
	}
	if err := a.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("killing anvil: %w", err)
	}
	<-a.exited
	return nil
}
